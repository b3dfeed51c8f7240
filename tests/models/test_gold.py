"""Gold files: their keys, their form, and what is refused."""

import json
from pathlib import Path

import pytest

from analyser.errors import InvalidDefinition
from analyser.sections.law import Section
from models.gold import Places, laws_of, plain_key, read_gold, true_sections

KEYS = [
    ("Article 227-23", "227-23", True),
    ("§ 184b", "184b", True),
    ("178¹", "1781", False),
    ("第百七十五条", "百七十五", True),
    ("Art. 10º", "10", True),
    ("6:10 a", "6.10a", True),
    ("12", "13", False),
]


@pytest.mark.parametrize(("one", "other", "same"), KEYS)
def test_keys_compare_without_their_word_and_punctuation(one: str, other: str, same: bool) -> None:
    assert (plain_key(one) == plain_key(other)) is same


def line(**more: object) -> str:
    provision = {"law": "corpora/aa/code", "key": "§ 12", "paragraph": "(1)", "grade": 2}
    return json.dumps({"jurisdiction": "aa", "element": "x.1", "rating": "covered", "provisions": [provision]} | more)


def test_reads_grades_by_law_and_key(tmp_path: Path) -> None:
    (tmp_path / "aa.jsonl").write_text(line() + "\n\n" + line(element="x.2", provisions=[]) + "\n")
    gold = read_gold(tmp_path)
    assert gold["aa"][0].answers == {("corpora/aa/code", "§ 12")}
    assert gold["aa"][1].answers == frozenset()
    assert laws_of(gold["aa"]) == ["corpora/aa/code"]


@pytest.mark.parametrize("text", ["", "\n", "{", line(provisions=[{"law": "x"}]), line(provisions=None)])
def test_refuses_what_measures_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "aa.jsonl").write_text(text)
    with pytest.raises(InvalidDefinition):
        read_gold(tmp_path)


def test_truth_of_the_split_may_be_absent(tmp_path: Path) -> None:
    assert true_sections(tmp_path, "corpora/aa/code") is None


def test_a_key_points_to_every_section_of_its_plain_name() -> None:
    places = Places()
    for at, label in enumerate(("27.1", "271", "§ 12")):
        places.add("law", Section(label, label, None, (), "section", "", None, False, 0, 0), at)
    assert [places.find("law", key) for key in ("27.1", "271", "12", "99")] == [(0, 1), (0, 1), (2,), ()]
    assert places.find("other", "12") == ()
