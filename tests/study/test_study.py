"""Tables that sum, gaps in words, editions that compare, exports that are the same bytes twice."""

import csv
import io
import json
from dataclasses import replace

import pytest
from study_samples import COUNTRIES, NOT, WORDS, cells_of
from workspaces import PRODUCE, STATUTE

from analyser.errors import AnalyserError, NoSections
from analyser.matching.candidate import Candidate, Evidence
from analyser.reading import read_bytes
from analyser.sections import split
from analyser.study import build, export
from analyser.study.records import Study
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
