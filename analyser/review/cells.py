"""What the ratings of a cell come to: nothing, one answer, agreement, disagreement, or a settled one.

Only the newest round on the newest text counts, and nothing of a round before the one that is open. Reviewers who give
the same judgement agree, whatever their reason codes; the codes are joined. Nothing is settled by majority: any
difference is a disagreement until it is adjudicated.
"""

from collections.abc import Iterable, Mapping, Sequence

from analyser.review.blind import NO_PLAN, visible
from analyser.review.plan import Plan
from analyser.review.records import Cell, CellState, Rating, User


def cells(
    ratings: Iterable[Rating], present: Mapping[str, str | None], viewer: User | None, plan: Plan = NO_PLAN
) -> dict[tuple[str, str], Cell]:
    """(jurisdiction, element) -> its cell, for every one with a live rating, as the viewer (None: anybody) may see it.

    `present`: jurisdiction -> fingerprint of its current law versions. `ratings` in the order they were submitted.
    """
    groups: dict[tuple[str, str], list[Rating]] = {}
    for rating in ratings:
        if rating.superseded_at is None:
            groups.setdefault((rating.jurisdiction, rating.element), []).append(rating)
    return {
        (country, element): _cell(country, element, group, present.get(country), viewer, plan)
        for (country, element), group in groups.items()
    }


def unrated(country: str, element: str) -> Cell:
    return Cell(country, element, CellState.NOT_ASSESSED, None)


def _cell(
    country: str, element: str, group: Sequence[Rating], present: str | None, viewer: User | None, plan: Plan
) -> Cell:
    """Of one (jurisdiction, element)."""
    seen, round = visible(group, viewer, plan), plan.round(country, element)
    hidden = len(group) - len(seen)
    counted = _newest(seen, present, round)
    if not counted:
        return Cell(country, element, CellState.NOT_ASSESSED, None, hidden=hidden, round=round)
    state, decisive = _state(counted)
    agreed = state is not CellState.DISAGREEMENT
    return Cell(
        jurisdiction=country,
        element=element,
        state=state,
        judgement=decisive[0].judgement if agreed else None,
        reasons=tuple(sorted({code for rating in decisive for code in rating.reasons})) if agreed else (),
        ratings=tuple(counted),
        hidden=hidden,
        stale=counted[0].version_set != (present or ""),
        round=counted[0].round,
        carried=any(rating.carried_from for rating in decisive),
    )


def _newest(ratings: Sequence[Rating], present: str | None, round: int) -> list[Rating]:
    """The ratings on the present text, else on the text rated last; of these the last round, from `round` on."""
    ratings = [rating for rating in ratings if rating.round >= round]
    on_present = [rating for rating in ratings if rating.version_set == (present or "")]
    chosen = on_present or [rating for rating in ratings if rating.version_set == ratings[-1].version_set]
    last = max((rating.round for rating in chosen), default=0)
    return [rating for rating in chosen if rating.round == last]


def _state(ratings: Sequence[Rating]) -> tuple[CellState, Sequence[Rating]]:
    """The state and the ratings that decide it."""
    if settled := [rating for rating in ratings if rating.kind == "adjudication"]:
        return CellState.ADJUDICATED, settled[-1:]
    if len(ratings) == 1:
        return CellState.SINGLE, ratings
    same = len({rating.judgement for rating in ratings}) == 1
    return (CellState.AGREED if same else CellState.DISAGREEMENT), ratings
