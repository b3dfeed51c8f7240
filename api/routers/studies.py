"""The study: matrix, table, gaps, country sheets."""

from fastapi import Depends

from analyser.study.records import Matrix
from api.auth import Caller, Store
from api.caching import conditional
from api.routers.common import BenchmarkId, Countries, api_router
from api.schemas.study import (
    CountryShape,
    MatrixCellShape,
    MatrixElementShape,
    MatrixShape,
    SheetShape,
    StudyShape,
)

router = api_router("study")
cached = [Depends(conditional)]


@router.get("/matrix", dependencies=cached)
def matrix(workspace: Store, user: Caller, benchmark: BenchmarkId, countries: Countries = None) -> MatrixShape:
    """Country x element: the confirmed state of each cell, and the best suggestion beside it."""
    return _matrix(workspace.matrix(benchmark, viewer=user, countries=countries))


def _matrix(found: Matrix) -> MatrixShape:
    places = [(country.code, element.id) for country in found.countries for element in found.elements]
    return MatrixShape(
        benchmark=found.benchmark,
        benchmark_title=found.benchmark_title,
        countries=CountryShape.each(found.countries),
        elements=MatrixElementShape.each(found.elements),
        cells=[MatrixCellShape.of(found.cells[place]) for place in places],
        runs=dict(found.runs),
        verdicts=dict(found.verdicts),
    )


@router.get("/study", dependencies=cached)
def study(workspace: Store, user: Caller, benchmark: BenchmarkId, countries: Countries = None) -> StudyShape:
    """The study as it stands; every row of `table` sums to the number of countries."""
    return StudyShape.of(workspace.study(benchmark, viewer=user, countries=countries))


@router.get("/sheets/{country}", dependencies=cached)
def sheet(workspace: Store, user: Caller, country: str, benchmark: BenchmarkId) -> SheetShape:
    """One country: its laws, and the answer for every element with its proof."""
    return SheetShape.of(workspace.sheet(country, benchmark, viewer=user))
