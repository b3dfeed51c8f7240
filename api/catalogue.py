"""The benchmarks and their elements, as pages and API both look them up."""

import benchmarks
from analyser.errors import UnknownName
from benchmarks.model import Benchmark, Element


def every_benchmark() -> list[Benchmark]:
    """All packaged benchmarks, by id."""
    return [benchmarks.load_benchmark(name) for name in benchmarks.list_benchmarks()]


def elements_of(benchmark: Benchmark) -> dict[str, Element]:
    """Elements by id, in the benchmark's order."""
    return {element.id: element for element in benchmark.elements}


def element_of(benchmark: Benchmark, element_id: str) -> Element:
    """One element. Raises UnknownName."""
    known = elements_of(benchmark)
    if element_id not in known:
        raise UnknownName(
            f"The benchmark `{benchmark.id}` has no element `{element_id}`.",
            f"/codebook?benchmark={benchmark.id} lists its elements.",
        )
    return known[element_id]
