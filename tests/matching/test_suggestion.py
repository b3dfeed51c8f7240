"""The suggested rating: observations in, a rating with chances, reasons and grounds out; never sure of itself."""

import numpy as np
import pytest

from analyser.matching.suggestion import RATINGS, Sibling, Suggester, after, described, likely_reasons
from benchmarks import load_benchmark
from models.suggesting import Seen, judge_suggestions, train_suggester

ELEMENTS = {element.id: element for element in load_benchmark("csea-full").elements}
ACCESS, ATTEMPT = ELEMENTS["lanzarote.20.1.f"], ELEMENTS["lanzarote.24.2"]


def seen(jurisdiction: str, chance: float, rating: str, reasons: tuple[str, ...] = (), groups: str = "access") -> Seen:
    observed = described(ACCESS.id, ACCESS.concept, [chance, 0.02], 0.1, [{groups}])
    return Seen(jurisdiction, ACCESS, observed, rating, frozenset(reasons))


CODE = sorted(ACCESS.partial_when)[0]
LINES = [
    line
    for turn in range(12)
    for line in (
        seen(f"a{turn}", 0.9 - turn / 100, "covered"),
        seen(f"b{turn}", 0.4 + turn / 100, "partial", (CODE,), "possession"),
        seen(f"c{turn}", 0.01 + turn / 1000, "not_covered", groups="fish"),
    )
]


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    found = train_suggester(LINES)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("chance", "group", "rating"),
    [(0.88, "access", "covered"), (0.45, "possession", "partial"), (0.01, "fish", "not_covered")],
)
def test_suggests_what_such_rankings_meant(suggester: Suggester, chance: float, group: str, rating: str) -> None:
    found = suggester.suggest(ACCESS, [chance, 0.02], 0.1, [{group}])
    assert found["rating"] == rating
    assert sum(found["probabilities"].values()) == pytest.approx(1, abs=1e-3)
    assert 0 < found["probability"] < 1
    assert found["grounds"]


def test_partial_comes_with_the_codebooks_reasons(suggester: Suggester) -> None:
    found = suggester.suggest(ACCESS, [0.45, 0.02], 0.1, [{"possession"}])
    assert {reason["code"] for reason in found["reasons"]} == set(ACCESS.partial_when)
    assert [reason["code"] for reason in after(found, [])["reasons"]] == [CODE]
    assert after(suggester.suggest(ACCESS, [0.9, 0.02], 0.1, [{"access"}]), [])["reasons"] == []
    assert all(reason["code"] in ATTEMPT.partial_when for reason in suggester.reasons_for(ATTEMPT))


def test_what_people_found_in_the_family_moves_a_suggestion(suggester: Suggester) -> None:
    found = suggester.suggest(ACCESS, [0.6, 0.02], 0.1, [{"access"}])
    other = sorted(ACCESS.partial_when)[1]
    thought = {"covered": 0.9, "partial": 0.08, "not_covered": 0.02}
    alone = after(found, [])
    less = after(found, [Sibling(thought, "partial", (other,))] * 3)
    as_thought = after(found, [Sibling(thought, "covered")] * 3)
    assert less["probabilities"]["partial"] > alone["probabilities"]["partial"]
    assert sum(less["probabilities"].values()) == pytest.approx(1, abs=1e-3)
    assert likely_reasons(found["reasons"], [Sibling(thought, "partial", (other,))] * 3)[0]["code"] == other
    assert as_thought["probabilities"]["covered"] == pytest.approx(alone["probabilities"]["covered"], abs=0.15)
    assert less["grounds"][0] == "elements of this family here were rated: 3 partial"


def test_expected_words_that_are_lacking_are_observed() -> None:
    some = described(ACCESS.id, ACCESS.concept, [0.5], 0.1, [{"child", "access"}])
    assert (some["lacks access"], some["lacks punish"]) == pytest.approx((0, 1), abs=1e-4)
    assert 0 < some["expected words lacking"] < 1


def test_an_element_nobody_rated_is_still_suggested_for(suggester: Suggester) -> None:
    found = suggester.suggest(ATTEMPT, [0.9], 0.0, [])
    assert found["rating"] in RATINGS


def test_one_rating_alone_teaches_nothing() -> None:
    assert train_suggester([line for line in LINES if line.rating == "covered"]) is None
    assert train_suggester([line for line in LINES if line.rating != "partial"]) is not None


def test_judged_on_jurisdictions_left_out() -> None:
    folds = [frozenset(line.jurisdiction for line in LINES[at::4]) for at in range(4)]
    measured = judge_suggestions(LINES, folds)
    assert measured["ratings"] == len(LINES)
    assert measured["macro-F1"] > 0.9
    assert measured["reasons micro-F1"] == 1
    assert measured["while rating, ratings"] == len(LINES)
    assert judge_suggestions([], folds) == {}


def test_observations_are_finite_at_the_edges() -> None:
    for chances in ([], [0.0], [1.0] * 9):
        assert all(np.isfinite(value) for value in described("x.1", "abuse.trust", chances, 0.0, [{"child"}]).values())
