"""Where a section's heading stands and where its body ends: decided for the law as a whole, then applied to every section.

Decides which rows above a section's number are its title or the headings of enclosing units, and whether a title stands
below the number, behind it, or nowhere. Refuses to take the last row of a body for a heading without a sign of one.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from analyser.sections.marks import Mark
from analyser.sections.parts import Part, lettered, read_part
from analyser.sections.row import Row

_ITEM = re.compile(r"[\[(]?(?:\d{1,3}|[a-zα-ωа-яčšž]{1,3}|[ivxIVX]{1,5})[º°ª]?\s?[).\]]|[-–—•·*]\s|[¹²³⁴⁵⁶⁷⁸⁹⁰]|[①-⑳]|\(?\d+[-.]")
_PAREN = re.compile(r"[（(\[【].{1,120}[）)\]】]")
_INLINE = re.compile(r"(?P<title>\S.{1,250}?)\s*(?P<stop>[.:]\s?[—–―]{1,2}|[.:]-{1,2}|\s?[—–―]|\.\s-)\s*(?=[^\Wa-zß-öø-ÿа-я]|[(\"“«‘\[])")
_IN_BRACKETS = re.compile(r"\s*[（(](?P<title>[^（()）]{2,200}(?:[（(][^（()）]*[)）][^（()）]*)*)[)）]\.?\s*")
_UPPER = re.compile(r"(?P<title>[^a-z]{4,200}?[.:])\s+(?=[A-ZÀ-Þ«\"(0-9])")


@dataclass(slots=True)
class Unit:
    """A section before it is one: the mark, the rows above that belong to it or to enclosing units, and its body."""

    mark: Mark
    titles: list[int] = field(default_factory=list)  # positions of title rows, above or below the number
    parts: list[list[int]] = field(default_factory=list)  # enclosing headings above, each a run of rows
    inline: tuple[int, int] | None = None  # span of a title in the mark's own row
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
        n = max(1, len(rows))
        chars = max(1, sum(len(r.text) for r in rows))
        bold = sum(len(r.text) for r in rows if r.bold) / chars
        sizes = Counter[float]()
        for r in rows:
            sizes[round(r.size * 2) / 2] += len(r.text)
        return cls(
            bold=0 < bold < 0.4,
            centre=sum(r.centred for r in rows) / n < 0.4,
            gap=sum(r.gap for r in rows) / n < 0.85 and sum(r.gap for r in rows) >= 5,
            size=sizes.most_common(1)[0][0] if sizes else 0.0,
        )


def heads(row: Row, looks: Looks, ending: str = "") -> float:
    """How much a row looks like a heading; 1.5 and more is one. `ending`: the last of its rows where it has several."""
    ending = ending or row.text
    score = 0.0
    if looks.bold and row.bold:
        score += 2.0
    if row.level is not None:
        score += 2.0
    if looks.centre and row.centred:
        score += 1.5
    if row.size > looks.size + 0.9:
        score += 1.0
    if looks.gap and not row.fresh and not (row.box and not row.gap):
        score += (1.0 + 1.5 * looks.strict) if row.gap else -2.0
    part = read_part(row)
    if part and (part.number or score > 0.9):
        score += 2.5
    elif _PAREN.fullmatch(row.text) and not any(c.isdecimal() for c in row.text):
        score += 1.5
    elif lettered(row):
        score += 1.0
    elif _ITEM.match(row.text) and not (looks.strict and row.gap):
        score -= 2.0
    elif row.text[0].islower():
        score -= 2.0
    if row.text.isupper():
        score += 1.0
    if len(row.text) <= 120:
        score += 0.5
    elif len(row.text) > 250:
        score -= 2.0
    if ending.endswith((";", ",", ":", "：", "；", "，")):
        score -= 2.5
    elif ending.endswith((".", "。", "।")):
        score -= 1.0
    else:
        score += 0.5
    return score


def arrange(rows: list[Row], marks: list[Mark], looks: Looks, every: list[Row]) -> list[Unit]:
    """Every section with its title, the enclosing headings above it, and its body."""
    units = [Unit(m, first=m.row) for m in marks]
    looks.strict = looks.gap and _strict(rows, marks)
    zones = [_zone(rows, units[i - 1].mark if i else None, u.mark, looks) for i, u in enumerate(units)]
    above = _titles_above(rows, units, zones)
    for unit, zone in zip(units, zones, strict=True):
        _share(rows, unit, zone, above)
    for at, unit in enumerate(units):
        end = units[at + 1].first if at + 1 < len(units) else len(rows)
        unit.body = list(range(unit.mark.row + 1, end))
    beside = titles_beside(every, rows, units)
    _titles_behind(rows, units, above or beside)
    _titles_below(rows, units, above or beside, looks)
    return units


def titles_beside(every: list[Row], rows: list[Row], units: list[Unit]) -> bool:
    """Titles in the margin: side notes that begin level with a section's number, if they do so in a third of the law."""
    notes: dict[int | None, list[list[Row]]] = {}
    for row in every:
        if row.margin and row.box:
            runs = notes.setdefault(row.page, [])
            last = runs[-1][-1].box if runs else None
            if last and -1 < row.box[1] - last[3] < 0.6 * max(row.size, 6):
                runs[-1].append(row)
            else:
                runs.append([row])
    found = []
    for unit in units:
        box = rows[unit.mark.row].box
        for run in notes.get(rows[unit.mark.row].page, []) if box else []:
            top = run[0].box
            if box and top and box[1] - 9 < top[1] < box[3] + 3:
                found.append((unit, run))
                break
    if len(found) < 0.3 * len(units):
        return False
    for unit, run in found:
        unit.beside = run
        for row in run:
            row.kind = "section headings"
    return True


