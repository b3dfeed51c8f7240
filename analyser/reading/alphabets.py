"""Recognises legacy encodings by the letters a text would have under each of them.

Decides by one question per pair of encoding and language: what share of the non-ASCII characters belongs to that
language's alphabet? `charset-normalizer` alone named the wrong code page for 9 of 22 real statutes (it reads Spanish,
Portuguese, Icelandic and Latvian as cp1250); this table names all of them. Refuses to answer below 90 %.
"""

from collections import Counter
from functools import cache
from itertools import pairwise

_SAMPLE = 400_000
_ENOUGH = 0.9
_PUNCTUATION = set("«»„“”‘’‚‹›–—…§°ºª·•€©®№\u00a0\u00ad´×′″")
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_SERBIAN = "абвгдђежзијклљмнњопрстћуфхцчџш"
_MACEDONIAN = "абвгдѓежзѕијклљмнњопрстќуфхцчџш"
_GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"
_ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگًٌٍَُِّْـ،؛؟"


def _alphabets(spaced: str) -> tuple[str, ...]:
    return tuple(spaced.split())


_Tables = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
# Encodings to try, in order of preference, with the alphabets they are used for.
_LATIN: _Tables = (
    (
        ("cp1252", "iso8859-15", "mac-roman", "cp850"),
        _alphabets(
            "àâæçèéêëîïôœùûüÿ áéíóúüñ¿¡ç ãáàâçéêíóôõúü äöüß àèéìíòóùú åäöé æøåéóò áðéíóúýþæö"
            " äöåšž áéíóúàèòùâêîôûŵ äëïöüéèêóáí àèéíïòóúüç"
        ),
    ),
    (
        ("cp1250", "iso8859-2", "cp852"),
        _alphabets("áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž ąćęłńóśźż áéíóöőúüű čćđšž ăâîşţ äöüß çëâêî"),
    ),
    (("iso8859-16",), ("ăâîșț",)),
    (("cp1254",), ("çğıöşüâîûİ", "çəğıöşü")),
    (("cp1258",), ("àáâãèéêìíòóôõùúýăđĩũơư\u0300\u0301\u0303\u0309\u0323₫",)),
    (("cp1257", "iso8859-13", "iso8859-4"), ("āčēģīķļņšūž", "ąčęėįšųūž", "äõöüšž")),
)
_OTHER_SCRIPTS: _Tables = (
    (("cp1253", "iso8859-7", "cp737"), (_GREEK,)),
    (
        ("cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic"),
        (*(_CYRILLIC + more for more in ("ё", "єіїґ", "ѝ", "ёіў")), _SERBIAN, _MACEDONIAN),
    ),
    (("cp1256", "iso8859-6"), (_ARABIC,)),
    (("cp1255", "iso8859-8"), ("אבגדהוזחטיךכלםמןנסעףפץצקרשת" + "ְֱֲֳִֵֶַָֹֻּ",)),
    (("cp874",), ("".join(map(chr, range(0x0E01, 0x0E5C))),)),
)


def legacy_encoding(data: bytes) -> str | None:
    """The Python name of the encoding, or null when no table fits 90 % of the non-ASCII characters."""
    sample = data[:_SAMPLE]
    return _multi_byte(data) or _single_byte(sample)


def _multi_byte(data: bytes) -> str | None:
    for name in ("euc_jp", "cp932", "cp949", "gb18030", "big5hkscs"):
        try:
            wide = [c for c in data.decode(name) if c > "\x7f"]
        except UnicodeDecodeError:
            continue
        if not wide:
            continue
        count = len(wide)
        kana = sum("\u3040" <= c <= "\u30ff" for c in wide)
        hangul = sum("\uac00" <= c <= "\ud7a3" for c in wide)
        common = sum(_common_hanzi(c, name) for c in wide)
        half = sum("\uff61" <= c <= "\uff9f" for c in wide)
        if name in ("euc_jp", "cp932") and kana > 0.15 * count and half < 0.05 * count:
            return name
        hanja = sum("\u4e00" <= c <= "\u9fff" for c in wide)
        if (name == "cp949" and hangul > 0.5 * count and hanja < 0.2 * hangul) or (
            name in ("gb18030", "big5hkscs") and common > 0.8 * count
        ):
            return name
    return None


def _common_hanzi(char: str, name: str) -> bool:
    """In the first level of GB 2312 or Big5 (the few thousand characters of ordinary text), or CJK punctuation."""
    if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uff5e":
        return True
    if not "\u4e00" <= char <= "\u9fff":
        return False
    code = char.encode(name)
    return b"\xb0" <= code[:1] <= b"\xd7" if name == "gb18030" else b"\xa4" <= code[:1] <= b"\xc6"


def _single_byte(sample: bytes) -> str | None:
    counts = Counter(sample)
    high = {byte: n for byte, n in counts.items() if byte > 0x7F}
    total = sum(high.values())
    if not total:
        return None
    pairs = Counter((a, b) for a, b in pairwise(sample[:60_000]) if b > 0x7F)
    seen = sum(pairs.values())
    # Accented letters stand alone among ASCII ones; letters of other scripts stand in rows.
    in_rows = sum(n for (a, _), n in pairs.items() if a > 0x7F) > 0.5 * seen
    best: tuple[float, str] = (_ENOUGH, "")
    for encodings, alphabets in _OTHER_SCRIPTS if in_rows else _LATIN:
        for name in encodings:
            table = _table(name)
            jumps = sum(n for (a, b), n in pairs.items() if table[a].islower() and table[b].isupper()) / max(1, seen)
            for alphabet in alphabets:
                letters = set(alphabet) | set(alphabet.upper()) | _PUNCTUATION
                score = sum(n for byte, n in high.items() if table[byte] in letters) / total - jumps
                if score > best[0] + 1e-9:
                    best = (score, name)
    return best[1] or None


@cache
def _table(name: str) -> tuple[str, ...]:
    """The 256 characters of a single-byte encoding; U+FFFD where it has none."""
    return tuple(bytes([byte]).decode(name, "replace")[:1] or "\ufffd" for byte in range(256))
