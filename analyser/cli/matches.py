"""`analyser matches`: the candidates of the newest analyses."""

from collections.abc import Iterator
from typing import Annotated

import typer

from analyser.cli.output import DataDirOption, Format, FormatOption, show, workspace
from analyser.cli.progress import progress_bar
from analyser.store.records import CandidateRecord
from analyser.workspace import Workspace

KEPT = 20
"""Candidates an analysis keeps per element, unless more are asked for."""
COLUMNS = (
    "jurisdiction",
    "element",
    "rank",
    "probability",
    "band",
    "section.law_title",
    "section.label",
    "section.heading",
    "section.id",
    "stale",
)


def matches(
    country: Annotated[str | None, typer.Option(help="Only this jurisdiction.")] = None,
    element: Annotated[str | None, typer.Option(help="Only this element: lanzarote.20.1.f.")] = None,
    benchmark: Annotated[str | None, typer.Option(help="Only analyses against this benchmark.")] = None,
    min_probability: Annotated[float, typer.Option(min=0, max=1, help="Only candidates at least this likely.")] = 0.0,
    top: Annotated[int | None, typer.Option(min=1, help="Only ranks up to this one.")] = None,
    run: Annotated[
        bool, typer.Option("--run", help="Analyse --country against --benchmark first, if laws or benchmark changed.")
    ] = False,
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """List the sections proposed for each element, best first.

    The probability is the calibrated chance that the section answers the element. A stale candidate comes from an
    analysis of other texts than the present ones: analyse again with --run.
    """
    with workspace(data_dir) as opened:
        if run:
            if country is None or benchmark is None:
                raise typer.BadParameter("--run needs --country and --benchmark.")
            with progress_bar() as progress:
                opened.analyse(country, benchmark, by=opened.local_user(), top=max(KEPT, top or 0), progress=progress)
        show(_candidates(opened, country, element, benchmark, min_probability, top), form, COLUMNS)


def _candidates(
    opened: Workspace, country: str | None, element: str | None, benchmark: str | None, least: float, top: int | None
) -> Iterator[CandidateRecord]:
    cursor = None
    while True:
        page = opened.candidates(
            country, element, benchmark=benchmark, min_probability=least, top=top, cursor=cursor, limit=1000
        )
        yield from page.items
        if (cursor := page.next_cursor) is None:
            return
