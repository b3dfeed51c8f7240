"""The codebook as a DOCX file: heading styles, a table of contents, one element a page, a glossary.

The table of contents is a field with its entries already written, so that it shows in every program and can be renewed
with page numbers in a word processor. Times inside the file are fixed: the same codebook gives the same file.
"""

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from benchmarks.codebook import Codebook, Page
from benchmarks.glossary import Term

MADE = datetime(2020, 1, 1, tzinfo=UTC)  # neither the clock nor the machine may show in the file


def to_docx(book: Codebook) -> bytes:
    """The file's bytes."""
    document = Document()
    _prepare(document, book)
    _cover(document, book)
    _contents(document, book)
    for page in book.pages:
        _element(document, page, book)
    _lists(document, book)
    raw = io.BytesIO()
    document.save(raw)
    return _timeless(raw.getvalue())


def _timeless(content: bytes) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, MADE.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _add(document: Any, text: str = "", style: str = "") -> Any:
    """A paragraph at the end; the style by its id, as looking it up by name takes most of the time of a long file."""
    paragraph = document.add_paragraph(text)
    if style:
        paragraph._p.style = style
    return paragraph


def _prepare(document: Any, book: Codebook) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.6)
    styles = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(9.5)
    body = styles["Normal"].paragraph_format
    body.space_after, body.line_spacing = Pt(2), 1.0
    for name, size in (("Title", 24), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 10)):
        styles[name].font.size, styles[name].font.color.rgb = Pt(size), RGBColor(0x1F, 0x2A, 0x44)
    styles["Heading 2"].paragraph_format.page_break_before = True
    styles["Heading 3"].paragraph_format.space_before = Pt(5)
    properties = document.core_properties
    properties.title = f"{book.labels.words['codebook']}{book.labels.colon}{book.benchmark.title}"
    properties.language, properties.author = book.labels.language, ""
    properties.comments = f"{book.benchmark.id} {book.benchmark.version} {book.benchmark.fingerprint}"
    properties.created = properties.modified = MADE
    _page_number(section.footer.paragraphs[0], f"{book.benchmark.id} {book.benchmark.version}\t\t")


def _page_number(paragraph: Any, before: str) -> None:
    paragraph.add_run(before)
    _field(paragraph, "PAGE", "1")


def _field(paragraph: Any, code: str, shown: str) -> None:
    for kind in ("begin", None, "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind is None:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = code
            run._r.append(element)
        elif kind == "shown":
            run.text = shown
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)


def _cover(document: Any, book: Codebook) -> None:
    words, benchmark = book.labels.words, book.benchmark
    _add(document, words["codebook"], "Title")
    _add(document, benchmark.title, "Subtitle")
    _add(
        document,
        f"{benchmark.id}, {words['version']} {benchmark.version}; {len(book.pages)} {words['elements'].lower()}. "
        f"{words['in_english']}",
    )
    _add(document, f"{words['fingerprint']} {benchmark.fingerprint}")
    for name, title in book.titles.items():
        _add(document, f"{title}. {book.citations[name]}", "ListBullet")


def _contents(document: Any, book: Codebook) -> None:
    heading = _add(document, book.labels.words["contents"], "Heading1")
    heading.paragraph_format.page_break_before = True
    lines = [_add(document) for _ in book.pages]
    for line, page in zip(lines, book.pages, strict=True):
        line.paragraph_format.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT)
        _link(line, page.element.id, f"{page.article}{book.labels.colon}{page.label}")
    _wrap_field(lines, 'TOC \\o "2-2" \\h \\z \\u')


def _wrap_field(lines: list[Any], code: str) -> None:
    """Puts paragraphs into one field, so that a word processor renews them as a table of contents."""
    first, last = lines[0]._p, lines[-1]._p
    start = first.index(first.pPr) + 1 if first.pPr is not None else 0
    for offset, (kind, text) in enumerate((("begin", ""), ("", code), ("separate", ""))):
        first.insert(start + offset, _field_run(kind, text))
    last.append(_field_run("end", ""))


def _field_run(kind: str, code: str) -> Any:
    run = OxmlElement("w:r")
    inner = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        inner.set(qn("w:fldCharType"), kind)
    else:
        inner.set(qn("xml:space"), "preserve")
        inner.text = code
    run.append(inner)
    return run


def _bookmark(paragraph: Any, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _place(name))
    end.set(qn("w:id"), str(number))
    paragraph._p.append(start)
    paragraph._p.append(end)


