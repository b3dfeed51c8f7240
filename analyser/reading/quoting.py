"""Finds the words of a quotation on the page it was read from.

Decides by letters and digits alone (line breaks, hyphens and spaces are the printer's) inside the lines of its section,
and between several places by what stands before. A quotation that goes on over a page's end is found on both. Refuses
to guess: words that are not there are not marked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyser.reading.document import Box

if TYPE_CHECKING:  # the parent names quotations and need not load PDFium
    from analyser.reading.glyphs import Word

_LEAST = 12  # letters of a quotation that a page shows of it when it is cut by the page's end
_BEFORE = 60  # letters before a quotation by which its place is told
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a section's text, and the text before them."""

    text: str
    before: str = ""


def quotation_boxes(words: Sequence["Word"], lines: Sequence[Box], quotation: Quotation) -> list[Box]:
    """Boxes in points around the quotation's words, one a line; none where the page does not show it.

    `lines` are the boxes of the section's lines on the page, in reading order.
    """
    shown = [(word, line) for line in lines for word in _inside(words, line)]
    letters = [_letters(word.text) for word, _ in shown]
    found = _find("".join(letters), _letters(quotation.text), _letters(quotation.before)[-_BEFORE:])
    if found is None:
        return []
    boxes: dict[Box, Box] = {}
    at = 0
    for (word, line), own in zip(shown, letters, strict=True):
        start, at = at, at + len(own)
        if own and start < found[1] and at > found[0]:
            known = boxes.get(line, (word.x0, line[1], word.x1, line[3]))
            boxes[line] = (min(known[0], word.x0), line[1], max(known[2], word.x1), line[3])
    return list(boxes.values())


def _inside(words: Sequence["Word"], line: Box) -> list["Word"]:
    """The words of a line, in the order they are read."""
    own = [
        w
        for w in words
        if line[0] - 1 <= (w.x0 + w.x1) / 2 <= line[2] + 1 and line[1] <= w.base - 0.2 * w.size <= line[3]
    ]
    backwards = sum(bool(_RTL.search(word.text)) for word in own) * 2 > len(own)
    return sorted(own, key=lambda word: -word.x1 if backwards else word.x0)


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _find(page: str, quotation: str, before: str) -> tuple[int, int] | None:
    """Where the quotation, or its part on this page, stands among the page's letters."""
    if not quotation:
        return None
    places = [found.start() for found in re.finditer(f"(?={re.escape(quotation)})", page)]
    if places:
        best = max(places, key=lambda place: (_alike(page[:place], before), -place))
        return best, best + len(quotation)
    for length in range(min(len(quotation) - 1, len(page)), _LEAST - 1, -1):
        if page.endswith(quotation[:length]):
            return len(page) - length, len(page)
        if page.startswith(quotation[-length:]):
            return 0, length
    return None


def _alike(one: str, other: str) -> int:
    """How many letters two texts share at their ends."""
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count
