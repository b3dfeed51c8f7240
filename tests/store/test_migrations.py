"""The schema: made from nothing, brought up to date with a copy kept, refused when it is newer or not ours."""

import shutil
import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from workspaces import Clock, make_workspace, write_statute

from analyser.errors import NewerSchema, StorageError, UsageError
from analyser.factory import new_id
from analyser.store import migrate
from analyser.store.engine import open_engine, parse_url
from analyser.store.people import digest
from analyser.store.tables import Base
from analyser.store.types import UtcDateTime
from analyser.store.unit import Store

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    op.add_column("laws", sa.Column("short_title", sa.String(), nullable=True))
"""


def open_store(url: str) -> Store:
    return Store.open(url, Clock(), new_id)


def later_schema(folder: Path, head: str) -> Path:
    """The packaged migrations with one more."""
    copied = folder / "migrations"
    shutil.copytree(migrate.packaged(), copied, ignore=shutil.ignore_patterns("__pycache__"))
    (copied / "versions" / "9999_next.py").write_text(NEXT.format(head=head))
    return copied


def upgrade_to(url: str, folder: Path) -> None:
    engine = open_engine(parse_url(url))
    migrate.upgrade(engine, lambda: datetime(2026, 3, 1, tzinfo=UTC), folder)
    engine.dispose()


def test_migrations_make_the_tables_the_program_declares(database_url: str) -> None:
    open_store(database_url).close()
    engine = open_engine(parse_url(database_url))
    with engine.connect() as connection:
        options = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith("search_words")}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
        checks = {
            table: len(sa.inspect(connection).get_check_constraints(table)) for table in ("jobs", "ratings", "users")
        }
    engine.dispose()
    assert differences == []
    assert checks == {"jobs": 1, "ratings": 2, "users": 1}


def test_opening_twice_changes_nothing(database_url: str) -> None:
    first = open_store(database_url)
    second = open_store(database_url)
    assert first.revision == second.revision
    first.close()
    second.close()


def test_several_open_an_empty_database_at_once(database_url: str) -> None:
    revisions: list[str] = []

    def open_one() -> None:
        store = open_store(database_url)
        revisions.append(store.revision)
        store.close()

    threads = [threading.Thread(target=open_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(revisions) == 4
    assert len(set(revisions)) == 1


def test_a_newer_schema_is_refused_and_left_alone(database_url: str, tmp_path: Path) -> None:
    store = open_store(database_url)
    store.close()
    upgrade_to(database_url, later_schema(tmp_path, store.revision))
    with pytest.raises(NewerSchema, match="9999"):
        open_store(database_url)


def test_a_copy_is_kept_before_the_schema_changes(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    workspace.ingest(write_statute(tmp_path), "xa", by=workspace.local_user())
    revision = workspace.ping()["schema"]
    workspace.close()
    file = tmp_path / "data" / "analyser.sqlite3"
    upgrade_to(f"sqlite:///{file}", later_schema(tmp_path, revision))
    (copy,) = file.parent.glob("*.backup.sqlite3")
    for database, columns in ((copy, 4), (file, 5)):
        with sqlite3.connect(database) as connection:
            assert connection.execute("SELECT count(*) FROM sections").fetchone() == (4,)
            assert len(connection.execute("PRAGMA table_info(laws)").fetchall()) == columns
        connection.close()
    reopened = Store.open(f"sqlite:///{copy}", Clock(), new_id)
    reopened.close()


def test_a_first_database_needs_no_copy(tmp_path: Path) -> None:
    make_workspace(tmp_path).close()
    assert not list((tmp_path / "data").glob("*.backup.sqlite3"))


def test_somebody_elses_database_is_refused(database_url: str) -> None:
    engine = open_engine(parse_url(database_url))
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.exec_driver_sql("CREATE TABLE invoices (id INTEGER)")
    engine.dispose()
    with pytest.raises(StorageError, match="not ours"):
        open_store(database_url)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite3"
    file.write_bytes(b"certainly not a database, " * 100)
    with pytest.raises(StorageError, match="damaged"):
        open_store(f"sqlite:///{file}")
    assert file.read_bytes().startswith(b"certainly not")


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be made"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'deeper' / 'db.sqlite3'}")


def test_an_absent_server_is_refused() -> None:
    with pytest.raises(StorageError):
        open_store("postgresql://nobody@127.0.0.1:1/none")


@pytest.mark.parametrize("url", ["mysql://x/y", "no url at all"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(UsageError):
        open_store(url)


AT = datetime(2026, 1, 1, tzinfo=UTC)
SHIPPED: dict[str, dict[str, object]] = {  # a row of each kind as the first schema kept it
    "users": {"id": "u1", "name": "ann", "role": "reviewer", "created_at": AT},
    "api_tokens": {
        "id": "t1",
        "user_id": "u1",
        "kind": "api",
        "name": "t",
        "digest": digest("secret"),
        "created_at": AT,
    },
    "jurisdictions": {"code": "xa", "name": "Arcadia"},
    "ratings": {
        "id": "r1",
        "kind": "rating",
        "jurisdiction": "xa",
        "element": "lanzarote.20.1.a",
        "version_set": "",
        "round": 1,
        "reviewer_id": "u1",
        "judgement": "unclear",
        "reasons": "[]",
        "rationale": "no law yet",
        "warnings": "[]",
        "blind": True,
        "submitted_at": AT,
    },
}


def test_work_done_on_the_first_schema_is_there_after_the_upgrade(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "first"
    shutil.copytree(migrate.packaged(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (folder / "versions").glob("0*.py"):
        if not file.name.startswith("0001"):
            file.unlink()
    upgrade_to(database_url, folder)
    engine = open_engine(parse_url(database_url))
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        for table, row in SHIPPED.items():
            columns = [
                sa.column(name, UtcDateTime() if isinstance(value, datetime) else None) for name, value in row.items()
            ]
            connection.execute(sa.insert(sa.table(table, *columns)).values(row))
    engine.dispose()
    store = open_store(database_url)
    with store.unit() as unit:
        (rating,) = unit.ratings.list("xa")
        assert (rating.reviewer, rating.rationale, rating.absence, rating.carried_from) == (
            "ann",
            "no law yet",
            None,
            None,
        )
        holder = unit.people.holder("secret", ("api",), AT)
        assert (holder.name, holder.language, holder.read_only, holder.study) == ("ann", None, False, None)
        assert unit.reviews.plan().assigned == {}
    store.close()
