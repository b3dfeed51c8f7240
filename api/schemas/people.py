"""Users, tokens and the audit log as JSON."""

from datetime import datetime
from typing import Any

from pydantic import Field

from analyser.review.records import Role
from api.schemas.base import Request, Shape


class UserShape(Shape):
    id: str
    name: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None


class TokenRequest(Request):
    name: str = Field(min_length=1, max_length=120, examples=["nightly export"])
    days: int | None = Field(default=90, ge=1, le=3650, description="null: until revoked.")


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


class AuditShape(Shape):
    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: dict[str, Any]
    previous: str
    hash: str
