"""Where jobs run: in this process, or on a Dask cluster (on this machine, or at an address).

A pool decides nothing about jobs; the ledger does. A job whose process is lost is started again elsewhere by Dask, and
its storing transaction makes sure that it counts once.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from analyser.errors import StorageError

Done = Callable[[str], None]
Lost = Callable[[str, str], None]
RunJob = Callable[[Any, str], None]
"""Run one job (settings, job id) in a worker process; importable by name there."""


class Pool(Protocol):
    def run(self, job_ids: Sequence[str], do: Callable[[str], object], done: Done, lost: Lost) -> None:
        """Have every job done; `do` does one in this process, `done` follows each, `lost` names (job, why)."""


class Here:
    """One after the other, in this process."""

    def run(self, job_ids: Sequence[str], do: Callable[[str], object], done: Done, lost: Lost) -> None:
        for job_id in job_ids:
            do(job_id)
            done(job_id)


class Dask:
    """Side by side on worker processes: `workers` of them on this machine, or those of the scheduler's cluster."""

    def __init__(self, run_job: RunJob, settings: Any, *, workers: int = 0, scheduler: str | None = None) -> None:
        self._run_job = run_job
        self._settings = settings
        self._workers = workers
        self._scheduler = scheduler

    def run(self, job_ids: Sequence[str], do: Callable[[str], object], done: Done, lost: Lost) -> None:
        import dask
        from distributed import Client, LocalCluster, as_completed

        # Reading starts a guarded child of its own, which a daemonic worker process may not do.
        with dask.config.set({"distributed.worker.daemon": False}):
            try:
                cluster = self._scheduler or LocalCluster(
                    n_workers=self._workers, threads_per_worker=1, processes=True, dashboard_address=None
                )
                client = Client(cluster, timeout="30s")
            except OSError as error:
                raise StorageError(
                    f"The scheduler {self._scheduler} does not answer: {error}",
                    hint="Check its address; start it first.",
                ) from error
            with client:
                tasks = [client.submit(self._run_job, self._settings, job_id, pure=False) for job_id in job_ids]
                names = {task.key: job_id for task, job_id in zip(tasks, job_ids, strict=True)}
                for task in as_completed(tasks):
                    if task.status == "error":
                        lost(names[task.key], str(task.exception()))
                    done(names[task.key])
            if not isinstance(cluster, str):
                cluster.close()
