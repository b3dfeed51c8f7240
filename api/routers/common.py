"""What all routers share: the address, sign-in, and the parameters of a list."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query

from analyser.errors import UsageError
from analyser.store.records import Page
from api.auth import signed_in
from api.schemas.base import PageOf, Shape

S = TypeVar("S", bound=Shape)

Cursor = Annotated[str | None, Query(description="`next_cursor` of the piece before.")]
Limit = Annotated[int, Query(ge=1, le=500, description="Most items in one piece.")]
Country = Annotated[str | None, Query(description="ISO 3166 code of the jurisdiction.", examples=["xa"])]
Countries = Annotated[list[str] | None, Query(alias="country", description="Only these; repeat for several.")]
BenchmarkId = Annotated[str, Query(description="Id of a benchmark.", examples=["csea-2012"])]


def api_router(tag: str) -> APIRouter:
    """A router under /api/v1 that asks for sign-in before anything else."""
    return APIRouter(prefix="/api/v1", tags=[tag], dependencies=[Depends(signed_in)])


def pieces(shape: type[S], found: Page[Any]) -> PageOf[S]:
    """A page of records as a page of shapes."""
    return PageOf(items=shape.each(found.items), next_cursor=found.next_cursor)


def every(shape: type[S], found: Iterable[Any]) -> PageOf[S]:
    """A whole list that is short by nature, in the form of a page, so that all lists read alike."""
    return PageOf(items=shape.each(found), next_cursor=None)


class Window:
    """The piece of a list that the request asks for."""

    def __init__(self, cursor: Cursor = None, limit: Limit = 500) -> None:
        self._cursor, self._limit = cursor, limit

    def of(self, shape: type[S], found: Iterable[Any], name: Callable[[Any], str]) -> PageOf[S]:
        """The piece after the cursor; `name` tells the entries of the list apart and is what a cursor holds.

        Raises UsageError for a cursor whose entry is not in the list.
        """
        items = list(found)
        start = 0
        if self._cursor is not None:
            names = [name(item) for item in items]
            if self._cursor not in names:
                raise UsageError("The cursor does not belong to this list.", hint="Start again without a cursor.")
            start = names.index(self._cursor) + 1
        shown = items[start : start + self._limit]
        more = start + self._limit < len(items)
        return PageOf(items=shape.each(shown), next_cursor=name(shown[-1]) if more else None)


APiece = Annotated[Window, Depends()]
