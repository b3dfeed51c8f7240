"""Work in the background: jobs, and analyses of a jurisdiction's laws against a benchmark."""

from fastapi import Depends, Response

from analyser.store.records import JobState
from api.auth import Caller, Store
from api.caching import conditional
from api.routers.common import Country, Cursor, Key, Limit, Once, api_router, every, pieces
from api.schemas.base import PageOf
from api.schemas.laws import AnalysisRequest, JobShape, RunShape

router = api_router("jobs")


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


@router.post("/analyses", status_code=202)
def analyse(
    workspace: Store, user: Caller, once: Once, response: Response, body: AnalysisRequest, key: Key = None
) -> JobShape:
    """Match a jurisdiction's present laws against a benchmark; an earlier run on the same input is reused."""
    asked = ["analyse", body.model_dump()]
    found = once.once(
        user, key, asked, lambda: workspace.submit_analysis(body.country, body.benchmark, by=user, top=body.top)
    )
    response.headers["Location"] = f"/api/v1/jobs/{found.id}"
    return JobShape.of(found)


@router.get("/runs", dependencies=[Depends(conditional)])
def runs(workspace: Store, country: Country = None, benchmark: str | None = None) -> PageOf[RunShape]:
    """The newest run of every jurisdiction and benchmark."""
    return every(RunShape, workspace.runs(country, benchmark))
