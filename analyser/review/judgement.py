"""The four answers, and what several of them come to together.

A row of the study may join several elements. Its answer is decided here and nowhere else:
all covered -> covered; any covered or partial -> partial; any unclear -> unclear; otherwise not covered; and while one
of them is not assessed, the row is not assessed.
"""

from collections.abc import Iterable
from enum import StrEnum


class Judgement(StrEnum):
    COVERED = "covered"
    PARTIAL = "partial"
    NOT_COVERED = "not_covered"
    UNCLEAR = "unclear"


def merge(answers: Iterable[Judgement | None]) -> Judgement | None:
    """The answer of a row from its elements' answers; None is "not assessed" and wins."""
    given = set(answers)
    if not given or None in given:
        return None
    if given == {Judgement.COVERED}:
        return Judgement.COVERED
    if given & {Judgement.COVERED, Judgement.PARTIAL}:
        return Judgement.PARTIAL
    return Judgement.UNCLEAR if Judgement.UNCLEAR in given else Judgement.NOT_COVERED
