"""Laws in: upload, list, sections, certificate, the source file itself."""

import hashlib
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, File, Form, Query, Request, Response, UploadFile
from fastapi import Path as PathParameter
from pydantic import AwareDatetime
from starlette.responses import FileResponse

from analyser import reading
from analyser.errors import InvalidDefinition, NotFound
from analyser.reading import Box
from analyser.store.records import Job
from api.auth import Caller, Store
from api.caching import conditional
from api.idempotency import OnlyOnce
from api.quotas import check_quota, limited
from api.routers.common import APiece, Country, Cursor, Limit, api_router, every, pieces
from api.schemas.base import PageOf
from api.schemas.laws import JobShape, JurisdictionShape, LawShape, SectionShape, Withdrawal

router = api_router("laws")
cached = [Depends(conditional)]
PICTURE: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": {}}, "description": "The page, as PNG."}}


@router.post("/laws", status_code=202)
def upload_law(
    request: Request,
    response: Response,
    workspace: Store,
    user: Caller,
    once: OnlyOnce,
    file: Annotated[UploadFile, File(description="PDF, HTML, Markdown or plain text; told by its content.")],
    country: Annotated[str, Form(examples=["xa"], description="ISO 3166 code of the jurisdiction.")],
    language: Annotated[
        str | None,
        Form(description="ISO 639-1; detected when left out; of a file in two languages only this one is taken."),
    ] = None,
    title: Annotated[str | None, Form(description="The same title again is a new version of that law.")] = None,
    as_of: Annotated[date | None, Form(description="The day the text stood so; left out when not known.")] = None,
    retrieved_at: Annotated[AwareDatetime | None, Form(description="When it was fetched from its source.")] = None,
    source: Annotated[str | None, Form()] = None,
    licence: Annotated[str | None, Form()] = None,
    country_name: Annotated[str | None, Form(description="For a code that ISO 3166 leaves to users.")] = None,
    piece: Annotated[int | None, Form(ge=1, description="Of a file that holds several laws, take this one.")] = None,
    analyse: Annotated[list[str] | None, Form(description="Benchmarks to match against afterwards.")] = None,
) -> JobShape:
    """Upload a law. Answers at once with the job that reads it; follow `Location` until its state is final."""
    check_quota(request, user)
    data = limited(file, request.app.state.settings.max_upload_mb)
    known: dict[str, Any] = {
        "language": language or None,
        "title": title or None,
        "as_of": as_of,
        "retrieved_at": retrieved_at,
        "source": source or None,
        "licence": licence or None,
        "country_name": country_name or None,
        "piece": piece,
        "analyse": tuple(name for name in analyse or () if name),
    }
    name = file.filename or "upload"

    def submit() -> Job:
        return workspace.submit_ingest(data, name, country, by=user, **known)

    job = once([name, _digest(data), country, known], submit)
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return JobShape.of(job)


@router.post("/laws/bulk", status_code=202)
def upload_laws(
    request: Request,
    workspace: Store,
    user: Caller,
    once: OnlyOnce,
    manifest: Annotated[UploadFile, File(description="Which law each file is: CSV, JSON lines or TOML.")],
    files: Annotated[list[UploadFile], File(description="The files, by the names that the manifest gives them.")],
    analyse: Annotated[list[str] | None, Form(description="Benchmarks to match against afterwards.")] = None,
) -> PageOf[JobShape]:
    """Upload several laws with a manifest; all are queued or none. Answers with a job for each, in its order."""
    check_quota(request, user, len(files))
    largest = request.app.state.settings.max_upload_mb
    rows, name = limited(manifest, largest), manifest.filename or ""
    sent = {one.filename or "": limited(one, largest) for one in files}
    if len(sent) < len(files):
        raise InvalidDefinition("Two files have the same name.", hint="Name them apart, and so in the manifest.")
    wanted = tuple(one for one in analyse or () if one)
    asked = [name, _digest(rows), {one: _digest(data) for one, data in sent.items()}, wanted]
    return every(JobShape, once(asked, lambda: workspace.submit_manifest(rows, name, sent, by=user, analyse=wanted)))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@router.get("/jurisdictions", dependencies=cached)
