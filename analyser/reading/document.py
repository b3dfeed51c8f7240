"""What reading yields: the text of a file as lines with their place and looks, before anyone decides what is a heading.

Reading decides reading order and nothing else. It never drops a line: page furniture, contents and notes are recognised
by `analyser.sections`, which must account for every character it gets.
"""

from dataclasses import dataclass, field
from functools import cached_property

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the page's top left corner."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line (PDF, plain text) or one block (HTML, Markdown); never contains a line break."""

    text: str
    page: int | None = None  # counted from 1; null where the format has no pages
    box: Box | None = None
    size: float | None = None  # median glyph size in points
    bold: bool = False
    italic: bool = False
    level: int | None = None  # 1-6 where the format itself marks a heading
    gap: bool = False  # blank line, block start or wider space before it
    aside: bool = False  # the format itself marks it as navigation, page header, footer, note or margin text


@dataclass(frozen=True)
class Document:
    """A file as read. `text` is the lines joined by a line break; offsets elsewhere count its characters."""

    name: str  # path or file name as the user gave it
    media_type: str
    sha256: str
    reader: str  # name and version of the reader, e.g. "pdf/1"
    lines: tuple[Line, ...]
    pages: int | None = None
    page_sizes: tuple[tuple[float, float], ...] = ()  # width, height in points
    ocr_pages: tuple[int, ...] = ()
    language_hint: str | None = None  # what the file itself declares, e.g. html lang
    notes: tuple[str, ...] = field(default=())  # what the reader wants the analyst to know

    @cached_property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Start offset of every line in `text`."""
        starts, at = [], 0
        for line in self.lines:
            starts.append(at)
            at += len(line.text) + 1
        return tuple(starts)
