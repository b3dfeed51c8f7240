"""Queued work, on the ledger: what a job does, and how its result and its end are stored together.

The pages' uploads and the items of `analyser bulk` are the same jobs.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from analyser import __version__, jurisdictions
from analyser.errors import DamagedFile, EmptyFile, FileTooLarge, UnknownName, UnsupportedFile
from analyser.jobs.runner import Finish, Handler, Report, Runner
from analyser.review.records import Role, User
from analyser.settings import Settings
from analyser.store.files import FileStore
from analyser.store.ledger import NewJob, Outcome
from analyser.store.records import Job, JobState, Page, Run
from analyser.store.unit import Store, Unit
from analyser.workspace.accounts import Accounts
from analyser.workspace.analysing import Analysing
from analyser.workspace.base import Parts, require
from analyser.workspace.laws import Laws, Origin, check_origin
from benchmarks import load_benchmark

_NOTHING = Outcome(
    JobState.EMPTY,
    "no_candidates",
    "Nothing was proposed for any element.",
    "Check the law's certificate and language.",
)


class Jobs(Analysing, Laws, Accounts):
    def __init__(self, store: Store, files: FileStore, settings: Settings, parts: Parts) -> None:
        super().__init__(store, files, settings, parts)
        self._runner = Runner(store, self._handlers())

    def _handlers(self) -> dict[str, Handler]:
        """What is done for each kind of job."""
        return {"ingest": self._do_ingest, "analyse": self._do_analyse, "index": self._do_index}

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
        payload = payload_of(code, name, origin, self._files.put_bytes(data)) | {"analyse": wanted, "top": top}
        payload |= {} if piece is None else {"piece": piece}
        return self._submit(NewJob("ingest", f"{code} {name}", fingerprint_of(payload), payload), by)

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
        payload = payload_of(whole.jurisdiction, whole.file_name, origin, whole.sha256)
        payload |= {"piece": piece}
        item = f"{whole.jurisdiction} {whole.file_name}#{piece}"
        return self._submit(NewJob("ingest", item, fingerprint_of(payload), payload), by)

    def submit_analysis(self, jurisdiction: str, benchmark: str, *, by: User, top: int = 20) -> Job:
        """Queue an analysis. Raises UnknownName."""
        require(by, Role.REVIEWER)
        payload = {
            "jurisdiction": jurisdictions.check(jurisdiction),
            "analyse": [load_benchmark(benchmark).id],
            "top": top,
        }
        item = f"{payload['jurisdiction']} {benchmark}"
        return self._submit(NewJob("analyse", item, fingerprint_of(payload), payload), by)

    def submit_index(self, *, by: User) -> Job:
        """Queue what makes every law searchable by words and by meaning."""
        require(by, Role.REVIEWER)
        return self._submit(NewJob("index", "search", "search", {}), by)

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

    # ---- handlers

    def _do_ingest(self, job: Job, report: Report, finish: Finish) -> None:
        payload = job.payload
        by, file = self.user(job.created_by), self._source(payload)
        rest = list(payload.get("analyse", ()))
        code, name = payload["jurisdiction"], payload["name"]
        stored: dict[str, Any] = {}

        def keep(unit: Unit, version_id: str) -> None:
            law = unit.laws.get(version_id)
            stored.update(law_version_id=version_id, sections=law.sections, verdict=law.verdict)
            if not rest:
                finish(unit, Outcome(JobState.DONE, result=stored))

        piece = payload.get("piece")
        self._ingest(file, code, name, _origin(payload), by, lambda what, *_: report(what), keep, piece)
        if rest:
            self._match_all(job, by, stored, report, finish)

    def _do_analyse(self, job: Job, report: Report, finish: Finish) -> None:
        self._match_all(job, self.user(job.created_by), {}, report, finish)

    def _do_index(self, job: Job, report: Report, finish: Finish) -> None:
        laws = self._index_search(None, lambda what, *_: report(what))
        with self._store.unit() as unit:
            finish(unit, Outcome(JobState.DONE, result={"laws": laws}))

    def _match_all(self, job: Job, by: User, stored: dict[str, Any], report: Report, finish: Finish) -> None:
        """Match against every benchmark of the job; the last run's transaction ends the job."""
        wanted, runs, empty = list(job.payload["analyse"]), [], False
        code, top = job.payload["jurisdiction"], job.payload["top"]
        for number, benchmark in enumerate(wanted, 1):

            def keep(unit: Unit, run: Run, last: bool = number == len(wanted)) -> None:
                nonlocal empty
                runs.append(run.id)
                empty = empty or run.candidates == 0
                if last:
                    sections = sum(law.sections for law in unit.laws.current(code))
                    result = {"sections": sections} | stored | {"run_ids": runs}
                    finish(unit, _nothing(result) if empty else Outcome(JobState.DONE, result=result))

            self._analyse(code, benchmark, by, top, lambda what, *_: report(what), keep)

    def _source(self, payload: Mapping[str, Any]) -> Path:
        """The file as it was when it was queued. Raises DamagedFile when it is gone or another one now."""
        sha256 = payload["sha256"]
        if sha256 is None:
            raise UnsupportedFile(f"{payload['name']} is not a file.", hint="Check the path in the manifest.")
        if "path" not in payload or self._files.holds(sha256):
            return self._files.path(sha256)
        file = Path(payload["path"])
        if digest_of(file) != sha256:
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


def digest_of(file: Path) -> str | None:
    """SHA-256 of a file, None when there is none."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def payload_of(code: str, name: str, origin: Origin, sha256: str | None) -> dict[str, Any]:
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


def fingerprint_of(payload: Mapping[str, Any]) -> str:
    data = json.dumps([__version__, payload], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()
