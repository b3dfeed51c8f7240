"""How a study is conducted: its rules and members, verification rounds with partners, and moving to a new benchmark."""

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Query, Request

from analyser.review.plan import Conduct
from analyser.review.records import Role
from analyser.store.records import Verification
from analyser.workspace.base import require
from analyser.workspace.moving import Step
from api.auth import Caller, Store
from api.caching import conditional
from api.idempotency import OnlyOnce
from api.routers.common import APiece, api_router, every
from api.schemas.base import PageOf
from api.schemas.conduct import (
    CommentShape,
    ConductRequest,
    ConductShape,
    GroupShape,
    MappingRequest,
    OpenedVerification,
    StepShape,
    VerificationRequest,
    VerificationShape,
)
from benchmarks.mapping import read_mapping

router = api_router("conduct")
cached = [Depends(conditional)]


@router.get("/groups", dependencies=cached)
def groups(workspace: Store) -> PageOf[GroupShape]:
    """Groups of States that a study can be narrowed to."""
    return every(GroupShape, workspace.groups().values())


@router.get("/studies/{benchmark}/conduct", dependencies=cached)
def conduct(workspace: Store, benchmark: str) -> ConductShape:
    """How a study is conducted; the defaults where nobody set anything."""
    return ConductShape.of(workspace.conduct(benchmark))


@router.put("/studies/{benchmark}/conduct")
def set_conduct(workspace: Store, user: Caller, benchmark: str, body: ConductRequest) -> ConductShape:
    """Change how a study is conducted; admins only."""
    return ConductShape.of(workspace.set_conduct(Conduct(benchmark, **body.model_dump()), by=user))


@router.get("/studies/{benchmark}/members", dependencies=cached)
def members(workspace: Store, user: Caller, benchmark: str) -> list[str]:
    """Names of a study's members; adjudicators and admins only."""
    require(user, Role.ADJUDICATOR)
    return list(workspace.members(benchmark))


@router.put("/studies/{benchmark}/members/{name}", status_code=204)
def add_member(workspace: Store, user: Caller, benchmark: str, name: str) -> None:
    """Take a person into a study; admins only."""
    workspace.set_member(benchmark, name, True, by=user)


@router.delete("/studies/{benchmark}/members/{name}", status_code=204)
def remove_member(workspace: Store, user: Caller, benchmark: str, name: str) -> None:
    """Take a person out of a study; admins only."""
    workspace.set_member(benchmark, name, False, by=user)


@router.get("/verifications", dependencies=cached)
def verifications(workspace: Store, user: Caller, piece: APiece) -> PageOf[VerificationShape]:
    """Verification rounds, newest first; adjudicators and admins only."""
    return piece.of(VerificationShape, workspace.verifications(viewer=user), lambda one: one.id)


@router.post("/verifications", status_code=201)
def open_verification(workspace: Store, user: Caller, once: OnlyOnce, body: VerificationRequest) -> OpenedVerification:
    """Open one country's answers to a partner by a link, until a deadline; adjudicators and admins only."""

    def begin() -> tuple[Verification, str]:
        return workspace.open_verification(body.benchmark, body.country, body.partner, body.deadline, by=user)

    made, secret = once(body.model_dump(mode="json"), begin)
    return OpenedVerification(verification=VerificationShape.of(made), path=f"/verify/{secret}")


@router.post("/verifications/{verification_id}/close", status_code=204)
def close_verification(workspace: Store, user: Caller, verification_id: str) -> None:
    """The link opens nothing any more; the comments stay."""
    workspace.close_verification(verification_id, by=user)


@router.get("/verifications/{verification_id}/comments", dependencies=cached)
def verification_comments(workspace: Store, user: Caller, verification_id: str) -> PageOf[CommentShape]:
    """What the partner said, oldest first."""
    return every(CommentShape, workspace.verification_comments(verification_id, viewer=user))


@router.post("/mappings")
def apply_mapping(
    request: Request,
    workspace: Store,
    user: Caller,
    once: OnlyOnce,
    body: MappingRequest,
    dry_run: Annotated[bool, Query(description="Show what would be done and change nothing.")] = True,
) -> PageOf[StepShape]:
    """Take answers to another benchmark by a mapping that people decided; once, all or nothing. Admins only."""
    require(user, Role.ADMIN)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "mapping.yaml")
        place.write_text(body.mapping, encoding="utf-8")
        mapping = read_mapping(place, request.app.state.settings.benchmarks_dir)

    def apply() -> tuple[Step, ...]:
        act = workspace.mapping_steps if dry_run else workspace.apply_mapping
        return act(mapping, by=user)

    return every(StepShape, once([dry_run, body.mapping], apply))
