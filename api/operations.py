"""What the machine room needs: is it alive, is it ready, its figures, its own description."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from api.auth import Caller, Store, signed_in
from api.problems import MEDIA_TYPE

router = APIRouter(tags=["operations"])


@router.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers. Says nothing about the store."""
    return {"status": "alive"}


@router.get("/readyz")
def ready(workspace: Store) -> dict[str, str]:
    """The store answers too; a problem object with status 503 where it does not."""
    return {"status": "ready", **workspace.ping()}


@router.get("/metrics", dependencies=[Depends(signed_in)], response_class=PlainTextResponse)
def metrics(request: Request, workspace: Store) -> Response:
    """Figures in the Prometheus exposition format; scrape with an API token."""
    text = request.app.state.metrics.text(workspace.figures())
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/api/v1/openapi.json", include_in_schema=False)
def description(request: Request, _: Caller) -> JSONResponse:
    """The OpenAPI description."""
    return JSONResponse(described(request.app.openapi()))


Description = Annotated[dict[str, Any], "an OpenAPI document"]


def described(document: Description) -> Description:
    """The document with what FastAPI cannot know: how to sign in, and the one shape of every error."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    schemas["Problem"] = PROBLEM
    document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            if path.startswith("/api/") or path == "/metrics":
                operation["security"] = [{"token": []}]
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = {
                "description": "What went wrong and what to do about it",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
    return document


PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457. Further members may follow, e.g. `errors` for the fields of a request that is not valid.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "hint"],
    "properties": {
        "type": {"type": "string", "example": "urn:statute-gap-analyser:error:unknown_name"},
        "title": {"type": "string", "example": "unknown name"},
        "status": {"type": "integer", "example": 422},
        "detail": {"type": "string", "example": "Nobody defines the jurisdiction `zz`."},
        "code": {"type": "string", "example": "unknown_name"},
        "hint": {"type": "string", "example": "Use an ISO 3166 code such as `de` or `au-wa`."},
    },
}
