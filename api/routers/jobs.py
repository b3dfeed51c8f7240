"""Work in the background: jobs, and analyses of a jurisdiction's laws against a benchmark."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import Depends, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from analyser.store.records import Job, JobState
from analyser.workspace import Workspace
from api.auth import Caller, Store
from api.caching import conditional
from api.idempotency import OnlyOnce
from api.routers.common import APiece, Country, Cursor, Limit, api_router, pieces
from api.schemas.base import PageOf
from api.schemas.laws import AnalysisRequest, JobShape, RunShape

router = api_router("jobs")
_LOOK_SECONDS = 0.5


@router.get("/jobs")
def jobs(
    workspace: Store, state: JobState | None = None, batch: str | None = None, cursor: Cursor = None, limit: Limit = 50
) -> PageOf[JobShape]:
    """Jobs, newest first."""
    return pieces(JobShape, workspace.jobs(state, batch=batch, cursor=cursor, limit=limit))


@router.get("/jobs/{job_id}")
def job(workspace: Store, job_id: str) -> JobShape:
    """One job: its state, what it is doing, and what went wrong."""
    return JobShape.of(workspace.job(job_id))


@router.get(
    "/jobs/{job_id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
def job_events(workspace: Store, job_id: str) -> StreamingResponse:
    """The job as server-sent events: one `job` event whenever it changes, the last when it is finished."""
    first = workspace.job(job_id)  # a job that is not there is an error, not an empty stream
    return StreamingResponse(_changes(workspace, first), media_type="text/event-stream")


async def _changes(workspace: Workspace, job: Job) -> AsyncIterator[str]:
    yield _event(job)
    while not job.state.finished:
        await asyncio.sleep(_LOOK_SECONDS)  # a waiting listener holds no thread
        found = await run_in_threadpool(workspace.job, job.id)
        yield ": still at it\n\n" if found == job else _event(found)  # a comment keeps proxies from hanging up
        job = found


def _event(job: Job) -> str:
    return f"event: job\ndata: {JobShape.of(job).model_dump_json()}\n\n"


@router.post("/analyses", status_code=202)
def analyse(workspace: Store, user: Caller, once: OnlyOnce, response: Response, body: AnalysisRequest) -> JobShape:
    """Match a jurisdiction's present laws against a benchmark; an earlier run on the same input is reused."""
    where = (body.country, body.benchmark)
    found = once(body.model_dump(), lambda: workspace.submit_analysis(*where, by=user, top=body.top))
    response.headers["Location"] = f"/api/v1/jobs/{found.id}"
    return JobShape.of(found)


@router.get("/runs", dependencies=[Depends(conditional)])
def runs(workspace: Store, piece: APiece, country: Country = None, benchmark: str | None = None) -> PageOf[RunShape]:
    """The newest run of every jurisdiction and benchmark."""
    return piece.of(RunShape, workspace.runs(country, benchmark), lambda one: one.id)
