"""`analyser backup`, `restore` and `doctor`: keeping a workspace, and finding out why one does not work."""

from pathlib import Path
from typing import Annotated

import typer

from analyser import factory
from analyser.cli.output import DataDirOption, Format, FormatOption, settings, show
from analyser.errors import MissingComponent, StorageError
from analyser.health import Health, examine
from analyser.store.archive import Archived


def backup(
    target: Annotated[Path, typer.Argument(help="The zip file to write; it must not exist yet.")],
    data_dir: DataDirOption = None,
) -> None:
    """Write the whole workspace - every table and every source file - to one zip file.

    The program may be in use meanwhile: the back-up is one consistent picture. It restores into SQLite or PostgreSQL.
    """
    _tell("Backed up", factory.back_up(settings(data_dir), target))


def restore(
    source: Annotated[Path, typer.Argument(help="A file that `analyser backup` wrote.")],
    data_dir: DataDirOption = None,
) -> None:
    """Load a back-up into an empty workspace: a new --data-dir, or an empty database at ANALYSER_DATABASE_URL.

    Every table and file is checked against its checksum before anything is stored.
    """
    _tell("Restored", factory.restore(settings(data_dir), source))


def _tell(what: str, archived: Archived) -> None:
    rows = sum(archived.rows.values())
    typer.echo(
        f"{what}: {rows} rows of {len(archived.rows)} tables, {archived.files} files, schema {archived.revision}."
    )


def doctor(form: FormatOption = Format.TABLE, data_dir: DataDirOption = None) -> None:
    """Check this installation: database, audit log, source files, encoder, recogniser of scans, disk.

    Exit codes: 0 all is well or there is only advice, 4 a component is missing, 5 something stored is not right.
    """
    findings = examine(settings(data_dir))
    show(findings, form, ("state", "subject", "found", "advice"))
    for state, error in ((Health.FAULT, StorageError), (Health.MISSING, MissingComponent)):
        listed = [one.subject for one in findings if one.state is state]
        if listed:
            raise error(f"Not well: {', '.join(listed)}.", hint="Do what the table advises, then run it again.")
