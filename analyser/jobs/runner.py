"""Runs jobs of the ledger: claims one, does it, records how it ended.

The handler itself marks the job done, inside the transaction that stores the result. Whatever a handler raises is
recorded on the job and goes no further: one bad file never stops the rest.
"""

import logging
import threading
from collections.abc import Callable, Mapping

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

_log = logging.getLogger(__name__)


class Runner:
    def __init__(self, store: Store, handlers: Mapping[str, Handler]) -> None:
        self._store = store
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
        try:
            self._handlers[job.kind](job, lambda step: self._step(job_id, step), lambda u, o: _finish(u, job, o))
        except Exception as error:
            ended = outcome.of_error(error)
            if not isinstance(error, AnalyserError):
                _log.error("job %s (%s) met a fault of the program", job_id, job.item, exc_info=error)
            with self._store.unit() as unit:
                _finish(unit, job, ended)

    def _step(self, job_id: str, step: str) -> None:
        with self._store.unit() as unit:
            unit.ledger.step(job_id, step)

    def fail(self, job_id: str, message: str) -> None:
        """Record that the process doing the job was lost more often than is tolerable."""
        with self._store.unit() as unit:
            job = unit.ledger.get(job_id)
            lost = Outcome(JobState.FAILED, "worker_lost", message, "Run it again with fewer workers or more memory.")
            _finish(unit, job, lost)

    def recover(self) -> int:
        """Queue again what dead processes left running; how many."""
        with self._store.unit() as unit:
            mine = self._worker
            left = [
                job_id
                for job_id, holder in unit.ledger.running().items()
                if (holder == mine and job_id not in self._active) or (holder != mine and worker.lost(holder))
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
                _log.error("the job queue could not be read: [%s] %s", error.code, error.message)
            self._wake.wait(timeout=5)
            self._wake.clear()


def _finish(unit: Unit, job: Job, ended: Outcome) -> None:
    unit.ledger.finish(job.id, ended, unit.now)
    detail = {"item": job.item, "state": ended.state.value, "error": ended.error_code}
    unit.record(job.created_by, "job.finish", job.id, **detail)
