"""Legal numbers: reads `227-22-1`, `R625-8`, `184b`, `178¹`, `12 bis`, `第百七十五条の二`, `١٧٥ مكرر` and
decides which of two comes first and how natural the step from one to the next is.

It refuses to guess between readings: a print that can be read in two ways (a range or a suffix, a suffix or a fused
footnote mark) is returned as several numbers, and the chain over the whole law chooses.
"""

import re
from dataclasses import dataclass, replace
from math import log2

from analyser.sections.tables import BIS_VALUES, either, fold, words

Component = tuple[str, int]
"""How a suffix is printed (d digits, d0 digits behind a zero, s raised, l letters, b bis) and its place in order."""

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_PREFIX = re.compile(r"(?:(LO|[LRDA])(?:\.\s?\*?|\*)?\s?|([lrd])\.?)(?=\d)")
_DIGITS = re.compile(r"\d{1,6}")
_BIS = re.compile(rf"(?:[\s.\-–‑/]|:\s)?({either(set(BIS_VALUES))})(?![^\W\d_])")
_BEHIND_BIS = re.compile(r"\s(\d{1,2})(?!\d)")
_DIGIT_SUFFIX = re.compile(r"(?:[-‑–./·]|\^)(\d{1,7})(?!\d)")
_GLUED_LETTERS = re.compile(r"[-‑–./]?([^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?![^\W⁰¹²³⁴⁵⁶⁷⁸⁹]|[\u0900-\u0963\u0966-\u0dff])")
_NAMED_LETTER = re.compile(r"\s?[-–‑/]?\s?(الف|أ|ب|ج|د|ه|و)(?![^\W_])")
_ENCLOSED = re.compile(r"\s?\((\d{1,2})\)(?=\s*[.:։—–]|\s*$)")
_SPACED_LETTER = re.compile(r"\s([^\W\d_])(?=\s*$|[.):\-–—§(]|\s[-–—§(\[]|\s+[A-ZÀ-ÞΑ-ΩА-Я])")
_ORDINAL_MARK = re.compile(r"\.?[ºª°˚]|(?:aad|o|a|er|re|ère|e|r|n|è|é)(?![^\W_⁰¹²³⁴⁵⁶⁷⁸⁹])")
_RANGE = re.compile(
    r"\s*[-–—‑]\s*(?=\d)|\s(?:to|and|through|a|al|à|bis|až|do|till|til|és|and|şi|și|y|e|et|und|och|og|in|i|и|по|та|até|en|tot|dhe|ir|un|kuni|do)\s+(?:§\s*)?(?=\d)"
)
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?![^\W_])")
_ALPHABETS = (
    0x60,
    0x3B0,
    0x42F,
    0x560,
    0x5CF,
    0x626,
    0x914,
    0x994,
    0xD84,
    0xE00,
    0x10CF,
)  # the code before each first letter
_KANJI = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1, "两": 2, "兩": 2, "廿": 20}
KANJI_NUMBER = "[〇零一二三四五六七八九十百千两兩元廿\\d]"
_ORDINAL_WORD = re.compile(rf"({either(set(words().ordinals))})(?![^\W\d_])")
_SINGLE_WORD = re.compile(rf"({either(set(words().single))})(?![^\W\d_])")


@dataclass(frozen=True, slots=True)
class Number:
    """A legal number. `last` and `until` end a printed range, `end` is the offset behind it, `odds` its cost."""

    base: int
    parts: tuple[Component, ...] = ()
    prefix: str = ""
    last: int = 0
    until: tuple[Component, ...] = ()
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


