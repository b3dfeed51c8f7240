"""Whether a sentence is written in the script its language uses.

Decides by counting letters. Abbreviations and names in Latin letters (IP, HTTP) are let through up to a share; a
Cyrillic letter in a Latin word, or simplified characters in a traditional text, are not: a search would miss them.
"""

import unicodedata
from functools import lru_cache

FOREIGN_SHARE = 0.2  # most letters of another script that one sentence may have (IP, SMS in a short term)

# Frequent legal characters that only one of the two Chinese orthographies uses.
_SIMPLIFIED = frozenset("传儿贩卖买产开实际观览电脑网络罚处与为关组织员权责应当场儿岁满图复证据页诉讼时执进还种类单体")
_TRADITIONAL = frozenset("傳兒販賣買產開實際觀覽電腦網絡罰處與為關組織員權責應當場歲滿圖複證據頁訴訟時執進還種類單體")
_FORBIDDEN = {"zh-Hans": _TRADITIONAL - _SIMPLIFIED, "zh-Hant": _SIMPLIFIED - _TRADITIONAL}


@lru_cache(maxsize=8192)
def script_of(letter: str) -> str:
    """The script of a letter as its Unicode name begins: `LATIN`, `CYRILLIC`, `CJK`; empty where it has no name."""
    return unicodedata.name(letter, "").replace("KATAKANA-HIRAGANA", "KATAKANA").split(" ")[0].split("-")[0]


def wrong_script(text: str, language: str, scripts: frozenset[str]) -> str | None:
    """What is wrong with the script of a text, in words, or None.

    `scripts` are those of the language. A text without a letter is wrong too: it cannot be searched for.
    """
    letters = [letter for letter in text if letter.isalpha()]
    foreign = [letter for letter in letters if script_of(letter) not in scripts]
    other_orthography = sorted(_FORBIDDEN.get(language, frozenset()) & set(text))
    if not letters:
        return "has no letters"
    if other_orthography:
        return f"has characters of the other Chinese orthography ({''.join(other_orthography)})"
    if any(script_of(letter) != "LATIN" for letter in foreign):
        return f"has letters of another script ({''.join(sorted(set(foreign)))[:12]})"
    if len(foreign) > FOREIGN_SHARE * len(letters) and not _abbreviation(text, foreign, letters):
        return f"has too many Latin letters ({len(foreign)} of {len(letters)})"
    return None


def _abbreviation(text: str, foreign: list[str], letters: list[str]) -> bool:
    """A short term of a lexicon built around an abbreviation: `IP地址`, `IP`."""
    return len(foreign) <= 4 and all(letter.isupper() for letter in foreign) and len(letters) <= 12 and len(text) <= 16
