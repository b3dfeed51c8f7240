"""Written by `python -m api.generate` from the OpenAPI description."""

from datetime import date, datetime
from typing import Any

from api.client.transport import File, Transport
from api.schemas.base import PageOf
from api.schemas.laws import JobShape, JurisdictionShape, LawShape, SectionShape, Withdrawal
from api.schemas.translations import DifferenceShape, MachineRequest, TranslatedShape, TranslationShape


class Laws(Transport):
    def upload_law(
        self,
        *,
        file: File,
        country: str,
        language: str | None = None,
        title: str | None = None,
        as_of: date | None = None,
        retrieved_at: datetime | None = None,
        source: str | None = None,
        licence: str | None = None,
        country_name: str | None = None,
        piece: int | None = None,
        analyse: list[str] | None = None,
    ) -> JobShape:
        """Upload a law. Answers at once with the job that reads it; follow `Location` until its state is final."""
        return self._ask(
            JobShape,
            "POST",
            "/api/v1/laws",
            fields={
                "country": country,
                "language": language,
                "title": title,
                "as_of": as_of,
                "retrieved_at": retrieved_at,
                "source": source,
                "licence": licence,
                "country_name": country_name,
                "piece": piece,
                "analyse": analyse,
            },
            files={"file": file},
        )

    def laws(
        self,
        *,
        country: str | None = None,
        all_versions: bool = False,
        cursor: str | None = None,
        limit: int = 50,
    ) -> PageOf[LawShape]:
        """Law versions; only the current ones unless `all_versions`."""
        return self._ask(
            PageOf[LawShape],
            "GET",
            "/api/v1/laws",
            query={"country": country, "all_versions": all_versions, "cursor": cursor, "limit": limit},
        )

    def upload_laws(self, *, manifest: File, files: list[File], analyse: list[str] | None = None) -> PageOf[JobShape]:
        """Upload several laws with a manifest; all are queued or none. Answers with a job for each, in its order."""
        return self._ask(
            PageOf[JobShape],
            "POST",
            "/api/v1/laws/bulk",
            fields={"analyse": analyse},
            files={"manifest": manifest, "files": files},
        )

    def jurisdictions(self, *, cursor: str | None = None, limit: int = 500) -> PageOf[JurisdictionShape]:
        """Every jurisdiction with a law or a rating."""
        return self._ask(
            PageOf[JurisdictionShape],
            "GET",
            "/api/v1/jurisdictions",
            query={"cursor": cursor, "limit": limit},
        )

    def law(self, law_id: str) -> LawShape:
        """One law version, with its certificate."""
        return self._ask(LawShape, "GET", "/api/v1/laws/{law_id}", at={"law_id": law_id})

    def law_certificate(self, law_id: str) -> dict[str, Any]:
        """The completeness certificate alone."""
        return self._ask(dict[str, Any], "GET", "/api/v1/laws/{law_id}/certificate", at={"law_id": law_id})

    def law_sections(self, law_id: str, *, cursor: str | None = None, limit: int = 200) -> PageOf[SectionShape]:
        """Sections in document order."""
        return self._ask(
            PageOf[SectionShape],
            "GET",
            "/api/v1/laws/{law_id}/sections",
            at={"law_id": law_id},
            query={"cursor": cursor, "limit": limit},
        )

    def law_file(self, law_id: str) -> bytes:
        """The source file as it was given, always as a download: it is not ours and never shown in a page."""
        return self._fetch("GET", "/api/v1/laws/{law_id}/file", at={"law_id": law_id})

    def page_picture(
        self,
        law_id: str,
        page: int,
        *,
        section: int | None = None,
        start: int | None = None,
        end: int | None = None,
        dpi: int = 110,
    ) -> bytes:
        """A page of a law read from PDF, as a picture; the lines of a section, or evidence in it, are marked."""
        return self._fetch(
            "GET",
            "/api/v1/laws/{law_id}/pages/{page}.png",
            at={"law_id": law_id, "page": page},
            query={"section": section, "start": start, "end": end, "dpi": dpi},
        )

    def take_piece(self, law_id: str, piece: int) -> JobShape:
        """Take one of the laws that the certificate lists as a law of its own, beside the whole file."""
        return self._ask(
            JobShape,
            "POST",
            "/api/v1/laws/{law_id}/pieces/{piece}",
            at={"law_id": law_id, "piece": piece},
        )

    def withdraw_law(self, law_id: str, body: Withdrawal) -> None:
        """Take a law version out of the current set; it and its ratings stay on record."""
        self._act("POST", "/api/v1/laws/{law_id}/withdraw", at={"law_id": law_id}, body=body)

    def section(self, section_id: int) -> SectionShape:
        """One section."""
        return self._ask(SectionShape, "GET", "/api/v1/sections/{section_id}", at={"section_id": section_id})

    def section_context(self, section_id: int, *, around: int = 2) -> PageOf[SectionShape]:
        """The section with its neighbours, in document order."""
        return self._ask(
            PageOf[SectionShape],
            "GET",
            "/api/v1/sections/{section_id}/context",
            at={"section_id": section_id},
            query={"around": around},
        )

    def law_translations(self, law_id: str) -> PageOf[TranslationShape]:
        """Translations in use beside a law version."""
        return self._ask(PageOf[TranslationShape], "GET", "/api/v1/laws/{law_id}/translations", at={"law_id": law_id})

    def attach_translation(self, law_id: str, *, file: File, language: str | None = None) -> TranslationShape:
        """Attach a translation; its sections are aligned with the original's by number."""
        return self._ask(
            TranslationShape,
            "POST",
            "/api/v1/laws/{law_id}/translations",
            at={"law_id": law_id},
            fields={"language": language},
            files={"file": file},
        )

    def translate_by_machine(self, law_id: str, body: MachineRequest) -> TranslationShape:
        """Have the configured LibreTranslate server translate sections; they join its translation of this law."""
        return self._ask(
            TranslationShape,
            "POST",
            "/api/v1/laws/{law_id}/translations/machine",
            at={"law_id": law_id},
            body=body,
        )

    def translated_sections(
        self,
        translation_id: str,
        *,
        cursor: str | None = None,
        limit: int = 500,
    ) -> PageOf[TranslatedShape]:
        """A translation's sections: those of the original first, in its order, then the others."""
        return self._ask(
            PageOf[TranslatedShape],
            "GET",
            "/api/v1/translations/{translation_id}/sections",
            at={"translation_id": translation_id},
            query={"cursor": cursor, "limit": limit},
        )

    def withdraw_translation(self, translation_id: str, body: Withdrawal) -> None:
        """Show a translation no more; it stays on record."""
        self._act(
            "POST",
            "/api/v1/translations/{translation_id}/withdraw",
            at={"translation_id": translation_id},
            body=body,
        )

    def law_versions(self, law_id: str) -> PageOf[LawShape]:
        """Every version of the same law in the same language, oldest text first as far as dates are known."""
        return self._ask(PageOf[LawShape], "GET", "/api/v1/laws/{law_id}/versions", at={"law_id": law_id})

    def law_differences(
        self,
        law_id: str,
        *,
        to: str,
        all: bool = False,
        cursor: str | None = None,
        limit: int = 500,
    ) -> PageOf[DifferenceShape]:
        """What changes from this version of a law to another, section by section."""
        return self._ask(
            PageOf[DifferenceShape],
            "GET",
            "/api/v1/laws/{law_id}/differences",
            at={"law_id": law_id},
            query={"to": to, "all": all, "cursor": cursor, "limit": limit},
        )
