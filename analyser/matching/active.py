"""Active learning: what the reviewer confirmed or refused re-ranks the rest of the jurisdiction at once.

Decides by what a run has stored, without texts or encoder: a section that answers an element likely answers its
siblings (the same material, another verb), and one that was looked at and refused likely does not. Refuses to hide
anything: no candidate leaves the list, and what was decided stays so: confirmed first, refused last.
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

CONFIRMED, REFUSED = 0.5, -0.5
"""Log odds that a decision on a sibling adds; measured: of 0.2 to 1 these helped left-out countries most."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate as a run has it."""

    element: str
    concept: str
    section: Hashable
    probability: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer said of a section for an element."""

    element: str
    concept: str
    section: Hashable
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Reranked:
    """A candidate's new place; `moved` is how many places it rose (below 0: fell)."""

    element: str
    section: Hashable
    rank: int  # from 1
    probability: float
    moved: int


def rerank(candidates: Sequence[Ranked], decisions: Sequence[Decision]) -> list[Reranked]:
    """Every candidate in new order, element by element as first given; equals keep their order."""
    shifts: dict[tuple[str, Hashable], dict[str, float]] = {}
    decided: dict[tuple[str, Hashable], bool] = {}
    for decision in decisions:
        by_element = shifts.setdefault((_family(decision.concept), decision.section), {})
        by_element[decision.element] = CONFIRMED if decision.confirmed else REFUSED
        decided[decision.element, decision.section] = decision.confirmed
    groups: dict[str, list[Ranked]] = {}
    for candidate in candidates:
        groups.setdefault(candidate.element, []).append(candidate)
    return [one for group in groups.values() for one in _rerank_one(group, shifts, decided)]


def _rerank_one(
    group: Sequence[Ranked],
    shifts: dict[tuple[str, Hashable], dict[str, float]],
    decided: dict[tuple[str, Hashable], bool],
) -> list[Reranked]:
    scored = []
    for place, one in enumerate(group):
        told = shifts.get((_family(one.concept), one.section), {})
        shift = sum(value for element, value in told.items() if element != one.element)
        chance = min(1 - 1e-7, max(1e-7, one.probability))
        scored.append((decided.get((one.element, one.section)), math.log(chance / (1 - chance)) + shift, place))
    order = sorted(scored, key=lambda item: (_tier(item[0]), -item[1], item[2]))
    return [
        Reranked(group[place].element, group[place].section, rank, _chance(told, odds), place + 1 - rank)
        for rank, (told, odds, place) in enumerate(order, 1)
    ]


def _tier(told: bool | None) -> int:
    return 1 if told is None else 0 if told else 2


def _chance(told: bool | None, odds: float) -> float:
    """1 or 0 where it was decided, else the shifted chance."""
    return round(1 / (1 + math.exp(-odds)), 6) if told is None else float(told)


def _family(concept: str) -> str:
    parts = concept.split(".")
    return ".".join(parts[:2]) if parts[0] in ("def", "proc") else parts[0]
