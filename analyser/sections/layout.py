"""What looks like a heading in this document, and which rows above a section's number are headings.

Decides the heading zone above every number; whose headings they are is for `titles`. Refuses to take the last row of
a body for a heading without a sign of one.
"""

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from analyser.sections.marks import Mark
from analyser.sections.parts import lettered, read_part
from analyser.sections.row import Row
from analyser.sections.tables import says_repealed

ITEM = re.compile(
    r"[\[(]?(?:\d{1,3}|[a-zα-ωа-яčšž]{1,3}|[ivxIVX]{1,5})[º°ª]?\s?[).\]]|[-–—•·*]\s|[¹²³⁴⁵⁶⁷⁸⁹⁰]|[①-⑳]|\(?\d+[-.]"
)
_PAREN = re.compile(r"[（(\[【].{1,120}[）)\]】]")
_NOTE = re.compile(r"[\[(].*\d.*[\])][.;]?")


@dataclass(slots=True)
class Unit:
    """A section before it is one: the mark, the rows above that belong to it or to enclosing units, and its body."""

    mark: Mark
    titles: list[int] = field(default_factory=list)  # positions of whole title rows, above or below the number
    parts: list[list[int]] = field(default_factory=list)  # enclosing headings above, each a run of rows
    inline: tuple[int, int, int] | None = (
        None  # a title behind the number: offset, its last row, offset of its end there
    )
    body: list[int] = field(default_factory=list)  # positions of body rows behind the mark's row
    first: int = 0  # position of the first row of the unit's heading zone
    beside: list[Row] = field(default_factory=list)  # a title in the margin


@dataclass(slots=True)
class Looks:
    """What tells a heading in this document."""

    bold: bool
    centre: bool
    gap: bool
    size: float
    strict: bool = False  # a blank line stands before headings and sections only, never inside a body

    @classmethod
    def of(cls, rows: list[Row]) -> "Looks":
        """Weigh the rows: what most of them have tells nothing."""
        n = max(1, len(rows))
        opening = [r for r in rows if not r.follows] or rows
        gaps = sum(r.gap for r in opening)
        chars = max(1, sum(len(r.text) for r in rows))
        bold = sum(len(r.text) for r in rows if r.bold) / chars
        sizes = Counter[float]()
        for r in rows:
            sizes[round(r.size * 2) / 2] += len(r.text)
        return cls(
            bold=0 < bold < 0.4,
            centre=sum(r.centred for r in rows) / n < 0.4,
            gap=gaps / max(1, len(opening)) < (0.6 if any(r.box for r in rows) else 0.85) and gaps >= 5,
            size=max((size for size, many in sizes.items() if many >= 0.25 * chars), default=0.0),
        )


def heads(row: Row, looks: Looks, ending: str = "") -> float:
    """How much a row looks like a heading; 1.5 and more is one. `ending`: the last of its rows where it has several."""
    score = _face(row, looks)
    set_apart = looks.strict and row.gap  # between blank lines that stand before headings only: words tell nothing
    part = read_part(row)
    if part and (part.number or score > 0.9):
        score += 2.5
    elif _PAREN.fullmatch(row.text) and not any(c.isdecimal() for c in row.text):
        score += 1.5
    elif lettered(row):
        score += 1.0
    elif (ITEM.match(row.text) or row.text[0].islower()) and not set_apart:
        score -= 2.0
    if _NOTE.fullmatch(row.text) or row.quoted_start:
        score -= 3.0
    if part is None and len(row.text) < 60 and says_repealed(row.text):
        score -= 5.0
    stop = _stop(ending or row.text)
    if looks.bold and row.bold and len(row.text) < 80:  # side notes close with a point in many common-law countries
        stop = max(stop, -1.0)
    return score + 1.0 * row.text.isupper() + _length(row, set_apart) + stop


def _face(row: Row, looks: Looks) -> float:
    """Weight, place, size and space, as far as they tell anything in this document."""
    score = 2.0 * (looks.bold and row.bold) + 2.0 * (row.level is not None) + 1.5 * (looks.centre and row.centred)
    score += 1.0 * (row.size > looks.size + 0.9)
    if looks.gap and not row.fresh and not (row.box and not row.gap):
        score += (1.0 + 1.5 * looks.strict) if row.gap else -2.0
    return score


def _length(row: Row, set_apart: bool) -> float:
    return 0.5 if len(row.text) <= 120 else -2.0 if len(row.text) > 250 and not set_apart else 0.0


def _stop(ending: str) -> float:
    if ending.endswith((";", ",", ":", "：", "；", "，")):
        return -2.5
    return -1.5 if ending.endswith((".", "。", "।", "։", "።")) else 0.5


def zone_above(rows: list[Row], before: Mark | None, mark: Mark, looks: Looks) -> list[int]:
    """Positions of the heading-like rows right above a section's number, in order."""
    floor = before.row + 1 if before else 0
    start, zone = mark.row, []
    if (
        looks.gap and not rows[mark.row].gap and not rows[mark.row].box
    ):  # the rows of the block that the number stands in
        top = mark.row - 1
        while top >= floor and not rows[top].gap and mark.row - top < 4:
            top -= 1
        if top >= floor and rows[top].gap and all(_may_head(rows[i]) for i in range(top, mark.row)):
            start, zone = top, list(range(top, mark.row))
    at = start - 1
    bare = before is not None and not rows[before.row].text[before.end :].strip()
    while at >= floor and start - at < 12:
        row = rows[at]
        run = [at]
        while run[0] > floor and rows[run[0]].follows and len(run) < 6:
            run.insert(0, run[0] - 1)
        if looks.gap and not row.gap and not row.box:
            run = _block(rows, at, floor) or run
        joined = " ".join(rows[i].text for i in run)
        marked = row.bold or row.level is not None or read_part(rows[run[0]]) is not None
        if heads(rows[run[0]], looks, row.text) < 1.5 or len(joined) > 300:
            break
        if bare and run[0] == floor and not marked:  # the only row of the section before is its body
            break
        zone = run + zone
        at = run[0] - 1
    return zone


def _block(rows: list[Row], at: int, floor: int) -> list[int]:
    """The rows of the block that ends at `at`, when it is short enough to be a heading."""
    top = at
    while top > floor and not rows[top].gap and at - top < 3:
        top -= 1
    run = list(range(top, at + 1))
    return run if rows[top].gap and all(_may_head(rows[i]) for i in run) else []


def is_strict(rows: list[Row], marks: list[Mark]) -> bool:
    """Whether the law leaves no blank line inside bodies: every block without a number is short and stands alone."""
    inner = 0
    for mark, after in itertools.pairwise(marks):
        blocks = [i for i in range(mark.row + 1, after.row + 1) if rows[i].gap]
        for start, end in itertools.pairwise(blocks):
            inner += end - start > 3 or len(rows[start].text) > 200
    return inner <= 0.02 * len(marks)


def _may_head(row: Row) -> bool:
    return (
        len(row.text) < 300
        and not row.text.endswith((";", ","))
        and not (ITEM.match(row.text) and not _PAREN.fullmatch(row.text))
    )


def runs_of(rows: list[Row], zone: list[int]) -> list[list[int]]:
    """The zone as headings: a heading runs over wrapped rows and over rows without a gap of the same looks."""
    runs: list[list[int]] = []
    for at in zone:
        row = rows[at]
        joined = runs and runs[-1][-1] == at - 1 and row.follows and read_part(row) is None
        if joined:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs
