"""Tells side-notes set in smaller type from the text they stand beside, word by word.

Decides where the text of a page begins and ends (its rows in the text's own type size, not the gaps between rows) and
takes for notes the smaller words that lie outside: a note that reaches close to the text stays whole. Refuses hanging
labels, raised marks and small print that runs on into the text.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import takewhile

from analyser.reading.glyphs import Word
from analyser.reading.rows import Row, group_rows

_SMALLER = 0.9  # of the text's type size
_SHARE = 0.25  # of a page's characters: the largest type with so many is the text's
_NOTE_SHARE = 0.45  # notes are at most this much of the text's width
_SPACE, _WIDE_SPACE = 0.4, 0.6  # of the type size


def part_margins(rows: list[Row]) -> tuple[list[list[Row]], list[Row]]:
    """The rows of the notes in each margin that has any, and the rows of the text without them."""
    size = _text_size(rows)
    smaller = _SMALLER * size
    inked = [large for row in rows if (large := [word for word in row if word.size >= smaller])]
    if len(inked) < 2 or all(word.size >= smaller for row in rows for word in row):
        return [], rows
    starts, ends = sorted(row[0].x0 for row in inked), sorted(max(w.x1 for w in row) for row in inked)
    left, right = starts[len(starts) // 10], ends[-1 - len(ends) // 10]
    if sum(abs(start - left) < 2 for start in starts) < max(2, len(starts) // 10):
        return [], rows
    before = {id(row): _outside(row, lambda word: word.x1 <= left + 1, size) for row in rows}
    after = {id(row): _outside(row[::-1], lambda word: word.x0 >= right - 1, size) for row in rows}
    margins = []
    for side in (before, after):
        words = [word for row in rows for word in side[id(row)]]
        if _are_notes(words, _NOTE_SHARE * (right - left)):
            margins.append(words)
    taken = {id(word) for words in margins for word in words}
    text = [[word for word in row if id(word) not in taken] for row in rows]
    return [group_rows(words) for words in margins], [row for row in text if row]


def _text_size(rows: list[Row]) -> float:
    counts: Counter[float] = Counter()
    for row in rows:
        for word in row:
            counts[word.size] += len(word.text)
    total = sum(counts.values())
    return max((size for size, count in counts.items() if count >= _SHARE * total), default=max(counts, default=1.0))


def _outside(words: Sequence[Word], outside: Callable[[Word], bool], size: float) -> list[Word]:
    """The words of a note at the start of these, a row seen from the margin; `size` is the text's."""
    run = list(takewhile(outside, words))
    while run and run[-1].size >= _SMALLER * size and not _goes_on(run):
        run.pop()
    small = sum(len(word.text) for word in run if word.size < _SMALLER * size)
    if not small or 2 * small < sum(len(word.text) for word in run):
        return []
    return [] if len(run) < len(words) and _runs_on(run, words[len(run)], size) else run


def _goes_on(run: list[Word]) -> bool:
    """Whether the last word, as large as the text, continues the note: a hanging label does not."""
    if len(run) < 2 or any(map(str.isdigit, run[-1].text)):
        return False
    return abs(run[-1].order - run[-2].order) == 1 and _gap(run[-2], run[-1]) < _WIDE_SPACE * run[-1].size


def _runs_on(run: list[Word], following: Word, size: float) -> bool:
    """Whether the words belong to the one that follows: small print, small capitals, or a raised mark."""
    gap = _gap(run[-1], following)
    level = abs(run[-1].base - following.base) < 0.25 * run[-1].size
    if following.size < _SMALLER * size:
        return level and gap < _WIDE_SPACE * following.size
    if level and gap < _SPACE * size and abs(run[-1].order - following.order) == 1:
        return True
    return _letters(run) < 2 and gap < _WIDE_SPACE * size


def _are_notes(words: list[Word], widest: float) -> bool:
    if not words:
        return False
    width = max(word.x1 for word in words) - min(word.x0 for word in words)
    return width <= widest and (width >= 18 or max(_letters([word]) for word in words) > 3) and _letters(words) > 1


def _letters(words: list[Word]) -> int:
    return sum(sum(map(str.isalpha, word.text)) for word in words)


def _gap(one: Word, other: Word) -> float:
    return max(other.x0 - one.x1, one.x0 - other.x1)
