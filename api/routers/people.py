"""The caller, their tokens, and the audit log."""

from fastapi import Request

from analyser.errors import NotAuthenticated
from api.auth import Caller, Store, bearer
from api.routers.common import Cursor, Limit, api_router, every, pieces
from api.schemas.base import PageOf
from api.schemas.people import (
    AuditShape,
    InvitationRequest,
    InvitationShape,
    IssuedInvitation,
    IssuedToken,
    TokenRequest,
    TokenShape,
    UserShape,
)

router = api_router("people")


@router.get("/me")
def me(user: Caller) -> UserShape:
    """Who you are here."""
    return UserShape.of(user)


@router.get("/tokens")
def tokens(workspace: Store, user: Caller) -> PageOf[TokenShape]:
    """Your sessions and API tokens; never their secrets."""
    return every(TokenShape, workspace.tokens(user))


@router.post("/tokens", status_code=201)
def issue(workspace: Store, user: Caller, body: TokenRequest) -> IssuedToken:
    """Issue an API token for yourself."""
    secret = workspace.issue_api_token(
        user, body.name, by=user, days=body.days, read_only=body.read_only, study=body.study
    )
    return IssuedToken(name=body.name, token=secret)


@router.delete("/tokens/current", status_code=204)
def revoke(request: Request, workspace: Store, _: Caller) -> None:
    """Revoke the API token this request is sent with."""
    token = bearer(request)
    if token is None:
        raise NotAuthenticated("No API token was sent.", "Send the token to revoke; browsers sign out at /logout.")
    workspace.revoke(token)


@router.delete("/tokens/{token_id}", status_code=204)
def revoke_one(workspace: Store, user: Caller, token_id: str) -> None:
    """End one of your tokens by its id; admins anybody's."""
    workspace.revoke_token(token_id, by=user)


@router.get("/invitations")
def invitations(workspace: Store, user: Caller) -> PageOf[InvitationShape]:
    """Invitations, newest first; admins only."""
    return every(InvitationShape, workspace.invitations(by=user))


@router.post("/invitations", status_code=201)
def invite(workspace: Store, user: Caller, body: InvitationRequest) -> IssuedInvitation:
    """Invite somebody; the link is shown this once."""
    made, secret = workspace.invite(body.role, by=user, benchmark=body.benchmark, days=body.days)
    return IssuedInvitation(invitation=InvitationShape.of(made), path=f"/join/{secret}")


@router.delete("/invitations/{invitation_id}", status_code=204)
def withdraw_invitation(workspace: Store, user: Caller, invitation_id: str) -> None:
    """Let an invitation expire now."""
    workspace.withdraw_invitation(invitation_id, by=user)


@router.get("/audit")
def audit(workspace: Store, user: Caller, cursor: Cursor = None, limit: Limit = 50) -> PageOf[AuditShape]:
    """The append-only log, newest first; admins only."""
    return pieces(AuditShape, workspace.audit(by=user, cursor=cursor, limit=limit))
