"""Brings the database to this program's schema, under a lock, with a copy of the SQLite file kept first.

It never goes back and never guesses: a schema this program does not know is refused as newer.
"""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.engine import Connection, Engine

from analyser.errors import DiskFull, NewerSchema, StorageError
from analyser.store.engine import errors_named, sqlite_file

_LOCK = 0x5747_4150  # any fixed number, the same for every process that migrates


def packaged() -> Path:
    """The folder of the migrations that ship with the program."""
    return Path(str(files("analyser.store").joinpath("migrations")))


def config(folder: Path, connection: Connection | None = None) -> Config:
    """Alembic's configuration without an ini file; migrations run on the connection given."""
    made = Config()
    made.set_main_option("script_location", str(folder).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def upgrade(engine: Engine, now: Callable[[], datetime], folder: Path | None = None) -> str:
    """Bring the database to the newest schema of the folder (the packaged one) and return its revision.

    Raises NewerSchema, StorageError, DiskFull; the database is unchanged when it raises.
    """
    folder = folder or packaged()
    scripts = ScriptDirectory.from_config(config(folder))
    head = scripts.get_current_head() or ""
    with errors_named(), engine.connect() as connection:
        if _revision(connection, scripts) == head:
            return head
    with errors_named(), engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        before = _revision(connection, scripts)
        if before != head:
            if before is not None:
                _back_up(sqlite_file(engine.url), before, now())
            command.upgrade(config(folder, connection), "head")
    return head


def build(engine: Engine, revision: str) -> None:
    """Make the tables of one schema in an empty database. Raises NewerSchema for one this program does not know."""
    scripts = ScriptDirectory.from_config(config(packaged()))
    if revision not in {script.revision for script in scripts.walk_revisions()}:
        raise NewerSchema(
            f"The back-up has schema {revision}, which this version does not know.",
            hint="It was written by a newer version: install that version.",
        )
    with errors_named(), engine.connect().execution_options(writes=True) as connection, connection.begin():
        if _revision(connection, scripts) is None:
            command.upgrade(config(packaged(), connection), revision)


def _revision(connection: Connection, scripts: ScriptDirectory) -> str | None:
    """The schema's revision, None for an empty database. Raises NewerSchema, or StorageError for a foreign one."""
    found = MigrationContext.configure(connection).get_current_heads()
    known = {script.revision for script in scripts.walk_revisions()}
    if unknown := sorted(set(found) - known):
        raise NewerSchema(
            f"The database has schema {', '.join(unknown)}, which this version does not know.",
            hint="It was written by a newer version: install that version, or name another folder or database.",
        )
    if not found and (tables := inspect(connection).get_table_names()):
        raise StorageError(
            f"The database holds tables that are not ours ({', '.join(sorted(tables)[:3])}, ...).",
            hint="Name an empty database, or another folder.",
        )
    return found[0] if found else None


def _back_up(file: Path | None, revision: str, at: datetime) -> Path | None:
    """Copy the SQLite file beside itself, as it is before the migration; None for other databases."""
    if file is None:
        return None
    copy = file.with_name(f"{file.stem}-{revision}-{at:%Y%m%dT%H%M%SZ}.backup.sqlite3")
    try:
        with sqlite3.connect(file) as source, sqlite3.connect(copy) as target:
            source.backup(target)
    except (OSError, sqlite3.Error) as error:
        copy.unlink(missing_ok=True)
        raise DiskFull(
            f"The back-up {copy} could not be written: {error}", hint="Free some space; the database is unchanged."
        ) from error
    finally:
        source.close()
        target.close()
    return copy
