"""The codebook: benchmarks, their elements, and the closed lists of answers and reason codes."""

import benchmarks
from api import catalogue
from api.routers.common import api_router, every
from api.schemas.base import PageOf
from api.schemas.study import BenchmarkContentShape, BenchmarkShape, CodebookShape, ElementShape
from benchmarks.vocabulary import load_vocabulary

router = api_router("benchmarks")


@router.get("/benchmarks")
def every_benchmark() -> PageOf[BenchmarkShape]:
    """The benchmarks there are."""
    return every(BenchmarkShape, catalogue.every_benchmark())


@router.get("/benchmarks/{benchmark_id}")
def benchmark(benchmark_id: str) -> BenchmarkContentShape:
    """One benchmark with its elements and the rows of its table."""
    return BenchmarkContentShape.of(benchmarks.load_benchmark(benchmark_id))


@router.get("/benchmarks/{benchmark_id}/elements/{element_id}")
def element(benchmark_id: str, element_id: str) -> ElementShape:
    """One element of the codebook."""
    return ElementShape.of(catalogue.element_of(benchmarks.load_benchmark(benchmark_id), element_id))


@router.get("/codebook")
def codebook() -> CodebookShape:
    """The answers, the reason codes and the languages, with the words shown for them."""
    return CodebookShape.of(load_vocabulary())
