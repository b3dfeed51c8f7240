"""`analyser study export|chart|sign`: files to take away, of an edition or of the study as it stands."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analyser.cli.output import DataDirOption, ReviewerOption, workspace
from analyser.errors import DiskFull, UsageError
from analyser.study.dossier import Publication
from analyser.study.exports import File, Form, SheetForm, export, export_sheet
from analyser.workspace import Workspace

BenchmarkOption = Annotated[str, typer.Option(help="Benchmark of the study; see `analyser benchmarks list`.")]
EditionOption = Annotated[
    str | None, typer.Option(help="Name of a frozen edition; left out, a draft of the study as it stands.")
]
GroupOption = Annotated[
    str | None, typer.Option(help="Only a group of States: coe, eu, african-union, oas ... or one of groups.yaml.")
]


class Picture(StrEnum):
    """The charts by name."""

    BARS = "bars"
    HEATMAP = "heatmap"
    MAP = "map"
    PROGRESS = "progress"
    AGREEMENT = "agreement"
    RELIABILITY = "reliability"


def export_files(
    form: Annotated[Form, typer.Option("--format", help="Form of the file.")],
    output: Annotated[Path, typer.Option(help="File to write; for site a folder, or a file that ends in .zip.")],
    benchmark: BenchmarkOption = "csea-2012",
    edition: EditionOption = None,
    group: GroupOption = None,
    reviewer: ReviewerOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Write the whole study: tables, gaps, country sheets, sources and checks.

    Two exports of one edition are the same bytes. csv and json are zip archives; site is a folder for any web server.
    """
    with workspace(data_dir) as opened:
        found = publication(opened, benchmark, edition, group, reviewer)
    if form is Form.SITE and output.suffix != ".zip":
        from analyser.study.exports.site import site_files  # here: listing ratings must not wait for the charts

        files = site_files(found)
        for name, data in files.items():
            write(output / name, data)
        typer.echo(f"{len(files)} files in {output}: {found.imprint.title}, {found.date}")
        return
    made = export(found, form)
    write(output, made.data)
    typer.echo(f"{output}: {found.imprint.title}, {found.date}, {len(made.data)} bytes")


def publication(
    opened: Workspace, benchmark: str, edition: str | None, group: str | None, reviewer: str | None
) -> Publication:
    """The edition by that name, or the draft. Raises UsageError for a group of an edition, NotFound."""
    if edition is None:
        return opened.draft(benchmark, viewer=opened.local_user(reviewer), group=group)
    if group is not None:
        raise UsageError("An edition is exported whole.", hint="Its tables by group are in it; leave --group out.")
    return opened.publication(edition, viewer=opened.local_user(reviewer))


def write(path: Path, data: bytes) -> None:
    """Write a file and the folders above it. Raises DiskFull."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise DiskFull(f"{path} could not be written: {error.strerror}", hint="Choose another --output.") from error


def write_sheet(found: Publication, country: str, form: SheetForm, output: Path) -> File:
    """Write one country's sheet or questionnaire."""
    made = export_sheet(found, country, form)
    write(output, made.data)
    return made


def chart(
    name: Annotated[Picture, typer.Argument(help="Which chart.")],
    output: Annotated[Path, typer.Option(help="File to write; its ending says the form: .svg or .png.")],
    benchmark: BenchmarkOption = "csea-2012",
    edition: EditionOption = None,
    row: Annotated[int, typer.Option(help="Row of the study table that the map shows, from 1.")] = 1,
    reviewer: ReviewerOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Draw a chart without a browser; colour-blind safe, every figure also in words or letters."""
    if output.suffix not in (".svg", ".png"):
        raise UsageError(f"{output} is neither .svg nor .png.", hint="Give the file one of these endings.")
    with workspace(data_dir) as opened:
        found = publication(opened, benchmark, edition, None, reviewer)
        bins = opened.reliability(benchmark, viewer=opened.local_user(reviewer)) if name is Picture.RELIABILITY else ()
    from analyser.study import charts  # here: other commands must not wait for the charts

    drawn = charts.named(found.dossier, found.progress, bins, name.value, row)
    write(output, drawn.png() if output.suffix == ".png" else drawn.svg().encode())
    typer.echo(f"{output}: {drawn.title}. {drawn.alt}")


def sign(
    name: Annotated[str, typer.Argument(help="Name of the edition.")],
    statement: Annotated[str, typer.Option(help="What you checked, and that it may go out.")],
    reviewer: ReviewerOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Sign an edition off; every export then carries the signature. Takes the role adjudicator."""
    with workspace(data_dir) as opened:
        signed = opened.sign(name, statement, by=opened.local_user(reviewer))
    typer.echo(f"{signed.name} signed {name}: {signed.fingerprint}")
