"""Words in common: character n-grams shared with the formulations, and terms of the lexicon found in a section.

Character n-grams, because they need no tokeniser: inflected and unspaced scripts count alike. Refuses to weigh terms by
hand: a rare term counts more because it is rare in these laws.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
UNSPACED = ("ja", "zh", "th", "lo", "km", "my")  # languages written without spaces between words
PREFIXES: Mapping[str, tuple[str, ...]] = {
    "ar": ("ال", "و", "وال", "ب", "بال", "ل", "لل", "ف", "فال", "ك", "ول", "وب"),
    "am": ("በ", "የ", "ለ", "ከ", "ስለ", "እንደ", "ያለ"),
    "he": ("ה", "ו", "ב", "ל", "מ", "ש", "כ", "וה", "בה", "מה", "שה", "וב", "ול", "לה", "כה", "ומ", "וש"),
}
"""What is written together with the word that follows it: articles, conjunctions, prepositions."""

_VOWEL_BLOCKS = ((0x0900, 0x109F), (0x1780, 0x17DF), (0x1A20, 0x1AAF), (0xA800, 0xAAFF))  # India to Cambodia
VOWELS = "".join(
    character
    for first, last in _VOWEL_BLOCKS
    for character in map(chr, range(first, last + 1))
    if unicodedata.category(character) in ("Mn", "Mc")
)
"""Combining marks that are vowels or tones of their script; a word is not a word without them."""
_DROPPED = {
    at: None for at in range(0x300, 0x1F000) if unicodedata.combining(chr(at)) and chr(at) not in frozenset(VOWELS)
}
_CUT = re.compile(rf"[^\w{VOWELS}]+|_+")
_SAME = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": "", "\u200d": ""})


def fold(text: str) -> str:
    """Case folded, every run of punctuation and space one space, a space at both ends.

    Vowel points, accents that stay apart and joiners go; marks that are vowels of their script stay.
    """
    plain = unicodedata.normalize("NFC", text.casefold())
    if not plain.isascii():
        plain = plain.translate(_SAME).translate(_DROPPED)
    return f" {_CUT.sub(' ', plain).strip()} "


def unspaced(language: str) -> bool:
    return language.partition("-")[0] in UNSPACED


def term_patterns(term: str, language: str) -> list[str]:
    """What is searched in folded text: the term where a word begins, after what is written together with it too, or
    anywhere in a script without spaces."""
    folded = fold(term).strip()
    if not folded:
        return []
    if unspaced(language):
        return [folded]
    return [f" {prefix}{folded}" for prefix in ("", *PREFIXES.get(language.partition("-")[0], ()))]


def count_terms(texts: Sequence[str], lexicon: Mapping[str, Sequence[str]], language: str) -> dict[str, Floats]:
    """Group -> (texts,) occurrences of its terms; `texts` are folded."""
    counts = {}
    for group, terms in lexicon.items():
        patterns = sorted({pattern for term in terms for pattern in term_patterns(term, language)})
        counts[group] = np.array([sum(text.count(pattern) for pattern in patterns) for text in texts], np.float64)
    return counts


def _grams(texts: Sequence[str], language: str) -> Any:
    """Hashed character n-gram counts, (texts, 2^18) sparse."""
    from sklearn.feature_extraction.text import HashingVectorizer

    spans, analyzer = ((1, 2), "char") if unspaced(language) or language == "ko" else ((4, 5), "char_wb")
    vectorizer = HashingVectorizer(
        analyzer=analyzer, ngram_range=spans, n_features=2**18, alternate_sign=False, norm=None, lowercase=False
    )
    return vectorizer.transform(texts)


def bm25(texts: Sequence[str], queries: Sequence[str], language: str, k1: float = 1.2, b: float = 0.6) -> Floats:
    """(texts, queries) BM25 over character n-grams of folded texts, each query's score divided by its own weight."""
    if not texts or not queries:
        return np.zeros((len(texts), len(queries)))
    counts = _grams(texts, language).tocsr()
    wanted = _grams(queries, language).tocsr()
    wanted.data[:] = 1.0
    present = np.bincount(counts.indices, minlength=counts.shape[1])
    weight = np.log1p((len(texts) - present + 0.5) / (present + 0.5))
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    norm = k1 * (1 - b + b * lengths / max(1.0, lengths.mean()))
    rows = np.repeat(np.arange(len(texts)), np.diff(counts.indptr))
    counts.data = counts.data * (k1 + 1) / (counts.data + norm[rows])
    wanted.data = wanted.data * weight[wanted.indices]
    scores = np.asarray((counts @ wanted.T).todense(), np.float64)
    return np.asarray(scores / np.maximum(1e-9, np.asarray(wanted.sum(axis=1)).ravel()))
