"""Puts the rows of a page in reading order: columns, side-notes, headers and footers.

Decides where a vertical gap runs through the rows of a page (a gutter), and whether what stands beyond it is a column
of text, a column of side-notes, or part of the same rows (numbers of a table of contents, hanging labels). Side-notes
are marked aside and placed before the row they stand beside. Refuses to drop or to join anything.
"""

import math
from collections import deque
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from statistics import median, mode
from typing import Literal

from analyser.reading.bands import part_bands
from analyser.reading.glyphs import Word
from analyser.reading.margins import part_margins
from analyser.reading.rows import Row, group_rows, join_initials, row_base, row_size

_BIN = 1.0  # points
_MIN_GUTTER = 5.0
_MIN_ROWS = 5
_TEXT_WIDTH = 220.0  # points: a column of text that side-notes of its own type size stand beside
_LABEL_WIDTH = 90.0  # points: what is wider is no hanging label
_APART = 0.8  # of the type size: no space between words is so wide on every row
_OVERFLOW = 0.25  # of the other column
_NOTE_SHARE = 0.45  # a side-note column is at most this much of the text column's width


@dataclass(frozen=True, slots=True)
class Placed:
    """A row in reading order."""

    row: Row
    aside: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class _Gutter:
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def reading_order(words: list[Word], height: float) -> list[Placed]:
    """Rows of the upright words of a page in the order they are read."""
    rows = group_rows(join_initials(words))
    head, body, foot = _peel(rows, height)
    margins, text = part_margins(body)
    placed = _region(text, 3)
    if margins:
        placed = _beside(placed, margins)
    if head and placed and row_size(head[-1]) > 1.1 * row_size(placed[0].row):
        placed[0] = replace(placed[0], gap=True)  # a title, not a running head
    notes = [item.row for item in placed if item.aside]
    cut = [_shed(rows, notes) for rows in (head, foot)]
    whole = [*_plain(cut[0][1]), *placed, *_plain(cut[1][1])]
    return _beside(whole, [shed for shed, _ in cut if shed]) if notes else whole


def _shed(rows: list[Row], notes: list[Row]) -> tuple[list[Row], list[Row]]:
    """Notes that run on above or below the text, by where the page's notes begin and how they are set; the rest."""
    if not notes:
        return [], rows
    start, sample = mode(round(row[0].x0) for row in notes), notes[0][0]
    shed: list[Row] = []
    kept: list[Row] = []
    for row in rows:
        at = next((i for i, word in enumerate(row) if abs(word.x0 - start) < 2 and _set_alike(word, sample)), None)
        apart = at is not None and (at == 0 or row[at].x0 - row[at - 1].x1 > _APART * sample.size)
        if at is None or not apart or not all(_set_alike(word, sample) for word in row[at:]) or not _lettered(row[at:]):
            kept.append(row)
            continue
        shed.append(row[at:])
        kept += [row[:at]] if at else []
    return shed, kept


def _set_alike(word: Word, sample: Word) -> bool:
    return abs(word.size - sample.size) < 0.03 * sample.size and word.italic == sample.italic


def _lettered(words: Row) -> bool:
    return any(c.isalpha() for word in words for c in word.text)


def _peel(rows: list[Row], height: float) -> tuple[list[Row], list[Row], list[Row]]:
    """Short rows at the top and bottom that stand clear of the text: running heads, page numbers."""
    if len(rows) < 3:
        return [], rows, []
    bases = [row_base(row) for row in rows]
    full = max(row[-1].x1 for row in rows) - min(row[0].x0 for row in rows)
    inked = [sum(word.x1 - word.x0 for word in row) < 0.7 * full for row in rows]
    start, end = 0, len(rows)
    for index in range(min(3, len(rows) - 1)):
        if not inked[index] or bases[index] > 0.14 * height:
            break
        if bases[index + 1] - bases[index] > 1.7 * row_size(rows[index]):
            start = index + 1
            break
    for index in range(len(rows) - 1, max(len(rows) - 4, start), -1):
        if not inked[index] or bases[index] < 0.86 * height:
            break
        if bases[index] - bases[index - 1] > 1.7 * row_size(rows[index]):
            end = index
            break
    return rows[:start], rows[start:end], rows[end:]


