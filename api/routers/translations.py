"""A law beside other texts of it: translations, which are never authentic, and its own versions."""

import hashlib
from typing import Annotated

from fastapi import Depends, File, Form, Query, Request, UploadFile

from analyser.store.records import Translation
from analyser.workspace.comparing import Row
from api.auth import Caller, Store
from api.caching import conditional
from api.idempotency import OnlyOnce
from api.quotas import limited
from api.routers.common import APiece, api_router, every
from api.schemas.base import PageOf
from api.schemas.laws import LawShape, Withdrawal
from api.schemas.translations import DifferenceShape, MachineRequest, TranslatedShape, TranslationShape

router = api_router("laws")
cached = [Depends(conditional)]


@router.get("/laws/{law_id}/translations", dependencies=cached)
def law_translations(workspace: Store, law_id: str) -> PageOf[TranslationShape]:
    """Translations in use beside a law version."""
    return every(TranslationShape, workspace.translations(law_id))


@router.post("/laws/{law_id}/translations", status_code=201)
def attach_translation(
    request: Request,
    workspace: Store,
    user: Caller,
    once: OnlyOnce,
    law_id: str,
    file: Annotated[UploadFile, File(description="Read and split as any law.")],
    language: Annotated[str | None, Form(description="ISO 639-1; detected when left out.")] = None,
) -> TranslationShape:
    """Attach a translation; its sections are aligned with the original's by number."""
    data = limited(file, request.app.state.settings.max_upload_mb)
    name, code = file.filename or "upload", language or None

    def attach() -> Translation:
        return workspace.attach_translation(law_id, data, name, by=user, language=code)

    return TranslationShape.of(once([name, code, hashlib.sha256(data).hexdigest()], attach))


@router.post("/laws/{law_id}/translations/machine", status_code=201)
def translate_by_machine(
    workspace: Store, user: Caller, once: OnlyOnce, law_id: str, body: MachineRequest
) -> TranslationShape:
    """Have the configured LibreTranslate server translate sections; they join its translation of this law."""
    asked, where = body.model_dump(), (body.sections, body.language)
    return TranslationShape.of(once(asked, lambda: workspace.translate(law_id, *where, by=user)))


@router.get("/translations/{translation_id}/sections", dependencies=cached)
def translated_sections(workspace: Store, translation_id: str, piece: APiece) -> PageOf[TranslatedShape]:
    """A translation's sections: those of the original first, in its order, then the others."""
    found = (pair.translated for pair in workspace.beside(translation_id))
    return piece.of(TranslatedShape, (one for one in found if one is not None), lambda one: str(one.position))


@router.post("/translations/{translation_id}/withdraw", status_code=204)
def withdraw_translation(workspace: Store, user: Caller, translation_id: str, body: Withdrawal) -> None:
    """Show a translation no more; it stays on record."""
    workspace.withdraw_translation(translation_id, body.reason, by=user)


@router.get("/laws/{law_id}/versions", dependencies=cached)
def law_versions(workspace: Store, law_id: str) -> PageOf[LawShape]:
    """Every version of the same law in the same language, oldest text first as far as dates are known."""
    return every(LawShape, workspace.versions(law_id))


@router.get("/laws/{law_id}/differences", dependencies=cached)
def law_differences(
    workspace: Store,
    piece: APiece,
    law_id: str,
    to: Annotated[str, Query(description="Id of the other version of the same law.")],
    all_sections: Annotated[bool, Query(alias="all", description="Also what reads the same.")] = False,
) -> PageOf[DifferenceShape]:
    """What changes from this version of a law to another, section by section."""
    return piece.of(DifferenceShape, workspace.compare_versions(law_id, to, all_rows=all_sections).rows, _place)


def _place(row: Row) -> str:
    """Where a row stands: its sections, of which one may be missing."""
    return "-".join(str(one.id) if one is not None else "" for one in (row.before, row.after))
