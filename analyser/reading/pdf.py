"""PDF: pages become lines in reading order, with place, size and weight.

Decides per page whether its text layer can be read at all. Refuses passwords (EncryptedFile), damage (DamagedFile) and
silence: pages without usable text are named in the notes.
"""

from typing import Any

import pypdfium2 as pdfium

from analyser.errors import DamagedFile, EncryptedFile
from analyser.reading.columns import reading_order
from analyser.reading.document import Line
from analyser.reading.glyphs import Glyphs, PageWords, Word
from analyser.reading.rows import make_line


def read_pdf(data: bytes) -> tuple[tuple[Line, ...], tuple[tuple[float, float], ...], tuple[int, ...], tuple[str, ...]]:
    """Lines, page sizes in points, pages recognised by OCR, notes."""
    document = _open(data)
    glyphs = Glyphs()
    lines: list[Line] = []
    sizes: list[tuple[float, float]] = []
    try:
        for number in range(1, len(document) + 1):
            words = glyphs.read(document[number - 1])
            sizes.append((round(words.width, 1), round(words.height, 1)))
            lines += page_lines(words, number)
    finally:
        document.close()
    return tuple(lines), tuple(sizes), (), ()


def _open(data: bytes) -> Any:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedFile("The PDF is protected by a password.", hint="Save a copy without the password and try again.") from error
        raise DamagedFile("The PDF is damaged and cannot be opened.", hint="Download it again, or print it to a new PDF.") from error
    if len(document) == 0:
        document.close()
        raise DamagedFile("The PDF has no pages.", hint="Download it again.")
    return document


def page_lines(page: PageWords, number: int) -> list[Line]:
    """The lines of one page in reading order; text set sideways comes last, marked aside."""
    upright = [word for word in page.words if not word.turned]
    lines = [make_line(item.row, number, item.aside, item.gap) for item in reading_order(upright, page.height)] if upright else []
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
