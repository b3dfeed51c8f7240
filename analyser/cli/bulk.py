"""`analyser bulk`: every law of a manifest, in a run that may be killed and taken up again."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from analyser.cli.output import DataDirOption, Format, FormatOption, settings, show, workspace
from analyser.cli.progress import progress_bar
from analyser.errors import PartialFailure
from analyser.factory import run_job
from analyser.jobs.pool import Dask, Here, Pool
from analyser.store.records import Job, JobState, Standing
from analyser.workspace.jobs import Planned

COLUMNS = ("item", "kind", "state", "attempt", "error_code", "message")


def bulk(
    manifest: Annotated[Path, typer.Argument(help="CSV, JSON lines or TOML: one law per row (see below).")],
    benchmark: Annotated[
        list[str] | None, typer.Option(help="Match every jurisdiction against it; may be given several times.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="Candidates kept per element.")] = 20,
    workers: Annotated[int, typer.Option(min=1, help="Processes on this machine.")] = 1,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler: tcp://host:8786.")] = None,
    only: Annotated[
        list[Standing] | None, typer.Option(help="Only items that stand like this; may be given several times.")
    ] = None,
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
    with workspace(data_dir) as opened, progress_bar() as progress:
        report = opened.bulk(
            manifest,
            by=opened.local_user(),
            benchmarks=benchmark or (),
            top=top,
            only=only or (),
            pool=_pool(workers, scheduler, data_dir),
            progress=progress,
        )
    show(report.jobs, form, COLUMNS)
    counts = ", ".join(f"{len(report.ended(state))} {state.value}" for state in JobState if report.ended(state))
    typer.echo(f"{len(report.jobs)} items: {counts}; {report.started} worked on in this run.", err=True)
    _raise_for([job for job in report.jobs if job.state is not JobState.DONE], len(report.jobs))


def _show_plan(plan: tuple[Planned, ...], form: Format) -> None:
    show(plan, form, ("item", "kind", "standing"))
    counts = Counter(one.standing for one in plan)
    listed = ", ".join(f"{counts[standing]} {standing.value}" for standing in Standing if counts[standing])
    typer.echo(f"{len(plan)} items: {listed}; nothing was done.", err=True)


def _pool(workers: int, scheduler: str | None, data_dir: Path | None) -> Pool:
    if workers == 1 and scheduler is None:
        return Here()
    return Dask(run_job, settings(data_dir).model_dump_json(), workers=workers, scheduler=scheduler)


def _raise_for(jobs: list[Job], total: int) -> None:
    if not jobs:
        return
    listed = "; ".join(f"{job.item}: {job.state.value} [{job.error_code}] {job.message}" for job in jobs)
    raise PartialFailure(
        f"{len(jobs)} of {total} items are not done: {listed}",
        hint="Run it again for the failed ones; give the rejected and empty ones another file.",
        items=[{"item": job.item, "state": job.state.value, "code": job.error_code} for job in jobs],
    )
