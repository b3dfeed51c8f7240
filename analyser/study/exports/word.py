"""The pieces of a Word document: headings that a table of contents finds, captions, tables, quotations, page numbers.

Fields carry their result, so that a reader that never updates them still shows a contents list and numbers. No date of
the machine goes into the file.
"""

import io
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph

from analyser.study.charts import ANSWERS, COLOURS, INKS
from analyser.study.exports import archive

_SHADES = {one: (colour[1:], ink) for one, colour, ink in zip(ANSWERS, COLOURS, INKS, strict=True)}
_BLUE = RGBColor(0x00, 0x52, 0x7F)
_TEXT = Cm(17.0)  # width of the text on an upright A4 page
_TOC_LEVELS = 2


class Word:
    """A document being written; headings are collected for the contents list."""

    def __init__(self, title: str, subject: str, footer: str, moment: datetime) -> None:
        self.paper: Paper = Document()
        self._headings: list[tuple[int, str, str]] = []
        self._numbers = {"Table": 0, "Figure": 0}
        self._contents: Paragraph | None = None
        properties = self.paper.core_properties
        properties.title, properties.subject = title, subject
        properties.author = properties.last_modified_by = "statute gap analyser"
        properties.comments, properties.keywords = "", ""
        properties.created = properties.modified = properties.last_printed = moment.replace(tzinfo=None)
        properties.revision = 1
        self._style()
        self._page(title, footer)

    def _style(self) -> None:
        styles = self.paper.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(10.5)
        normal.paragraph_format.space_after = Pt(6)
        for name, size in (("Title", 24), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11), ("TOC Heading", 16)):
            style = styles[name]
            style.font.name, style.font.size, style.font.bold = "Calibri", Pt(size), True
            style.font.color.rgb = _BLUE
            style.paragraph_format.keep_with_next = True
            fonts = style.element.rPr.rFonts
            for key in [key for key in fonts.attrib if "Theme" in key]:
                del fonts.attrib[key]
        styles["Caption"].font.color.rgb, styles["Caption"].font.size = RGBColor(0x33, 0x33, 0x33), Pt(9.5)
        styles["Intense Quote"].font.color.rgb = RGBColor(0x22, 0x22, 0x22)
        styles["Quote"].paragraph_format.left_indent = Cm(0.8)

    def _page(self, title: str, footer: str) -> None:
        section = self.paper.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.0)
        section.top_margin = section.bottom_margin = Cm(2.2)
        section.header.paragraphs[0].text = title
        line = section.footer.paragraphs[0]
        line.paragraph_format.tab_stops.add_tab_stop(_TEXT, WD_TAB_ALIGNMENT.RIGHT)
        line.add_run(f"{footer}\t")
        _field(line, "PAGE", "1")
        line.add_run(" / ")
        _field(line, "NUMPAGES", "1")
        for shown in (section.header.paragraphs[0], line):
            for run in shown.runs:
                run.font.size, run.font.color.rgb = Pt(8.5), RGBColor(0x55, 0x55, 0x55)

    def turn(self, sideways: bool) -> None:
        """Begin a section on a new page, sideways or upright."""
        section = self.paper.add_section()
        wanted = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
        if section.orientation != wanted:
            section.orientation = wanted
            section.page_width, section.page_height = section.page_height, section.page_width

    def title(self, text: str, below: str) -> None:
        self.paper.add_paragraph(text, style="Title")
        self.paper.add_paragraph(below, style="Subtitle")

    def contents(self) -> None:
        """Where the contents list will stand; it is filled when the document is finished."""
        self.paper.add_paragraph("Contents", style="TOC Heading").paragraph_format.page_break_before = True
        self._contents = self.paper.add_paragraph()

    def heading(self, text: str, level: int = 1, new_page: bool = False) -> None:
        paragraph = self.paper.add_heading(level=level)
        paragraph.paragraph_format.page_break_before = new_page
        mark = f"_Toc{len(self._headings) + 1:06d}"
        self._headings.append((level, text, mark))
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for piece in (start, end):
            piece.set(qn("w:id"), str(len(self._headings)))
        start.set(qn("w:name"), mark)
        paragraph._p.append(start)
        paragraph.add_run(text)
        paragraph._p.append(end)

    def text(self, text: str, style: str | None = None, bold: str = "") -> None:
        """A paragraph, `bold` words first; right to left where the text begins so."""
        paragraph = self.paper.add_paragraph(style=style)
        if bold:
            paragraph.add_run(bold).bold = True
        run = paragraph.add_run(text)
        if right_to_left(text):
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
            run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))

    def figure(self, png: bytes, caption: str, described: str, wide: bool = False) -> None:
        """A picture with its caption below and its description for who cannot see it."""
        paragraph = self.paper.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(io.BytesIO(png))
        most = Cm(25.0) if wide else _TEXT
        high = Cm(14.0) if wide else Cm(20.0)
        scale = min(
            most / picture.width, high / picture.height, 0.42
        )  # 0.42: two pixels to the unit, at 72 to the inch
        picture.width, picture.height = Length(picture.width * scale), Length(picture.height * scale)
        properties = picture._inline.docPr
        properties.set("descr", described)
        self._caption("Figure", caption)

    def table(
        self, caption: str, header: Sequence[str], rows: Sequence[Sequence[object]], widths: Sequence[float] = ()
    ) -> None:
        """A table under its caption; the header is repeated on each page, no row is torn. `widths` in centimetres."""
        self._caption("Table", caption, above=True)
        table = self.paper.add_table(rows=0, cols=len(header), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = not widths
        for column, width in zip(table.columns, widths, strict=False):
            column.width = Cm(width)
        for number, line in enumerate((header, *rows)):
            row = table.add_row()
            if number == 0:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for at, (cell, value) in enumerate(zip(row.cells, line, strict=True)):
                _fill(cell, value, number == 0)
                if widths:
                    cell.width = Cm(widths[at])
        self.paper.add_paragraph()

    def _caption(self, kind: str, text: str, above: bool = False) -> None:
        self._numbers[kind] += 1
        paragraph = self.paper.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = above
        paragraph.add_run(f"{kind} ")
        _field(paragraph, f"SEQ {kind} \\* ARABIC", str(self._numbers[kind]))
        paragraph.add_run(f": {text}")

    def finished(self) -> bytes:
        """The file's bytes, the contents list filled in."""
        if self._contents is not None:
            self._fill_contents(self._contents)
        out = io.BytesIO()
        self.paper.save(out)
        return archive.packed(archive.unpacked(out.getvalue()))

    def _fill_contents(self, place: Paragraph) -> None:
        """A line per heading with the number of its page, which the program that opens the file works out."""
        for level, text, mark in self._headings:
            if level > _TOC_LEVELS:
                continue
            line = place.insert_paragraph_before()
            line.paragraph_format.left_indent = Cm(0.6 * (level - 1))
            line.paragraph_format.space_after = Pt(2)
            line.paragraph_format.tab_stops.add_tab_stop(_TEXT, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), mark)
            link.append(line.add_run(text)._r)
            line._p.append(link)
            line.add_run("\t")
            _field(line, f"PAGEREF {mark} \\h", "")
        update = OxmlElement("w:updateFields")
        update.set(qn("w:val"), "true")
        self.paper.settings.element.append(update)


