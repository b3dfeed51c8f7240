"""Written by `python -m api.generate` from the OpenAPI description."""

from api.client.transport import Transport
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


class People(Transport):
    def me(self) -> UserShape:
        """Who you are here."""
        return self._ask(UserShape, "GET", "/api/v1/me")

    def set_password(self, body: PasswordRequest) -> None:
        """Set your password; ends all your sessions and tokens, this one too."""
        self._act("PUT", "/api/v1/me/password", body=body)

    def set_language(self, body: LanguageRequest) -> None:
        """Choose the language of your pages."""
        self._act("PUT", "/api/v1/me/language", body=body)

    def people(self, *, cursor: str | None = None, limit: int = 500) -> PageOf[UserShape]:
        """Everybody, also those who are disabled; adjudicators and admins only."""
        return self._ask(PageOf[UserShape], "GET", "/api/v1/people", query={"cursor": cursor, "limit": limit})

    def add_person(self, body: PersonRequest) -> AddedPerson:
        """Add a person and the path of a one-time link to sign in with; they then choose a password."""
        return self._ask(AddedPerson, "POST", "/api/v1/people", body=body)

    def set_role(self, name: str, body: RoleRequest) -> UserShape:
        """Give a person another role."""
        return self._ask(UserShape, "PUT", "/api/v1/people/{name}/role", at={"name": name}, body=body)

    def disable_person(self, name: str) -> UserShape:
        """Let a person in no more, at once; what they did stays on record."""
        return self._ask(UserShape, "DELETE", "/api/v1/people/{name}", at={"name": name})

    def tokens(self, *, cursor: str | None = None, limit: int = 500) -> PageOf[TokenShape]:
        """Your sessions and API tokens; never their secrets."""
        return self._ask(PageOf[TokenShape], "GET", "/api/v1/tokens", query={"cursor": cursor, "limit": limit})

    def issue_token(self, body: TokenRequest) -> IssuedToken:
        """Issue an API token for yourself."""
        return self._ask(IssuedToken, "POST", "/api/v1/tokens", body=body)

    def revoke_current_token(self) -> None:
        """Revoke the API token this request is sent with."""
        self._act("DELETE", "/api/v1/tokens/current")

    def revoke_token(self, token_id: str) -> None:
        """End one of your tokens by its id; admins anybody's."""
        self._act("DELETE", "/api/v1/tokens/{token_id}", at={"token_id": token_id})

    def invitations(self, *, cursor: str | None = None, limit: int = 500) -> PageOf[InvitationShape]:
        """Invitations, newest first; admins only."""
        return self._ask(
            PageOf[InvitationShape],
            "GET",
            "/api/v1/invitations",
            query={"cursor": cursor, "limit": limit},
        )

    def invite(self, body: InvitationRequest) -> IssuedInvitation:
        """Invite somebody; the link is shown this once."""
        return self._ask(IssuedInvitation, "POST", "/api/v1/invitations", body=body)

    def withdraw_invitation(self, invitation_id: str) -> None:
        """Let an invitation expire now."""
        self._act("DELETE", "/api/v1/invitations/{invitation_id}", at={"invitation_id": invitation_id})

    def audit(self, *, cursor: str | None = None, limit: int = 50) -> PageOf[AuditShape]:
        """The append-only log, newest first; admins only."""
        return self._ask(PageOf[AuditShape], "GET", "/api/v1/audit", query={"cursor": cursor, "limit": limit})

    def verify_audit(self, *, head: str | None = None) -> AuditVerification:
        """Whether the log is whole, and still reaches a `head` noted elsewhere. Admins only."""
        return self._ask(AuditVerification, "GET", "/api/v1/audit/verification", query={"head": head})
