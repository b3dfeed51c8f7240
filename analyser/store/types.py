"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

# Sorted and compared by code point on both; PostgreSQL would follow the server's locale otherwise.
Plain = sa.String().with_variant(sa.String(collation="C"), "postgresql")
# Only plain INTEGER keys count up by themselves in SQLite.
BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Json = sa.JSON()


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A moment with its zone; SQLite forgets zones, so everything is kept in UTC. Refuses naive values."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        found: datetime = value
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def storable(text: str) -> str:
    """The text with characters no database takes (NUL, lone surrogates) replaced one for one, so offsets hold."""
    if text.isascii() and "\0" not in text:
        return text
    return "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in text)
