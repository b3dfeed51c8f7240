"""A user's own folder: what is wrong in it is refused with file, line, entry and what to do."""

from dataclasses import dataclass
from pathlib import Path

import pytest

import benchmarks
from analyser.errors import InvalidDefinition, UnknownName
from benchmarks.validate import validate

ELEMENT = """\
instrument: own
short: Own
title: An instrument of our own
citation: Ministry of Nowhere, 2020
elements:
  - id: own.1
    concept: csam.access
    article: Article 1
    label: Viewing
    definition: Whoever views the material is punished.
    actus_reus: Viewing.
    mental: Knowledge.
    object: Material.
    victim_age: Under 18.
    means: Any.
    purpose: None.
    covered_when: An offence names viewing.
    partial_when:
      STORAGE_NEEDED: Only when stored
    not_enough: Access to systems.
    reservations: None.
"""
SET = """\
benchmark: own-set
version: "1"
title: Our own benchmark
elements:
  - own.1
  - lanzarote.20.1.f
rows:
  - label: Viewing
    elements: [own.1, lanzarote.20.1.f]
    articles: [Own Article 1, Lanzarote Article 20(1)(f)]
"""


@dataclass(frozen=True)
class Case:
    """A change to the valid files, and what the error must tell."""

    name: str
    old: str
    new: str
    place: str
    told: str
    fix: str


INSTRUMENT_CASES = [
    Case("unknown concept", "csam.access", "csam.acces", "own.yaml:7", "unknown concept `csam.acces`", "csam.access"),
    Case(
        "unknown reason", "STORAGE_NEEDED", "STORAGE", "own.yaml:19", "unknown reason code `STORAGE`", "STORAGE_NEEDED"
    ),
    Case("reason without words", "Only when stored", "", "own.yaml:19", "has no text", "when it applies"),
    Case("missing field", "    mental: Knowledge.\n", "", "own.yaml:6", "field `mental` is missing", "Add `mental:`"),
    Case(
        "empty field", "mental: Knowledge.", "mental:", "own.yaml:12", "field `mental` must be a text", "Write a text"
    ),
    Case("misspelt field", "mental:", "mentals:", "own.yaml:12", "unknown field `mentals`", "mental"),
    Case("foreign id", "id: own.1", "id: other.1", "own.yaml:6", "must begin with its instrument", "own.other.1"),
    Case("wrong file", "instrument: own", "instrument: owner", "own.yaml:1", "the instrument is `owner`", "Rename"),
    Case(
        "flag",
        "reservations: None.",
        "reservations: None.\n    verified: perhaps",
        "own.yaml:22",
        "true or false",
        "`true`",
    ),
    Case("key twice", "    means: Any.", "    means: Any.\n    means: Some.", "own.yaml:16", "occurs twice", "delete"),
    Case("tag", "title: An", "title: !!python/name:os.system An", "own.yaml:3", "tag", "Remove"),
    Case("alias", "label: Viewing", "label: &a Viewing\n    extra: *a", "own.yaml:9", "anchors", "Write the value out"),
    Case("syntax", "    label: Viewing", "   label: Viewing", "own.yaml:9", "not YAML", "syntax"),
    Case("no list", "elements:\n", "elements: none\nextra:\n", "own.yaml:5", "must be a list", "- id:"),
]
SET_CASES = [
    Case("unknown element", "  - own.1\n", "  - own.2\n", "own-set.yaml:5", "unknown element `own.2`", "own.1"),
    Case("twice", "  - own.1\n", "  - own.1\n  - own.1\n", "own-set.yaml:6", "listed twice", "Delete"),
    Case("instrument", "  - own.1\n", "  - instrument: owm\n", "own-set.yaml:5", "unknown instrument `owm`", "own"),
    Case("version", '"1"', "first", "own-set.yaml:2", "not a version", "numbers"),
    Case(
        "row of another",
        "[own.1, lanzarote.20.1.f]",
        "[own.1, lanzarote.22]",
        "own-set.yaml:9",
        "is not in `elements`",
        "",
    ),
    Case("in no row", "[own.1, lanzarote.20.1.f]", "[own.1]", "own-set.yaml:7", "in no row", "Add it"),
    Case(
        "in two rows",
        "[own.1, lanzarote.20.1.f]",
        "[own.1, own.1, lanzarote.20.1.f]",
        "own-set.yaml:7",
        "two rows",
        "one row",
    ),
    Case(
        "no articles",
        "    articles: [Own Article 1, Lanzarote Article 20(1)(f)]\n",
        "",
        "own-set.yaml:8",
        "`articles`",
        "- ",
    ),
    Case("wrong file", "benchmark: own-set", "benchmark: ours", "own-set.yaml:1", "the benchmark is `ours`", "Rename"),
]


