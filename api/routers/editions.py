"""Editions: the study frozen under a name, and what changed between two of them."""

from typing import Annotated

from fastapi import Depends, Query
from starlette.responses import Response

from analyser.study import exports
from api.auth import Caller, Store
from api.caching import conditional
from api.idempotency import OnlyOnce
from api.routers.common import APiece, BenchmarkId, api_router, every
from api.schemas.base import PageOf
from api.schemas.study import (
    ComparisonShape,
    EditionContentShape,
    EditionShape,
    FreezeRequest,
    PointShape,
    SignatureShape,
    SignRequest,
)

router = api_router("editions")
cached = [Depends(conditional)]
AsForm = Annotated[exports.Form, Query(alias="format", description="Form of the file; csv, json and site are zips.")]
AnEdition = Annotated[str | None, Query(description="Name of an edition; left out, a draft of the study as it stands.")]


@router.get("/editions", dependencies=cached)
def editions(workspace: Store, user: Caller, piece: APiece, benchmark: str | None = None) -> PageOf[EditionShape]:
    """Frozen editions, without their content."""
    return piece.of(EditionShape, workspace.editions(benchmark, viewer=user), lambda one: one.id)


@router.post("/editions", status_code=201)
def freeze(workspace: Store, user: Caller, once: OnlyOnce, body: FreezeRequest) -> EditionShape:
    """Freeze the study as it stands. A name is given once."""
    asked = (body.benchmark, body.name)
    return EditionShape.of(once(asked, lambda: workspace.freeze(*asked, by=user)))


@router.get("/editions/{name}", dependencies=cached)
def edition(workspace: Store, user: Caller, name: str) -> EditionContentShape:
    """One edition with its content."""
    return EditionContentShape.of(workspace.edition(name, viewer=user))


@router.get("/comparisons", dependencies=cached)
def compare_editions(workspace: Store, user: Caller, before: str, after: str) -> ComparisonShape:
    """What changed between two editions, and why."""
    return ComparisonShape.of(workspace.compare(before, after, viewer=user))


@router.get("/editions/{name}/signatures", dependencies=cached)
def signatures(workspace: Store, user: Caller, name: str) -> PageOf[SignatureShape]:
    """Who signed an edition off."""
    return every(SignatureShape, workspace.signatures(name, viewer=user))


@router.post("/editions/{name}/signatures", status_code=201)
def sign_edition(workspace: Store, user: Caller, once: OnlyOnce, name: str, body: SignRequest) -> SignatureShape:
    """Sign an edition off; every export then carries the signature."""
    return SignatureShape.of(once(body.statement, lambda: workspace.sign(name, body.statement, by=user)))


@router.get("/editions/{name}/export", dependencies=cached, response_class=Response)
def export_edition(workspace: Store, user: Caller, name: str, form: AsForm) -> Response:
    """An edition as a file; the same bytes every time."""
    return sent(exports.export(workspace.publication(name, viewer=user), form))


@router.get("/progress", dependencies=cached)
def progress(workspace: Store, user: Caller, benchmark: BenchmarkId) -> PageOf[PointShape]:
    """How every row stood in each edition, oldest first."""
    return every(PointShape, workspace.progress(benchmark, viewer=user))


def sent(made: exports.File) -> Response:
    """A file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.data, media_type=made.media_type, headers=headers)
