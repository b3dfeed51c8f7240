"""Every figure of every export is the study's own; two exports are the same bytes; nothing in them runs."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from study_samples import COUNTRIES, QUOTE, cells_of, dossier, publication
from workspaces import OFFER, PRODUCE, make_workspace, write_statute

from analyser.errors import AnalyserError, NotFound
from analyser.review.judgement import Judgement
from analyser.review.records import CitationDraft, RatingDraft
from analyser.study.dossier import Publication
from analyser.study.exports import Form, SheetForm, archive, export, export_sheet, tables
from analyser.study.exports.data import csv_files
from analyser.study.records import Country
from benchmarks import Benchmark, load_benchmark


@pytest.fixture(scope="module")
def benchmark() -> Benchmark:
    return load_benchmark("csea-2012")


@pytest.fixture(scope="module")
def found(benchmark: Benchmark) -> Publication:
    return publication(dossier(benchmark, cells_of(benchmark)))


@pytest.fixture(scope="module")
def files(found: Publication) -> dict[Form, bytes]:
    return {form: export(found, form).data for form in Form}


class Cells(HTMLParser):
    """Rows of every table of a page, by caption; and every address the page asks for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.addresses: list[str] = []
        self.tags: Counter[str] = Counter()
        self._rows: list[list[str]] = []
        self._text: list[str] | None = None
        self._caption = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag == "caption":
            self._caption = True
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._text is not None:
            self._rows[-1].append(" ".join("".join(self._text).split()))
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._caption:
            self._rows, self._caption = [], False
            self.tables.setdefault(data.strip(), self._rows)  # a chart repeats the table it draws
        elif self._text is not None:
            self._text.append(data)


def expected(found: Publication) -> list[tuple[str, list[int]]]:
    """The study table's figures, straight from the study."""
    return [(row.label, list(tables.counts(row))) for row in found.dossier.study.table]


def of_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode())))


def test_the_figures_of_every_form_are_the_studys(found: Publication, files: dict[Form, bytes]) -> None:
    sheet = load_workbook(io.BytesIO(files[Form.XLSX]))["Table"]
    lines = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[2] is not None]
    assert [(row[0], list(row[2:10])) for row in lines] == expected(found)
    listed = of_csv(archive.unpacked(files[Form.CSV])["table.csv"])[1:]
    assert [(row[0], [int(one) for one in row[2:10]]) for row in listed] == expected(found)
    page = Cells(files[Form.HTML].decode()).tables["How many countries cover each conduct"]
    assert [(row[0], [int(one) for one in row[2:10]]) for row in page[1:]] == expected(found)
    paper = Document(io.BytesIO(files[Form.DOCX]))
    (counted,) = [one for one in paper.tables if one.rows[0].cells[1].text == "Covered"][:1]
    written = [(row.cells[0].text, [int(cell.text) for cell in row.cells[1:]]) for row in counted.rows[1:]]
    assert written == [(label, counts[:7]) for label, counts in expected(found)]
    data = json.loads(archive.unpacked(files[Form.JSON])["study.json"])
    rows = data["dossier"]["study"]["table"]
    assert [(row["covered"], row["not_or_unclear"], row["total"]) for row in rows] == [
        (counts[0], counts[2], counts[6]) for _, counts in expected(found)
    ]
    site = Cells(archive.unpacked(files[Form.SITE])["index.html"].decode()).tables
    assert site["How many countries cover each conduct"] == page


def test_the_answers_add_up_to_the_counts(found: Publication, files: dict[Form, bytes]) -> None:
    lines = of_csv(archive.unpacked(files[Form.CSV])["answers.csv"])
    for column, (_, counts) in enumerate(expected(found), 2):
        given = Counter(line[column].removesuffix(" (not required)") for line in lines[1:])
        assert (given["covered"], given["partial"]) == (counts[0], counts[1])
        assert given["not covered"] + given["unclear"] == counts[2]
        assert given["not assessed"] == counts[5]
        assert sum(given.values()) == len(COUNTRIES)


@pytest.mark.parametrize("form", list(Form))
def test_two_exports_of_one_edition_are_the_same_bytes(
    benchmark: Benchmark, files: dict[Form, bytes], form: Form
) -> None:
    again = publication(dossier(benchmark, cells_of(benchmark)))
    assert export(again, form).data == files[form]


