"""Decisions re-rank what is still open: siblings follow, other families do not, nothing is lost."""

import pytest

from analyser.matching.active import Decision, Ranked, rerank

OPEN = [
    Ranked("possess", "csam.possess", "s1", 0.6),
    Ranked("possess", "csam.possess", "s2", 0.55),
    Ranked("possess", "csam.possess", "s3", 0.1),
    Ranked("groom", "groom.meet.sex", "s1", 0.6),
    Ranked("groom", "groom.meet.sex", "s2", 0.55),
]


def places(decisions: list[Decision]) -> dict[tuple[str, str], int]:
    return {(one.element, str(one.section)): one.rank for one in rerank(OPEN, decisions)}


def test_nothing_decided_changes_nothing() -> None:
    found = rerank(OPEN, [])
    assert [(one.section, one.rank, one.moved) for one in found] == [
        ("s1", 1, 0), ("s2", 2, 0), ("s3", 3, 0), ("s1", 1, 0), ("s2", 2, 0),
    ]  # fmt: skip
    assert [one.probability for one in found] == pytest.approx([one.probability for one in OPEN])


@pytest.mark.parametrize(("section", "confirmed"), [("s2", True), ("s1", False)])
def test_a_decision_on_a_sibling_moves_the_section(section: str, confirmed: bool) -> None:
    found = places([Decision("distribute", "csam.distribute", section, confirmed)])
    assert found["possess", "s2"] == 1
    assert found["possess", "s1"] == 2
    assert found["groom", "s1"] == 1


def test_what_was_decided_stays_decided() -> None:
    decisions = [
        Decision("possess", "csam.possess", "s3", True),
        Decision("possess", "csam.possess", "s1", False),
    ]
    found = {str(one.section): one for one in rerank(OPEN, decisions) if one.element == "possess"}
    assert [found[name].rank for name in ("s3", "s2", "s1")] == [1, 2, 3]
    assert (found["s3"].probability, found["s1"].probability) == (1.0, 0.0)
    assert found["s3"].moved == 2


def test_saying_it_twice_counts_once() -> None:
    once = [Decision("distribute", "csam.distribute", "s3", True)]
    assert rerank(OPEN, once) == rerank(OPEN, once * 3)


def test_every_candidate_stays() -> None:
    decisions = [Decision("produce", "csam.produce", f"s{number}", number % 2 == 0) for number in range(9)]
    assert {(one.element, one.section) for one in rerank(OPEN, decisions)} == {
        (one.element, one.section) for one in OPEN
    }
