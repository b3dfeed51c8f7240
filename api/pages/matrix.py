"""The matrix: every country and element, what is confirmed and what is only suggested."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

from analyser.study.records import Matrix
from api import words
from api.auth import Caller, Store
from api.catalogue import every_benchmark
from api.matrix_rows import Rows
from api.narrowing import STATES, Narrowing, choices, narrowed
from api.pages.common import Chosen, page_router
from api.rendering import streamed
from benchmarks import load_instrument

router = page_router()
TONES = ("covered", "partial", "not_covered", "unclear", "disagreement", "open")


@router.get("/")
def home() -> Response:
    """The matrix is where everybody starts."""
    return RedirectResponse("/matrix", 303)


@router.get("/matrix")
def matrix(
    request: Request, workspace: Store, user: Caller, benchmark: Chosen, wanted: Annotated[Narrowing, Depends()]
) -> Response:
    """Country x element, all of it or what is asked for."""
    whole, groups = workspace.matrix(benchmark.id, viewer=user, proof=False), workspace.groups()
    found, aside = narrowed(whole, wanted, benchmark, groups)
    counts = counted(found)
    options = choices(whole, benchmark, groups)
    context = {
        "benchmark": benchmark,
        "benchmarks": every_benchmark(),
        "matrix": found,
        "whole": whole,
        "wanted": wanted,
        "choices": options,
        "states": STATES,
        "instruments": {id: load_instrument(id).short for id in options.instruments},
        "totals": counts.totals,
        "rows": Rows(found, counts.by_country, aside),
        "by_element": counts.by_element,
        "tones": TONES,
    }
    return streamed(request, "matrix.html", context)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cells of each tone: in all, by country, by element."""

    totals: Counter[str]
    by_country: dict[str, Counter[str]]
    by_element: dict[str, Counter[str]]


def counted(found: Matrix) -> Counts:
    """Counted in one pass."""
    countries = {country.code: Counter[str]() for country in found.countries}
    elements = {element.id: Counter[str]() for element in found.elements}
    totals: Counter[str] = Counter()
    for (country, element), entry in found.cells.items():
        tone = words.cell_tone(entry.cell)
        for counter in (totals, countries[country], elements[element]):
            counter[tone] += 1
    return Counts(totals, countries, elements)
