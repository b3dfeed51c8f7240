"""Written by `python -m api.generate` from the OpenAPI description."""

from api.client.transport import Transport
from api.schemas.base import PageOf
from api.schemas.suggestions import ReorderedShape, RerankingRequest, SuggestionOfCell


class Suggestions(Transport):
    def suggestion(self, *, country: str, element: str, benchmark: str) -> SuggestionOfCell:
        """The suggested answer of a cell with its grounds; in a blind study hidden until you have answered."""
        return self._ask(
            SuggestionOfCell,
            "GET",
            "/api/v1/suggestion",
            query={"country": country, "element": element, "benchmark": benchmark},
        )

    def reranked(self, *, country: str, benchmark: str, element: str | None = None) -> PageOf[ReorderedShape]:
        """Candidates in the order that the answers you may see make likelier, by element and new rank."""
        return self._ask(
            PageOf[ReorderedShape],
            "GET",
            "/api/v1/reranked",
            query={"country": country, "benchmark": benchmark, "element": element},
        )

    def reranked_with(self, body: RerankingRequest) -> PageOf[ReorderedShape]:
        """The same with what you have just marked, before any answer; nothing is stored."""
        return self._ask(PageOf[ReorderedShape], "POST", "/api/v1/reranked", body=body)
