"""What nearly all sections of a law do and a few do not: paragraph numbers that follow each other, sentences that are
whole, titles where the others have titles.

Decides by the law itself: what more than a few of its sections do is its custom and says nothing. Refuses to judge laws
of fewer sections than could show a custom.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from analyser.sections.doubt import CLOSED, ITEM
from analyser.sections.law import Section

RARE = 0.03  # share of the sections that may break a custom for it to be one
TITLED = 120  # characters of the longest title that is looked for inside a text
FEW = 4  # sections that suffice for a number that is missing or a title that stands inside
SHOWN = 8  # sections that must show what the custom is about
_MARKER = re.compile(
    r"(?P<paren>\()?(?:(?P<number>\d{1,2})(?:[a-z]{1,2}|\s?(?:bis|ter|quater))?|(?P<letter>[a-zα-ωа-я]))"
    r"(?P<stop>\)|[.](?!\d)|[.]?[º°])\s?|(?P<circled>[①-⑳])|(?P<raised>[¹²³⁴-⁹])(?:bis)?\s"
)
_RAISED = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")
_SHORT_WORD = re.compile(r"[^\W\d_]{2}\s")
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3,}\.\s+[^\Wa-z\d_]|[;,]$")
_ROMAN = "ivxlcdm"
_OFTEN_LEFT_OUT = "jkqwxyñёйъыь"
_ALPHABETS = (0x60, 0x3B0, 0x42F)  # the code before each first letter

Breach = tuple[str, str]
"""What is broken, with the shape of number it is about, and the words for it."""

GAP = "Paragraph numbers are missing"
ANEW = "Paragraph numbers begin anew, as if two sections were one"
BACK = "Paragraph numbers are out of order"
JOINT = "Two halves of sentences stand against each other"
OPENING = "The text begins in the middle of a sentence"
INSIDE = "A line like a heading stands before a first paragraph inside the text"
UNTITLED = "There is no title where the others have one"
TITLE = "The title reads like text"
KINDS = (GAP, ANEW, BACK, JOINT, OPENING, INSIDE, UNTITLED, TITLE)


def breaches(sections: Sequence[Section]) -> dict[str, tuple[str, ...]]:
    """What is broken, with the keys of the few sections that do it; most telling first."""
    able: dict[Breach, int] = defaultdict(int)  # sections that could show the custom
    broken: dict[Breach, list[str]] = defaultdict(list)
    for section in sections:
        if section.kind != "section" or section.repealed or not section.text:
            continue
        for breach, holds in {**_paragraphs(section.text), **_sentences(section), **_titles(section)}.items():
            able[breach] += 1
            if holds:
                broken[breach].append(section.key)
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for breach, keys in broken.items():
        if able[breach] >= (FEW if breach[0] in (GAP, INSIDE) else SHOWN) and len(keys) <= RARE * able[breach] + 1:
            found[breach[0]] |= dict.fromkeys(keys)
    order = _order(sections)
    return {what: tuple(sorted(found[what], key=order.__getitem__)) for what in KINDS if found[what]}


def together(found: dict[str, tuple[str, ...]], sections: Sequence[Section]) -> dict[str, tuple[str, ...]]:
    """Those breaches that meet another kind in the same section or the next: damage leaves several traces.

    A missing title is kept alone: it was lost, or it stands in the body.
    """
    order = _order(sections)
    kept = {}
    for what, keys in found.items():
        others = {order[key] for kind, more in found.items() if kind != what for key in more}
        near = tuple(key for key in keys if what == UNTITLED or others & {order[key] - 1, order[key], order[key] + 1})
        if near:
            kept[what] = near
    return kept


def _order(sections: Sequence[Section]) -> dict[str, int]:
    return {section.key: at for at, section in enumerate(sections)}


def _markers(text: str) -> Iterator[tuple[str, int, str]]:
    """(shape, value, letter) of the numbers that begin the paragraphs."""
    for line in text.split("\n"):
        m = _MARKER.match(line)
        if not m:
            continue
        if m["circled"]:
            yield "①", ord(m["circled"]) - 0x245F, ""
        elif m["raised"]:
            yield "¹", int(m["raised"].translate(_RAISED)), ""
        elif m["number"]:
            yield f"{m['paren'] or ''}1{m['stop']}", int(m["number"]), ""
        else:
            base = next((b for b in _ALPHABETS if b < ord(m["letter"]) <= b + 32), 0)
            yield f"{m['paren'] or ''}a{m['stop']}", ord(m["letter"]) - base, m["letter"]


def _paragraphs(text: str) -> dict[Breach, bool]:
    """Per shape of number in the text: whether numbers are missing, begin anew or go back."""
    found: dict[Breach, bool] = {}
    last: dict[str, int] = {}
    outer = ""
    for shape, value, letter in _markers(text):
        before = last.get(shape)
        if letter and letter in _ROMAN and value != (before or 0) + 1:
            continue
        outer = outer or shape
        for what in (GAP, BACK, ANEW) if shape == outer else (GAP, BACK):
            found.setdefault((what, shape), False)
        if before is None:
            found[GAP, shape] |= value > 1 and shape == outer
        elif value > before + 1:
            skipped = range(before + 1, value)
            found[GAP, shape] |= not (letter and all(_skipped(letter, value - n) for n in skipped))
        elif value < before and value != 1:
            found[BACK, shape] = True
        elif value == 1 and before > 1 and shape == outer:
            found[ANEW, shape] = True
        last[shape] = value
    return found


def _skipped(letter: str, back: int) -> bool:
    """Whether the letter so many places before is one that many drafters leave out."""
    return chr(ord(letter) - back) in _OFTEN_LEFT_OUT


def _sentences(section: Section) -> dict[Breach, bool]:
    """Whether paragraphs end or begin in the middle of a sentence."""
    lines = [line.strip() for line in section.text.split("\n") if line.strip()]
    joint = False
    inside = any(_headed(*three) for three in zip(lines, lines[1:], lines[2:], strict=False))
    for one, two in pairwise(lines):
        if (ITEM.match(two) and not _SHORT_WORD.match(two)) or len(one) < 30:
            continue
        open_end = not CLOSED.search(one) and not one.endswith((",", "-")) and not two[:1].islower()
        joint |= open_end or (one.endswith(".") and two[:1].islower())
    opening = section.text[:1]
    return {(JOINT, ""): joint, (INSIDE, ""): inside, (OPENING, ""): opening.islower() and not ITEM.match(section.text)}


def _headed(before: str, line: str, after: str) -> bool:
    """Whether a line stands as a title does: behind a whole sentence, open itself, before a first paragraph."""
    first = _MARKER.match(after)
    titled = len(line) <= TITLED and line[:1].isupper() and not ITEM.match(line) and not CLOSED.search(line)
    return bool(titled and CLOSED.search(before) and first and first["number"] == "1")


def _titles(section: Section) -> dict[Breach, bool]:
    """Whether the section lacks a title, and whether its title reads like running text."""
    found = {(UNTITLED, ""): section.heading is None}
    if section.heading:
        found[TITLE, ""] = len(section.heading) > 200 or bool(_TWO_SENTENCES.search(section.heading))
    return found