def jurisdictions(workspace: Store, piece: APiece) -> PageOf[JurisdictionShape]:
    """Every jurisdiction with a law or a rating."""
    return piece.of(JurisdictionShape, workspace.jurisdictions(), lambda one: one.code)


@router.get("/laws", dependencies=cached)
def laws(
    workspace: Store, country: Country = None, all_versions: bool = False, cursor: Cursor = None, limit: Limit = 50
) -> PageOf[LawShape]:
    """Law versions; only the current ones unless `all_versions`."""
    return pieces(LawShape, workspace.laws(country, all_versions=all_versions, cursor=cursor, limit=limit))


@router.get("/laws/{law_id}", dependencies=cached)
def law(workspace: Store, law_id: str) -> LawShape:
    """One law version, with its certificate."""
    return LawShape.of(workspace.law(law_id))


@router.get("/laws/{law_id}/certificate", dependencies=cached)
def law_certificate(workspace: Store, law_id: str) -> dict[str, Any]:
    """The completeness certificate alone."""
    return dict(workspace.law(law_id).certificate)


@router.get("/laws/{law_id}/sections", dependencies=cached)
def law_sections(workspace: Store, law_id: str, cursor: Cursor = None, limit: Limit = 200) -> PageOf[SectionShape]:
    """Sections in document order."""
    return pieces(SectionShape, workspace.sections(law_id, cursor=cursor, limit=limit))


@router.get("/laws/{law_id}/file", response_class=FileResponse)
def law_file(workspace: Store, law_id: str) -> FileResponse:
    """The source file as it was given, always as a download: it is not ours and never shown in a page."""
    found = workspace.law(law_id)
    return FileResponse(workspace.law_file(law_id), filename=found.file_name, media_type="application/octet-stream")


@router.get("/laws/{law_id}/pages/{page}.png", response_class=Response, responses=PICTURE, dependencies=cached)
def page_picture(
    request: Request,
    response: Response,
    workspace: Store,
    law_id: str,
    page: Annotated[int, PathParameter(ge=1, le=100_000)],
    section: Annotated[int | None, Query(description="Id of a section of this law whose lines are marked.")] = None,
    start: Annotated[int | None, Query(ge=0, description="With `end`: mark only these characters of it.")] = None,
    end: Annotated[int | None, Query(ge=1)] = None,
    dpi: Annotated[int, Query(ge=36, le=300)] = 110,
) -> Response:
    """A page of a law read from PDF, as a picture; the lines of a section, or evidence in it, are marked."""
    path = workspace.law_file(law_id)
    boxes: list[Box] = []
    quotation = None
    if section is not None:
        found = workspace.section(section)
        if found.law_version_id != law_id:
            raise NotFound(f"Section {section} is not one of this law.", hint="Ask for the sections of the law.")
        boxes = [item.box for item in found.boxes if item.page == page]
        if start is not None and end is not None:
            quotation = reading.Quotation(found.text[start:end], found.text[:start])
    drawn = reading.page_picture(path, request.app.state.settings, page, boxes, dpi, quotation)
    return Response(drawn, media_type="image/png", headers={"ETag": response.headers["ETag"]})


@router.post("/laws/{law_id}/pieces/{piece}", status_code=202)
def take_piece(
    response: Response,
    workspace: Store,
    user: Caller,
    once: OnlyOnce,
    law_id: str,
    piece: Annotated[int, PathParameter(ge=1)],
) -> JobShape:
    """Take one of the laws that the certificate lists as a law of its own, beside the whole file."""
    job = once(None, lambda: workspace.submit_piece(law_id, piece, by=user))
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return JobShape.of(job)


@router.post("/laws/{law_id}/withdraw", status_code=204)
def withdraw_law(workspace: Store, user: Caller, law_id: str, body: Withdrawal) -> None:
    """Take a law version out of the current set; it and its ratings stay on record."""
    workspace.withdraw(law_id, body.reason, by=user)


@router.get("/sections/{section_id}", dependencies=cached)
def section(workspace: Store, section_id: int) -> SectionShape:
    """One section."""
    return SectionShape.of(workspace.section(section_id))


@router.get("/sections/{section_id}/context", dependencies=cached)
def section_context(workspace: Store, section_id: int, around: Limit = 2) -> PageOf[SectionShape]:
    """The section with its neighbours, in document order."""
    return every(SectionShape, workspace.context(section_id, around))
