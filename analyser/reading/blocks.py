"""Collects pieces of running text into lines: the common back end of HTML, XML and DOCX.

Decides where a line ends and what is true of the whole line (bold, italic, aside) from its pieces; a property holds
only when every lettered piece has it. Refuses to know any format.
"""

import re
from dataclasses import dataclass

from analyser.reading.clean import clean
from analyser.reading.document import Line

_ENUMERATOR = re.compile(
    r"[§(\[«]*\s?(?:\d{1,4}\s?[a-zA-Z]{0,2}|[a-zA-Zα-ωа-я]{1,3}|[ivxlcIVXLC]{1,7})\s?[.)\]:°-]{1,3}"
)


def names(spaced: str) -> frozenset[str]:
    """A set of element names from a spaced list."""
    return frozenset(spaced.split())


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text is set."""

    bold: bool = False
    italic: bool = False
    raised: bool = False
    aside: bool = False
    struck: bool = False
    level: int | None = None
    pre: bool = False


class BlockWriter:
    """Receives pieces, line breaks and block starts in document order; `finish` gives the lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.struck = 0
        self._pieces: list[tuple[str, Style]] = []
        self._gap = True

    def add(self, text: str, style: Style) -> None:
        self._pieces.append((text, style))

    def end_line(self) -> None:
        """What follows stands on a new line of the same block."""
        pieces, self._pieces = self._pieces, []
        text = clean("".join(piece for piece, _ in pieces))
        if not text:
            return
        styles = [style for piece, style in pieces if any(map(str.isalnum, piece))] or [style for _, style in pieces]
        struck = all(style.struck for style in styles)
        self.struck += struck
        self.lines.append(
            Line(
                text,
                bold=all(style.bold for style in styles),
                italic=all(style.italic for style in styles),
                level=styles[0].level,
                gap=self._gap,
                aside=struck or all(style.aside for style in styles),
            )
        )
        self._gap = False

    def start_block(self, gap: bool = True) -> None:
        """What follows stands in a new block."""
        self.end_line()
        self._gap = self._gap or gap

    def label_of_last_line(self) -> None:
        """Reopen the last line when it is only a number, so that the cell that follows continues it."""
        if not self._pieces and self.lines and not self._gap and _ENUMERATOR.fullmatch(self.lines[-1].text):
            last = self.lines.pop()
            style = Style(bold=last.bold, italic=last.italic, aside=last.aside, level=last.level)
            self._pieces, self._gap = [(last.text + " ", style)], last.gap

    def finish(self) -> tuple[Line, ...]:
        self.end_line()
        return tuple(self.lines)
