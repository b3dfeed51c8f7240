"""Bulk runs: every law of a manifest, then every jurisdiction of it, each an item of the ledger.

The ledger says what is done, so a run that was killed is simply started again. The same item is never done twice for
the same input, whichever manifest names it; a fault is tried again, a rejection waits for another file.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from analyser.jobs.gate import LAWS, choose, look, sources
from analyser.jobs.pool import Here, Pool
from analyser.jobs.runner import Finish, Handler, Report
from analyser.review.records import Role, User
from analyser.sections.law import SplitLaw
from analyser.store.ledger import NewJob, Outcome
from analyser.store.records import Job, JobState, Standing
from analyser.workspace.base import Progress, require, silent
from analyser.workspace.jobs import Jobs, digest_of, fingerprint_of, payload_of
from analyser.workspace.laws import Origin
from benchmarks import load_benchmark
from corpora import manifest

BULK = "bulk"
"""The batch of all manifests: an item done for one is not done again for another."""
_SETTLED = (JobState.DONE, JobState.REJECTED, JobState.EMPTY)
_TRIES = 2
"""A fault (not a rejection) is tried again once in the same run: the database was busy, a worker was lost."""
_log = structlog.get_logger(__name__)


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

    @property
    def sections(self) -> int:
        """Sections of the laws that are stored."""
        return sum(job.result.get("sections", 0) for job in self.jobs if job.kind == "ingest")

    @property
    def verdicts(self) -> Mapping[str, int]:
        """How many of the laws that are stored have each verdict of completeness."""
        return Counter(job.result["verdict"] for job in self.jobs if "verdict" in job.result)


class Bulk(Jobs):
    def bulk(
        self,
        path: Path,
        *,
        by: User,
        benchmarks: Sequence[str] = (),
        top: int = 20,
        only: Sequence[Standing] = (),
        gate: bool = True,
        pool: Pool | None = None,
        progress: Progress = silent,
    ) -> BulkReport:
        """Add every law of a manifest, then match each of its jurisdictions against the benchmarks.

        With `gate`, five laws of every source of more than five are looked at first; of one that does not pass no
        law is added, and the report says why.

        What is done is not done again, what failed is tried again, what a killed run left is taken up; rejected and
        empty items stay so until their file or their row changes. `only` leaves items of another standing alone.
        Raises InvalidDefinition, UnknownName, StorageError.
        """
        require(by, Role.REVIEWER)
        wanted = [load_benchmark(one).id for one in benchmarks]
        items = manifest.load(path)
        self._runner.recover()
        used = pool or Here()
        with self._store.read() as unit:
            run_id = unit.new_id()
        with structlog.contextvars.bound_contextvars(run_id=run_id):
            _log.info("bulk run started", manifest=path.name, items=len(items), benchmarks=wanted)
            gates = self._gates(items) if gate else {}
            looked = self._drive("Looking at sources", list(gates.values()), by, Here(), progress)
            refused = {job.fingerprint for job in looked.jobs if job.state is not JobState.DONE}
            kept = [item for name, some in sources(items).items() for item in some if not _is_in(gates, name, refused)]
            laws = self._chosen([_item_job(item) for item in sorted(kept, key=lambda one: one.line)], only)
            first = self._drive("Reading laws", laws, by, used, progress)
            codes = sorted({item.jurisdiction for item in kept})
            analyses = self._chosen(self._analyses(codes, wanted, top), only)
            second = self._drive("Matching jurisdictions", analyses, by, used, progress)
            report = BulkReport(looked.jobs + first.jobs + second.jobs, first.started + second.started)
            states = {state.value: len(report.ended(state)) for state in JobState if report.ended(state)}
            _log.info("bulk run ended", started=report.started, sections=report.sections, **states)
        return report

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

    def _handlers(self) -> dict[str, Handler]:
        return super()._handlers() | {"gate": self._do_gate}

    def _gates(self, items: Sequence[manifest.Item]) -> dict[str, NewJob]:
        """A look at each source that has more laws than are looked at, unless it passed with the same five."""
        jobs = {}
        for name, some in sources(items).items():
            if len(some) > LAWS:
                five = [
                    {"path": str(one.path.resolve()), "name": one.name, "language": one.language}
                    for one in choose(some, self._settings.seed)
                ]
                state = {"five": [digest_of(Path(str(one["path"]))) for one in five], "source": name}
                payload = {"jurisdiction": some[0].jurisdiction, "source": name, "five": five}
                jobs[name] = NewJob("gate", f"source {name}", fingerprint_of(state), payload, BULK)
        return jobs

    def _do_gate(self, job: Job, report: Report, finish: Finish) -> None:
        found = []
        for one in job.payload["five"]:
            report(f"Looking at {one['name']}")
            found.append(look(one["name"], Path(one["path"]), one["language"], self._read))
        bad = [one for one in found if not one.passes]
        result = {"looked": [[one.name, one.verdict] for one in found]}
        ended = Outcome(JobState.DONE, result=result)
        if bad:
            said = "; ".join(f"{one.name} is {one.verdict} ({', '.join(one.reasons[:2])})" for one in bad)
            hint = "Look at these with `analyser analyse`; give better copies, or add them all the same with --no-gate."
            ended = Outcome(
                JobState.REJECTED, "source_refused", f"{len(bad)} of {len(found)} laws: {said}", hint, result
            )
        with self._store.unit() as unit:
            finish(unit, ended)

    def _read(self, file: Path, language: str | None) -> Sequence[SplitLaw]:
        return self._parts.split(self._parts.read(file, file.name), language)

    def _chosen(self, wanted: Sequence[NewJob], only: Sequence[Standing]) -> list[NewJob]:
        if not only:
            return list(wanted)
        with self._store.read() as unit:
            return [new for new in wanted if unit.ledger.standing(new) in only]

    def _analyses(self, codes: Sequence[str], benchmarks: Sequence[str], top: int) -> list[NewJob]:
        """The largest jurisdictions first: the last worker at work then has a short job."""
        if not benchmarks:
            return []
        with self._store.read() as unit:
            sets = {code: unit.laws.version_set(code) for code in codes}
            sizes = {code: sum(law.sections for law in unit.laws.current(code)) for code in codes}
        jobs = []
        for code, version_set in sorted(sets.items(), key=lambda one: (-sizes[one[0]], one[0])):
            for benchmark in benchmarks if version_set else ():
                payload = {"jurisdiction": code, "analyse": [benchmark], "top": top}
                state = {"set": version_set, "benchmark": load_benchmark(benchmark).fingerprint}
                jobs.append(NewJob("analyse", f"{code} {benchmark}", fingerprint_of(payload | state), payload, BULK))
        return jobs

    def _drive(self, what: str, wanted: Sequence[NewJob], by: User, pool: Pool, progress: Progress) -> BulkReport:
        with self._store.unit() as unit:
            begun = unit.now
            jobs = [unit.ledger.add(new, unit.new_id(), unit.now, by.name) for new in wanted]
            open_jobs = list(dict.fromkeys(job.id for job in jobs if job.state not in _SETTLED))
            for job in jobs:
                if job.state is JobState.FAILED:
                    unit.ledger.requeue(job.id)
        done, sections = 0, 0

        def count(job_id: str) -> None:
            nonlocal done, sections
            with self._store.read() as unit:
                ended, seconds = unit.ledger.get(job_id), (unit.now - begun).total_seconds()
            done, sections = done + 1, sections + ended.result.get("sections", 0)
            progress(f"{what}, {sections / max(seconds, 1.0):.0f} sections/s", done, len(open_jobs))

        pool.run(open_jobs, self.run_job, count, self._runner.fail, self._travelling)
        for _ in range(1, _TRIES):
            if again := self._requeue_failed(open_jobs):
                pool.run(again, self.run_job, lambda _job_id: None, self._runner.fail, self._travelling)
        with self._store.read() as unit:
            return BulkReport(tuple(unit.ledger.get(job.id) for job in jobs), len(open_jobs))

    def _requeue_failed(self, job_ids: Sequence[str]) -> list[str]:
        with self._store.unit() as unit:
            failed = [one for one in job_ids if unit.ledger.get(one).state is JobState.FAILED]
            for job_id in failed:
                unit.ledger.requeue(job_id)
        return failed

    def _travelling(self, job_id: str) -> bytes | None:
        """The file of a job, kept here and sent to a worker that has no share in these files; None if none need be."""
        payload: Mapping[str, Any] = self.job(job_id).payload
        file = Path(payload.get("path", ""))
        if payload.get("sha256") is None or digest_of(file) != payload["sha256"]:
            return None
        self._files.put(file)
        return None if self._files.shared else file.read_bytes()

    def run_sent_job(self, job_id: str, data: bytes | None) -> Job:
        """Run a job that a pool gave out, in this worker process; `data` is its source file where it came along."""
        if data is not None:
            self._files.put_bytes(data)
        return self.run_job(job_id, take_over=True)


def _is_in(gates: Mapping[str, NewJob], name: str, refused: set[str]) -> bool:
    return name in gates and gates[name].fingerprint in refused


def _item_job(item: manifest.Item) -> NewJob:
    origin = Origin(
        item.language, item.title, item.as_of, item.retrieved_at, item.source, item.licence, item.country_name
    )
    payload = payload_of(item.jurisdiction, item.name, origin, digest_of(item.path)) | {
        "path": str(item.path.resolve())
    }
    known = {key: value for key, value in payload.items() if key != "path"}
    return NewJob("ingest", f"{item.jurisdiction} {item.name}", fingerprint_of(known), payload, BULK)
