"""Worked examples: one of each kind for every element, and what is refused in a user's own."""

from pathlib import Path

import pytest

import benchmarks
from analyser.errors import InvalidDefinition
from benchmarks.examples import KINDS, LONGEST, load_examples
from benchmarks.instruments import TEXTS

GOOD = """\
instrument: lux
examples:
  lux.terms:
    covered:
      text: The Code speaks of material that shows the abuse of children.
      why: A term that may be used.
    partial:
      reason: UNDEFINED_TERM
      text: The Code speaks of indecency with the young and leaves it at that.
      why: The term is open.
    none:
      text: The Code speaks of child pornography and says what it is.
      why: An old word is no gap.
"""
WRONG = [
    ("lux.terms:", "lux.term:", "lux.yaml:3", "unknown element `lux.term`", "lux.terms"),
    ("    none:\n", "    nothing:\n", "lux.yaml:3", "the example `none` is missing", "`text:` and `why:`"),
    ("UNDEFINED_TERM", "GENDERED", "lux.yaml:8", "`GENDERED` is not among those of the element", "UNDEFINED_TERM"),
    ("An old word is no gap.", "", "lux.yaml:13", "field `why` must be a text", "Write a text"),
    ("says what it is.", "x " * 200, "lux.yaml:12", "characters", str(LONGEST)),
    ("instrument: lux", "instrument: luxe", "lux.yaml:1", "the instrument is `luxe`", "Rename"),
    (
        "The Code speaks of child pornography and says what it is.",
        "The Code speaks of material that shows the abuse of children.",
        "lux.yaml:12",
        "is already an example",
        "another",
    ),
]


def own(folder: Path, text: str) -> Path:
    (folder / "examples").mkdir()
    (folder / "examples" / "lux.yaml").write_text(text, encoding="utf-8")
    return folder


def test_every_element_has_one_example_of_each_kind() -> None:
    examples = load_examples()
    assert set(examples) == set(benchmarks.load_elements())
    assert {tuple(one.kind for one in three) for three in examples.values()} == {KINDS}


def test_a_partial_example_has_a_reason_of_its_element_and_the_others_have_none() -> None:
    elements = benchmarks.load_elements()
    for id, (covered, partial, none) in load_examples().items():
        assert partial.reason in elements[id].partial_when, id
        assert (covered.reason, none.reason) == (None, None), id


def test_no_two_elements_share_an_example() -> None:
    texts = [one.text.casefold() for three in load_examples().values() for one in three]
    assert len(texts) == len(set(texts)) == 753


def test_every_element_has_every_field_of_a_codebook_entry() -> None:
    for element in benchmarks.load_elements().values():
        told = [getattr(element, name) for name in (*TEXTS, "not_enough", "reservations", "article", "concept")]
        assert all(told), element.id
        assert element.partial_when, element.id


def test_examples_of_an_own_folder_go_before_the_packaged(tmp_path: Path) -> None:
    found = load_examples(own(tmp_path, GOOD))
    assert found["lux.terms"][0].text == "The Code speaks of material that shows the abuse of children."
    assert found["lanzarote.20.1.f"] == load_examples()["lanzarote.20.1.f"]


@pytest.mark.parametrize(("old", "new", "place", "told", "fix"), WRONG)
def test_a_wrong_example_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, place: str, told: str, fix: str
) -> None:
    assert old in GOOD
    with pytest.raises(InvalidDefinition) as caught:
        load_examples(own(tmp_path, GOOD.replace(old, new)))
    problems = caught.value.details["problems"]
    assert any(place in one and told in one and fix in one for one in problems), problems
