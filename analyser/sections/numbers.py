"""Legal numbers: reads `227-22-1`, `R625-8`, `184b`, `178¹`, `12 bis`, `10 a`, `第百七十五条の二`, `١٧٥ مكرر`, `63Α` and
decides which of two comes first and how natural the step from one to the next is.

It refuses to guess between readings: a print that can be read in two ways (a range or a suffix, a suffix or a fused
footnote mark) is returned as several numbers, and the chain over the whole law chooses.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from math import log2

from analyser.sections.tables import BIS_VALUES, either, fold, words

Component = tuple[str, int]
"""How a suffix is printed (d digits, s raised digits, l letters, b bis) and its place in the order."""

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_PREFIX = re.compile(r"(LO|[LRDA])(?:\.\s?\*?|\*)?\s?(?=\d)")
_DIGITS = re.compile(r"\d{1,6}")
_BIS = re.compile(rf"[\s.\-–‑/]{{0,2}}({either(set(BIS_VALUES))})(?![^\W\d_])")
_DIGIT_SUFFIX = re.compile(r"(?:[-‑–./·]|\^)(\d{1,5})(?!\d)")
_GLUED_LETTERS = re.compile(r"[-‑–./]?([^\W\d_]{1,3})(?![\w\u0900-\u0dff])")
_SPACED_LETTER = re.compile(r"\s([^\W\d_])(?=\s*$|[.):\-–—§(]|\s[-–—§(\[]|\s+[A-ZÀ-ÞΑ-ΩА-Я])")
_ORDINAL_MARK = re.compile(r"\.?[ºª°˚]|(?:o|a|er|re|ère|e|r|n|è|é)(?![^\W_])")
_RANGE = re.compile(r"\s*(?:[-–—‑]|\s(?:to|a|al|à|bis|až|do|till|til|és|και|şi|și|y|e|et|und|och|og|in|и|по|та)\s)\s*(?:§\s*)?(\d{1,6})")
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?![^\W_])")
_ALPHABETS = (0x60, 0x3B0, 0x42F, 0x560, 0x5CF, 0x626, 0x914, 0xE00, 0x10CF)  # the code before each first letter
_KANJI = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1, "两": 2, "兩": 2, "廿": 20}
KANJI_NUMBER = "[〇零一二三四五六七八九十百千两兩元廿\\d]"
_ORDINAL_WORD = re.compile(rf"({either(set(words().ordinals))})(?![^\W\d_])")
_SINGLE_WORD = re.compile(rf"({either(set(words().single))})(?![^\W\d_])")


@dataclass(frozen=True, slots=True)
class Number:
    """A legal number. `last` is the end of a printed range; `end` the offset behind it; `odds` the cost of this reading."""

    base: int
    parts: tuple[Component, ...] = ()
    prefix: str = ""
    last: int = 0
    end: int = 0
    odds: float = 0.0

    @property
    def values(self) -> tuple[int, ...]:
        return tuple(v for _, v in self.parts)


def kanji(text: str) -> int | None:
    """The value of a number in kanji or digits: 百七十五 and 175 and 一七五 alike."""
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    total, part, placed = 0, 0, False
    for c in text:
        if c in "十百千":
            total += (part or 1) * {"十": 10, "百": 100, "千": 1000}[c]
            part, placed = 0, True
        elif c in _KANJI or c.isdecimal():
            part = (_KANJI[c] if c in _KANJI else int(c)) + (0 if placed and part == 0 else part * 10)
        else:
            return None
    return total + part


def roman(text: str) -> int | None:
    """The value of a folded Roman number, or None."""
    found = _ROMAN.fullmatch(text)
    if not text or not found:
        return None
    total = 0
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}[c] for c in text]
    for value, after in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < after else value
    return total


def _letters(text: str) -> int:
    """Place of letter suffixes in the order: a < b < z < aa < ab; any alphabet."""
    low = fold(text)
    if low == "στ":
        return 6
    value = 0
    for c in low:
        base = next((b for b in _ALPHABETS if b < ord(c) <= b + 64), ord(c) - 1)
        value = value * 100 + ord(c) - base
    return value


def _suffix(text: str, low: str, at: int) -> tuple[Component, int] | None:
    """The suffix that begins at `at`, and the offset behind it."""
    if found := _BIS.match(low, at):
        return ("b", BIS_VALUES[found[1]]), found.end()
    if found := _RAISED_RUN.match(text, at + 1 if text[at : at + 1] == "." else at):
        return ("s", int(found[0].translate(_RAISED))), found.end()
    if found := _DIGIT_SUFFIX.match(text, at):
        return ("s" if text[at] == "^" else "d", int(found[1])), found.end()
    if (found := _GLUED_LETTERS.match(text, at)) and (len(found[1]) == 1 or found[1].isupper() or fold(found[1]) == "στ"):
        if text[at] in ".-–" and found[1].isupper() and len(found[1]) > 1 and text[at] == ".":
            return None
        return ("l", _letters(found[1])), found.end()
    if found := _SPACED_LETTER.match(text, at):
        return ("l", _letters(found[1])), found.end()
    return None


def scan(text: str, at: int = 0, words_too: bool = False) -> list[Number]:
    """All readings of the number printed at offset `at` of the cleaned text, the likeliest first; empty when none.

    `words_too`: also ordinal words and Roman numbers (`Article premier`, `Artículo único`, `Article IV`).
    """
    low = fold(text)
    prefix = _PREFIX.match(text, at)
    start = prefix.end() if prefix else at
    digits = _DIGITS.match(text, start)
    if not digits:
        return _scan_word(low, at) if words_too else []
    number = Number(int(digits[0]), prefix=prefix[1] if prefix else "", end=digits.end())
    found = [number]
    if len(digits[0]) >= 4:  # a footnote mark may be fused to the number
        found += [replace(number, base=int(digits[0][:k]), odds=-2.5) for k in range(len(digits[0]) - 1, 1, -1)][:3]
    mark = _ORDINAL_MARK.match(text, number.end)
    if not mark:
        return _ranges(text, _extend(text, low, number) + found[1:])
    ordinal = replace(number, end=mark.end(), odds=-0.5 if mark[0] in "aenr" else 0.0)
    readings = _extend(text, low, ordinal) + found[1:]
    if mark[0] in "oaenr":  # may be a letter suffix instead
        readings += _extend(text, low, number)
    return sorted(_ranges(text, readings), key=lambda n: -n.odds)


def _extend(text: str, low: str, number: Number) -> list[Number]:
    readings = [number]
    while len(readings[0].parts) < 5 and (more := _suffix(text, low, readings[0].end)):
        component, end = more
        first = replace(readings[0], parts=(*readings[0].parts, component), end=end)
        if component[0] == "s" or (component[0] == "l" and text[readings[0].end : readings[0].end + 1] == " "):
            readings[0] = replace(readings[0], odds=-1.0, end=end if component[0] == "s" else readings[0].end)
        else:
            readings = readings[1:]
        readings.insert(0, first)
    return readings


def _ranges(text: str, readings: list[Number]) -> list[Number]:
    first = readings[0]
    if found := _RANGE.match(text, first.end):
        last = int(found[1])
        if first.base < last < first.base + 200:
            readings = [*readings, replace(first, last=last, end=found.end(), odds=-0.2)]
    elif len(first.parts) == 1 and first.parts[0][0] == "d" and first.base < first.parts[0][1] < first.base + 200:
        readings = [*readings, replace(first, parts=(), last=first.parts[0][1], odds=-0.7)]
    return readings


def _scan_word(low: str, at: int) -> list[Number]:
    if found := _SINGLE_WORD.match(low, at):
        return [Number(1, end=found.end(), odds=-0.3)]
    if found := _ORDINAL_WORD.match(low, at):
        return [Number(words().ordinals[found[1]] if found[1] in words().ordinals else 1, end=found.end(), odds=-0.3)]
    if (found := _ROMAN.match(low, at)) and found[0] and (value := roman(found[0])):
        readings = [Number(value, end=found.end(), odds=-0.5)]
        return _extend(low, low, readings[0])
    return []


def _decimal_less(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    """490.02902 stands before 490.03: digits behind one point compared as a decimal fraction."""
    return len(a) == 1 and len(b) == 1 and str(a[0]) < str(b[0])


def step(a: Number, b: Number) -> float | None:
    """How natural `b` is right behind `a`: 1.5 the very next, less over gaps, None when `b` does not come later."""
    if a.prefix != b.prefix:
        return None
    top = max(a.base, a.last)
    if b.base > top:
        gap = b.base - top
        late = -0.6 if b.parts and b.parts[0][0] != "d" else 0.0
        return (1.5 if gap == 1 else 0.9 - 0.45 * log2(gap)) + late
    if b.base < top or a.last:
        return None
    if a.parts == b.parts:
        return None
    shared = 0
    while shared < min(len(a.parts), len(b.parts)) and a.parts[shared][1] == b.parts[shared][1]:
        shared += 1
    if shared == len(b.parts):
        return None
    value = b.parts[shared][1]
    if shared == len(a.parts):
        first = 2 if b.parts[shared][0] == "b" else 1
        return 1.3 if abs(value - first) <= 1 else 0.5
    before = a.parts[shared][1]
    if value > before:
        return 1.5 if value - before <= 1 else 0.6
    if _decimal_less(a.values[shared:], b.values[shared:]):
        return 0.6
    return 0.3 if a.parts[shared][0] != b.parts[shared][0] else None


def is_mark(c: str) -> bool:
    """Whether a character is a combining vowel or tone mark."""
    return unicodedata.category(c).startswith("M")
