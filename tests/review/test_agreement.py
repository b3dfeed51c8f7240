"""Agreement figures against worked examples printed in the literature."""

from collections import Counter
from itertools import product

import pytest

from analyser.review.agreement import cohen, gwet, krippendorff, measure, percent
from analyser.review.records import Interval


def pairs(table: list[list[int]]) -> list[tuple[str, str]]:
    """A confusion table as one pair of answers per item."""
    cells = product(range(len(table)), repeat=2)
    return [(str(a), str(b)) for a, b in cells for _ in range(table[a][b])]


# (table, kappa, half width of the interval / 1.96); None: not printed there
COHEN = [
    # Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, table 18.1
    ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.68, 0.087),
    # Gwet 2002, Kappa statistic is not satisfactory, table 1
    ([[118, 5], [2, 0]], -0.0234, None),
    # Sim and Wright 2005, Physical Therapy 85, table 3: 39 patients
    ([[22, 2], [4, 11]], 0.67, None),
]


@pytest.mark.parametrize(("table", "kappa", "error"), COHEN)
def test_cohens_kappa(table: list[list[int]], kappa: float, error: float | None) -> None:
    found = cohen(pairs(table))
    assert found.value is not None
    assert found.low is not None
    assert found.value == pytest.approx(kappa, abs=0.005)
    if error is not None:
        assert (found.value - found.low) / 1.96 == pytest.approx(error, abs=0.001)


# Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, examples A to C; "." is a missing answer
KRIPPENDORFF = [
    (["0100000010", "1110010000"], 0.095),
    (["aabbdcccedda", "babbbccceddd"], 0.692),
    (["123321412...", "1233224125.3", ".3332342251.", "12332441251."], 0.743),
]


@pytest.mark.parametrize(("raters", "alpha"), KRIPPENDORFF)
def test_krippendorffs_alpha(raters: list[str], alpha: float) -> None:
    units = [Counter(answer for answer in unit if answer != ".") for unit in zip(*raters, strict=True)]
    found = krippendorff([unit for unit in units if unit.total() >= 2])
    assert found == pytest.approx(alpha, abs=0.0006)


def test_gwets_ac1() -> None:
    """Gwet 2002, table 1: kappa is below zero, AC1 is 0.9408."""
    counts = [Counter(pair) for pair in pairs([[118, 5], [2, 0]])]
    assert gwet(counts, 2) == pytest.approx(0.9408, abs=0.0001)
    assert percent(counts) == pytest.approx(0.944)


def test_what_cannot_be_computed_is_none() -> None:
    nothing = measure({})
    assert (nothing.items, nothing.percent, nothing.kappa, nothing.alpha, nothing.ac1) == (
        0,
        None,
        Interval(None),
        None,
        None,
    )
    unanimous = measure({n: {"a": "covered", "b": "covered"} for n in range(5)})
    assert (unanimous.percent, unanimous.kappa.value, unanimous.alpha, unanimous.ac1) == (1.0, None, None, 1.0)
    alone = measure({1: {"a": "covered"}})
    assert alone.items == 0


def test_three_reviewers_have_no_kappa() -> None:
    found = measure({1: {"a": "covered", "b": "covered", "c": "partial"}, 2: {"a": "unclear", "b": "unclear"}})
    assert found.kappa.value is None
    assert found.percent == pytest.approx((1 / 3 + 1) / 2)
    assert found.reviewers == ("a", "b", "c")


def test_no_interval_is_claimed_for_a_handful_of_items() -> None:
    few = cohen([("covered", "covered"), ("partial", "covered"), ("partial", "partial")])
    assert few.value is not None
    assert (few.low, few.high) == (None, None)
    assert cohen([("covered", "covered"), ("partial", "covered"), ("partial", "partial")] * 4).low is not None
