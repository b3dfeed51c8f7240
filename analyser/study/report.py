"""The report of one analysis as a single page: no server, no network, no script; it prints as it looks.

It shows what was proposed and why, with the certificates first. It rates nothing: that is a person's task.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from analyser import jurisdictions
from analyser.errors import AnalyserError
from analyser.matching.candidate import Candidate, Evidence
from analyser.review.bands import band
from analyser.sections.law import Section, SplitLaw
from benchmarks import Benchmark, Element

_SHOWN = 10
"""Candidates shown per element; matches.jsonl has them all."""
_LONGEST = 3000
"""Characters of a section shown; the rest is counted and named, never dropped in silence."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A candidate as the page shows it."""

    candidate: Candidate
    band: str
    pages: str
    text: Markup
    left_out: int  # characters of the section that are not shown


@dataclass(frozen=True, slots=True)
class Finding:
    element: Element
    candidates: tuple[Shown, ...]
    more: int


def write_report(
    country: str,
    laws: Sequence[SplitLaw],
    candidates: Sequence[Candidate] | None,
    benchmark: Benchmark,
    failures: Sequence[tuple[str, AnalyserError]] = (),
) -> str:
    """The page as one HTML string. `candidates` None: nothing was matched, and the page says so."""
    sections = {(law.law, section.key): section for law in laws for section in law.sections}
    return (
        _environment()
        .get_template("report.html")
        .render(
            country=jurisdictions.name_of(country),
            code=country,
            benchmark=benchmark,
            laws=laws,
            failures=failures,
            matched=candidates is not None,
            findings=_findings(benchmark, candidates or (), sections),
            languages={law.law: law.language for law in laws},
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("analyser.study"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _findings(
    benchmark: Benchmark, candidates: Sequence[Candidate], sections: Mapping[tuple[str, str], Section]
) -> list[Finding]:
    grouped: dict[str, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda one: one.rank):
        grouped.setdefault(candidate.element, []).append(candidate)
    found = []
    for element in benchmark.elements:
        every = grouped.get(element.id, [])
        shown = tuple(_shown(one, sections[one.law, one.key]) for one in every[:_SHOWN])
        found.append(Finding(element, shown, len(every) - len(shown)))
    return found


def _shown(candidate: Candidate, section: Section) -> Shown:
    pages = "" if section.pages is None else "-".join(str(page) for page in dict.fromkeys(section.pages))
    text = marked(section.text[:_LONGEST], candidate.evidence)
    return Shown(candidate, band(candidate.probability), pages, text, max(0, len(section.text) - _LONGEST))


def marked(text: str, evidence: Sequence[Evidence]) -> Markup:
    """The text, escaped, with the evidence marked; of overlapping pieces the first and longest wins."""
    out, at = Markup(), 0
    for piece in sorted(evidence, key=lambda one: (one.start, -one.end)):
        if piece.start < at or piece.end > len(text):
            continue
        mark: dict[str, Any] = {"part": piece.part, "words": text[piece.start : piece.end]}
        out += escape(text[at : piece.start]) + Markup('<mark title="{part}">{words}</mark>').format(**mark)
        at = piece.end
    return out + escape(text[at:])
