"""A law beside other texts of it: translations, which are never authentic, and its own versions."""

from typing import Annotated

from fastapi import Depends, File, Form, Query, Request, UploadFile

from api.auth import Caller, Store
from api.caching import conditional
from api.routers.common import api_router, every
from api.routers.laws import limited
from api.schemas.base import PageOf
from api.schemas.laws import LawShape, Withdrawal
from api.schemas.translations import MachineRequest, RowShape, TranslatedShape, TranslationShape

router = api_router("laws")
cached = [Depends(conditional)]


@router.get("/laws/{law_id}/translations", dependencies=cached)
def translations(workspace: Store, law_id: str) -> PageOf[TranslationShape]:
    """Translations in use beside a law version."""
    return every(TranslationShape, workspace.translations(law_id))


@router.post("/laws/{law_id}/translations", status_code=201)
def attach(
    request: Request,
    workspace: Store,
    user: Caller,
    law_id: str,
    file: Annotated[UploadFile, File(description="Read and split as any law.")],
    language: Annotated[str | None, Form(description="ISO 639-1; detected when left out.")] = None,
) -> TranslationShape:
    """Attach a translation; its sections are aligned with the original's by number."""
    data = limited(file, request.app.state.settings.max_upload_mb)
    made = workspace.attach_translation(law_id, data, file.filename or "upload", by=user, language=language or None)
    return TranslationShape.of(made)


@router.post("/laws/{law_id}/translations/machine", status_code=201)
def translate(workspace: Store, user: Caller, law_id: str, body: MachineRequest) -> TranslationShape:
    """Have the configured LibreTranslate server translate sections; they join its translation of this law."""
    return TranslationShape.of(workspace.translate(law_id, body.sections, body.language, by=user))


@router.get("/translations/{translation_id}/sections", dependencies=cached)
def sections(workspace: Store, translation_id: str) -> PageOf[TranslatedShape]:
    """A translation's sections: those of the original first, in its order, then the others."""
    found = (pair.translated for pair in workspace.beside(translation_id))
    return every(TranslatedShape, (one for one in found if one is not None))


@router.post("/translations/{translation_id}/withdraw", status_code=204)
def withdraw(workspace: Store, user: Caller, translation_id: str, body: Withdrawal) -> None:
    """Show a translation no more; it stays on record."""
    workspace.withdraw_translation(translation_id, body.reason, by=user)


@router.get("/laws/{law_id}/versions", dependencies=cached)
def versions(workspace: Store, law_id: str) -> PageOf[LawShape]:
    """Every version of the same law in the same language, oldest text first as far as dates are known."""
    return every(LawShape, workspace.versions(law_id))


@router.get("/laws/{law_id}/differences", dependencies=cached)
def differences(
    workspace: Store,
    law_id: str,
    to: Annotated[str, Query(description="Id of the other version of the same law.")],
    all_sections: Annotated[bool, Query(alias="all", description="Also what reads the same.")] = False,
) -> PageOf[RowShape]:
    """What changes from this version of a law to another, section by section."""
    return every(RowShape, workspace.compare_versions(law_id, to, all_rows=all_sections).rows)
