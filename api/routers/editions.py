"""Editions: the study frozen under a name, and what changed between two of them."""

from fastapi import Depends

from api.auth import Caller, Store
from api.caching import conditional
from api.routers.common import Key, Once, api_router, every
from api.schemas.base import PageOf
from api.schemas.study import ComparisonShape, EditionContentShape, EditionShape, FreezeRequest

router = api_router("editions")
cached = [Depends(conditional)]


@router.get("/editions", dependencies=cached)
def editions(workspace: Store, benchmark: str | None = None) -> PageOf[EditionShape]:
    """Frozen editions, without their content."""
    return every(EditionShape, workspace.editions(benchmark))


@router.post("/editions", status_code=201)
def freeze(workspace: Store, user: Caller, once: Once, body: FreezeRequest, key: Key = None) -> EditionShape:
    """Freeze the study as it stands. A name is given once."""
    asked = ["freeze", body.model_dump()]
    return EditionShape.of(once.once(user, key, asked, lambda: workspace.freeze(body.benchmark, body.name, by=user)))


@router.get("/editions/{name}", dependencies=cached)
def edition(workspace: Store, name: str) -> EditionContentShape:
    """One edition with its content."""
    return EditionContentShape.of(workspace.edition(name))


@router.get("/comparisons", dependencies=cached)
def compare(workspace: Store, before: str, after: str) -> ComparisonShape:
    """What changed between two editions, and why."""
    return ComparisonShape.of(workspace.compare(before, after))
