"""Who asks: a browser with a session cookie, or a program with a bearer token; and signing in and out.

A browser signs in with a one-time link and then carries an HttpOnly, SameSite=Strict cookie; what it sends to change
something must also come from our own pages (`Origin`). Tokens are the Workspace's; only their hashes are kept there.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from analyser.errors import Forbidden, NotAuthenticated, TooManyAttempts
from analyser.review.records import User
from analyser.workspace import Workspace
from api.languages import COOKIE as LANGUAGE
from api.languages import LANGUAGES
from api.limiting import Limits
from api.rendering import page

SAFE = ("GET", "HEAD", "OPTIONS")
HOURS = 720
YEAR = 365 * 24 * 3600

router = APIRouter(include_in_schema=False)


def workspace_of(request: Request) -> Workspace:
    """The workspace the application was made on."""
    workspace: Workspace = request.app.state.workspace
    return workspace


Store = Annotated[Workspace, Depends(workspace_of)]


def cookie_name(request: Request) -> str:
    """One name per port: browsers share cookies between the ports of a host."""
    return f"analyser_session_{request.url.port or 80}"


def bearer(request: Request) -> str | None:
    """The token of an Authorization header."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def signed_in(request: Request, workspace: Store) -> User:
    """The user who asks. Raises NotAuthenticated, and Forbidden for a change that another site may have asked for."""
    token = bearer(request)
    if token is None:
        token = request.cookies.get(cookie_name(request))
        if token and request.method not in SAFE:
            check_origin(request)
    if not token:
        request.app.state.limits.anonymous(request)
        raise NotAuthenticated("You are not signed in.", "Open the link that `analyser serve` printed.")
    limits: Limits = request.app.state.limits
    try:
        user = workspace.authenticate(token)
    except NotAuthenticated:
        limits.anonymous(request)
        raise
    limits.known(token)
    if user.read_only and request.method not in SAFE:
        raise Forbidden("This token may only read.", "Send a token that may write.")
    request.state.user = user
    return user


def check_origin(request: Request) -> None:
    """A change asked for by a browser must come from one of our own pages. Raises Forbidden."""
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    origin = request.headers.get("origin")
    if origin == own or (origin is None and request.headers.get("sec-fetch-site") == "same-origin"):
        return
    raise Forbidden("This change was not asked for by one of this server's own pages.", "Open the page and repeat it.")


Caller = Annotated[User, Depends(signed_in)]


def local_path(wanted: str) -> str:
    """A path of this server, never another site (`//elsewhere`, `/\\elsewhere`)."""
    return wanted if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) else "/"


@router.get("/login")
def login(
    request: Request, workspace: Store, token: Annotated[str, Query()] = "", next: Annotated[str, Query()] = "/"
) -> Response:
    """Redeem a one-time link, or ask for it."""
    if not token:
        return page(request, "login.html", {"next": local_path(next), "problem": None})
    return _sign_in(request, workspace, token, next)


@router.post("/login")
def login_by_form(
    request: Request,
    workspace: Store,
    token: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """A name with its password, or a token typed or pasted into the form; a whole link is fine too."""
    check_origin(request)
    if not name.strip():
        return _sign_in(request, workspace, token.strip().rpartition("token=")[2], next)
    address = request.client.host if request.client else ""
    try:
        user, session = workspace.sign_in(name, password, address)
    except (NotAuthenticated, TooManyAttempts) as error:
        return page(request, "login.html", {"next": local_path(next), "problem": error}, error.http_status)
    return let_in(request, user, session, next)


def _sign_in(request: Request, workspace: Workspace, token: str, wanted: str) -> Response:
    try:
        user, session = workspace.redeem_login(token, hours=HOURS)
    except NotAuthenticated as error:
        return page(request, "login.html", {"next": local_path(wanted), "problem": error}, 401)
    return let_in(request, user, session, wanted)


def let_in(request: Request, user: User, session: str, wanted: str) -> Response:
    """Answers with a page that moves on by itself: a redirect would arrive without the Strict cookie."""
    answer = page(request, "signed_in.html", {"user": user, "next": local_path(wanted)})
    answer.set_cookie(
        cookie_name(request),
        session,
        max_age=HOURS * 3600,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    if user.language in LANGUAGES:
        answer.set_cookie(LANGUAGE, user.language, max_age=YEAR, samesite="lax")
    return answer


@router.post("/language")
def language(
    request: Request, workspace: Store, language: Annotated[str, Form()] = "en", next: Annotated[str, Form()] = "/"
) -> Response:
    """Choose the language of the pages; kept with the account of whoever is signed in."""
    check_origin(request)
    answer = RedirectResponse(local_path(next), 303)
    if language in LANGUAGES:
        answer.set_cookie(LANGUAGE, language, max_age=YEAR, samesite="lax")
        try:
            workspace.set_language(signed_in(request, workspace), language)
        except NotAuthenticated:
            return answer  # a cookie is all that a guest has
    return answer


@router.post("/logout")
def logout(request: Request, workspace: Store, _: Caller) -> Response:
    """End the session of this browser."""
    workspace.revoke(request.cookies.get(cookie_name(request)) or bearer(request) or "")
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(cookie_name(request), httponly=True, samesite="strict")
    return answer
