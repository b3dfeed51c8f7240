"""The words of statutes as compiled tables: decides how words are folded and looked up, holds no rule about sections.

The words themselves stand in `words.yaml`, a row per language. Folding maps every character to exactly one character
(lower case, accents off), so that offsets in folded and printed text agree.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

BIS = [
    "bis",
    "ter",
    "quater",
    "quinquies",
    "sexies",
    "septies",
    "octies",
    "novies",
    "decies",
    "undecies",
    "duodecies",
    "terdecies",
    "quaterdecies",
    "quindecies",
    "sexdecies",
    "septdecies",
    "octodecies",
    "novodecies",
    "vicies",
]
BIS_VALUES = {word: at for at, word in enumerate(BIS, start=2)} | {
    "quinque": 5, "quinques": 5, "quinquis": 5, "sexties": 6, "septimus": 7, "nonies": 9, "quattuordecies": 14,
    "sedecies": 16,     "quinquiesdecies": 15, "sexiesdecies": 16, "septiesdecies": 17, "octiesdecies": 18,
    "noviesdecies": 19, "tredecies": 13, "tercero": 3, "cuarto": 4, "quinto": 5, "sexto": 6,
    "ทวิ": 2, "ตรี": 3, "จัตวา": 4, "เบญจ": 5, "ฉ": 6, "สัตต": 7, "อัฏฐ": 8, "นว": 9, "द्वि": 2, "ស្ទួន": 2,
    "مكرر": 2, "مكررا": 2, "مكررة": 2, "مکرر": 2,
}  # fmt: skip
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = {
    ord(c): " " for c in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\t"
}


def _fold_table() -> dict[int, str]:
    table: dict[int, str] = {}
    for start, end in ((0x41, 0x590), (0x1E00, 0x2000), (0xFF00, 0xFF5F)):
        for code in range(start, end):
            base = unicodedata.normalize("NFKD" if code >= 0xFF00 else "NFD", chr(code))[0].lower()
            if len(base) == 1 and base != chr(code) and chr(code).isprintable() and not chr(code).isdigit():
                table[code] = base
    for group, to in (("İıI", "i"), ("أإآٱ", "ا"), ("ىی", "ي"), ("ک", "ك"), ("’‘ʼʻ`", "'"), ("ς", "σ"), ("ۀ", "ه")):
        table |= {ord(c): to for c in group}
    return table


_FOLD = _fold_table()


def clean(text: str) -> str:
    """The text without invisible marks (soft hyphens, direction marks) and with plain spaces."""
    return INVISIBLE.sub("", text).translate(_SPACES)


def fold(text: str) -> str:
    """Lower case without accents, character for character: `len(fold(t)) == len(t)`."""
    return text.translate(_FOLD)


def either(words: set[str]) -> str:
    """A regular expression of folded words, longest first, in which a space may be any run of spaces."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: (-len(w), w)))


@dataclass(frozen=True)
class Words:
    """All rows of `words.yaml` merged and folded."""

    before: frozenset[str]
    after: frozenset[str]
    parts: dict[str, int]  # word of an enclosing unit -> rank, 1 widest
    schedule: frozenset[str]
    special: frozenset[str]
    ordinals: dict[str, int]
    single: frozenset[str]
    repealed: frozenset[str]
    closing: frozenset[str]


_KINDS = ("before", "after", "schedule", "special", "single", "repealed", "closing")


@cache
def words() -> Words:
    """The merged word tables."""
    rows: dict[str, dict[str, Any]] = yaml.safe_load(
        resources.files("analyser.sections").joinpath("words.yaml").read_text(encoding="utf-8")
    )
    gather: dict[str, set[str]] = {k: set() for k in _KINDS}
    parts: dict[str, int] = {}
    ordinals: dict[str, int] = {}
    for row in rows.values():
        for kind, found in gather.items():
            found |= {fold(w) for w in row.get(kind, ())}
        for rank, names in row.get("parts", {}).items():
            parts |= {fold(n): min(rank, parts.get(fold(n), 9)) for n in names}
        for at, names in enumerate(row.get("ordinals", ()), start=1):
            ordinals |= {fold(n): ordinals.get(fold(n), at) for n in names.split("|")}
    return Words(parts=parts, ordinals=ordinals, **{k: frozenset(v) for k, v in gather.items()})


@cache
def _repealed() -> re.Pattern[str]:
    return re.compile(rf"[\s\d.()\[\]<>\"'«»„*^–—_:;-]*(?:\S+\s){{0,6}}?\(?(?:{either(set(words().repealed))})")


def says_repealed(text: str) -> bool:
    """Whether a short text says that the section is no longer in force."""
    return len(text) <= 200 and bool(_repealed().match(fold(text)))
