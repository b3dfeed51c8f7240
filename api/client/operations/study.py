"""Written by `python -m api.generate` from the OpenAPI description."""

from typing import Literal

from api.client.transport import Transport
from api.schemas.base import PageOf
from api.schemas.study import BinShape, MatrixShape, SheetShape, StudyShape


class Study(Transport):
    def matrix(self, *, benchmark: str, country: list[str] | None = None) -> MatrixShape:
        """Country x element: the confirmed state of each cell, and the best suggestion beside it."""
        return self._ask(MatrixShape, "GET", "/api/v1/matrix", query={"benchmark": benchmark, "country": country})

    def study(self, *, benchmark: str, country: list[str] | None = None, group: str | None = None) -> StudyShape:
        """The study as it stands; every row of `table` sums to the number of countries, those of a slice to its own."""
        return self._ask(
            StudyShape,
            "GET",
            "/api/v1/study",
            query={"benchmark": benchmark, "country": country, "group": group},
        )

    def export_draft(
        self,
        *,
        benchmark: str,
        format: Literal["xlsx", "docx", "html", "csv", "json", "site"],
        country: list[str] | None = None,
        group: str | None = None,
    ) -> bytes:
        """The study as it stands as a file, marked as a draft."""
        return self._fetch(
            "GET",
            "/api/v1/study/export",
            query={"benchmark": benchmark, "format": format, "country": country, "group": group},
        )

    def sheet(self, country: str, *, benchmark: str) -> SheetShape:
        """One country: its laws, and the answer for every element with its proof."""
        return self._ask(
            SheetShape,
            "GET",
            "/api/v1/sheets/{country}",
            at={"country": country},
            query={"benchmark": benchmark},
        )

    def sheet_file(
        self,
        country: str,
        *,
        benchmark: str,
        format: Literal["sheet.docx", "sheet.html", "questionnaire.docx", "questionnaire.html"],
        edition: str | None = None,
    ) -> bytes:
        """One country's sheet, or a questionnaire to its government with our reading filled in."""
        return self._fetch(
            "GET",
            "/api/v1/sheets/{country}/file",
            at={"country": country},
            query={"benchmark": benchmark, "format": format, "edition": edition},
        )

    def chart(
        self,
        name: Literal["bars", "heatmap", "map", "progress", "agreement", "reliability"],
        *,
        benchmark: str,
        format: Literal["svg", "png"] = "svg",
        edition: str | None = None,
        row: int = 1,
    ) -> bytes:
        """A chart of an edition or of the study as it stands."""
        return self._fetch(
            "GET",
            "/api/v1/charts/{name}",
            at={"name": name},
            query={"benchmark": benchmark, "format": format, "edition": edition, "row": row},
        )

    def reliability(self, *, benchmark: str) -> PageOf[BinShape]:
        """Candidates by the probability shown, and how many of each bin the ratings cite."""
        return self._ask(PageOf[BinShape], "GET", "/api/v1/reliability", query={"benchmark": benchmark})
