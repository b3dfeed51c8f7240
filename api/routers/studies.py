"""The study: matrix, table, gaps, country sheets."""

from typing import Annotated, Literal

from fastapi import Depends, Query
from starlette.responses import Response

from analyser.study import exports
from analyser.study.records import Matrix
from api.auth import Caller, Store
from api.caching import conditional
from api.routers.common import BenchmarkId, Countries, api_router, every
from api.routers.editions import AnEdition, AsForm, sent
from api.schemas.base import PageOf
from api.schemas.study import (
    BinShape,
    CountryShape,
    MatrixCellShape,
    MatrixElementShape,
    MatrixShape,
    SheetShape,
    StudyShape,
)

router = api_router("study")
cached = [Depends(conditional)]
GroupId = Annotated[str | None, Query(description="Only a group of States: coe, eu, oas ...", examples=["coe"])]


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
def study(
    workspace: Store, user: Caller, benchmark: BenchmarkId, countries: Countries = None, group: GroupId = None
) -> StudyShape:
    """The study as it stands; every row of `table` sums to the number of countries, those of a slice to its own."""
    return StudyShape.of(workspace.study(benchmark, viewer=user, countries=countries, group=group))


@router.get("/study/export", dependencies=cached, response_class=Response)
def export_draft(
    workspace: Store,
    user: Caller,
    benchmark: BenchmarkId,
    form: AsForm,
    countries: Countries = None,
    group: GroupId = None,
) -> Response:
    """The study as it stands as a file, marked as a draft."""
    return sent(exports.export(workspace.draft(benchmark, viewer=user, countries=countries, group=group), form))


@router.get("/sheets/{country}", dependencies=cached)
def sheet(workspace: Store, user: Caller, country: str, benchmark: BenchmarkId) -> SheetShape:
    """One country: its laws, and the answer for every element with its proof."""
    return SheetShape.of(workspace.sheet(country, benchmark, viewer=user))


@router.get("/sheets/{country}/file", dependencies=cached, response_class=Response)
def sheet_file(
    workspace: Store,
    user: Caller,
    country: str,
    benchmark: BenchmarkId,
    form: Annotated[exports.SheetForm, Query(alias="format", description="Sheet or questionnaire, for Word or print.")],
    edition: AnEdition = None,
) -> Response:
    """One country's sheet, or a questionnaire to its government with our reading filled in."""
    found = (
        workspace.publication(edition, viewer=user) if edition is not None else workspace.draft(benchmark, viewer=user)
    )
    return sent(exports.export_sheet(found, country.casefold(), form))


@router.get("/charts/{name}", dependencies=cached, response_class=Response)
def chart(
    workspace: Store,
    user: Caller,
    name: Literal["bars", "heatmap", "map", "progress", "agreement", "reliability"],
    benchmark: BenchmarkId,
    form: Annotated[Literal["svg", "png"], Query(alias="format", description="svg or png.")] = "svg",
    edition: AnEdition = None,
    row: Annotated[int, Query(ge=1, description="Row of the study table that a map shows.")] = 1,
) -> Response:
    """A chart of an edition or of the study as it stands."""
    from analyser.study import charts  # here: starting the service must not wait for the charts

    found = workspace.draft(benchmark, viewer=user) if edition is None else workspace.publication(edition, viewer=user)
    bins = workspace.reliability(benchmark, viewer=user) if name == "reliability" else ()
    drawn = charts.named(found.dossier, found.progress, bins, name, row)
    if form == "png":
        return Response(drawn.png(), media_type="image/png")
    return Response(drawn.svg(), media_type="image/svg+xml")


@router.get("/reliability", dependencies=cached)
def reliability(workspace: Store, user: Caller, benchmark: BenchmarkId) -> PageOf[BinShape]:
    """Candidates by the probability shown, and how many of each bin the ratings cite."""
    return every(BinShape, workspace.reliability(benchmark, viewer=user))
