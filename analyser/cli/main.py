"""The entry point: registers the commands and renders every error the same way. It decides nothing else."""

import json
import sys
from typing import Annotated

import typer
from rich.console import Console

from analyser import __version__
from analyser.cli import (
    analyse,
    assignments,
    audit,
    benchmarks,
    bulk,
    corpus,
    demo,
    evaluate,
    ingest,
    laws,
    matches,
    people,
    ratings,
    search,
    serve,
    study,
    upkeep,
    webhooks,
)
from analyser.errors import AnalyserError

app = typer.Typer(
    name="analyser",
    help="Read national laws and show which conducts of the child-protection treaties they cover, with the proof.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    epilog="Start with: [bold]analyser analyse LAW.pdf --country XX --output out[/bold] and open out/report.html.",
)
for command in (
    analyse.analyse,
    ingest.ingest,
    laws.laws,
    matches.matches,
    search.search,
    bulk.bulk,
    evaluate.evaluate,
    serve.serve,
    demo.demo,
    upkeep.backup,
    upkeep.restore,
    upkeep.doctor,
):
    app.command()(command)
app.add_typer(corpus.corpus_app, name="corpus")
app.add_typer(ratings.ratings_app, name="ratings")
app.add_typer(assignments.assignments_app, name="assignments")
app.add_typer(people.people_app, name="people")
app.add_typer(audit.audit_app, name="audit")
app.add_typer(webhooks.webhooks_app, name="webhooks")
app.add_typer(study.study_app, name="study")
app.add_typer(benchmarks.benchmarks_app, name="benchmarks")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"analyser {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    json_errors: Annotated[
        bool, typer.Option("--json-errors", help="Print errors as problem objects (RFC 9457).")
    ] = False,
) -> None:
    global _json_errors
    _json_errors = json_errors


_json_errors = False


def render(error: AnalyserError, as_json: bool) -> None:
    """Print what went wrong and what to do about it on stderr."""
    if as_json:
        print(json.dumps(error.problem(), ensure_ascii=False), file=sys.stderr)
        return
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    console.print("error", style="bold red", end="")
    console.print(f" [{error.code}]: {error.message}", markup=False)
    if error.hint:
        console.print(f"  what to do: {error.hint}", markup=False)


def run() -> None:
    """Run the command line; the exit code is the error's."""
    try:
        app()
    except AnalyserError as error:
        render(error, _json_errors)
        sys.exit(error.exit_code)
