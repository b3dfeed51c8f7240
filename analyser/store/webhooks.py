"""Queries on webhooks and their messages. A message is written in the transaction that ends the job it tells of."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.errors import NotFound
from analyser.store import pages
from analyser.store.ledger import Outcome
from analyser.store.records import Delivery, Job, JobState, Page, Webhook
from analyser.store.tables import DeliveryRow, WebhookRow

_LIVE = WebhookRow.ended_at.is_(None)


class Webhooks:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, webhook: Webhook) -> None:
        self._session.add(
            WebhookRow(
                id=webhook.id,
                url=webhook.url,
                states=[state.value for state in webhook.states],
                key_id=webhook.key_id,
                created_at=webhook.created_at,
                created_by=webhook.created_by,
                ended_at=None,
            )
        )
        self._session.flush()

    def list(self) -> tuple[Webhook, ...]:
        """Newest first, ended ones included."""
        rows = self._session.scalars(sa.select(WebhookRow).order_by(WebhookRow.created_at.desc(), WebhookRow.id))
        return tuple(_webhook(row) for row in rows)

    def get(self, webhook_id: str) -> Webhook:
        """Raises NotFound."""
        row = self._session.get(WebhookRow, webhook_id)
        if row is None:
            raise NotFound(f"There is no webhook {webhook_id}.", hint="GET /api/v1/webhooks lists them.")
        return _webhook(row)

    def end(self, webhook_id: str, at: datetime) -> None:
        """It is told nothing any more; what was sent stays on record. Raises NotFound."""
        self.get(webhook_id)
        here = sa.update(WebhookRow).where(WebhookRow.id == webhook_id, _LIVE)
        self._session.execute(here.values(ended_at=at))

    # ---- messages

    def tell(self, job: Job, ended: Outcome, new_id: Callable[[], str], at: datetime) -> None:
        """Write a message to every live webhook that wants to know of this end."""
        live = self._session.scalars(sa.select(WebhookRow).where(_LIVE)).all()
        for row in live:
            if ended.state.value in row.states:
                self._session.add(
                    DeliveryRow(
                        id=new_id(),
                        webhook_id=row.id,
                        job_id=job.id,
                        body=_message(job, ended, at),
                        attempts=0,
                        next_at=at,
                        status=None,
                        error=None,
                        created_at=at,
                        delivered_at=None,
                    )
                )
        self._session.flush()

    def due(self, at: datetime, limit: int) -> tuple[tuple[Delivery, Webhook], ...]:
        """Messages to be sent now, those that wait longest first."""
        query = (
            sa.select(DeliveryRow, WebhookRow)
            .join(WebhookRow, WebhookRow.id == DeliveryRow.webhook_id)
            .where(_LIVE, DeliveryRow.next_at <= at)
            .order_by(DeliveryRow.next_at, DeliveryRow.id)
            .limit(limit)
        )
        return tuple((_delivery(row), _webhook(hook)) for row, hook in self._session.execute(query))

    def claim(self, delivery: Delivery, until: datetime | None) -> bool:
        """Count an attempt before it is made; of two processes one succeeds. `until`: when the next one would be."""
        seen = (DeliveryRow.id == delivery.id, DeliveryRow.attempts == delivery.attempts)
        change = sa.update(DeliveryRow).where(*seen, DeliveryRow.next_at.is_not(None))
        values = {"attempts": delivery.attempts + 1, "next_at": until}
        return bool(self._session.execute(change.values(**values).returning(DeliveryRow.id)).all())

    def answered(self, delivery_id: str, status: int | None, error: str | None, arrived: datetime | None) -> None:
        """What came of an attempt; one that arrived is not made again."""
        values: dict[str, Any] = {"status": status, "error": error, "delivered_at": arrived}
        if arrived is not None:
            values["next_at"] = None
        self._session.execute(sa.update(DeliveryRow).where(DeliveryRow.id == delivery_id).values(**values))

    def deliveries(self, webhook_id: str, *, cursor: str | None, limit: int) -> Page[Delivery]:
        """Newest first."""
        return pages.fetch(
            self._session,
            sa.select(DeliveryRow).where(DeliveryRow.webhook_id == webhook_id),
            [(DeliveryRow.id, str)],
            lambda row: _delivery(row[0]),
            cursor=cursor,
            limit=limit,
            newest_first=True,
        )


def _message(job: Job, ended: Outcome, at: datetime) -> str:
    told = {
        "id": job.id,
        "batch": job.batch,
        "kind": job.kind,
        "item": job.item,
        "state": ended.state.value,
        "error_code": ended.error_code,
        "message": ended.message,
        "hint": ended.hint,
        "result": dict(ended.result or {}),
        "finished_at": at.isoformat(),
    }
    message = {"type": f"job.{ended.state.value}", "timestamp": at.isoformat(), "data": told}
    return json.dumps(message, separators=(",", ":"))


def _webhook(row: WebhookRow) -> Webhook:
    states = tuple(JobState(state) for state in row.states)
    return Webhook(row.id, row.url, states, row.key_id, row.created_at, row.created_by, row.ended_at)


def _delivery(row: DeliveryRow) -> Delivery:
    return Delivery(
        id=row.id,
        webhook_id=row.webhook_id,
        job_id=row.job_id,
        body=row.body,
        attempts=row.attempts,
        next_at=row.next_at,
        status=row.status,
        error=row.error,
        created_at=row.created_at,
        delivered_at=row.delivered_at,
    )
