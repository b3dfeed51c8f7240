"""Suggestions: an answer to start from, and the candidates in new order after each decision. Nothing is stored."""

from typing import Annotated

from fastapi import Depends, Query

from api.auth import Caller, Store
from api.caching import conditional
from api.routers.common import BenchmarkId, api_router, every
from api.schemas.base import PageOf
from api.schemas.suggestions import ReorderedShape, RerankingRequest, SuggestionOfCell

router = api_router("suggestions")
cached = [Depends(conditional)]
OneCountry = Annotated[str, Query(description="ISO 3166 code of the jurisdiction.", examples=["xa"])]
OneElement = Annotated[str, Query(description="Id of an element.", examples=["lanzarote.20.1.f"])]


@router.get("/suggestion", dependencies=cached)
def suggestion(
    workspace: Store, user: Caller, country: OneCountry, element: OneElement, benchmark: BenchmarkId
) -> SuggestionOfCell:
    """The suggested answer of a cell with its grounds; in a blind study hidden until you have answered."""
    return SuggestionOfCell.of(workspace.suggestion(country, element, benchmark=benchmark, viewer=user))


@router.get("/reranked", dependencies=cached)
def reranked(
    workspace: Store,
    user: Caller,
    country: OneCountry,
    benchmark: BenchmarkId,
    element: Annotated[str | None, Query(description="Only this element.")] = None,
) -> PageOf[ReorderedShape]:
    """Candidates in the order that the answers you may see make likelier, by element and new rank."""
    return every(ReorderedShape, workspace.reranked(country, benchmark, viewer=user, element=element))


@router.post("/reranked")
def reranked_with(workspace: Store, user: Caller, body: RerankingRequest) -> PageOf[ReorderedShape]:
    """The same with what you have just marked, before any answer; nothing is stored."""
    marked = [one.mark() for one in body.marked]
    found = workspace.reranked(body.country, body.benchmark, viewer=user, element=body.element, marked=marked)
    return every(ReorderedShape, found)
