"""A study of five invented countries, with answers of every kind, laws and provisions: what the study's tests share."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from analyser.review.judgement import Judgement
from analyser.review.records import Cell, CellState, Citation, Rating
from analyser.study import build, editions
from analyser.study.dossier import Dossier, Imprint, Publication
from analyser.study.places import load_groups
from analyser.study.records import Country, SheetLaw
from benchmarks import Benchmark, load_vocabulary

COVERED, PARTIAL, NOT, UNCLEAR = Judgement
COUNTRIES = tuple(Country(f"x{letter}", f"Country {letter.upper()}") for letter in "abcde")
WORDS = load_vocabulary().reasons
DAY = date(2026, 1, 2)
QUOTE = "Whoever produces material of this kind is punished."


def law(country: str, title: str = "Penal Code", sha256: str = "a", as_of: str | None = "2024-05-31") -> SheetLaw:
    return SheetLaw(
        law_version_id=f"{country} {title}",
        title=title,
        language="en",
        as_of=as_of,
        source="Official gazette",
        verdict="complete",
        sections=40,
        retrieved_at=datetime(2025, 12, 1, tzinfo=UTC),
        licence="public domain",
        sha256=sha256 * 64,
    )


def citation(country: str, element: str) -> Citation:
    return Citation(7, QUOTE, 0, len(QUOTE), f"{country} Penal Code", "Penal Code", "12", "12", f"On {element}")


def rated(country: str, element: str, judgement: Judgement | None, **more: Any) -> Cell:
    reasons = ("PUBLIC_ONLY",) if judgement is PARTIAL else ()
    rating = Rating(
        id=f"{country} {element}",
        kind="rating",
        jurisdiction=country,
        element=element,
        version_set="now",
        round=1,
        reviewer="a",
        judgement=judgement or UNCLEAR,
        reasons=reasons,
        rationale="as it says",
        citations=(citation(country, element),) if judgement in (COVERED, PARTIAL) else (),
        warnings=(),
        blind=True,
        submitted_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    state = CellState.SINGLE if judgement else CellState.DISAGREEMENT
    return replace(Cell(country, element, state, judgement, reasons, (rating,)), **more)


def cells_of(benchmark: Benchmark) -> dict[tuple[str, str], Cell]:
    """Country A covers all, B is partial on all, C covers nothing, D is unclear or disputed, E is not assessed."""
    answers = dict(zip(("xa", "xb", "xc"), (COVERED, PARTIAL, NOT), strict=True))
    found = {
        (country, element.id): rated(country, element.id, answer)
        for country, answer in answers.items()
        for element in benchmark.elements
    }
    for number, element in enumerate(benchmark.elements):
        found["xd", element.id] = rated("xd", element.id, UNCLEAR if number % 2 else None)
    return found


def dossier(
    benchmark: Benchmark,
    cells: Mapping[tuple[str, str], Cell],
    countries: Sequence[Country] = COUNTRIES,
    laws: Mapping[str, Sequence[SheetLaw]] | None = None,
) -> Dossier:
    """A dossier in which every country but the last has a penal code."""
    texts = {one.code: (law(one.code),) for one in countries[:-1]} if laws is None else laws
    return build.dossier(benchmark, countries, cells, WORDS, DAY, texts, load_groups())


def publication(found: Dossier, name: str = "2026-01") -> Publication:
    """The dossier as an edition that nobody signed."""
    frozen = editions.content(found, {}, "0" * 64)
    moment = datetime(2026, 1, 2, 9, 30, tzinfo=UTC)
    imprint = Imprint(name, "edition-1", editions.fingerprint(frozen), moment, "Ann")
    return Publication(imprint, found, editions.progress([(name, "2026-01-02", frozen)]))
