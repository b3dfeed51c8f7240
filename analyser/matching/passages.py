"""Sections become passages: what the encoder reads of a law, with nothing cut.

Decides where a section is windowed: at paragraphs, list items and sentences, packed up to a token budget. A window that
starts inside a paragraph carries the paragraph's opening words, because a list item alone says neither who nor what;
every window carries the heading and the enclosing parts. Refuses to drop text: the windows of a section cover its body.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyser.sections.law import Section

BODY_TOKENS = 96  # a window's own text
CONTEXT_TOKENS = 56  # heading and enclosing part
LONG_HEADING, CUT_HEADING = 120, 160  # tokens of a heading too long for a context; characters of it that stay there
STEM_LEVELS = 3
STEM_WORDS, STEM_CHARACTERS = 16, 120  # of each opening of the paragraph and items a window starts inside
SHORTEST = 8  # characters of a unit

Count = Callable[[Sequence[str]], list[int]]

_MARK = (
    r"(?:\(?\d{1,3}[\s]?[.)º°]|\(?[a-zα-ωа-я]{1,3}\)|[(（]?[０-９0-9一二三四五六七八九十①-⑳]{1,3}[)）．]"
    r"|[０-９①-⑳]{1,3}\s|[가-하]\.|§\s?\d|[-–—•])"
)
_BREAK = re.compile(
    rf"\n+|(?<=[.;:!?·])\s+(?=\S)|(?<=[。；！？])|(?<=[,，])\s+(?={_MARK}\s)|\s+(?=\([a-z0-9]{{1,4}}\)\s)", re.UNICODE
)
_KINDS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\s*(?:§\s?\d|\(\d{1,3}[a-zA-Z]?(?:\^?\d)?\)|[①-⑳]|[０-９]{1,2}[\s　])",
        r"\s*(?:\d{1,3}[a-z]?[.)º°]\s?|[一二三四五六七八九十]{1,3}[　、\s])",
        r"\s*\(?[a-zα-ωа-я][.)]\s",
        r"\s*\(?[ivxIVX]{2,5}[.)]\s",
        r"\s*(?:[A-Z가-하イロハニホヘト][.)　]\s?|\([A-Z]\)\s|[-–—•]\s)",
    )
)
_CLOSED = re.compile(r"[.!?。；;](?:\s*[)）»”\"])?\s*$")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of one section as the encoder reads it; `start` and `end` count characters of `Section.text`."""

    section: int  # index into the sections given
    start: int
    end: int
    text: str  # context, stem and the stretch itself


def units(text: str) -> list[tuple[int, int]]:
    """Spans of sentences, paragraphs and list items that together cover `text`, in order."""
    edges = [0]
    for match in _BREAK.finditer(text):
        if len(text[edges[-1] : match.end()].strip()) > SHORTEST:  # a number or abbreviation stays with what follows
            edges.append(match.end())
    edges.append(len(text))
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip()]


