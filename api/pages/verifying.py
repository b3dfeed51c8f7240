"""Verification rounds: opening them and reading what came back; and the partner's own page behind the link."""

from datetime import UTC, date, datetime, time
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from api.auth import Caller, Store, check_origin
from api.catalogue import elements_of, every_benchmark
from api.pages.common import Chosen, page_router
from api.rendering import page
from benchmarks import load_benchmark

router = page_router()
door = APIRouter(include_in_schema=False)
"""The partner's page: the link itself is the key."""


@router.get("/verifications")
def verifications(request: Request, workspace: Store, user: Caller, benchmark: Chosen) -> Response:
    """Rounds that were opened, with what the partners said."""
    return _listed(request, workspace, user, benchmark, None)


def _listed(request: Request, workspace: Store, user: Caller, benchmark: Chosen, link: str | None) -> Response:
    found = [one for one in workspace.verifications(viewer=user) if one.benchmark == benchmark.id]
    context = {
        "benchmark": benchmark,
        "benchmarks": every_benchmark(),
        "elements": elements_of(benchmark),
        "jurisdictions": workspace.jurisdictions(),
        "rounds": [(one, workspace.verification_comments(one.id, viewer=user)) for one in found],
        "link": link,
    }
    return page(request, "verifications.html", context)


@router.post("/verifications")
def open_round(
    request: Request,
    workspace: Store,
    user: Caller,
    benchmark: Chosen,
    country: Annotated[str, Form()],
    partner: Annotated[str, Form()],
    deadline: Annotated[date, Form()],
) -> Response:
    """Open a round and show its link, this once. It ends with the day of the deadline, UTC."""
    until = datetime.combine(deadline, time(23, 59, 59), UTC)
    _, secret = workspace.open_verification(benchmark.id, country, partner, until, by=user)
    base = str(request.base_url).rstrip("/")
    return _listed(request, workspace, user, benchmark, f"{base}/verify/{secret}")


@router.post("/verifications/close")
def close(workspace: Store, user: Caller, benchmark: Chosen, verification: Annotated[str, Form()]) -> Response:
    """The link opens nothing any more."""
    workspace.close_verification(verification, by=user)
    return RedirectResponse(f"/verifications?benchmark={benchmark.id}", 303)


@door.get("/verify/{secret}")
def verify(request: Request, workspace: Store, secret: str) -> Response:
    """One country's answers, to agree with or to comment on."""
    found, sheet, comments = workspace.verification(secret)
    elements = elements_of(load_benchmark(found.benchmark))
    context = {"found": found, "sheet": sheet, "comments": comments, "elements": elements, "secret": secret}
    return page(request, "verify.html", context)


@door.post("/verify/{secret}")
def comment(
    request: Request,
    workspace: Store,
    secret: str,
    element: Annotated[str, Form()],
    agrees: Annotated[str, Form()] = "",
    said: Annotated[str, Form()] = "",
    provision: Annotated[str, Form()] = "",
) -> Response:
    """Record what the partner says of one element."""
    check_origin(request)
    answer = {"yes": True, "no": False}.get(agrees)
    workspace.verify(secret, element, agrees=answer, comment=said, provision=provision)
    return RedirectResponse(f"/verify/{secret}#{element}", 303)
