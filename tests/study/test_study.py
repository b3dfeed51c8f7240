"""Tables that sum, gaps in words, editions that compare, exports that are the same bytes twice."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from workspaces import PRODUCE, STATUTE

from analyser.errors import AnalyserError, NoSections
from analyser.matching.candidate import Candidate, Evidence
from analyser.reading import read_bytes
from analyser.review.judgement import Judgement
from analyser.review.records import Cell, CellState, Rating
from analyser.sections import split
from analyser.study import build, editions, export
from analyser.study.records import Country, Study
from analyser.study.report import marked, write_report
from analyser.study.table import check_sum
from benchmarks import Benchmark, load_benchmark, load_vocabulary

COVERED, PARTIAL, NOT, UNCLEAR = Judgement
COUNTRIES = tuple(Country(f"x{letter}", f"Country {letter.upper()}") for letter in "abcde")
WORDS = load_vocabulary().reasons


def rated(country: str, element: str, judgement: Judgement | None, **more: Any) -> Cell:
    reasons = ("PUBLIC_ONLY",) if judgement is PARTIAL else ()
    rating = Rating(
        id=f"{country} {element}",
        kind="rating",
        jurisdiction=country,
        element=element,
        version_set="now",
        round=1,
        reviewer="a",
        judgement=judgement or UNCLEAR,
        reasons=reasons,
        rationale="as it says",
        citations=(),
        warnings=(),
        blind=True,
        submitted_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    state = CellState.SINGLE if judgement else CellState.DISAGREEMENT
    return replace(Cell(country, element, state, judgement, reasons, (rating,)), **more)


def cells_of(benchmark: Benchmark) -> dict[tuple[str, str], Cell]:
    """Country A covers all, B is partial on all, C covers nothing, D is unclear or disputed, E is not assessed."""
    answers = dict(zip(("xa", "xb", "xc"), (COVERED, PARTIAL, NOT), strict=True))
    found = {
        (country, element.id): rated(country, element.id, answer)
        for country, answer in answers.items()
        for element in benchmark.elements
    }
    for number, element in enumerate(benchmark.elements):
        found["xd", element.id] = rated("xd", element.id, UNCLEAR if number % 2 else None)
    return found


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


def test_csv_and_xlsx_say_what_the_table_says(study: Study) -> None:
    rows = list(csv.DictReader(io.StringIO(export.to_csv(study))))
    sheet = load_workbook(io.BytesIO(export.to_xlsx(study)))["Table"]
    for row, line, cells in zip(study.table, rows, list(sheet.iter_rows(min_row=2, values_only=True)), strict=True):
        assert int(line["Covered"]) == cells[2] == row.covered
        assert int(line["Not or unclear"]) == cells[4] == row.not_or_unclear
        assert int(line["Countries"]) == cells[8] == 5
    answers = list(csv.reader(io.StringIO(export.answers_csv(study))))
    for column, row in enumerate(study.table, 2):
        assert sum(line[column] == "covered" for line in answers[1:]) == row.covered


def test_exports_are_the_same_bytes_twice(study: Study) -> None:
    for make in (export.to_json, export.to_csv, export.to_xlsx):
        assert make(study) == make(study)  # type: ignore[operator]
    assert json.loads(export.to_json(study))["table"][0]["total"] == 5


def test_text_that_looks_like_a_formula_stays_text(study: Study) -> None:
    named = replace(study, countries=(Country("xa", "=1+1"), *study.countries[1:]))
    cell = load_workbook(io.BytesIO(export.to_xlsx(named)))["Answers"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def frozen(benchmark: Benchmark, cells: dict[tuple[str, str], Cell], sets: dict[str, str | None]) -> dict[str, Any]:
    countries = [country for country in COUNTRIES if country.code in sets]
    made = build.study(benchmark, countries, cells, WORDS)
    return editions.content(made, benchmark, cells, sets, "0" * 64)


def test_editions_compare_with_the_cause(benchmark: Benchmark) -> None:
    before = cells_of(benchmark)
    sets: dict[str, str | None] = {"xa": "1", "xb": "1", "xc": "1", "xd": "1"}
    after = before | {
        ("xa", PRODUCE): rated("xa", PRODUCE, PARTIAL),
        ("xb", PRODUCE): rated("xb", PRODUCE, COVERED),
        ("xe", PRODUCE): rated("xe", PRODUCE, COVERED),
    }
    new_sets = {"xa": "1", "xb": "2", "xc": "1", "xe": "1"}
    found = editions.compare(("one", frozen(benchmark, before, sets)), ("two", frozen(benchmark, after, new_sets)))
    causes = {(one.country, one.element): (one.before, one.after, one.because) for one in found.changes}
    assert causes["xa", PRODUCE] == ("covered", "partial", "rating changed")
    assert causes["xb", PRODUCE] == ("partial", "covered", "law changed")
    assert causes["xe", PRODUCE] == (None, "covered", "country added")
    assert {one.because for one in found.changes if one.country == "xd"} == {"country removed"}
    assert not [one for one in found.changes if one.country == "xc"]


def test_the_fingerprint_follows_the_content(benchmark: Benchmark) -> None:
    sets: dict[str, str | None] = dict.fromkeys(("xa", "xb"), "1")
    one = frozen(benchmark, cells_of(benchmark), sets)
    assert editions.fingerprint(one) == editions.fingerprint(json.loads(json.dumps(one)))
    other = frozen(benchmark, cells_of(benchmark) | {("xa", PRODUCE): rated("xa", PRODUCE, NOT)}, sets)
    assert editions.fingerprint(one) != editions.fingerprint(other)


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
