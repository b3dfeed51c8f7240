"""Every figure of every table of every export, against the database: studies with answers drawn at random.

What is expected is counted from the database's rows by SQL and by the few lines below, never by the study's own code.
"""

import csv
import io
import json
import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from workspaces import STATUTE, make_workspace, write_statute

from analyser.review.judgement import Judgement
from analyser.review.records import CitationDraft, RatingDraft, Role
from analyser.study.dossier import Publication
from analyser.study.exports import Form, archive, export
from analyser.workspace import Workspace
from benchmarks import Benchmark, load_benchmark

CODES = ("de", "fr", "ng", "xa")  # three regions, and a country that is in none
LATER = "ng"  # its law is replaced after it was rated
WORDS = {"covered": "covered", "partial": "partial", "not_covered": "not covered", "unclear": "unclear", None: ""}
Grid = list[list[str]]


@dataclass(frozen=True)
class Facts:
    """What the database says: the counted answer of every cell, and the laws."""

    benchmark: Benchmark
    answers: Mapping[tuple[str, str], str | None]
    names: Mapping[str, str]
    laws: Sequence[tuple[str, str, int, str]]  # country, title, sections, SHA-256

    def row(self, elements: Sequence[str], code: str) -> str | None:
        given = {self.answers.get((code, one)) for one in elements}
        if None in given:
            return None
        for answer in ("covered", "not_covered"):
            if given == {answer}:
                return answer
        return "partial" if given & {"covered", "partial"} else "unclear"

    def counts(self, elements: Sequence[str], codes: Sequence[str]) -> list[int]:
        every = [self.row(elements, code) for code in codes]
        yes, part, no, unclear, none = (
            every.count(one) for one in ("covered", "partial", "not_covered", "unclear", None)
        )
        return [yes, part, no + unclear, no, unclear, none, len(codes)]

    def table(self, codes: Sequence[str]) -> list[tuple[str, list[int]]]:
        return [(row.label, self.counts(row.elements, codes)) for row in self.benchmark.rows]

    def missing(self, element: str, answer: str) -> list[str]:
        return [code for code in self.names if self.answers.get((code, element)) == answer]


def read_database(file: Path, benchmark: Benchmark) -> Facts:
    """The facts, by SQL. An answer on a text that was replaced says nothing of absence in the present one."""
    with closing(sqlite3.connect(file)) as data:
        names = dict(data.execute("SELECT code, name FROM jurisdictions ORDER BY name, code"))
        present = dict(data.execute("SELECT code, version_set FROM jurisdictions"))
        live: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        for code, element, *rest in data.execute(
            "SELECT jurisdiction, element, kind, judgement, version_set FROM ratings"
            " WHERE superseded_at IS NULL ORDER BY submitted_at"
        ):
            live.setdefault((code, element), []).append((rest[0], rest[1], rest[2]))
        laws = data.execute(
            "SELECT j.name, l.title, (SELECT count(*) FROM sections s WHERE s.law_version_id = v.id), v.sha256"
            " FROM jurisdictions j JOIN version_set_members m ON m.version_set_id = j.version_set"
            " JOIN law_versions v ON v.id = m.law_version_id JOIN laws l ON l.id = v.law_id"
        ).fetchall()
    answers: dict[tuple[str, str], str | None] = {}
    for (code, element), given in live.items():
        settled = [judgement for kind, judgement, _ in given if kind == "adjudication"]
        said = set(settled[-1:] or [judgement for _, judgement, _ in given])
        answer = said.pop() if len(said) == 1 else None
        old = given[0][2] != present[code]
        answers[code, element] = "unclear" if old and answer == "not_covered" else answer
    return Facts(benchmark, answers, names, laws)


def fill(workspace: Workspace, folder: Path, benchmark: Benchmark, chance: random.Random) -> None:
    """Four countries; every cell has no answer, one, two that agree or not, or two that a third person settles."""
    admin, raters = workspace.local_user(), [workspace.local_user(name) for name in ("ann", "bob")]
    judge = workspace.add_user("jo", Role.ADJUDICATOR, by=admin)
    for code in CODES:
        law = workspace.ingest(write_statute(folder, f"{code}.txt", STATUTE), code, by=admin, title="Act")
        proof = (CitationDraft(workspace.sections(law.id).items[1].id, "produces child pornography"),)
        for element in (one.id for one in benchmark.elements):

            def draft(code: str = code, element: str = element, proof: Any = proof) -> RatingDraft:
                judgement = chance.choice(list(Judgement))
                shown = judgement in (Judgement.COVERED, Judgement.PARTIAL)
                reasons = ("PUBLIC_ONLY",) if judgement is Judgement.PARTIAL else ()
                return RatingDraft(code, element, judgement, "as written", reasons, proof if shown else ())

            given = [workspace.rate(draft(), by=one) for one in raters[: chance.choice((0, 1, 1, 2, 2))]]
            if len({one.judgement for one in given}) == 2 and chance.random() < 0.5:
                workspace.adjudicate(draft(), by=judge)
    newer = STATUTE.replace("five years", "ten years")
    workspace.ingest(write_statute(folder, "newer.txt", newer), LATER, by=admin, title="Act")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Facts, Any]]:
    """(facts, publication) of a study whose answers were drawn at random; an empty edition stands before it."""
    folder, benchmark = tmp_path_factory.mktemp("figures"), load_benchmark("csea-2012")
    workspace = make_workspace(folder)
    workspace.freeze("csea-2012", "empty", by=workspace.local_user())
    fill(workspace, folder, benchmark, random.Random(20121113))
    workspace.freeze("csea-2012", "full", by=workspace.local_user())
    facts = read_database(folder / "data" / "analyser.sqlite3", benchmark)
    yield facts, workspace.publication("full", viewer=workspace.local_user())
    workspace.close()


