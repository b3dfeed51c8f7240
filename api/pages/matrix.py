"""The matrix: every country and element, what is confirmed and what is only suggested."""

from collections import Counter

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from analyser.study.records import Matrix
from api import words
from api.auth import Caller, Store
from api.catalogue import every_benchmark
from api.pages.common import Chosen, page_router
from api.rendering import page

router = page_router()
TONES = ("covered", "partial", "not_covered", "unclear", "disagreement", "open")


@router.get("/")
def home() -> Response:
    """The matrix is where everybody starts."""
    return RedirectResponse("/matrix", 303)


@router.get("/matrix")
def matrix(request: Request, workspace: Store, user: Caller, benchmark: Chosen) -> Response:
    """Country x element."""
    found = workspace.matrix(benchmark.id, viewer=user)
    context = {
        "benchmark": benchmark,
        "benchmarks": every_benchmark(),
        "matrix": found,
        "totals": totals(found),
        "by_country": {country.code: counted(found, [country.code]) for country in found.countries},
        "by_element": {element.id: counted(found, None, element.id) for element in found.elements},
        "tones": TONES,
    }
    return page(request, "matrix.html", context)


def counted(found: Matrix, countries: list[str] | None = None, element: str | None = None) -> Counter[str]:
    """How many cells of each tone, over all cells or those of some countries or one element."""
    return Counter(
        words.cell_tone(entry.cell)
        for (country, name), entry in found.cells.items()
        if (countries is None or country in countries) and (element is None or name == element)
    )


def totals(found: Matrix) -> Counter[str]:
    """How many cells of each tone in all."""
    return counted(found)