def _suffix(text: str, low: str, number: Number) -> tuple[Component, int] | None:
    """The suffix that begins behind the number read so far, and the offset behind it."""
    at = number.end
    closed = at + 1 if text[at : at + 1] in (")", "]") else at  # `(394) bis`
    if (found := _BIS.match(low, closed)) and not _counts_on(text, found.end(), number.base):
        return ("b", BIS_VALUES[found[1]]), found.end()
    if number.parts and number.parts[-1][0] == "b" and (found := _BEHIND_BIS.match(text, at)):
        return ("d", int(found[1])), found.end()
    if found := _RAISED_RUN.match(text, at + 1 if text[at : at + 1] == "." else at):
        return ("s", int(found[0].translate(_RAISED))), found.end()
    if found := _DIGIT_SUFFIX.match(text, at):
        zeros = len(found[1]) - len(found[1].lstrip("0")) if text[at] == "." else 0
        return ("s" if text[at] == "^" else "d" + "0" * zeros, int(found[1])), found.end()
    if found := _ENCLOSED.match(text, at):
        return ("s", int(found[1])), found.end()
    if (found := _NAMED_LETTER.match(text, at)) and found[0] != found[1]:
        return ("l", 1 if found[1] == "الف" else _letters(found[1])), found.end()
    if (found := _GLUED_LETTERS.match(text, at)) and (
        len(found[1]) == 1 or found[1].isupper() or fold(found[1]) == "στ"
    ):
        if text[at] in ".-–" and found[1].isupper() and len(found[1]) > 1 and text[at] == ".":
            return None
        return ("l", _letters(found[1])), found.end()
    if found := _SPACED_LETTER.match(text, at):
        return ("l", _letters(found[1])), found.end()
    return None


def scan(text: str, at: int = 0, words_too: bool = False, ranges: bool = True) -> list[Number]:
    """All readings of the number printed at offset `at` of the cleaned text, the likeliest first; empty when none.

    `words_too`: also ordinal words and Roman numbers (`Article premier`, `Artículo único`, `Article IV`).
    """
    low = fold(text)
    prefix = _PREFIX.match(text, at)
    start = prefix.end() if prefix else at
    digits = _DIGITS.match(text, start)
    if not digits:
        return _scan_word(low, at) if words_too else []
    number = Number(int(digits[0]), prefix=(prefix[1] or prefix[2]).upper() if prefix else "", end=digits.end())
    found = [number]
    if len(digits[0]) >= 4:  # a footnote mark may be fused to the number
        found += [replace(number, base=int(digits[0][:k]), odds=-2.5) for k in range(len(digits[0]) - 1, 1, -1)][:3]
    mark = _ORDINAL_MARK.match(text, number.end)
    if not mark:
        readings = _extend(text, low, number) + found[1:]
        return _ranges(text, readings) if ranges else readings
    ordinal = replace(number, end=mark.end(), odds=-0.5 if mark[0] in "aenr" else 0.0)
    readings = _extend(text, low, ordinal) + found[1:]
    if mark[0] in "oaenr":  # may be a letter suffix instead
        readings += _extend(text, low, number)
    return sorted(_ranges(text, readings), key=lambda n: -n.odds)


def _counts_on(text: str, at: int, base: int) -> bool:
    """Whether `bis` is the German word for `to`: a higher number follows."""
    found = re.compile(r"\s*(?:§\s*)?(\d+)").match(text, at)
    return bool(found) and int(found[1]) > base if found else False


def _extend(text: str, low: str, number: Number) -> list[Number]:
    readings = [number]
    while len(readings[0].parts) < 5 and (more := _suffix(text, low, readings[0])):
        component, end = more
        first = replace(readings[0], parts=(*readings[0].parts, component), end=end)
        if component[0] == "s" or (component[0] == "l" and text[readings[0].end : readings[0].end + 1] == " "):
            mark = component[0] == "s" and bool(readings[0].parts)  # 122a⁴⁸: a footnote mark, hardly a second suffix
            readings[0] = replace(
                readings[0],
                odds=-0.2 if mark else -1.0,
                end=end if component[0] == "s" and text[end - 1] != ")" else readings[0].end,
            )
            first = replace(first, odds=-1.5 if mark else first.odds)
        else:
            readings = readings[1:]
        readings.insert(0, first)
    return readings


