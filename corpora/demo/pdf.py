"""The statutes as three ministries might print them: side-notes and a contents list, centred articles, two columns.

The layouts are those that lose text in careless readers. The same input gives the same bytes.
"""

from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table

from corpora.demo.statutes import COUNTRIES, Block, Country, statute

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10.5, leading=13, alignment=TA_JUSTIFY, spaceAfter=4)
SMALL = ParagraphStyle("small", parent=BODY, fontSize=8, leading=9.5, alignment=0)
TITLE = ParagraphStyle("title", parent=BODY, fontName="Times-Bold", fontSize=16, leading=20, alignment=TA_CENTER)
PART = ParagraphStyle("part", parent=TITLE, fontSize=11, leading=14, spaceBefore=10, spaceAfter=6)
ARTICLE = ParagraphStyle("article", parent=BODY, fontName="Times-Bold", alignment=TA_CENTER, spaceBefore=6)
WIDTH, HEIGHT = A4
MARGIN = 22 * mm


def write_all(folder: Path) -> list[Path]:
    """Write every demo country's PDF into the folder; returns the paths in the order of COUNTRIES."""
    return [write(country, folder) for country in COUNTRIES]


def write(country: Country, folder: Path) -> Path:
    """Print one statute; returns the path of the PDF."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{country.law}.pdf"
    blocks = statute(country)
    flow, columns = LAYOUTS[country.code](blocks)
    _document(path, blocks[0].text, columns).build(flow)
    return path


def _document(path: Path, title: str, columns: int) -> BaseDocTemplate:
    gutter = 8 * mm if columns > 1 else 0
    width = (WIDTH - 2 * MARGIN - gutter * (columns - 1)) / columns
    frames = [
        Frame(MARGIN + n * (width + gutter), MARGIN, width, HEIGHT - 2 * MARGIN, 0, 0, 0, 0) for n in range(columns)
    ]

    def furniture(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Times-Italic", 8.5)
        place = MARGIN if document.page % 2 else WIDTH - MARGIN
        draw = canvas.drawString if document.page % 2 else canvas.drawRightString
        draw(place, HEIGHT - 14 * mm, title)
        canvas.drawCentredString(WIDTH / 2, 12 * mm, str(document.page))

    document = BaseDocTemplate(str(path), pagesize=A4, title=title, author="", invariant=1)
    document.addPageTemplates(PageTemplate(id="page", frames=frames, onPage=furniture))
    return document


def _paragraphs(block: Block, lead: str = "") -> list[Flowable]:
    lines = block.text.split("\n")
    return [Paragraph((lead if not n else "") + escape(line), BODY) for n, line in enumerate(lines)]


def _side_notes(blocks: list[Block]) -> tuple[list[Flowable], int]:
    """An arrangement of sections with dot leaders, then sections with their heading in the left margin."""
    flow: list[Flowable] = [
        Paragraph(escape(blocks[0].text), TITLE),
        Spacer(1, 6),
        Paragraph("ARRANGEMENT OF SECTIONS", PART),
    ]
    for page, block in enumerate(block for block in blocks if block.kind == "section"):
        dots = "." * max(3, 88 - len(block.heading))
        flow.append(Paragraph(f"{block.number}. {escape(block.heading)} {dots} {3 + page // 9}", SMALL))
    flow.append(PageBreak())
    for block in blocks[1:]:
        if block.kind == "part":
            flow.append(Paragraph(escape(block.text), PART))
            continue
        cells = [[Paragraph(escape(block.heading), SMALL), _paragraphs(block, f"<b>{block.number}.</b> ")]]
        table = Table(cells, colWidths=[32 * mm, WIDTH - 2 * MARGIN - 32 * mm], splitInRow=1)
        table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
        flow.append(table)
    return flow, 1


def _articles(word: str) -> Callable[[list[Block]], tuple[list[Flowable], int]]:
    def layout(blocks: list[Block]) -> tuple[list[Flowable], int]:
        flow: list[Flowable] = [Paragraph(escape(blocks[0].text), TITLE), Spacer(1, 8)]
        for block in blocks[1:]:
            if block.kind == "part":
                flow.append(Paragraph(escape(block.text), PART))
            else:
                flow += [Paragraph(f"{word} {block.number}", ARTICLE), *_paragraphs(block)]
        return flow, 1

    return layout


def _gazette(blocks: list[Block]) -> tuple[list[Flowable], int]:
    flow: list[Flowable] = [Paragraph(escape(blocks[0].text), TITLE), Spacer(1, 8)]
    for block in blocks[1:]:
        if block.kind == "part":
            flow.append(Paragraph(escape(block.text), PART))
        else:
            flow += _paragraphs(block, f"<b>Artículo {block.number}.</b> ")
    return flow, 2


LAYOUTS: dict[str, Callable[[list[Block]], tuple[list[Flowable], int]]] = {
    "xa": _side_notes,
    "xb": _articles("Article"),
    "xc": _gazette,
}
