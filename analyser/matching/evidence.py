"""What in a section carried the match: its best sentence, and the lexicon's phrases by the part they play.

Decides which words are shown to the reviewer, with exact offsets. Refuses to paraphrase: every evidence is a stretch of
the section's own text.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from analyser.matching.candidate import Evidence
from analyser.matching.expectations import COMMON, expected
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
IN_WINDOW = 1.5  # what a sentence of the best window is ahead of others: less than the word for the act
AGES = ("under_age",)
_NAMES = {"punish": "a penalty", "depict": "a depiction", "definition": "a definition", "several": "several offenders"}


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
    found = [best_sentence(text, window, spans, wanted)]
    for group in wanted:
        inside = sorted(spans.get(group, ()), key=lambda span: (not _within(span, window), span))
        found += [_evidence(text, start, end, part_of(group)) for start, end in sorted(inside[:_PER_GROUP])]
    return tuple(item for item in found if item.text)


def aligned(
    text: str, window: tuple[int, int], spans: Mapping[str, list[tuple[int, int]]], concept: str
) -> dict[str, list[str]]:
    """Part expected of the concept -> its phrases, those of the window first; empty where the section has none."""
    found: dict[str, list[str]] = {}
    for group in (*_ages(concept), *expected(concept)):
        own = found.setdefault(part_of(group), [])
        for start, end in sorted(spans.get(group, ()), key=lambda span: (not _within(span, window), span)):
            phrase = " ".join(text[start:end].split())
            if phrase not in own and len(own) < _PER_GROUP:
                own.append(phrase)
    return found


def _ages(concept: str) -> tuple[str, ...]:
    """The groups that state an age, where a victim is expected: `child` names one without."""
    return AGES if "child" in expected(concept) else ()


def unsaid(text: str, spans: Mapping[str, list[tuple[int, int]]], concept: str) -> list[str]:
    """What the section does not say of what the concept is expected to say, in words."""
    wanted = expected(concept)
    lacking = [group for group in wanted if group not in spans and group not in ("child", *AGES)]
    said = []
    if "child" in wanted and not any(group in spans for group in ("child", *AGES)):
        said.append("no child or minor found")
    elif "child" in wanted and not any(group in spans for group in AGES) and not _AGE.search(text):
        named = " ".join(text[slice(*spans["child"][0])].split())
        said.append(f"no age found, only “{named}”")
    return said + [f"no word for {_NAMES.get(group, group.replace('_', ' '))} found" for group in lacking]


_AGE = re.compile(r"(?<![\d.,/§])(?:1[0-9]|2[01])(?![\d.,/%])|[十拾][一二三四五六七八九]?[歳岁歲]")
"""A number that may be an age."""


def best_sentence(
    text: str, window: tuple[int, int], spans: Mapping[str, list[tuple[int, int]]], wanted: Sequence[str]
) -> Evidence:
    """The sentence or list item that speaks most of the `wanted` groups, the window's before others; else the first.

    What tells the concept from its family (the verb) weighs most, the penalty least.
    """
    best, most = _stripped(text, *window), -1.0
    for sentence in _sentences(text):
        said = sum(_weight(group) for group in wanted if any(_within(span, sentence) for span in spans.get(group, ())))
        score = said + (IN_WINDOW if _overlap(sentence, window) else 0.0)
        if score > most:
            best, most = sentence, score
    return _evidence(text, *_stripped(text, *best))


def _weight(group: str) -> float:
    return 0.5 if group == "punish" else 1.0 if group in COMMON else 2.0


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - (len(inner) - len(inner.rstrip()))


def _evidence(text: str, start: int, end: int, part: str = "match") -> Evidence:
    return Evidence(start, end, text[start:end], part)
