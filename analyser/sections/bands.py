"""Columns that were set in bands: two columns end, a new chapter begins below them in two columns again.

The reader takes a page's left column to its foot and then the right; where bands stand one above the other that order
weaves two chapters together. Decides, by the numbers of the sections, whether a page is cut into bands where both
columns leave white space. Refuses to touch a page whose numbers already rise.
"""

from bisect import bisect_left
from collections import defaultdict
from itertools import combinations, pairwise

from analyser.reading import Document
from analyser.sections.marks import Mark
from analyser.sections.numbers import Number, step
from analyser.sections.parts import read_part
from analyser.sections.row import Row

_MANY_CUTS = 14  # more white bands than this are tried one by one only
_WOVEN = 4  # changes of column that show rows read across both columns

Zone = tuple[list[Row], list[Row], list[Row]]
"""Left rows, right rows, and the wide rows that close the zone."""


def reorder(rows: list[Row], document: Document, family: list[Mark]) -> list[Row]:
    """The rows in the order in which the law's numbers rise best; the same list when nothing is gained."""
    marks = {id(rows[m.row]): m.numbers[0] for m in family if not m.quoted}
    pages: dict[int | None, list[Row]] = defaultdict(list)
    for row in rows:
        pages[row.page].append(row)
    starts = sorted(pages, key=lambda p: p or 0)
    ordered: list[Row] = []
    for at, page in enumerate(starts):
        group = pages[page]
        if page and page <= len(document.page_sizes) and all(r.box for r in group):
            before = next((marks[id(r)] for r in reversed(ordered[-200:]) if id(r) in marks), None)
            follow = next((marks[id(r)] for p in starts[at + 1 : at + 2] for r in pages[p] if id(r) in marks), None)
            group = _page(group, document.page_sizes[page - 1][0], marks, before, follow)
        ordered += group
    return ordered


def _page(
    group: list[Row], width: float, marks: dict[int, Number], before: Number | None, after: Number | None
) -> list[Row]:
    left, right, wide = _sides(group, width)
    if len(left) < 2 or len(right) < 2 or not _side_by_side(left, right):
        return group
    zones = _zones(left, right, wide)
    given = [r for zone in zones for r in _uncut(zone)] if _woven(group, left, right) else group
    best, value = given, _value(given, marks, before, after)
    numbered = [_numbered(zone, marks) for zone in zones]  # the only rows that an order's value depends on
    for at, zone in enumerate(zones):
        if len(zone[0]) < 2 or len(zone[1]) < 2:
            continue
        for cuts in _cut_sets(zone):
            if (new := _value(_order(numbered, at, cuts), marks, before, after)) > value:
                best, value = _order(zones, at, cuts), new
    return best


def _numbered(zone: Zone, marks: dict[int, Number]) -> Zone:
    left, right, wide = ([row for row in part if id(row) in marks] for part in zone)
    return left, right, wide


def _order(zones: list[Zone], at: int, cuts: tuple[float, ...]) -> list[Row]:
    """The page's rows when one of its zones is read in bands."""
    return [row for i, zone in enumerate(zones) for row in (_cut(zone, cuts) if i == at else _uncut(zone))]


def _sides(group: list[Row], width: float) -> Zone:
    middle = width / 2
    left = [
        r
        for r in group
        if (r.box and r.box[2] <= middle + 4) or (r.box and r.box[0] < 0.25 * width and r.box[2] < 0.56 * width)
    ]
    right = [r for r in group if r.box and r.box[0] >= middle - 4]
    sided = {id(r) for r in left + right}
    return left, right, [r for r in group if id(r) not in sided]


def _side_by_side(left: list[Row], right: list[Row]) -> bool:
    """Whether most right rows have a left row at their height."""
    tops = sorted(r.box[1] for r in left if r.box)
    near = 0
    for row in right:
        assert row.box
        at = bisect_left(tops, row.box[1] - 9)
        near += at < len(tops) and tops[at] < row.box[3] + 9
    return near >= 0.5 * len(right)


def _zones(left: list[Row], right: list[Row], wide: list[Row]) -> list[Zone]:
    """The page from top to bottom, divided by rows that run over both columns."""
    zones: list[Zone] = []
    rest_left, rest_right = sorted(left, key=_top), sorted(right, key=_top)
    for row in sorted(wide, key=_top):
        top = _top(row)
        zones.append(([r for r in rest_left if _top(r) < top], [r for r in rest_right if _top(r) < top], [row]))
        rest_left, rest_right = [r for r in rest_left if _top(r) >= top], [r for r in rest_right if _top(r) >= top]
    zones.append((rest_left, rest_right, []))
    return zones


def _top(row: Row) -> float:
    assert row.box
    return row.box[1]


def _uncut(zone: Zone) -> list[Row]:
    return [*zone[0], *zone[1], *zone[2]]


def _cut(zone: Zone, cuts: tuple[float, ...]) -> list[Row]:
    """Band after band: left rows, then right rows."""
    edges = [-1.0, *cuts, 1e9]
    order = []
    for low, high in pairwise(edges):
        for side in zone[:2]:
            order += [r for r in side if low <= _top(r) < high]
    return [*order, *zone[2]]


def _cut_sets(zone: Zone) -> list[tuple[float, ...]]:
    """Heights at which both columns are white, alone and in pairs; those below which a new unit opens come first."""
    places: dict[float, float] = {}
    for one, other in (zone[:2], zone[1::-1]):
        for low, high in _whites(one):
            if high - low > 4:
                for near_low, near_high in _whites(other, low, high):
                    shared = min(high, near_high) - max(low, near_low)
                    if shared > 1:
                        places[round((min(high, near_high) + max(low, near_low)) / 2, 1)] = (
                            high - low + near_high - near_low
                        )
    single = [(y,) for y in sorted(places, key=lambda y: (_opening(zone, y), -places[y], y))][:60]
    pairs = combinations(sorted(y for (y,) in single[:_MANY_CUTS]), 2)
    return [*single, *pairs]


def _opening(zone: Zone, height: float) -> int:
    """What the left column opens with below a height: 0 an enclosing unit, 1 something bold, 2 running text."""
    row = next((r for r in zone[0] if _top(r) >= height), None)
    return 2 if row is None else 0 if read_part(row) else 1 if row.bold else 2


def _whites(column: list[Row], low: float = 0.0, high: float = 1e9) -> list[tuple[float, float]]:
    """White bands between the rows of a column, those that touch (low, high)."""
    edges = [
        (0.0, _top(column[0])),
        *((a.box[3], _top(b)) for a, b in pairwise(column) if a.box),
        (column[-1].box[3] if column[-1].box else 0.0, 1e9),
    ]
    return [(a, b) for a, b in edges if b > low and a < high and b > a]


def _woven(group: list[Row], left: list[Row], right: list[Row]) -> bool:
    sides = {id(r): 0 for r in left} | {id(r): 1 for r in right}
    seen = [sides[id(r)] for r in group if id(r) in sides]
    return sum(a != b for a, b in pairwise(seen)) >= _WOVEN


def _value(order: list[Row], marks: dict[int, Number], before: Number | None, after: Number | None) -> int:
    """How many of the numbers come right behind the one before: near steps up count, steps down cost."""
    numbers = [before, *(marks[id(r)] for r in order if id(r) in marks), after]
    value = 0
    for a, b in pairwise(n for n in numbers if n):
        worth = step(a, b)
        value += -2 if worth is None else 1 if b.base - a.base <= 3 else 0
    return value
