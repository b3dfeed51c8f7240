"""What is said of the sections nobody read: bounds, samples and the sentence that a study prints."""

import pytest

from analyser.matching.absence import Absence, absence_of, after_sample, binomial_bounds, draw_sample, percent

SIGNALS = [
    {"absence": {"own": 0.9, "below": 0.8, "sections": 742, "chance": 0.1, "upper": 0.15}},
    {"absence": {"own": 0.5, "below": 0.3, "sections": 742, "chance": 0.02, "upper": 0.04}},
]


def test_the_figures_are_those_of_the_last_candidate_read() -> None:
    found = absence_of(SIGNALS, 2)
    assert found is not None
    assert (found.chance, found.upper, found.expected) == (0.02, 0.04, 0.3)
    assert found.sentence() == ("2 read of 742; chance that a covering provision was missed: 2.0 %, upper bound 4.0 %")
    assert absence_of(SIGNALS, 9).chance == 0.02  # type: ignore[union-attr]


def test_nothing_read_is_nothing_known() -> None:
    found = absence_of(SIGNALS, 0)
    assert found is not None
    assert (found.chance, found.upper) == (1.0, 1.0)
    assert found.expected == pytest.approx(1.7)
    assert "nothing can be said" in found.sentence()


def test_a_sample_that_finds_nothing_lowers_the_chance_by_what_it_covers() -> None:
    half = absence_of(SIGNALS, 2, sampled=370)
    every = absence_of(SIGNALS, 2, sampled=740)
    assert half is not None
    assert every is not None
    assert 0.009 < half.chance < 0.0111
    assert half.expected == pytest.approx(0.15)
    assert half.sample_upper == pytest.approx(1 - 0.05 ** (1 / 370))
    assert every.chance == every.upper == 0
    assert "370 sampled of 742" in half.sentence()
    assert every.sentence() == "2 read, 740 sampled of 742; every section was read"


def test_a_sample_that_finds_one_says_read_further() -> None:
    found = absence_of(SIGNALS, 2, sampled=20, found=1)
    assert found is not None
    assert found.chance == 1
    assert found.sentence() == "2 read, 20 sampled of 742; 1 of the sampled answers the element: read further"


def test_a_sample_says_nothing_of_candidates_left_unread() -> None:
    """It is drawn below the candidates: of 10 % that something is missed after one read, 2 % lie where it looks."""
    found = absence_of(SIGNALS, 1, sampled=740)
    assert found is not None
    assert found.chance == pytest.approx((0.1 - 0.02) / (1 - 0.02))
    assert found.expected == pytest.approx(0.5)


def test_what_is_expected_is_never_less_than_its_chance() -> None:
    small = [{"absence": {"own": 0.2, "below": 0.001, "sections": 4, "chance": 0.05, "upper": 0.09}}]
    found, every = absence_of(small, 1), absence_of(small, 4)
    assert found is not None
    assert every is not None
    assert (found.expected, found.chance) == (0.05, 0.05)
    assert (every.expected, every.chance, every.upper) == (0, 0, 0)
    assert every.sentence() == "4 read of 4; every section was read"


def test_the_sentence_of_a_study() -> None:
    seen = Absence(5, 20, 0, 742, 0.014, 0.014, 0.04, 0.14)
    assert seen.sentence() == (
        "5 read, 20 sampled of 742; chance that a covering provision was missed: 1.4 %, upper bound 4.0 %"
    )


def test_a_run_without_figures_yields_none_and_impossible_numbers_are_refused() -> None:
    assert absence_of([], 5) is None
    assert absence_of([{"own_mean": 1.0}], 5) is None
    for numbers in ((-1, 0, 0), (2, 1, 2), (2, 741, 0)):
        with pytest.raises(ValueError, match="sampled"):
            absence_of(SIGNALS, *numbers)


@pytest.mark.parametrize(
    ("found", "of", "low", "high"), [(0, 20, 0.0, 0.1391), (1, 20, 0.0026, 0.2161), (20, 20, 0.8609, 1.0)]
)
def test_bounds_are_clopper_and_pearsons(found: int, of: int, low: float, high: float) -> None:
    assert binomial_bounds(found, of) == pytest.approx((low, high), abs=1e-4)


def test_a_draw_repeats_itself_keeps_order_and_covers_all() -> None:
    unread = [f"s{number}" for number in range(200)]
    one, two = (draw_sample(unread, 20, seed) for seed in ("run elm anna", "run elm ben"))
    assert one == draw_sample(unread, 20, "run elm anna") != two
    assert len(set(one)) == 20
    assert [unread.index(item) for item in one] == sorted(unread.index(item) for item in one)
    assert draw_sample(unread, 500, "x") == tuple(unread)
    drawn = {item for turn in range(100) for item in draw_sample(unread, 20, f"turn {turn}")}
    assert len(drawn) > 190


def test_a_certain_miss_stays_certain_until_all_is_read() -> None:
    assert after_sample(1.0, 1.0, 0.5) == pytest.approx(1.0)
    assert after_sample(0.0, 0.0, 0.5) == 0
    assert percent(0.0) == "< 0.1 %"
    assert percent(0.42) == "42 %"
