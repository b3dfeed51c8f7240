"""The words of review: users, ratings with their proof, and cells, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from analyser.review.judgement import Judgement


class Role(StrEnum):
    """What a user may do; each role may do what the ones before it may, except that only reviewers are blind."""

    VIEWER = "viewer"  # read
    REVIEWER = "reviewer"  # add laws, analyse, rate
    ADJUDICATOR = "adjudicator"  # settle disagreements, freeze editions
    ADMIN = "admin"  # users, tokens, audit log


@dataclass(frozen=True, slots=True)
class User:
    id: str
    name: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None = None
    language: str | None = None  # of the pages, where the user chose one
    read_only: bool = False  # signed in with a token that may not change anything
    study: str | None = None  # signed in with a token of one benchmark


@dataclass(frozen=True, slots=True)
class CitationDraft:
    """A section and the words in it that carry the rating, as the reviewer marked them."""

    section_id: int
    quote: str


@dataclass(frozen=True, slots=True)
class RatingDraft:
    """A reviewer's answer before the rules have looked at it."""

    jurisdiction: str
    element: str
    judgement: Judgement
    rationale: str = ""
    reasons: tuple[str, ...] = ()  # reason codes of `benchmarks/vocabulary.yaml`
    citations: tuple[CitationDraft, ...] = ()
    round: int = 1
    read: int | None = None  # of `not covered`: how many candidates were read, best first; None: not said
    sample: tuple[int, ...] = ()  # of `not covered`: ids of the drawn sections that were read and answer nothing


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited section; `quote` is the section's own characters `text[start:end]`."""

    section_id: int
    quote: str
    start: int
    end: int
    law_version_id: str
    law_title: str
    key: str
    label: str
    heading: str | None


@dataclass(frozen=True, slots=True)
class Rating:
    """One reviewer's answer for (jurisdiction, element, version set, round); never changed, only superseded."""

    id: str
    kind: Literal["rating", "adjudication"]
    jurisdiction: str
    element: str
    version_set: str  # fingerprint of the law versions it was made on
    round: int
    reviewer: str  # user name
    judgement: Judgement
    reasons: tuple[str, ...]
    rationale: str  # of an adjudication: its note
    citations: tuple[Citation, ...]
    warnings: tuple[str, ...]  # what the rules wanted to be known, e.g. a certificate in review
    blind: bool  # no other reviewer's answer was visible when it was given
    submitted_at: datetime
    superseded_at: datetime | None = None
    settles: tuple[str, ...] = ()  # ids of the ratings an adjudication settles
    absence: Mapping[str, Any] | None = None  # of `not covered`: what was read, and how sure that makes it
    carried_from: str | None = None  # the rating on an earlier text that this one repeats, not yet looked at again


class CellState(StrEnum):
    """What is known of a (jurisdiction, element): from nothing to settled."""

    NOT_ASSESSED = "not_assessed"
    SINGLE = "single"
    AGREED = "agreed"
    DISAGREEMENT = "disagreement"
    ADJUDICATED = "adjudicated"


@dataclass(frozen=True, slots=True)
class Cell:
    """The confirmed state of one element in one jurisdiction, from the ratings the viewer may see.

    `judgement` is None when nothing is assessed or reviewers disagree. `stale` ratings were made on another set of law
    versions than the present one; a stale `not_covered` counts as unclear, for the new text has not been read for it.
    """

    jurisdiction: str
    element: str
    state: CellState
    judgement: Judgement | None
    reasons: tuple[str, ...] = ()
    ratings: tuple[Rating, ...] = ()
    hidden: int = 0  # ratings given that the viewer may not see yet
    stale: bool = False
    round: int = 1
    carried: bool = False  # only carried over from an earlier text; nobody has looked at the new one yet

    @property
    def counted(self) -> Judgement | None:
        """The judgement as the study counts it."""
        if self.stale and self.judgement is Judgement.NOT_COVERED:
            return Judgement.UNCLEAR
        return self.judgement


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its 95 % confidence interval; None where the data cannot tell."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far blind reviewers agree on `items` that at least two of them answered."""

    items: int
    reviewers: tuple[str, ...]
    percent: float | None
    kappa: Interval  # Cohen's, only for exactly two reviewers
    alpha: float | None  # Krippendorff's, nominal
    ac1: float | None  # Gwet's
    confusion: Mapping[tuple[str, str], int]  # for two reviewers: (answer of first, answer of second) -> items
