"""The codebook: what is rated, when it counts, and the reason codes; printable."""

from fastapi import Request
from starlette.responses import Response

from api.catalogue import elements_of, every_benchmark
from api.pages.common import Chosen, page_router
from api.rendering import page
from benchmarks.vocabulary import load_vocabulary

router = page_router()


@router.get("/codebook")
def codebook(request: Request, benchmark: Chosen) -> Response:
    """One benchmark: the rows of its table, and every element."""
    context = {
        "benchmark": benchmark,
        "benchmarks": every_benchmark(),
        "elements": elements_of(benchmark),
        "vocabulary": load_vocabulary(),
    }
    return page(request, "codebook.html", context)
