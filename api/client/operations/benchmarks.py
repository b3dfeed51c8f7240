"""Written by `python -m api.generate` from the OpenAPI description."""

from api.client.transport import Transport
from api.schemas.base import PageOf
from api.schemas.study import BenchmarkContentShape, BenchmarkShape, CodebookShape, ElementShape


class Benchmarks(Transport):
    def every_benchmark(self) -> PageOf[BenchmarkShape]:
        """The benchmarks there are."""
        return self._ask(PageOf[BenchmarkShape], "GET", "/api/v1/benchmarks")

    def benchmark(self, benchmark_id: str) -> BenchmarkContentShape:
        """One benchmark with its elements and the rows of its table."""
        return self._ask(
            BenchmarkContentShape,
            "GET",
            "/api/v1/benchmarks/{benchmark_id}",
            at={"benchmark_id": benchmark_id},
        )

    def element(self, benchmark_id: str, element_id: str) -> ElementShape:
        """One element of the codebook."""
        return self._ask(
            ElementShape,
            "GET",
            "/api/v1/benchmarks/{benchmark_id}/elements/{element_id}",
            at={"benchmark_id": benchmark_id, "element_id": element_id},
        )

    def codebook(self) -> CodebookShape:
        """The answers, the reason codes and the languages, with the words shown for them."""
        return self._ask(CodebookShape, "GET", "/api/v1/codebook")
