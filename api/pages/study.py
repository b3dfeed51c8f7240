"""The study: the deck's table, gap lists, country sheets, editions, and the files to take away."""

from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from analyser.review.judgement import Judgement
from analyser.study import export, exports
from analyser.study.records import Study, TableRow
from api.auth import Caller, Store
from api.catalogue import elements_of, every_benchmark
from api.pages.common import Chosen, page_router
from api.rendering import page

router = page_router()


@router.get("/study")
def study(request: Request, workspace: Store, user: Caller, benchmark: Chosen) -> Response:
    """The table in the deck's layout, the gaps, the editions."""
    found = workspace.study(benchmark.id, viewer=user)
    context = {
        "benchmark": benchmark,
        "benchmarks": every_benchmark(),
        "study": found,
        "named": [named(row, found) for row in found.table],
        "editions": workspace.editions(benchmark.id),
    }
    return page(request, "study.html", context)


def named(row: TableRow, found: Study) -> dict[str, list[str]]:
    """Names of the countries by their answer in a row; `open` for those not assessed."""
    names: dict[str, list[str]] = {key: [] for key in (*map(str, Judgement), "open")}
    for country in found.countries:
        answer = row.answers.get(country.code)
        names[answer.value if answer else "open"].append(country.name)
    return names


@router.get("/study/download.csv")
def as_csv(workspace: Store, user: Caller, benchmark: Chosen) -> Response:
    """The table as CSV."""
    text = export.to_csv(workspace.study(benchmark.id, viewer=user))
    return download(text.encode(), f"{benchmark.id}.csv", "text/csv; charset=utf-8")


@router.get("/study/download.xlsx")
def as_xlsx(workspace: Store, user: Caller, benchmark: Chosen) -> Response:
    """Table, answers and gaps as a workbook."""
    made = exports.export(workspace.draft(benchmark.id, viewer=user), exports.Form.XLSX)
    return download(made.data, f"{benchmark.id}.xlsx", made.media_type)


def download(data: bytes, name: str, media_type: str) -> Response:
    """A file to keep."""
    return Response(data, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/study/countries/{country}")
def sheet(request: Request, workspace: Store, user: Caller, benchmark: Chosen, country: str) -> Response:
    """One country on one printable sheet."""
    found = workspace.sheet(country, benchmark.id, viewer=user)
    return page(request, "sheet.html", {"benchmark": benchmark, "sheet": found, "elements": elements_of(benchmark)})


@router.get("/study/compare")
def compare(
    request: Request,
    workspace: Store,
    benchmark: Chosen,
    before: Annotated[str, Query()],
    after: Annotated[str, Query()],
) -> Response:
    """What changed between two editions."""
    context: dict[str, Any] = {"benchmark": benchmark, "comparison": workspace.compare(before, after)}
    return page(request, "compare.html", context | {"elements": elements_of(benchmark)})
