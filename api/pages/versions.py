"""A law beside another text of it: an attached translation, or another version with the differences marked."""

from typing import Annotated

from fastapi import File, Form, Query, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from api.auth import Caller, Store
from api.pages.common import Chosen, page_router
from api.quotas import limited
from api.rendering import page

router = page_router()
PIECE = 100  # pairs on one page
From = Annotated[int, Query(alias="from", ge=0, le=10_000_000)]


@router.get("/laws/{law_id}/compare/{other_id}")
def compare(
    request: Request,
    workspace: Store,
    benchmark: Chosen,
    law_id: str,
    other_id: str,
    all_sections: Annotated[bool, Query(alias="all")] = False,
    start: From = 0,
) -> Response:
    """Two versions of a law, section by section; only what differs unless `all`."""
    found = workspace.compare_versions(law_id, other_id, all_rows=all_sections)
    context = {
        "benchmark": benchmark,
        "found": found,
        "rows": found.rows[start : start + PIECE],
        "all": all_sections,
        "start": start,
        "next": start + PIECE if start + PIECE < len(found.rows) else None,
    }
    return page(request, "versions.html", context)


@router.get("/translations/{translation_id}")
def translation(
    request: Request, workspace: Store, benchmark: Chosen, translation_id: str, start: From = 0
) -> Response:
    """A law beside its translation, section by section."""
    made = workspace.translation(translation_id)
    pairs = workspace.beside(translation_id)
    context = {
        "benchmark": benchmark,
        "made": made,
        "law": workspace.law(made.law_version_id),
        "pairs": pairs[start : start + PIECE],
        "start": start,
        "next": start + PIECE if start + PIECE < len(pairs) else None,
    }
    return page(request, "translation.html", context)


@router.post("/laws/{law_id}/translations")
def attach(
    request: Request,
    workspace: Store,
    user: Caller,
    benchmark: Chosen,
    law_id: str,
    file: Annotated[UploadFile, File()],
    language: Annotated[str, Form()] = "",
) -> Response:
    """Attach an uploaded translation and show it beside the law."""
    data = limited(file, request.app.state.settings.max_upload_mb)
    made = workspace.attach_translation(law_id, data, file.filename or "upload", by=user, language=language or None)
    return RedirectResponse(f"/translations/{made.id}?benchmark={benchmark.id}", 303)


@router.post("/translations/{translation_id}/withdraw")
def withdraw(
    workspace: Store, user: Caller, benchmark: Chosen, translation_id: str, reason: Annotated[str, Form()] = ""
) -> Response:
    """Show a translation no more."""
    law_id = workspace.translation(translation_id).law_version_id
    workspace.withdraw_translation(translation_id, reason, by=user)
    return RedirectResponse(f"/laws/{law_id}?benchmark={benchmark.id}", 303)
