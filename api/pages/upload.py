"""Upload: files in, progress while they are read, then the certificate; and what became of earlier uploads."""

from typing import Annotated

from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from api.auth import Caller, Store
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


@router.post("/laws/{law_id}/pieces")
def take_piece(
    workspace: Store, user: Caller, benchmark: Chosen, law_id: str, piece: Annotated[int, Form(ge=1)]
) -> Response:
    """Take one of the laws that a file holds as a law of its own; the work is shown with the uploads."""
    workspace.submit_piece(law_id, piece, by=user)
    return RedirectResponse(f"/upload?benchmark={benchmark.id}", 303)


@router.get("/jobs/{job_id}/card")
def job_card(request: Request, workspace: Store, benchmark: Chosen, job_id: str) -> Response:
    """A piece of the upload page: one job as it stands, with the certificate once the law is stored."""
    job = workspace.job(job_id)
    law_id = job.result.get("law_version_id")
    law = workspace.law(law_id) if law_id else None
    tongues = workspace.languages_of(law) if law else ()
    return page(request, "pieces/job.html", {"job": job, "law": law, "tongues": tongues, "benchmark": benchmark})
