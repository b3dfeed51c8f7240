"""Text whose letters do not follow each other as in the rest of the law: a font without a map, a misread page, another
language.

Decides by the law's own letter pairs (single signs where it is written in many), so it knows no language and no font.
Refuses to judge numbers, marks and short pieces: lists of citations are rare, not garbled.
"""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analyser.language import detect
from analyser.sections.law import Section

WINDOW = 300  # characters judged together
LEAST = 80  # letter pairs a window must have
COMMON = 60  # words in most sections, those that a language cannot do without
RUNNING = 25  # words from which a text must use them
UNCOMMON = 0.15  # of the law's usual share of them, below which a text is not of its language
USUAL = 0.25  # share of common words below which a language makes its words anew from sentence to sentence
SHORT = 40  # sections up to which a law is too short to learn its letters, so that its words must tell
_WORD = re.compile(r"[^\W\d_]+")
SIGNS = 350  # more letters than this: a script of signs, whose pairs are too many to be learned
FEW = 6  # windows below which there is no rest of the law to compare with
STRANGE = 1.2  # nats a letter above the law's median; the running text of clean laws stays below 1.0
SPREAD = 8.0  # and this many times the usual distance from the median


def strange(sections: Sequence[Section]) -> tuple[str, ...]:
    """Keys of sections with a stretch of letters unlike the rest of the law; empty for laws too short to tell."""
    text = "\n".join(section.text for section in sections)
    info, told = _surprise(text)
    places = _windows(sections)
    sums, many = np.concatenate(([0.0], np.cumsum(info))), np.concatenate(([0], np.cumsum(told)))
    scores: list[tuple[float, str]] = []
    for key, start, end in places:
        pairs = many[end] - many[start]
        if pairs >= LEAST:
            scores.append((float(sums[end] - sums[start]) / float(pairs), key))
    if len(scores) < FEW:
        return ()
    values = np.array([score for score, _ in scores])
    median = float(np.median(values))
    limit = median + max(STRANGE, SPREAD * float(np.median(np.abs(values - median))))
    return tuple(dict.fromkeys(key for score, key in scores if score > limit))


def foreign(sections: Sequence[Section], language: str) -> dict[str, str | None]:
    """Sections that hardly use the law's common words, by key, with the language they are in; None where none is sure.

    Without a language only in laws too short to learn letters from. Empty for scripts that do not part words, and where
    so many differ that nothing is common.
    """
    written = {section.key: _WORD.findall(section.text.lower()) for section in sections}
    spread = Counter(word for words in written.values() for word in set(words))
    common = {word for word, many in spread.most_common(COMMON) if many > 0.05 * len(sections)}
    running = {key: words for key, words in written.items() if len(words) >= RUNNING}
    shares = {key: sum(word in common for word in words) / len(words) for key, words in running.items()}
    if len(shares) < FEW:
        return {}
    usual = float(np.median(list(shares.values())))
    unlike = [section for section in sections if shares.get(section.key, 1.0) < UNCOMMON * usual]
    if usual < USUAL or len(unlike) >= 0.3 * len(shares):
        return {}
    found = {one.key: _other(one.text, language) for one in unlike}
    return {key: code for key, code in found.items() if code or len(sections) <= SHORT}


def _other(text: str, language: str) -> str | None:
    """The language of a text where it is surely another than the given one."""
    code, confidence = detect(text)
    return code if confidence > 0.9 and code.split("-")[0] != language.split("-")[0] else None


def _surprise(text: str) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Per character: how unlikely it and the next are in this text (nats; 0 where not told), and 1 where told."""
    low = text.lower() if len(text.lower()) == len(text) else text
    codes = np.frombuffer(low.encode("utf-32-le", "surrogatepass"), np.uint32)
    if not len(codes):
        return np.zeros(0), np.zeros(0, np.int64)
    signs, place = np.unique(codes, return_inverse=True)
    tells = np.array([_tells(chr(code)) for code in signs])
    if int(tells.sum()) > SIGNS:
        told, which = tells[place], place.astype(np.int64)
    else:
        after = np.append(place[1:], place[-1])
        told, which = tells[place] & tells[after], place.astype(np.int64) * len(signs) + after
        told[-1] = False
    info = np.zeros(len(codes))
    if told.any():
        _, back, counts = np.unique(which[told], return_inverse=True, return_counts=True)
        info[told] = -np.log(counts[back] / told.sum())
    return info, told.astype(np.int64)


def _tells(sign: str) -> bool:
    """Letters, and whatever stands where letters should: signs without a meaning, private and unassigned ones."""
    return not sign.isspace() and not sign.isdecimal() and (sign.isalpha() or not sign.isprintable())


def _windows(sections: Sequence[Section]) -> list[tuple[str, int, int]]:
    """(key, start, end) of the pieces of every text, joined by one character."""
    found, at = [], 0
    for section in sections:
        end = at + len(section.text)
        for start in range(at, end, WINDOW):
            stop = end if end - start < 2 * WINDOW else start + WINDOW
            found.append((section.key, start, stop))
            if stop == end:
                break
        at = end + 1
    return found