def _fill(cell: Any, value: object, head: bool) -> None:
    text = str(value)
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    run = paragraph.add_run(text)
    run.font.size = Pt(7.5 if head else 8.5)
    shade, ink = ("00527F", "white") if head else _SHADES.get(text, ("", "black"))
    run.bold = head
    if isinstance(value, int) and not head:
        paragraph.alignment = 2  # right
    if shade:
        fill = OxmlElement("w:shd")
        for key, said in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", shade)):
            fill.set(qn(key), said)
        cell._tc.get_or_add_tcPr().append(fill)
        run.font.color.rgb = RGBColor(255, 255, 255) if ink == "white" else RGBColor(0, 0, 0)
    if right_to_left(text):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))


def right_to_left(text: str) -> bool:
    """Whether the first letter with a direction of its own runs to the left."""
    for char in text:
        if (found := unicodedata.bidirectional(char)) in ("L", "R", "AL"):
            return found != "L"
    return False


def _part(paragraph: Paragraph, kind: str) -> None:
    piece = OxmlElement("w:fldChar")
    piece.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(piece)


def _code(paragraph: Paragraph, code: str) -> None:
    piece = OxmlElement("w:instrText")
    piece.set(qn("xml:space"), "preserve")
    piece.text = f" {code} "
    paragraph.add_run()._r.append(piece)


def _field(paragraph: Paragraph, code: str, result: str) -> None:
    """A field with the result a reader shows until it updates it."""
    _part(paragraph, "begin")
    _code(paragraph, code)
    _part(paragraph, "separate")
    paragraph.add_run(result)
    _part(paragraph, "end")
