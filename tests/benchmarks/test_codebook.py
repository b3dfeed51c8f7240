"""The packaged codebook: complete, consistent, in the order of the study of 2012."""

import pytest

import benchmarks
from benchmarks.crosswalk import by_concept, same_concept
from benchmarks.vocabulary import load_vocabulary

DECK = [
    ("Producing", ["lanzarote.20.1.a"], ["Lanzarote Article 20(1)(a)", "Budapest Article 9(1)(a)"]),
    ("Offering", ["lanzarote.20.1.b.offering"], ["Lanzarote Article 20(1)(b)", "Budapest Article 9(1)(b)"]),
    ("Making", ["lanzarote.20.1.b.available"], ["Lanzarote Article 20(1)(b)", "Budapest Article 9(1)(b)"]),
    ("Distributing", ["lanzarote.20.1.c.distributing"], ["Lanzarote Article 20(1)(c)", "Budapest Article 9(1)(c)"]),
    ("Transmitting", ["lanzarote.20.1.c.transmitting"], ["Lanzarote Article 20(1)(c)", "Budapest Article 9(1)(c)"]),
    (
        "Procuring",
        ["lanzarote.20.1.d.self", "lanzarote.20.1.d.other"],
        ["Lanzarote Article 20(1)(d)", "Budapest Article 9(1)(d)"],
    ),
    ("Possessing", ["lanzarote.20.1.e"], ["Lanzarote Article 20(1)(e)", "Budapest Article 9(1)(e)"]),
    ("Knowingly", ["lanzarote.20.1.f"], ["Lanzarote Article 20(1)(f)"]),
    ("Grooming", ["lanzarote.23.sex"], ["Lanzarote Article 23 with Article 18(1)(a)"]),
    ("Grooming", ["lanzarote.23.csam"], ["Lanzarote Article 23 with Article 20(1)(a)"]),
]
SIZES = {
    "lanzarote": 67,
    "budapest": 50,
    "eu2011": 47,
    "opsc": 31,
    "unc": 20,
    "icmec": 15,
    "ecpat": 13,
    "crc": 5,
    "mnr": 2,
    "lux": 1,
}
ARTICLES = [
    ("lanzarote.3.a", "Article 3(a)"),
    ("lanzarote.18.1.b.trust", "Article 18(1)(b), second indent"),
    ("lanzarote.20.1.f", "Article 20(1)(f)"),
    ("lanzarote.33", "Article 33"),
    ("budapest.9.2.b", "Article 9(2)(b)"),
    ("budapest.27_28", "Articles 27 and 28"),
    ("unc.14.1.a.produce", "Article 14(1)(a)"),
    ("eu2011.2.c.i_ii", "Article 2(c)(i) and (ii)"),
]


def test_the_study_of_2012_has_the_rows_of_the_deck_in_its_order() -> None:
    rows = benchmarks.load_benchmark("csea-2012").rows
    assert [(row.label.split()[0], list(row.elements), list(row.articles)) for row in rows] == DECK


@pytest.mark.parametrize(("instrument", "size"), SIZES.items())
def test_every_instrument_is_complete(instrument: str, size: int) -> None:
    assert len(benchmarks.load_instrument(instrument).elements) == size


def test_the_full_benchmark_holds_every_element_once_and_begins_with_the_two_conventions() -> None:
    ids = [element.id for element in benchmarks.load_benchmark("csea-full").elements]
    assert len(ids) == sum(SIZES.values())
    assert set(ids) == set(benchmarks.load_elements())
    assert {id.split(".")[0] for id in ids[:67]} == {"lanzarote"}
    assert {id.split(".")[0] for id in ids[67:117]} == {"budapest"}


def test_the_three_parts_of_the_budapest_convention_make_the_whole_once() -> None:
    parts = [f"budapest-{part}" for part in ("substantive", "procedural", "cooperation")]
    ids = [[element.id for element in benchmarks.load_benchmark(part).elements] for part in parts]
    assert [len(part) for part in ids] == [18, 21, 11]
    whole = [element.id for element in benchmarks.load_benchmark("budapest").elements]
    assert [id for part in ids for id in part] == whole


@pytest.mark.parametrize(("id", "article"), ARTICLES)
def test_articles_are_cited_as_lawyers_do(id: str, article: str) -> None:
    assert benchmarks.load_elements()[id].article == article


def test_definitions_are_not_shared_by_elements_that_are_rated_apart() -> None:
    """A definition copied from a neighbour would give both the same query and the same answer."""
    seen: dict[str, str] = {}
    for element in benchmarks.load_benchmark("csea-full").elements:
        assert element.definition not in seen, f"{element.id} and {seen[element.definition]}"
        seen[element.definition] = element.id


def test_every_rated_element_of_the_two_conventions_says_what_makes_it_partial() -> None:
    silent = [
        e.id
        for name in ("lanzarote", "budapest")
        for e in benchmarks.load_benchmark(name).elements
        if not e.partial_when
    ]
    assert silent == []


def test_unsure_entries_are_marked() -> None:
    elements = benchmarks.load_elements()
    assert all(elements[id].verified for id in ("lanzarote.20.1.f", "budapest.16.1"))
    assert not any(element.verified for element in benchmarks.load_instrument("eu2011").elements)


def test_neighbours_are_the_elements_of_the_same_concept() -> None:
    ids = [element.id for element in same_concept("lanzarote.20.1.f")]
    assert ids == ["eu2011.5.3", "icmec.x.access", "unc.14.1.b.access"]


def test_the_crosswalk_covers_the_benchmark() -> None:
    benchmark = benchmarks.load_benchmark("csea-full")
    ids = [id for group in by_concept(benchmark).values() for id in group]
    assert sorted(ids) == sorted(element.id for element in benchmark.elements)
    assert by_concept(benchmark)["csam.procure.other"] == ("lanzarote.20.1.d.other", "budapest.9.1.d.other")


def test_the_core_concepts_are_those_of_the_85_elements_worked_out_in_full() -> None:
    full = ("18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "33", "3")
    wanted = [e.concept for e in benchmarks.load_benchmark("lanzarote").elements if e.id.split(".")[1] in full]
    parts = ("9", "16", "17", "18", "19", "20", "21")
    wanted += [e.concept for e in benchmarks.load_benchmark("budapest").elements if e.id.split(".")[1] in parts]
    assert len(wanted) == 85
    assert set(wanted) == set(load_vocabulary().core)
