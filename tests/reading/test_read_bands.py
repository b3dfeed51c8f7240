"""Two columns set band by band: both end above a strip of white, and both begin anew below it."""

import pytest
from reading_pdfs import Draw, column, pdf
from reportlab.pdfgen.canvas import Canvas

from analyser.reading import read_bytes

OPEN = "whoever does what this section forbids and is not"
FIRST = ["Section 1. Of things", *[OPEN] * 7]
GOES_ON = [
    "excused by another is fined, and so is he who",
    *[OPEN.removeprefix("whoever ")] * 5,
    "excused by nobody at all.",
]
SECOND = ["Section 2. Of other things", *[OPEN] * 7]
ENDS = ["allowed to do so by his office is fined too; and", *[OPEN.removeprefix("whoever ")] * 5, "fined by anybody."]


def bands(canvas: Canvas, _: int) -> None:
    column(canvas, 60, 100, FIRST[:1], font="Times-Bold")
    column(canvas, 60, 112, FIRST[1:])
    column(canvas, 320, 100, GOES_ON)
    column(canvas, 60, 230, SECOND[:1], font="Times-Bold")
    column(canvas, 60, 242, SECOND[1:])
    column(canvas, 320, 230, ENDS)


def paragraphs(canvas: Canvas, _: int) -> None:
    """White at one height in both columns, and sentences that go on from column to column below it."""
    column(canvas, 60, 100, ["Section 1. Of things", *[OPEN] * 6, "excused is fined."])
    column(canvas, 320, 100, ["excused by another is fined, and so is he who", *[OPEN] * 6, "excused is fined."])
    column(canvas, 60, 230, ["Section 2. Of other things", *[OPEN] * 7])
    column(canvas, 320, 230, ["Section 3. Of the rest of all the things there are", *[OPEN] * 6, "fined by anybody."])


@pytest.mark.parametrize(
    ("draw", "order"),
    [
        (bands, ["Section 1.", "excused by another", "Section 2.", "allowed to do"]),
        (paragraphs, ["Section 1.", "Section 2.", "excused by another", "Section 3."]),
    ],
)
def test_columns_in_bands(draw: Draw, order: list[str]) -> None:
    text = "\n".join(line.text for line in read_bytes(pdf(draw), "x.pdf").lines)
    places = [text.index(words) for words in order]
    assert places == sorted(places)
