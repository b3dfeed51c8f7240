"""Pages without a believable text layer."""

import shutil

import pytest
from reading_pdfs import HEIGHT, WIDTH, column, pdf
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from analyser.errors import MissingComponent
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
    monkeypatch.setattr(ocr, "_tesseract", lambda image, *options: "Script: Greek\n")
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
