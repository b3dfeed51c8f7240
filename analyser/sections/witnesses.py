"""What else in a document says how much of the law there should be: its list of contents, the page numbers printed on
it, the sections that others cite, and the words with which laws end.

Decides nothing about sections. Refuses to call the end of a law confirmed when no witness speaks for it: a text cut off
behind a full stop looks whole.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from analyser.sections.law import Section
from analyser.sections.marks import Mark, find_marks
from analyser.sections.numbers import KANJI_NUMBER, Number, kanji
from analyser.sections.row import Row
from analyser.sections.tables import either, fold, words

_INTEGER = re.compile(r"(?<![\w.,/-])\d{1,4}(?![\w,/-]|\.\d)")
_OF = re.compile(r"(?<!\d)(\d{1,4})\s*(?:/|of|de|von|sur|из|av|af|z|di|od)\s*(\d{1,4})(?!\d)")
_CLOSING = re.compile(either(set(words().closing)))
LAST = 3  # sections at the end in which the closing words must stand

BEYOND = 0.1  # of the last number: as far behind it a citation is hardly of another law
_INFLECTED = r"[^\W\d_]{0,4}[.]?\s*"
_CITED = {
    "before": re.compile(rf"(?<![^\W\d_])(?:{either(set(words().before))}){_INFLECTED}(\d{{1,4}})(?!\d|\.\d)"),
    "sign": re.compile(r"§{1,2}\s*(\d{1,4})(?!\d)"),
    "after": re.compile(rf"(?<![\d./])(\d{{1,4}})[.]?\s*(?:{either(set(words().after))})(?![^\W\d_]{{5}})"),
    "cjk": re.compile(f"(?<![法令）」])第({KANJI_NUMBER}+)[条條]"),
    "ko": re.compile(r"(?<![」법률령칙])(?<![」법률령칙]\s)제(\d{1,4})조"),
}

Name = tuple[int, tuple[int, ...]]
"""A number without its print: base and suffixes."""


def listed(every: Sequence[Row]) -> dict[Name, str]:
    """The numbers in the lists of contents, as printed; empty when there is no list."""
    rows = [row for row in every if row.kind == "contents"]
    for row in rows:
        row.kind = None
    found: dict[Name, str] = {}
    for mark in find_marks(rows):
        number = mark.numbers[0]
        if mark.family not in ("special", "schedule"):
            found.setdefault((number.base, number.values), mark.label)
    for row in rows:
        row.kind = "contents"
    return found


def unlisted(numbers: Iterable[Number], contents: dict[Name, str]) -> tuple[str, ...]:
    """What the list of contents names and the law does not have; empty unless the list is of this law.

    The list is of this law when it names most of the law's numbers and the law has most of the list's.
    """
    have: set[Name] = set()
    for number in numbers:
        have.add((number.base, number.values))
        have |= {(base, ()) for base in range(number.base, number.last + 1)}
    shared = len(have & set(contents))
    if shared < 5 or shared < 0.6 * len(contents) or shared < 0.5 * len(have):
        return ()
    return tuple(label for name, label in contents.items() if name not in have)


def cited_behind(sections: Sequence[Section], marks: Sequence[Mark]) -> tuple[int, ...]:
    """Numbers a little behind the law's last that its sections cite; empty where the last is not the highest.

    Far behind it, a citation is of another law.
    """
    own = [mark for mark in marks if mark.number and mark.family not in ("special", "schedule")]
    bases = [max(mark.number.base, mark.number.last) for mark in own if mark.number]
    if not bases or bases[-1] < max(bases) or any(number.prefix for mark in own if (number := mark.number)):
        return ()
    cited = _CITED.get(own[-1].family, _CITED["before"])
    found = {kanji(m[1]) for section in sections for m in cited.finditer(fold(section.text))}
    near = bases[-1] + max(5, int(BEYOND * bases[-1]))
    return tuple(sorted(n for n in found if n and bases[-1] < n <= near))


def page_unfilled(every: Sequence[Row]) -> bool:
    """Whether the text of the last page stops well above the foot of the others, as a text does that ends there."""
    feet: dict[int, float] = {}
    for row in every:
        if row.kind is None and row.box and row.page:
            feet[row.page] = max(feet.get(row.page, 0.0), row.box[3])
    own = [row for row in every if row.kind is None and row.box]
    if len(feet) < 2 or not own or not own[-1].box or own[-1].page != max(feet):
        return False
    others = sorted(foot for page, foot in feet.items() if page != own[-1].page)
    return own[-1].box[3] < 0.92 * others[-1 - len(others) // 4]


def page_breaks(every: Sequence[Row]) -> tuple[str, ...]:
    """Where the printed page numbers do not go on by one: `45 to 47 (page 44)`; empty where pages are not numbered."""
    printed: dict[int, set[int]] = defaultdict(set)
    for row in every:
        if row.kind == "furniture" and row.page:
            printed[row.page] |= {int(n) for n in _INTEGER.findall(row.text)}
    steps = [(a, b) for a, b in pairwise(sorted(printed)) if b == a + 1 and printed[a] and printed[b]]
    broken = [(a, b) for a, b in steps if not {n + 1 for n in printed[a]} & printed[b]]
    if len(steps) < 4 or len(broken) > max(1, 0.1 * len(steps)):
        return ()
    return tuple(f"{min(printed[a])} to {min(printed[b])} (page {b})" for a, b in broken)


def page_count(every: Sequence[Row]) -> tuple[int, int] | None:
    """(last page, how many there should be) as printed, `12 of 14`; None where pages do not say it.

    `Act 5 of 2018` at the head of every page is no count.
    """
    found = [(int(m[1]), int(m[2])) for row in every if row.kind == "furniture" for m in _OF.finditer(row.low)]
    pairs = [(page, total) for page, total in found if page <= total]
    if len({page for page, _ in pairs}) < 3 or len({total for _, total in pairs}) > 1:
        return None
    return pairs[-1]


def closes(sections: Sequence[Section], tail: str) -> bool:
    """Whether one of the last sections, its heading or what stands behind it has the words with which laws end."""
    return any(_CLOSING.search(fold(text)) for s in sections[-LAST:] for text in (s.heading or "", s.text)) or bool(
        _CLOSING.search(fold(tail))
    )
