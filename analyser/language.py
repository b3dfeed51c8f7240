"""Which language a text is in: script first, then seeded langdetect on samples.

Decides a code (ISO 639-1; `zh-Hans`, `zh-Hant`, `sr-Cyrl`, `sr-Latn` where the script matters; `no` for both Norwegian
standards) and a confidence. Refuses to be random: langdetect is seeded for every call.
"""

import re
from collections import Counter

from langdetect import DetectorFactory, LangDetectException, detect_langs

_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("el", "[Ͱ-Ͽἀ-῿]"), ("he", "[֐-׿]"), ("hy", "[԰-֏]"), ("ka", "[Ⴀ-ჿᲐ-Ჿ]"), ("th", "[ก-๿]"), ("lo", "[ກ-໿]"), ("km", "[ក-៿]"),
    ("my", "[က-႟]"), ("am", "[ሀ-፿]"), ("si", "[඀-෿]"), ("ta", "[஀-௿]"), ("te", "[ఀ-౿]"), ("kn", "[ಀ-೿]"), ("ml", "[ഀ-ൿ]"),
    ("gu", "[઀-૿]"), ("pa", "[਀-੿]"), ("bn", "[ঀ-৿]"), ("dv", "[ހ-޿]"), ("ko", "[가-힣]"), ("ja", "[ぁ-ヿ]"),
    ("han", "[一-鿿]"), ("arabic", "[؀-ۿ]"), ("cyrillic", "[Ѐ-ӿ]"), ("devanagari", "[ऀ-ॿ]"), ("latin", "[A-Za-zÀ-ɏḀ-ỿ]"),
)  # fmt: skip
_COUNTERS = tuple((name, re.compile(rng)) for name, rng in _SCRIPTS)
_SAME = {"nb": "no", "nn": "no", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant", "tl": "tl"}


def detect(text: str, hint: str | None = None) -> tuple[str, float]:
    """(code, confidence 0..1). `hint` is what the file declares; it wins where the text does not contradict it."""
    sample = _sample(text)
    counts = Counter({name: len(rng.findall(sample)) for name, rng in _COUNTERS})
    counts["ja"] *= 4
    total = sum(counts.values())
    if not total:
        return (hint or "und", 0.0)
    script, n = counts.most_common(1)[0]
    if script == "han":
        return _han(sample)
    if script not in ("latin", "cyrillic", "arabic", "devanagari"):
        return script, round(min(1.0, n / total), 4)
    DetectorFactory.seed = 0
    try:
        best = detect_langs(sample)[0]
    except LangDetectException:
        return (hint or "und", 0.0)
    return _SAME.get(best.lang, best.lang), round(float(best.prob), 4)


def _sample(text: str) -> str:
    if len(text) <= 12000:
        return text
    step = len(text) // 6
    return "\n".join(text[i * step : i * step + 2000] for i in range(6))


def _han(sample: str) -> tuple[str, float]:
    traditional = len(re.findall("[條為罰處於與後國會實權應當經對無機關義務員將該規學體]", sample))
    simplified = len(re.findall("[条为罚处于与后国会实权应当经对无机关义务员将该规学体]", sample)) - len(re.findall("[當該]", sample))
    if traditional == simplified == 0:
        return "zh-Hans", 0.5
    share = traditional / max(1, traditional + simplified)
    return ("zh-Hant", round(share, 4)) if share > 0.5 else ("zh-Hans", round(1 - share, 4))
