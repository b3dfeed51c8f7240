"""Tables that sum, gaps in words, editions that compare, exports that are the same bytes twice."""

import csv
import io
import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from study_samples import COUNTRIES, COVERED, NOT, WORDS, cells_of, law, rated
from workspaces import PRODUCE, STATUTE

from analyser.errors import AnalyserError, NoSections, UsageError
from analyser.matching.candidate import Candidate, Evidence
from analyser.reading import read_bytes
from analyser.sections import split
from analyser.study import build, export
from analyser.study.places import load_groups
from analyser.study.records import Country, Duty, Study
from analyser.study.report import marked, write_report
from analyser.study.table import check_sum
from benchmarks import Benchmark, load_benchmark


@pytest.fixture
def benchmark() -> Benchmark:
    return load_benchmark("csea-2012")


@pytest.fixture
def study(benchmark: Benchmark) -> Study:
    return build.study(benchmark, COUNTRIES, cells_of(benchmark), WORDS)


def test_every_row_sums_to_the_number_of_countries(study: Study, benchmark: Benchmark) -> None:
    assert [row.label for row in study.table] == [row.label for row in benchmark.rows]
    assert len(study.table) == 10
    for row in study.table:
        assert row.total == 5
        assert (row.covered, row.partial, row.not_covered) == (1, 1, 1)
        assert row.unclear + row.not_assessed == 2
        assert row.not_or_unclear == row.not_covered + row.unclear
        assert row.disagreement <= row.not_assessed


def test_a_row_that_does_not_sum_is_never_shown(study: Study) -> None:
    with pytest.raises(AnalyserError, match="sums to 6"):
        check_sum(replace(study.table[0], covered=study.table[0].covered + 1), 5)


def test_one_element_left_out_leaves_the_row_not_assessed(benchmark: Benchmark) -> None:
    found = cells_of(benchmark)
    row = next(row for row in benchmark.rows if len(row.elements) > 1)
    del found["xa", row.elements[-1]]
    after = build.study(benchmark, COUNTRIES, found, WORDS)
    assert next(one for one in after.table if one.label == row.label).covered == 0


def test_a_stale_not_covered_is_counted_as_unclear(benchmark: Benchmark) -> None:
    found = {key: replace(cell, stale=True) for key, cell in cells_of(benchmark).items() if key[0] == "xc"}
    for row in build.study(benchmark, COUNTRIES, found, WORDS).table:
        assert (row.not_covered, row.unclear, row.stale) == (0, 1, 1)


def test_a_study_of_no_country_is_empty_not_wrong(benchmark: Benchmark) -> None:
    assert {row.total for row in build.study(benchmark, (), {}, WORDS).table} == {0}


def test_gaps_are_in_words_and_unclear_is_no_gap(study: Study) -> None:
    first = study.by_element[0]
    assert [country.code for country in first.missing] == ["xc"]
    assert [country.code for country in first.partial] == ["xb"]
    gaps = {entry.country.code: entry.gaps for entry in study.by_country}
    assert gaps["xa"] == gaps["xd"] == gaps["xe"] == ()
    assert {gap.judgement for gap in gaps["xc"]} == {NOT}
    (code, words) = gaps["xb"][0].reasons[0]
    assert code == "PUBLIC_ONLY"
    assert len(words) > 20


def test_csv_says_what_the_table_says(study: Study) -> None:
    rows = list(csv.DictReader(io.StringIO(export.to_csv(study))))
    for row, line in zip(study.table, rows, strict=True):
        assert int(line["Covered"]) == row.covered
        assert int(line["Not or unclear"]) == row.not_or_unclear
        assert int(line["Countries"]) == 5
    answers = list(csv.reader(io.StringIO(export.answers_csv(study))))
    for column, row in enumerate(study.table, 2):
        assert sum(line[column] == "covered" for line in answers[1:]) == row.covered


def test_exports_are_the_same_bytes_twice(study: Study) -> None:
    assert export.to_json(study) == export.to_json(study)
    assert json.loads(export.to_json(study))["table"][0]["total"] == 5


MARKS = [
    ([], "a &lt;b&gt; c"),
    ([(2, 5)], 'a <mark title="act">&lt;b&gt;</mark> c'),
    ([(2, 5), (3, 4)], 'a <mark title="act">&lt;b&gt;</mark> c'),
    ([(0, 99)], "a &lt;b&gt; c"),
]


@pytest.mark.parametrize(("spans", "html"), MARKS)
def test_evidence_is_marked_and_statutes_are_escaped(spans: list[tuple[int, int]], html: str) -> None:
    text = "a <b> c"
    evidence = [Evidence(start, end, text[start:end], "act") for start, end in spans]
    assert str(marked(text, evidence)) == html


def test_the_report_is_one_safe_page(benchmark: Benchmark) -> None:
    hostile = STATUTE.replace("for any purpose", '<script>alert("x")</script>')
    law = split(read_bytes(hostile.encode(), "act.txt"))
    section = next(one for one in law.sections if one.label == "2")
    start = section.text.index("produces")
    evidence = (Evidence(start, start + 8, "produces", "act"),)
    candidate = Candidate(PRODUCE, 1, 0.93, law.law, section.key, section.label, section.heading, evidence)
    page = write_report("xa", [law], [candidate], benchmark, [("scan.pdf", NoSections("no text", hint="look"))])
    assert "<script>" not in page
    assert '<mark title="act">produces</mark>' in page
    assert "0.93, very likely" in page
    assert "scan.pdf" in page
    assert "Nothing was proposed" in page
    assert law.certificate.verdict in page
    assert page == write_report("xa", [law], [candidate], benchmark, [("scan.pdf", NoSections("no text", hint="look"))])
    assert "src=" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_the_report_says_when_nothing_was_matched(benchmark: Benchmark) -> None:
    law = split(read_bytes(STATUTE.encode(), "act.txt"))
    assert "no section was matched" in write_report("xa", [law], None, benchmark)


