"""The completeness certificate: what was read, where it went, and what a person should look at before trusting the
split.

Decides the verdict and says why in words. `failed`: the law cannot be relied on (most numbers or most of the text
lost, or the characters are not language). `review`: something looks lost or doubtful and is named. `complete` is
refused as soon as a number is missing or a body is empty without a word of repeal, so a law with honest gaps is
`review`, never silently fine.
"""

import re
from collections import Counter
from itertools import pairwise

from analyser.reading import Document
from analyser.sections.doubt import broken_off, garbled, replacement_share
from analyser.sections.law import Certificate, Section, Verdict
from analyser.sections.marks import Mark
from analyser.sections.numbers import Number, step

SPLITTER = "sections/1"
_SKIPPED = (9, 10, 12, 15, 17)  # i, j, l, o, q: letters that many drafters leave out
APART = ("furniture", "contents", "notes", "navigation", "margin notes", "blank")


def certify(
    document: Document,
    sections: list[Section],
    marks: list[Mark],
    remainder: dict[str, int],
    in_sections: int,
    language: str,
    confidence: float,
) -> Certificate:
    """Certificate of one split; `marks` are the sections' numbers, `remainder` characters outside bodies by kind."""
    missing = _missing(marks)
    gaps = tuple(f"{a}-{b}" if b > a else str(a) for a, b in missing) + _inner_gaps(marks)
    doubled = tuple(k for k, n in Counter(s.key.split("#")[0] for s in sections).items() if n > 1)
    empty = tuple(s.key for s in sections if not s.text and not s.repealed)
    lost = sum(b - a + 1 for a, b in missing)
    found = len({(m.number.prefix, m.number.base) for m in marks if m.number})
    review = _doubts(document, sections, marks, gaps, doubled, empty, remainder, language, confidence)
    fatal = _fatal(sections, document, empty, lost, found, in_sections, remainder)
    verdict: Verdict = "failed" if fatal else "review" if review else "complete"
    return Certificate(
        document.name, len(document.text), in_sections, dict(sorted(remainder.items())), gaps, doubled, empty,
        document.ocr_pages,
        language, round(confidence, 4), verdict, (*fatal, *review), SPLITTER,
    )  # fmt: skip


def _fatal(
    sections: list[Section],
    document: Document,
    empty: tuple[str, ...],
    lost: int,
    found: int,
    in_sections: int,
    remainder: dict[str, int],
) -> list[str]:
    """Why the law cannot be relied on at all."""
    reasons = []
    law = len(document.text) - sum(remainder.get(kind, 0) for kind in APART)
    if found >= 8 and lost > found:
        reasons.append(f"More numbers are missing ({lost}) than found ({found}).")
    if len(empty) > 0.3 * len(sections) and len(empty) > 2:
        reasons.append(f"{len(empty)} of {len(sections)} sections have no text.")
    if law > 20000 and in_sections < 0.4 * law:
        reasons.append(f"Only {100 * in_sections // law} % of the law's text is in sections.")
    share = replacement_share(document.text)
    if share > 0.01:
        reasons.append(f"{100 * share:.1f} % of the characters could not be decoded.")
    bad = garbled(sections)
    if len(bad) > 0.25 * len(sections) and len(bad) > 2:
        reasons.append(
            f"The text of {len(bad)} of {len(sections)} sections is not language: a broken font or bad scan."
        )
    return reasons


