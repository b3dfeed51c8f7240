"""Texts printed in two languages at once: facing columns, alternate paragraphs, one behind the other.

Decides which of two languages every line is in, by the words that the document itself shows to be of one or the other.
Every line is in exactly one of them. Refuses to call a language that is only quoted one of the law's.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from analyser.language import detect
from analyser.reading import Document

TONGUE = "other language"
"""The kind of remainder that holds the text of the other language of a file."""

LEAST = 0.1  # share of the samples and characters that a second language must have: some scripts say much in few
SAMPLES = 36
SAMPLE = 150  # characters; a line of half as many stands alone
ROUNDS = 3
SURE = 0.7  # confidence from which a sample counts
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Tongue:
    """One of the languages of a document, and the indexes of its lines."""

    language: str
    lines: frozenset[int]


def tongues(document: Document) -> tuple[Tongue, ...]:
    """The two languages of a text in two, the one that begins it first; empty for a text in one."""
    tracks = _tracks(document)
    samples = _samples(document, tracks)
    found = [(detect(text), text) for text in samples]
    sure = [(code, text) for (code, confidence), text in found if confidence > SURE]
    common = Counter(code for code, _ in sure).most_common(2)
    if len(common) < 2 or len(sure) < 12 or common[1][1] < max(3, LEAST * len(sure)):
        return ()
    one, other = common[0][0], common[1][0]
    odds = _odds([t for c, t in sure if c == one], [t for c, t in sure if c == other])
    for _ in range(ROUNDS):  # samples are short and some are misjudged; the lines as a whole put them right
        sides = _sides(document, tracks, odds)
        odds = _odds(*([x.text for x, side in zip(document.lines, sides, strict=True) if side == it] for it in (1, 0)))
    written = Counter[bool]()
    for line, side in zip(document.lines, sides, strict=True):
        written[side] += len(line.text)
    if min(written[True], written[False]) < LEAST * len(document.text):
        return ()
    first = next((side for line, side in zip(document.lines, sides, strict=True) if len(line.text) >= 20), True)
    codes = {True: one, False: other}
    return tuple(
        Tongue(codes[it], frozenset(at for at, side in enumerate(sides) if side == it)) for it in (first, not first)
    )


def _tracks(document: Document) -> list[list[int]]:
    """Positions of the lines of each column: left, right and across."""
    tracks: dict[str, list[int]] = {"left": [], "right": [], "across": []}
    for at, line in enumerate(document.lines):
        place = "across"
        if line.box and line.page and line.page <= len(document.page_sizes):
            middle = document.page_sizes[line.page - 1][0] / 2
            place = "left" if line.box[2] < middle + 8 else "right" if line.box[0] > middle - 8 else "across"
        tracks[place].append(at)
    return [track for track in tracks.values() if track]


def _samples(document: Document, tracks: Sequence[Sequence[int]]) -> list[str]:
    """Pieces of running text, evenly over the document, none from two columns."""
    pieces = []
    for track in tracks:
        piece = ""
        for at in track:
            line = document.lines[at]
            if line.aside or len(line.text) < 20:
                continue
            piece += line.text + "\n"
            if len(piece) > SAMPLE or len(line.text) > SAMPLE / 2:
                pieces.append(piece)
                piece = ""
    return pieces[:: max(1, len(pieces) // SAMPLES)][:SAMPLES]


def _odds(one: Sequence[str], other: Sequence[str]) -> dict[str, float]:
    """How much each word speaks for the first language, in log odds."""
    first, second = (Counter(word for text in texts for word in _words(text)) for texts in (one, other))
    totals = max(1, first.total()), max(1, second.total())
    return {
        word: log((first[word] + 0.2) / totals[0]) - log((second[word] + 0.2) / totals[1]) for word in {*first, *second}
    }


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _sides(document: Document, tracks: Sequence[Sequence[int]], odds: dict[str, float]) -> list[bool]:
    """Whether each line is in the first language; what tells nothing goes with the next line of its column."""
    sides = [True] * len(document.lines)
    for track in tracks:
        side: bool | None = None
        waiting: list[int] = []
        for at in track:
            score = sum(odds.get(word, 0.0) for word in _words(document.lines[at].text))
            if abs(score) < 2.0:
                waiting.append(at)
                continue
            side = score > 0
            for late in [*waiting, at]:
                sides[late] = side
            waiting = []
        for late in waiting:
            sides[late] = True if side is None else side
    return sides
