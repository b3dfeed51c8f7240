"""What all routers share: the address, sign-in, and the parameters of a list."""

from collections.abc import Iterable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Header, Query, Request

from analyser.store.records import Page
from api.auth import signed_in
from api.idempotency import Answers
from api.schemas.base import PageOf, Shape

S = TypeVar("S", bound=Shape)

Cursor = Annotated[str | None, Query(description="`next_cursor` of the piece before.")]
Limit = Annotated[int, Query(ge=1, le=500, description="Most items in one piece.")]
Country = Annotated[str | None, Query(description="ISO 3166 code of the jurisdiction.", examples=["xa"])]
Countries = Annotated[list[str] | None, Query(alias="country", description="Only these; repeat for several.")]
BenchmarkId = Annotated[str, Query(description="Id of a benchmark.", examples=["csea-2012"])]
Key = Annotated[
    str | None,
    Header(alias="Idempotency-Key", max_length=200, description="The same key again gets the first answer again."),
]


def api_router(tag: str) -> APIRouter:
    """A router under /api/v1 that asks for sign-in before anything else."""
    return APIRouter(prefix="/api/v1", tags=[tag], dependencies=[Depends(signed_in)])


def answers_of(request: Request) -> Answers:
    answers: Answers = request.app.state.answers
    return answers


Once = Annotated[Answers, Depends(answers_of)]


def pieces(shape: type[S], found: Page[Any]) -> PageOf[S]:
    """A page of records as a page of shapes."""
    return PageOf(items=shape.each(found.items), next_cursor=found.next_cursor)


def every(shape: type[S], found: Iterable[Any]) -> PageOf[S]:
    """A whole list in the form of a page, so that all lists read alike."""
    return PageOf(items=shape.each(found), next_cursor=None)
