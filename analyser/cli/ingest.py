"""`analyser ingest`: laws into the workspace, and matched where a benchmark is named."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from analyser import jurisdictions
from analyser.cli.analyse import one_file
from analyser.cli.output import DataDirOption, Format, FormatOption, show, workspace
from analyser.cli.progress import progress_bar
from analyser.errors import AnalyserError, PartialFailure, UsageError
from analyser.store.records import LawVersion
from analyser.workspace import Workspace

Add = Callable[[Path], tuple[LawVersion, ...]]
COLUMNS = ("id", "jurisdiction", "title", "language", "sections", "verdict")


def ingest(
    files: Annotated[list[Path], typer.Argument(help="The files of one country: PDF, HTML, Markdown, text.")],
    country: Annotated[str, typer.Option(help="ISO 3166 code of the jurisdiction: de, au-wa.")],
    language: Annotated[str | None, typer.Option(help="Language of the laws; detected when left out.")] = None,
    title: Annotated[
        str | None, typer.Option(help="Name of the law (one file only); another text under it is a new version.")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day on which the text stood so; unknown if left out."),
    ] = None,
    source: Annotated[str | None, typer.Option(help="Where the text comes from, for instance its address.")] = None,
    licence: Annotated[str | None, typer.Option(help="Under what terms the text may be used.")] = None,
    country_name: Annotated[str | None, typer.Option(help="Name to show for the jurisdiction.")] = None,
    piece: Annotated[
        list[int] | None, typer.Option(min=1, help="Of a file that holds several laws, take this one; repeatable.")
    ] = None,
    benchmark: Annotated[
        list[str] | None, typer.Option(help="Match against this benchmark afterwards; may be given several times.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="Candidates kept per element.")] = 20,
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """Read laws, check that nothing was lost, and keep them for review.

    A file is stored whole or not at all; one printed in two languages is stored as a version in each, unless --language
    takes one of them. Look at the verdict: `review` and `failed` say that text may be missing.
    Exit codes: 0 all stored, 3 the one file was refused, 6 some were refused (listed).
    """
    jurisdictions.check(country)
    _check(files, title, piece)
    with workspace(data_dir) as opened, progress_bar() as progress:
        user = opened.local_user()
        said = {"title": title, "source": source, "licence": licence, "country_name": country_name}
        day = as_of.date() if as_of else None
        add = partial(opened.ingest, jurisdiction=country, by=user, language=language, as_of=day, progress=progress)
        adds = [_adding(opened, partial(add, **said, piece=one), language) for one in dict.fromkeys(piece or (None,))]
        stored, failures = _each(files, adds)
        for one in (benchmark or ()) if stored else ():
            opened.analyse(country, one, by=user, top=top, progress=progress)
    show(stored, form, COLUMNS)
    _tell(stored)
    _raise_for(failures, len(files))


def _check(files: list[Path], title: str | None, piece: list[int] | None) -> None:
    """Raises UsageError where one name would be given to several laws, or a piece asked of several files."""
    if title is not None and len(files) > 1:
        raise UsageError("--title names one law, but several files were given.", hint="Add them one by one.")
    if title is not None and piece is not None and len(piece) > 1:
        raise UsageError("--title names one law, but several pieces were named.", hint="Add them one by one.")
    one_file(files, piece)


def _adding(opened: Workspace, add: Callable[..., LawVersion], language: str | None) -> Add:
    """Adds a file; gives the version in the language asked for, else those in every language it is printed in."""

    def every(file: Path) -> tuple[LawVersion, ...]:
        law = add(file)
        return opened.languages_of(law) if language is None else (law,)

    return every


def _tell(stored: Sequence[LawVersion]) -> None:
    """What the reader wants the analyst to know, and which laws a file holds."""
    for law in stored:
        for note in law.notes:
            typer.echo(f"{law.file_name} ({law.language}): {note}", err=True)
        for at, one in enumerate(law.certificate.get("pieces", ()), 1):
            typer.echo(f"{law.file_name} --piece {at}: {one['title']} ({one['sections']} sections)", err=True)


def _each(files: list[Path], adds: Sequence[Add]) -> tuple[list[LawVersion], list[tuple[Path, AnalyserError]]]:
    """What was stored, and what was refused and why; a refused file does not stop the others."""
    stored, failures = [], []
    for file in files:
        try:
            stored += [version for add in adds for version in add(file)]
        except AnalyserError as error:
            failures.append((file, error))
    return stored, failures


def _raise_for(failures: list[tuple[Path, AnalyserError]], files: int) -> None:
    if failures and files == 1:
        raise failures[0][1]
    if failures:
        listed = "; ".join(f"{file}: [{error.code}] {error.message}" for file, error in failures)
        raise PartialFailure(
            f"{len(failures)} of {files} files were not stored: {listed}",
            hint="The others are stored; mend the files named and add them again.",
            failures=[{"file": str(file)} | error.problem() for file, error in failures],
        )