@pytest.fixture(scope="module")
def forms(made: tuple[Facts, Publication]) -> dict[str, dict[str, Grid]]:
    """Form -> title of a table -> its lines with the header, of all forms that hold tables."""
    site = archive.unpacked(export(made[1], Form.SITE).data)
    assert export(made[1], Form.XLSX).data == site["study.xlsx"]
    tables = archive.unpacked(export(made[1], Form.CSV).data)
    assert tables == {name[4:]: data for name, data in site.items() if name.startswith("csv/")}
    pages = [data.decode() for name, data in site.items() if name.endswith(".html") and "/" not in name]
    return {
        "csv": in_csv(tables),
        "xlsx": in_workbook(site["study.xlsx"]),
        "html": Page(export(made[1], Form.HTML).data.decode()).tables,
        "site": {title: grid for page in pages for title, grid in Page(page).tables.items()},
        "docx": in_document(site["study.docx"]),
    }


def in_csv(files: Mapping[str, bytes]) -> dict[str, Grid]:
    """By file name; the two columns that name the edition are left out."""
    return {name: [line[:-2] for line in csv.reader(io.StringIO(data.decode()))] for name, data in files.items()}


def in_workbook(data: bytes) -> dict[str, Grid]:
    """By tab, without the note below."""
    found = {}
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        *_, last = range_boundaries(str(sheet.auto_filter.ref))
        lines = sheet.iter_rows(max_row=last, values_only=True)
        found[sheet.title] = [["" if value is None else str(value) for value in line] for line in lines]
    return found


def in_document(data: bytes) -> dict[str, Grid]:
    """By caption without its number."""
    found: dict[str, Grid] = {}
    caption = ""
    for one in Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(one, Paragraph) and one.style is not None and one.style.name == "Caption":
            caption = one.text.partition(": ")[2]
        elif isinstance(one, DocxTable):
            found[caption] = [[cell.text for cell in row.cells] for row in one.rows]
    return found


