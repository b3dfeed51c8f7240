"""Users, tokens and the audit log as JSON."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from analyser.review.records import Role
from api.schemas.base import Request, Shape


class UserShape(Shape):
    id: str
    name: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None


class PersonRequest(Request):
    name: str = Field(min_length=1, max_length=120, examples=["Ana"])
    role: Role = Field(default=Role.REVIEWER, examples=["reviewer"])


class AddedPerson(Shape):
    person: UserShape
    path: str = Field(description="One-time sign-in link on this server, good for a day. Shown this once.")


class RoleRequest(Request):
    role: Role = Field(examples=["adjudicator"])


class PasswordRequest(Request):
    password: str = Field(max_length=1000, examples=["seven quiet otters"])
    current: str | None = Field(default=None, max_length=1000, description="The present one, where there is one.")


class LanguageRequest(Request):
    language: Literal["en", "fr", "es"] = Field(examples=["fr"])


class TokenRequest(Request):
    name: str = Field(min_length=1, max_length=120, examples=["nightly export"])
    days: int | None = Field(default=90, ge=1, le=3650, description="null: until revoked.")
    read_only: bool = Field(default=False, description="May change nothing.")
    study: str | None = Field(default=None, description="The one benchmark it opens; null for all of yours.")


class IssuedToken(Shape):
    name: str
    token: str = Field(description="Shown this once; only its hash is kept.")


class TokenShape(Shape):
    id: str
    user: str
    kind: str
    name: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None
    read_only: bool
    study: str | None


class InvitationRequest(Request):
    role: Role = Field(examples=["reviewer"])
    benchmark: str | None = Field(default=None, description="The study it makes its reader a member of.")
    days: int = Field(default=7, ge=1, le=90)


class InvitationShape(Shape):
    id: str
    role: Role
    benchmark: str | None
    created_at: datetime
    created_by: str
    expires_at: datetime
    used_at: datetime | None
    used_by: str | None


class IssuedInvitation(Shape):
    invitation: InvitationShape
    path: str = Field(description="The link's path on this server. Shown this once; only its hash is kept.")


class AuditShape(Shape):
    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: dict[str, Any]
    previous: str
    hash: str


class AuditVerification(Shape):
    intact: bool
    entries: int | None = Field(description="How many entries were checked; null where one does not fit.")
    head: str = Field(description="Hash of the newest entry; note it elsewhere.")
    broken: int | None = Field(default=None, description="The first entry that does not fit or is missing.")
    message: str = ""
    hint: str = ""
