"""Where jobs run: in this process, or on a Dask cluster (on this machine, or at an address).

A pool decides nothing about jobs; the ledger does. A job whose process is lost is started again elsewhere by Dask, and
its storing transaction makes sure that it counts once. Each worker does one job at a time with one thread, so that
`n` workers use `n` cores. Only a few jobs wait at the scheduler: a manifest of millions never fills its memory.
"""

import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Protocol

import psutil
import structlog

from analyser.errors import StorageError

Done = Callable[[str], None]
Lost = Callable[[str, str], None]
Fetch = Callable[[str], bytes | None]
"""The source file of a job, None for one that needs none."""
RunJob = Callable[[str, str, bytes | None, Mapping[str, Any]], None]
"""Run one job (settings as JSON, job id, source file where it travels along, names for the log) in a worker process;
importable by name there."""

ONE_THREAD: Mapping[str, str] = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
}
"""The environment of a worker process; libraries read it when they are first loaded."""
WORKER_BYTES = 5 << 29  # an encoder, the vectors of a large country, and the child that reads a file
_AHEAD = 2  # jobs given out for each worker: one in work, one waiting
_WAIT = "30s"


class Pool(Protocol):
    def run(self, job_ids: Sequence[str], do: Callable[[str], object], done: Done, lost: Lost, fetch: Fetch) -> None:
        """Have every job done; `do` does one in this process, `done` follows each, `lost` names (job, why).

        `fetch` gives the source file of a job to workers that do not see this machine's folders.
        """


class Here:
    """One after the other, in this process."""

    def run(self, job_ids: Sequence[str], do: Callable[[str], object], done: Done, lost: Lost, fetch: Fetch) -> None:
        for job_id in job_ids:
            do(job_id)
            done(job_id)


class Dask:
    """Side by side on worker processes: `workers` of them on this machine, or those of the scheduler's cluster.

    The cluster is started or joined when there is something to do, and kept until the block ends.
    """

    def __init__(self, run_job: RunJob, settings: str, *, workers: int = 1, scheduler: str | None = None) -> None:
        self._run_job = run_job
        self._settings = settings
        self._workers = workers
        self._scheduler = scheduler
        self._open = ExitStack()
        self._client: Any = None

    def __enter__(self) -> "Dask":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()
        self._client = None

    def run(self, job_ids: Sequence[str], do: Callable[[str], object], done: Done, lost: Lost, fetch: Fetch) -> None:
        if not job_ids:
            return
        from distributed import as_completed

        client = self._joined()
        waiting, names = iter(job_ids), dict[str, str]()
        under_way = as_completed(self._submit(client, waiting, names, fetch, self._places(client)))
        for task in under_way:
            job_id = names.pop(task.key)
            if task.status in ("cancelled", "lost"):
                raise _gone(self._scheduler, "it stopped while jobs were under way")
            if task.status == "error":
                lost(job_id, str(task.exception()))
            done(job_id)
            for more in self._submit(client, waiting, names, fetch, self._places(client) - len(names)):
                under_way.add(more)

    def _submit(
        self, client: Any, waiting: Iterator[str], names: dict[str, str], fetch: Fetch, most: int
    ) -> Iterator[Any]:
        """Give out up to `most` further jobs."""
        for _ in range(most):
            job_id = next(waiting, None)
            if job_id is None:
                return
            data = None if self._scheduler is None else fetch(job_id)
            about = structlog.contextvars.get_contextvars()
            task = client.submit(self._run_job, self._settings, job_id, data, about, pure=False)
            names[task.key] = job_id
            yield task

    @staticmethod
    def _places(client: Any) -> int:
        """How many jobs may be out at a time, by the workers that are there now."""
        return _AHEAD * max(1, sum(int(threads) for threads in client.nthreads().values()))

    def _joined(self) -> Any:
        """The client of the cluster. Raises StorageError when the scheduler does not answer."""
        if self._client is None:
            import dask
            from distributed import Client, LocalCluster

            daemon = {"distributed.worker.daemon": False}  # reading starts a guarded child, which a daemon may not do
            self._open.enter_context(dask.config.set(daemon | {"distributed.nanny.pre-spawn-environ": ONE_THREAD}))
            try:
                cluster = self._scheduler or self._open.enter_context(
                    LocalCluster(
                        n_workers=self._workers,
                        threads_per_worker=1,
                        processes=True,
                        dashboard_address="127.0.0.1:0",
                        memory_limit=0,
                    )
                )
                self._client = self._open.enter_context(Client(cluster, timeout=_WAIT))
            except OSError as error:
                raise _gone(self._scheduler, str(error)) from error
        return self._client


def workers_of_machine() -> int:
    """As many as there are cores this process may use and memory for; at least one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, math.floor(psutil.virtual_memory().available / WORKER_BYTES)))


def _gone(scheduler: str | None, why: str) -> StorageError:
    return StorageError(
        f"The scheduler {scheduler or 'of this machine'} does not answer: {why}.",
        hint="Start it, then run the same command again: what is done stays done.",
    )
