"""Written by `python -m api.generate` from the OpenAPI description."""

from typing import Literal

from api.client.transport import Transport
from api.schemas.base import PageOf
from api.schemas.study import (
    ComparisonShape,
    EditionContentShape,
    EditionShape,
    FreezeRequest,
    PointShape,
    SignatureShape,
    SignRequest,
)


class Editions(Transport):
    def editions(
        self,
        *,
        benchmark: str | None = None,
        cursor: str | None = None,
        limit: int = 500,
    ) -> PageOf[EditionShape]:
        """Frozen editions, without their content."""
        return self._ask(
            PageOf[EditionShape],
            "GET",
            "/api/v1/editions",
            query={"benchmark": benchmark, "cursor": cursor, "limit": limit},
        )

    def freeze(self, body: FreezeRequest) -> EditionShape:
        """Freeze the study as it stands. A name is given once."""
        return self._ask(EditionShape, "POST", "/api/v1/editions", body=body)

    def edition(self, name: str) -> EditionContentShape:
        """One edition with its content."""
        return self._ask(EditionContentShape, "GET", "/api/v1/editions/{name}", at={"name": name})

    def compare_editions(self, *, before: str, after: str) -> ComparisonShape:
        """What changed between two editions, and why."""
        return self._ask(ComparisonShape, "GET", "/api/v1/comparisons", query={"before": before, "after": after})

    def signatures(self, name: str) -> PageOf[SignatureShape]:
        """Who signed an edition off."""
        return self._ask(PageOf[SignatureShape], "GET", "/api/v1/editions/{name}/signatures", at={"name": name})

    def sign_edition(self, name: str, body: SignRequest) -> SignatureShape:
        """Sign an edition off; every export then carries the signature."""
        return self._ask(SignatureShape, "POST", "/api/v1/editions/{name}/signatures", at={"name": name}, body=body)

    def export_edition(self, name: str, *, format: Literal["xlsx", "docx", "html", "csv", "json", "site"]) -> bytes:
        """An edition as a file; the same bytes every time."""
        return self._fetch("GET", "/api/v1/editions/{name}/export", at={"name": name}, query={"format": format})

    def progress(self, *, benchmark: str) -> PageOf[PointShape]:
        """How every row stood in each edition, oldest first."""
        return self._ask(PageOf[PointShape], "GET", "/api/v1/progress", query={"benchmark": benchmark})
