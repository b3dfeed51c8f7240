"""Many rows at once: COPY on PostgreSQL, executemany on SQLite. It decides nothing about what is stored."""

import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session

_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
FEW = 50  # rows below which a statement of its own is as quick


def insert_rows(session: Session, kind: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same attributes, in their order."""
    if not rows:
        return
    if session.get_bind().dialect.name != "postgresql" or len(rows) < FEW:
        session.execute(sa.insert(kind), list(rows))
        return
    mapper = sa.inspect(kind)
    names = list(rows[0])
    columns = [mapper.columns[name] for name in names]
    lines = "".join(
        "\t".join(_text(row[name], column.type) for name, column in zip(names, columns, strict=True)) + "\n"
        for row in rows
    )
    listed = ", ".join(f'"{column.name}"' for column in columns)
    copy_in(session, f"COPY {kind.__tablename__} ({listed}) FROM STDIN", lines.encode())


def copy_in(session: Session, statement: str, data: bytes) -> None:
    """Send data to a COPY ... FROM STDIN statement, in the session's transaction."""
    session.flush()
    connection = session.connection()
    driver: Any = connection.connection.dbapi_connection
    kinds: Any = connection.dialect.loaded_dbapi
    cursor = driver.cursor()
    try:
        cursor.execute(statement, stream=io.BytesIO(data))
    except kinds.Error as error:
        raise sa.exc.DBAPIError.instance(statement, None, error, kinds.Error, dialect=connection.dialect) from error
    finally:
        cursor.close()


def _text(value: Any, kind: sa.types.TypeEngine[Any]) -> str:
    """A value in COPY's text form."""
    if isinstance(kind, sa.JSON):
        value = json.dumps(value, ensure_ascii=False)
    elif value is None:
        return "\\N"
    elif isinstance(value, bool):
        return "t" if value else "f"
    elif isinstance(value, datetime):
        return value.isoformat()
    return str(value).translate(_ESCAPES)
