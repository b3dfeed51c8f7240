"""`analyser assignments`: who is to answer what, and opening an answered element anew."""

from typing import Annotated

import typer

from analyser.cli.output import DataDirOption, Format, FormatOption, show, workspace

COLUMNS = ("jurisdiction", "element", "round", "reviewer", "answered")

assignments_app = typer.Typer(
    help="Double coding: give elements to reviewers, see what is open, open one anew.", no_args_is_help=True
)


@assignments_app.command("list")
def listed(
    reviewer: Annotated[str | None, typer.Option(help="Only this person's.")] = None,
    waiting: Annotated[bool, typer.Option("--open", help="Only those without an answer yet.")] = False,
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """List who is to answer what."""
    with workspace(data_dir) as opened:
        found = opened.assignments(viewer=opened.local_user(), name=reviewer)
    show([one for one in found if not (waiting and one.answered)], form, COLUMNS)


@assignments_app.command()
def assign(
    country: Annotated[list[str], typer.Option(help="ISO 3166 code of a jurisdiction; may be repeated.")],
    reviewer: Annotated[list[str], typer.Option(help="Name of a reviewer; may be repeated.")],
    benchmark: Annotated[str, typer.Option(help="Benchmark whose elements are given out.")] = "csea-2012",
    element: Annotated[list[str] | None, typer.Option(help="Only this element; may be repeated.")] = None,
    each: Annotated[int, typer.Option(min=1, help="How many reviewers answer each element.")] = 2,
    data_dir: DataDirOption = None,
) -> None:
    """Give every element of these countries to reviewers in turn; blind until all of them have answered."""
    with workspace(data_dir) as opened:
        added = opened.assign(benchmark, country, reviewer, by=opened.local_user(), each=each, elements=element)
    typer.echo(f"{added} assignments are new.")


@assignments_app.command()
def reopen(
    country: Annotated[str, typer.Argument(help="ISO 3166 code of the jurisdiction.")],
    element: Annotated[str, typer.Argument(help="Id of the element: lanzarote.20.1.f.")],
    reason: Annotated[str, typer.Option(help="What made the earlier answer doubtful.")],
    data_dir: DataDirOption = None,
) -> None:
    """Open another round of an element: its reviewers answer anew, earlier rounds stay on record."""
    with workspace(data_dir) as opened:
        made = opened.reopen(country, element, reason, by=opened.local_user())
    typer.echo(f"Round {made.round} of {made.element} in {made.jurisdiction} is open.")
