"""The completeness certificate: what was read, where it went, and what a person should look at before trusting the
split.

Decides the verdict and says why in words. `failed`: the law cannot be relied on (most numbers or most of the text
lost, or the characters are not language). `review`: something looks lost or doubtful and is named. `complete` is
refused as soon as a number is missing or a body is empty without a word of repeal, so a law with honest gaps is
`review`, never silently fine; and it is refused where a section behind the last is cited, or the last page is full
to its foot and nothing says that the law ends there. Where a text without pages has no last words, this is an
observation: nothing speaks for a loss. A break of the law's own customs too is one while it stands alone, a doubt where
two meet.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyser.reading import Document
from analyser.sections.bilingual import TONGUE
from analyser.sections.customs import breaches, together
from analyser.sections.doubt import broken_off, garbled, replacement_share
from analyser.sections.law import Certificate, Section, Verdict
from analyser.sections.letters import foreign, strange
from analyser.sections.marks import Mark
from analyser.sections.numbers import Number, step
from analyser.sections.pieces import OTHER
from analyser.sections.row import Row
from analyser.sections.witnesses import cited_behind, closes, listed, page_breaks, page_count, page_unfilled, unlisted

SPLITTER = "sections/2"
_SKIPPED = (9, 10, 12, 15, 17)  # i, j, l, o, q: letters that many drafters leave out
SHOWN = 30  # names in one reason
APART = ("furniture", "contents", "notes", "navigation", "margin notes", "blank", OTHER, TONGUE)


@dataclass(frozen=True)
class Account:
    """One split with everything that was read: what the certificate is drawn up from."""

    document: Document
    every: Sequence[Row]  # all rows, those outside the law's text too
    sections: list[Section]
    marks: list[Mark]  # the sections' numbers
    remainder: dict[str, int]  # characters outside bodies by kind
    in_sections: int
    language: str
    confidence: float

    @property
    def numbers(self) -> list[Number]:
        return [m.number for m in self.marks if m.number and m.family not in ("special", "schedule")]


def certify(account: Account) -> Certificate:
    """The certificate of one split."""
    document, sections, remainder = account.document, account.sections, account.remainder
    missing = _missing(account.marks)
    gaps = tuple(f"{a}-{b}" if b > a else str(a) for a, b in missing) + _inner_gaps(account.marks)
    doubled = tuple(k for k, n in Counter(s.key.split("#")[0] for s in sections).items() if n > 1)
    empty = tuple(s.key for s in sections if not s.text and not s.repealed)
    contents = listed(account.every)
    absent = unlisted(account.numbers, contents)
    whole = bool(contents) and not absent and _covers(account, contents)
    fatal = _fatal(account, empty, sum(b - a + 1 for a, b in missing))
    doubt, open_end = _end(account, whole)
    lines = (
        _numbers(account, () if whole else gaps, absent, doubled)
        + _texts(account, empty)
        + _pages(account)
        + [(bool(doubt), doubt), *_limits(account)]
    )
    review = [reason for holds, reason in lines if holds]
    verdict: Verdict = "failed" if fatal else "review" if review else "complete"
    return Certificate(
        document.name, len(document.text), account.in_sections, dict(sorted(remainder.items())), gaps, doubled, empty,
        document.ocr_pages, account.language, round(account.confidence, 4), verdict, (*fatal, *review), SPLITTER,
        (*_customs(sections), *open_end),
        {key: code for key, code in foreign(sections, account.language).items() if code},
    )  # fmt: skip


def _covers(account: Account, contents: dict[tuple[int, tuple[int, ...]], str]) -> bool:
    """Whether the list of contents names every section found: then what neither has was never there."""
    own = [(n.base, n.values) for n in account.numbers]
    return len(own) >= 5 and sum(name in contents for name in own) >= 0.98 * len(own)


def _fatal(account: Account, empty: tuple[str, ...], lost: int) -> list[str]:
    """Why the law cannot be relied on at all."""
    reasons = []
    document, sections = account.document, account.sections
    found = len({(n.prefix, n.base) for n in account.numbers})
    law = len(document.text) - sum(account.remainder.get(kind, 0) for kind in APART)
    if found >= 8 and lost > found:
        reasons.append(f"More numbers are missing ({lost}) than found ({found}).")
    if len(empty) > 0.3 * len(sections) and len(empty) > 2:
        reasons.append(f"{len(empty)} of {len(sections)} sections have no text.")
    if law > 20000 and account.in_sections < 0.4 * law:
        reasons.append(f"Only {100 * account.in_sections // law} % of the law's text is in sections.")
    share = replacement_share(document.text)
    if share > 0.01:
        reasons.append(f"{100 * share:.1f} % of the characters could not be decoded.")
    bad = garbled(sections)
    if len(bad) > 0.25 * len(sections) and len(bad) > 2:
        reasons.append(
            f"The text of {len(bad)} of {len(sections)} sections is not language: a broken font or bad scan."
        )
    return reasons


Line = tuple[bool, str]
"""Whether a doubt holds, and its words."""


def _numbers(account: Account, gaps: tuple[str, ...], absent: tuple[str, ...], doubled: tuple[str, ...]) -> list[Line]:
    """What the numbers say: gaps, what contents and citations name, order."""
    first = next(iter(account.numbers), None)
    disorder = _disorder(account.marks, account.sections)
    return [
        (bool(absent), f"The list of contents names sections that were not found: {_some(absent)}."),
        (bool(gaps), f"Numbers are missing: {_some(gaps)}."),
        (
            first is not None and 1 < first.base < 100 and not first.parts,
            f"The first number is {first.base if first else 0}.",
        ),
        (bool(doubled), f"Numbers occur more than once: {_some(doubled)}."),
        (bool(disorder), f"Numbers are out of order: {_some(disorder)}."),
    ]


def _texts(account: Account, empty: tuple[str, ...]) -> list[Line]:
    """What the texts say: bodies that are not there, not whole, not language, or unlike all others."""
    sections = account.sections
    signs = breaches(sections)
    (broken, _), bad, odd = broken_off(sections), garbled(sections), strange(sections)
    other = foreign(sections, account.language)
    spoken = tuple(f"{key} ({code})" for key, code in other.items() if code)
    unlike = tuple(key for key, code in other.items() if not code)
    unknown = sum(c == "\ufffd" for c in account.document.text)
    return [
        (bool(empty), f"Sections without text and without a word of repeal: {_some(empty)}."),
        (bool(broken), f"The text breaks off in the middle of a sentence: {_some(broken)}."),
        *((True, f"{what}: {_some(keys)}.") for what, keys in together(signs, sections).items()),
        (bool(bad), f"The text does not read like language: {_some(bad)}."),
        (bool(odd), f"The letters are unlike the rest of the law, as with a broken font: {_some(odd)}."),
        (bool(spoken), f"The text reads like another language: {_some(spoken)}."),
        (bool(unlike), f"The words are unlike the rest of the law: {_some(unlike)}."),
        (unknown > 0, f"{unknown} characters could not be decoded."),
    ]


def _pages(account: Account) -> list[Line]:
    """What the pages say: read by recognition, without text, numbered with a jump."""
    document = account.document
    filled = {line.page for line in document.lines if line.page and line.text.strip()}
    blank = tuple(str(p) for p in range(min(filled, default=0), (document.pages or 0) + 1) if p and p not in filled)
    jumps, count = page_breaks(account.every), page_count(account.every)
    return [
        (bool(document.ocr_pages), f"{len(document.ocr_pages)} pages were read by character recognition."),
        (bool(blank), f"Pages without text: {_some(blank)}."),
        (bool(jumps), f"The printed page numbers jump: {_some(jumps)}."),
        (
            count is not None and count[0] < count[1],
            f"The last page is {count[0] if count else 0} of {count[1] if count else 0}.",
        ),
    ]


def _end(account: Account, whole: bool) -> tuple[str, tuple[str, ...]]:
    """What makes doubtful that the law ends with its last section (empty: nothing), and what is merely not known."""
    document, sections = account.document, account.sections
    last = sections[-1]
    behind = [row for row in account.every if row.index > max(last.lines, default=0)]
    tail = "\n".join(row.text for row in behind if row.kind not in (OTHER, TONGUE))
    another = any(row.kind == OTHER for row in behind)  # the next law in the file begins where this one ends
    framed = "html" in document.media_type and bool(account.every) and account.every[-1].kind == "navigation"
    count = page_count(account.every)
    printed = (count is not None and count[0] == count[1]) or page_unfilled(account.every)
    if whole or framed or printed or another or closes(sections, tail):
        return "", ()
    said = f"Nothing shows that the law ends with {last.key}: compare the last section with the source."
    if cited := cited_behind(sections, account.marks):
        return f"Sections behind the last one are cited: {_some(tuple(map(str, cited)))}. {said}", ()
    return (said, ()) if document.pages else ("", (said,))


def _limits(account: Account) -> list[Line]:
    """Where the law begins, and whether it is one law in one language."""
    document, sections = account.document, account.sections
    outside = account.remainder.get("preamble", 0)
    return [
        (
            outside > 0.35 * len(document.text),
            f"{100 * outside // max(1, len(document.text))} % of the text stands before the first section.",
        ),
        (account.confidence < 0.6, f"The language is uncertain ({account.language}, {account.confidence:.2f})."),
        (len(sections) == 1, "Only one section was found."),
    ]


def _customs(sections: Sequence[Section]) -> list[str]:
    """What a few sections do unlike the others, alone no reason for doubt."""
    said = [f"{what}: {_some(keys)}." for what, keys in breaches(sections).items()]
    _, headed = broken_off(list(sections))
    return said + [f"A line like a heading stands at the end: {_some(headed)}."] * bool(headed)


def _some(names: tuple[str, ...]) -> str:
    """Up to so many names as a reader takes in, and how many more."""
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")


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