def _doubts(
    document: Document, sections: list[Section], marks: list[Mark], gaps: tuple[str, ...], doubled: tuple[str, ...],
    empty: tuple[str, ...], remainder: dict[str, int], language: str, confidence: float,
) -> list[str]:  # fmt: skip
    """What a person should look at, in words."""
    first = next((m.number for m in marks if m.number and m.family not in ("special", "schedule")), None)
    outside = remainder.get("preamble", 0)
    disorder = _disorder(marks, sections)
    broken, bad = broken_off(sections), garbled(sections)
    unknown = sum(c == "\ufffd" for c in document.text)
    checks = (
        (bool(gaps), f"Numbers are missing: {_some(gaps)}."),
        (
            first is not None and first.base > 3 and not first.parts and first.base < 100,
            f"The first number is {first.base if first else 0}.",
        ),
        (bool(doubled), f"Numbers occur more than once: {_some(doubled)}."),
        (bool(disorder), f"Numbers are out of order: {_some(disorder)}."),
        (bool(empty), f"Sections without text and without a word of repeal: {_some(empty)}."),
        (bool(broken), f"The text breaks off in the middle of a sentence: {_some(broken)}."),
        (bool(bad), f"The text does not read like language: {_some(bad)}."),
        (unknown > 0, f"{unknown} characters could not be decoded."),
        (bool(document.ocr_pages), f"{len(document.ocr_pages)} pages were read by character recognition."),
        (
            outside > 0.35 * len(document.text),
            f"{100 * outside // max(1, len(document.text))} % of the text stands before the first section.",
        ),
        (confidence < 0.6, f"The language is uncertain ({language}, {confidence:.2f})."),
        (len(sections) == 1, "Only one section was found."),
    )
    return [reason for holds, reason in checks if holds]


def _some(names: tuple[str, ...]) -> str:
    """Up to twelve names, and how many more."""
    return ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def _structural(marks: list[Mark]) -> bool:
    """Numbers such as 222-23-1 whose first figure names book and chapter: jumps in it are no gaps."""
    numbers = [m.number for m in marks if m.number]
    inner = sum(bool(n.parts) and n.parts[0][0][0] == "d" for n in numbers)
    return inner > 0.6 * len(numbers)


def _missing(marks: list[Mark]) -> list[tuple[int, int]]:
    """Runs of base numbers that no section has, between the first and the last of every rise."""
    numbers = [m.number for m in marks if m.number and m.family not in ("special", "schedule")]
    if _structural(marks) or not numbers:
        return []
    have = Counter[int]()
    for number in numbers:
        have.update(range(number.base, max(number.base, number.last) + 1))
    runs = []
    for before, number in pairwise(numbers):
        top = max(before.base, before.last)
        if before.prefix == number.prefix and 1 < number.base - top < 400:
            absent = [n for n in range(top + 1, number.base) if not have[n]]
            runs += _spans(absent)
    return list(dict.fromkeys(runs))


def _spans(numbers: list[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for n in numbers:
        if spans and spans[-1][1] == n - 1:
            spans[-1] = spans[-1][0], n
        else:
            spans.append((n, n))
    return spans


def _inner_gaps(marks: list[Mark]) -> tuple[str, ...]:
    """Missing last figures in laws numbered 111-1, 111-2, and missing suffix letters everywhere (12a, 12c)."""
    gaps = []
    for before, mark in pairwise(marks):
        a, b = before.number, mark.number
        if (
            a
            and b
            and a.prefix == b.prefix
            and a.base == b.base
            and len(a.parts) == len(b.parts)
            and a.parts[:-1] == b.parts[:-1]
            and a.parts
        ):
            (kind, one), (other, two) = a.parts[-1], b.parts[-1]
            skipped = kind == "l" and two - one == 2 and one + 1 in _SKIPPED
            if kind == other and 1 < two - one < 20 and not skipped and not _fractions(marks):
                gaps.append(f"between {before.label} and {mark.label}")
    return tuple(gaps)


def _fractions(marks: list[Mark]) -> bool:
    """Whether the law inserts numbers as decimal fractions (487.05, 487.055), where jumps mean nothing."""
    return any(m.number and any(kind.endswith("0") for kind, _ in m.number.parts) for m in marks)


def _disorder(marks: list[Mark], sections: list[Section]) -> tuple[str, ...]:
    """Keys of sections whose number does not come after the one before it, new beginnings at 1 apart."""
    found = []
    before: Number | None = None
    for mark, section in zip(marks, sections, strict=True):
        number = mark.number
        if number is None or mark.family in ("special", "schedule"):
            continue
        fresh = number.base <= 1 or before is None or before.prefix != number.prefix
        if not fresh and before is not None and step(before, number) is None:
            found.append(re.sub(r"#\d+$", "", section.key))
        before = number
    return tuple(found)
