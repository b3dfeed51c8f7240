"""People: the caller, everybody else, their tokens, invitations, and the audit log."""

from fastapi import Depends, Request

from analyser.errors import NotAuthenticated, StorageError
from analyser.review.records import Role, User
from analyser.workspace.base import require
from api.auth import Caller, Store, bearer
from api.caching import conditional
from api.idempotency import OnlyOnce
from api.routers.common import APiece, Cursor, Limit, api_router, pieces
from api.schemas.base import PageOf
from api.schemas.people import (
    AddedPerson,
    AuditShape,
    AuditVerification,
    InvitationRequest,
    InvitationShape,
    IssuedInvitation,
    IssuedToken,
    LanguageRequest,
    PasswordRequest,
    PersonRequest,
    RoleRequest,
    TokenRequest,
    TokenShape,
    UserShape,
)

router = api_router("people")
cached = [Depends(conditional)]
FIRST_DAY = 24 * 60  # minutes that the first link of a person added by an admin lives


@router.get("/me", dependencies=cached)
def me(user: Caller) -> UserShape:
    """Who you are here."""
    return UserShape.of(user)


@router.put("/me/password", status_code=204)
def set_password(workspace: Store, user: Caller, body: PasswordRequest) -> None:
    """Set your password; ends all your sessions and tokens, this one too."""
    workspace.set_password(user, body.password, by=user, current=body.current)


@router.put("/me/language", status_code=204)
def set_language(workspace: Store, user: Caller, body: LanguageRequest) -> None:
    """Choose the language of your pages."""
    workspace.set_language(user, body.language)


@router.get("/people", dependencies=cached)
def people(workspace: Store, user: Caller, piece: APiece) -> PageOf[UserShape]:
    """Everybody, also those who are disabled; adjudicators and admins only."""
    require(user, Role.ADJUDICATOR)
    return piece.of(UserShape, workspace.users(), lambda one: one.name)


@router.post("/people", status_code=201)
def add_person(workspace: Store, user: Caller, once: OnlyOnce, body: PersonRequest) -> AddedPerson:
    """Add a person and the path of a one-time link to sign in with; they then choose a password."""

    def add() -> tuple[User, str]:
        made = workspace.add_user(body.name, body.role, by=user)
        return made, workspace.issue_login(made, minutes=FIRST_DAY)

    made, token = once(body.model_dump(), add)
    return AddedPerson(person=UserShape.of(made), path=f"/login?token={token}")


@router.put("/people/{name}/role")
def set_role(workspace: Store, user: Caller, name: str, body: RoleRequest) -> UserShape:
    """Give a person another role."""
    return UserShape.of(workspace.set_role(name, body.role, by=user))


@router.delete("/people/{name}")
def disable_person(workspace: Store, user: Caller, name: str) -> UserShape:
    """Let a person in no more, at once; what they did stays on record."""
    return UserShape.of(workspace.disable(name, by=user))


@router.get("/tokens", dependencies=cached)
def tokens(workspace: Store, user: Caller, piece: APiece) -> PageOf[TokenShape]:
    """Your sessions and API tokens; never their secrets."""
    return piece.of(TokenShape, workspace.tokens(user), lambda one: one.id)


@router.post("/tokens", status_code=201)
def issue_token(workspace: Store, user: Caller, once: OnlyOnce, body: TokenRequest) -> IssuedToken:
    """Issue an API token for yourself."""

    def issue() -> str:
        life, study = body.days, body.study
        return workspace.issue_api_token(user, body.name, by=user, days=life, read_only=body.read_only, study=study)

    return IssuedToken(name=body.name, token=once(body.model_dump(), issue))


@router.delete("/tokens/current", status_code=204)
def revoke_current_token(request: Request, workspace: Store, _: Caller) -> None:
    """Revoke the API token this request is sent with."""
    token = bearer(request)
    if token is None:
        raise NotAuthenticated("No API token was sent.", "Send the token to revoke; browsers sign out at /logout.")
    workspace.revoke(token)


@router.delete("/tokens/{token_id}", status_code=204)
def revoke_token(workspace: Store, user: Caller, token_id: str) -> None:
    """End one of your tokens by its id; admins anybody's."""
    workspace.revoke_token(token_id, by=user)


@router.get("/invitations", dependencies=cached)
def invitations(workspace: Store, user: Caller, piece: APiece) -> PageOf[InvitationShape]:
    """Invitations, newest first; admins only."""
    return piece.of(InvitationShape, workspace.invitations(by=user), lambda one: one.id)


@router.post("/invitations", status_code=201)
def invite(workspace: Store, user: Caller, once: OnlyOnce, body: InvitationRequest) -> IssuedInvitation:
    """Invite somebody; the link is shown this once."""
    asked, study = body.model_dump(), body.benchmark
    made, secret = once(asked, lambda: workspace.invite(body.role, by=user, benchmark=study, days=body.days))
    return IssuedInvitation(invitation=InvitationShape.of(made), path=f"/join/{secret}")


@router.delete("/invitations/{invitation_id}", status_code=204)
def withdraw_invitation(workspace: Store, user: Caller, invitation_id: str) -> None:
    """Let an invitation expire now."""
    workspace.withdraw_invitation(invitation_id, by=user)


@router.get("/audit", dependencies=cached)
def audit(workspace: Store, user: Caller, cursor: Cursor = None, limit: Limit = 50) -> PageOf[AuditShape]:
    """The append-only log, newest first; admins only."""
    return pieces(AuditShape, workspace.audit(by=user, cursor=cursor, limit=limit))


@router.get("/audit/verification", dependencies=cached)
def verify_audit(workspace: Store, user: Caller, head: str | None = None) -> AuditVerification:
    """Whether the log is whole, and still reaches a `head` noted elsewhere. Admins only."""
    require(user, Role.ADMIN)
    try:
        entries = workspace.verify_audit(head)
    except StorageError as error:
        if "entry" not in error.details:  # the database itself failed: nothing was checked
            raise
        broken = {"broken": error.details["entry"], "message": error.message, "hint": error.hint}
        return AuditVerification(intact=False, entries=None, head=workspace.tag(), **broken)
    return AuditVerification(intact=True, entries=entries, head=workspace.tag())
