"""Queued work and bulk runs, on the ledger. The command line's `bulk` and the pages' uploads do the same things."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from analyser import __version__, jurisdictions
from analyser.errors import DamagedFile, EmptyFile, FileTooLarge, UnknownName, UnsupportedFile
from analyser.jobs import manifest
from analyser.jobs.pool import Here, Pool
from analyser.jobs.runner import Finish, Report, Runner
from analyser.review.records import Role, User
from analyser.settings import Settings
from analyser.store.files import FileStore
from analyser.store.ledger import NewJob, Outcome
from analyser.store.records import Job, JobState, Page, Standing
from analyser.store.unit import Store
from analyser.workspace.accounts import Accounts
from analyser.workspace.analysing import Analysing
from analyser.workspace.base import Parts, Progress, require, silent
from analyser.workspace.laws import Laws, Origin, check_origin
from benchmarks import load_benchmark

BULK = "bulk"
"""The batch of all manifests: an item done for one is not done again for another."""
_SETTLED = (JobState.DONE, JobState.REJECTED, JobState.EMPTY)
_NOTHING = Outcome(
    JobState.EMPTY,
    "no_candidates",
    "Nothing was proposed for any element.",
    "Check the law's certificate and language.",
)


_TRIES = 2
"""A fault (not a rejection) is tried again once in the same run: the database was busy, a worker was lost."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What a bulk run would find of one item."""

    item: str
    kind: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class BulkReport:
    """How the items of a manifest stand after a run, in its order; `started` of them ran just now."""

    jobs: tuple[Job, ...]
    started: int

    def ended(self, state: JobState) -> tuple[Job, ...]:
        return tuple(job for job in self.jobs if job.state is state)


