"""Matrix, study, editions and the codebook as JSON."""

from datetime import datetime
from typing import Any

from pydantic import Field

from analyser.review.judgement import Judgement
from api.schemas.base import Request, Shape
from api.schemas.review import CellShape, CitationShape


class CountryShape(Shape):
    code: str
    name: str


class SuggestionShape(Shape):
    candidate_id: int
    probability: float
    band: str
    section_id: int
    label: str
    candidates: int


class MatrixCellShape(Shape):
    cell: CellShape
    suggestion: SuggestionShape | None = Field(description="Never counts as a rating.")


class MatrixElementShape(Shape):
    id: str
    label: str
    article: str


class MatrixShape(Shape):
    benchmark: str
    benchmark_title: str
    countries: list[CountryShape]
    elements: list[MatrixElementShape]
    cells: list[MatrixCellShape] = Field(description="Country by country, in the order of the elements.")
    runs: dict[str, str] = Field(description="Per country: fresh, stale, empty or none.")
    verdicts: dict[str, str | None]


class RowShape(Shape):
    label: str
    elements: list[str]
    articles: list[str]
    covered: int
    partial: int
    not_covered: int
    unclear: int
    not_or_unclear: int
    not_assessed: int
    disagreement: int
    stale: int
    total: int = Field(description="Always the number of countries.")
    answers: dict[str, Judgement | None]
    not_required: list[str] = Field(description="Countries that need not have what they lack; counted all the same.")


class ElementGapShape(Shape):
    element: str
    label: str
    article: str
    missing: list[CountryShape]
    partial: list[CountryShape]
    unclear: list[CountryShape]
    not_required: list[CountryShape]


class DutyShape(Shape):
    status: str = Field(description="required, part, not_required or unknown.")
    words: str
    source: str


class ReferenceShape(Shape):
    element: str
    cited: str
    label: str
    model_law: bool


class WordingShape(Shape):
    country: CountryShape
    citation: CitationShape
    language: str | None
    as_of: str | None


class GapShape(Shape):
    element: str
    label: str
    article: str
    judgement: Judgement
    reasons: list[tuple[str, str]]
    rationale: str
    citations: list[CitationShape]
    duty: DutyShape
    recommendations: list[str]
    see_also: list[ReferenceShape]
    elsewhere: list[WordingShape] = Field(description="How other countries that cover the element word it.")


class CountryGapsShape(Shape):
    country: CountryShape
    gaps: list[GapShape]
    not_required: list[GapShape]


class SliceShape(Shape):
    kind: str = Field(description="instrument, region, subregion or group.")
    id: str
    title: str
    countries: list[str]
    rows: list[RowShape]


class StudyShape(Shape):
    benchmark: str
    benchmark_version: str
    benchmark_title: str
    benchmark_fingerprint: str
    countries: list[CountryShape]
    table: list[RowShape]
    by_element: list[ElementGapShape]
    by_country: list[CountryGapsShape]
    hidden: int
    slices: list[SliceShape]


class SheetLawShape(Shape):
    law_version_id: str
    title: str
    language: str
    as_of: str | None
    source: str | None
    verdict: str
    sections: int
    retrieved_at: datetime | None
    licence: str | None
    sha256: str
    doubts: list[str]


class SheetEntryShape(Shape):
    element: str
    label: str
    article: str
    cell: CellShape
    reasons: list[tuple[str, str]]
    instrument: str
    duty: DutyShape
    recommendations: list[str]
    absence: str = Field(description="What was read where nothing was found.")
    question: str = Field(description="What to ask the government.")


class SheetShape(Shape):
    country: CountryShape
    benchmark: str
    benchmark_title: str
    laws: list[SheetLawShape]
    entries: list[SheetEntryShape]


class FreezeRequest(Request):
    benchmark: str = Field(examples=["csea-2012"])
    name: str = Field(min_length=1, max_length=120, examples=["Abu Dhabi 2012"])


class EditionShape(Shape):
    id: str
    name: str
    benchmark: str
    fingerprint: str = Field(description="SHA-256 of the content.")
    frozen_at: datetime
    frozen_by: str


class EditionContentShape(EditionShape):
    content: dict[str, Any]


class ChangeShape(Shape):
    country: str
    element: str
    before: str | None
    after: str | None
    because: str = Field(description="law changed, corrected, benchmark changed, country added or country removed.")
    detail: str


class ComparisonShape(Shape):
    before: str
    after: str
    changes: list[ChangeShape]


class SignRequest(Request):
    statement: str = Field(min_length=1, max_length=2000, examples=["Checked against the gazettes; may go out."])


class SignatureShape(Shape):
    name: str
    role: str
    statement: str
    at: datetime
    fingerprint: str = Field(description="Of the edition as it was signed.")


class PointShape(Shape):
    edition: str
    at: str
    row: str
    covered: int
    partial: int
    not_covered: int
    unclear: int
    not_assessed: int


class BinShape(Shape):
    low: float
    high: float
    candidates: int
    mean: float | None
    cited: int
    share: float | None = Field(description="Of the candidates, cited by a rating; a lower bound.")


class ElementShape(Shape):
    id: str
    instrument: str
    concept: str
    article: str
    label: str
    definition: str
    actus_reus: str
    mental: str
    object: str
    victim_age: str
    means: str
    purpose: str
    covered_when: str
    partial_when: dict[str, str] = Field(description="Reason code: when it applies.")
    not_enough: str
    reservations: str
    verified: bool


class BenchmarkRowShape(Shape):
    label: str
    elements: list[str]
    articles: list[str]


class BenchmarkShape(Shape):
    id: str
    version: str
    title: str
    fingerprint: str


class BenchmarkContentShape(BenchmarkShape):
    elements: list[ElementShape]
    rows: list[BenchmarkRowShape]


class CodebookShape(Shape):
    ratings: dict[str, str]
    reasons: dict[str, str]
    languages: dict[str, str]
