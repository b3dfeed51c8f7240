"""Signs that a section's text is not what the law says: cut in the middle, not decoded, not language.

Decides by comparison with the law itself: what most of its sections do is its custom, not a fault. Refuses to judge
scripts and laws that do not close their sentences with a mark.
"""

import re
from collections import defaultdict

from analyser.sections.law import Section
from analyser.sections.tables import says_repealed

HEADING = 70  # characters of a line that may be a heading; one cut off in the middle is longer as a rule
CLOSED = re.compile(r"[.;:!?。．；：！？।॥။۔។።。։؟؛…)\]»”\"'>—–*_\d⁰¹²³⁴⁵⁶⁷⁸⁹]\s*$")
_WORD = re.compile(r"\S{2,}")
_KANJI = re.compile(r"[一二三四五六七八九十]+")
ITEM = re.compile(
    r"[\[(]?(?:\d{1,3}|[^\W\d_]{1,2}|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})[º°ª]?(?:[).\]、]|\s)|[-–—•·*]\s|[①-⑳]"
)
_SYMBOL = re.compile(
    r"[^\W\d_][¤¢¥£§¶©®±²³µ¼½¾×÷¬|~^\\{}<>=+#$%&@*\[\]]+[^\W\d_]|[A-Za-zÀ-ɏͰ-ϿЀ-ӿ]\d+[A-Za-zÀ-ɏͰ-ϿЀ-ӿ]{2}"
)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_OTHER = re.compile(r"[Ͱ-ϿЀ-ӿ֐-׿؀-ۿऀ-෿ก-๿]")


def broken_off(sections: list[Section]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys of sections whose text ends without a closing mark, where nearly all others of their kind have one: those
    that break off, and those that end with a line like a heading.

    Sections that end with an item of a list are compared with each other, by how the item is numbered: many laws leave
    items open.
    """
    found: list[str] = []
    groups: dict[str, list[Section]] = defaultdict(list)
    for section in sections:
        if section.text and section.kind == "section":
            groups[_item(section.text.rsplit("\n", 1)[-1])].append(section)
    for group in groups.values():
        open_ended = [s.key for s in group if ends_open(s.text)]
        if len(group) >= 5 and len(open_ended) <= 0.06 * len(group) + 1:
            found += open_ended
    ends = set(found)
    open_ones = [section for section in sections if section.key in ends]
    headed = tuple(section.key for section in open_ones if _ends_with_heading(section.text))
    return tuple(section.key for section in open_ones if section.key not in headed), headed


def _ends_with_heading(text: str) -> bool:
    """Whether a short line that begins as a heading does stands behind a sentence that is whole."""
    before, _, last = text.rpartition("\n")
    return bool(CLOSED.search(before)) and len(last) <= HEADING and last[:1].isupper() and not ITEM.match(last)


def ends_open(text: str) -> bool:
    """Whether a text has no closing mark and no word of repeal at its end."""
    return not CLOSED.search(text) and not says_repealed(text.rsplit("\n", 1)[-1])


def _item(line: str) -> str:
    """How an item of a list is numbered: its number with digits, letters and signs made one; empty for plain text."""
    found = ITEM.match(line)
    if not found:
        return ""
    return re.sub(r"\d+", "1", re.sub(r"[^\W\d_]+", "a", re.sub(r"[①-⑳]", "①", re.sub(_KANJI, "一", found[0])))).strip()


def replacement_share(text: str) -> float:
    """Share of characters that were not decoded: replacement marks, private use, control characters."""
    bad = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or (c < " " and c not in "\n\t\r\x0c") for c in text)
    return bad / max(1, len(text))


def garbled(sections: list[Section]) -> tuple[str, ...]:
    """Keys of sections in which many words mix letters with symbols, digits or another alphabet."""
    found = []
    for section in sections:
        words = _WORD.findall(section.text)
        if len(words) < 4:
            continue
        odd = sum(
            bool(_SYMBOL.search(w)) or bool(_LATIN.search(w) and _OTHER.search(w)) or "\ufffd" in w for w in words
        )
        if odd > 0.15 * len(words) and odd > 1:
            found.append(section.key)
    return tuple(found)
