"""What a text and a question have in common: terms, the same for indexing, asking and marking, on every database.

Decides what counts as one term: a word without case, accents and points; in scripts written without spaces, and in
Korean, every pair of neighbouring characters. Refuses to stem and to drop frequent words: who asks for them gets them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from analyser.errors import UsageError
from analyser.matching.lexical import VOWELS

NAME = "terms/1"
LONGEST, MOST = 64, 32  # characters of a term; terms of a question
_MARKS = f"\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d{VOWELS}"
_WORD = re.compile(rf"[^\W_][\w{_MARKS}]*")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_RUNS = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_PAIRED = re.compile(rf"[{_UNSPACED}]")
_SAME = str.maketrans(
    {"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": "", "ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe"}
)
_VOWEL = frozenset(VOWELS)
_ASKED = re.compile(r'"([^"]*)"|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Clause:
    """Terms that must stand one after the other; the last may be the beginning of a term."""

    terms: tuple[str, ...]
    prefix: bool = False


def clauses(question: str) -> tuple[Clause, ...]:
    """What a question asks for: words, "phrases", and beginnings of words (pornograf*).

    Raises UsageError for more than MOST terms.
    """
    found: dict[Clause, None] = {}
    for quoted, word in _ASKED.findall(question):
        runs = [tuple(found_terms(quoted))] if quoted else [tuple(run) for run in _by_word(word)]
        for at, terms in enumerate(run for run in runs if run):
            open_end = word.endswith("*") and at == len(runs) - 1
            alone = len(terms) == 1 and len(terms[0]) == 1 and _PAIRED.match(terms[0]) is not None
            found[Clause(terms, open_end or alone)] = None
    if sum(len(one.terms) for one in found) > MOST:
        raise UsageError(f"A search takes up to {MOST} words.", hint="Leave out what every law says.")
    return tuple(found)


def _by_word(text: str) -> Iterator[list[str]]:
    """The terms of each word; a run without spaces is one word."""
    for match in _WORD.finditer(text):
        for run in _RUNS.findall(match[0]):
            yield list(found_terms(run))


def found_terms(text: str) -> Iterator[str]:
    """The terms of a text, in order."""
    return (term for _, _, term in spans(text))


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, term) of every term, in order; pairs of characters overlap."""
    for match in _WORD.finditer(text):
        word = match[0]
        if _PAIRED.search(word) is None:
            if term := folded(word):
                yield match.start(), match.end(), term
            continue
        for run in _RUNS.finditer(word):
            start = match.start() + run.start()
            if _PAIRED.match(run[0]) is None:
                if term := folded(run[0]):
                    yield start, start + len(run[0]), term
            else:
                yield from _pairs(run[0], start)


def _pairs(run: str, start: int) -> Iterator[tuple[int, int, str]]:
    kept = [(at, one) for at, char in enumerate(run) if (one := folded(char))]
    if len(kept) == 1:
        yield start + kept[0][0], start + kept[0][0] + 1, kept[0][1]
    for (at, first), (until, second) in pairwise(kept):
        yield start + at, start + until + 1, first + second


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """A word without case, accents, points and joiners; without the article where Arabic writes it on the word."""
    if word.isascii():
        return word.lower().strip("_")[:LONGEST]
    apart = unicodedata.normalize("NFKD", word.casefold()).translate(_SAME)
    plain = "".join(c for c in apart if c in _VOWEL or not (unicodedata.combining(c) or c in "\u200c\u200d"))
    plain = unicodedata.normalize("NFC", plain)
    if plain.startswith("ال") and len(plain) > 4:
        plain = plain[2:]
    return "".join(c for c in plain if c != "_" and not c.isspace())[:LONGEST]


def marked(text: str, asked: Iterable[Clause]) -> list[tuple[int, int]]:
    """(start, end) of what a text has of a question, joined where they touch, in order."""
    whole = {term for one in asked for term in one.terms}
    begun = tuple(one.terms[-1] for one in asked if one.prefix)
    found: list[tuple[int, int]] = []
    for start, end, term in spans(text):
        if term in whole or (begun and term.startswith(begun)):
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
    return found