class Jobs(Analysing, Laws, Accounts):
    def __init__(self, store: Store, files: FileStore, settings: Settings, parts: Parts) -> None:
        super().__init__(store, files, settings, parts)
        self._runner = Runner(store, {"ingest": self._do_ingest, "analyse": self._do_analyse})

    def close(self) -> None:
        """Finish the job in hand, stop the worker, and let the database go."""
        self._runner.stop()
        super().close()

    def submit_ingest(
        self,
        data: bytes,
        name: str,
        jurisdiction: str,
        *,
        by: User,
        language: str | None = None,
        title: str | None = None,
        as_of: date | None = None,
        retrieved_at: datetime | None = None,
        source: str | None = None,
        licence: str | None = None,
        country_name: str | None = None,
        piece: int | None = None,
        analyse: Sequence[str] = (),
        top: int = 20,
    ) -> Job:
        """Queue an upload; after reading it is matched against the benchmarks named in `analyse`.

        `piece` takes one of several laws in the file. Raises at once for an unknown jurisdiction, language or
        benchmark, an empty or a too large file.
        """
        require(by, Role.REVIEWER)
        code, wanted = jurisdictions.check(jurisdiction), [load_benchmark(one).id for one in analyse]
        origin = Origin(language, title, as_of, retrieved_at, source, licence, country_name)
        check_origin(origin)
        self._check_size(name, len(data))
        payload = _payload(code, name, origin, self._files.put_bytes(data)) | {"analyse": wanted, "top": top}
        payload |= {} if piece is None else {"piece": piece}
        return self._submit(NewJob("ingest", f"{code} {name}", _fingerprint(payload), payload), by)

    def submit_piece(self, law_version_id: str, piece: int, *, by: User) -> Job:
        """Queue one of the laws that a stored file holds as a law of its own, beside the whole: nothing else is lost.

        Raises NotFound, and UnknownName for a piece (from 1) that the certificate does not list.
        """
        require(by, Role.REVIEWER)
        whole = self.law(law_version_id)
        held = len(whole.certificate.get("pieces", ()))
        if not 1 <= piece <= held:
            raise UnknownName(f"There is no piece {piece}: {held} are listed.", hint="See the certificate of the law.")
        origin = Origin(None, None, whole.as_of, whole.retrieved_at, whole.source, whole.licence)
        payload = _payload(whole.jurisdiction, whole.file_name, origin, whole.sha256)
        payload |= {"piece": piece}
        item = f"{whole.jurisdiction} {whole.file_name}#{piece}"
        return self._submit(NewJob("ingest", item, _fingerprint(payload), payload), by)

    def submit_analysis(self, jurisdiction: str, benchmark: str, *, by: User, top: int = 20) -> Job:
        """Queue an analysis. Raises UnknownName."""
        require(by, Role.REVIEWER)
        payload = {
            "jurisdiction": jurisdictions.check(jurisdiction),
            "analyse": [load_benchmark(benchmark).id],
            "top": top,
        }
        item = f"{payload['jurisdiction']} {benchmark}"
        return self._submit(NewJob("analyse", item, _fingerprint(payload), payload), by)

    def _submit(self, new: NewJob, by: User) -> Job:
        with self._store.unit() as unit:
            job = unit.ledger.add(new, unit.new_id(), unit.now, by.name)
            unit.record(by.name, "job.add", job.id, kind=job.kind, item=job.item)
        self._runner.wake()
        return job

    def job(self, job_id: str) -> Job:
        """Raises NotFound."""
        with self._store.read() as unit:
            return unit.ledger.get(job_id)

    def jobs(
        self, state: JobState | None = None, *, batch: str | None = None, cursor: str | None = None, limit: int = 50
    ) -> Page[Job]:
        """Jobs, newest first."""
        with self._store.read() as unit:
            return unit.ledger.page(state, batch, cursor=cursor, limit=limit)

    def start_worker(self) -> None:
        """Run queued jobs in a background thread, after taking back those a killed process left running."""
        self._runner.start()

    def run_queued(self) -> int:
        """Run every queued job now, in this thread; how many were run. For scripts and tests."""
        self._runner.recover()
        return self._runner.run_queued()

    def run_job(self, job_id: str, *, take_over: bool = False) -> Job:
        """Run one queued job in this process; `take_over` one whose holder is known to be gone."""
        return self._runner.run(job_id, take_over=take_over)

    # ---- bulk

    def bulk(
        self,
        path: Path,
        *,
        by: User,
        benchmarks: Sequence[str] = (),
        top: int = 20,
        only: Sequence[Standing] = (),
        pool: Pool | None = None,
        progress: Progress = silent,
    ) -> BulkReport:
        """Add every law of a manifest, then match each of its jurisdictions against the benchmarks.

        What is done is not done again, what failed is tried again, what a killed run left is taken up; rejected and
        empty items stay so until their file or their row changes. `only` leaves items of another standing alone.
        Raises InvalidDefinition, UnknownName, StorageError.
        """
        require(by, Role.REVIEWER)
        wanted = [load_benchmark(one).id for one in benchmarks]
        items = manifest.load(path)
        self._runner.recover()
        used = pool or Here()
        first = self._drive(self._chosen([_item_job(item) for item in items], only), by, used, progress)
        codes = sorted({item.jurisdiction for item in items})
        second = self._drive(self._chosen(self._analyses(codes, wanted, top), only), by, used, progress)
        return BulkReport(first.jobs + second.jobs, first.started + second.started)

    def bulk_plan(self, path: Path, *, benchmarks: Sequence[str] = (), top: int = 20) -> tuple[Planned, ...]:
        """How every item of a manifest stands, without doing or recording anything; same errors as `bulk`.

        The analyses are those of the laws as they are stored now: adding laws makes them stale.
        """
        wanted = [load_benchmark(one).id for one in benchmarks]
        items = manifest.load(path)
        codes = sorted({item.jurisdiction for item in items})
        jobs = [*(_item_job(item) for item in items), *self._analyses(codes, wanted, top)]
        with self._store.read() as unit:
            return tuple(Planned(job.item, job.kind, unit.ledger.standing(job)) for job in jobs)

    def _chosen(self, wanted: Sequence[NewJob], only: Sequence[Standing]) -> list[NewJob]:
        if not only:
            return list(wanted)
        with self._store.read() as unit:
            return [new for new in wanted if unit.ledger.standing(new) in only]

    def _analyses(self, codes: Sequence[str], benchmarks: Sequence[str], top: int) -> list[NewJob]:
        with self._store.read() as unit:
            sets = {code: unit.laws.version_set(code) for code in codes}
        jobs = []
        for code, version_set in sets.items():
            for benchmark in benchmarks if version_set else ():
                payload = {"jurisdiction": code, "analyse": [benchmark], "top": top}
                state = {"set": version_set, "benchmark": load_benchmark(benchmark).fingerprint}
                jobs.append(NewJob("analyse", f"{code} {benchmark}", _fingerprint(payload | state), payload, BULK))
        return jobs

    def _drive(self, wanted: Sequence[NewJob], by: User, pool: Pool, progress: Progress) -> BulkReport:
        with self._store.unit() as unit:
            jobs = [unit.ledger.add(new, unit.new_id(), unit.now, by.name) for new in wanted]
            open_jobs = list(dict.fromkeys(job.id for job in jobs if job.state not in _SETTLED))
            for job in jobs:
                if job.state is JobState.FAILED:
                    unit.ledger.requeue(job.id)
        done = 0

        def count(_job_id: str) -> None:
            nonlocal done
            done += 1
            progress("Working through the manifest", done, len(open_jobs))

        pool.run(open_jobs, self.run_job, count, self._runner.fail)
        for _ in range(1, _TRIES):
            if again := self._requeue_failed(open_jobs):
                pool.run(again, self.run_job, lambda _job_id: None, self._runner.fail)
        with self._store.read() as unit:
            return BulkReport(tuple(unit.ledger.get(job.id) for job in jobs), len(open_jobs))

    def _requeue_failed(self, job_ids: Sequence[str]) -> list[str]:
        with self._store.unit() as unit:
            failed = [one for one in job_ids if unit.ledger.get(one).state is JobState.FAILED]
            for job_id in failed:
                unit.ledger.requeue(job_id)
        return failed

    # ---- handlers

    def _do_ingest(self, job: Job, report: Report, finish: Finish) -> None:
        payload = job.payload
        by, file = self.user(job.created_by), self._source(payload)
        rest = list(payload.get("analyse", ()))
        code, name = payload["jurisdiction"], payload["name"]
        stored: dict[str, Any] = {}

        def keep(unit: Any, version_id: str) -> None:
            stored["law_version_id"] = version_id
            if not rest:
                finish(unit, Outcome(JobState.DONE, result=stored))

        piece = payload.get("piece")
        self._ingest(file, code, name, _origin(payload), by, lambda what, *_: report(what), keep, piece)
        if rest:
            self._match_all(job, by, stored, report, finish)

    def _do_analyse(self, job: Job, report: Report, finish: Finish) -> None:
        self._match_all(job, self.user(job.created_by), {}, report, finish)

    def _match_all(self, job: Job, by: User, stored: dict[str, Any], report: Report, finish: Finish) -> None:
        """Match against every benchmark of the job; the last run's transaction ends the job."""
        wanted, runs, empty = list(job.payload["analyse"]), [], False
        for number, benchmark in enumerate(wanted, 1):

            def keep(unit: Any, run: Any, last: bool = number == len(wanted)) -> None:
                nonlocal empty
                runs.append(run.id)
                empty = empty or run.candidates == 0
                if last:
                    result = stored | {"run_ids": runs}
                    finish(unit, _nothing(result) if empty else Outcome(JobState.DONE, result=result))

            code, top = job.payload["jurisdiction"], job.payload["top"]
            self._analyse(code, benchmark, by, top, lambda what, *_: report(what), keep)

    def _source(self, payload: Mapping[str, Any]) -> Path:
        """The file as it was when it was queued. Raises DamagedFile when it is gone or another one now."""
        if "path" not in payload:
            return self._files.path(payload["sha256"])
        file = Path(payload["path"])
        if payload["sha256"] is None:
            raise UnsupportedFile(f"{payload['name']} is not a file.", hint="Check the path in the manifest.")
        if _digest(file) != payload["sha256"]:
            raise DamagedFile(f"{payload['name']} has changed since the run began.", hint="Run the manifest again.")
        self._check_size(payload["name"], file.stat().st_size)
        return file

    def _check_size(self, name: str, size: int) -> None:
        if not size:
            raise EmptyFile(f"{name} is empty.", hint="Download it again.")
        if size > self._settings.max_upload_mb << 20:
            raise FileTooLarge(
                f"{name} has {size / (1 << 20):.0f} MiB; {self._settings.max_upload_mb} are accepted.",
                hint="Split the file, or raise ANALYSER_MAX_UPLOAD_MB.",
            )


