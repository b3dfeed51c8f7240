"""Written by `python -m api.generate` from the OpenAPI description."""

from typing import Literal

from api.client.transport import Transport
from api.schemas.laws import JobShape
from api.schemas.search import ResultsShape


class Search(Transport):
    def search(
        self,
        *,
        q: str,
        mode: Literal["hybrid", "lexical", "semantic"] = "hybrid",
        cursor: str | None = None,
        limit: int = 20,
        country: str | None = None,
        law: str | None = None,
        language: str | None = None,
        repealed: bool | None = None,
        all_versions: bool = False,
    ) -> ResultsShape:
        """Sections of all laws that have the words or the meaning of a text; what could not be searched is counted."""
        return self._ask(
            ResultsShape,
            "GET",
            "/api/v1/search",
            query={
                "q": q,
                "mode": mode,
                "cursor": cursor,
                "limit": limit,
                "country": country,
                "law": law,
                "language": language,
                "repealed": repealed,
                "all_versions": all_versions,
            },
        )

    def index(self) -> JobShape:
        """Make every law searchable by words and by meaning; answers with the job that does it."""
        return self._ask(JobShape, "POST", "/api/v1/search/index")
