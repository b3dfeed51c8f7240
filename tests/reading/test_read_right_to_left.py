"""Arabic and Hebrew lines of PDFs come in logical order."""

from pathlib import Path

import pytest
from reading_pdfs import HEIGHT, pdf, prose
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from analyser.reading import read_bytes

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
pytestmark = pytest.mark.skipif(not FONT.exists(), reason="the test draws with DejaVu Sans")

LINES = [
    "المادة 12 يعاقب بالحبس كل من حرض قاصرا",
    "القانون رقم 58 لسنة 1937",
    "סעיף 5 העובר על הוראות החוק",
]


def draw_words(canvas: Canvas, _: int) -> None:
    """Each word drawn as it is seen, the first one at the right."""
    pdfmetrics.registerFont(TTFont("DejaVu", str(FONT)))
    for row, line in enumerate(LINES):
        canvas.setFont("DejaVu", 12)
        x = 500.0
        for word in line.split():
            width = canvas.stringWidth(word, "DejaVu", 12)
            canvas.drawString(x - width, HEIGHT - 100 - 20 * row, word if word.isdigit() else word[::-1])
            x -= width + 4


def test_words_drawn_from_the_right() -> None:
    assert [line.text for line in read_bytes(pdf(draw_words), "x").lines] == LINES


def test_an_arabic_name_inside_a_latin_line_leaves_it_in_order() -> None:
    def draw(canvas: Canvas, number: int) -> None:
        draw_words(canvas, number)
        canvas.drawString(72, HEIGHT - 300, prose("row", 1)[0])

    assert [line.text for line in read_bytes(pdf(draw), "x").lines][-1] == prose("row", 1)[0]
