"""Pages without a believable text layer."""

import shutil

import pytest
from reading_pdfs import HEIGHT, WIDTH, column, pdf
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from analyser.errors import MissingComponent, ParseLimit
from analyser.reading import ocr, read_bytes
from analyser.reading.garble import WRONG_ARABIC, garbled

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
ROWS = ["Section 12. Any person who commits an offence", "shall be liable to imprisonment for three years."]


def text_page(canvas: Canvas, _: int) -> None:
    column(canvas, 72, 100, ROWS * 3, size=14)


def scan(canvas: Canvas, number: int) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf(text_page))
    image = document[0].render(scale=3, grayscale=True).to_pil()
    canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")


@pytest.mark.usefixtures("no_tesseract")
def test_a_scan_without_tesseract_is_an_error_that_names_the_packages() -> None:
    with pytest.raises(MissingComponent) as caught:
        read_bytes(pdf(scan, scan), "scan.pdf")
    assert "2 pages" in str(caught.value)
    assert "tesseract-ocr" in caught.value.hint


@pytest.mark.usefixtures("no_tesseract")
def test_scanned_pages_among_others_are_listed() -> None:
    document = read_bytes(pdf(text_page, scan, text_page), "mixed.pdf")
    assert document.notes == ("Pages 2 could not be read: they are images, and tesseract is not installed.",)
    assert document.ocr_pages == ()


@needs_tesseract
def test_a_scan_is_recognised() -> None:
    document = read_bytes(pdf(text_page, scan), "mixed.pdf")
    assert document.ocr_pages == (2,)
    assert [line.text for line in document.lines if line.page == 2] == ROWS * 3
    box = next(line.box for line in document.lines if line.page == 2)
    assert box is not None
    assert box[0] == pytest.approx(72, abs=3)
    assert "text recognition" in document.notes[0]


def test_a_blank_page_is_no_scan() -> None:
    assert read_bytes(pdf(text_page, lambda canvas, _: None), "x").notes == ()


def test_missing_data_for_a_script_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_installed", lambda: frozenset(("eng", "osd")))
    monkeypatch.setattr(ocr, "_tesseract", lambda image, *options, timeout: "Script: Greek\n")
    assert ocr._languages(b"") == ("", "tesseract has no data for the Greek script (apt install tesseract-ocr-ell)")


SOUND = (
    "المادة الأولى: يعاقب بالحبس من سنة إلى ثلاث سنوات كل من حرض قاصرا على ارتكاب الأفعال المنصوص عليها في هذا القانون "
    * 3
)
GARBAGE = "ػ٠ِ اُوخٕٗٞ حُٔظؼِن ح٧َٓس ٝ٣ؼظزَ ٓؼ٘٤خ رؤٕ ٌَ شوض ٣ِظِّ حُٔخىس ػٖ طِي حُلخُش " * 6


@pytest.mark.parametrize(
    ("text", "unmapped", "why"),
    [
        (SOUND, 0, ""),
        (GARBAGE, 0, WRONG_ARABIC),
        ("Section 1. Sound English text. " * 9, 3, ""),
        ("x" * 200, 90, "their fonts do not say which characters they draw"),
    ],
)
def test_text_layers_that_lie(text: str, unmapped: int, why: str) -> None:
    assert garbled(text, len(text), unmapped) == why


@pytest.mark.parametrize(("allowed", "enough"), [(300.0, 1200), (100.0, 1200), (4000.0, 0)])
def test_a_scan_that_would_take_too_long_says_how_many_pages_and_what_to_raise(
    monkeypatch: pytest.MonkeyPatch, allowed: float, enough: int
) -> None:
    import numpy as np

    now = [0.0]

    def eight_seconds(image: bytes, *options: str, timeout: float) -> str:
        now[0] += 8
        return "\t".join([*"000000000000"[:10], "90", "word"])

    monkeypatch.setattr(ocr, "_script", lambda image, timeout: "Latin")
    monkeypatch.setattr(ocr, "_languages", lambda image, timeout: ("eng", ""))
    monkeypatch.setattr(ocr, "_tesseract", eight_seconds)
    images = ((number, np.zeros((2, 2), dtype=np.uint8)) for number in range(1, 93))
    limit = ocr.Limit(allowed, lambda: now[0])
    if not enough:
        assert len(ocr.recognise(images, 92, 1, limit).lines) == 92
        return
    with pytest.raises(ParseLimit, match="92 pages need text recognition, about 8 s a page") as caught:
        ocr.recognise(images, 92, 1, limit)
    assert f"ANALYSER_PARSE_SECONDS to {enough}" in caught.value.hint
    assert now[0] <= 32, "the pace shows after a few pages"


def test_a_title_page_does_not_decide_in_which_script_the_law_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    read_in: list[str] = []

    def tesseract(image: bytes, *options: str, timeout: float | None) -> str:
        if "--psm" in options:
            return "Script: Arabic\n" if image[-1] > 2 else "Too few characters. Skipping this page\n"
        read_in.append(options[1])
        return "head\n" + "\t".join(["5", *"00000000"[:5], "10", "10", "50", "20", "90", "word"])

    monkeypatch.setattr(ocr, "_installed", lambda: frozenset(("ara", "eng", "osd")))
    monkeypatch.setattr(ocr, "_tesseract", tesseract)
    images = ((number, np.full((2, 2), number, dtype=np.uint8)) for number in range(1, 8))
    found = ocr.recognise(images, 7, 2)
    assert list(found.lines) == [1, 2, 3, 4, 5, 6, 7]
    assert read_in == ["ara"] * 7
