"""The study: the deck's table, gap lists, country sheets, editions, and the files to take away."""

from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from analyser.review.judgement import Judgement
from analyser.study import export, exports
from analyser.study.editions import causes
from analyser.study.records import Country, Study, TableRow
from api.auth import Caller, Store
from api.catalogue import elements_of, every_benchmark
from api.languages import N_, Said
from api.pages.common import Chosen, page_router
from api.rendering import page
from benchmarks import load_benchmark

router = page_router()
CAUSES = Said(
    {
        "law changed": N_("the law changed"),
        "corrected": N_("we corrected our reading"),
        "benchmark changed": N_("the benchmark changed"),
        "country added": N_("the country was added"),
        "country removed": N_("the country was removed"),
    }
)
KINDS = Said(
    {
        "instrument": N_("By instrument"),
        "region": N_("By region"),
        "subregion": N_("By subregion"),
        "group": N_("By group of States"),
    }
)


@router.get("/study")
def study(request: Request, workspace: Store, user: Caller, benchmark: Chosen) -> Response:
    """The table in the deck's layout, the gaps, the editions."""
    found = workspace.study(benchmark.id, viewer=user)
    context = {
        "benchmark": benchmark,
        "benchmarks": every_benchmark(),
        "study": found,
        "named": [named(row, found) for row in found.table],
        "editions": workspace.editions(benchmark.id, viewer=user),
    }
    return page(request, "study.html", context | {"kinds": KINDS, "forms": list(exports.Form)})


def named(row: TableRow, found: Study) -> dict[str, list[Country]]:
    """The countries by their answer in a row; `open` for those not assessed."""
    names: dict[str, list[Country]] = {key: [] for key in (*map(str, Judgement), "open")}
    for country in found.countries:
        answer = row.answers.get(country.code)
        names[answer.value if answer else "open"].append(country)
    return names


@router.get("/study/charts")
def drawings(request: Request, workspace: Store, user: Caller, benchmark: Chosen) -> Response:
    """The charts, each with the table it draws."""
    from analyser.study import charts  # here: starting the service must not wait for the charts

    found = workspace.draft(benchmark.id, viewer=user)
    drawn = [make() for name, make in charts.of_dossier(found.dossier, found.progress).items() if name[:4] != "map-"]
    bins = workspace.reliability(benchmark.id, viewer=user)
    if any(one.candidates for one in bins):
        drawn.append(charts.reliability(bins))
    context = {"benchmark": benchmark, "charts": drawn, "rows": found.dossier.study.table}
    return page(request, "charts.html", context)


@router.get("/study/editions/{name}")
def edition(request: Request, workspace: Store, user: Caller, name: str) -> Response:
    """An edition: its imprint, who signed it, the files to take away."""
    found = workspace.edition(name, viewer=user)
    context = {
        "benchmark": load_benchmark(found.benchmark),
        "edition": found,
        "signatures": workspace.signatures(name, viewer=user),
        "forms": list(exports.Form),
    }
    return page(request, "edition.html", context)


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
    user: Caller,
    benchmark: Chosen,
    before: Annotated[str, Query()],
    after: Annotated[str, Query()],
) -> Response:
    """What changed between two editions."""
    found = workspace.compare(before, after, viewer=user)
    context: dict[str, Any] = {
        "benchmark": benchmark,
        "comparison": found,
        "causes": causes(found),
        "why_words": CAUSES,
    }
    return page(request, "compare.html", context | {"elements": elements_of(benchmark)})
