"""People and their tokens, the audit log, the job ledger, frozen editions."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from analyser.review.records import Role
from analyser.store.records import JobState
from analyser.store.tables.base import Base, one_of
from analyser.store.types import BigId


class UserRow(Base):
    __tablename__ = "users"
    __table_args__ = (one_of("role", tuple(Role)),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    language: Mapped[str | None]
    password: Mapped[str | None]  # an argon2 hash


class ApiTokenRow(Base):
    __tablename__ = "api_tokens"
    __table_args__ = (one_of("kind", ("login", "session", "api")),)

    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)  # SHA-256 of 256 random bits; the secret itself is never kept
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    read_only: Mapped[bool | None]
    study: Mapped[str | None]  # the one benchmark it opens; null for all


class InvitationRow(Base):
    __tablename__ = "invitations"

    id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    benchmark: Mapped[str | None]  # the study it makes a member of
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[str | None]


class IdentityRow(Base):
    """Who a person is at a sign-in provider; one may have several."""

    __tablename__ = "identities"

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]


class LoginFailureRow(Base):
    """A failed sign-in; counted for a while to slow guessing down."""

    __tablename__ = "login_failures"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    who: Mapped[str] = mapped_column(index=True)  # SHA-256 of the name or address
    at: Mapped[datetime]


class AuditRow(Base):
    __tablename__ = "audit_log"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
    previous: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class JobRow(Base):
    __tablename__ = "jobs"
    __table_args__ = (
        sa.UniqueConstraint("batch", "fingerprint"),
        sa.Index("ix_jobs_state", "state"),
        sa.Index("ix_jobs_created_at_id", "created_at", "id"),
        one_of("state", tuple(JobState)),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    batch: Mapped[str]
    kind: Mapped[str]
    item: Mapped[str]
    fingerprint: Mapped[str]
    state: Mapped[str]
    attempt: Mapped[int]
    step: Mapped[str | None]
    error_code: Mapped[str | None]
    message: Mapped[str | None]
    hint: Mapped[str | None]
    payload: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    worker: Mapped[str | None]  # host, process and its start time: who holds it while it runs
    seen_at: Mapped[datetime | None]  # when the holder was last heard of
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class EditionRow(Base):
    __tablename__ = "study_editions"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    benchmark: Mapped[str]
    fingerprint: Mapped[str]
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[str]
    content: Mapped[dict[str, Any]]
