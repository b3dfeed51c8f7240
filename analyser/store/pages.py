"""Cursor pages: a cursor is the sort key of the last row given out, so pages neither skip nor repeat under writes."""

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, SQLColumnExpression, tuple_
from sqlalchemy.orm import Session

from analyser.errors import UsageError
from analyser.store.records import Page

LARGEST = 1000
R = TypeVar("R")


def encode(values: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(values)).encode()).decode().rstrip("=")


def decode(cursor: str, kinds: Sequence[type]) -> list[Any]:
    """The sort key in a cursor. Raises UsageError for one this list did not give out."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        values = None
    if not isinstance(values, list) or [type(value) for value in values] != list(kinds):
        raise UsageError("The cursor does not belong to this list.", hint="Start again without a cursor.")
    return values


def fetch(
    session: Session,
    query: Select[*tuple[Any, ...]],
    order: Sequence[tuple[SQLColumnExpression[Any], type]],
    make: Callable[[Any], R],
    *,
    cursor: str | None,
    limit: int,
    newest_first: bool = False,
    chosen: Select[Any] | None = None,
) -> Page[R]:
    """One page of the query in the order of its unique sort key; `make` turns a result row into a record.

    The sort key's columns are selected last, so that `make` may ignore them. `chosen` selects one column, which the
    query's first entity has as `id`: the page is cut there, before the query reads its wide rows.
    """
    if not 1 <= limit <= LARGEST:
        raise UsageError(f"A page has 1 to {LARGEST} entries, not {limit}.", hint="Follow next_cursor for more.")
    columns = [column for column, _ in order]
    sorting = [column.desc() if newest_first else column.asc() for column in columns]
    cut: Select[Any] = query if chosen is None else chosen
    if cursor is not None:
        last = decode(cursor, [kind for _, kind in order])
        key = tuple_(*columns)
        cut = cut.where(key < tuple_(*last) if newest_first else key > tuple_(*last))
    cut = cut.order_by(*sorting).limit(limit + 1)
    if chosen is not None:
        entity = query.column_descriptions[0]["entity"]
        cut = query.where(entity.id.in_(cut)).order_by(*sorting)
    cut = cut.add_columns(*[column.label(f"_key{n}") for n, column in enumerate(columns)])
    rows = session.execute(cut).all()
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(tuple(make(row) for row in shown), encode(shown[-1][-len(columns) :]) if more else None)
