"""Which rows run on from the row before, where columns lie, and what stands centred in them.

Decides by the room that was left at the end of a row, by the space above the next and by its face. Refuses to join
rows across a gap, and never looks at the words.
"""

import itertools
from collections import Counter, defaultdict

from analyser.sections.row import Row


def wrap_text(lines: list[Row]) -> None:
    """Plain text cut to a fixed width: a row runs on when its first word had no room on the row before."""
    lengths = Counter(len(r.text) for r in lines)
    total = sum(lengths.values())
    if total < 20:
        return
    longest = sorted(lengths.elements())
    width = longest[int(0.98 * (total - 1))]
    full = sum(c for m, c in lengths.items() if 0.85 * width <= m)
    if width > 130 or full < 0.3 * total:
        return
    for before, row in itertools.pairwise(lines):
        first = len(row.text.split(" ", 1)[0])
        row.follows = not row.gap and len(before.text) + 1 + first > 0.93 * width


def wrap_pages(lines: list[Row]) -> None:
    """Rows with a place on a page: set `follows`, `gap`, `fresh` and `centred`."""
    columns = _columns(lines)
    leading = _leading(lines, columns)
    for row in lines:
        if row.box:
            left, right = columns[row.index]
            width = max(1.0, right - left)
            row.centred = (
                abs(row.box[0] + row.box[2] - left - right) / 2 < 0.04 * width
                and row.box[0] > left + 0.06 * width
                and row.box[2] < right - 0.05 * width
            )
    for before, row in itertools.pairwise(lines):
        if not before.box or not row.box:
            continue
        below = _below(before, row, columns)
        read_gap = row.printed_gap
        row.fresh = not below
        space = row.box[1] - before.box[3] - leading
        size = row.size or 10.0
        row.gap = (read_gap or space > 0.55 * size) if below else False
        row.follows = _runs_on(before, row, columns[before.index], below and (row.gap or space > 0.18 * size))
    if lines:
        lines[0].fresh = True


def _below(before: Row, row: Row, columns: dict[int, tuple[float, float]]) -> bool:
    assert before.box
    assert row.box
    one, two = columns[before.index], columns[row.index]
    shared = min(max(one[1], before.box[2]), max(two[1], row.box[2])) - max(
        min(one[0], before.box[0]), min(two[0], row.box[0])
    )
    return before.page == row.page and row.box[1] > before.box[1] and shared > 0


def _runs_on(before: Row, row: Row, edges: tuple[float, float], spaced: bool) -> bool:
    assert before.box
    if spaced or before.bold != row.bold or abs(before.size - row.size) > 0.6:
        return False
    edge, width = edges[1], edges[1] - edges[0]
    letter = (before.box[2] - before.box[0]) / max(1, len(before.text))
    first = len(row.text.split(" ", 1)[0]) + 1 if " " in row.text else 2
    if before.centred and row.centred:
        return before.bold and row.bold and (before.box[2] - before.box[0]) > 0.6 * width
    return before.box[2] + first * letter > edge - letter


def _leading(lines: list[Row], columns: dict[int, tuple[float, float]]) -> float:
    """The usual white space between two rows of a paragraph, in points."""
    spaces: Counter[float] = Counter()
    for before, row in itertools.pairwise(lines):
        if before.box and row.box and _below(before, row, columns):
            spaces[round((row.box[1] - before.box[3]) * 2) / 2] += 1
    return spaces.most_common(1)[0][0] if spaces else 0.0


def _columns(lines: list[Row]) -> dict[int, tuple[float, float]]:
    """For every row the left and right edge of its column: where overlapping rows usually begin and end."""
    edges: dict[int, tuple[float, float]] = {}
    by_page: dict[int | None, list[Row]] = defaultdict(list)
    for row in lines:
        if row.box:
            by_page[row.page].append(row)
    for group in by_page.values():
        cache: dict[tuple[int, int], tuple[float, float]] = {}
        for row in group:
            assert row.box
            place = (round(row.box[0] / 8), round(row.box[2] / 8))
            if place not in cache:
                mates = [r.box for r in group if r.box and r.box[0] < row.box[2] and row.box[0] < r.box[2]]
                lefts, rights = sorted(m[0] for m in mates), sorted(m[2] for m in mates)
                cache[place] = lefts[int(0.2 * (len(lefts) - 1))], rights[int(0.75 * (len(rights) - 1))]
            edges[row.index] = cache[place]
    return edges