def _plain(rows: list[Row], aside: bool = False) -> list[Placed]:
    """Rows of one column, with wider spaces between them marked."""
    bases = [row_base(row) for row in rows]
    steps = sorted(b - a for a, b in pairwise(bases))
    usual = steps[len(steps) // 2] if len(steps) > 3 else min(steps, default=0.0)
    placed = []
    for index, row in enumerate(rows):
        step = bases[index] - bases[index - 1] if index else 0.0
        placed.append(Placed(row, aside, step > max(1.3 * usual, 1.25 * row_size(row))))
    return placed


def _region(rows: list[Row], depth: int, margins: bool = True) -> list[Placed]:
    """The rows in reading order; without `margins`, side-notes of the text's own type size are out of the question."""
    gutter = _find_gutter(rows) if depth and len(rows) >= _MIN_ROWS else None
    if gutter is None:
        return _plain(rows)
    left, right, across = _divide(rows, gutter)
    narrow = _note_side(left, right, len(across), margins)
    if narrow == "table":
        return _plain(rows)
    if narrow:
        notes, main = (left, right) if narrow == "left" else (right, left)
        text = _region(sorted(main + across, key=row_base), depth - 1, margins=False)
        return _beside(text, [group_rows(word for row in notes for word in row)])
    placed: list[Placed] = []
    tops = sorted((row_base(row), row) for row in across)
    lower, last = -1e9, None
    for upper, row in [*tops, (1e9, None)]:
        between = [[part for part in side if lower < row_base(part) < upper] for side in (left, right)]
        for band in part_bands(*(sorted(side, key=row_base) for side in between)):
            for side in band:
                placed += _region(group_rows(word for part in side for word in part), depth - 1)
        if row:
            follows = bool(placed) and placed[-1].row is last
            placed.append(Placed(row, False, not follows or upper - lower > 1.7 * row_size(row)))
            last = row
        lower = upper
    return placed


def _stretches(row: Row) -> list[Row]:
    """The words of a row parted where the space is wider than an ordinary one."""
    stretches: list[Row] = []
    reach = -1e9
    for word in row:
        if word.x0 - reach <= 0.45 * word.size:
            stretches[-1].append(word)
        else:
            stretches.append([word])
            reach = word.x1
        reach = max(reach, word.x1)
    return stretches


def _span(stretch: Row) -> tuple[float, float]:
    return stretch[0].x0, max(word.x1 for word in stretch)


def _find_gutter(rows: list[Row]) -> _Gutter | None:
    """The widest gap that runs through nearly all rows and has text on both sides."""
    spans = [[_span(stretch) for stretch in _stretches(row)] for row in rows]
    low = min(row[0][0] for row in spans)
    high = max(row[-1][1] for row in spans)
    bins = int((high - low) / _BIN) + 1
    if not 60 <= bins <= 10_000:
        return None
    starts = [0] * (bins + 1)
    for row in spans:
        for x0, x1 in row:
            starts[int((x0 - low) / _BIN)] += 1
            starts[int((x1 - low) / _BIN) + 1] -= 1
    cover = list(accumulate(starts))
    best: tuple[float, _Gutter] | None = None
    # Few side-notes are thinner than the rows allowed to cross between columns, hence the strict pass.
    for allowed in (0, max(1, int(0.12 * len(rows)))):
        for first, last in _runs(cover[:bins], allowed):
            gutter = _Gutter(low + first * _BIN, low + last * _BIN)
            score = _score(rows, gutter) if gutter.right - gutter.left >= _MIN_GUTTER else 0.0
            if score and (best is None or score > best[0]):
                best = (score, gutter)
    return best[1] if best else None


def _runs(cover: list[int], allowed: int) -> list[tuple[int, int]]:
    """Stretches inside the text that at most `allowed` rows cover."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for at, rows in enumerate(cover):
        if rows > allowed:
            if start:
                runs.append((start, at))
            start = None
        elif start is None:
            start = at
    return runs


def _score(rows: list[Row], gutter: _Gutter) -> float:
    """How good a gutter is: its width times the rows on its emptier side; 0 when a side is no column."""
    middle = gutter.middle
    lefts = [[w for w in row if w.x1 <= middle] for row in rows]
    rights = [[w for w in row if w.x0 >= middle] for row in rows]
    sides = [[row for row in side if row] for side in (lefts, rights)]
    fewer, more = sorted(sides, key=len)
    if not fewer or not more:
        return 0.0
    if not (_is_small(fewer, more) or (len(fewer) > 1 and _is_text(fewer) and _is_text(more))):
        return 0.0
    return math.sqrt(gutter.right - gutter.left) * len(fewer)


def _is_small(notes: list[Row], text: list[Row]) -> bool:
    """Words in smaller type than the text: side-notes, even when there is only one."""
    letters = sum(sum(map(str.isalpha, word.text)) for row in notes for word in row)
    smaller = median(map(row_size, notes)) < 0.9 * median(map(row_size, text))
    return smaller and letters >= 2 and median(row[-1].x1 - row[0].x0 for row in notes) >= 18


def _is_text(side: list[Row]) -> bool:
    """False for columns of numbers, enumerators or one-line labels: they belong to the rows beside them."""
    words = [word for row in side for word in row]
    letters = sum(sum(map(str.isalpha, word.text)) for word in words)
    if letters < 0.2 * sum(len(word.text) for word in words) or letters < 6:
        return False
    width = median(row[-1].x1 - row[0].x0 for row in side)
    if width < 18 or width > _LABEL_WIDTH:
        return width >= 18
    blocks = _blocks(side)
    return sum(map(_is_label, blocks)) < 0.5 * len(blocks)


def _is_label(block: list[Row]) -> bool:
    """One row of up to three words with a digit: `Art. 5.`"""
    return len(block) == 1 and len(block[0]) <= 3 and any(c.isdigit() for word in block[0] for c in word.text)


def _blocks(rows: list[Row]) -> list[list[Row]]:
    """Rows that follow each other at the usual distance."""
    blocks: list[list[Row]] = []
    for row in rows:
        if blocks and row_base(row) - row_base(blocks[-1][-1]) < 1.7 * row_size(row):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _divide(rows: list[Row], gutter: _Gutter) -> tuple[list[Row], list[Row], list[Row]]:
    """Rows left of the gutter, right of it, and across it; what reaches into the gutter stays with its own side."""
    parted = [_sides(_stretches(row), gutter) for row in rows]
    crossing = [sides is None or _crosses(*sides, gutter) for sides in parted]
    left: list[Row] = []
    right: list[Row] = []
    across: list[Row] = []
    for index, (row, sides) in enumerate(zip(rows, parted, strict=True)):
        if crossing[index] and any(crossing[max(0, index - 1) : index] + crossing[index + 1 : index + 2]):
            across.append(row)
        elif crossing[index] or sides is None:
            (left if _overflows(row, rows, gutter) else across).append(row)
        else:
            left += [sides[0]] if sides[0] else []
            right += [sides[1]] if sides[1] else []
    return left, right, across


def _overflows(row: Row, rows: list[Row], gutter: _Gutter) -> bool:
    """Whether a row alone among rows of columns begins as the left one's do and only its end lies in the other.

    What cannot be hyphenated (a list of numbers, an address) runs out of its column; a heading over both does not.
    """
    starts = [other[0].x0 for other in rows]
    reach = gutter.right + _OVERFLOW * (max(_end(word) for other in rows for word in other) - gutter.right)
    plain = not all(word.bold for word in row) and row_size(row) < 1.1 * median(map(row_size, rows))
    return plain and row[0].x0 < mode(round(x) for x in starts if x < gutter.left) + 4 and max(map(_end, row)) < reach


def _sides(stretches: list[Row], gutter: _Gutter) -> tuple[Row, Row] | None:
    """The words of a row on either side; null when a stretch runs through the gutter or stands alone in it."""
    west: Row = []
    east: Row = []
    for stretch in stretches:
        start, end = _span(stretch)
        if start < gutter.left and end > gutter.right:
            return None
        if end > gutter.right:
            east += stretch
        elif start < gutter.left:
            west += stretch
        elif gutter.right - end < (start - max(map(_end, west)) if west else 1.5 * stretch[-1].size):
            east += stretch
        elif west:
            west += stretch
        else:
            return None
    return west, east


def _end(word: Word) -> float:
    return word.x1


def _crosses(west: Row, east: Row, gutter: _Gutter) -> bool:
    """True when a row goes on from one side to the other: no wide gap, nor a new start where the right side begins."""
    if not west or not east or abs(east[0].x0 - gutter.right) < 2:
        return False
    return east[0].x0 - max(map(_end, west)) < 0.7 * (gutter.right - gutter.left)


def _extent(rows: list[Row]) -> tuple[float, float]:
    starts = sorted(row[0].x0 for row in rows)
    ends = sorted(row[-1].x1 for row in rows)
    return starts[len(starts) // 10], ends[-1 - len(ends) // 10]


def _note_side(left: list[Row], right: list[Row], across: int, margins: bool) -> Literal["left", "right", "table", ""]:
    """Which side holds side-notes; `table` when a side is too narrow for a column of text and is no side-note either.

    Text that were taken for a note would leave its section, so a note must be in smaller type, or stand alone beside a
    solid column of text that never runs into its margin.
    """
    if not left or not right:
        return ""
    widths = [_extent(side)[1] - _extent(side)[0] for side in (left, right)]
    if min(widths) >= _NOTE_SHARE * max(widths):
        return ""
    notes, text = (left, right) if widths[0] < widths[1] else (right, left)
    alone = margins and not across and max(widths) > _TEXT_WIDTH and _stands_alone(notes, text, max(widths))
    apart = min(row[0].x0 for row in right) - max(_end(word) for row in left for word in row)
    if not ((alone and apart >= _APART * row_size(notes[0])) or (_is_small(notes, text) and across <= 0.2 * len(text))):
        return "table"
    return "left" if notes is left else "right"


def _stands_alone(notes: list[Row], text: list[Row], width: float) -> bool:
    """Whether the rows of a narrow column begin or end one under another, beside rows that fill the wide one."""
    edges = [[round(row[0].x0) for row in notes], [round(row[-1].x1) for row in notes]]
    aligned = max(sum(abs(place - mode(side)) < 2 for place in side) for side in edges)
    solid = median(row[-1].x1 - row[0].x0 for row in text) > 0.6 * width
    return solid and aligned > 0.6 * len(notes) and len(text) > 1.1 * len(notes)


def _beside(text: list[Placed], margins: list[list[Row]]) -> list[Placed]:
    """Every note of the margins before the first row of text that is not above it."""
    placed: list[Placed] = []
    waiting = deque(sorted((block for notes in margins for block in _blocks(notes)), key=lambda b: row_base(b[0])))
    for item in text:
        while waiting and row_base(waiting[0][0]) <= row_base(item.row) + 0.5 * row_size(item.row):
            placed += [Placed(row, True, index == 0) for index, row in enumerate(waiting.popleft())]
        placed.append(item)
    for block in waiting:
        placed += [Placed(row, True, index == 0) for index, row in enumerate(block)]
    return placed
