"""Webhooks and their messages as JSON."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from analyser.store.records import JobState
from api.schemas.base import Request, Shape

Ended = Literal["done", "failed", "rejected", "empty"]


class WebhookRequest(Request):
    url: str = Field(max_length=2000, description="An https address.", examples=["https://registry.example/hooks"])
    states: list[Ended] = Field(
        default=["done", "failed", "rejected", "empty"], min_length=1, description="How jobs end that it is told of."
    )


class WebhookShape(Shape):
    id: str
    url: str
    states: list[JobState]
    created_at: datetime
    created_by: str
    ended_at: datetime | None


class AddedWebhook(Shape):
    webhook: WebhookShape
    secret: str = Field(description="Messages are signed with it. Shown this once; the database never holds it.")


class DeliveryShape(Shape):
    id: str = Field(description="Sent as `webhook-id`; the same message may arrive twice.")
    job_id: str
    attempts: int
    next_at: datetime | None = Field(description="When it is tried next; null once it arrived or was given up.")
    status: int | None = Field(description="What the receiver answered last.")
    error: str | None
    created_at: datetime
    delivered_at: datetime | None
