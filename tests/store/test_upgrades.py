"""From every schema there ever was to the present one, on both databases, with a row in each table: nothing is lost."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from workspaces import Clock

from analyser.factory import new_id
from analyser.store import migrate
from analyser.store.engine import open_engine, parse_url
from analyser.store.types import UtcDateTime
from analyser.store.unit import Store

REVISIONS = [one.revision for one in ScriptDirectory.from_config(migrate.config(migrate.packaged())).walk_revisions()]
AT = datetime(2026, 1, 1, tzinfo=UTC)
ONE_OF = {  # columns that take only certain words
    ("users", "role"): "reviewer",
    ("api_tokens", "kind"): "api",
    ("law_versions", "verdict"): "complete",
    ("sections", "kind"): "section",
    ("ratings", "kind"): "rating",
    ("ratings", "judgement"): "unclear",
    ("jobs", "state"): "done",
    ("invitations", "role"): "viewer",
    ("translations", "origin"): "uploaded",
}
DERIVED = ("alembic_version", "search_")  # made again from the laws


def tables(connection: sa.Connection) -> dict[str, sa.Table]:
    """The tables that hold what people gave, those referred to first."""
    metadata = sa.MetaData()
    metadata.reflect(connection, only=lambda name, _: not name.startswith(DERIVED))
    return {table.name: table for table in metadata.sorted_tables}


def value(table: sa.Table, column: sa.Column[Any], given: dict[str, dict[str, Any]]) -> Any:
    """Something that the column takes."""
    parent = next(iter(column.foreign_keys), None)
    if parent is not None and parent.column.table.name in given:
        return given[parent.column.table.name][parent.column.name]
    if parent is not None and column.nullable:
        return None
    if (table.name, column.name) in ONE_OF:
        return ONE_OF[table.name, column.name]
    kinds: dict[type, Any] = {
        sa.DateTime: AT,
        sa.Date: date(2020, 5, 1),
        sa.Boolean: True,
        sa.Integer: 7,
        sa.Float: 0.5,
        sa.LargeBinary: b"\x01\x02",
        sa.JSON: {},
    }
    return next((some for kind, some in kinds.items() if isinstance(column.type, kind)), f"{table.name}.{column.name}")


def typed(table: sa.Table) -> sa.TableClause:
    """The table with times as the program reads them, on either database."""
    return sa.table(
        table.name,
        *(
            sa.column(one.name, UtcDateTime() if isinstance(one.type, sa.DateTime) else one.type)
            for one in table.columns
        ),
    )


def fill(connection: sa.Connection) -> dict[str, dict[str, Any]]:
    """A row in each table; what was written, by table."""
    given: dict[str, dict[str, Any]] = {}
    for name, table in tables(connection).items():
        given[name] = {column.name: value(table, column, given) for column in table.columns}
        connection.execute(sa.insert(typed(table)).values(given[name]))
    return given


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_row_of_every_table_is_there_after_the_upgrade(database_url: str, revision: str) -> None:
    engine = open_engine(parse_url(database_url))
    migrate.build(engine, revision)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        given = fill(connection)
    engine.dispose()
    store = Store.open(database_url, Clock(), new_id)
    store.close()
    engine = open_engine(parse_url(database_url))
    with engine.connect() as connection:
        now = tables(connection)
        assert set(given) <= set(now)
        for name, row in given.items():
            (found,) = connection.execute(sa.select(typed(now[name]))).mappings().all()
            assert {column: found[column] for column in row} == row, name
    engine.dispose()
    assert len(given) > 10