def _place(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name)[:40]


def _link(paragraph: Any, target: str, text: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _place(target))
    link.append(paragraph.add_run(text)._r)
    paragraph._p.append(link)


def _element(document: Any, page: Page, book: Codebook) -> None:
    words, element = book.labels.words, page.element
    heading = _add(document, f"{page.article}{book.labels.colon}{page.label}", "Heading2")
    _bookmark(heading, element.id, book.pages.index(page) + 1)
    _add(document, element.id + ("" if element.verified else f". {words['unverified']}"))
    for what, said in page.facts:
        _told(document, what, said, colon=book.labels.colon)
    if page.partial:
        _titled(document, words["partial_when"])
        for code, said in page.partial:
            _told(document, code, said, "ListBullet")
    _titled(document, words["not_enough"], element.not_enough)
    _examples(document, page, book)
    _titled(document, words["reservations"], element.reservations)
    _states(document, page, book)
    _neighbours(document, page, book)
    for name, concepts in (("wider", page.wider), ("narrower", page.narrower)):
        if concepts:
            _titled(document, words[name], "; ".join(concepts))
    if page.terms:
        _titled(document, words["terms"])
        for term in page.terms:
            line = _add(document, "", "ListBullet")
            _link(line, f"term {term.term}", term.term)
            line.add_run(f": {_graded(term, book)}")


def _titled(document: Any, heading: str, text: str = "") -> None:
    _add(document, heading, "Heading3")
    if text:
        _add(document, text)


def _told(document: Any, what: str, said: str, style: str = "", colon: str = ": ") -> None:
    paragraph = _add(document, "", style)
    paragraph.add_run(f"{what}{colon}").bold = True
    paragraph.add_run(said)


def _examples(document: Any, page: Page, book: Codebook) -> None:
    if page.examples:
        _titled(document, book.labels.words["examples"])
    for example in page.examples:
        reason = f" ({example.reason})" if example.reason else ""
        paragraph = _add(document, "", "Quote")
        paragraph.add_run(f"{book.labels.words['example_' + example.kind]}{reason}{book.labels.colon}").bold = True
        paragraph.add_run(f"{example.text} ")
        paragraph.add_run(example.why).italic = False


def _states(document: Any, page: Page, book: Codebook) -> None:
    words = book.labels.words
    _titled(document, words["states"], "" if page.reservations else words["states_none"])
    for one in page.reservations:
        dates = f"{words['since'].lower()} {_day(one.since, book)}, {words['until'].lower()} {_day(one.until, book)}"
        head = f"{one.jurisdiction.upper()} ({words['effect_' + one.effect]}; {dates})"
        _told(document, head, f"{one.words} {words['source']}: {one.source}", "ListBullet")


def _day(day: date | None, book: Codebook) -> str:
    return day.isoformat() if day else book.labels.words["unknown"]


def _neighbours(document: Any, page: Page, book: Codebook) -> None:
    words, here = book.labels.words, {one.element.id for one in book.pages}
    _titled(document, words["neighbours"], words["neighbours_note"] if page.neighbours else words["neighbours_none"])
    for id, said in page.neighbours:
        line = _add(document, "", "ListBullet")
        if id in here:
            _link(line, id, said)
        else:
            line.add_run(said)


def _graded(term: Term, book: Codebook) -> str:
    words = book.labels.words
    better = f"; {words['prefer']} {term.prefer}" if term.prefer else ""
    return words[f"grade_{term.grade or 'unknown'}"] + better


def _lists(document: Any, book: Codebook) -> None:
    words = book.labels.words
    for name, pairs in (("ratings", book.labels.ratings), ("reasons", book.labels.reasons)):
        heading = _add(document, words[name], "Heading1")
        heading.paragraph_format.page_break_before = name == "ratings"
        _codes(document, pairs.items())
    heading = _add(document, words["glossary"], "Heading1")
    heading.paragraph_format.page_break_before = True
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, name in zip(table.rows[0].cells, ("term", "grade", "meaning"), strict=True):
        cell.paragraphs[0].add_run(words[name]).bold = True
    for number, term in enumerate(book.glossary):
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = term.term, _graded(term, book), term.meaning
        _bookmark(cells[0].paragraphs[0], f"term {term.term}", len(book.pages) + 1 + number)


def _codes(document: Any, pairs: Iterable[tuple[str, str]]) -> None:
    for code, said in pairs:
        _told(document, code, said)
