"""Back-ups: one zip file with every table and every source file, for either kind of database.

An archive is written from one consistent picture of the database and holds a checksum of everything in it. It is
restored only into an empty database: nothing present is ever overwritten. One of an older schema is loaded into that
schema and then brought up to date. It also moves a workspace from SQLite to PostgreSQL and back.
"""

import base64
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from analyser.errors import Conflict, DamagedFile, DiskFull, NewerSchema
from analyser.store import migrate
from analyser.store.engine import errors_named, open_engine, parse_url
from analyser.store.files import FileStore

FORM = "statute-gap-analyser back-up 1"
_MANIFEST, _BATCH, _PIECE = "manifest.json", 500, 1 << 20


@dataclass(frozen=True, slots=True)
class Archived:
    """What an archive holds."""

    revision: str  # of the schema
    rows: Mapping[str, int]  # by table
    files: int


def write(url: str, files: FileStore, target: Path) -> Archived:
    """Back up the database and its source files to `target`, which must not exist yet.

    Raises Conflict when it does, DiskFull, StorageError, NotFound when a source file is gone.
    """
    if target.exists():
        raise Conflict(f"{target} exists already.", hint="Name another file: a back-up never replaces one.")
    draft, engine = target.with_name(target.name + ".part"), open_engine(parse_url(url))
    try:
        with (
            errors_named(),
            engine.connect() as connection,
            connection.begin(),
            zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            found = _write(connection, files, archive)
        draft.replace(target)
    except OSError as error:
        raise DiskFull(f"{target} could not be written: {error.strerror}.", hint="Choose another folder.") from error
    finally:
        draft.unlink(missing_ok=True)
        engine.dispose()
    return found


def _write(connection: Connection, files: FileStore, archive: zipfile.ZipFile) -> Archived:
    tables, sums, rows = _tables(connection), {}, {}
    revision = connection.execute(sa.select(tables.pop("alembic_version").c.version_num)).scalar_one()
    for name, table in tables.items():
        rows[name] = 0
        digest = hashlib.sha256()
        with archive.open(f"tables/{name}.jsonl", "w", force_zip64=True) as out:
            for row in connection.execution_options(yield_per=_BATCH).execute(sa.select(table).order_by(*_key(table))):
                line = json.dumps([_written(value) for value in row], ensure_ascii=False).encode() + b"\n"
                out.write(line)
                digest.update(line)
                rows[name] += 1
        sums[name] = {"columns": [column.name for column in table.columns], "sha256": digest.hexdigest()}
    kept = sorted(files.all())
    for sha256 in kept:
        archive.write(files.path(sha256), f"files/{sha256}")
    manifest = {"form": FORM, "revision": revision, "tables": sums, "rows": rows, "files": kept}
    archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
    return Archived(revision, rows, len(kept))


def restore(source: Path, url: str, files: FileStore, now: Callable[[], datetime]) -> Archived:
    """Load an archive into an empty database, and bring its schema up to date.

    Raises DamagedFile when the archive is not whole, Conflict when the database holds anything, NewerSchema when a
    newer program wrote it. No row is left behind when it raises.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _manifest(archive, source)
            _check(archive, manifest, source)
            return _restore(archive, manifest, url, files, now)
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        raise DamagedFile(f"{source} cannot be read as a back-up: {error}.", hint="Take another copy.") from error


def _restore(
    archive: zipfile.ZipFile, manifest: Mapping[str, Any], url: str, files: FileStore, now: Callable[[], datetime]
) -> Archived:
    engine, revision = open_engine(parse_url(url)), str(manifest["revision"])
    try:
        _refuse_used(engine)
        migrate.build(engine, revision)
        with errors_named(), engine.connect().execution_options(writes=True) as connection, connection.begin():
            tables = _tables(connection)
            for name, about in manifest["tables"].items():
                _load(connection, tables[name], about["columns"], archive, name)
            _count_on(connection, tables)
            for sha256 in manifest["files"]:
                files.put_bytes(archive.read(f"files/{sha256}"))
        migrate.upgrade(engine, now)
    finally:
        engine.dispose()
    return Archived(revision, manifest["rows"], len(manifest["files"]))


def _refuse_used(engine: Engine) -> None:
    """Raises Conflict unless no table of the database holds a row."""
    with errors_named(), engine.connect() as connection:
        tables = _tables(connection)
        tables.pop("alembic_version", None)
        used = [name for name, table in tables.items() if connection.execute(sa.select(table).limit(1)).first()]
        if used:
            raise Conflict(
                f"The database is in use: {', '.join(used[:3])} have rows.", hint="Restore into an empty database."
            )


def _tables(connection: Connection) -> dict[str, sa.Table]:
    """The tables as they stand in the database, those referred to first."""
    metadata = sa.MetaData()
    metadata.reflect(connection, only=lambda name, _: not name.startswith("search_"))  # made anew from the sections
    for column in (column for table in metadata.tables.values() for column in table.columns):
        if isinstance(column.type, sa.JSON):
            column.type = sa.JSON(none_as_null=True)
    return {table.name: table for table in metadata.sorted_tables}


def _key(table: sa.Table) -> list[sa.Column[Any]]:
    return list(table.primary_key) or list(table.columns)


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()  # SQLite keeps UTC without saying so
    if isinstance(value, date):
        return value.isoformat()
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _read(value: Any, column: sa.Column[Any]) -> Any:
    if isinstance(value, str) and isinstance(column.type, sa.DateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(column.type, sa.Date):
        return date.fromisoformat(value)
    if isinstance(value, dict) and isinstance(column.type, sa.LargeBinary):
        return base64.b64decode(value["base64"])
    return value


def _load(connection: Connection, table: sa.Table, columns: list[str], archive: zipfile.ZipFile, name: str) -> None:
    lines = _lines(archive, f"tables/{name}.jsonl")
    while rows := [json.loads(line) for line in islice(lines, _BATCH)]:
        values = [
            {column: _read(value, table.c[column]) for column, value in zip(columns, row, strict=True)} for row in rows
        ]
        connection.execute(sa.insert(table), values)


def _lines(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    with archive.open(member) as stream:
        yield from stream


def _count_on(connection: Connection, tables: Mapping[str, sa.Table]) -> None:
    """PostgreSQL's counters go on behind the restored ids; SQLite's do by themselves."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables.values():
        for column in table.primary_key:
            sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
            if connection.execute(sa.select(sequence)).scalar() is not None:
                highest = sa.select(sa.func.coalesce(sa.func.max(column), 0) + 1).scalar_subquery()
                connection.execute(sa.select(sa.func.setval(sequence, highest, False)))


def _manifest(archive: zipfile.ZipFile, source: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(archive.read(_MANIFEST))
    except (KeyError, ValueError) as error:
        raise DamagedFile(f"{source} is not a back-up of this program.", hint="Name a file `backup` wrote.") from error
    if found.get("form") != FORM:
        raise NewerSchema(f"{source} is of the form {found.get('form')!r}.", hint="Install the version that wrote it.")
    return found


def _check(archive: zipfile.ZipFile, manifest: Mapping[str, Any], source: Path) -> None:
    """Raises DamagedFile unless every table and file has the content the archive was written with."""
    sums = {f"tables/{name}.jsonl": about["sha256"] for name, about in manifest["tables"].items()}
    sums |= {f"files/{sha256}": sha256 for sha256 in manifest["files"]}
    present = set(archive.namelist())
    wrong = [name for name, wanted in sums.items() if name not in present or _digest(archive, name) != wanted]
    if wrong:
        raise DamagedFile(
            f"{source} is damaged: {', '.join(wrong[:3])} differ from what was written.", hint="Take another copy."
        )


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