def _ranges(text: str, readings: list[Number]) -> list[Number]:
    """Add the reading as a range: `407-459`, `109b und 109c`, `48-50`."""
    first = readings[0]
    if found := _RANGE.match(text, first.end):
        for last in scan(text, found.end(), ranges=False)[:1]:
            if (last.base - first.base < 200 and step(first, last) is not None) or first.base == last.base:
                alone = re.match(r"[\s.:()\[\]—–-]*(?:$|[(\[—–.:])", text[last.end :])
                whole = replace(first, last=last.base, until=last.parts, end=last.end, odds=0.0 if alone else -0.2)
                return [whole, *(replace(n, odds=n.odds - 0.3) for n in readings)] if alone else [*readings, whole]
    if len(first.parts) == 1 and first.parts[0][0] == "d" and first.base < first.parts[0][1] < first.base + 200:
        return [*readings, replace(first, parts=(), last=first.parts[0][1], odds=-0.7)]
    return readings


def _scan_word(low: str, at: int) -> list[Number]:
    if found := _SINGLE_WORD.match(low, at):
        return [Number(1, end=found.end(), odds=-0.3)]
    if found := _ORDINAL_WORD.match(low, at):
        return [Number(words().ordinals.get(found[1], 1), end=found.end(), odds=-0.3)]
    if (found := _ROMAN.match(low, at)) and found[0] and (value := roman(found[0])):
        readings = [Number(value, end=found.end(), odds=-0.5)]
        return _extend(low, low, readings[0])
    return []


def _fraction(parts: tuple[Component, ...]) -> str | None:
    """The digits behind one point as a decimal fraction, or None when the suffix is of another kind."""
    if len(parts) != 1 or parts[0][0][0] != "d":
        return None
    return "0" * (len(parts[0][0]) - 1) + str(parts[0][1])


def step(a: Number, b: Number) -> float | None:
    """How natural `b` is right behind `a`: 1.5 and more the very next, less over gaps, None when not later."""
    if a.prefix != b.prefix:
        return None
    top = max(a.base, a.last)
    if b.base > top:
        gap = b.base - top
        late = -0.6 - min(2.0, 0.3 * (b.parts[0][1] - 1)) if b.parts and b.parts[0][0][0] != "d" else 0.0
        return (1.5 + 0.5 * (b.base > 12) if gap == 1 else 0.9 - 0.45 * log2(gap)) + late
    parts = a.until if a.last else a.parts
    if b.base < top or parts == b.parts:
        return None
    return _step_inside(parts, b.parts)


def _step_inside(a: tuple[Component, ...], b: tuple[Component, ...]) -> float | None:
    """The step between two suffixes of one base number."""
    shared = 0
    while shared < min(len(a), len(b)) and a[shared] == b[shared]:
        shared += 1
    if shared == len(b):
        return None
    kind, value = b[shared]
    if shared == len(a):
        return 2.0 if value <= (2 if kind == "b" else 1) else 0.7
    one, two = _fraction(a[shared:]), _fraction(b[shared:])
    if one and two and ("0" in a[shared][0] + kind or one.startswith(two) or two.startswith(one)):
        return 1.2 if one < two else None
    before = a[shared][1]
    if kind == a[shared][0] == "l" and max(value, before) >= 100:
        return _step_letters(before, value)
    if value > before:
        return 2.0 if value - before <= 1 and a[shared][0] == kind else 0.7
    if one and two and one < two:
        return 0.6
    return 0.3 if a[shared][0] != kind else None


def _step_letters(a: int, b: int) -> float | None:
    """Suffixes of several letters are ordered A, AA, AB, B or A, B, .. Z, AA: either order will do."""
    one, two = _spelled(a), _spelled(b)
    if two[:-1] == one:
        return 2.0 if two[-1] == 1 else 0.7
    if one < two:
        near = len(two) <= len(one) and two[-1] - one[len(two) - 1] == 1
        return 2.0 if near else 0.7
    return 0.7 if len(two) > len(one) else None


def _spelled(value: int) -> tuple[int, ...]:
    return (*_spelled(value // 100), value % 100) if value >= 100 else (value,)
