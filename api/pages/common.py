"""What all pages share: sign-in, and the benchmark that is being looked at."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

import benchmarks
from api.auth import signed_in
from benchmarks.model import Benchmark

DEFAULT = "csea-2012"


def page_router() -> APIRouter:
    """A router whose pages need sign-in and are no part of the API's description."""
    return APIRouter(include_in_schema=False, dependencies=[Depends(signed_in)])


def chosen(benchmark: Annotated[str, Query()] = DEFAULT) -> Benchmark:
    """The benchmark named in the address. Raises UnknownName."""
    return benchmarks.load_benchmark(benchmark)


Chosen = Annotated[Benchmark, Depends(chosen)]
