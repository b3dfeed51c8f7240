"""`analyser study`: the table, the gaps, a country's sheet, and frozen editions."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analyser.cli import publishing
from analyser.cli.output import DataDirOption, Format, FormatOption, ReviewerOption, options_come_last, show, workspace
from analyser.cli.publishing import BenchmarkOption, EditionOption, GroupOption, publication, write, write_sheet
from analyser.errors import NotFound, UsageError
from analyser.study import editions as frozen
from analyser.study import export
from analyser.study.exports import Form, SheetForm
from analyser.study.exports import export as export_publication
from analyser.study.records import Study, TableRow

study_app = typer.Typer(help="The comparative study: table, gaps, country sheets, editions.")

TABLE = (
    "conduct",
    "covered",
    "partially",
    "not_or_unclear",
    "not",
    "unclear",
    "not_assessed",
    "countries",
    "not_required",
)


class Part(StrEnum):
    """By what the table is cut."""

    INSTRUMENT = "instrument"
    REGION = "region"
    SUBREGION = "subregion"
    GROUP = "group"


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
    group: GroupOption = None,
    by: Annotated[Part | None, typer.Option(help="Cut the table into parts; each sums to its own countries.")] = None,
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
    if form is StudyFormat.XLSX and output is None:
        raise UsageError("An XLSX file needs a name.", hint="Add --output study.xlsx.")
    with workspace(data_dir) as opened:
        drafted = opened.draft(benchmark, viewer=opened.local_user(reviewer), countries=country, group=group)
    found = drafted.dossier.study
    if form is StudyFormat.XLSX and output is not None:
        write(output, export_publication(drafted, Form.XLSX).data)
    elif by is not None:
        _parts(found, by, form)
    elif output is not None:
        write(output, _bytes(found, form))
    elif form in (StudyFormat.TABLE, StudyFormat.JSONL):
        show([_row(row) for row in found.table], Format(form.value), TABLE, title=found.benchmark_title)
        if form is StudyFormat.TABLE:
            _note(found)
    else:
        typer.echo(_bytes(found, form).decode(), nl=False)


def _row(row: TableRow) -> dict[str, object]:
    values = export.row_values(row)
    named = dict(zip(TABLE, (values[0], *values[2:], len(row.not_required)), strict=True))
    return named | {"articles": list(row.articles)}


def _parts(found: Study, by: Part, form: StudyFormat) -> None:
    rows = [
        {"part": part.title, "countries_listed": list(part.countries)} | _row(row)
        for part in found.slices
        if part.kind == by.value
        for row in part.rows
    ]
    show(rows, Format(form.value), ("part", *TABLE), title=f"{found.benchmark_title}, by {by.value}")


def _bytes(found: Study, form: StudyFormat) -> bytes:
    return (export.to_json(found) if form is StudyFormat.JSON else export.to_csv(found)).encode()


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
            "recommendations": list(gap.recommendations),
            "see_also": [one.cited for one in gap.see_also],
            "elsewhere": [
                {"country": one.country.code, "provision": one.citation.label, "quote": one.citation.quote}
                for one in gap.elsewhere
            ],
            "required": gap.duty.status,
        }
        for entry in found.by_country
        for gap in (*entry.gaps, *entry.not_required)
    ]
    show(rows, form, ("country", "element", "conduct", "article", "rating", "required", "missing", "provisions"))


@study_app.command()
def sheet(
    country: Annotated[str, typer.Argument(help="ISO 3166 code of the jurisdiction.")],
    benchmark: BenchmarkOption = "csea-2012",
    edition: EditionOption = None,
    write_as: Annotated[
        SheetForm | None, typer.Option("--write", help="Write the sheet, or a questionnaire to the government.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="File for --write; left out, a name is made.")] = None,
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """Every element for one country: rating, state, reasons; or the sheet as a file for print."""
    with workspace(data_dir) as opened:
        found = publication(opened, benchmark, edition, None, None)
        if edition is None and country not in {one.country.code for one in found.dossier.sheets}:
            found = opened.draft(benchmark, viewer=opened.local_user(), countries=[country])
    code = country.casefold()
    if write_as is not None:
        made = write_sheet(found, code, write_as, output or Path(f"{code}-{write_as}"))
        typer.echo(f"{output or Path(f'{code}-{write_as}')}: {len(made.data)} bytes")
        return
    shown = next((one for one in found.dossier.sheets if one.country.code == code), None)
    if shown is None:
        raise NotFound(f"{code} is not in this study.", hint="`analyser study` lists its countries.")
    columns = (
        "element",
        "label",
        "article",
        "cell.judgement",
        "cell.state",
        "cell.reasons",
        "duty.status",
        "cell.stale",
    )
    show(shown.entries, form, columns, title=shown.country.name)


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
        show(
            opened.editions(viewer=opened.local_user()),
            form,
            ("name", "benchmark", "frozen_at", "frozen_by", "fingerprint"),
        )


@study_app.command()
def compare(
    before: Annotated[str, typer.Argument(help="Name of the earlier edition.")],
    after: Annotated[str, typer.Argument(help="Name of the later edition.")],
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """What changed between two editions, and why."""
    with workspace(data_dir) as opened:
        found = opened.compare(before, after, viewer=opened.local_user())
    columns = ("country", "element", "before", "after", "because", "detail")
    show(found.changes, form, columns, title=f"{before} to {after}")
    if form is Format.TABLE:
        typer.echo(", ".join(f"{cause}: {count}" for cause, count in frozen.causes(found)))


@study_app.command()
def progress(
    benchmark: BenchmarkOption = "csea-2012", form: FormatOption = Format.TABLE, data_dir: DataDirOption = None
) -> None:
    """How every conduct stood in each edition."""
    with workspace(data_dir) as opened:
        points = opened.progress(benchmark, viewer=opened.local_user())
    columns = ("edition", "at", "row", "covered", "partial", "not_covered", "unclear", "not_assessed")
    show(points, form, columns)


study_app.command("export")(publishing.export_files)
study_app.command("chart")(publishing.chart)
study_app.command("sign")(publishing.sign)
