"""Candidates, ratings, cells and agreement as JSON."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from analyser.review.judgement import Judgement
from analyser.review.records import CellState, CitationDraft, RatingDraft
from api.schemas.base import Request, Shape
from api.schemas.laws import SectionShape


class EvidenceShape(Shape):
    start: int = Field(description="Offset in characters of the section's text.")
    end: int
    text: str
    part: str = Field(description="who, act, object, age, means, purpose, penalty or match.")


class CandidateShape(Shape):
    id: int
    run_id: str
    jurisdiction: str
    benchmark: str
    element: str
    rank: int
    probability: float = Field(description="Calibrated chance that the section itself answers the element.")
    band: str = Field(description="The probability in words.")
    section: SectionShape
    evidence: list[EvidenceShape]
    signals: dict[str, Any]
    stale: bool


class CitationRequest(Request):
    section_id: int
    quote: str = Field(min_length=1, description="The section's own words, character for character.")


class RatingRequest(Request):
    """A reviewer's answer. `partial` needs reason codes; `covered` and `partial` need a cited section with a quote."""

    country: str = Field(examples=["xa"])
    element: str = Field(examples=["lanzarote.20.1.f"])
    judgement: Judgement
    rationale: str = Field(default="", examples=["Viewing is punished without storage; any child under 18."])
    reasons: list[str] = Field(default_factory=list, examples=[[]])
    citations: list[CitationRequest] = Field(
        default_factory=list, examples=[[{"section_id": 30, "quote": "knowingly obtains access, by means of"}]]
    )
    round: int = Field(default=1, ge=1, description="The round that is answered; a reopened cell takes the new one.")
    read: int | None = Field(default=None, ge=0, description="not_covered: candidates read, best first.")
    sample: list[int] = Field(default_factory=list, description="not_covered: drawn sections read; see /absence.")

    def draft(self) -> RatingDraft:
        return RatingDraft(
            jurisdiction=self.country,
            element=self.element,
            judgement=self.judgement,
            rationale=self.rationale,
            reasons=tuple(self.reasons),
            citations=tuple(CitationDraft(cited.section_id, cited.quote) for cited in self.citations),
            round=self.round,
            read=self.read,
            sample=tuple(self.sample),
        )


class CitationShape(Shape):
    section_id: int
    quote: str
    start: int
    end: int
    law_version_id: str
    law_title: str
    key: str
    label: str
    heading: str | None


class RatingShape(Shape):
    id: str
    kind: Literal["rating", "adjudication"]
    jurisdiction: str
    element: str
    version_set: str
    round: int
    reviewer: str
    judgement: Judgement
    reasons: list[str]
    rationale: str
    citations: list[CitationShape]
    warnings: list[str]
    blind: bool
    submitted_at: datetime
    superseded_at: datetime | None
    settles: list[str]
    absence: dict[str, Any] | None = Field(description="not_covered: what was read, and how sure that makes it.")
    carried_from: str | None = Field(description="The rating on an earlier text that this one repeats, unreviewed.")


class CellShape(Shape):
    jurisdiction: str
    element: str
    state: CellState
    judgement: Judgement | None
    counted: Judgement | None = Field(description="As the study counts it: a stale `not_covered` is `unclear`.")
    reasons: list[str]
    ratings: list[RatingShape]
    hidden: int = Field(description="Ratings given that you may not see before your own.")
    stale: bool
    round: int
    carried: bool = Field(description="Only carried over from an earlier text; nobody has looked at the new one yet.")


class IntervalShape(Shape):
    value: float | None
    low: float | None
    high: float | None


class ConfusionShape(Shape):
    first: str
    second: str
    items: int


class AgreementShape(Shape):
    items: int
    reviewers: list[str]
    percent: float | None
    kappa: IntervalShape = Field(description="Cohen's, for exactly two reviewers.")
    alpha: float | None = Field(description="Krippendorff's, nominal.")
    ac1: float | None = Field(description="Gwet's.")
    confusion: list[ConfusionShape]


class PairShape(Shape):
    reviewers: list[str]
    agreement: AgreementShape


class BreakdownShape(Shape):
    elements: dict[str, AgreementShape]
    countries: dict[str, AgreementShape]
    pairs: list[PairShape]


class AssignmentShape(Shape):
    jurisdiction: str
    element: str
    round: int
    reviewer: str
    answered: bool


class AssignmentRequest(Request):
    benchmark: str = Field(examples=["csea-2012"])
    countries: list[str] = Field(min_length=1, examples=[["xa", "xb"]])
    reviewers: list[str] = Field(min_length=1, examples=[["Ana", "Ben", "Cem"]])
    each: int = Field(default=2, ge=1, description="Reviewers per cell, in turn.")
    elements: list[str] | None = Field(default=None, description="null: all of the benchmark.")


class DutyRequest(Request):
    country: str = Field(examples=["xa"])
    element: str = Field(examples=["lanzarote.20.1.f"])
    round: int = Field(default=1, ge=1)
    reviewer: str = Field(examples=["Ana"])


class AssignedShape(Shape):
    added: int


class ReopeningRequest(Request):
    country: str = Field(examples=["xa"])
    element: str = Field(examples=["lanzarote.20.1.f"])
    reason: str = Field(min_length=1, examples=["The Supreme Court narrowed the provision in May."])


class ReopeningShape(Shape):
    jurisdiction: str
    element: str
    round: int
    reason: str
    by: str
    at: datetime


class SectionChangeShape(Shape):
    before: SectionShape
    after: SectionShape | None
    fate: str = Field(description="same, renumbered, changed or gone.")


class RatingChangeShape(Shape):
    rating: RatingShape
    carried: bool = Field(description="Carried and to be looked at; otherwise to be given anew.")
    sections: list[SectionChangeShape]
