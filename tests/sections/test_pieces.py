"""Several laws in one file: where each begins, each as a law of its own, and nothing dropped (invented gazettes)."""

import pytest

from analyser.errors import UnknownName
from analyser.reading import read_bytes
from analyser.sections import SplitLaw, split

ACT = """ACT NO. 5 OF 2021
CHILD PROTECTION ACT

PART I
GENERAL

Section 1. Definitions
In this Act, a child is a person under eighteen years of age.

Section 2. Grooming
Whoever proposes by means of a network to meet a child for a sexual purpose is punished.

Section 3. Entry into force
This Act enters into force on the day of its publication.
"""
AMENDING = """ACT NO. 6 OF 2021
EVIDENCE (AMENDMENT) ACT

Section 1. Amendment of section 12
Section 12 of the Evidence Act is replaced by:
"Section 12. Testimony of children
A child may testify by video.
Section 13. Support
A child is accompanied."

Section 2. New section 1
The following is inserted:
"Section 1. Interpretation
A child is a person under eighteen."

Section 3. Entry into force
This Act enters into force on the day of its publication.
"""
LOI = """Loi n° 12-40 du 3 mars 2012 portant code pénal

Article premier. Est approuvé le code pénal annexé à la présente loi.

Article 2. Les dispositions contraires sont abrogées.

Article 3. La présente loi sera publiée au journal officiel.
"""
CODE = """CODE PÉNAL

TITRE PREMIER
DES PEINES

Article premier. Nul ne peut être puni pour un acte qui n'est pas une infraction.

Article 2. La loi pénale est d'interprétation stricte.

Article 3. La tentative est punie comme l'infraction.

TITRE II
DES INFRACTIONS

Article 4. Quiconque détient des images d'un enfant est puni.
"""
SCHEDULE = """
SCHEDULE
FORMS

1. The form of the order.

2. The form of the notice.

3. The form of the appeal.
"""


def _split(text: str, piece: int | None = None) -> SplitLaw:
    return split(read_bytes(text.encode(), "gazette.txt"), None, piece)


def _labels(law: SplitLaw) -> list[str]:
    return [section.label for section in law.sections]


ISSUES = [
    (ACT + "\n" + AMENDING, ["ACT NO. 5 OF 2021 CHILD PROTECTION ACT", "ACT NO. 6 OF 2021 EVIDENCE (AMENDMENT) ACT"]),
    ("OFFICIAL GAZETTE\nNo. 14\n\n" + AMENDING + "\n" + ACT, ["ACT NO. 6 OF 2021 EVIDENCE (AMENDMENT) ACT", None]),
    (LOI + "\n" + CODE, ["Loi n° 12-40 du 3 mars 2012 portant code pénal", "CODE PÉNAL"]),
]


@pytest.mark.parametrize(("text", "titles"), ISSUES)
def test_each_law_of_an_issue_is_a_piece(text: str, titles: list[str | None]) -> None:
    law = _split(text)
    pieces = law.certificate.pieces
    assert len(pieces) == len(titles)
    assert all(piece.title == title for piece, title in zip(pieces, titles, strict=True) if title)
    assert f"The file holds {len(titles)} laws" in law.notes[0]
    for number, piece in enumerate(pieces, 1):
        alone = _split(text, number)
        assert len(alone.sections) == piece.sections
        assert alone.title == piece.title
        assert (alone.sections[0].label, alone.sections[-1].label) == (piece.first, piece.last)
        assert not alone.certificate.duplicate_labels
        assert alone.law == f"gazette.txt#{number}"


@pytest.mark.parametrize(("text", "_titles"), ISSUES)
def test_every_character_of_an_issue_is_accounted_for(text: str, _titles: list[str | None]) -> None:
    whole = _split(text).certificate
    assert sum(piece.characters for piece in whole.pieces) <= whole.characters_read
    for number, piece in enumerate(whole.pieces, 1):
        alone = _split(text, number).certificate
        others = sum(other.characters for other in whole.pieces if other is not piece)
        assert alone.remainder["other pieces"] == others
        # joining rows to bodies may replace line breaks, but loses nothing
        assert alone.characters_in_sections + sum(alone.remainder.values()) == alone.characters_read


def test_articles_an_amending_act_quotes_begin_no_piece() -> None:
    law = _split(ACT + "\n" + AMENDING, 2)
    assert _labels(law) == ["1", "2", "3"]
    assert "A child is accompanied." in law.sections[0].text


@pytest.mark.parametrize("text", [ACT, AMENDING, CODE, ACT + SCHEDULE])
def test_one_law_has_no_pieces(text: str) -> None:
    law = _split(text)
    assert law.certificate.pieces == ()
    assert law.notes == ()
    assert _split(text, 1) == law
    with pytest.raises(UnknownName):
        _split(text, 2)


def test_a_piece_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownName, match="2 pieces"):
        _split(ACT + "\n" + AMENDING, 3)
