"""Evidence as marked pieces of a text, and the words quoted when a reviewer cites without selecting any.

The pieces joined are the text again, character for character: what a reviewer selects on the page must be found in the
section. Overlapping evidence is cut at every border; the narrower phrase wins, for it says more.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyser.matching.candidate import Evidence
from api.languages import N_, gettext

LONGEST_QUOTE = 600
SENTENCE_END = re.compile(r"(?<=[.;:。；।؛။።])\s+|\n+")
PARTS = {
    "who": N_("persons"),
    "act": N_("the act"),
    "object": N_("the object"),
    "age": N_("age of the victim"),
    "means": N_("means"),
    "purpose": N_("purpose"),
    "penalty": N_("penalty"),
    "match": N_("similar wording"),
}
"""Parts of an offence that evidence may show, in the words of the legend."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text; `part` is a key of PARTS, or None for plain text."""

    text: str
    part: str | None

    @property
    def meaning(self) -> str:
        return gettext(PARTS[self.part]) if self.part in PARTS else self.part or ""


def segments(text: str, evidence: Sequence[Evidence]) -> list[Segment]:
    """The text in pieces, in order; "".join of their texts is `text`."""
    spans = [span for span in evidence if 0 <= span.start < span.end <= len(text)]
    borders = sorted({0, len(text)} | {at for span in spans for at in (span.start, span.end)})
    pieces: list[Segment] = []
    for start, end in pairwise(borders):
        over = [span for span in spans if span.start <= start and end <= span.end]
        part = min(over, key=lambda span: (span.end - span.start, span.start)).part if over else None
        if pieces and pieces[-1].part is None and part is None:
            pieces[-1] = Segment(pieces[-1].text + text[start:end], None)
        else:
            pieces.append(Segment(text[start:end], part))
    return pieces


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of the sentences or list items of a statute, without the white space around them."""
    cuts = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    spans = []
    for start, end in pairwise(cuts):
        piece = text[start:end]
        if piece.strip():
            spans.append((start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())))
    return spans


def default_quote(text: str, evidence: Sequence[Evidence]) -> str:
    """The whole of a short section; of a long one the sentence in which most evidence stands."""
    if len(text) <= LONGEST_QUOTE // 2:
        return text.strip()
    spans = sentences(text)
    if not spans:
        return ""

    def carried(span: tuple[int, int]) -> int:
        return sum(max(0, min(span[1], found.end) - max(span[0], found.start)) for found in evidence)

    start, end = max(spans, key=lambda span: (carried(span), -span[0]))
    return text[start : min(end, start + LONGEST_QUOTE)].strip()
