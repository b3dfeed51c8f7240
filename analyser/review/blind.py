"""Who may see whose answer. Reviewers are blind: another's rating of a cell appears once both have answered.

Viewers, adjudicators and admins do not rate as a rule and see what is submitted; should one of them rate after all, the
rating is recorded as not blind and stays out of the agreement figures.
"""

from collections.abc import Iterable

from analyser.review.records import Rating, Role, User

Slot = tuple[str, str, str, int]


def slot(rating: Rating) -> Slot:
    """What reviewers answer independently: jurisdiction, element, version set, round."""
    return rating.jurisdiction, rating.element, rating.version_set, rating.round


def visible(ratings: Iterable[Rating], viewer: User) -> tuple[Rating, ...]:
    """Those of the ratings the viewer may see, in the same order. Superseded ones count as answers given."""
    every = tuple(ratings)
    if viewer.role is not Role.REVIEWER:
        return every
    answered = {slot(rating) for rating in every if rating.reviewer == viewer.name and rating.kind == "rating"}
    return tuple(rating for rating in every if rating.reviewer == viewer.name or slot(rating) in answered)


def was_blind(others: Iterable[Rating], viewer: User) -> bool:
    """Whether the viewer could see none of the answers of others in this slot when giving one.

    `others`: every rating of the slot so far, superseded ones included.
    """
    return not any(rating.reviewer != viewer.name for rating in visible(others, viewer))
