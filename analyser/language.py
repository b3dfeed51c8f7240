"""Which language a text is in: script first, then letters and words that only one language has, then seeded langdetect.

Decides a code (ISO 639-1; `zh-Hans`, `zh-Hant`, `sr-Cyrl`, `sr-Latn` where the script matters; `no` for both Norwegian
standards) and a confidence. Refuses to be random: langdetect is seeded for every call. What the file declares wins only
over an uncertain guess in the same script.
"""

import re
from collections import Counter

from langdetect import DetectorFactory, LangDetectException, detect_langs

_SCRIPTS = {
    "el": "Ͱ-Ͽἀ-῿",
    "he": "֐-׿",
    "hy": "԰-֏",
    "ka": "Ⴀ-ჿᲐ-Ჿ",
    "th": "ก-๿",
    "lo": "ກ-໿",
    "km": "ក-៿",
    "my": "က-႟",
    "am": "ሀ-፿",
    "si": "඀-෿",
    "ta": "஀-௿",
    "te": "ఀ-౿",
    "kn": "ಀ-೿",
    "ml": "ഀ-ൿ",
    "gu": "઀-૿",
    "pa": "਀-੿",
    "bn": "ঀ-৿",
    "dv": "ހ-޿",
    "ko": "가-힣",
    "ja": "ぁ-ヿ",
    "han": "一-鿿",
    "arabic": "؀-ۿ",
    "cyrillic": "Ѐ-ӿ",
    "devanagari": "ऀ-ॿ",
    "latin": "A-Za-zÀ-ɏḀ-ỿ",
}
_COUNTERS = {name: re.compile(f"[{letters}]") for name, letters in _SCRIPTS.items()}
_SHARED = {
    "cyrillic": ("ru uk be bg mk sr-Cyrl kk ky mn tg uz", "ru"),
    "arabic": ("ar fa ur ps ckb", "ar"),
    "devanagari": ("hi mr ne", "hi"),
}

# Letters or words of one language alone, with the least share of all characters (letters) or words that proves it.
_MARKS: dict[str, tuple[tuple[str, str, float], ...]] = {
    "cyrillic": (
        ("be", "[ўЎ]", 0.003),
        ("uk", "[їєґЇЄҐ]", 0.003),
        ("mk", "[ѓќѕЃЌЅ]", 0.001),
        ("sr-Cyrl", "[ђћљњЂЋ]", 0.004),
        ("tg", "[ӣҷӯҶ]", 0.003),
        ("kk", "[әұқғ]", 0.01),
        ("uz", "[ўқғҳ]", 0.02),
        ("ky", "[ң]", 0.002),
        ("ky", r"\b(?:жана|менен|үчүн|адам|берене)\b", 0.01),
        ("mn", "[өү]", 0.01),
        ("ru", "[ыэЫЭ]", 0.006),
        ("bg", "[ъщЪ]", 0.006),
    ),
    "arabic": (
        ("ckb", "[ەێۆڕ]", 0.02),
        ("ur", "[ٹڈڑںے]", 0.01),
        ("ps", "[ېۍځڅښ]", 0.005),
        ("fa", "[پچژگیک]", 0.01),
    ),
    "latin": (
        ("az", "[əƏ]", 0.02),
        ("is", "[þÞð]", 0.008),
        ("mt", "[ħĦġċ]", 0.004),
        ("uz", "[og][ʻ‘`’]", 0.004),
        ("uz", r"\b(?:bilan|uchun|jazolanadi|qilish)\b", 0.02),
        ("eu", r"\b(?:eta|dira|izango|artikulua)\b", 0.006),
        ("gl", r"\b(?:unha|polo|cando|ou|dos|ás)\b(?=.*\bunha\b)", 0.02),
        ("ga", r"\b(?:agus|dlí|cion|fá|duine|beidh|féadfar|faoi)\b", 0.01),
        ("rw", r"\b(?:cyangwa|umuntu|icyaha|ingingo|gihanishwa|ahanishwa)\b", 0.01),
        ("lb", r"\b(?:déi|vun|ass|fir)\b(?=.*\bvun\b)", 0.006),
        ("ms", r"\b(?:hendaklah|mana-mana|seksyen)\b", 0.002),
        ("sr-Latn", r"\b\w*(?:zniće|smatraće|izreći će|kaziće)\b", 0.0004),
        ("bs", r"\bko\b(?=[\s\S]*\bkaznit će\b)", 0.001),
    ),
}
_SAME = {"nb": "no", "nn": "no", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant"}


def detect(text: str, hint: str | None = None) -> tuple[str, float]:
    """(code, confidence 0..1); `und` and 0.0 where a text has no letters and no hint."""
    sample = _sample(text)
    counts = Counter({name: len(letters.findall(sample)) for name, letters in _COUNTERS.items()})
    counts["ja"] *= 4  # kana are the smaller part of Japanese text
    total = sum(counts.values())
    if not total:
        return (hint or "und", 0.0)
    script, most = counts.most_common(1)[0]
    if script == "han":
        return _han(sample)
    if script not in ("latin", "cyrillic", "arabic", "devanagari"):
        return script, round(min(1.0, most / total), 4)
    return _one_script(sample, script, hint)


def _one_script(sample: str, script: str, hint: str | None) -> tuple[str, float]:
    for code, pattern, least in _MARKS.get(script, ()):
        found = len(re.findall(pattern, sample, re.IGNORECASE))
        if found > 2 and found >= least * (len(sample) if pattern.startswith("[") else len(sample.split())):
            return code, 0.95
    codes, usual = _SHARED.get(script, ("", ""))
    code, confidence = _guess(sample)
    if codes and code not in codes.split():
        code, confidence = usual, 0.5
    if hint and confidence < 0.9 and _fits(hint, script):
        return _SAME.get(hint.lower(), hint), 0.9
    return code, confidence


def _fits(hint: str, script: str) -> bool:
    codes = _SHARED.get(script, ("", ""))[0]
    return hint.split("-")[0] in {c.split("-")[0] for c in codes.split()} if codes else True


def _guess(sample: str) -> tuple[str, float]:
    DetectorFactory.seed = 0
    try:
        best = detect_langs(sample)[0]
    except LangDetectException:
        return "und", 0.0
    return _SAME.get(best.lang, best.lang), round(float(best.prob), 4)


def _sample(text: str) -> str:
    """At most 12,000 characters from six places of the text."""
    if len(text) <= 12000:
        return text
    step = len(text) // 6
    return "\n".join(text[i * step : i * step + 2000] for i in range(6))


def _han(sample: str) -> tuple[str, float]:
    """Chinese by the characters that only one of the two standards has."""
    traditional = len(re.findall("[條為罰處於與後國會實權應經對無機關務員將該規學體]", sample))
    simplified = len(re.findall("[条为罚处于与后国会实权应经对无机关务员将该规学体]", sample))
    shared = len(re.findall("[于后]", sample))
    share = traditional / max(1, traditional + simplified - shared)
    if traditional + simplified == 0:
        return "zh-Hans", 0.5
    return ("zh-Hant", round(min(1.0, share), 4)) if share > 0.5 else ("zh-Hans", round(1 - share, 4))
