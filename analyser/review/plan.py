"""Who is to answer what: assignments, rounds, and what a study asks of its reviewers.

An assignment makes a cell blind for everybody until all who are assigned have answered. A round is opened anew only
with a reason; earlier rounds stay on record. Distribution is deterministic: the same people and cells, the same plan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Assignment:
    """One reviewer's duty to answer one element of one jurisdiction in one round."""

    jurisdiction: str
    element: str
    round: int
    reviewer: str  # user name
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Reopening:
    """Why a cell went into another round."""

    jurisdiction: str
    element: str
    round: int  # the round that was opened
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """What the blind rule and the cells need to know of duties and rounds."""

    assigned: Mapping[tuple[str, str, int], frozenset[str]] = field(default_factory=dict)
    rounds: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def round(self, jurisdiction: str, element: str) -> int:
        """The present round of a cell; 1 until it is reopened."""
        return self.rounds.get((jurisdiction, element), 1)


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a study is conducted, by benchmark."""

    benchmark: str
    blind_suggestions: bool = False  # candidates are shown only after the reviewer's own first answer
    sample: int = 0  # sections drawn below the candidates that `not covered` must have read; 0 asks for none
    members_only: bool = False  # only members and admins see and rate it


def distribute(
    cells: Sequence[tuple[str, str]], reviewers: Sequence[str], each: int
) -> tuple[tuple[str, str, str], ...]:
    """(jurisdiction, element, reviewer): `each` reviewers per cell, in turn, so that loads differ by one at most."""
    found = []
    at = 0
    for jurisdiction, element in cells:
        for _ in range(min(each, len(reviewers))):
            found.append((jurisdiction, element, reviewers[at % len(reviewers)]))
            at += 1
    return tuple(found)
