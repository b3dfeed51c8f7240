"""Free-text search over all laws."""

from typing import Annotated

from fastapi import Depends, Query, Response
from pydantic import BeforeValidator

from analyser.store.records import SearchFilter
from analyser.workspace.searching import Mode
from api.auth import Caller, Store
from api.caching import conditional
from api.routers.common import Country, Cursor, api_router
from api.schemas.laws import JobShape
from api.schemas.search import ResultsShape

router = api_router("search")


def where(
    country: Country = None,
    law: Annotated[str | None, Query(description="Id of a law version.")] = None,
    language: Annotated[str | None, Query(description="Language code of the law.", examples=["fr"])] = None,
    repealed: Annotated[
        bool | None,
        BeforeValidator(lambda value: None if value == "" else value),
        Query(description="true: only repealed sections; false: only those in force."),
    ] = None,
    all_versions: Annotated[bool, Query(description="Also versions that are not current.")] = False,
) -> SearchFilter:
    """Where a search looks."""
    return SearchFilter(country or None, law or None, language or None, repealed, all_versions)


@router.get("/search", dependencies=[Depends(conditional)])
def search(
    workspace: Store,
    wanted: Annotated[SearchFilter, Depends(where)],
    q: Annotated[str, Query(min_length=1, max_length=400, description='Words, "phrases", beginnings*.')],
    mode: Annotated[Mode, Query(description="By words, by meaning, or both joined.")] = Mode.HYBRID,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100, description="Most results in one piece.")] = 20,
) -> ResultsShape:
    """Sections of all laws that have the words or the meaning of a text; what could not be searched is counted."""
    return ResultsShape.of(workspace.search(q, wanted, mode=mode, cursor=cursor, limit=limit))


@router.post("/search/index", status_code=202)
def index(response: Response, workspace: Store, user: Caller) -> JobShape:
    """Make every law searchable by words and by meaning; answers with the job that does it."""
    job = workspace.submit_index(by=user)
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return JobShape.of(job)
