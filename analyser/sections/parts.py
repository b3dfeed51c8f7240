"""Enclosing units: book, part, title, chapter, section in the languages of `words.yaml`, and the path they make.

Decides whether a row is the heading of an enclosing unit by its words and number, and how units nest. Refuses to
decide by words alone where the row reads like a sentence: then its looks must say that it is a heading.
"""

import re
from dataclasses import dataclass

from analyser.sections.numbers import KANJI_NUMBER, kanji, roman
from analyser.sections.row import Row
from analyser.sections.tables import either, words

_WORD = either(set(words().parts))
_ORDINAL = either(
    set(words().ordinals) | set(words().single) | {"preliminar", "preliminaire", "preliminare", "general", "especial"}
)
_NUMBER = r"(?:\d{1,3}(?:[.\-/]\d{1,3})*(?:\s?[a-z])?|[ivxlc]{1,9}(?:\.\d|[\-/ ]?[a-z])?|[a-zα-ωа-я])(?![^\W_])"
_WORD_FIRST = re.compile(
    rf"(?:la\s|el\s|o\s|a\s)?(?P<word>{_WORD})\s*(?:n[.º°]+\s*)?[.:]?\s+(?:(?P<n>{_NUMBER}|\d+)[ºª°]?(?:er|re|e|ª)?(?:\s?(?:bis|ter|quater))?|(?:a\s)?(?P<o>{_ORDINAL})(?![^\W_])|a\s(?P<ro>\d+)-a)"
)
_NUMBER_FIRST = re.compile(
    rf"(?P<n>\d{{1,3}}(?:\.\s?\d)?(?:\s?[a-z])?|[ivxlc]{{1,9}}(?:/[a-z])?)(?:-(?:ci|cı|cu|cü|nci|ncı|ncu|ncü|shi|chi|inchi|ші|шы))?[.\-]?\s?(?P<sup>[¹²³⁴⁵⁶⁷⁸⁹]?)\s?(?P<word>{_WORD})(?![^\W\d_])"
)
_ORDINAL_FIRST = re.compile(
    rf"(?P<o>(?:{_ORDINAL})(?:\s(?:{_ORDINAL}))?|[^\W\d_]{{4,24}})\s+(?:\([ivxlc.]+\)\s*)?(?P<word>{_WORD})(?![^\W\d_])"
)
_CJK = re.compile(rf"第\s*(?P<n>{KANJI_NUMBER}+)\s*(?P<word>[編编篇部卷章節节款目])(?:[のノ之]{KANJI_NUMBER}+)*")
_KO = re.compile(r"제\s*(?P<n>\d+)\s*(?P<word>[편장절관](?:의\s?\d+)?)")
_RANKS = {
    "編": 1,
    "编": 1,
    "篇": 1,
    "部": 1,
    "卷": 1,
    "章": 4,
    "節": 5,
    "节": 5,
    "款": 6,
    "目": 7,
    "편": 1,
    "장": 4,
    "절": 5,
    "관": 6,
}
_LETTERED = re.compile(r"(?:[IVXLΙΧ]{1,6}|[A-ZΑ-Ω])[.)]\s+\S")


@dataclass(frozen=True, slots=True)
class Part:
    """The heading of an enclosing unit: its rank (1 widest, 9 unnumbered), its number where one is printed."""

    rank: int
    word: str
    number: str | None
    bare: bool = False  # nothing but word and number: the unit's title stands on the next row


def read_part(row: Row) -> Part | None:
    """The enclosing unit whose heading this row begins, or None."""
    text, low = row.text, row.low
    if len(text) > 300 or row.numbered:
        return None
    if m := _CJK.match(text) or _KO.match(text):
        return Part(_RANKS[m["word"][0]], m["word"][0], str(kanji(m["n"])), _bare(row, m.end()))
    if m := _WORD_FIRST.match(low):
        if _sentence(row, m.end()):
            return None
        return Part(
            words().parts[_one_space(m["word"])], m["word"], _value(m["n"] or m["ro"], m["o"]), _bare(row, m.end())
        )
    if m := _NUMBER_FIRST.match(low):
        if _sentence(row, m.end()):
            return None
        number = re.sub(r"\s", "", m["n"]) + m["sup"]
        return Part(words().parts[_one_space(m["word"])], m["word"], _value(number, None), _bare(row, m.end()))
    if m := _ORDINAL_FIRST.match(low):
        known = m["o"] in words().ordinals or m["o"].split()[0] in words().ordinals
        if (known or row.text.isupper()) and not _sentence(row, m.end()):
            return Part(words().parts[_one_space(m["word"])], m["word"], _value(None, m["o"]), _bare(row, m.end()))
    if low in words().parts and len(low) > 3 and row.text[0].isupper():
        return Part(words().parts[low], low, None)
    return None


def lettered(row: Row) -> bool:
    """`II. Von der Berufung`, `A. General`: a heading only if its looks agree."""
    return bool(_LETTERED.match(row.text)) and len(row.text) < 200


def _one_space(word: str) -> str:
    return re.sub(r"\s+", " ", word)


def _sentence(row: Row, end: int) -> bool:
    """Whether the row goes on as a sentence does: small letter behind the number, no looks of a heading."""
    rest = row.text[end:].lstrip(" .:-–—ºª°")
    if row.quoted_start:
        return True
    if rest[:1] in (",", ";", ")"):
        return True
    marked = row.gap or row.bold or row.centred or row.level is not None
    return bool(rest) and rest[0].islower() and (not marked or row.text.rstrip().endswith((".", ";", ",")))


def _bare(row: Row, end: int) -> bool:
    return not row.text[end:].strip(" .:-–—()")


def _value(number: str | None, ordinal: str | None) -> str | None:
    if number:
        head = re.match(r"[ivxlc]+(?![^\W_])", number)
        value = roman(head[0]) if head else None
        return f"{value}{number[head.end() :]}" if head and value else number
    if ordinal:
        place = words().ordinals.get(ordinal)
        return str(place) if place else None
    return None


class Path:
    """The stack of enclosing units while the law is read from top to bottom."""

    def __init__(self) -> None:
        self._stack: list[tuple[int, str]] = []
        self.chapter: str | None = None

    def enter(self, part: Part | None, title: str) -> None:
        """A heading opens a unit and closes all of its rank or narrower; `part` is None for an unnumbered heading."""
        rank = part.rank if part else 9
        while self._stack and self._stack[-1][0] >= rank:
            self._stack.pop()
        self._stack.append((rank, title))
        if part and part.number:
            self.chapter = part.number

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(title for _, title in self._stack)
