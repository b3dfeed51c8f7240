"""The measures, on cases small enough to work out by hand."""

import pytest

from analyser.errors import InvalidDefinition
from models.evaluation import (
    NEVER,
    Case,
    SplitScore,
    average,
    calibration_error,
    grouped,
    macro,
    overlap,
    split_score,
    work_saved,
)

CASES = [
    Case("aa", "en", "x.1", (1, 12), 100),
    Case("aa", "en", "x.2", (6,), 100),
    Case("bb", "fr", "x.1", (NEVER,), 50),
]


def test_measures_of_one_case() -> None:
    measures = CASES[0].measures()
    assert measures["hit@1"] == 1
    assert measures["R@10"] == 0.5
    assert measures["R@20"] == 1
    assert measures["MRR"] == 1
    assert measures["WSS@95"] == pytest.approx(1 - 0.12 - 0.05)


def test_macro_is_the_mean_over_jurisdictions_not_over_cases() -> None:
    assert average(CASES)["hit@10"] == pytest.approx(2 / 3)
    assert macro(CASES)["hit@10"] == pytest.approx(0.5)
    assert macro(CASES)["hit@10 worst"] == 0


def test_nothing_measured_is_an_error() -> None:
    for measure in (average, macro):
        with pytest.raises(InvalidDefinition, match="nothing was measured"):
            measure([])
    with pytest.raises(InvalidDefinition, match="nothing was measured"):
        calibration_error([], [])


def test_groups_are_sorted() -> None:
    assert list(grouped(CASES, "language")) == ["en", "fr"]
    assert [len(own) for own in grouped(CASES, "element").values()] == [2, 1]


@pytest.mark.parametrize(
    ("ranks", "sections", "saved"),
    [((1,), 100, 0.94), ((100,), 100, -0.05), ((NEVER,), 100, -0.05), ((1, 2, 3, 50), 100, 0.45)],
)
def test_work_saved(ranks: tuple[int, ...], sections: int, saved: float) -> None:
    assert work_saved(ranks, sections) == pytest.approx(saved)


def test_calibration_error() -> None:
    assert calibration_error([0.0, 0.0, 1.0], [False, False, True]) == pytest.approx(0)
    assert calibration_error([0.95] * 10, [False] * 10) == pytest.approx(0.95)
    assert calibration_error([0.55, 0.55], [True, False]) == pytest.approx(0.05)


def names(name: str) -> frozenset[str]:
    return frozenset({name})


def test_split_needs_label_and_text() -> None:
    text = "Whoever keeps a ledger of invented things shall be fined."
    true = [(names("1"), text), (names("2"), text + " Another sentence follows here.")]
    assert split_score(true, true) == SplitScore(2, 2, 2)
    assert split_score([(names("3"), text)], true).right == 0
    assert split_score([(names("1"), "Something else altogether, of no likeness.")], true).right == 0
    assert split_score([(names("1"), text), (names("1"), text)], true) == SplitScore(1, 2, 2)
    assert split_score([(names("1"), text)], true).f1 == pytest.approx(2 / 3)


def test_the_worst_boundaries_are_named() -> None:
    true = [
        (frozenset({"1"}), "Whoever takes is punished. " * 4),
        (frozenset({"2"}), "Whoever gives is punished. " * 4),
    ]
    found = [true[0], (frozenset({"2"}), true[1][1][:60]), (frozenset({"9"}), "A cross-reference.")]
    wrong = split_score(found, true).wrong
    assert [(one.label, one.extra) for one in wrong] == [("9", True), ("2", False)]
    assert 0.5 < wrong[1].overlap < 0.97
    assert split_score(true, true).wrong == ()


def test_overlap_ignores_layout() -> None:
    assert overlap("A b-c, D e f g", "ab\ncdefg") == 1
    assert overlap("abcdefgh", "stuvwxyz") == 0