def _nothing(result: Mapping[str, Any]) -> Outcome:
    return Outcome(_NOTHING.state, _NOTHING.error_code, _NOTHING.message, _NOTHING.hint, result)


def _digest(file: Path) -> str | None:
    """SHA-256 of a file, None when there is none."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _item_job(item: manifest.Item) -> NewJob:
    origin = Origin(
        item.language, item.title, item.as_of, item.retrieved_at, item.source, item.licence, item.country_name
    )
    payload = _payload(item.jurisdiction, item.name, origin, _digest(item.path)) | {"path": str(item.path.resolve())}
    known = {key: value for key, value in payload.items() if key != "path"}
    return NewJob("ingest", f"{item.jurisdiction} {item.name}", _fingerprint(known), payload, BULK)


def _payload(code: str, name: str, origin: Origin, sha256: str | None) -> dict[str, Any]:
    fields = asdict(origin) | {
        "as_of": origin.as_of.isoformat() if origin.as_of else None,
        "retrieved_at": origin.retrieved_at.isoformat() if origin.retrieved_at else None,
    }
    return {"jurisdiction": code, "name": name, "sha256": sha256, "origin": fields}


def _origin(payload: Mapping[str, Any]) -> Origin:
    fields = dict(payload["origin"])
    for field, kind in (("as_of", date), ("retrieved_at", datetime)):
        fields[field] = kind.fromisoformat(fields[field]) if fields[field] else None
    return Origin(**fields)


def _fingerprint(payload: Mapping[str, Any]) -> str:
    data = json.dumps([__version__, payload], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()