def test_parts_of_the_table_sum_to_their_own_countries(benchmark: Benchmark) -> None:
    real = tuple(Country(code, code.upper()) for code in ("de", "fr", "br", "xa"))
    found = {(code, PRODUCE): rated(code, PRODUCE, answer) for code, answer in (("de", COVERED), ("br", NOT))}
    parts = {(one.kind, one.id): one for one in build.study(benchmark, real, found, WORDS, groups=load_groups()).slices}
    assert parts["region", "Europe"].countries == parts["group", "eu"].countries == ("de", "fr")
    assert parts["region", "Not listed"].countries == ("xa",)
    assert ("group", "asean") not in parts
    regions = [one for (kind, _), one in parts.items() if kind == "region"]
    assert sum(len(one.countries) for one in regions) == 4
    for part in parts.values():
        assert {row.total for row in part.rows} == {len(part.countries)}
    assert parts["group", "coe"].rows[0].covered == 1
    assert len(parts["instrument", "lanzarote"].rows) == 10
    assert len(parts["instrument", "budapest"].rows) == 7


def test_what_a_state_need_not_have_is_no_gap(benchmark: Benchmark) -> None:
    countries = (Country("xa", "A"), Country("xb", "B"))
    found = {(code, PRODUCE): rated(code, PRODUCE, NOT) for code in ("xa", "xb")}
    duties = {("xa", PRODUCE): Duty("not_required", "Left out.", "Treaty office")}
    made = build.study(benchmark, countries, found, WORDS, duties)
    assert (made.table[0].not_covered, made.table[0].not_required, made.table[0].total) == (2, ("xa",), 2)
    assert [one.code for one in made.by_element[0].missing] == ["xb"]
    assert [one.code for one in made.by_element[0].not_required] == ["xa"]
    free, bound = made.by_country
    assert (len(free.gaps), len(free.not_required)) == (0, 1)
    assert (len(bound.gaps), free.not_required[0].recommendations) == (1, ())
    assert bound.gaps[0].recommendations


def test_a_gap_shows_how_others_word_it_and_where_else_to_look(study: Study) -> None:
    gap = {entry.country.code: entry.gaps for entry in study.by_country}["xc"][0]
    assert [one.country.code for one in gap.elsewhere] == ["xa"]
    assert gap.elsewhere[0].citation.quote
    assert gap.see_also[0].model_law
    assert {"Budapest Article 9(1)(a)"} <= {one.cited for one in gap.see_also}


def how_sure(benchmark: Benchmark, absence: dict[str, Any] | None) -> str:
    """What country C's sheet says of its first element, whose `not covered` was stored with this statement."""
    cells = cells_of(benchmark)
    key = "xc", benchmark.elements[0].id
    cells[key] = replace(cells[key], ratings=(replace(cells[key].ratings[0], absence=absence),))
    country = next(one for one in COUNTRIES if one.code == "xc")
    return build.sheet(benchmark, country, (law("xc"),), cells, WORDS).entries[0].absence


def test_an_absence_says_how_sure_it_is(benchmark: Benchmark) -> None:
    read = "No provision on this was found in the text of Penal Code"
    plain = how_sure(benchmark, None)
    assert plain.startswith(read)
    assert plain.endswith("Other laws were not read.")
    known = {"sections": 742, "read": 20, "sample": [4, 9], "sentence": None}
    assert how_sure(benchmark, known | {"chance": 0.0004, "upper": 0.014}) == (
        f"{plain} Of 742 sections a read the 20 ranked likeliest and 2 drawn at random; "
        "chance that a covering provision is among the others: < 0.1 %, upper bound 1.4 %."
    )
    assert how_sure(benchmark, known | {"sample": []}).endswith(
        "Of 742 sections a read the 20 ranked likeliest; how sure that makes it cannot be said."
    )
    assert how_sure(benchmark, known | {"read": None}).endswith(
        "a did not say how many of the 742 sections were read; how sure that is cannot be said."
    )
    assert how_sure(benchmark, {"sections": 742, "read": 0, "sample": [], "sentence": None}).endswith(
        "a answered without a ranking of the 742 sections; how sure that is cannot be said."
    )


def test_every_reason_code_has_its_recommendation() -> None:
    words = yaml.safe_load(files("analyser.study").joinpath("recommendations.yaml").read_text("utf-8"))
    assert set(words["reasons"]) == set(WORDS)


def test_own_groups_go_before_the_packaged_ones(tmp_path: Path) -> None:
    (tmp_path / "groups.yaml").write_text("groups:\n  pilot: {name: Pilot States, members: xa de}\n", "utf-8")
    assert load_groups(tmp_path)["pilot"].members == {"xa", "de"}
    assert "coe" in load_groups(tmp_path)
    for bad in ("groups: [", "groups: {a: 1}", "groups:\n  a: {name: A, members: yy}\n", "other: 1"):
        (tmp_path / "groups.yaml").write_text(bad, "utf-8")
        with pytest.raises(UsageError, match="groups.yaml"):
            load_groups(tmp_path)
