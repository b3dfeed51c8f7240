"""Runs jobs of the ledger: claims one, does it, records how it ended.

The handler itself marks the job done, inside the transaction that stores the result. Whatever a handler raises is
recorded on the job and goes no further: one bad file never stops the rest. An attempt that another worker has taken
over stores nothing: its transaction is rolled back.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import structlog

from analyser.errors import AnalyserError, Conflict
from analyser.jobs import outcome, worker
from analyser.store.ledger import Outcome
from analyser.store.records import Job, JobState
from analyser.store.unit import Store, Unit

Report = Callable[[str], None]
"""Called with what is being done now."""
Finish = Callable[[Unit, Outcome], None]
"""Called by the handler in the transaction that stores the result."""
Handler = Callable[[Job, Report, Finish], None]

_log = structlog.get_logger(__name__)


class _TakenOver(Exception):
    """Another attempt holds the job by now."""


class Runner:
    def __init__(self, store: Store, handlers: Mapping[str, Handler], beat: float = worker.BEAT) -> None:
        self._store = store
        self._beat = beat
        self._handlers = handlers
        self._worker = worker.identity()
        self._active: set[str] = set()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def run(self, job_id: str, *, take_over: bool = False) -> Job:
        """Do one queued job in this thread and return how it ended; one that somebody else holds is left alone.

        `take_over`: the caller knows that whoever held the job is gone.
        """
        self._active.add(job_id)
        try:
            if self._claim(job_id, take_over):
                self._do(job_id)
        finally:
            self._active.discard(job_id)
        with self._store.read() as unit:
            return unit.ledger.get(job_id)

    def _claim(self, job_id: str, take_over: bool) -> bool:
        with self._store.unit() as unit:
            if take_over and unit.ledger.get(job_id).state is JobState.RUNNING:
                unit.ledger.requeue(job_id)
            return unit.ledger.claim(job_id, self._worker, unit.now)

    def _do(self, job_id: str) -> None:
        with self._store.read() as unit:
            job = unit.ledger.get(job_id)
        about = {"job_id": job_id, "batch": job.batch, "kind": job.kind, "item": job.item, "attempt": job.attempt}
        with structlog.contextvars.bound_contextvars(**about):
            _log.info("job started")
            try:
                with self._alive(job):
                    self._attempt(job)
            except _TakenOver:
                _log.warning("another worker has taken the job over; nothing was stored")

    def _attempt(self, job: Job) -> None:
        try:
            self._handlers[job.kind](job, lambda step: self._step(job, step), lambda u, o: _finish(u, job, o))
        except _TakenOver:
            raise
        except Exception as error:
            ended = outcome.of_error(error)
            if not isinstance(error, AnalyserError):
                _log.error("the job met a fault of the program", exc_info=error)
            with self._store.unit() as unit:
                _finish(unit, job, ended)
        _log.info("job ended", state=self._state(job.id))

    @contextmanager
    def _alive(self, job: Job) -> Iterator[None]:
        """Give signs of life for the job while the block lasts."""
        ended = threading.Event()

        def beat() -> None:
            while not ended.wait(self._beat):
                try:
                    with self._store.unit() as unit:
                        unit.ledger.seen(job.id, job.attempt, unit.now)
                except AnalyserError as error:
                    _log.warning("no sign of life could be given", job_id=job.id, code=error.code)

        thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _state(self, job_id: str) -> str:
        with self._store.read() as unit:
            return unit.ledger.get(job_id).state.value

    def _step(self, job: Job, step: str) -> None:
        with self._store.unit() as unit:
            unit.ledger.step(job.id, job.attempt, step)

    def fail(self, job_id: str, message: str) -> None:
        """Record that the process doing the job was lost more often than is tolerable, or never began."""
        with self._store.unit() as unit:
            unit.ledger.claim(job_id, self._worker, unit.now)
            job = unit.ledger.get(job_id)
            if job.state.finished:
                return
            lost = Outcome(JobState.FAILED, "worker_lost", message, "Run it again with fewer workers or more memory.")
            _finish(unit, job, lost)

    def recover(self) -> int:
        """Queue again what dead processes left running; how many."""
        with self._store.unit() as unit:
            mine = self._worker
            left = [
                job_id
                for job_id, (holder, seen_at) in unit.ledger.running().items()
                if (holder == mine and job_id not in self._active)
                or (holder != mine and worker.lost(holder, seen_at, unit.now))
            ]
            for job_id in left:
                unit.ledger.requeue(job_id)
        return len(left)

    def run_queued(self) -> int:
        """Do every queued standalone job, oldest first, including those queued meanwhile; how many."""
        done = 0
        while waiting := self._waiting():
            for job_id in waiting:
                if self._stopping.is_set():
                    return done
                self.run(job_id)
                done += 1
        return done

    def _waiting(self) -> tuple[str, ...]:
        with self._store.read() as unit:
            return unit.ledger.queued(tuple(self._handlers))

    # ---- in the background

    def start(self) -> None:
        """Work in a background thread until `stop`; takes back what was left running first."""
        if self._thread is not None:
            raise Conflict("The worker runs already.", hint="One worker thread serves one process.")
        self._stopping.clear()
        self._thread = threading.Thread(target=self._loop, name="jobs", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Tell the thread that there is something to do."""
        self._wake.set()

    def stop(self) -> None:
        """Finish the job in hand, then end the thread."""
        if self._thread is None:
            return
        self._stopping.set()
        self._wake.set()
        self._thread.join()
        self._thread = None

    def _loop(self) -> None:
        while not self._stopping.is_set():
            try:
                self.recover()
                self.run_queued()
            except AnalyserError as error:
                # The database is away; the jobs are safe in it, and the next round tries again.
                _log.error("the job queue could not be read", code=error.code, message=error.message)
            self._wake.wait(timeout=5)
            self._wake.clear()


def _finish(unit: Unit, job: Job, ended: Outcome) -> None:
    if not unit.ledger.finish(job.id, job.attempt, ended, unit.now):
        raise _TakenOver
    detail = {"item": job.item, "state": ended.state.value, "error": ended.error_code}
    unit.webhooks.tell(job, ended, unit.new_id, unit.now)
    unit.record(job.created_by, "job.finish", job.id, **detail)
