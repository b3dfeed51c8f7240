"""The whole of matching on an invented code, with real formulations and the packaged ranker."""

import pytest

from analyser.errors import UsageError
from analyser.matching import Candidate, match
from analyser.matching.absence import absence_of
from analyser.matching.matcher import _order
from benchmarks import load_benchmark, load_languages
from models.ranker import load_ranker
from tests.matching.invented import CODE, TrigramEncoder, law


@pytest.fixture(scope="module")
def found() -> list[Candidate]:
    return match([law()], load_benchmark("csea-2012"), load_languages(), TrigramEncoder(), load_ranker(), 50)


def test_every_element_ranks_every_section(found: list[Candidate]) -> None:
    elements = [element.id for element in load_benchmark("csea-2012").elements]
    assert list(dict.fromkeys(candidate.element for candidate in found)) == elements
    for element in elements:
        own = [candidate for candidate in found if candidate.element == element]
        assert [candidate.rank for candidate in own] == list(range(1, len(CODE) + 1))
        assert [candidate.probability for candidate in own] == sorted((c.probability for c in own), reverse=True)
        assert all(0 < candidate.probability < 1 for candidate in own)


@pytest.mark.parametrize(
    "element", ["lanzarote.20.1.a", "lanzarote.20.1.c.distributing", "lanzarote.20.1.e", "lanzarote.20.1.f"]
)
def test_the_provision_on_the_material_comes_first(found: list[Candidate], element: str) -> None:
    first = next(candidate for candidate in found if candidate.element == element)
    assert first.label == "20"
    assert "pornography" in first.signals["found"]


def test_evidence_is_the_sections_own_text(found: list[Candidate]) -> None:
    texts = {label: text for label, _, _, text in CODE}
    for candidate in found:
        for evidence in candidate.evidence:
            assert texts[candidate.key][evidence.start : evidence.end] == evidence.text


def test_evidence_names_the_parts(found: list[Candidate]) -> None:
    access = next(candidate for candidate in found if candidate.element == "lanzarote.20.1.f")
    parts = {evidence.part: evidence.text for evidence in access.evidence}
    assert "access" in parts["act"]
    assert "computer" in parts["means"]
    assert "access" in parts["match"]


def test_same_input_same_output(found: list[Candidate]) -> None:
    again = match([law()], load_benchmark("csea-2012"), load_languages(), TrigramEncoder(), load_ranker(), 50)
    assert again == found


def test_laws_of_one_jurisdiction_are_ranked_together() -> None:
    other = law("special.txt", rows=[CODE[5]])
    both = match(
        [law(rows=CODE[:5]), other], load_benchmark("csea-2012"), load_languages(), TrigramEncoder(), load_ranker(), 1
    )
    assert next(c for c in both if c.element == "lanzarote.20.1.e").law == "special.txt"


def test_an_unknown_language_is_asked_in_english_and_says_so() -> None:
    unknown = match(
        [law(language="xx")], load_benchmark("csea-2012"), load_languages(), TrigramEncoder(), load_ranker(), 1
    )
    assert {tuple(candidate.signals["formulations"]) for candidate in unknown} == {("en",)}


def test_nothing_to_rank_yields_nothing_and_no_top_is_refused() -> None:
    empty = law(rows=[])
    assert match([empty], load_benchmark("csea-2012"), load_languages(), TrigramEncoder(), load_ranker(), 5) == []
    with pytest.raises(UsageError):
        match([law()], load_benchmark("csea-2012"), load_languages(), TrigramEncoder(), load_ranker(), 0)


def test_equals_stay_in_order() -> None:
    import numpy as np

    assert _order([np.array([0.2, 0.5]), np.array([0.5])]) == [(0, 1), (1, 0), (0, 0)]


def test_what_lies_below_is_said_for_every_place_to_stop(found: list[Candidate]) -> None:
    own = [candidate for candidate in found if candidate.element == "lanzarote.20.1.f"]
    stops = [absence_of([candidate.signals for candidate in own], read) for read in range(len(own) + 1)]
    known = [stop for stop in stops if stop is not None]
    assert len(known) == len(own) + 1
    assert {stop.sections for stop in known} == {len(CODE)}
    assert [stop.chance for stop in known] == sorted((stop.chance for stop in known), reverse=True)
    assert [stop.expected for stop in known] == sorted((stop.expected for stop in known), reverse=True)
    assert known[0].expected == pytest.approx(sum(candidate.probability for candidate in own), abs=1e-4)
    assert known[-1].expected == pytest.approx(0, abs=1e-5)
