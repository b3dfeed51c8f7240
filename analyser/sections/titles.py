"""Where a section's title stands - above the number, beside it, behind it, below it or nowhere - and where its body
begins.

Decides one style for the law as a whole, by how many of its sections agree, and then applies it to each. Refuses to
decide by a single section: a short first paragraph is a title only where titles are the rule.
"""

import re
from collections import Counter

from analyser.sections.layout import ITEM, Looks, Unit, is_strict, runs_of, zone_above
from analyser.sections.marks import Mark
from analyser.sections.parts import Part, read_part
from analyser.sections.row import Row
from analyser.sections.tables import says_repealed

_DASHED = re.compile(
    r"\s*(?P<title>\S.{1,250}?)\s*(?P<stop>[.:।۔]\s?[—–―]{1,2}|[.:।۔]-{1,2}|\s?[—–―]|\.\s-)\s*(?=[^\Wa-zß-öø-ÿа-я]|[(\"“«‘\[])"
)
_BRACKETS = re.compile(r"\s*[（(](?P<title>[^（()）]{2,250}(?:[（(][^（()）]*[)）][^（()）]*)*)[)）]\.?\s*")
_COLON = re.compile(r"\s*(?P<title>[^:.;।۔()（）]{2,120}?)\s*:\s+(?=\S)")
_CAPITALS = re.compile(r"\s*(?P<title>[^a-zß-öø-ÿа-яα-ω]{4,200}?[.:])\s+(?=[A-ZÀ-ÞА-ЯΑ-Ω«\"(0-9])")
_COUNTER = re.compile(
    r"\s*(?:[a-zα-ωа-яA-Z]|\d{1,3}|[ivxIVX]{1,5})\s*"
)  # what stands in the brackets of a paragraph's number
_STOPPED = re.compile(r"[.;:,。]\s*$")
_PARAGRAPH = re.compile(r"\s*[（(]\d{1,3}[a-z]?[)）]")

Hit = tuple[Unit, int, int]
"""A unit with the span of its title in the text behind the number, joined over wrapped rows."""


def arrange(rows: list[Row], marks: list[Mark], looks: Looks, every: list[Row]) -> list[Unit]:
    """Every section with its title, the enclosing headings above it, and its body."""
    units = [Unit(m, first=m.row) for m in marks]
    looks.strict = looks.gap and is_strict(rows, marks)
    zones = [
        runs_of(rows, zone_above(rows, units[i - 1].mark if i else None, u.mark, looks)) for i, u in enumerate(units)
    ]
    for at, unit in enumerate(units):
        unit.first = zones[at][0][0] if zones[at] else unit.mark.row
    for at, unit in enumerate(units):
        unit.body = list(range(unit.mark.row + 1, units[at + 1].first if at + 1 < len(units) else len(rows)))
    beside = _beside(every, rows, units)
    behind = _behind(rows, units)
    row_wise = _whole_row(rows, units) if not behind else []
    below = _below(rows, units, looks)
    above = 0 if beside else _count_above(rows, units, zones)
    rival = max(len(behind), len(row_wise), len(below))
    use_above = above >= 0.3 * len(units) and (above > rival or _marked_above(rows, units, zones))
    for unit, zone in zip(units, zones, strict=True):
        _share(rows, unit, zone, use_above)
    _name_outside(rows, units)
    if (not beside and not use_above) or _brackets_too(rows, behind, units):
        _apply(rows, behind or row_wise)
    if not beside and not use_above:
        for unit, run in below:
            unit.titles, unit.body = run, unit.body[len(run) :]
    return units


def _name_outside(rows: list[Row], units: list[Unit]) -> None:
    """Schedules and forms: the rest of their row, or the same words on the next, is their title."""
    for unit in units:
        row = rows[unit.mark.row]
        rest = row.text[unit.mark.end :]
        if unit.mark.family != "schedule" or not unit.body or len(rest) > 250:
            continue
        if rest.strip(" .:—–-") and rest.lstrip()[:1] in ".:—–-":
            unit.inline = (unit.mark.end, unit.mark.row, len(row.text))
        if rows[unit.body[0]].text.strip() in (rest.strip(" .:—–-"), unit.mark.label):
            unit.titles, unit.body = [unit.body[0]], unit.body[1:]


