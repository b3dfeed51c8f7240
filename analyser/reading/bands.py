"""Finds where a page in two columns begins anew: both columns end, and both go on below a strip of white.

Balanced columns are often set band by band; reading the whole left column first would then run the end of one
provision into the middle of another. Decides between the ways to read a page by how its rows meet: sentences that go
on, enumerations that count on, headings that need an end before them. Refuses to part a page on white space alone, and
where no bold heading opens what is below.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from analyser.reading.rows import Row, row_base, row_size

Band = tuple[list[Row], list[Row]]
"""The rows left and right of the gutter that are read before the next band."""

_THIN = 0.05  # of the type size: white through both columns
_WIDE = 0.9  # of the type size: white in one of them
_MOST = 16  # strips looked at on a page
_CUT = 1.4  # what a band must gain
_FEWEST = 6  # rows of a column
_SOLID = 0.7  # of the column's width
_HYPHENS = ("-", "\u2010", "\u00ad", "\u2011", "\x02")
_ENDED = (".", "!", "?", "。", "»", "”", '"', "]", "」", "）", "…", "؟", "۔", "।")
_OPEN_ENDED = (";", ":", "·")
_ITEM = re.compile(r"\(?([^\W\d_]|\d{1,2})(?:[.]?[)°ºª]|\.[ª°º]?)(?=\W|$)")
_FRESH = re.compile(r"[第（【〔]|[一二三四五六七八九十]+[\s　]|[２-９][\s　]")
_UNCASED = re.compile("[\u3040-\u9fff]")


class _Print(NamedTuple):
    """A row with what its meeting with others is judged by."""

    row: Row
    text: str
    bold: bool
    item: str | None  # of an enumeration


def part_bands(left: list[Row], right: list[Row]) -> list[Band]:
    """The bands of two columns, top to bottom; one where nothing shows that there are more. Rows come by baseline."""
    if min(len(left), len(right)) < _FEWEST or not (_is_solid(left) and _is_solid(right)):
        return [(left, right)]
    cuts = _strips(left, right)
    sides = [_pieces(side, cuts) for side in (left, right)] if cuts else []
    if not cuts or _worst(sides) <= 0:
        return [(left, right)]
    best: list[tuple[float, int]] = [(0.0, -1)]  # cost of reading all above a cut, and where its last band begins
    for end in range(1, len(cuts) + 2):
        ways = [(best[start][0] + _cost(sides, start, end) + (_CUT if start else 0.0), start) for start in range(end)]
        best.append(min(ways))
    bands: list[Band] = []
    end = len(cuts) + 1
    while end > 0:
        start = best[end][1]
        bands.append((_rows(sides[0], start, end), _rows(sides[1], start, end)))
        end = start
    return bands[::-1]


def _is_solid(rows: list[Row]) -> bool:
    """Whether most rows fill their column, as running text does and the cells of a table do not."""
    widths = sorted(max(word.x1 for word in row) - row[0].x0 for row in rows)
    return widths[len(widths) // 2] > _SOLID * widths[-1 - len(widths) // 20]


def _strips(left: list[Row], right: list[Row]) -> list[float]:
    """Heights where white runs through both columns, wide in one, and a bold row follows on the left."""
    sides = [
        [(row_base(row) - 0.8 * row_size(row), row_base(row) + 0.2 * row_size(row)) for row in s] for s in (left, right)
    ]
    size = sorted(map(row_size, left + right))[(len(left) + len(right)) // 2]
    gaps = [
        [(a[1], b[0], row) for (a, b), row in zip(pairwise(s), rows[1:], strict=True)]
        for s, rows in zip(sides, (left, right), strict=True)
    ]
    strips: list[tuple[float, float]] = []
    for bottom, top, below in gaps[0]:
        if not all(word.bold for word in below):
            continue
        for other_bottom, other_top, _ in gaps[1]:
            low, high = max(bottom, other_bottom), min(top, other_top)
            widest = max(top - bottom, other_top - other_bottom)
            if high - low > _THIN * size and widest > _WIDE * size:
                strips.append((widest, (low + high) / 2))
    return sorted(place for _, place in sorted(strips, reverse=True)[:_MOST])


def _pieces(rows: list[Row], cuts: Sequence[float]) -> list[list[_Print]]:
    """One column, cut at the strips."""
    prints = [_printed(row) for row in rows]
    return [[p for p in prints if above < row_base(p.row) <= below] for above, below in pairwise([-1e9, *cuts, 1e9])]


def _printed(row: Row) -> _Print:
    text = " ".join(word.text for word in row)
    item = _ITEM.match(text)
    return _Print(row, text, all(word.bold for word in row), item[1] if item else None)


def _part(side: Sequence[Sequence[_Print]], start: int, end: int) -> list[_Print]:
    return [one for piece in side[start:end] for one in piece]


def _rows(side: Sequence[Sequence[_Print]], start: int, end: int) -> list[Row]:
    return [one.row for one in _part(side, start, end)]


def _worst(sides: Sequence[Sequence[Sequence[_Print]]]) -> float:
    """The worst meeting of rows when all is one band."""
    count = len(sides[0])
    inside = (_meeting(_part(side, 0, cut), _part(side, cut, count)) for side in sides for cut in range(1, count))
    return max(_meeting(_part(sides[0], 0, count), _part(sides[1], 0, count), over=True), *inside)


def _cost(sides: Sequence[Sequence[Sequence[_Print]]], start: int, end: int) -> float:
    """How badly rows meet when the pieces from `start` to `end` are one band, with the meeting of the band above."""
    left, right = (_part(side, start, end) for side in sides)
    cost = _meeting(left, right, over=True)
    for side in sides:
        for cut in range(start + 1, end):
            cost += _meeting(_part(side, start, cut), _part(side, cut, end))
    if start:
        above = _part(sides[1], 0, start) or _part(sides[0], 0, start)
        cost += _meeting(above, left or right, over=True)
    return cost


def _meeting(above: Sequence[_Print], below: Sequence[_Print], over: bool = False) -> float:
    """How badly the second rows follow the first: below 0 when they clearly go on, above 0 when they cannot.

    `over`: they stand in different columns, where a heading is kept with its text.
    """
    if not above or not below:
        return 0.0
    ends, begins = above[-1].text, below[0].text
    bold, small = (above[-1].bold, below[0].bold), below[0].text[:1].islower()
    if below[0].item:
        return _counts_on(above, below[0].item)
    if ends.endswith(_HYPHENS):
        return -1.0 if small else 2.0
    if ends.endswith(_ENDED):
        return 1.5 if small else 0.0
    if bold[0] and not bold[1]:
        return 0.8 if over else -0.3
    if bold[0] or bold[1]:
        return 0.0 if bold[0] else 1.5
    if ends.endswith(_OPEN_ENDED):
        return -0.5 if small else 0.0
    if _UNCASED.search(begins[:1]):
        return 1.5 if _FRESH.match(begins) else -0.5
    return -1.0 if small else 0.5


def _counts_on(above: Sequence[_Print], item: str) -> float:
    """An item of an enumeration after the rows that hold the item before it, or that introduce it."""
    first = item.casefold() in ("a", "1", "α", "а", "i")
    before = next(
        (one.item for one in reversed(above[-60:]) if one.item and one.item.isdigit() == item.isdigit()), None
    )
    if before and ord(item[-1]) == ord(before[-1]) + 1:
        return -1.0
    if first or (before and len(item) > 1):
        return 0.0
    return 1.0 if before or above[-1].text.endswith((*_ENDED, *_OPEN_ENDED)) else 1.5
