"""What in a section carried the match: its best sentence, and the lexicon's phrases by the part they play.

Decides which words are shown to the reviewer, with exact offsets. Refuses to paraphrase: every evidence is a stretch of
the section's own text.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from analyser.matching.candidate import Evidence
from analyser.matching.expectations import expected
from analyser.matching.lexical import PREFIXES, VOWELS, unspaced
from analyser.matching.passages import units

PARTS: dict[str, str] = {
    "child": "age",
    "under_age": "age",
    "majority": "age",
    "vulnerable": "object",
    "authority": "who",
    "family": "who",
    "several": "who",
    "organisation": "who",
    "legal_person": "who",
    "pornography": "object",
    "depict": "object",
    "genitals": "object",
    "simulated": "object",
    "data": "object",
    "subscriber": "object",
    "performance": "object",
    "prostitution": "object",
    "computer": "means",
    "coercion": "means",
    "payment": "purpose",
    "profit": "purpose",
    "meeting": "purpose",
    "punish": "penalty",
}
"""Lexicon group -> the part of an element it speaks for; every other group is the act. `who` is who commits it."""

_PER_GROUP = 3  # phrases shown of one group


def part_of(group: str) -> str:
    return PARTS.get(group, "act")


_sentences = lru_cache(maxsize=2048)(units)  # the same window is shown for many elements


@lru_cache(maxsize=64)
def _blank(language: str) -> Any:
    """A blank spaCy pipeline of the language, or the neutral one where spaCy's needs more than spaCy."""
    import spacy

    try:
        return spacy.blank(language.partition("-")[0])
    except (ImportError, ValueError, OSError):
        return spacy.blank("xx")


class PhraseFinder:
    """Finds the lexicon's terms in texts of one language, each with its exact place."""

    def __init__(self, language: str, lexicon: Mapping[str, Iterable[str]]) -> None:
        from spacy.matcher import PhraseMatcher

        self._unspaced = unspaced(language) or language == "ko"
        self._prefixes = ("", *PREFIXES.get(language.partition("-")[0], ()))
        self._terms = {
            group: sorted(set(terms), key=lambda term: (-len(term), term)) for group, terms in lexicon.items()
        }
        self._blank = _blank(language)
        self._matcher = PhraseMatcher(self._blank.vocab, attr="LOWER")
        for group, terms in sorted(self._terms.items()):
            self._matcher.add(group, [self._blank.make_doc(term) for term in terms])

    def find(self, text: str, spoken: Collection[str] | None = None) -> dict[str, list[tuple[int, int]]]:
        """Group -> spans, in order, without overlaps inside a group; exact terms and words that begin with one.

        `spoken`: the groups that may be there, where that is known; the others are not searched for.
        """
        spans: dict[str, list[tuple[int, int]]] = {}
        if not self._unspaced:
            doc = self._blank.make_doc(text)
            for span in self._matcher(doc, as_spans=True):
                spans.setdefault(span.label_, []).append((span.start_char, span.end_char))
        for group, terms in self._terms.items():
            if terms and (spoken is None or group in spoken):
                spans.setdefault(group, []).extend(match.span() for match in self._inflected(group).finditer(text))
        return {group: _apart(found) for group, found in sorted(spans.items()) if found}

    @cache  # noqa: B019 - the finder lives as long as one run
    def _inflected(self, group: str) -> re.Pattern[str]:
        body = "|".join(_loose(term) for term in self._terms[group])
        if self._unspaced:
            return re.compile(body, re.IGNORECASE)
        before = "|".join(self._prefixes)
        return re.compile(rf"(?<![\w{VOWELS}])(?:{before})(?:{body})[\w{VOWELS}{_POINTS}]*", re.IGNORECASE)


_POINTS = "\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670"  # Hebrew and Arabic: written or left out
_LETTERS = {"ا": "[اأإآٱ]", "أ": "[اأ]", "إ": "[اإ]", "آ": "[اآ]", "ي": "[يىی]", "ى": "[يىی]", "ك": "[كک]"}
_POINTED = re.compile(r"[\u05d0-\u05ea\u0621-\u064a\u066e-\u06d3]")


def _loose(term: str) -> str:
    """A pattern of the term with any white space for its spaces, and any pointing of Hebrew and Arabic letters."""
    return "".join(
        r"\s+"
        if piece.isspace()
        else _LETTERS.get(piece, piece) + f"[{_POINTS}]*"
        if _POINTED.match(piece)
        else re.escape(piece)
        for piece in re.split(r"(\s+|[\u05d0-\u05ea\u0621-\u064a\u066e-\u06d3])", term)
    )


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order; of overlapping ones the longer."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def evidence_of(
    text: str, window: tuple[int, int], spans: Mapping[str, list[tuple[int, int]]], concept: str
) -> tuple[Evidence, ...]:
    """The best window's best sentence, then the phrases of the expected groups, at most three of each, in order."""
    wanted = expected(concept)
    found = [best_sentence(text, window, {group: spans[group] for group in wanted if group in spans})]
    for group in wanted:
        inside = sorted(spans.get(group, ()), key=lambda span: (not _within(span, window), span))
        found += [_evidence(text, start, end, part_of(group)) for start, end in sorted(inside[:_PER_GROUP])]
    return tuple(item for item in found if item.text)


def aligned(
    text: str, window: tuple[int, int], spans: Mapping[str, list[tuple[int, int]]], concept: str
) -> dict[str, list[str]]:
    """Part expected of the concept -> its phrases, those of the window first; empty where the section has none."""
    found: dict[str, list[str]] = {}
    for group in expected(concept):
        own = found.setdefault(part_of(group), [])
        for start, end in sorted(spans.get(group, ()), key=lambda span: (not _within(span, window), span)):
            phrase = " ".join(text[start:end].split())
            if phrase not in own and len(own) < _PER_GROUP:
                own.append(phrase)
    return found


def best_sentence(text: str, window: tuple[int, int], spans: Mapping[str, list[tuple[int, int]]]) -> Evidence:
    """The sentence or list item of the window in which most of the expected groups speak; the first of equals."""
    start, end = window
    best, most = (start, start), -1
    for a, b in _sentences(text[start:end]):
        sentence = (start + a, start + b)
        groups = sum(any(_within(span, sentence) for span in found) for found in spans.values())
        if groups > most:
            best, most = sentence, groups
    return _evidence(text, *_stripped(text, *best))


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - (len(inner) - len(inner.rstrip()))


def _evidence(text: str, start: int, end: int, part: str = "match") -> Evidence:
    return Evidence(start, end, text[start:end], part)