def halve(text: str, span: tuple[int, int], pieces: int) -> list[tuple[int, int]]:
    """A span in `pieces` parts at spaces where there are any; parts cover the span."""
    start, end = span
    edges = [start]
    for piece in range(1, pieces):
        at = start + (end - start) * piece // pieces
        space = text.rfind(" ", edges[-1] + 1, at)
        edges.append(space if space > edges[-1] + (at - edges[-1]) // 2 else at)
    edges.append(end)
    return [(a, b) for a, b in pairwise(edges) if a < b]


def contexts(sections: Sequence[Section], count: Count) -> list[str]:
    """Of each the heading and the innermost enclosing part; outer parts say less and differ between prints."""
    named = [[part for part in (section.heading, *section.path[-1:]) if part] for section in sections]
    every = list(dict.fromkeys(part for parts in named for part in parts))
    sizes = dict(zip(every, count(every), strict=True))
    return [_context(parts, [sizes[part] for part in parts]) for parts in named]


def _context(parts: Sequence[str], sizes: Sequence[int]) -> str:
    if parts and sizes[0] > LONG_HEADING:
        return parts[0][:CUT_HEADING]  # all of it is in windows of its own
    return ". ".join(parts if sum(sizes) <= CONTEXT_TOKENS else parts[:1])


def windows(sections: Sequence[Section], count: Count) -> list[Window]:
    """Every section's windows, in order; a section without text yields its heading's window, or none."""
    spans = [units(section.text) for section in sections]
    sizes = iter(
        _sizes([section.text[a:b] for section, own in zip(sections, spans, strict=True) for a, b in own], count)
    )
    found: list[Window] = []
    around = contexts(sections, count)
    for index, (section, own, context) in enumerate(zip(sections, spans, around, strict=True)):
        stems = _stems(section.text, own)
        pieces = [
            Piece(a, b, own_size, stem)
            for span, stem in zip(own, stems, strict=True)
            for (a, b), own_size in _within_budget(section.text, span, next(sizes), count)
        ]
        if section.heading and len(section.heading) > CUT_HEADING and not context.startswith(section.heading):
            parts = _within_budget(section.heading, (0, len(section.heading)), count([section.heading])[0], count)
            found += [Window(index, 0, 0, section.heading[a:b].strip()) for (a, b), _ in parts]
        if not pieces and context:
            found.append(Window(index, 0, 0, context))
        found += [_window(index, section.text, group, context) for group in _pack(pieces)]
    return found


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit, or a part of one that alone exceeds the budget."""

    start: int
    end: int
    tokens: int
    stem: str  # the openings of the paragraph and items it lies in; empty where a paragraph starts


def _kind(text: str, at: int) -> int | None:
    """Which style of numbering opens here; None without a number."""
    return next((kind for kind, pattern in enumerate(_KINDS) if pattern.match(text, at)), None)


def _stems(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """For each unit the openings of what encloses it: `(1) Whoever ...` for its item `a)`."""
    stack: list[tuple[int | None, int, int]] = []
    stems = []
    for start, end in spans:
        kind = _kind(text, start)
        if kind is None:
            if not stack or (text[:start].endswith("\n") and _CLOSED.search(text, max(0, start - 8), start)):
                stack = [(None, start, end)]
                enclosing: list[tuple[int | None, int, int]] = []
            else:
                enclosing = stack
        else:
            known = [depth for depth, (other, _, _) in enumerate(stack) if other == kind]
            enclosing = stack[: known[-1]] if known else stack
            while enclosing and _CLOSED.search(text, enclosing[-1][1], enclosing[-1][2]):
                enclosing = enclosing[:-1]
            stack = [*enclosing, (kind, start, end)]
        stems.append(" ".join(_opening(text[a:b]) for _, a, b in enclosing[-STEM_LEVELS:]))
    return stems


def _opening(text: str) -> str:
    words = text.split()
    return " ".join(words[:STEM_WORDS])[:STEM_CHARACTERS]


def _sizes(texts: Sequence[str], count: Count) -> list[int]:
    """Tokens of each text without the prefix and the special tokens."""
    counted = count(["", *texts])
    return [max(1, size - counted[0]) for size in counted[1:]]


def _within_budget(text: str, span: tuple[int, int], size: int, count: Count) -> list[tuple[tuple[int, int], int]]:
    if size <= BODY_TOKENS:
        return [(span, size)]
    parts = halve(text, span, -(-size * 5 // (4 * BODY_TOKENS)))
    if len(parts) == 1:
        return [(span, size)]
    counted = _sizes([text[a:b] for a, b in parts], count)
    return [piece for part, own in zip(parts, counted, strict=True) for piece in _within_budget(text, part, own, count)]


def _pack(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Neighbours together up to the budget, in windows of about equal size, split where a paragraph starts if near."""
    total = sum(piece.tokens for piece in pieces)
    fair = total / max(1, -(-total // BODY_TOKENS))
    groups: list[list[Piece]] = []
    used = BODY_TOKENS + 1
    for piece in pieces:
        full = used + piece.tokens > BODY_TOKENS or used >= fair
        if full or (used > fair * 0.6 and not piece.stem):
            groups.append([])
            used = 0
        groups[-1].append(piece)
        used += piece.tokens
    return groups


def _window(index: int, text: str, group: Sequence[Piece], context: str) -> Window:
    start, end = group[0].start, group[-1].end
    parts = [part for part in (context, group[0].stem, text[start:end]) if part.strip()]
    return Window(index, start, end, " ".join(" ".join(parts).split()))
