"""Reading order, raised digits, furniture and damage of PDFs."""

import io

import pypdf
import pytest
from reading_pdfs import HEIGHT, Draw, column, pdf, prose
from reportlab.pdfgen.canvas import Canvas

from analyser.errors import AnalyserError, DamagedFile, EncryptedFile, ParseLimit
from analyser.reading import Line, read_bytes


def lines_of(*pages: Draw) -> tuple[Line, ...]:
    return read_bytes(pdf(*pages), "invented.pdf").lines


def texts(*pages: Draw) -> list[str]:
    return [line.text for line in lines_of(*pages)]


def test_one_column_keeps_rows_places_sizes_and_weights() -> None:
    def draw(canvas: Canvas, _: int) -> None:
        below = column(canvas, 72, 100, ["Section 1. Title"], size=14, font="Helvetica-Bold")
        column(canvas, 72, below + 20, prose("row", 4))

    heading, first, second, *_ = lines_of(draw)
    assert (heading.text, heading.bold, heading.size, heading.page) == ("Section 1. Title", True, 14.0, 1)
    assert (first.bold, first.gap, second.gap) == (False, True, False)
    assert first.box is not None
    assert first.box[0] == pytest.approx(72, abs=1)
    assert first.box[1] < second.box[1] if second.box else False


def test_two_columns_are_read_one_after_the_other_though_drawn_row_by_row() -> None:
    left, right = prose("left", 30, 6), prose("right", 30, 6)

    def draw(canvas: Canvas, _: int) -> None:
        column(canvas, 200, 40, ["OFFICIAL JOURNAL"], size=9)
        for index, (west, east) in enumerate(zip(left, right, strict=True)):
            column(canvas, 60, 90 + 12 * index, [west])
            column(canvas, 320, 90 + 12 * index, [east])
        column(canvas, 290, 800, ["17"], size=9)

    assert texts(draw) == ["OFFICIAL JOURNAL", *left, *right, "17"]


def test_a_row_that_runs_out_of_its_column_stays_in_it() -> None:
    """A list that cannot be hyphenated reaches into the other column, between its rows."""
    rows = prose("left", 20, 5)
    rows[9] = "left10-" + "x" * 45

    def draw(canvas: Canvas, _: int) -> None:
        column(canvas, 60, 100, rows)
        column(canvas, 310, 106, prose("right", 20, 5))

    shown = [line.text.split()[0].split("-")[0] for line in read_bytes(pdf(draw), "x").lines]
    assert shown == [f"left{n}" for n in range(1, 21)] + [f"right{n}" for n in range(1, 21)]


def test_a_heading_across_both_columns_parts_the_page() -> None:
    def draw(canvas: Canvas, _: int) -> None:
        column(canvas, 60, 90, prose("a", 12, 10))
        column(canvas, 320, 90, prose("b", 12, 10))
        column(canvas, 180, 260, ["CHAPTER TWO OF THE SECOND BOOK OF THE CODE"], size=11, font="Times-Bold")
        column(canvas, 60, 290, prose("c", 12, 10))
        column(canvas, 320, 290, prose("d", 12, 10))

    read = texts(draw)
    order = [
        next(i for i, text in enumerate(read) if text.startswith(start))
        for start in ("a1", "b1", "CHAPTER", "c1", "d1")
    ]
    assert order == sorted(order)
    assert read[11].startswith("a12")


@pytest.mark.parametrize("x", [40.0, 500.0], ids=["left", "right"])
def test_side_notes_are_aside_and_stand_before_their_section(x: float) -> None:
    def draw(canvas: Canvas, _: int) -> None:
        column(canvas, 130, 90, ["1. (1) " + row for row in prose("one", 1, 8)] + prose("body", 5, 8))
        column(canvas, 130, 180, ["2. (1) " + row for row in prose("two", 1, 8)] + prose("more", 20, 8))
        column(canvas, x, 90, ["Short title and", "commencement"], size=7)
        column(canvas, x, 180, ["Meaning of child"], size=7)

    lines = lines_of(draw)
    assert [line.text for line in lines if line.aside] == ["Short title and", "commencement", "Meaning of child"]
    read = [line.text[:15] for line in lines]
    assert read.index("Meaning of chil") == read.index("2. (1) two1 two") - 1
    assert all(not line.aside for line in lines if line.text[:1].isdigit())


def test_contents_with_page_numbers_at_the_margin_stay_rows() -> None:
    def draw(canvas: Canvas, _: int) -> None:
        for index in range(20):
            column(canvas, 72, 90 + 14 * index, [f"Section {index} of the invented act"])
            column(canvas, 500, 90 + 14 * index, [str(index + 3)])

    assert texts(draw)[4] == "Section 4 of the invented act 7"


def test_hanging_labels_stay_with_their_text() -> None:
    def draw(canvas: Canvas, _: int) -> None:
        for index in range(6):
            column(canvas, 60, 90 + 50 * index, [f"Art. {index + 1}."])
            column(canvas, 130, 90 + 50 * index, prose(f"text{index}", 3, 8))

    read = texts(draw)
    assert read[0].startswith("Art. 1. text01")
    assert not any(line.aside for line in lines_of(draw))


