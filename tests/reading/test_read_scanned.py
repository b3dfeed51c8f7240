"""What a scan's words look like: straightened pages, bold rows, one type size, columns."""

import shutil

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reading_pdfs import HEIGHT, WIDTH, Draw, column, pdf, prose
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from analyser.reading import read_bytes
from analyser.reading.scanned import Seen, page_lines, skew, straighten

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
BODY = "whoever does this shall be punished by imprisonment of"


def picture(draw: Draw, dpi: int = 150) -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    page = pypdfium2.PdfDocument(pdf(draw))[0]
    return np.asarray(page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L"))


def two_columns(canvas: Canvas, _: int) -> None:
    for x, first in ((50, 1), (310, 3)):
        top = 100.0
        for number in (first, first + 1):
            top = column(canvas, x, top, [f"Section {number}. Offence"], font="Times-Bold") + 4
            top = column(canvas, x, top, [BODY] * 3) + 14


def scan_of(draw: Draw, degrees: float) -> bytes:
    turned = Image.fromarray(picture(draw, 200)).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)

    def scan(canvas: Canvas, _: int) -> None:
        canvas.drawImage(ImageReader(turned), 0, 0, WIDTH, HEIGHT)

    return pdf(scan)


@pytest.mark.parametrize("degrees", [-2.0, 0.0, 1.3])
def test_a_page_is_straightened(degrees: float) -> None:
    turned = np.asarray(Image.fromarray(picture(two_columns)).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255))
    assert skew(turned) == pytest.approx(degrees, abs=0.15)
    assert abs(skew(straighten(turned))) < 0.2


def test_a_page_without_rows_is_left_alone() -> None:
    blank = np.full((800, 600), 250, dtype=np.uint8)
    assert skew(blank) == 0.0
    assert straighten(blank) is blank


def seen(row: int, x: int, text: str, line: tuple[int, int, int]) -> Seen:
    """A word in 20 pixels of type: 6 wide a letter."""
    return Seen(text, x, 30 * row + 6, x + 8 * len(text), 30 * row + 20, line)


def test_bold_rows_and_raised_marks_are_told_by_their_ink() -> None:
    ink = np.full((400, 600), 255, dtype=np.uint8)
    words = []
    for row in range(10):
        for at, text in enumerate(("Whoever", "does", "this")):
            word = seen(row, 40 + 90 * at, text, (1, 1, row))
            thick = 4 if row == 3 else 2
            for x in range(word.left, word.right, 8):
                ink[word.top : word.bottom, x : x + thick] = 0
            words.append(word)
    words.append(Seen("7", 40 + 180 + 33, 30 * 5 + 2, 40 + 180 + 39, 30 * 5 + 10, (1, 1, 5)))
    lines = page_lines(words, ink, 1, 72)
    assert [line.bold for line in lines] == [row == 3 for row in range(10)]
    assert len({line.size for line in lines}) == 1
    assert lines[5].text == "Whoever does this⁷"


@needs_tesseract
def test_a_skewed_scan_in_two_columns_is_read_column_by_column() -> None:
    lines = read_bytes(scan_of(two_columns, 1.5), "scan.pdf").lines
    heads = [line for line in lines if line.text.startswith("Section")]
    assert [line.text for line in heads] == [f"Section {n}. Offence" for n in (1, 2, 3, 4)]
    assert all(line.bold for line in heads)
    assert len(lines) == 16, "no row of the left column runs on into the right one"


def drop_cap(canvas: Canvas, _: int) -> None:
    canvas.setFont("Times-Roman", 34)
    canvas.drawString(60, HEIGHT - 124, "W")
    column(
        canvas,
        96,
        100,
        ["hoever does the first thing that", "this Act forbids is punished, and", "so is he who helps."],
    )
    column(canvas, 60, 136, prose("row", 6, 6))


def watermark(canvas: Canvas, _: int) -> None:
    column(canvas, 60, 100, prose("row", 30, 9))
    canvas.saveState()
    canvas.translate(120, 300)
    canvas.rotate(45)
    canvas.setFont("Helvetica", 60)
    canvas.drawString(0, 0, "UNOFFICIAL")
    canvas.restoreState()


def test_a_drop_cap_stays_with_its_paragraph() -> None:
    rows = ["Whoever does the first thing that", "this Act forbids is punished, and", "so is he who helps."]
    assert [line.text for line in read_bytes(pdf(drop_cap), "x").lines] == rows + prose("row", 6, 6)


def test_a_watermark_across_the_page_does_not_cut_the_text() -> None:
    lines = read_bytes(pdf(watermark), "x").lines
    assert [line.text for line in lines if not line.aside] == prose("row", 30, 9)
    assert "UNOFFICIAL" in [line.text for line in lines if line.aside]
