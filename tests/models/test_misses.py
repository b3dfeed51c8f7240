"""The table behind the evidence of absence: what was counted, bounded, and never falling."""

import numpy as np
import pytest

from analyser.errors import InvalidDefinition
from models.misses import count_misses, escaped


def rankings(count: int = 400) -> list[tuple[np.ndarray, int]]:
    """Sure rankings that are right, and flat ones of which every third is wrong to the end."""
    sure = np.array([0.95, 0.6, *[0.01] * 20])
    flat = np.full(22, 0.02)
    return [(flat, 99 if turn % 3 == 0 else 4) if turn % 2 else (sure, 1) for turn in range(count)]


def test_a_sure_ranking_is_missed_less_often_than_a_flat_one() -> None:
    table = count_misses(rankings())
    chances, uppers = table.look_up(escaped(np.array([0.95, 0.6, 0.01])))
    flat, flat_upper = table.look_up(escaped(np.full(5, 0.02))[4:])
    assert chances[2] < 0.01 < uppers[2] < 0.1
    assert 0.25 < flat[0] < 0.75
    assert (uppers >= chances).all()
    assert flat_upper[0] > flat[0]


def test_the_curve_never_falls() -> None:
    table = count_misses(rankings())
    chances, uppers = table.look_up(np.linspace(0, 1, 500))
    assert (np.diff(chances) >= 0).all()
    assert (np.diff(uppers) >= 0).all()
    assert 0 <= chances[0] <= uppers[-1] <= 1


def test_nothing_counted_is_refused() -> None:
    with pytest.raises(InvalidDefinition):
        count_misses([])
