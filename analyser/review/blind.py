"""Who may see whose answer. Reviewers are blind: another's rating of a cell appears once both have answered.

Where reviewers are assigned, nobody but its author sees an answer before all of them have answered. Elsewhere viewers,
adjudicators and admins, who do not rate as a rule, see what is submitted; should one of them rate after all, the rating
is recorded as not blind and stays out of the agreement figures. A frozen edition is for everybody: it holds no answer
that somebody assigned has still to give theirs beside, whoever freezes it.
"""

from collections.abc import Iterable

from analyser.review.plan import Plan
from analyser.review.records import Rating, Role, User

NO_PLAN = Plan()
Slot = tuple[str, str, str, int]


def slot(rating: Rating) -> Slot:
    """What reviewers answer independently: jurisdiction, element, version set, round."""
    return rating.jurisdiction, rating.element, rating.version_set, rating.round


def visible(ratings: Iterable[Rating], viewer: User | None, plan: Plan = NO_PLAN) -> tuple[Rating, ...]:
    """Those of the ratings the viewer may see, in the same order. Superseded ones count as answers given.

    Without a viewer: those that anybody may see, which are the ones of complete rounds.
    """
    every = tuple(ratings)
    answered: dict[Slot, set[str]] = {}
    for rating in every:
        if rating.kind == "rating":
            answered.setdefault(slot(rating), set()).add(rating.reviewer)

    def seen(rating: Rating) -> bool:
        if viewer is not None and rating.reviewer == viewer.name:
            return True
        given = answered.get(slot(rating), set())
        waiting = plan.assigned.get((rating.jurisdiction, rating.element, rating.round), frozenset()) - given
        return not waiting and (viewer is None or viewer.role is not Role.REVIEWER or viewer.name in given)

    return tuple(rating for rating in every if seen(rating))


def was_blind(others: Iterable[Rating], viewer: User, plan: Plan = NO_PLAN) -> bool:
    """Whether the viewer could see none of the answers of others in this slot when giving one.

    `others`: every rating of the slot so far, superseded ones included.
    """
    return not any(rating.reviewer != viewer.name for rating in visible(others, viewer, plan))
