"""`analyser bulk`: every law of a manifest, in a run that may be killed and taken up again."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from analyser.cli.output import DataDirOption, Format, FormatOption, settings, show, workspace
from analyser.cli.progress import progress_bar
from analyser.errors import PartialFailure, UsageError
from analyser.factory import run_job
from analyser.jobs.pool import ONE_THREAD, Dask, Here, Pool, workers_of_machine
from analyser.settings import Settings
from analyser.store.records import Job, JobState, Standing
from analyser.workspace.bulk import BulkReport, Planned

COLUMNS = ("item", "kind", "state", "attempt", "error_code", "message")


def bulk(
    manifest: Annotated[Path, typer.Argument(help="CSV, JSON lines or TOML: one law per row (see below).")],
    benchmark: Annotated[
        list[str] | None, typer.Option(help="Match every jurisdiction against it; may be given several times.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="Candidates kept per element.")] = 20,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes on this machine, one core each; default: what it has.")
    ] = None,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler: tcp://host:8786.")] = None,
    only: Annotated[
        list[Standing] | None, typer.Option(help="Only items that stand like this; may be given several times.")
    ] = None,
    gate: Annotated[
        bool, typer.Option("--gate/--no-gate", help="Look at five laws of every larger source before adding any.")
    ] = True,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how every item stands and do nothing.")] = False,
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """Add all laws of a manifest and match their jurisdictions.

    Columns: jurisdiction, files (needed; several separated by ;), title, language, as_of, retrieved_at, source,
    licence, country_name. Paths count from the manifest's folder.

    The ledger in the database says what is done, so a killed run is simply started again. `failed` items are tried
    again; `rejected` and `empty` ones wait for another file. Exit codes: 0 all done, 6 some are not (listed).
    """
    if dry_run:
        with workspace(data_dir) as opened:
            _show_plan(opened.bulk_plan(manifest, benchmarks=benchmark or (), top=top), form)
        return
    with workspace(data_dir) as opened, _pool(workers, scheduler, settings(data_dir)) as pool, progress_bar() as bar:
        report = opened.bulk(
            manifest,
            by=opened.local_user(),
            benchmarks=benchmark or (),
            top=top,
            only=only or (),
            gate=gate,
            pool=pool,
            progress=bar,
        )
    show(report.jobs, form, COLUMNS)
    for line in _summary(report):
        typer.echo(line, err=True)
    _raise_for([job for job in report.jobs if job.state is not JobState.DONE], len(report.jobs))


def _show_plan(plan: tuple[Planned, ...], form: Format) -> None:
    show(plan, form, ("item", "kind", "standing"))
    counts = Counter(one.standing for one in plan)
    listed = ", ".join(f"{counts[standing]} {standing.value}" for standing in Standing if counts[standing])
    typer.echo(f"{len(plan)} items: {listed}; nothing was done.", err=True)


@contextmanager
def _pool(workers: int | None, scheduler: str | None, given: Settings) -> Iterator[Pool]:
    """Where the jobs run. Raises UsageError for a cluster elsewhere on a database that only this machine can open."""
    wanted = workers or workers_of_machine()
    if scheduler is None and wanted == 1:
        os.environ.update(ONE_THREAD)
        yield Here()
        return
    if scheduler is not None and given.url.startswith("sqlite") and not _here(scheduler):
        raise UsageError(
            "Workers of other machines cannot open a SQLite file.",
            hint="Set ANALYSER_DATABASE_URL to a PostgreSQL database, here and where the workers run.",
        )
    sent = given.for_workers()
    if scheduler is None:
        sent |= {"data_dir": str(given.data_dir), "cache_dir": str(given.cache_dir)}
    with Dask(run_job, json.dumps(sent), workers=wanted, scheduler=scheduler) as pool:
        yield pool


def _here(scheduler: str) -> bool:
    host = urlsplit(scheduler).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _summary(report: BulkReport) -> Iterator[str]:
    """What happened, and for each kind of trouble how many items have it and what to do about them."""
    counts = ", ".join(f"{len(report.ended(state))} {state.value}" for state in JobState if report.ended(state))
    yield f"{len(report.jobs)} items: {counts}; {report.started} worked on in this run."
    if report.verdicts:
        verdicts = ", ".join(f"{number} {verdict}" for verdict, number in sorted(report.verdicts.items()))
        yield f"{report.sections} sections of {sum(report.verdicts.values())} laws; completeness: {verdicts}."
    doubtful = [job.item for job in report.jobs if job.result.get("verdict") == "failed"]
    if doubtful:
        yield f"Text is missing, so `not_covered` is refused on: {_some(doubtful)}. Give a better copy."
    troubles: dict[tuple[str, str | None], list[Job]] = {}
    for job in report.jobs:
        if job.state is not JobState.DONE:
            troubles.setdefault((job.state.value, job.error_code), []).append(job)
    for (state, code), jobs in sorted(troubles.items(), key=lambda one: -len(one[1])):
        yield f"{len(jobs)} {state} [{code}]: {_some([job.item for job in jobs])}. {jobs[0].hint or ''}"


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _raise_for(jobs: list[Job], total: int) -> None:
    if not jobs:
        return
    listed = "; ".join(f"{job.item}: {job.state.value} [{job.error_code}] {job.message}" for job in jobs)
    raise PartialFailure(
        f"{len(jobs)} of {total} items are not done: {listed}",
        hint="Run it again for the failed ones; give the rejected and empty ones another file.",
        items=[{"item": job.item, "state": job.state.value, "code": job.error_code} for job in jobs],
    )
