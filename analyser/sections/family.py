"""Which style of number is this law's section number, and the contents lists that print it too early.

Decides by the law as a whole: the family of candidates whose longest rise explains most of the text wins; bare
numbers only where no explicit word or sign does. Refuses a mixture: paragraph signs under articles stay paragraphs.
"""

from collections import defaultdict

from analyser.sections.chain import rising
from analyser.sections.evidence import EXPLICIT
from analyser.sections.marks import Mark
from analyser.sections.parts import Part
from analyser.sections.row import Row
from analyser.sections.tables import says_repealed

BARE = ("dot", "bare")


def primary(marks: list[Mark]) -> list[Mark]:
    """The candidates of the family that numbers this law's sections; empty when there is none."""
    groups: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.family in EXPLICIT:
            groups[mark.family if mark.family != "before" else f"before {_group(mark)}"].append(mark)
        elif mark.family in BARE:
            groups["bare"].append(mark)
    best, winner = 0.0, ""
    for name, group in groups.items():
        score, chain = rising(group)
        if name == "bare":
            score *= 0.6
        if len(chain) == 1:
            score *= 0.5
        if score > best:
            best, winner = score, name
    return groups.get(winner, [])


def _group(mark: Mark) -> str:
    """Words of one meaning in one group, so that `Art.` and `Artículo` are one family but `Section` is another."""
    word = "".join(c for c in mark.style if c.isalpha())
    if word.startswith(("sec", "sek", "kif")):
        return "section"
    return "regla" if word in ("rule", "regulation", "clause") else "article"


def contents(rows: list[Row], marks: list[Mark]) -> set[int]:
    """Positions of rows in lists of contents: runs of headings without bodies whose numbers and titles come again."""
    twins: dict[tuple[int, tuple[int, ...], str], list[Mark]] = defaultdict(list)
    length: dict[int, int] = {}
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        twins[_key(mark)].append(mark)
        end = after.row if after else len(rows)
        length[id(mark)] = sum(len(r.text) for r in rows[mark.row : min(end, mark.row + 40)])
    listed: set[int] = set()
    run: list[Mark] = []
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        again = bool(run) and _key(mark) == _key(run[0])
        if again and not _repealed(rows, run) and _is_list(rows, run, twins, length):
            listed |= set(range(run[0].row, run[-1].row + 1))  # short sections stand right behind their list
            run = []
        run.append(mark)
        if after is None or after.row - mark.row > 5:
            if _is_list(rows, run, twins, length):
                listed |= set(range(run[0].row, run[-1].row + 1))
            run = []
    return listed


def _key(mark: Mark) -> tuple[int, tuple[int, ...], str]:
    number = mark.numbers[0]
    return number.base, number.values, number.prefix


def _is_list(
    rows: list[Row], run: list[Mark], twins: dict[tuple[int, tuple[int, ...], str], list[Mark]], length: dict[int, int]
) -> bool:
    if len(run) < 5:
        return False
    inside = {id(m) for m in run}
    again = 0
    for mark in run:
        title = _title(rows, mark)
        for twin in twins[_key(mark)]:
            if id(twin) not in inside and length[id(twin)] > length[id(mark)] + 20:
                near = " ".join(r.low for r in rows[max(0, twin.row - 2) : twin.row + 3])
                if title in near:
                    again += 1
                    break
    return again >= 0.6 * len(run)


def _repealed(rows: list[Row], run: list[Mark]) -> bool:
    """Whether many of the run say that they are repealed: sections without a body, alike in every chapter."""
    return sum(says_repealed(rows[mark.row].text[mark.end :]) for mark in run) > 0.3 * len(run)


def _title(rows: list[Row], mark: Mark) -> str:
    """The first words behind or under the number, folded, page numbers off."""
    rest = rows[mark.row].low[mark.end :].strip(" .-–—…0123456789")
    if not rest and mark.row + 1 < len(rows):
        rest = rows[mark.row + 1].low.strip(" .-–—…0123456789")
    return rest[:24]


def chapters(marks: list[Mark], parts: list[tuple[int, Part]]) -> tuple[list[int], bool]:
    """Rows of numbered enclosing headings, and whether the sections are numbered anew behind each of them.

    Where they are, only the headings of the unit that restarts the numbering are returned.
    """
    by_word: dict[str, list[int]] = defaultdict(list)
    for row, part in parts:
        if part.number:
            by_word[part.word].append(row)
    for rows in by_word.values():
        firsts = []
        for start, end in zip(rows, [*rows[1:], 1 << 60], strict=True):
            inside = [m for m in marks if start <= m.row < end]
            if inside:
                firsts.append(
                    min(inside[:3], key=lambda m: (m.numbers[0].base, m.row)).numbers[0].base == 1
                    and inside[0].numbers[0].base == 1
                )
        if len(firsts) >= 3 and sum(firsts) >= 0.75 * len(firsts):
            return rows, True
    return sorted(row for row, part in parts if part.number), False
