"""Side-notes of every width, place and type: none loses a word to the text, none takes one from it."""

import pytest
from reading_pdfs import HEIGHT, column, pdf
from reportlab.pdfgen.canvas import Canvas

from analyser.reading import Line, read_bytes

NOTES = [
    ["Rape"],
    ["Offering, making", "available, distributing and", "transmitting"],
    ["Obtaining access to child", "images"],
]
BODY, RIGHT = 153.0, 480.0
FONT = "Times-Roman"
TEXT = [
    "Whoever, without lawful authority, builds a bridge over the river or causes",
    "one to be built is liable to a fine of ten crowns; it is immaterial whether the",
    "bridge was opened or carried any traffic. The court may order its removal at",
    "the expense of the builder, unless the council of the parish has consented in",
    "writing before work began and the plans were shown to everyone who lives",
    "within a mile of the place, or the bridge replaces an older one lost to floods",
    "and is of the same width and height, or nearly so, as the one which stood at",
    "that place before.",
]


def body(canvas: Canvas, top: float, rows: list[str]) -> None:
    """Rows set justified from the left edge of the text to the right one, the last as it is."""
    canvas.setFont(FONT, 10)
    for index, row in enumerate(rows):
        text = canvas.beginText(BODY, HEIGHT - top - 12 * index)
        if index < len(rows) - 1:
            text.setWordSpace((RIGHT - BODY - canvas.stringWidth(row, FONT, 10)) / row.count(" "))
        text.textLine(row)
        text.setWordSpace(0)
        canvas.drawText(text)


def note(canvas: Canvas, top: float, rows: list[str], side: str, gap: float, size: float, shift: float) -> None:
    """Rows in one margin; the widest stands `gap` points from the text, `shift` points off the text's baseline."""
    widest = max(canvas.stringWidth(row, FONT, size) for notes in NOTES for row in notes)
    column(canvas, BODY - gap - widest if side == "left" else RIGHT + gap, top + shift, rows, size)


def page(sides: str, gap: float, size: float, shift: float) -> list[Line]:
    def draw(canvas: Canvas, number: int) -> None:
        for index, rows in enumerate(NOTES):
            top = 100.0 + 150 * index
            body(canvas, top, TEXT)
            side = sides if sides != "alternating" else ("left", "right")[number % 2]
            note(canvas, top, rows, side, gap, size, shift)

    return list(read_bytes(pdf(draw, draw), "notes.pdf").lines)


@pytest.mark.parametrize("shift", [0.0, -3.0, 4.0])
@pytest.mark.parametrize("size", [6.0, 7.0, 8.0])
@pytest.mark.parametrize("gap", [2.0, 6.0, 20.0])
@pytest.mark.parametrize("sides", ["left", "right", "alternating"])
def test_notes_in_smaller_type_keep_all_their_words_and_no_others(
    sides: str, gap: float, size: float, shift: float
) -> None:
    lines = page(sides, gap, size, shift)
    assert [line.text for line in lines if line.aside] == [row for rows in NOTES for row in rows] * 2
    assert [line.text for line in lines if not line.aside] == TEXT * len(NOTES) * 2


@pytest.mark.parametrize("sides", ["left", "right", "alternating"])
def test_notes_in_the_type_of_the_text_keep_all_their_words(sides: str) -> None:
    lines = page(sides, gap=12, size=10, shift=0)
    assert [line.text for line in lines if line.aside] == [row for rows in NOTES for row in rows] * 2
    assert [line.text for line in lines if not line.aside] == TEXT * len(NOTES) * 2


def test_a_word_as_large_as_the_text_belongs_to_the_note_it_continues() -> None:
    def draw(canvas: Canvas, _: int) -> None:
        body(canvas, 100, TEXT)
        text = canvas.beginText(60, HEIGHT - 112)
        text.setFont(FONT, 8)
        text.textOut("Meaning of ")
        text.setFont(FONT, 10)
        text.textOut("child")
        canvas.drawText(text)

    lines = read_bytes(pdf(draw), "notes.pdf").lines
    assert [line.text for line in lines if line.aside] == ["Meaning of child"]
    assert [line.text for line in lines if not line.aside] == TEXT


def test_a_hanging_number_beside_a_note_stays_with_the_text() -> None:
    def draw(canvas: Canvas, _: int) -> None:
        for index in range(2):
            body(canvas, 100 + 200 * index, TEXT)
            column(canvas, BODY - 18, 100 + 200 * index, [f"{index + 7}."])
            note(canvas, 100 + 200 * index, NOTES[2], "left", 24, 8, 0)

    lines = read_bytes(pdf(draw), "notes.pdf").lines
    assert [line.text for line in lines if line.aside] == NOTES[2] * 2
    assert [line.text[:2] for line in lines if "Whoever" in line.text] == ["7.", "8."]


def test_rivers_in_ragged_text_are_no_notes() -> None:
    rows = ["alpha beta gamma delta epsilon zeta eta theta iota"[:50] + " kappa"] * 3 + ["short row of the law"] * 30

    def draw(canvas: Canvas, _: int) -> None:
        column(canvas, 72, 100, rows, font="Courier")

    lines = read_bytes(pdf(draw), "notes.pdf").lines
    assert [line.text for line in lines] == rows
    assert not any(line.aside for line in lines)