def _zone(rows: list[Row], before: Mark | None, mark: Mark, looks: Looks) -> list[int]:
    """Positions of the heading-like rows right above a section's number, in order."""
    floor = before.row + 1 if before else 0
    start, zone = mark.row, []
    if looks.gap and not rows[mark.row].gap and not rows[mark.row].box:  # the rows of the block that the number stands in
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


def _strict(rows: list[Row], marks: list[Mark]) -> bool:
    """Whether the law leaves no blank line inside bodies: every block without a number is short and stands alone."""
    inner = 0
    for mark, after in zip(marks, marks[1:], strict=False):
        blocks = [i for i in range(mark.row + 1, after.row + 1) if rows[i].gap]
        for start, end in zip(blocks, blocks[1:], strict=False):
            inner += end - start > 3 or len(rows[start].text) > 200
    return inner <= 0.02 * len(marks)


def _may_head(row: Row) -> bool:
    return len(row.text) < 300 and not row.text.endswith((";", ",")) and not (_ITEM.match(row.text) and not _PAREN.fullmatch(row.text))


def _runs(rows: list[Row], zone: list[int]) -> list[list[int]]:
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


def _titles_above(rows: list[Row], units: list[Unit], zones: list[list[int]]) -> bool:
    """Whether this law prints a section's title above its number."""
    have = 0
    for zone in zones:
        runs = _runs(rows, zone)
        have += bool(runs) and read_part(rows[runs[-1][0]]) is None
    return have >= 0.3 * len(units)


def _share(rows: list[Row], unit: Unit, zone: list[int], above: bool) -> None:
    runs = _runs(rows, zone)
    if not runs:
        return
    unit.first = runs[0][0]
    own = above and read_part(rows[runs[-1][0]]) is None
    if own and len(runs) >= 2 and _open_part(rows, runs[-2]) and rows[runs[-1][0]].text.isupper() and not rows[unit.mark.row].gap:
        own = True
    if own:
        unit.titles = runs.pop()
        while runs and not rows[unit.titles[0]].gap and read_part(rows[runs[-1][0]]) is None and rows[runs[-1][0]].gap:
            unit.titles = runs.pop() + unit.titles
    unit.parts = runs


def _open_part(rows: list[Row], run: list[int]) -> bool:
    part = read_part(rows[run[0]])
    return part is not None


def part_of(rows: list[Row], run: list[int]) -> Part | None:
    """The enclosing unit that a run of rows names."""
    return read_part(rows[run[0]])


