"""Written by `python -m api.generate` from the OpenAPI description."""

from typing import Literal

from api.client.transport import Transport
from api.schemas.base import PageOf
from api.schemas.laws import AnalysisRequest, JobShape, RunShape


class Jobs(Transport):
    def jobs(
        self,
        *,
        state: Literal["queued", "running", "done", "failed", "rejected", "empty"] | None = None,
        batch: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> PageOf[JobShape]:
        """Jobs, newest first."""
        return self._ask(
            PageOf[JobShape],
            "GET",
            "/api/v1/jobs",
            query={"state": state, "batch": batch, "cursor": cursor, "limit": limit},
        )

    def job(self, job_id: str) -> JobShape:
        """One job: its state, what it is doing, and what went wrong."""
        return self._ask(JobShape, "GET", "/api/v1/jobs/{job_id}", at={"job_id": job_id})

    def analyse(self, body: AnalysisRequest) -> JobShape:
        """Match a jurisdiction's present laws against a benchmark; an earlier run on the same input is reused."""
        return self._ask(JobShape, "POST", "/api/v1/analyses", body=body)

    def runs(
        self,
        *,
        country: str | None = None,
        benchmark: str | None = None,
        cursor: str | None = None,
        limit: int = 500,
    ) -> PageOf[RunShape]:
        """The newest run of every jurisdiction and benchmark."""
        return self._ask(
            PageOf[RunShape],
            "GET",
            "/api/v1/runs",
            query={"country": country, "benchmark": benchmark, "cursor": cursor, "limit": limit},
        )
