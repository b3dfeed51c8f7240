"""`analyser study`: the table, the gaps, a country's sheet, and frozen editions."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analyser.cli.output import DataDirOption, Format, FormatOption, ReviewerOption, options_come_last, show, workspace
from analyser.errors import DiskFull, UsageError
from analyser.study import export
from analyser.study.records import Study, TableRow

study_app = typer.Typer(help="The comparative study: table, gaps, country sheets, editions.")

BenchmarkOption = Annotated[str, typer.Option(help="Benchmark of the study; see `analyser benchmarks list`.")]
TABLE = ("conduct", "covered", "partially", "not_or_unclear", "not", "unclear", "not_assessed", "countries")


class StudyFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


@study_app.callback(invoke_without_command=True)
def study(
    context: typer.Context,
    benchmark: BenchmarkOption = "csea-2012",
    country: Annotated[list[str] | None, typer.Option(help="Only these jurisdictions; may be repeated.")] = None,
    reviewer: ReviewerOption = None,
    form: Annotated[
        StudyFormat, typer.Option("--format", help="table for people; json, jsonl, csv or xlsx.")
    ] = StudyFormat.TABLE,
    output: Annotated[Path | None, typer.Option(help="Write to this file; needed for xlsx.")] = None,
    data_dir: DataDirOption = None,
) -> None:
    """Print the table of the study as it stands: per conduct, how many countries cover it.

    Every row sums to the number of countries; what nobody has rated yet is counted as not assessed.
    """
    if context.invoked_subcommand is not None:
        options_come_last(context)
        return
    with workspace(data_dir) as opened:
        found = opened.study(benchmark, viewer=opened.local_user(reviewer), countries=country)
    if form is StudyFormat.XLSX and output is None:
        raise UsageError("An XLSX file needs a name.", hint="Add --output study.xlsx.")
    if output is not None:
        _write(output, _bytes(found, form))
    elif form in (StudyFormat.TABLE, StudyFormat.JSONL):
        show([_row(row) for row in found.table], Format(form.value), TABLE, title=found.benchmark_title)
        if form is StudyFormat.TABLE:
            _note(found)
    else:
        typer.echo(_bytes(found, form).decode(), nl=False)


def _row(row: TableRow) -> dict[str, object]:
    values = export.row_values(row)
    return dict(zip(TABLE, (values[0], *values[2:]), strict=True)) | {"articles": list(row.articles)}


def _bytes(found: Study, form: StudyFormat) -> bytes:
    if form is StudyFormat.XLSX:
        return export.to_xlsx(found)
    return (export.to_json(found) if form is StudyFormat.JSON else export.to_csv(found)).encode()


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise DiskFull(f"{path} could not be written: {error.strerror}", hint="Choose another --output.") from error


def _note(found: Study) -> None:
    disputed = sum(row.disagreement for row in found.table)
    stale = sum(row.stale for row in found.table)
    typer.echo(f"{len(found.countries)} countries: {', '.join(country.name for country in found.countries)}")
    if disputed:
        typer.echo(f"{disputed} answers not assessed because reviewers disagree: analyser ratings adjudicate")
    if stale:
        typer.echo(f"{stale} answers were given on another text than the present one.")
    if found.hidden:
        typer.echo(f"{found.hidden} ratings of others are hidden until you have given yours.")


@study_app.command()
def gaps(
    benchmark: BenchmarkOption = "csea-2012",
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """What each country misses, with reasons and the closest provisions."""
    with workspace(data_dir) as opened:
        found = opened.study(benchmark, viewer=opened.local_user())
    rows = [
        {
            "country": entry.country.code,
            "element": gap.element,
            "conduct": gap.label,
            "article": gap.article,
            "rating": gap.judgement.value,
            "missing": [words for _, words in gap.reasons],
            "provisions": [f"{one.law_title} {one.label}" for one in gap.citations],
        }
        for entry in found.by_country
        for gap in entry.gaps
    ]
    show(rows, form, ("country", "element", "conduct", "article", "rating", "missing", "provisions"))


@study_app.command()
def sheet(
    country: Annotated[str, typer.Argument(help="ISO 3166 code of the jurisdiction.")],
    benchmark: BenchmarkOption = "csea-2012",
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """Every element for one country: rating, state, reasons."""
    with workspace(data_dir) as opened:
        found = opened.sheet(country, benchmark, viewer=opened.local_user())
    columns = ("element", "label", "article", "cell.judgement", "cell.state", "cell.reasons", "cell.stale")
    show(found.entries, form, columns, title=found.country.name)


@study_app.command()
def freeze(
    name: Annotated[str, typer.Argument(help="Name of the edition: 2026-06.")],
    benchmark: BenchmarkOption = "csea-2012",
    data_dir: DataDirOption = None,
) -> None:
    """Freeze the study as it stands under a name."""
    with workspace(data_dir) as opened:
        edition = opened.freeze(benchmark, name, by=opened.local_user())
    typer.echo(f"Edition {edition.name} of {edition.benchmark} is frozen: {edition.fingerprint}")


@study_app.command()
def editions(form: FormatOption = Format.TABLE, data_dir: DataDirOption = None) -> None:
    """List the frozen editions."""
    with workspace(data_dir) as opened:
        show(opened.editions(), form, ("name", "benchmark", "frozen_at", "frozen_by", "fingerprint"))


@study_app.command()
def compare(
    before: Annotated[str, typer.Argument(help="Name of the earlier edition.")],
    after: Annotated[str, typer.Argument(help="Name of the later edition.")],
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """What changed between two editions, and why."""
    with workspace(data_dir) as opened:
        found = opened.compare(before, after)
    show(found.changes, form, ("country", "element", "before", "after", "because"), title=f"{before} to {after}")
