"""The printed codebook: everything on an element's page, in HTML and DOCX, in English and French."""

import io
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

import benchmarks
from analyser.cli.benchmarks import benchmarks_app
from analyser.errors import DiskFull, UnknownName
from benchmarks.codebook import Codebook, compose, terms_in
from benchmarks.export_docx import to_docx
from benchmarks.export_html import to_html
from benchmarks.glossary import load_glossary
from benchmarks.instruments import TEXTS

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Reader(HTMLParser):
    """Collects ids and links, and refuses tags that do not close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def book() -> Codebook:
    return compose(benchmarks.load_benchmark("lanzarote"))


def read(book: Codebook) -> Reader:
    reader = Reader()
    reader.feed(to_html(book))
    assert reader.open == []
    return reader


def test_a_page_has_everything_the_codebook_knows(book: Codebook) -> None:
    page = next(page for page in book.pages if page.element.id == "lanzarote.24.2")
    element = page.element
    assert (page.label, page.article) == (element.label, "Lanzarote, Article 24(2)")
    assert dict(page.facts)["Mental element"] == element.mental
    assert dict(page.partial) == dict(element.partial_when)
    assert [one.kind for one in page.examples] == ["covered", "partial", "none"]
    assert [one.jurisdiction for one in page.reservations] == ["ad"]
    assert ("budapest.11.2", "Budapest, Article 11(2): Attempt") in page.neighbours


def test_the_page_of_a_concept_within_another_names_the_wider_one(book: Codebook) -> None:
    page = next(page for page in book.pages if page.element.id == "lanzarote.23.sex")
    assert page.wider == ("Online grooming with or without a meeting",)


def test_terms_of_the_page_carry_their_grade(book: Codebook) -> None:
    page = next(page for page in book.pages if page.element.id == "lanzarote.20.1.f")
    grades = {term.term: term.grade for term in page.terms}
    assert grades["child sexual abuse material"] == "usable"
    assert grades["child pornography"] == "avoid"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Child Sexual Abuse Material is made.", ["child sexual abuse material"]),
        ("Two pornographic performances.", ["pornographic performance"]),
        ("child sexual abuse and child sexual abuse material", ["child sexual abuse material", "child sexual abuse"]),
        ("the groomings", ["grooming"]),
        ("a bridegroom", []),
    ],
)
def test_terms_are_found_as_whole_words(text: str, found: list[str]) -> None:
    assert [term.term for term in terms_in(text)] == found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_html_is_well_formed_and_its_links_lead_somewhere(language: str) -> None:
    for name in ("lanzarote", "csea-2012"):
        reader = read(compose(benchmarks.load_benchmark(name), language))
        assert len(reader.ids) == len(set(reader.ids))
        assert {link.removeprefix("#") for link in reader.links} <= set(reader.ids)
        assert all(link.startswith("#") for link in reader.links)


def test_the_html_says_every_word_of_every_entry_and_of_the_glossary(book: Codebook) -> None:
    text = " ".join("".join(read(book).text).split())
    for page in book.pages:
        for said in (page.label, page.element.not_enough, *dict(page.facts).values(), *dict(page.partial).values()):
            assert said in text, page.element.id
        for example in page.examples:
            assert example.text in text, page.element.id
    for term in load_glossary():
        assert term.meaning in text


def test_what_a_user_writes_is_escaped(book: Codebook, tmp_path: Path) -> None:
    (tmp_path / "instruments").mkdir()
    (tmp_path / "sets").mkdir()
    fields = [name for name in (*TEXTS, "not_enough", "reservations") if name not in ("label", "definition")]
    (tmp_path / "instruments" / "own.yaml").write_text(
        "instrument: own\nshort: Own\ntitle: A <b>title</b>\ncitation: Here\nelements:\n  - id: own.1\n"
        "    concept: csam.access\n    article: Article 1\n"
        "    label: <script>alert(1)</script>\n    definition: D & d\n"
        + "".join(f"    {name}: Words.\n" for name in fields)
        + "    partial_when: {GENDERED: One sex}\n",
        encoding="utf-8",
    )
    (tmp_path / "sets" / "own.yaml").write_text('benchmark: own\nversion: "1"\ntitle: Own\nelements: [own.1]\n')
    written = to_html(compose(benchmarks.load_benchmark("own", tmp_path), "fr", tmp_path))
    assert "<script" not in written
    assert "&lt;script&gt;" in written
    assert "D &amp; d" in written


def test_the_docx_has_a_heading_for_every_element_and_a_table_of_contents() -> None:
    book = compose(benchmarks.load_benchmark("csea-2012"), "fr")
    document = Document(io.BytesIO(to_docx(book)))
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    assert headings[0] == "Lanzarote, Article 20, paragraphe 1.a\u00a0: Produire du matériel d’abus sexuels sur enfants"
    assert len(headings) == len(book.pages) == 11
    inside = document.element.xml
    assert 'TOC \\o "2-2"' in inside
    targets = {line.split('"')[0] for line in inside.split('w:anchor="')[1:]}
    marks = {line.split('"')[0] for line in inside.split('w:name="')[1:]}
    assert targets <= marks
    assert len(document.tables[-1].rows) == len(load_glossary()) + 1


def test_the_same_codebook_gives_the_same_bytes() -> None:
    books = [compose(benchmarks.load_benchmark("csea-2012")) for _ in range(2)]
    assert to_docx(books[0]) == to_docx(books[1])
    assert to_html(books[0]) == to_html(books[1])


def test_the_command_writes_both_files(tmp_path: Path) -> None:
    for format, start in (("html", b"<!DOCTYPE html>"), ("docx", b"PK")):
        path = tmp_path / f"book.{format}"
        arguments = ["export", "csea-2012", "--format", format, "--language", "fr", "--output", str(path)]
        result = CliRunner().invoke(benchmarks_app, arguments, catch_exceptions=False)
        assert "11 elements of csea-2012 1." in result.stdout
        assert path.read_bytes().startswith(start)


def test_the_command_refuses_unknown_languages_and_folders_that_are_not_there(tmp_path: Path) -> None:
    arguments = ["export", "csea-2012", "--output", str(tmp_path / "a.html"), "--language", "xx"]
    assert isinstance(CliRunner().invoke(benchmarks_app, arguments).exception, UnknownName)
    arguments = ["export", "csea-2012", "--output", str(tmp_path / "none" / "a.html")]
    assert isinstance(CliRunner().invoke(benchmarks_app, arguments).exception, DiskFull)
