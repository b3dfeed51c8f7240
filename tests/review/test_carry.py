"""Sections followed from one text into the next, and the plan of who answers what."""

from dataclasses import dataclass

import pytest
from test_rating_rules import user

from analyser.review.access import Access
from analyser.review.carry import align, compare
from analyser.review.plan import distribute
from analyser.review.records import Role, User


@dataclass(frozen=True)
class Part:
    id: int
    key: str
    text: str


MAKES = "Whoever makes an image of a child in a sexual act shall be punished with imprisonment for up to five years."
OFFERS = "Whoever offers such an image to another person shall be punished with imprisonment for up to three years."
FINES = "Fines under this Act are paid to the Treasury."
OLD = [Part(1, "1", MAKES), Part(2, "2", OFFERS), Part(3, "3", FINES)]

# the new text, and (where, how) sections 1, 2, 3 went
FATES = [
    ([Part(11, "1", MAKES), Part(12, "2", OFFERS), Part(13, "3", FINES)], [(11, "same"), (12, "same"), (13, "same")]),
    (
        [Part(11, "1", "A new rule comes first."), Part(12, "2", MAKES), Part(13, "3", OFFERS), Part(14, "4", FINES)],
        [(12, "renumbered"), (13, "renumbered"), (14, "renumbered")],
    ),
    (
        [Part(11, "1", MAKES.replace("five", "ten")), Part(12, "2", OFFERS), Part(13, "3", FINES)],
        [(11, "changed"), (12, "same"), (13, "same")],
    ),
    ([Part(12, "2", OFFERS), Part(13, "3", FINES)], [(None, "gone"), (12, "same"), (13, "same")]),
    (
        [Part(11, "7", MAKES.replace("five", "ten")), Part(12, "2", OFFERS), Part(13, "1", FINES)],
        [(11, "changed"), (12, "same"), (13, "renumbered")],
    ),
    (
        [Part(11, "1", MAKES.replace(" ", "\n ")), Part(12, "2", "Repealed.")],
        [(11, "same"), (None, "gone"), (None, "gone")],
    ),
    ([], [(None, "gone"), (None, "gone"), (None, "gone")]),
]


@pytest.mark.parametrize(("new", "fates"), FATES)
def test_sections_are_followed(new: list[Part], fates: list[tuple[int | None, str]]) -> None:
    found = align(OLD, new)
    assert [(found[part.id].new, found[part.id].fate) for part in OLD] == fates


def test_two_equal_sections_do_not_both_become_one() -> None:
    twins = [Part(1, "1", FINES), Part(2, "2", FINES)]
    found = align(twins, [Part(11, "5", FINES)])
    assert sorted(one.fate for one in found.values()) == ["gone", "renumbered"]


def test_a_comparison_is_both_texts() -> None:
    old, new = "up to five years of prison", "up to ten years in prison"
    pieces = compare(old, new)
    before = "".join(piece.text for piece in pieces if piece.change != "added")
    after = "".join(piece.text for piece in pieces if piece.change != "removed")
    assert (before.strip(), after.strip()) == (old, new)
    assert [piece.text.strip() for piece in pieces if piece.change == "added"] == ["ten", "in"]
    assert any(
        piece.change == "same" for piece in compare("製造した者は五年以下の懲役" * 3, "製造した者は十年以下の懲役" * 3)
    )


def test_work_is_shared_evenly_and_nobody_answers_a_cell_twice() -> None:
    cells = [("xa", str(number)) for number in range(10)]
    shared = distribute(cells, ["ann", "bob", "cem"], 2)
    loads = [sum(name == one for _, _, one in shared) for name in ("ann", "bob", "cem")]
    assert (sum(loads), max(loads) - min(loads)) == (20, 1)
    assert len(set(shared)) == 20
    assert distribute(cells, ["ann"], 2) == tuple((*cell, "ann") for cell in cells)


ACCESS = Access({"closed": {"ann"}}, {"closed": {"e1"}, "open": {"e1", "e2"}})
OPEN = [
    (user("ann"), True, True, True),
    (user("bob"), False, True, False),
    (user("root", Role.ADMIN), True, True, True),
]


@pytest.mark.parametrize(("person", "closed", "other", "element"), OPEN)
def test_an_element_of_a_closed_study_is_its_members_alone(
    person: User, closed: bool, other: bool, element: bool
) -> None:
    assert ACCESS.benchmark(person, "closed") is closed
    assert ACCESS.benchmark(person, "open") is other
    assert ACCESS.element(person, "e1") is element
    assert ACCESS.element(person, "e2")
