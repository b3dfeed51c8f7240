"""The shapes of a study: table, gaps, country sheet, matrix and comparison, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from analyser.review.judgement import Judgement
from analyser.review.records import Cell, Citation


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of the study table; the five counts sum to the number of countries."""

    label: str
    elements: tuple[str, ...]
    articles: tuple[str, ...]
    covered: int
    partial: int
    not_covered: int
    unclear: int
    not_assessed: int
    disagreement: int  # of those not assessed: reviewers disagree
    stale: int  # countries whose answer was given on another text than the present one
    answers: Mapping[str, Judgement | None]  # country code -> answer of the row
    not_required: tuple[str, ...] = ()  # countries that need not cover what they lack; counted above all the same

    @property
    def not_or_unclear(self) -> int:
        """The deck's third column."""
        return self.not_covered + self.unclear

    @property
    def total(self) -> int:
        return self.covered + self.partial + self.not_covered + self.unclear + self.not_assessed


@dataclass(frozen=True, slots=True)
class ElementGap:
    """Countries that miss an element; only `partial` and `not_covered` are gaps, `unclear` is a question."""

    element: str
    label: str
    article: str
    missing: tuple[Country, ...]  # not covered
    partial: tuple[Country, ...]
    unclear: tuple[Country, ...]
    not_required: tuple[Country, ...] = ()  # lack it, wholly or in part, and need not have it


@dataclass(frozen=True, slots=True)
class Duty:
    """What the instrument asks of the State for one element, on the day of the study."""

    status: Literal["required", "part", "not_required", "unknown"] = "unknown"
    words: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """An element of another instrument or of the model law that asks about the same conduct."""

    element: str
    cited: str  # `Budapest Article 9(1)(a)`
    label: str
    model_law: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """How a country that covers the element words it."""

    country: Country
    citation: Citation
    language: str | None
    as_of: str | None  # ISO date of the text


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap of one country, with what a drafter needs to begin."""

    element: str
    label: str
    article: str
    judgement: Judgement
    reasons: tuple[tuple[str, str], ...]  # reason code, in words
    rationale: str
    citations: tuple[Citation, ...]  # the closest provisions
    duty: Duty = Duty()
    recommendations: tuple[str, ...] = ()
    see_also: tuple[Reference, ...] = ()
    elsewhere: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """The study table over a part of it: the rows of one instrument, or the countries of a region or group."""

    kind: Literal["instrument", "region", "subregion", "group"]
    id: str
    title: str
    countries: tuple[str, ...]  # codes; every row sums to their number
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class CountryGaps:
    country: Country
    gaps: tuple[Gap, ...]
    not_required: tuple[Gap, ...] = ()  # what it lacks and need not have: no gaps


@dataclass(frozen=True, slots=True)
class Study:
    """Everything a benchmark's study says now; every row of `table` sums to `len(countries)` (checked)."""

    benchmark: str
    benchmark_version: str
    benchmark_title: str
    benchmark_fingerprint: str
    countries: tuple[Country, ...]
    table: tuple[TableRow, ...]
    by_element: tuple[ElementGap, ...]  # most missed first
    by_country: tuple[CountryGaps, ...]
    hidden: int  # ratings the viewer may not see yet and that are therefore not counted
    slices: tuple[Slice, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One element on a country's sheet. `absence` says what was read where nothing was found; `question` asks back."""

    element: str
    label: str
    article: str
    cell: Cell
    reasons: tuple[tuple[str, str], ...]  # reason code, in words
    instrument: str = ""
    duty: Duty = Duty()
    recommendations: tuple[str, ...] = ()
    absence: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class SheetLaw:
    law_version_id: str
    title: str
    language: str
    as_of: str | None  # ISO date
    source: str | None
    verdict: str
    sections: int
    retrieved_at: datetime | None = None
    licence: str | None = None
    sha256: str = ""  # of the source file
    doubts: tuple[str, ...] = ()  # what the certificate wants looked at


@dataclass(frozen=True, slots=True)
class CountrySheet:
    country: Country
    benchmark: str
    benchmark_title: str
    laws: tuple[SheetLaw, ...]
    entries: tuple[SheetEntry, ...]
    on: date | None = None  # the day the duties were looked up for

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Everybody whose answer counts here, by name."""
        return tuple(sorted({rating.reviewer for entry in self.entries for rating in entry.cell.ratings}))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The best candidate of a cell; it never counts as a rating."""

    candidate_id: int
    probability: float
    band: str
    section_id: int
    label: str
    candidates: int


@dataclass(frozen=True, slots=True)
class MatrixCell:
    cell: Cell
    suggestion: Suggestion | None  # None: no run, or an empty one (see `Matrix.runs`)


@dataclass(frozen=True, slots=True)
class MatrixElement:
    id: str
    label: str
    article: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Country x element. `runs` says per country whether its analysis is `fresh`, `stale`, `empty` or `none`."""

    benchmark: str
    benchmark_title: str
    countries: tuple[Country, ...]
    elements: tuple[MatrixElement, ...]
    cells: Mapping[tuple[str, str], MatrixCell]  # (country code, element id)
    runs: Mapping[str, str]
    verdicts: Mapping[str, str | None]  # country code -> worst certificate verdict, None without a law


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two editions."""

    country: str
    element: str
    before: str | None
    after: str | None
    because: str  # `law changed`, `corrected`, `benchmark changed`, `country added`, `country removed`
    detail: str = ""  # what changed, in words


@dataclass(frozen=True, slots=True)
class Comparison:
    before: str  # edition names
    after: str
    changes: tuple[Change, ...]
