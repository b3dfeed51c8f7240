"""PDF: pages become lines in reading order, with place, size and weight.

Decides per page whether its text layer is text, missing (a scan) or not to be believed, and sends the latter two to
text recognition. Refuses passwords (EncryptedFile), damage (DamagedFile) and silence: pages that could not be read
are named in the notes, and a document of nothing else is an error.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from analyser.errors import DamagedFile, EncryptedFile, ParseLimit
from analyser.reading import ocr
from analyser.reading.columns import reading_order
from analyser.reading.document import Line
from analyser.reading.garble import garbled, unreadable
from analyser.reading.glyphs import Glyphs, PageWords, Word
from analyser.reading.rows import make_line

_FEW = 60  # characters: a scan may carry a stamp or an address as text
_SCAN = "they are images"
_LARGE = 0.3  # of the page's area


@dataclass(slots=True)
class PdfText:
    """What was read: lines, page sizes in points, recognised pages, and the pages that could not be read, by reason."""

    lines: list[Line] = field(default_factory=list)
    sizes: list[tuple[float, float]] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    unread: dict[str, list[int]] = field(default_factory=dict)

    @property
    def notes(self) -> tuple[str, ...]:
        notes = [f"Pages {_ranges(pages)} could not be read: {why}." for why, pages in self.unread.items()]
        if self.recognised:
            notes.append(
                f"Pages {_ranges(self.recognised)} were read by text recognition; check quotations against the page."
            )
        return tuple(notes)


def read_pdf(data: bytes, max_pages: int | None = None) -> PdfText:
    """The text of a PDF; raises EncryptedFile, DamagedFile, ParseLimit, or MissingComponent when it is all images."""
    document = _open(data)
    found = PdfText()
    try:
        if max_pages is not None and len(document) > max_pages:
            message = f"The PDF has {len(document)} pages; at most {max_pages} are read."
            raise ParseLimit(message, hint="Split the file, or raise ANALYSER_PARSE_PAGES.")
        glyphs = Glyphs()
        previous = None  # kept open while the next page loads: its fonts stay loaded
        for number in range(1, len(document) + 1):
            page = _load(document, number, found)
            if page is not None:
                _read_page(page, number, glyphs, found)
                previous, page = page, previous
            if page is not None:
                page.close()
        if previous is not None:
            previous.close()
    finally:
        document.close()
    if all(line.aside for line in found.lines) and found.unread and not ocr.available():
        raise ocr.missing(sum(map(len, found.unread.values())))
    return found


def _open(data: bytes) -> Any:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedFile(
                "The PDF is protected by a password.", hint="Save a copy without the password and try again."
            ) from error
        raise DamagedFile(
            "The PDF is damaged and cannot be opened.", hint="Download it again, or print it to a new PDF."
        ) from error
    if len(document) == 0:
        document.close()
        raise DamagedFile("The PDF has no pages.", hint="Download it again.")
    return document


def _load(document: Any, number: int, found: PdfText) -> Any:
    try:
        return document[number - 1]
    except pdfium.PdfiumError:
        found.sizes.append((0.0, 0.0))
        found.unread.setdefault("they are damaged", []).append(number)
        return None


def _read_page(page: Any, number: int, glyphs: Glyphs, found: PdfText) -> None:
    words = glyphs.read(page)
    found.sizes.append((round(words.width, 1), round(words.height, 1)))
    lines = page_lines(words, number)
    why = _doubt(page, words, lines)
    if why and ocr.available():
        seen = ocr.recognise(page, number)
        if seen:
            lines = seen
            found.recognised.append(number)
    elif why:
        found.unread.setdefault(why + "; text recognition (tesseract) is not installed", []).append(number)
        lines = [replace(line, aside=line.aside or unreadable(line.text)) for line in lines]
    found.lines += lines


def _doubt(page: Any, words: PageWords, lines: list[Line]) -> str:
    """Why the page needs text recognition; empty when its text layer will do."""
    text = "\n".join(line.text for line in lines)
    if why := garbled(text, words.characters, words.unmapped):
        return why
    if sum(map(str.isalnum, text)) < _FEW and _image_share(page, words) > _LARGE:
        return _SCAN
    return ""


def _image_share(page: Any, words: PageWords) -> float:
    """Share of the page's area under images."""
    area = 0.0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        area += max(0.0, right - left) * max(0.0, top - bottom)
    return area / max(1.0, words.width * words.height)


def page_lines(page: PageWords, number: int) -> list[Line]:
    """The lines of one page in reading order; text set sideways comes last, marked aside."""
    upright = [word for word in page.words if not word.turned]
    placed = reading_order(upright, page.height) if upright else []
    lines = [make_line(item.row, number, item.aside, item.gap) for item in placed]
    lines += [make_line(row, number, aside=True, gap=True) for row in _turned(page.words)]
    return [line for line in lines if line]


def _turned(words: list[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in words:
        if word.turned:
            if rows and rows[-1][-1].order == word.order - 1 and rows[-1][-1].size == word.size:
                rows[-1].append(word)
            else:
                rows.append([word])
    return rows


def _ranges(numbers: list[int]) -> str:
    """1, 2, 3, 7 as `1-3, 7`."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)
