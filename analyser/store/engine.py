"""Connections: how the database is opened, and what its refusals are called.

SQLite gets WAL, foreign keys, a busy timeout, and writers that take their lock at once, so that two of them queue up
instead of failing half way. PostgreSQL is reached through pg8000 whichever driver the URL names.
"""

import json
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from analyser.errors import AnalyserError, Conflict, DiskFull, StorageError, UsageError

BUSY_SECONDS = 30
CONNECTIONS = 40  # as many as requests the server works on at once; PostgreSQL allows 100 unless told otherwise
_KEPT_OPEN = 10
_FULL = ("database or disk is full", "53100", "No space left on device")
_FREE_SPACE = "Free some space and do it again; nothing of this step was stored."


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """NumPy scalars and arrays as Python values; anything else is a mistake of the caller."""
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} cannot be stored as JSON")


def parse_url(text: str) -> URL:
    """The database URL with the driver we ship. Raises UsageError for other databases."""
    try:
        url = make_url(text)
    except exc.ArgumentError as error:
        raise UsageError(f"The database URL {text!r} cannot be read.", hint=_url_hint()) from error
    backend = url.get_backend_name()
    if backend == "sqlite":
        return url.set(drivername="sqlite")
    if backend == "postgresql":
        return url.set(drivername="postgresql+pg8000")
    raise UsageError(f"{backend} is not a database this program knows.", hint=_url_hint())


def _url_hint() -> str:
    return "Use sqlite:///FILE or postgresql+pg8000://user:password@host/database."


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite URL; None for another database or one in memory."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def open_engine(url: URL) -> Engine:
    """An engine that has not connected yet; makes the folder of a SQLite file."""
    file = sqlite_file(url)
    if file is not None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"The data folder {file.parent} cannot be made: {error.strerror}",
                hint="Set ANALYSER_DATA_DIR to a folder you may write to.",
            ) from error
    options: dict[str, Any] = {
        "json_serializer": _json,
        "pool_size": _KEPT_OPEN,
        "max_overflow": CONNECTIONS - _KEPT_OPEN,
        "pool_timeout": BUSY_SECONDS,
    }
    if url.get_backend_name() == "sqlite":
        if file is None:
            options = {"json_serializer": _json}
        engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS}, **options)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = sa.create_engine(url, pool_pre_ping=True, **options)
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver's guess
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Turns:
    """Writers of one process go in the order in which they came: SQLite's own lock lets late ones pass the waiting."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._queue: deque[Lock] = deque()

    def __len__(self) -> int:
        """How many write or wait to."""
        return len(self._queue)

    @contextmanager
    def take(self) -> Iterator[None]:
        """Hold the turn for the length of the block."""
        mine = Lock()
        mine.acquire()
        with self._guard:
            self._queue.append(mine)
            if self._queue[0] is mine:
                mine.release()
        try:
            mine.acquire()
            yield
        finally:
            with self._guard:
                first = self._queue[0] is mine
                self._queue.remove(mine)
                if first and self._queue:
                    self._queue[0].release()


def _begin_postgresql(connection: Connection) -> None:
    if not connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


@contextmanager
def errors_named() -> Iterator[None]:
    """Turn what the database driver raises inside the block into the errors users know."""
    try:
        yield
    except exc.SQLAlchemyError as error:
        raise named(error) from error


def named(error: exc.SQLAlchemyError) -> AnalyserError:
    """The user's error for a database error."""
    cause = str(getattr(error, "orig", None) or error)
    if any(sign in cause for sign in _FULL):
        return DiskFull("The disk of the database is full.", hint=_FREE_SPACE)
    if isinstance(error, exc.IntegrityError):
        return Conflict(f"Another write got there first: {cause}", hint="Read the present state and try again.")
    if "file is not a database" in cause or "malformed" in cause:
        return StorageError(
            f"The database file is damaged: {cause}",
            hint="Restore the newest back-up beside it, or name another folder.",
        )
    if "readonly" in cause or "unable to open" in cause:
        return StorageError(f"The database cannot be written: {cause}", hint="Check the rights on the data folder.")
    if isinstance(error, exc.TimeoutError):
        return StorageError(
            f"All {CONNECTIONS} connections to the database were busy for {BUSY_SECONDS} s.", hint="Try again shortly."
        )
    if 'extension "vector"' in cause:
        return StorageError(
            f"PostgreSQL lacks pgvector: {cause}",
            hint="Install pgvector 0.8 or newer, and have a superuser run: CREATE EXTENSION vector.",
        )
    if "locked" in cause:
        return StorageError(
            f"The database was busy for more than {BUSY_SECONDS} s.", hint="Wait for the other program and try again."
        )
    return StorageError(f"The database refused: {cause}", hint="Check that it is reachable: analyser laws.")