def test_every_form_carries_edition_date_sources_and_check(found: Publication, files: dict[Form, bytes]) -> None:
    book = load_workbook(io.BytesIO(files[Form.XLSX]))
    about = {str(row[0]): str(row[1]) for row in book["About"].iter_rows(values_only=True)}
    paper = Document(io.BytesIO(files[Form.DOCX]))
    said = "\n".join(
        [*(one.text for one in paper.paragraphs), *(cell.text for row in paper.tables[0].rows for cell in row.cells)]
    )
    data = json.loads(archive.unpacked(files[Form.JSON])["study.json"])
    everywhere = [" ".join(about.values()), said, files[Form.HTML].decode(), json.dumps(data)]
    everywhere += [archive.unpacked(files[Form.SITE])["index.html"].decode()]
    everywhere += [archive.unpacked(files[Form.CSV])["about.csv"].decode()]
    for text in everywhere:
        assert "2026-01" in text
        assert "2026-01-02" in text
        assert found.imprint.fingerprint in text
        assert re.search(r"checked: all \d+ rows sum to their number of countries", text)
    assert [row[0] for row in of_csv(archive.unpacked(files[Form.CSV])["sources.csv"])[1:]] == [
        f"Country {letter}" for letter in "ABCD"
    ]
    assert all(
        line[-2:] == ["2026-01", "2026-01-02"] for line in of_csv(archive.unpacked(files[Form.CSV])["table.csv"])[1:]
    )


def test_the_json_keeps_its_schema(files: dict[Form, bytes]) -> None:
    members = archive.unpacked(files[Form.JSON])
    schema = json.loads(members["study.schema.json"])
    Draft202012Validator.check_schema(schema)
    data = json.loads(members["study.json"])
    Draft202012Validator(schema).validate(data)
    del data["dossier"]["study"]["table"][0]["total"]
    assert not Draft202012Validator(schema).is_valid(data)


def test_a_row_that_does_not_sum_is_never_exported(found: Publication, benchmark: Benchmark) -> None:
    study = found.dossier.study
    wrong = replace(study, table=(replace(study.table[0], covered=9), *study.table[1:]))
    for form in (Form.XLSX, Form.CSV, Form.HTML, Form.JSON, Form.DOCX):
        with pytest.raises(AnalyserError, match="sums to"):
            export(replace(found, dossier=replace(found.dossier, study=wrong)), form)


def test_the_workbook_has_filters_panes_and_no_formula(benchmark: Benchmark) -> None:
    named = (Country("xa", "=1+1"), *COUNTRIES[1:])
    book = load_workbook(
        io.BytesIO(export(publication(dossier(benchmark, cells_of(benchmark), named)), Form.XLSX).data)
    )
    for sheet in book.worksheets:
        assert (sheet.freeze_panes, bool(sheet.auto_filter.ref)) == ("B2", True)
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert book["Answers"]["B2"].value == "=1+1"
    about = book["About"]
    (fingerprint,) = [row[0].row for row in about.iter_rows() if row[0].value == "Fingerprint"]
    assert about.row_dimensions[fingerprint].height >= 30  # 64 characters need two lines
    assert len(set(book.sheetnames)) == len(book.sheetnames)


def test_the_document_has_styles_contents_captions_and_headers(files: dict[Form, bytes]) -> None:
    paper = Document(io.BytesIO(files[Form.DOCX]))
    headings = [one.text for one in paper.paragraphs if one.style is not None and one.style.name.startswith("Heading")]
    assert {"The study table", "Pictures", "Gaps", "Country A", "Sources and checks"} <= set(headings)
    xml = archive.unpacked(files[Form.DOCX])["word/document.xml"].decode()
    assert xml.count("PAGEREF") > 5
    marks = set(re.findall(r'w:bookmarkStart w:id="\d+" w:name="(\w+)"', xml))
    assert set(re.findall(r"PAGEREF (\w+)", xml)) <= marks
    captions = [one.text for one in paper.paragraphs if one.style is not None and one.style.name == "Caption"]
    assert any(one.startswith("Table ") for one in captions)
    assert any(one.startswith("Figure ") for one in captions)
    assert xml.count("w:tblHeader") == len(paper.tables)
    assert 'descr="' in xml
    assert "2026-01" in paper.sections[0].footer.paragraphs[0].text
    assert str(paper.core_properties.modified) == "2026-01-02 09:30:00+00:00"


def test_archives_hold_no_moment_of_the_machine(files: dict[Form, bytes]) -> None:
    for form in (Form.XLSX, Form.DOCX, Form.CSV, Form.JSON, Form.SITE):
        with zipfile.ZipFile(io.BytesIO(files[form])) as packed:
            assert {entry.date_time for entry in packed.infolist()} == {archive.EPOCH}


