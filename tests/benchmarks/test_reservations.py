"""Which element is required of which State, and the glossary."""

from datetime import date
from pathlib import Path

import pytest

from analyser.errors import InvalidDefinition, UnknownName
from benchmarks.glossary import load_glossary
from benchmarks.reservations import required_of

ON = date(2022, 1, 1)
FACTS = [
    ("lanzarote.24.2", "ad", "part"),
    ("lanzarote.20.1.a", "dk", "part"),
    ("lanzarote.20.1.e", "dk", "part"),
    ("lanzarote.25.1.e", "lv", "not_required"),
    ("lanzarote.22", "am", "required"),
    ("lanzarote.22", "dk", "unknown"),
    ("budapest.9.1.e", "am", "unknown"),
]
OWN = """\
reservations:
  - jurisdiction: nw
    elements: [budapest.9.1.d.self, budapest.9.1.d.other]
    effect: whole
    words: Procuring is left out.
    from: "2010-05-01"
    to: "2015-01-01"
    source: Gazette of Nowhere
parties:
  - jurisdiction: nw
    instrument: budapest
    from: "2010-05-01"
    to: null
    source: Gazette of Nowhere
"""
DATED = [
    ("budapest.9.1.d.self", date(2009, 1, 1), "not_required", "not bound"),
    ("budapest.9.1.d.self", date(2010, 5, 1), "not_required", "left out"),
    ("budapest.9.1.d.self", date(2015, 1, 1), "required", ""),
    ("budapest.9.1.e", date(2012, 1, 1), "required", ""),
    ("lanzarote.22", date(2012, 1, 1), "unknown", ""),
]
BROKEN = [
    ("budapest.9.1.d.self,", "budapest.9.1.z,", "reservations.yaml:3", "unknown element"),
    ("effect: whole", "effect: all", "reservations.yaml:4", "unknown effect"),
    ('"2015-01-01"', "soon", "reservations.yaml:7", "not a date"),
    ("instrument: budapest", "instrument: budapets", "reservations.yaml:11", "unknown instrument"),
    ("    source: Gazette of Nowhere\nparties", "parties", "reservations.yaml:2", "`source` is missing"),
]


@pytest.mark.parametrize(("element", "jurisdiction", "status"), FACTS)
def test_the_known_reservations(element: str, jurisdiction: str, status: str) -> None:
    assert required_of(element, jurisdiction, ON).status == status


def test_a_reservation_says_what_is_left_out_and_where_that_stands() -> None:
    requirement = required_of("lanzarote.24.2", "ad", ON)
    assert "21(1)(c)" in requirement.words
    assert "Andorra" in requirement.source


@pytest.mark.parametrize(("element", "on", "status", "words"), DATED)
def test_dates_decide(tmp_path: Path, element: str, on: date, status: str, words: str) -> None:
    (tmp_path / "reservations.yaml").write_text(OWN, encoding="utf-8")
    requirement = required_of(element, "nw", on, tmp_path)
    assert requirement.status == status
    assert words in requirement.words


@pytest.mark.parametrize(("old", "new", "place", "said"), BROKEN)
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, old: str, new: str, place: str, said: str) -> None:
    (tmp_path / "reservations.yaml").write_text(OWN.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidDefinition) as caught:
        required_of("lanzarote.22", "nw", ON, tmp_path)
    told = "\n".join(caught.value.details["problems"])
    assert place in told
    assert said in told


def test_an_unknown_element_names_close_ones() -> None:
    with pytest.raises(UnknownName) as caught:
        required_of("lanzarote.20.1.g", "dk", ON)
    assert "lanzarote.20.1" in caught.value.hint


def test_the_glossary_says_what_to_write_instead_of_a_term_to_avoid() -> None:
    terms = {term.term: term for term in load_glossary()}
    assert terms["child pornography"].prefer == "child sexual abuse material"
    assert all(term.prefer for term in terms.values() if term.grade == "avoid")
    assert all(
        term.prefer is None or terms[term.prefer].grade in ("usable", None)
        for term in terms.values()
        if term.prefer in terms
    )
