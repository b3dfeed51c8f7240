"""The append-only, hash-chained log: entries are added and read, never changed."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.review.chain import GENESIS, entry_hash
from analyser.store import pages
from analyser.store.records import AuditEntry, Page
from analyser.store.tables import AuditRow

_LOCK = 0x4155_4449  # any fixed number; held to the end of the transaction


class AuditLog:
    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self) -> None:
        """Queue up behind other writers of the log, before reading what a decision depends on.

        SQLite's writers already hold the one write lock.
        """
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))

    def append(self, at: datetime, actor: str, action: str, subject: str, detail: Mapping[str, Any]) -> None:
        """Add an entry behind the present head; commits with the rest of the unit."""
        self.lock()
        seq, previous = self._head()
        seq += 1
        digest = entry_hash(previous, seq, at, actor, action, subject, detail)
        self._session.add(
            AuditRow(
                seq=seq,
                at=at,
                actor=actor,
                action=action,
                subject=subject,
                detail=dict(detail),
                previous=previous,
                hash=digest,
            )
        )
        self._session.flush()

    def head(self) -> str:
        """The newest entry's hash; zeros while the log is empty."""
        return self._head()[1]

    def _head(self) -> tuple[int, str]:
        row = self._session.execute(
            sa.select(AuditRow.seq, AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)
        ).one_or_none()
        return (row.seq, row.hash) if row else (0, GENESIS)

    def page(self, *, cursor: str | None, limit: int) -> Page[AuditEntry]:
        """Newest first."""
        return pages.fetch(
            self._session,
            sa.select(AuditRow),
            [(AuditRow.seq, int)],
            lambda row: _record(row[0]),
            cursor=cursor,
            limit=limit,
            newest_first=True,
        )

    def entries(self) -> Iterator[AuditEntry]:
        """All of the log, oldest first."""
        for row in self._session.scalars(sa.select(AuditRow).order_by(AuditRow.seq)).yield_per(1000):
            yield _record(row)


def _record(row: AuditRow) -> AuditEntry:
    return AuditEntry(row.seq, row.at, row.actor, row.action, row.subject, row.detail, row.previous, row.hash)
