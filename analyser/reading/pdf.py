"""PDF: pages become lines in reading order, with place, size and weight.

Decides per page whether its text layer is text, missing (a scan) or not to be believed, and sends the latter two to
text recognition. Refuses passwords (EncryptedFile), damage (DamagedFile) and silence: pages that could not be read
are named in the notes, and a document of nothing else is an error.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from analyser.errors import DamagedFile, EncryptedFile, ParseLimit
from analyser.reading import ocr
from analyser.reading.columns import reading_order
from analyser.reading.document import Line
from analyser.reading.garble import WRONG_ARABIC, garbled, unreadable
from analyser.reading.glyphs import Glyphs, PageWords, Word
from analyser.reading.rows import make_line

Announce = Callable[[int], float]
_FEW = 60  # characters: a scan may carry a stamp or an address as text
_SCAN = "they are images"
_BROKEN = "they are damaged"
_HARDLY = 0.1  # of the text: what is left of a garbled document in page numbers
_PROGRAMS = min(os.cpu_count() or 1, max(2, (os.cpu_count() or 1) // 2))  # at once: others read beside this one
_LARGE = 0.3  # of the page's area


@dataclass(slots=True)
class PdfText:
    """What was read: lines, page sizes in points, recognised pages, and notes."""

    lines: list[Line] = field(default_factory=list)
    sizes: list[tuple[float, float]] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Sheet:
    """One page as its text layer has it, and why that is not to be believed."""

    number: int
    lines: list[Line]
    doubt: str = ""


def read_pdf(
    data: bytes, max_pages: int | None = None, seconds: float | None = None, announce: Announce | None = None
) -> PdfText:
    """The text of a PDF; raises EncryptedFile, DamagedFile, ParseLimit, or MissingComponent when it is all images."""
    limit = ocr.Limit(seconds) if seconds else None
    document = open_pdf(data)
    found = PdfText()
    try:
        if max_pages is not None and len(document) > max_pages:
            message = f"The PDF has {len(document)} pages; at most {max_pages} are read."
            raise ParseLimit(message, hint="Split the file, or raise ANALYSER_PARSE_PAGES.")
        sheets = list(_sheets(document, found))
        _doubt_all(sheets)
        unread = _recognise(document, sheets, found, limit, announce)
    finally:
        document.close()
    for sheet in sheets:
        found.lines += sheet.lines
    found.notes += [f"Pages {ranges(pages)} could not be read: {why}." for why, pages in unread.items()]
    if unread and _readable(found.lines) < _HARDLY:
        pages = sorted(number for numbers in unread.values() for number in numbers)
        raise ocr.missing(len(pages), "; ".join(unread))
    return found


def _readable(lines: list[Line]) -> float:
    """Share of the letters and digits that are not garbage."""
    counts = [(sum(map(str.isalnum, line.text)), line.aside) for line in lines]
    return sum(n for n, aside in counts if not aside) / max(1, sum(n for n, _ in counts))


def open_pdf(data: bytes) -> Any:
    """A pypdfium2 document with at least one page; raises EncryptedFile or DamagedFile."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() and b"/Encrypt" in data:
            hint = "Save a copy without the password and try again."
            raise EncryptedFile("The PDF is protected by a password.", hint=hint) from error
        hint = "Download it again, or print it to a new PDF."
        raise DamagedFile("The PDF is damaged and cannot be opened.", hint=hint) from error
    if len(document) == 0:
        document.close()
        raise DamagedFile("The PDF has no pages.", hint="Download it again.")
    return document


def _sheets(document: Any, found: PdfText) -> Iterator[_Sheet]:
    glyphs = Glyphs()
    previous = None  # kept open while the next page loads: its fonts stay loaded
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            words = glyphs.read(page)
        except pdfium.PdfiumError:
            found.sizes.append((0.0, 0.0))
            yield _Sheet(number, [], _BROKEN)
            continue
        found.sizes.append((round(words.width, 1), round(words.height, 1)))
        lines = page_lines(words, number)
        yield _Sheet(number, lines, _doubt(page, words, lines))
        if previous is not None:
            previous.close()
        previous = page
    if previous is not None:
        previous.close()


def _doubt(page: Any, words: PageWords, lines: list[Line]) -> str:
    """Why the page needs text recognition; empty when its text layer will do."""
    text = "\n".join(line.text for line in lines)
    if why := garbled(text, words.characters, words.unmapped):
        return why
    if sum(map(str.isalnum, text)) < _FEW and _image_share(page, words) > _LARGE:
        return _SCAN
    return ""


def _doubt_all(sheets: list[_Sheet]) -> None:
    """A font that maps Arabic wrongly does so on every page, also where a page alone is too short to show it."""
    arabic = [sheet for sheet in sheets if sum(unreadable(line.text) for line in sheet.lines) > len(sheet.lines) / 2]
    if sum(sheet.doubt == WRONG_ARABIC for sheet in arabic) > 0.2 * len(arabic):
        for sheet in arabic:
            sheet.doubt = sheet.doubt or WRONG_ARABIC


def _recognise(
    document: Any, sheets: list[_Sheet], found: PdfText, limit: ocr.Limit | None, announce: Announce | None
) -> dict[str, list[int]]:
    """Doubtful pages read from their images; returns the pages that could not be, by reason."""
    unread: dict[str, list[int]] = {}
    doubtful = {sheet.number: sheet for sheet in sheets if sheet.doubt}
    if ocr.available() and doubtful:
        numbers = [number for number, sheet in doubtful.items() if sheet.doubt != _BROKEN]
        if limit and announce and numbers:
            limit.seconds += announce(len(numbers))
        images = ((number, _pixels(document, number)) for number in numbers)
        seen = ocr.recognise(images, len(numbers), _PROGRAMS, limit)
        unread.update(seen.unread)
        for number, lines in seen.lines.items():
            doubtful.pop(number).lines = lines
            found.recognised.append(number)
        doubtful = {
            number: s for number, s in doubtful.items() if not any(number in pages for pages in unread.values())
        }
        if found.recognised:
            found.notes.append(
                f"Pages {ranges(found.recognised)} were read by text recognition, {seen.confidence:.0f} % sure; "
                "check quotations against the page."
            )
    for number, sheet in doubtful.items():
        why = sheet.doubt if sheet.doubt == _BROKEN else f"{sheet.doubt}, and tesseract is not installed"
        unread.setdefault(why, []).append(number)
        sheet.lines = [replace(line, aside=line.aside or unreadable(line.text)) for line in sheet.lines]
    return unread


def _pixels(document: Any, number: int) -> "ocr.Pixels":
    page = document[number - 1]
    drawn = page.render(scale=ocr.DPI / 72, grayscale=True).to_numpy()
    pixels: ocr.Pixels = drawn.reshape(drawn.shape[:2]).copy()
    page.close()
    return pixels


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


def ranges(numbers: list[int]) -> str:
    """1, 2, 3, 7 as `1-3, 7`."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)
