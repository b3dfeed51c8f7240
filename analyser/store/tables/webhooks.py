"""Webhooks, and the messages to them: what waits, what arrived, what was given up."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from analyser.store.tables.base import Base


class WebhookRow(Base):
    __tablename__ = "webhooks"

    id: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    states: Mapped[list[Any]]  # of jobs, that it is told of
    key_id: Mapped[str]  # tells which secret signs; the secret itself is never kept
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    ended_at: Mapped[datetime | None]


class DeliveryRow(Base):
    __tablename__ = "deliveries"

    id: Mapped[str] = mapped_column(primary_key=True)
    webhook_id: Mapped[str] = mapped_column(sa.ForeignKey("webhooks.id"), index=True)
    job_id: Mapped[str]
    body: Mapped[str]  # as it is signed and sent, each time the same
    attempts: Mapped[int]
    next_at: Mapped[datetime | None] = mapped_column(index=True)  # null once it arrived or was given up
    status: Mapped[int | None]  # what the receiver answered last
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
