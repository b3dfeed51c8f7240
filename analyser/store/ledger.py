"""Queries on the job ledger: what is to be done, who is doing it, how it ended.

An item is `done` only in the transaction that stores its result. A claim is one conditional update, so two workers
never take the same item; an attempt that was taken over can no longer end it, so nothing is stored twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.errors import NotFound
from analyser.store import pages
from analyser.store.records import Job, JobState, Page, Standing
from analyser.store.tables import JobRow


@dataclass(frozen=True, slots=True)
class NewJob:
    """A line about to be written; `batch` None means the job stands alone."""

    kind: str
    item: str
    fingerprint: str
    payload: Mapping[str, Any]
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended."""

    state: JobState
    error_code: str | None = None
    message: str | None = None
    hint: str | None = None
    result: Mapping[str, Any] | None = None


class Ledger:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, new: NewJob, job_id: str, at: datetime, by: str) -> Job:
        """Queue a job; the same item of the same batch is queued once."""
        batch = new.batch or job_id
        same = (JobRow.batch == batch, JobRow.fingerprint == new.fingerprint)
        row = self._session.scalar(sa.select(JobRow).where(*same))
        if row is None:
            row = JobRow(
                id=job_id,
                batch=batch,
                kind=new.kind,
                item=new.item,
                fingerprint=new.fingerprint,
                state=JobState.QUEUED.value,
                attempt=0,
                step=None,
                error_code=None,
                message=None,
                hint=None,
                payload=dict(new.payload),
                result={},
                worker=None,
                seen_at=None,
                created_by=by,
                created_at=at,
                started_at=None,
                finished_at=None,
            )
            self._session.add(row)
            self._session.flush()
        return _record(row)

    def standing(self, new: NewJob) -> Standing:
        """What the ledger knows of a batch's item."""
        batch = JobRow.batch == new.batch
        state = self._session.scalar(sa.select(JobRow.state).where(batch, JobRow.fingerprint == new.fingerprint))
        if state is None:
            earlier = sa.select(JobRow.id).where(batch, JobRow.kind == new.kind, JobRow.item == new.item)
            return Standing.STALE if self._session.scalar(earlier.limit(1)) else Standing.NEW
        if state == JobState.FAILED.value:
            return Standing.FAILED
        return Standing.UNFINISHED if state in (JobState.QUEUED.value, JobState.RUNNING.value) else Standing.SETTLED

    def get(self, job_id: str) -> Job:
        row = self._session.get(JobRow, job_id, populate_existing=True)
        if row is None:
            raise NotFound(f"There is no job {job_id}.", hint="GET /api/v1/jobs lists them.")
        return _record(row)

    def page(self, state: JobState | None, batch: str | None, *, cursor: str | None, limit: int) -> Page[Job]:
        """Newest first; ids sort by the time they were made."""
        query = sa.select(JobRow)
        if state is not None:
            query = query.where(JobRow.state == state.value)
        if batch is not None:
            query = query.where(JobRow.batch == batch)
        return pages.fetch(
            self._session,
            query,
            [(JobRow.id, str)],
            lambda row: _record(row[0]),
            cursor=cursor,
            limit=limit,
            newest_first=True,
        )

    def batch(self, batch: str) -> tuple[Job, ...]:
        """All jobs of a batch in the order they were queued."""
        query = sa.select(JobRow).where(JobRow.batch == batch).order_by(JobRow.created_at, JobRow.id)
        return tuple(_record(row) for row in self._session.scalars(query.execution_options(populate_existing=True)))

    def queued(self, kinds: Sequence[str]) -> tuple[str, ...]:
        """Ids of standalone queued jobs, oldest first; bulk items are run by their own command."""
        query = sa.select(JobRow.id).where(
            JobRow.state == JobState.QUEUED.value, JobRow.kind.in_(kinds), JobRow.batch == JobRow.id
        )
        return tuple(self._session.scalars(query.order_by(JobRow.created_at, JobRow.id)))

    def claim(self, job_id: str, worker: str, at: datetime) -> bool:
        """Take a queued job; False when somebody else has."""
        taken = self._session.execute(
            sa.update(JobRow)
            .where(JobRow.id == job_id, JobRow.state == JobState.QUEUED.value)
            .values(
                state=JobState.RUNNING.value,
                attempt=JobRow.attempt + 1,
                worker=worker,
                seen_at=at,
                started_at=at,
                step=None,
                error_code=None,
                message=None,
                hint=None,
                finished_at=None,
            )
            .returning(JobRow.id)
        ).all()
        return bool(taken)

    def running(self) -> dict[str, tuple[str, datetime | None]]:
        """Job id -> the worker that holds it, and when it was last heard of."""
        query = sa.select(JobRow.id, JobRow.worker, JobRow.seen_at).where(JobRow.state == JobState.RUNNING.value)
        return {job_id: (worker or "", seen_at) for job_id, worker, seen_at in self._session.execute(query)}

    def seen(self, job_id: str, attempt: int, at: datetime) -> None:
        """The worker of this attempt is alive."""
        self._session.execute(
            sa.update(JobRow).where(JobRow.id == job_id, JobRow.attempt == attempt).values(seen_at=at)
        )

    def requeue(self, job_id: str) -> None:
        """Put a job back in the queue; its attempts stay counted."""
        self._session.execute(
            sa.update(JobRow)
            .where(JobRow.id == job_id)
            .values(state=JobState.QUEUED.value, worker=None, step=None, finished_at=None)
        )

    def step(self, job_id: str, attempt: int, step: str) -> None:
        self._session.execute(sa.update(JobRow).where(JobRow.id == job_id, JobRow.attempt == attempt).values(step=step))

    def finish(self, job_id: str, attempt: int, outcome: Outcome, at: datetime) -> bool:
        """End an attempt; False when a later one has taken its place or the job has ended."""
        ended = self._session.execute(
            sa.update(JobRow)
            .where(JobRow.id == job_id, JobRow.attempt == attempt, JobRow.state == JobState.RUNNING.value)
            .values(
                state=outcome.state.value,
                error_code=outcome.error_code,
                message=outcome.message,
                hint=outcome.hint,
                result=dict(outcome.result or {}),
                worker=None,
                step=None,
                finished_at=at,
            )
            .returning(JobRow.id)
        ).all()
        return bool(ended)


def _record(row: JobRow) -> Job:
    return Job(
        id=row.id,
        batch=row.batch,
        kind=row.kind,
        item=row.item,
        fingerprint=row.fingerprint,
        state=JobState(row.state),
        attempt=row.attempt,
        step=row.step,
        error_code=row.error_code,
        message=row.message,
        hint=row.hint,
        payload=row.payload,
        result=row.result,
        created_by=row.created_by,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
