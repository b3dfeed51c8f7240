"""The invented statutes: the same print each time, gold labels that hold, PDFs that lose nothing on the way back."""

import json
from pathlib import Path
from typing import Any

import pytest

import benchmarks
from analyser import analysis
from analyser.sections.law import SplitLaw
from analyser.settings import Settings
from benchmarks.vocabulary import load_vocabulary
from corpora.demo.pdf import write, write_all
from corpora.demo.statutes import COUNTRIES, Block, Country, gold, statute

CODES = [country.code for country in COUNTRIES]
every_country = pytest.mark.parametrize("country", COUNTRIES, ids=CODES)


def flat(text: str | None) -> str:
    """The text with every run of white space as one space."""
    return " ".join((text or "").split())


def articles(country: Country) -> list[Block]:
    return [block for block in statute(country) if block.kind == "section"]


def labels(country: Country) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gold(country).splitlines()]


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SplitLaw]:
    """Every statute printed as a PDF, read and split by the real parts."""
    folder = tmp_path_factory.mktemp("laws")
    settings = Settings(data_dir=folder, cache_dir=folder / "cache", _env_file=None)
    return {country.code: analysis.read_law(write(country, folder), settings)[0] for country in COUNTRIES}


def test_the_print_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    first, second = write_all(tmp_path / "first"), write_all(tmp_path / "second")
    assert [path.name for path in first] == [f"{country.law}.pdf" for country in COUNTRIES]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@every_country
def test_statutes_number_their_sections_without_a_gap(country: Country) -> None:
    assert [block.number for block in articles(country)] == [str(n + 1) for n in range(len(articles(country)))]
    assert all(block.text for block in articles(country))


@every_country
def test_gold_speaks_of_sections_that_exist(country: Country) -> None:
    numbers = {block.number for block in articles(country)}
    cited = [(label["element"], one) for label in labels(country) for one in label["provisions"]]
    assert [(name, one["key"]) for name, one in cited if one["key"] not in numbers] == []
    assert {one["law"] for _, one in cited} == {f"laws/{country.law}.pdf"}
    assert {one["grade"] for _, one in cited} <= {1, 2}


@every_country
def test_gold_quotes_stand_in_a_section_that_answers(country: Country) -> None:
    text = {block.number: flat(block.text) for block in articles(country)}
    for label in labels(country):
        main = [one["key"] for one in label["provisions"] if one["grade"] == 2]
        if label["rating"] == "none":
            assert (main, label["quote"]) == ([], ""), label["element"]
        else:
            assert flat(label["quote"]), label["element"]
            assert any(flat(label["quote"]) in text[key] for key in main), label["element"]


@every_country
def test_gold_answers_each_element_once_in_the_words_of_the_codebook(country: Country) -> None:
    found = labels(country)
    elements = [label["element"] for label in found]
    assert len(elements) == len(set(elements))
    assert set(elements) <= {element.id for element in benchmarks.load_benchmark("lanzarote").elements}
    assert set(elements) >= {element.id for element in benchmarks.load_benchmark("csea-2012").elements}
    assert {label["rating"] for label in found} <= {"covered", "partial", "none"}
    known = set(load_vocabulary().reasons)
    assert [label["element"] for label in found if not set(label["reasons"]) <= known] == []
    assert [label["element"] for label in found if (label["rating"] == "partial") != bool(label["reasons"])] == []
    assert {label["jurisdiction"] for label in found} == {country.code}


@every_country
def test_printed_statutes_come_back_section_by_section(country: Country, split: dict[str, SplitLaw]) -> None:
    expected = [(block.number, flat(block.heading), flat(block.text)) for block in articles(country)]
    found = [(part.label, flat(part.heading), flat(part.text)) for part in split[country.code].sections]
    assert found == expected


@every_country
def test_printed_statutes_keep_their_enclosing_parts(country: Country, split: dict[str, SplitLaw]) -> None:
    expected, path = [], list[str]()
    for block in statute(country):
        if block.kind == "part":
            path = [*path[: block.depth - 1], block.text]
        elif block.kind == "section":
            expected.append(tuple(path))
    assert [tuple(map(flat, part.path)) for part in split[country.code].sections] == expected


@every_country
def test_printed_statutes_are_certified_complete(country: Country, split: dict[str, SplitLaw]) -> None:
    certificate = split[country.code].certificate
    assert (certificate.verdict, certificate.reasons) == ("complete", ())
    assert certificate.language == country.language
    accounted = certificate.characters_in_sections + sum(certificate.remainder.values())
    assert accounted == certificate.characters_read