def raise_after(canvas: Canvas, x: float, top: float, text: str, mark: str, font: str = "Times-Roman") -> None:
    canvas.setFont(font, 12)
    canvas.drawString(x, HEIGHT - top, text)
    width = canvas.stringWidth(text, font, 12)
    canvas.setFont(font, 7)
    canvas.drawString(x + width, HEIGHT - top + 5, mark)


@pytest.mark.parametrize(
    ("text", "mark", "read"),
    [
        ("Article 439", "164", "Article 439¹⁶⁴"),
        ("§ 178", "1", "§ 178¹"),
        ("Art. 1", "o", "Art. 1º"),
        ("Article 1", "er", "Article 1er"),
    ],
)
def test_raised_marks_do_not_fuse_with_numbers(text: str, mark: str, read: str) -> None:
    def draw(canvas: Canvas, _: int) -> None:
        raise_after(canvas, 72, 100, text, mark)
        column(canvas, 72, 130, prose("row", 3))

    assert texts(draw)[0] == read


def test_letter_spaced_headings_are_joined() -> None:
    def draw(canvas: Canvas, _: int) -> None:
        canvas.setFont("Times-Roman", 12)
        x = 72.0
        for letter in "Maddo":
            canvas.drawString(x, HEIGHT - 100, letter)
            x += canvas.stringWidth(letter, "Times-Roman", 12) + 4
        x += 9
        for letter in "338.":
            canvas.drawString(x, HEIGHT - 100, letter)
            x += canvas.stringWidth(letter, "Times-Roman", 12) + 4

    assert texts(draw) == ["Maddo 338."]


def test_twice_printed_words_are_read_once() -> None:
    def draw(canvas: Canvas, _: int) -> None:
        canvas.setFont("Times-Roman", 12)
        for shift in (0, 0.3):
            canvas.drawString(72 + shift, HEIGHT - 100, "Article 12")

    assert texts(draw) == ["Article 12"]


def test_sideways_watermark_does_not_cut_the_text() -> None:
    def draw(canvas: Canvas, _: int) -> None:
        column(canvas, 72, 100, prose("row", 20))
        canvas.saveState()
        canvas.translate(150, 300)
        canvas.rotate(45)
        canvas.setFont("Helvetica", 60)
        canvas.drawString(0, 0, "DRAFT")
        canvas.restoreState()

    lines = lines_of(draw)
    assert [line.text for line in lines[:20]] == prose("row", 20)
    assert [(line.text, line.aside) for line in lines[20:]] == [("DRAFT", True)]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotated_pages_read_alike(rotation: int) -> None:
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(pdf(lambda canvas, _: column(canvas, 72, 100, prose("row", 8)) and None)))
    writer.pages[0].rotate(rotation)
    out = io.BytesIO()
    writer.write(out)
    assert [line.text for line in read_bytes(out.getvalue(), "x").lines] == prose("row", 8)


def test_pages_are_counted_and_headers_kept() -> None:
    def draw(canvas: Canvas, number: int) -> None:
        column(canvas, 72, 40, [f"Official Gazette {number}"], size=8)
        column(canvas, 72, 100, prose("row", 3))

    document = read_bytes(pdf(draw, draw, draw), "x")
    assert document.pages == 3
    assert document.page_sizes == ((595.0, 842.0),) * 3
    assert [line.page for line in document.lines if line.text.startswith("Official")] == [1, 2, 3]
    assert document.reader == "pdf/1"


def one_page(canvas: Canvas, _: int) -> None:
    column(canvas, 72, 100, ["Section 1. Anything."])


def locked() -> bytes:
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(pdf(one_page)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def without_pages() -> bytes:
    out = io.BytesIO()
    pypdf.PdfWriter().write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (locked(), EncryptedFile),
        (without_pages(), DamagedFile),
        (b"%PDF-1.7\nnothing of the kind", DamagedFile),
        (pdf(one_page)[:300], DamagedFile),
    ],
    ids=["encrypted", "no pages", "not a pdf inside", "truncated"],
)
def test_unusable_pdfs_say_why(data: bytes, error: type[AnalyserError]) -> None:
    with pytest.raises(error) as caught:
        read_bytes(data, "x.pdf")
    assert caught.value.hint


def test_page_limit() -> None:
    with pytest.raises(ParseLimit, match="3 pages"):
        read_bytes(pdf(one_page, one_page, one_page), "x.pdf", max_pages=2)


def test_spaced_figures_whose_last_come_together() -> None:
    def draw(canvas: Canvas, _: int) -> None:
        canvas.setFont("Courier", 10)
        places = [("P", 72), ("a", 80), ("n", 88), ("t", 96), ("1", 113), ("6", 121), ("4. Whoever", 129)]
        for piece, x in places:
            canvas.drawString(x, HEIGHT - 100, piece)

    assert read_bytes(pdf(draw), "x").text == "Pant 164. Whoever"