class Page(HTMLParser):
    """The tables of a page by caption, the first of each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: dict[str, Grid] = {}
        self._grid: Grid = []
        self._text: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._grid = []
        elif tag == "tr":
            self._grid.append([])
        elif tag in ("td", "th", "caption"):
            self._text = ""

    def handle_endtag(self, tag: str) -> None:
        if self._text is None or tag not in ("td", "th", "caption"):
            return
        if tag == "caption":
            self.tables.setdefault(self._text.strip(), self._grid)
        else:
            self._grid[-1].append(self._text.strip())
        self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text += data


TITLES = {
    "table": "How many countries cover each conduct",
    "answers": "Every country's answer to every conduct",
    "elements": "Elements by the number of countries that miss them",
    "countries": "What each country misses",
    "sources": "The texts of laws that were read",
    "progress": "How each conduct stood in each edition",
    "sums": "Every row accounts for every country",
}
FILES = {
    "table": ("table.csv", "Table"),
    "answers": ("answers.csv", "Answers"),
    "elements": ("gaps-by-element.csv", "Gaps by element"),
    "countries": ("gaps-by-country.csv", "Gaps by country"),
    "sources": ("sources.csv", "Sources"),
    "progress": ("progress.csv", "Progress"),
    "sums": ("row-sums.csv", "Row sums"),
}


def everywhere(forms: Mapping[str, Mapping[str, Grid]], name: str) -> dict[str, Grid]:
    """Form -> lines below the header of one table, of every form that prints it as a table."""
    found = {}
    for form, grids in forms.items():
        title = FILES[name][0] if form == "csv" else FILES[name][1] if form == "xlsx" else TITLES[name]
        if title in grids:
            found[form] = grids[title][1:]
    return found


def figures(cells: Sequence[str]) -> list[int]:
    return [int(one) for one in cells]


def test_the_study_table_in_every_form(made: tuple[Facts, Publication], forms: dict[str, dict[str, Grid]]) -> None:
    facts, found = made
    expected = facts.table(CODES)
    assert len({str(counts) for _, counts in expected}) > 3  # the draw made rows that differ
    shown = everywhere(forms, "table")
    assert set(shown) == set(forms)
    for form, lines in shown.items():
        first = 1 if form == "docx" else 2
        assert [(line[0], figures(line[first : first + 7])) for line in lines] == expected, form
    data = json.loads(archive.unpacked(export(found, Form.JSON).data)["study.json"])["dossier"]["study"]["table"]
    names = ("covered", "partial", "not_or_unclear", "not_covered", "unclear", "not_assessed", "total")
    assert [(row["label"], [row[name] for name in names]) for row in data] == expected


def test_every_slice_in_every_form(made: tuple[Facts, Publication], forms: dict[str, dict[str, Grid]]) -> None:
    facts, found = made
    kinds = [one.kind for one in found.dossier.study.slices]
    assert {"instrument", "region", "subregion", "group"} == set(kinds)
    for one in found.dossier.study.slices:
        labels = {row.label for row in one.rows}
        expected = [(label, counts) for label, counts in facts.table(one.countries) if label in labels]
        assert len(expected) == (len(labels) if one.kind == "instrument" else len(facts.benchmark.rows))
        title = f"By {one.kind}: {one.title}"
        for form in ("html", "site", "docx"):
            if title in forms[form]:
                first = 1 if form == "docx" else 2
                lines = forms[form][title][1:]
                assert [(line[0], figures(line[first : first + 7])) for line in lines] == expected, (form, title)
        assert title in forms["site"]
        assert (title in forms["html"]) == (title in forms["docx"]) == (one.kind != "subregion")
    order = [name for name in forms["xlsx"] if name not in {tab for _, tab in FILES.values()} | {"About"}]
    assert len(order) == len(kinds)
    for tab, one in zip(order, found.dossier.study.slices, strict=True):
        labels = {row.label for row in one.rows}
        expected = [(label, counts) for label, counts in facts.table(one.countries) if label in labels]
        assert [(line[0], figures(line[2:9])) for line in forms["xlsx"][tab][1:]] == expected, tab


def test_every_answer(made: tuple[Facts, Publication], forms: dict[str, dict[str, Grid]]) -> None:
    facts, found = made
    expected = [
        [code, name, *(WORDS[facts.row(row.elements, code)] or "not assessed" for row in facts.benchmark.rows)]
        for code, name in facts.names.items()
    ]
    shown = everywhere(forms, "answers")
    assert set(shown) == {"csv", "xlsx", "site"}
    for form, lines in shown.items():
        assert [[cell.removesuffix(" (not required)") for cell in line] for line in lines] == expected, form
    for sheet in found.dossier.sheets:
        short = [facts.answers.get((sheet.country.code, one.id)) for one in facts.benchmark.elements]
        assert [one.cell.counted.value if one.cell.counted else None for one in sheet.entries] == short


def test_the_gaps(made: tuple[Facts, Publication], forms: dict[str, dict[str, Grid]]) -> None:
    facts, _ = made
    kinds = ("not_covered", "partial", "unclear")
    listed = {one.id: [facts.missing(one.id, kind) for kind in kinds] for one in facts.benchmark.elements}
    expected = {
        id: [
            *(str(len(codes)) for codes in lists),
            *(", ".join(facts.names[code] for code in codes) for codes in lists),
        ]
        for id, lists in listed.items()
        if any(lists)
    }
    shown = everywhere(forms, "elements")
    assert set(shown) == set(forms)
    for form, lines in shown.items():
        if form == "docx":
            labels = {one.label: expected[one.id] for one in facts.benchmark.elements if one.id in expected}
            assert {line[0]: line[2:5] for line in lines} == {label: row[:3] for label, row in labels.items()}, form
        else:
            assert {line[0]: [*line[3:6], *line[7:10]] for line in lines} == expected, form
    gaps = sorted(
        (facts.names[code], element, WORDS[answer])
        for (code, element), answer in facts.answers.items()
        if answer in ("not_covered", "partial")
    )
    for form, lines in everywhere(forms, "countries").items():
        assert sorted((line[0], line[1], line[4]) for line in lines) == gaps, form


def test_sources_progress_and_sums(made: tuple[Facts, Publication], forms: dict[str, dict[str, Grid]]) -> None:
    facts, found = made
    laws = sorted((name, title, str(sections), sha256) for name, title, sections, sha256 in facts.laws)
    assert len(laws) == len(CODES)
    for form, lines in everywhere(forms, "sources").items():
        if form != "docx":
            assert sorted((line[0], line[1], line[7], line[10]) for line in lines) == laws, form
    none = [("empty", row.label, [0] * 5) for row in facts.benchmark.rows]
    full = [("full", label, [*counts[:2], *counts[3:6]]) for label, counts in facts.table(CODES)]
    for form, lines in everywhere(forms, "progress").items():
        assert [(line[0], line[2], figures(line[3:8])) for line in lines] == none + full, form
    rows = len(facts.benchmark.rows) + sum(len(one.rows) for one in found.dossier.study.slices)
    for form, lines in everywhere(forms, "sums").items():
        assert len(lines) == rows, form
        assert {line[2] == line[3] and line[4] == "yes" for line in lines} == {True}, form