def folder(at: Path, instrument: str = ELEMENT, rows: str = SET) -> Path:
    (at / "instruments").mkdir()
    (at / "sets").mkdir()
    (at / "instruments" / "own.yaml").write_text(instrument, encoding="utf-8")
    (at / "sets" / "own-set.yaml").write_text(rows, encoding="utf-8")
    return at


def changed(text: str, case: Case) -> str:
    assert text.count(case.old) >= 1, case.name
    return text.replace(case.old, case.new, 1)


def check(case: Case, caught: InvalidDefinition) -> None:
    told = "\n".join(caught.details["problems"])
    assert case.place in told
    assert case.told in told
    assert case.fix in told
    assert caught.exit_code == 3


def test_a_folder_of_ones_own_adds_to_the_packaged_benchmarks(tmp_path: Path) -> None:
    own = folder(tmp_path)
    benchmark = benchmarks.load_benchmark("own-set", own)
    assert [element.id for element in benchmark.elements] == ["own.1", "lanzarote.20.1.f"]
    assert {"own-set", "csea-2012"} <= set(benchmarks.list_benchmarks(own))
    assert "own-set" not in benchmarks.list_benchmarks()
    assert benchmarks.load_benchmark("csea-2012", own) == benchmarks.load_benchmark("csea-2012")
    assert validate(own) == []


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    own = folder(tmp_path)
    before = benchmarks.load_benchmark("own-set", own).fingerprint
    (own / "instruments" / "own.yaml").write_text(ELEMENT.replace("names viewing", "names watching"), encoding="utf-8")
    assert benchmarks.load_benchmark("own-set", own).fingerprint != before


@pytest.mark.parametrize("case", INSTRUMENT_CASES, ids=lambda case: case.name)
def test_a_broken_instrument_is_refused(tmp_path: Path, case: Case) -> None:
    own = folder(tmp_path, instrument=changed(ELEMENT, case))
    with pytest.raises(InvalidDefinition) as caught:
        benchmarks.load_instrument("own", own)
    check(case, caught.value)
    assert validate(own) == caught.value.details["problems"]


@pytest.mark.parametrize("case", SET_CASES, ids=lambda case: case.name)
def test_a_broken_set_is_refused(tmp_path: Path, case: Case) -> None:
    own = folder(tmp_path, rows=changed(SET, case))
    with pytest.raises(InvalidDefinition) as caught:
        benchmarks.load_benchmark("own-set", own)
    check(case, caught.value)
    assert validate(own) == caught.value.details["problems"]


def test_an_element_twice_names_the_line_of_the_first(tmp_path: Path) -> None:
    own = folder(tmp_path, instrument=ELEMENT + ELEMENT[ELEMENT.index("  - id") :])
    with pytest.raises(InvalidDefinition, match=r"own\.yaml:22: own\.1: the id occurs twice") as caught:
        benchmarks.load_instrument("own", own)
    assert "line 6" in caught.value.hint


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    broken = (
        ELEMENT.replace("csam.access", "csam.acces").replace("STORAGE_NEEDED", "STORAGE").replace("mental", "mentol")
    )
    with pytest.raises(InvalidDefinition, match="3 more") as caught:
        benchmarks.load_instrument("own", folder(tmp_path, instrument=broken))
    assert len(caught.value.details["problems"]) == 4


@pytest.mark.parametrize(("content", "said"), [(b"", "is empty"), (b"\xff\xfe", "not UTF-8"), (b"[", "not YAML")])
def test_a_file_that_is_no_yaml_text_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    own = folder(tmp_path)
    (own / "instruments" / "own.yaml").write_bytes(content)
    with pytest.raises(InvalidDefinition, match=said):
        benchmarks.load_instrument("own", own)


def test_an_alias_bomb_is_refused_without_being_expanded(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    with pytest.raises(InvalidDefinition, match="anchors"):
        benchmarks.load_instrument("own", folder(tmp_path, instrument=bomb))


def test_an_empty_folder_is_no_valid_folder(tmp_path: Path) -> None:
    assert "nothing to validate" in validate(tmp_path)[0]


@pytest.mark.parametrize(
    ("name", "near"), [("csea-2021", "csea-2012"), ("lanzarotte", "lanzarote"), ("full", "csea-full")]
)
def test_an_unknown_benchmark_names_close_ones(name: str, near: str) -> None:
    with pytest.raises(UnknownName) as caught:
        benchmarks.load_benchmark(name)
    assert near in caught.value.hint


def test_a_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    own = folder(tmp_path)
    (own / "secret.yaml").write_text(SET, encoding="utf-8")
    with pytest.raises(UnknownName):
        benchmarks.load_benchmark("../secret", own)
