"""Tells whether a page's text layer can be believed.

Decides by what fonts say of themselves (characters without meaning, fonts that draw one script under the codes of
another) and by what no text of a script looks like. Refuses to judge language: a strange text in a sound script is
left alone.
"""

import re

_ARABIC_LETTER = re.compile("[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]")
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff]")
_ARABIC_DIGIT_IN_WORD = re.compile(
    "[\u0621-\u064a][\u064b-\u065f]*[\u0660-\u0669]|[\u0660-\u0669][\u064b-\u065f]*[\u0621-\u064a]"
)
WRONG_ARABIC = "their fonts map Arabic letters wrongly"
_UNBELIEVABLE = 0.2
_ENOUGH = 60


def garbled(text: str, characters: int, unmapped: int) -> str:
    """Why the text layer of a page is not to be believed; empty when it is."""
    if characters >= _ENOUGH and unmapped > _UNBELIEVABLE * characters:
        return "their fonts do not say which characters they draw"
    if len(_ARABIC_LETTER.findall(text)) >= 2 * _ENOUGH and _wrong_arabic(text):
        return WRONG_ARABIC
    return ""


def unreadable(line: str) -> bool:
    """Whether a line of a garbled page is itself garbage: such a page may hold sound lines in another font."""
    if line.isascii():
        return False
    unmapped, arabic = len(_UNMAPPED.findall(line)), len(_ARABIC_LETTER.findall(line))
    return unmapped > _UNBELIEVABLE * len(line) or arabic > 0.2 * len(line)


def _wrong_arabic(text: str) -> bool:
    """Alef and lam are a quarter of Arabic and a sixth of Persian and Urdu; digits do not stand inside words."""
    letters = _ARABIC_LETTER.findall(text)
    common = sum(letter in "اآأإل" for letter in letters) / len(letters)
    mixed = len(_ARABIC_DIGIT_IN_WORD.findall(text)) / len(letters)
    return common < 0.1 or (common < 0.14 and mixed > 0.02)