def part_of(rows: list[Row], run: list[int]) -> Part | None:
    """The enclosing unit that a run of rows names."""
    return read_part(rows[run[0]])


def _beside(every: list[Row], rows: list[Row], units: list[Unit]) -> bool:
    """Titles in the margin: side notes level with a section's number, if they are so in a third of the law."""
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


def _count_above(rows: list[Row], units: list[Unit], zones: list[list[list[int]]]) -> int:
    """How many sections have a heading right above that names no enclosing unit and is not the title of one."""
    return sum(bool(zone) and _own(rows, zone, units[at]) for at, zone in enumerate(zones))


def _marked_above(rows: list[Row], units: list[Unit], zones: list[list[list[int]]]) -> bool:
    """Whether the format itself marks a heading above nearly every number, and none that the number stands in."""
    marked = sum(
        bool(zone) and rows[zone[-1][0]].level is not None and rows[unit.mark.row].level is None
        for unit, zone in zip(units, zones, strict=True)
        if not zone or _own(rows, zone, unit)
    )
    return marked >= 0.9 * len(units)


def _own(rows: list[Row], zone: list[list[int]], unit: Unit) -> bool:
    if read_part(rows[zone[-1][0]]) is not None:
        return False
    above = read_part(rows[zone[-2][0]]) if len(zone) > 1 else None
    same_block = not rows[unit.mark.row].gap or unit.mark.row - 1 != zone[-1][-1]
    return not (above and above.bare and rows[zone[-1][0]].text.isupper() and not same_block)


def _share(rows: list[Row], unit: Unit, zone: list[list[int]], above: bool) -> None:
    """Give the headings of a zone to the section and to the units that enclose it."""
    runs = list(zone)
    if runs and above and _own(rows, runs, unit):
        unit.titles = runs.pop()
        while runs and not rows[unit.titles[0]].gap and read_part(rows[runs[-1][0]]) is None and rows[runs[-1][0]].gap:
            unit.titles = runs.pop() + unit.titles
    parts: list[list[int]] = []
    for run in runs:
        before = read_part(rows[parts[-1][0]]) if parts else None
        if before and before.bare and len(parts[-1]) == 1 and read_part(rows[run[0]]) is None:
            parts[-1] = parts[-1] + run
        else:
            parts.append(run)
    unit.parts = parts


def _run(rows: list[Row], unit: Unit) -> list[int]:
    """The number's row with the rows that run on from it."""
    run = [unit.mark.row]
    for at in unit.body[:8]:
        if not rows[at].follows:
            break
        run.append(at)
    return run


def _rest(rows: list[Row], unit: Unit) -> str:
    """The text behind the number, joined over wrapped rows by single spaces."""
    return " ".join(rows[i].text for i in _run(rows, unit))[unit.mark.end :]


def _behind(rows: list[Row], units: list[Unit]) -> list[Hit]:
    """Titles on the number's own line, closed by brackets, a dash, the end of capitals, or a colon."""
    filled = [(u, _rest(rows, u)) for u in units if rows[u.mark.row].text[u.mark.end :].strip()]
    for pattern, share in ((_BRACKETS, 0.3), (_DASHED, 0.6), (_CAPITALS, 0.5), (_COLON, 0.8)):
        hits = [(u, m) for u, t in filled if (m := pattern.match(t))]
        if pattern is _BRACKETS:
            hits = [
                (u, m) for u, m in hits if not re.search(r"\d{3}", m["title"]) and not _COUNTER.fullmatch(m["title"])
            ]
        elif pattern is _DASHED:
            stops = Counter(re.sub(r"\s", "", m["stop"]) for _, m in hits)
            usual = stops.most_common(1)[0][0] if stops else ""
            hits = [(u, m) for u, m in hits if re.sub(r"\s", "", m["stop"]) == usual]
        if hits and len(hits) >= share * len(filled):
            return [(u, m.start("title"), m.end()) for u, m in hits]
    return []


