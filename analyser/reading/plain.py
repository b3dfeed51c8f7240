"""Plain text: one line of the file is one line of the Document.

Decides what separates lines and pages (a form feed starts a page, as print-to-text tools write it). Refuses to join or
split lines: whether a line is a paragraph or a piece of one is the splitter's question.
"""

import re

from analyser.reading.clean import clean
from analyser.reading.document import Line

_BREAK = re.compile("\r\n|[\n\r\x0b\x85\u2028\u2029]")


def read_plain(text: str) -> tuple[tuple[Line, ...], int | None]:
    """Lines, and the number of pages when form feeds mark them."""
    sheets = text.removesuffix("\x0c").split("\x0c")
    lines: list[Line] = []
    for number, sheet in enumerate(sheets, 1):
        gap = True
        for raw in _BREAK.split(sheet):
            if line := clean(raw):
                lines.append(Line(line, page=number if len(sheets) > 1 else None, gap=gap))
            gap = not line
    return tuple(lines), len(sheets) if len(sheets) > 1 else None
