"""Every error becomes one shape: a problem object (RFC 9457) for programs, the same words on a page for people.

It decides which of the two a request wants, and sends people who are not signed in to the sign-in page. It refuses to
show anything of an unforeseen error but that there was one; the rest goes to the log.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from analyser.errors import AnalyserError, NotAuthenticated, NotFound, UsageError
from api.headers import HEADERS
from api.rendering import page

log = structlog.get_logger(__name__)
MEDIA_TYPE = "application/problem+json"
DOORS = ("/login", "/join/", "/verify/", "/oidc/")  # open to whoever holds a link; a wrong one is told there


class NotModified(Exception):
    """The caller already holds the present state."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__("not modified")
        self.headers = headers


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(AnalyserError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(NotModified, _not_modified)
    app.add_exception_handler(Exception, _unforeseen)


def for_program(error: AnalyserError) -> Response:
    """The error as problem+json."""
    headers = {"WWW-Authenticate": "Bearer"} if isinstance(error, NotAuthenticated) else {}
    return JSONResponse(error.problem(), error.http_status, headers | _waiting(error), MEDIA_TYPE)


def _waiting(error: AnalyserError) -> dict[str, str]:
    return {"Retry-After": str(error.details["retry_after"])} if "retry_after" in error.details else {}


def respond(request: Request, error: AnalyserError) -> Response:
    """The error as the caller wants it."""
    if not wants_page(request):
        return for_program(error)
    if isinstance(error, NotAuthenticated) and not request.url.path.startswith(DOORS):
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?next={quote(here, safe='')}", 303)
    shown = page(request, "error.html", {"error": error}, error.http_status)
    shown.headers.update(_waiting(error))
    return shown


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks for a page, not a program for data."""
    path = request.url.path
    if path.startswith(("/api/", "/static/")) or path in ("/healthz", "/readyz", "/metrics"):
        return False
    return request.headers.get("sec-fetch-dest", "document") in ("document", "")


def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, AnalyserError)
    if error.http_status >= 500:
        log.error("request failed", path=request.url.path, code=error.code, message=error.message)
    return respond(request, error)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [_field(entry) for entry in error.errors()]
    named = "; ".join(f"{entry['field']}: {entry['message']}" for entry in errors)
    hint = "Correct the fields named in `errors`; /api/v1/openapi.json describes them."
    return respond(request, UsageError(f"The request is not valid: {named}", hint, errors=errors))


def _field(entry: Mapping[str, Any]) -> dict[str, str]:
    """Where and what, without the value itself: it may be a whole file."""
    place, *names = entry["loc"]
    return {"in": str(place), "field": ".".join(str(name) for name in names) or str(place), "message": entry["msg"]}


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return respond(request, _as_known(request, error))


def _as_known(request: Request, error: HTTPException) -> AnalyserError:
    if isinstance(error.__cause__, AnalyserError):  # raised while the body was read, wrapped by the form parser
        return error.__cause__
    path = request.url.path
    if error.status_code == 404:
        return NotFound(f"There is nothing at {path}.", "Start at / for pages, at /api/v1/openapi.json for the API.")
    if error.status_code == 405:
        known: AnalyserError = UsageError(f"{request.method} is not possible at {path}.", "See /api/v1/openapi.json.")
    else:
        known = UsageError(f"The request could not be understood: {error.detail}", "See /api/v1/openapi.json.")
    known.http_status = error.status_code
    return known


def _not_modified(_request: Request, error: Exception) -> Response:
    assert isinstance(error, NotModified)
    return Response(status_code=304, headers=dict(error.headers))


def _unforeseen(request: Request, error: Exception) -> Response:
    log.error("unforeseen error", path=request.url.path, method=request.method, exc_info=error)
    hint = "Nothing was stored by this request. The server's log says more; please report it."
    answer = respond(request, AnalyserError("Something went wrong that nobody had foreseen.", hint))
    answer.headers.update(HEADERS)  # this handler answers outside of all middleware
    return answer
