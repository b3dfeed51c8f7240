"""Small invented statutes set as PDF: what the reading tests read."""

import io
from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
Draw = Callable[[Canvas, int], None]


def pdf(*pages: Draw, **options: str) -> bytes:
    """A PDF with one page for each drawing function, which gets the canvas and the page number."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, **options)
    for number, draw in enumerate(pages, 1):
        draw(canvas, number)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def column(canvas: Canvas, x: float, top: float, rows: list[str], size: float = 10, font: str = "Times-Roman") -> float:
    """Rows under each other, 1.2 times the size apart; returns the y of the next row (from the top of the page)."""
    canvas.setFont(font, size)
    for row in rows:
        canvas.drawString(x, HEIGHT - top, row)
        top += 1.2 * size
    return top


def prose(word: str, rows: int, words: int = 8) -> list[str]:
    """Rows that say which column and row they are: `left3 left3 ...`."""
    return [" ".join([f"{word}{row}"] * words) for row in range(1, rows + 1)]