def _brackets_too(rows: list[Row], hits: list[Hit], units: list[Unit]) -> bool:
    """Bracketed titles behind the number stay titles where headings stand above it, if most sections have them."""
    return len(hits) > 0.6 * len(units) and all(
        rows[u.mark.row].text[u.mark.end :].lstrip()[:1] in "（(" for u, _, _ in hits
    )


def _whole_row(rows: list[Row], units: list[Unit]) -> list[Hit]:
    """Titles that fill the rest of the number's line, with the body on the next."""
    filled = [(u, _rest(rows, u)) for u in units if rows[u.mark.row].text[u.mark.end :].strip()]
    followed = [(u, t) for u, t in filled if len(u.body) >= len(_run(rows, u)) and not _PARAGRAPH.match(t)]
    stubs = sum(says_repealed(t) for u, t in filled if len(u.body) < len(_run(rows, u)))
    if not followed or len(followed) + stubs < 0.85 * len(filled):
        return []
    plain = sum(not _STOPPED.search(t) or rows[u.mark.row].level is not None for u, t in followed)
    short = sum(len(t) < 220 for _, t in followed)
    alone = len(units) - len(filled)
    if short < 0.9 * len(followed) or (plain < 0.7 * len(followed) and alone < 0.3 * len(units)):
        return []
    return [(u, 0, len(t)) for u, t in filled if len(t) < 300 and not _PARAGRAPH.match(t)]


def _apply(rows: list[Row], hits: list[Hit]) -> None:
    """Set the span of titles behind the number; the body begins where they end."""
    for unit, start, end in hits:
        left = unit.mark.end + end
        run = _run(rows, unit)
        last = run[0]
        for last in run:
            if left <= len(rows[last].text) or last == run[-1]:
                break
            left -= len(rows[last].text) + 1
        unit.inline = (unit.mark.end + start, last, min(left, len(rows[last].text)))
        unit.body = [i for i in unit.body if i > last]


def _below(rows: list[Row], units: list[Unit], looks: Looks) -> list[tuple[Unit, list[int]]]:
    """Titles on the row under a number that stands alone."""
    alone = [u for u in units if not rows[u.mark.row].text[u.mark.end :].strip() and u.body]
    runs = [(u, _first_run(rows, u)) for u in alone]
    longer = [(u, run) for u, run in runs if len(u.body) > len(run)]
    if not longer:
        return []
    bold = [u for u, run in longer if looks.bold and all(rows[i].bold for i in run) and not rows[run[-1] + 1].bold]
    many_bold = len(bold) >= 0.3 * len(longer)
    dotted = _dotted(rows, longer)
    titles = [u for u, run in longer if _reads_as_title(rows, run, dotted)]
    many = len(titles) >= 0.5 * len(longer) and len(longer) >= 0.6 * len(
        [u for u in alone if not says_repealed(rows[u.body[0]].text)]
    )
    return [(u, run) for u, run in longer if (many and u in titles) or (many_bold and u in bold)]


def _first_run(rows: list[Row], unit: Unit) -> list[int]:
    run = [unit.body[0]]
    for at in unit.body[1:6]:
        if not rows[at].follows:
            break
        run.append(at)
    return run


def _dotted(rows: list[Row], longer: list[tuple[Unit, list[int]]]) -> bool:
    """Whether this law closes its titles with a point: nearly all first rows are short, the rows behind longer."""
    firsts = [" ".join(rows[i].text for i in run) for _, run in longer]
    behind = [rows[u.body[len(run)]].text for u, run in longer]
    short = sum(len(t) < 80 and t.endswith(".") and t.count(".") == 1 for t in firsts)
    return len(longer) >= 8 and short >= 0.8 * len(longer) and sum(map(len, behind)) > 2.5 * sum(map(len, firsts))


def _reads_as_title(rows: list[Row], run: list[int], dotted: bool) -> bool:
    text = " ".join(rows[i].text for i in run)
    if len(text) > 200 or ITEM.match(text) or text[0].islower():
        return False
    return not text.endswith((".", ";", ":", ",", "。", "：", "；", "।", "։", "።")) or (
        dotted and len(text) < 80 and text.endswith(".")
    )