def test_pages_run_nothing_and_call_nobody(files: dict[Form, bytes]) -> None:
    members = archive.unpacked(files[Form.SITE])
    site = {name: data.decode() for name, data in members.items() if name.endswith(".html")}
    assert len(site) == 5 + len(COUNTRIES)
    for name, html in {**site, "printed": files[Form.HTML].decode()}.items():
        page = Cells(html)
        assert page.tags["script"] == 0
        assert not [one for one in page.addresses if re.match(r"(https?:)?//", one)], name
        assert "default-src 'none'" in html


def test_the_links_of_the_site_lead_somewhere(files: dict[Form, bytes]) -> None:
    members = archive.unpacked(files[Form.SITE])
    for name, data in members.items():
        if name.endswith(".html"):
            for address in Cells(data.decode()).addresses:
                place = address.partition("#")[0]
                wanted = (Path(name).parent / place).as_posix() if place else name
                parts: list[str] = []
                for part in wanted.split("/"):
                    parts = parts[:-1] if part == ".." else parts if part == "." else [*parts, part]
                assert "/".join(parts) in members, (name, address)


def test_a_sheet_and_a_questionnaire_hold_proof_absence_and_questions(found: Publication) -> None:
    sheets = {form: export_sheet(found, "xc", form).data for form in SheetForm}
    assert sheets == {form: export_sheet(found, "xc", form).data for form in SheetForm}
    page = sheets[SheetForm.SHEET_HTML].decode()
    assert "No provision on this was found in the text of Penal Code (as of 2024-05-31; 40 sections" in page
    assert "Make the following a criminal offence, in the terms of Lanzarote Article 20(1)(a)" in page
    assert "How others word it" in page
    assert QUOTE in page
    asked = sheets[SheetForm.QUESTIONNAIRE_HTML].decode()
    assert asked.count("<strong>Question:</strong>") == 11
    paper = Document(io.BytesIO(sheets[SheetForm.QUESTIONNAIRE_DOCX]))
    assert sum(one.text.startswith("Question: ") for one in paper.paragraphs) == 11
    with pytest.raises(NotFound, match="zz is not in this study"):
        export_sheet(found, "zz", SheetForm.SHEET_HTML)


def test_hostile_words_stay_words(benchmark: Benchmark) -> None:
    named = (Country("xa", "<script>alert(1)</script>&"), *COUNTRIES[1:])
    found = publication(dossier(benchmark, cells_of(benchmark), named), "../<b>")
    assert re.fullmatch(r"[A-Za-z0-9.-]+", export(found, Form.CSV).name)
    html = export(found, Form.HTML).data.decode()
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_an_empty_study_can_be_exported(benchmark: Benchmark) -> None:
    empty = publication(dossier(benchmark, {}, ()))
    for form in (Form.XLSX, Form.DOCX, Form.HTML, Form.JSON):
        assert export(empty, form).data


def test_the_figures_are_those_of_the_database(tmp_path: Path) -> None:
    workspace: Any = make_workspace(tmp_path)
    user = workspace.local_user()
    for code, judgements in (("xa", (Judgement.COVERED, Judgement.NOT_COVERED)), ("xb", (Judgement.UNCLEAR, None))):
        folder = tmp_path / code
        folder.mkdir()
        law = workspace.ingest(write_statute(folder), code, by=user, title="Act")
        proof = (CitationDraft(workspace.sections(law.id).items[1].id, "produces child pornography"),)
        for element, judgement in zip((PRODUCE, OFFER), judgements, strict=True):
            if judgement is not None:
                cited = proof if judgement is Judgement.COVERED else ()
                workspace.rate(RatingDraft(code, element, judgement, "as written", (), cited), by=user)
    workspace.freeze("csea-2012", "2026-01", by=user)
    given = Counter((one.element, one.judgement.value) for one in workspace.ratings(viewer=user))
    lines = of_csv(csv_files(workspace.publication("2026-01", viewer=user))["table.csv"])
    workspace.close()
    for element, line in zip((PRODUCE, OFFER), lines[1:3], strict=True):
        names = ("covered", "partial", "not_covered", "unclear")
        covered, partial, missing, unclear = (given[element, name] for name in names)
        rest = 2 - covered - partial - missing - unclear
        figures = [covered, partial, missing + unclear, missing, unclear, rest, 2, 0]
        assert [int(one) for one in line[2:10]] == figures
