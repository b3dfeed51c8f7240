"""Upload: files in, progress while they are read, then the certificate; and what became of earlier uploads."""

from fastapi import Request
from starlette.responses import Response

from api.auth import Store
from api.catalogue import every_benchmark
from api.pages.common import Chosen, page_router
from api.rendering import page
from benchmarks.vocabulary import load_vocabulary

router = page_router()


@router.get("/upload")
def upload(request: Request, workspace: Store, benchmark: Chosen) -> Response:
    """The form, and the latest jobs."""
    context = {
        "benchmark": benchmark,
        "benchmarks": every_benchmark(),
        "languages": load_vocabulary().languages,
        "jurisdictions": workspace.jurisdictions(),
        "jobs": workspace.jobs(limit=20).items,
        "largest_mb": request.app.state.settings.max_upload_mb,
    }
    return page(request, "upload.html", context)


@router.get("/jobs/{job_id}/card")
def job_card(request: Request, workspace: Store, benchmark: Chosen, job_id: str) -> Response:
    """A piece of the upload page: one job as it stands, with the certificate once the law is stored."""
    job = workspace.job(job_id)
    law_id = job.result.get("law_version_id")
    law = workspace.law(law_id) if law_id else None
    return page(request, "pieces/job.html", {"job": job, "law": law, "benchmark": benchmark})
