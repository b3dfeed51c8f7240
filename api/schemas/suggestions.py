"""Suggested answers, and candidates in new order, as JSON."""

from typing import TYPE_CHECKING

from pydantic import Field

from analyser.review.judgement import Judgement
from api.schemas.base import Request, Shape

if TYPE_CHECKING:
    from analyser.workspace.suggesting import Marked


class ReasonShape(Shape):
    code: str
    meaning: str
    probability: float
    here: int = Field(description="Partial answers on the same family in this country that give it.")


class SuggestedShape(Shape):
    rating: Judgement
    probability: float = Field(description="Calibrated chance that people would answer so.")
    band: str = Field(description="The probability in words.")
    probabilities: dict[Judgement, float]
    reasons: list[ReasonShape] = Field(description="Of a suggested `partial`: what is likely missing.")
    grounds: list[str]
    candidate_id: int
    section_id: int
    label: str
    parts: dict[str, list[str]] = Field(description="Part of the element -> phrases of the best section; empty: none.")
    missing: list[str] = Field(description="What the best section does not say, in words.")
    run_id: str
    stale: bool


class SuggestionOfCell(Shape):
    jurisdiction: str
    element: str
    benchmark: str
    hidden: bool = Field(description="The study is blind, and you have not answered yet.")
    suggested: SuggestedShape | None = Field(description="A first guess, never a rating; null: hidden, or none known.")


class MarkedRequest(Request):
    element: str = Field(examples=["lanzarote.20.1.f"])
    section_id: int = Field(examples=[30])
    confirmed: bool = Field(description="false: read and refused.")

    def mark(self) -> "Marked":
        from analyser.workspace.suggesting import Marked  # here: a client has the shapes without the store

        return Marked(self.element, self.section_id, self.confirmed)


class RerankingRequest(Request):
    """Sections you have just confirmed or refused; nothing is stored."""

    country: str = Field(examples=["xa"])
    benchmark: str = Field(examples=["csea-2012"])
    element: str | None = Field(default=None, description="null: all elements.", examples=["lanzarote.20.1.f"])
    marked: list[MarkedRequest] = Field(default_factory=list, max_length=2000)


class ReorderedShape(Shape):
    candidate_id: int
    element: str
    section_id: int
    rank: int
    before: int = Field(description="Rank in the run.")
    probability: float
    band: str
    decided: bool | None = Field(description="true: confirmed, false: refused, null: neither.")
