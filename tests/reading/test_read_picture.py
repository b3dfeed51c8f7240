"""Pages as pictures: the marked lines are where their ink is, however the page is turned."""

import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reading_pdfs import HEIGHT, WIDTH, column, pdf
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from analyser.errors import AnalyserError, InputRejected, UnsupportedFile
from analyser.reading import Quotation, page_picture, read_bytes
from analyser.reading.glyphs import Glyphs
from analyser.reading.picture import draw_page
from analyser.reading.quoting import quotation_boxes
from analyser.reading.scanned import skew
from analyser.settings import Settings

ROWS = ["Section 1. Whoever does the first thing", "Section 2. Whoever does the second thing", "Section 3. Whoever"]


def upright(canvas: Canvas, _: int) -> None:
    column(canvas, 72, 100, ROWS)


def turned(canvas: Canvas, _: int) -> None:
    """Lying on its side by the page's own rotation, though the text would run to the right without it."""
    canvas.setPageRotation(90)  # which also makes the page as wide as it was high
    canvas.setFont("Times-Roman", 10)
    for at, row in enumerate(ROWS):
        canvas.drawString(72, WIDTH - 100 - 12 * at, row)


def sideways(canvas: Canvas, _: int) -> None:
    """Text set to run upwards on a page that says nothing of being turned."""
    canvas.rotate(90)
    canvas.setFont("Times-Roman", 10)
    for at, row in enumerate(ROWS):
        canvas.drawString(72, -100 - 12 * at, row)


def shown(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


@pytest.mark.parametrize("draw", [upright, turned, sideways])
def test_the_marked_line_is_where_its_ink_is(draw: object) -> None:
    data = pdf(draw)  # type: ignore[arg-type]
    line = read_bytes(data, "x").lines[1]
    assert line.box is not None
    picture = shown(draw_page(data, 1, [line.box], dpi=72))
    x0, top, x1, bottom = map(round, line.box)
    inside = picture.crop((x0, top, x1, bottom))
    colours = inside.getcolors(100_000) or []
    yellow = sum(count for count, (red, _, blue) in colours if red > 180 and blue < 140)
    dark = sum(count for count, (red, _, _) in colours if red < 140)
    assert yellow > 0.5 * inside.width * inside.height
    assert dark > 0.05 * inside.width * inside.height, "the words are in the box"
    outside = sum(n for n, (red, _, blue) in picture.getcolors(1_000_000) or [] if red > 180 and blue < 140) - yellow
    assert outside < yellow


def test_without_boxes_a_page_is_as_printed() -> None:
    picture = shown(draw_page(pdf(upright), 1, [], dpi=72))
    assert picture.size == (round(WIDTH), round(HEIGHT))
    assert {red - blue for _, (red, _, blue) in picture.getcolors(1_000_000) or []} == {0}


@pytest.mark.parametrize(
    ("data", "page", "error"),
    [(b"Section 1. A text.", 1, UnsupportedFile), (pdf(upright), 2, InputRejected), (pdf(upright), 0, InputRejected)],
)
def test_what_cannot_be_shown_says_why(tmp_path: Path, data: bytes, page: int, error: type[AnalyserError]) -> None:
    path = tmp_path / "law"
    path.write_bytes(data)
    settings = Settings(data_dir=tmp_path, cache_dir=tmp_path, _env_file=None)  # type: ignore[call-arg]
    with pytest.raises(error) as caught:
        page_picture(path, settings, page)
    assert caught.value.hint


def test_the_child_draws_what_this_process_would(tmp_path: Path) -> None:
    path = tmp_path / "law"
    path.write_bytes(pdf(upright))
    settings = Settings(data_dir=tmp_path, cache_dir=tmp_path, _env_file=None)  # type: ignore[call-arg]
    boxes = [(72.0, 90.0, 200.0, 110.0)]
    assert page_picture(path, settings, 1, boxes, 50) == draw_page(pdf(upright), 1, boxes, 50)


LONG = [
    "Section 1. Whoever distributes images is fined. Who-",
    "ever distributes images is imprisoned when he does so",
    "for gain.",
]


@pytest.mark.parametrize(
    ("quotation", "marked"),
    [
        (Quotation("Whoever distributes", "Section 1."), [("Whoever", "distributes")]),
        (Quotation("Whoever distributes", "images is fined."), [("Who-", "Who-"), ("ever", "distributes")]),
        (Quotation("for gain. And what the next page says"), []),
        (
            Quotation("is imprisoned when he does so for gain. And what the next page says"),
            [("is", "so"), ("for", "gain.")],
        ),
        (Quotation("Words that are not there"), []),
    ],
)
def test_only_the_words_of_a_quotation_are_marked(quotation: Quotation, marked: list[tuple[str, str]]) -> None:
    def draw(canvas: Canvas, _: int) -> None:
        column(canvas, 72, 100, LONG)

    data = pdf(draw)
    page = pypdfium2.PdfDocument(data)[0]
    words = Glyphs().read(page).words
    lines = [line.box for line in read_bytes(data, "x").lines if line.box]
    boxes = quotation_boxes(words, lines, quotation)
    shown = [
        [word.text for word in words if box[0] <= word.x0 and word.x1 <= box[2] and box[1] < word.base < box[3]]
        for box in boxes
    ]
    assert [(row[0], row[-1]) for row in shown] == marked


def test_a_quotation_is_marked_by_the_child(tmp_path: Path) -> None:
    data = pdf(upright)
    (tmp_path / "law").write_bytes(data)
    settings = Settings(data_dir=tmp_path, cache_dir=tmp_path, _env_file=None)  # type: ignore[call-arg]
    boxes = [line.box for line in read_bytes(data, "x").lines if line.box]
    quotation = Quotation("the second thing")
    picture = page_picture(tmp_path / "law", settings, 1, boxes, 50, quotation)
    assert picture == draw_page(data, 1, boxes, 50, quotation)
    assert picture != draw_page(data, 1, boxes, 50)


def test_a_scan_askew_is_shown_straightened() -> None:
    straight = shown(draw_page(pdf(upright), 1, [], dpi=150)).convert("L")
    turned = straight.rotate(2, Image.Resampling.BICUBIC, fillcolor=255)

    def scan(canvas: Canvas, _: int) -> None:
        canvas.drawImage(ImageReader(turned), 0, 0, WIDTH, HEIGHT)

    data = pdf(scan)
    picture = shown(draw_page(data, 1, [(0.0, 0.0, 1.0, 1.0)], dpi=150)).convert("L")
    assert abs(skew(np.asarray(picture))) < 0.3
