"""What a score means in a list: by how far it stands out, not by how many sections there are."""

import numpy as np
import pytest

from models.evaluation import Listed, by_size
from models.levels import Level, fit_level
from models.ranker import load_ranker


def lists_of(sections: int, count: int, seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Lists whose first stands out by four where it answers, by one where nothing does; small ones score lower."""
    chosen, found = np.random.default_rng(seed), []
    for turn in range(count):
        answered = turn % 4 != 0
        raw = chosen.normal(-3 + 0.4 * np.log(sections), 1, sections)
        raw[0] = raw[1:].max() + (4 if answered else 1)
        truths = np.zeros(sections, bool)
        truths[0] = answered
        found.append((raw, truths))
    return found


def test_a_first_that_stands_out_is_as_likely_in_an_act_as_in_a_code() -> None:
    level = fit_level([*lists_of(40, 200, 1), *lists_of(900, 200, 2)])
    for sections in (40, 900):
        odds = [(level.of(raw)[0], truths[0]) for raw, truths in lists_of(sections, 60, 3)]
        chances = 1 / (1 + np.exp(-np.array([odd for odd, _ in odds])))
        answered = np.array([truth for _, truth in odds])
        assert chances[answered].mean() > 0.8
        assert chances[~answered].mean() < 0.4


@pytest.mark.parametrize("raw", [[2.0], [1.0, 1.0], [5.0, -3.0, 4.9], [30.0, -30.0, 0.0], [-40.0, -41.0]])
def test_the_order_within_a_list_is_kept_and_short_lists_have_odds(raw: list[float]) -> None:
    level = fit_level([*lists_of(40, 60, 4), *lists_of(300, 60, 5)])
    odds = level.of(np.array(raw))
    assert np.isfinite(odds).all()
    assert np.array_equal(np.argsort(-odds, kind="stable"), np.argsort(-np.array(raw), kind="stable"))
    assert Level().of(np.array(raw)).tolist() == raw


def test_a_list_of_nothing_has_no_odds() -> None:
    assert Level().of(np.zeros(0)).shape == (0,)


def test_the_packaged_weights_trust_a_lead() -> None:
    scorer = load_ranker().scorer  # type: ignore[attr-defined]
    code = np.random.default_rng(6).normal(-2, 1, 40)
    lead, doubt = np.append(code, code.max() + 4), np.append(code, code.max() + 0.1)
    assert scorer.level.of(lead)[-1] > scorer.level.of(doubt)[-1] + 2
    assert scorer.chances_of(lead)[-1] > scorer.chances_of(doubt)[-1]


def test_law_sets_are_judged_by_their_size() -> None:
    shown = [
        Listed(np.array([0.8, 0.1]), np.array([True, False]), 30),
        Listed(np.array([0.6, 0.1]), np.array([False, False]), 30),
        Listed(np.array([0.9]), np.array([True]), 2000),
    ]
    found = by_size(shown)
    assert list(found) == ["up to 60 sections", "over 600 sections"]
    small = found["up to 60 sections"]
    assert (small["first probability"], small["first frequency"]) == (0.7, 0.5)
    assert found["over 600 sections"]["lists"] == 1
