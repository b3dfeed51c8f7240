"""Cleans the characters of a line without changing what it says.

Decides which invisible characters are noise (zero-width marks, soft hyphens, controls) and how raised digits are
written; refuses to fold case, compatibility forms or punctuation: labels stay as printed.
"""

import re
import unicodedata

RAISED = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
# Joiners (U+200C, U+200D) stay: Persian and the Indic scripts spell with them.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_SPACE = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f]+")


def clean(text: str) -> str:
    """One line, composed (NFC), spaces single; the ideographic space U+3000 separates Japanese labels and stays."""
    if text.isprintable() and "  " not in text and "\ufffc" not in text:
        text = text.strip(" ")
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    text = _SPACE.sub(" ", _INVISIBLE.sub("", _CONTROL.sub("", text))).strip(" ")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def raised(text: str) -> str:
    """Text set as superscript: its digits as Unicode superscripts when nothing but a number or mark is raised."""
    return text.translate(RAISED) if re.fullmatch(r"\s*[(\[]?\d[\d\s,.)\]]*", text) else text
