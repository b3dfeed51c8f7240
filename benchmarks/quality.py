"""What a program can tell about formulations beside their script: length, doubles, copies between languages.

Finds sentences too short to say what is done or too long to be compared as one, near-doubles between the concepts of a
language (both would rank the same sections), and whole sentences that two languages share (one of them was copied).
Sentences of technical words alone, and closely related languages of one script, share words by right; only equal
sentences are reported.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from benchmarks.model import Language

UNSPACED = frozenset({"ja", "zh-Hans", "zh-Hant", "th", "lo", "km", "my"})
WORDS = (5, 75)  # of a sentence where words are spaced
CHARACTERS = (10, 160)  # of a sentence where they are not
NEAR = 0.93  # share of equal characters from which two sentences say the same
SAME_BY_RIGHT = frozenset({("hr", "sr-Latn"), ("bs", "hr"), ("bs", "sr-Latn")})  # standards of one language


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to repair: where, what, and what to do."""

    language: str
    concept: str
    kind: str  # short, long, double, copy
    told: str
    fix: str
    sentence: str


def check_language(language: Language) -> list[Finding]:
    """Findings within one language, in the order of its file."""
    return [*_lengths(language), *_doubles(language)]


def check_between(languages: Mapping[str, Language]) -> list[Finding]:
    """Sentences that two languages have in common, word for word."""
    seen: dict[str, tuple[str, str]] = {}
    found = []
    for code, language in languages.items():
        for concept, sentence in _sentences(language):
            first = seen.setdefault(_plain(sentence), (code, concept))
            if first[0] != code and (first[0], code) not in SAME_BY_RIGHT:
                told = f"`{sentence[:40]}` is also a sentence of `{first[0]}` ({first[1]})"
                found.append(Finding(code, concept, "copy", told, f"Write it as a statute in `{code}` does.", sentence))
    return found


def _sentences(language: Language) -> Iterator[tuple[str, str]]:
    for concept, sentences in language.formulations.items():
        for sentence in sentences:
            yield concept, sentence


def _plain(sentence: str) -> str:
    return "".join(letter for letter in sentence.casefold() if letter.isalnum())


def _lengths(language: Language) -> Iterator[Finding]:
    unspaced = language.code in UNSPACED
    least, most = CHARACTERS if unspaced else WORDS
    unit = "characters" if unspaced else "words"
    for concept, sentence in _sentences(language):
        length = len(_plain(sentence)) if unspaced else len(sentence.split())
        if not least <= length <= most:
            kind = "short" if length < least else "long"
            told = f"`{sentence[:40]}` has {length} {unit}"
            yield Finding(language.code, concept, kind, told, f"Write {least} to {most} {unit}.", sentence)


def _doubles(language: Language) -> Iterator[Finding]:
    """Compares only sentences with the same beginning or end: near-equal ones have one of the two."""
    groups: dict[str, list[int]] = {}
    sentences = [(concept, sentence, _plain(sentence)) for concept, sentence in _sentences(language)]
    for number, (_, _, plain) in enumerate(sentences):
        groups.setdefault("^" + plain[:3], []).append(number)
        groups.setdefault("$" + plain[-3:], []).append(number)
    pairs = {pair for numbers in groups.values() for pair in combinations(numbers, 2)}
    for one, two in sorted(pairs):
        (first, _, plain), (second, sentence, other) = sentences[one], sentences[two]
        if first != second and _near(plain, other):
            told = f"`{sentence[:40]}` says the same as a sentence of {first}"
            yield Finding(language.code, second, "double", told, "Centre it on the verb of its own concept.", sentence)


def _near(first: str, second: str) -> bool:
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR
