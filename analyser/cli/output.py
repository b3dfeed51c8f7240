"""How the listing commands print: a table for people, JSON, JSON lines or CSV for programs."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from analyser.errors import UsageError
from analyser.factory import open_workspace
from analyser.settings import Settings
from analyser.workspace import Workspace


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="table for people; json, jsonl or csv for programs.")]
DataDirOption = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder of the database and files; default: ANALYSER_DATA_DIR.")
]
ReviewerOption = Annotated[
    str | None, typer.Option("--as", help="Name of the reviewer; left out, the single user of this machine.")
]


def settings(data_dir: Path | None) -> Settings:
    """The settings in force, with the folder of the command line where one is given."""
    return Settings() if data_dir is None else Settings(data_dir=data_dir)


@contextmanager
def workspace(data_dir: Path | None) -> Iterator[Workspace]:
    """The workspace for one command."""
    opened = open_workspace(settings(data_dir))
    try:
        yield opened
    finally:
        opened.close()


def options_come_last(context: typer.Context) -> None:
    """Raises UsageError for options before a subcommand, where they would be lost."""
    sources = {name: context.get_parameter_source(name) for name in context.params}
    given = [name for name, source in sources.items() if source is not None and source.name == "COMMANDLINE"]
    if given:
        listed = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise UsageError(
            f"{listed} stands before {context.invoked_subcommand} and would be lost.",
            hint=f"Write the options after it: {context.info_name} {context.invoked_subcommand} ... OPTIONS.",
        )


def plain(value: Any) -> Any:
    """Records as JSON values: dataclasses as objects, moments in ISO 8601, pairs as keys joined by a space."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {" ".join(key) if isinstance(key, tuple) else str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def show(rows: Iterable[Any], form: Format, columns: Sequence[str], *, title: str = "") -> None:
    """Print records: `columns` in a table and CSV (`section.label` reaches inside), everything in JSON."""
    records = [plain(row) for row in rows]
    if form is Format.JSON:
        typer.echo(json.dumps(records, ensure_ascii=False, indent=1))
    elif form is Format.JSONL:
        for record in records:
            typer.echo(json.dumps(record, ensure_ascii=False))
    elif form is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(record, column) for column in columns] for record in records)
    else:
        _table(records, columns, title)


def _table(records: Sequence[Mapping[str, Any]], columns: Sequence[str], title: str) -> None:
    table = Table(title=title or None, show_edge=False, title_justify="left")
    for column in columns:
        table.add_column(column.rpartition(".")[2].replace("_", " "), overflow="fold")
    for record in records:
        table.add_row(*(_cell(record, column) for column in columns))
    console = Console(markup=False, highlight=False) if sys.stdout.isatty() else Console(width=200, markup=False)
    console.print(table)
    if not records:
        console.print("(none)")


def _cell(record: Mapping[str, Any], column: str) -> str:
    value: Any = record
    for step in column.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)
