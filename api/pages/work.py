"""Who does what: one's own work list, disagreements to settle, agreement, and the law changes to look at."""

from typing import Annotated

from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from analyser.review.records import Cell, CellState, Role
from analyser.store.records import LawVersion
from api.auth import Caller, Store
from api.catalogue import elements_of, every_benchmark
from api.pages.common import Chosen, page_router
from api.pages.laws import every_law
from api.rendering import page

router = page_router()


@router.get("/work")
def work(request: Request, workspace: Store, user: Caller, benchmark: Chosen) -> Response:
    """What waits for the caller; for adjudicators also what waits for others, and every disagreement."""
    matrix, elements = workspace.matrix(benchmark.id, viewer=user, proof=False), elements_of(benchmark)
    duties = [one for one in workspace.assignments(viewer=user) if one.element in elements]
    settles = user.role in (Role.ADJUDICATOR, Role.ADMIN)
    disputed = [entry.cell for entry in matrix.cells.values() if entry.cell.state is CellState.DISAGREEMENT]
    carried = [entry.cell for entry in matrix.cells.values() if looks_again(entry.cell)]
    loads: dict[str, list[int]] = {}
    for one in duties:
        loads.setdefault(one.reviewer, [0, 0])[0 if one.answered else 1] += 1
    context = {
        "benchmark": benchmark,
        "benchmarks": every_benchmark(),
        "elements": elements,
        "countries": {country.code: country.name for country in matrix.countries},
        "mine": [one for one in duties if one.reviewer == user.name and not one.answered],
        "done": sum(one.answered for one in duties if one.reviewer == user.name),
        "loads": loads if settles else {},
        "settles": settles,
        "disputed": disputed,
        "again": sorted({cell.jurisdiction for cell in carried}),
        "agreement": workspace.agreement(benchmark.id, viewer=user),
        "parts": workspace.agreements(benchmark.id, viewer=user),
        "people": [one for one in workspace.users() if one.role is not Role.VIEWER and one.disabled_at is None],
    }
    return page(request, "work.html", context)


def looks_again(cell: Cell) -> bool:
    """Whether the present text asks for another look at the answer."""
    return cell.carried or cell.stale


@router.post("/work/assign")
def assign(
    workspace: Store,
    user: Caller,
    benchmark: Chosen,
    country: Annotated[list[str], Form()],
    reviewer: Annotated[list[str], Form()],
    each: Annotated[int, Form(ge=1)] = 2,
) -> Response:
    """Share the cells of these countries out among the people chosen."""
    workspace.assign(benchmark.id, country, reviewer, by=user, each=each)
    return RedirectResponse(f"/work?benchmark={benchmark.id}", 303)


@router.post("/review/{country}/{element_id}/reopen")
def reopen(
    workspace: Store,
    user: Caller,
    benchmark: Chosen,
    country: str,
    element_id: str,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Open another round of a cell."""
    workspace.reopen(country, element_id, reason, by=user)
    return RedirectResponse(f"/review/{country}/{element_id}?benchmark={benchmark.id}", 303)


@router.get("/changes/{country}")
def changes(request: Request, workspace: Store, user: Caller, benchmark: Chosen, country: str) -> Response:
    """What the present text asks to be looked at again: carried answers, and those to be given anew, with the words."""
    elements = elements_of(benchmark)
    found = [one for one in workspace.changes(country, viewer=user) if one.rating.element in elements]
    names = {one.code: one.name for one in workspace.jurisdictions()}
    context = {
        "benchmark": benchmark,
        "elements": elements,
        "country": country,
        "name": names.get(country, country),
        "carried": [one for one in found if one.carried],
        "anew": [one for one in found if not one.carried],
        "languages": {law.id: law.language for law in every_version(workspace, country)},
    }
    return page(request, "changes.html", context)


def every_version(workspace: Store, country: str) -> list[LawVersion]:
    """Every law version of a country on record."""
    return every_law(workspace, country).get(country, [])