def _titles_behind(rows: list[Row], units: list[Unit], above: bool) -> None:
    """Titles on the number's own line: in brackets, before a dash, or the whole rest of the line."""
    rests = [(u, rows[u.mark.row].text[u.mark.end :]) for u in units]
    filled = [(u, t) for u, t in rests if t.strip()]
    if not filled:
        return
    for pattern, share in ((_IN_BRACKETS, 0.3), (_INLINE, 0.6), (_UPPER, 0.5)):
        hits = [(u, m) for u, t in filled if (m := pattern.match(t))]
        if pattern is _IN_BRACKETS:
            hits = [(u, m) for u, m in hits if not re.search(r"\d{3}", m["title"])]
        elif pattern is _INLINE:
            hits = _one_stop(hits)
        inner = _item_brackets(hits) if pattern is _IN_BRACKETS else 0
        if len(hits) - inner >= share * len(filled) and not (above and pattern is not _IN_BRACKETS):
            for unit, m in hits:
                unit.inline = (unit.mark.end + m.start("title"), unit.mark.end + m.end())
            if pattern is not _IN_BRACKETS or len(hits) > 0.6 * len(filled):
                return
    whole = [(u, run := _run(rows, u), " ".join(rows[i].text for i in run)[u.mark.end :]) for u, t in filled if u.inline is None]
    open_ended = [(u, run, t) for u, run, t in whole if len(u.body) >= len(run)]
    plain = [t for u, _, t in open_ended if not re.search(r"[.;:,。]\s*$", t) or rows[u.mark.row].level is not None]
    alone = len(rests) - len(filled)
    complete = len(open_ended) >= 0.85 * len(whole)
    short = sum(len(t) < 220 for _, _, t in open_ended) >= 0.9 * len(open_ended)
    if above or not open_ended or not complete or not short:
        return
    if len(plain) >= 0.7 * len(open_ended) or alone >= 0.3 * len(rests):
        for unit, run, text in whole:
            if len(text) < 300:
                unit.inline = (unit.mark.end, len(rows[unit.mark.row].text))
                unit.titles = run[1:]
                unit.body = unit.body[len(run) - 1 :]


def _run(rows: list[Row], unit: Unit) -> list[int]:
    """The number's row with the rows that run on from it."""
    run = [unit.mark.row]
    for at in unit.body[:8]:
        if not rows[at].follows:
            break
        run.append(at)
    return run


def _one_stop(hits: list[tuple[Unit, re.Match[str]]]) -> list[tuple[Unit, re.Match[str]]]:
    """Only the hits whose title ends in the way most titles of this law end."""
    stops = Counter(re.sub(r"\s", "", m["stop"]) for _, m in hits)
    usual = stops.most_common(1)[0][0] if stops else ""
    return [(u, m) for u, m in hits if re.sub(r"\s", "", m["stop"]) == usual]


def _item_brackets(hits: list[tuple[Unit, re.Match[str]]]) -> int:
    """Brackets that hold a paragraph's number, not a title: `(1)`, `(a)`."""
    return sum(len(m["title"].strip()) <= 3 for _, m in hits)


def _titles_below(rows: list[Row], units: list[Unit], above: bool, looks: Looks) -> None:
    """Titles on the row under a number that stands alone."""
    alone = [u for u in units if not rows[u.mark.row].text[u.mark.end :].strip() and u.body]
    if above or not alone:
        return
    firsts = [(u, _first_run(rows, u)) for u in alone]
    longer = [(u, run) for u, run in firsts if len(u.body) > len(run)]
    if not longer:
        return
    bold = [u for u, run in longer if looks.bold and all(rows[i].bold for i in run) and not rows[run[-1] + 1].bold]
    titles = [(u, run) for u, run in longer if _reads_as_title(rows, run)]
    share = len(titles) / len(longer)
    for unit, run in longer:
        if (share >= 0.5 and _reads_as_title(rows, run)) or (len(bold) >= 0.3 * len(longer) and unit in bold):
            unit.titles = run
            unit.body = unit.body[len(run) :]


def _first_run(rows: list[Row], unit: Unit) -> list[int]:
    run = [unit.body[0]]
    for at in unit.body[1:6]:
        if not rows[at].follows:
            break
        run.append(at)
    return run


def _reads_as_title(rows: list[Row], run: list[int]) -> bool:
    text = " ".join(rows[i].text for i in run)
    if len(text) > 200 or _ITEM.match(text) or text[0].islower():
        return False
    return not text.endswith((".", ";", ":", ",", "。")) or (len(text) < 60 and text.endswith("."))
