"""People and their account: invitations, roles, how a study is conducted; one's own password and tokens."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from analyser.errors import AnalyserError, NotAuthenticated
from analyser.review.plan import Conduct
from analyser.review.records import Role
from api.auth import Caller, Store, check_origin, let_in
from api.catalogue import every_benchmark
from api.pages.common import Chosen, page_router
from api.rendering import page

router = page_router()
door = APIRouter(include_in_schema=False)
"""Pages for those who are not signed in yet."""


@router.get("/people")
def people(request: Request, workspace: Store, user: Caller, benchmark: Chosen) -> Response:
    """Everybody, open invitations, and the study's rules; admins only."""
    return _people(request, workspace, user, benchmark, None)


def _people(request: Request, workspace: Store, user: Caller, benchmark: Chosen, link: str | None) -> Response:
    invitations = workspace.invitations(by=user)
    context = {
        "benchmark": benchmark,
        "benchmarks": every_benchmark(),
        "people": workspace.users(),
        "roles": list(Role),
        "invitations": [one for one in invitations if one.used_at is None],
        "conduct": workspace.conduct(benchmark.id),
        "members": workspace.members(benchmark.id),
        "link": link,
    }
    return page(request, "people.html", context)


@router.post("/people/invite")
def invite(
    request: Request,
    workspace: Store,
    user: Caller,
    benchmark: Chosen,
    role: Annotated[Role, Form()],
    member: Annotated[bool, Form()] = False,
) -> Response:
    """Make an invitation and show its link, this once."""
    _, secret = workspace.invite(role, by=user, benchmark=benchmark.id if member else None)
    base = str(request.base_url).rstrip("/")
    return _people(request, workspace, user, benchmark, f"{base}/join/{secret}")


@router.post("/people/change")
def change(
    workspace: Store,
    user: Caller,
    benchmark: Chosen,
    name: Annotated[str, Form()],
    role: Annotated[str, Form()] = "",
    member: Annotated[str, Form()] = "",
) -> Response:
    """Another role for a person (`out` lets them in no more), or in and out of the study."""
    if role == "out":
        workspace.disable(name, by=user)
    elif role:
        workspace.set_role(name, Role(role), by=user)
    if member:
        workspace.set_member(benchmark.id, name, member == "yes", by=user)
    return RedirectResponse(f"/people?benchmark={benchmark.id}", 303)


@router.post("/people/withdraw")
def withdraw(workspace: Store, user: Caller, benchmark: Chosen, invitation: Annotated[str, Form()]) -> Response:
    """Let an invitation expire now."""
    workspace.withdraw_invitation(invitation, by=user)
    return RedirectResponse(f"/people?benchmark={benchmark.id}", 303)


@router.post("/people/conduct")
def conduct(
    workspace: Store,
    user: Caller,
    benchmark: Chosen,
    sample: Annotated[int, Form(ge=0, le=200)] = 0,
    blind_suggestions: Annotated[bool, Form()] = False,
    members_only: Annotated[bool, Form()] = False,
) -> Response:
    """How the study is conducted from now on."""
    workspace.set_conduct(Conduct(benchmark.id, blind_suggestions, sample, members_only), by=user)
    return RedirectResponse(f"/people?benchmark={benchmark.id}", 303)


@router.get("/account")
def account(request: Request, workspace: Store, user: Caller) -> Response:
    """One's own password and tokens."""
    return _account(request, workspace, user)


def _account(
    request: Request, workspace: Store, user: Caller, secret: str | None = None, problem: AnalyserError | None = None
) -> Response:
    live = [one for one in workspace.tokens(user) if one.revoked_at is None and one.kind != "login"]
    context = {"tokens": live, "secret": secret, "problem": problem, "benchmarks": every_benchmark()}
    return page(request, "account.html", context, problem.http_status if problem else 200)


@router.post("/account/password")
def password(
    request: Request,
    workspace: Store,
    user: Caller,
    password: Annotated[str, Form()] = "",
    current: Annotated[str, Form()] = "",
) -> Response:
    """A new password; every session ends, and one signs in anew with it."""
    try:
        workspace.set_password(user, password, by=user, current=current)
    except AnalyserError as error:
        return _account(request, workspace, user, problem=error)
    return RedirectResponse("/login", 303)


@router.post("/account/tokens")
def token(
    request: Request,
    workspace: Store,
    user: Caller,
    name: Annotated[str, Form(min_length=1, max_length=120)],
    read_only: Annotated[bool, Form()] = False,
    study: Annotated[str, Form()] = "",
) -> Response:
    """A token for a program, shown this once."""
    secret = workspace.issue_api_token(user, name, by=user, days=90, read_only=read_only, study=study or None)
    return _account(request, workspace, user, secret)


@router.post("/account/revoke")
def revoke(workspace: Store, user: Caller, token: Annotated[str, Form()]) -> Response:
    """End one of one's own tokens or sessions."""
    workspace.revoke_token(token, by=user)
    return RedirectResponse("/account", 303)


@door.get("/join/{secret}")
def join(request: Request, workspace: Store, secret: str) -> Response:
    """Choose a name and a password."""
    return page(request, "join.html", {"invitation": workspace.invitation(secret), "problem": None, "name": ""})


@door.post("/join/{secret}")
def accept(
    request: Request,
    workspace: Store,
    secret: str,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
) -> Response:
    """Become a user and go on."""
    check_origin(request)
    invitation = workspace.invitation(secret)
    try:
        user, session = workspace.accept(secret, name.strip(), password)
    except NotAuthenticated:
        raise
    except AnalyserError as error:
        context = {"invitation": invitation, "problem": error, "name": name}
        return page(request, "join.html", context, error.http_status)
    return let_in(request, user, session, "/")
