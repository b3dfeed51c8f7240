"""Adding laws and reading them back.

A text is stored whole or not at all, with its sections and certificate. A title the analyst gives names the law, and a
second text under it is a new version; a title taken from the text never replaces another law, for two parts of one code
often carry the same one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from analyser import jurisdictions
from analyser.errors import Conflict, DamagedFile, UnknownName, UsageError
from analyser.reading.document import Document
from analyser.review.records import Role, User
from analyser.sections.law import SplitLaw
from analyser.store.laws import NewVersion
from analyser.store.records import Jurisdiction, LawVersion, Page, SectionRecord
from analyser.store.types import storable
from analyser.store.unit import Unit
from analyser.workspace.base import Base, Progress, require, silent
from analyser.workspace.carrying import carry

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


@dataclass(frozen=True, slots=True)
class Origin:
    """What the analyst knows of a text; null is unknown and is never guessed."""

    language: str | None = None
    title: str | None = None
    as_of: date | None = None
    retrieved_at: datetime | None = None
    source: str | None = None
    licence: str | None = None
    country_name: str | None = None


Then = Callable[[Unit, str], None]
"""Called in the storing transaction with the law version's id; of a text in two languages with the first one's."""


class Laws(Base):
    def ingest(
        self,
        file: Path,
        jurisdiction: str,
        *,
        by: User,
        name: str | None = None,
        piece: int | None = None,
        language: str | None = None,
        title: str | None = None,
        as_of: date | None = None,
        retrieved_at: datetime | None = None,
        source: str | None = None,
        licence: str | None = None,
        country_name: str | None = None,
        progress: Progress = silent,
    ) -> LawVersion:
        """Read, split and store one file in one transaction; the file itself is kept by its SHA-256.

        A text printed in two languages is two versions of one law, and both are stored; the one that begins the file
        is returned, `languages_of` has both. `language` takes the version in that one alone. `name` is shown instead
        of the path (uploads). `piece` takes one of several laws in the file. `title` names the law; a second text
        under the same title is a new version of it. The same file again returns what is there; Conflict if it comes
        with other metadata.
        Raises UnknownName for jurisdiction or language, InputRejected, MissingComponent, StorageError.
        """
        origin = Origin(language, title, as_of, retrieved_at, source, licence, country_name)
        stored = self._ingest(file, jurisdiction, name or file.name, origin, by, progress, piece=piece)
        return self.law(stored[0])

    def _ingest(
        self,
        file: Path,
        jurisdiction: str,
        name: str,
        origin: Origin,
        by: User,
        progress: Progress = silent,
        then: Then | None = None,
        piece: int | None = None,
    ) -> tuple[str, ...]:
        """Ids of the versions stored, one for each language of the text."""
        require(by, Role.REVIEWER)
        code = jurisdictions.check(jurisdiction)
        check_origin(origin)
        progress(f"Reading {name}", 0, 3)
        document = self._parts.read(file, name)
        progress(f"Splitting {name}", 1, 3)
        laws = self._parts.split(document, origin.language, piece)
        progress(f"Storing {name}", 2, 3)
        if self._files.put(file) != document.sha256:
            raise DamagedFile(f"{name} changed while it was read.", hint="Wait until it is complete and try again.")
        with self._store.unit() as unit:
            unit.audit.lock()
            stored = _store_all(unit, code, [_new_version(code, document, law, origin) for law in laws], origin, by)
            if then is not None:
                then(unit, stored[0])
        progress(f"Stored {name}", 3, 3)
        return stored

    def jurisdictions(self) -> tuple[Jurisdiction, ...]:
        """Every jurisdiction with a law or a rating, by code."""
        with self._store.read() as unit:
            return unit.laws.jurisdictions()

    def laws(
        self, country: str | None = None, *, all_versions: bool = False, cursor: str | None = None, limit: int = 50
    ) -> Page[LawVersion]:
        """Law versions by jurisdiction, title, language; only the current ones unless `all_versions`."""
        code = None if country is None else jurisdictions.check(country)
        with self._store.read() as unit:
            return unit.laws.page(code, all_versions, cursor=cursor, limit=limit)

    def law(self, law_version_id: str) -> LawVersion:
        """One law version. Raises NotFound."""
        with self._store.read() as unit:
            return unit.laws.get(law_version_id)

    def languages_of(self, law: LawVersion) -> tuple[LawVersion, ...]:
        """The version and those of the same law from the same file: one for each language it is printed in."""
        others = self.every_law(law.jurisdiction, all_versions=True)
        return (law, *(one for one in others if _same_print(one, law)))

    def law_file(self, law_version_id: str) -> Path:
        """The source file as it was given. Raises NotFound."""
        return self._files.path(self.law(law_version_id).sha256)

    def every_law(self, country: str | None = None, *, all_versions: bool = False) -> Iterator[LawVersion]:
        """What `laws` pages through, from the first to the last."""
        cursor = None
        while True:
            page = self.laws(country, all_versions=all_versions, cursor=cursor, limit=500)
            yield from page.items
            if (cursor := page.next_cursor) is None:
                return

    def withdraw(self, law_version_id: str, reason: str, *, by: User) -> None:
        """Take a law version out of the current set (wrong file); it and its ratings stay on record."""
        require(by, Role.REVIEWER)
        if not reason.strip():
            raise UsageError("Withdrawing a law needs a reason.", hint="Say what was wrong with the text.")
        with self._store.unit() as unit:
            unit.audit.lock()
            take_out(unit, law_version_id, storable(reason), by)

    def sections(self, law_version_id: str, *, cursor: str | None = None, limit: int = 200) -> Page[SectionRecord]:
        """Sections in document order. Raises NotFound."""
        with self._store.read() as unit:
            unit.laws.get(law_version_id)
            return unit.sections.page(law_version_id, cursor=cursor, limit=limit)

    def section(self, section_id: int) -> SectionRecord:
        """Raises NotFound."""
        with self._store.read() as unit:
            return unit.sections.get(section_id)

    def context(self, section_id: int, around: int = 2) -> tuple[SectionRecord, ...]:
        """The section with up to `around` neighbours before and after it, in document order."""
        with self._store.read() as unit:
            return unit.sections.around(section_id, around)


def _same_print(one: LawVersion, law: LawVersion) -> bool:
    same = (one.law_id, one.sha256) == (law.law_id, law.sha256)
    return same and one.language != law.language and one.withdrawn_at is None


def take_out(unit: Unit, law_version_id: str, reason: str, by: User) -> None:
    """Withdraw a law version and carry the ratings over to what is left. Raises NotFound, Conflict."""
    code = unit.laws.get(law_version_id).jurisdiction
    before = unit.laws.version_set(code)
    unit.laws.withdraw(law_version_id, reason, unit.now)
    unit.record(by.name, "law.withdraw", law_version_id, reason=reason)
    carry(unit, code, before, by)


def check_origin(origin: Origin) -> None:
    """Raises UnknownName or UsageError for what cannot be meant."""
    if origin.language is not None and not _LANGUAGE.fullmatch(origin.language):
        raise UnknownName(
            f"{origin.language!r} is not a language code.", hint="Give ISO 639-1, such as de, or sr-Latn with a script."
        )
    if origin.title is not None and not origin.title.strip():
        raise UsageError("The title is empty.", hint="Leave it out to take it from the text.")


def _store_all(unit: Unit, code: str, every: Sequence[NewVersion], origin: Origin, by: User) -> tuple[str, ...]:
    """The ids of the versions of one law that a file holds, all under one title."""
    known = (unit.laws.find(code, new.fingerprint) for new in every)
    title = next((found.title for found in known if found is not None), None)
    if origin.title is not None or title is None:
        title = origin.title.strip() if origin.title else _free_title(unit, code, every[0])
    named = [replace(new, title=storable(title)) for new in every]
    return tuple(_store(unit, code, new, origin, by) for new in named)


def _store(unit: Unit, code: str, new: NewVersion, origin: Origin, by: User) -> str:
    """The id of the version: a new one, or the one with the same content that is there already."""
    before, found = unit.laws.version_set(code), unit.laws.find(code, new.fingerprint)
    if found is not None:
        _check_same(found, origin)
        if found.withdrawn_at is not None:
            unit.laws.restore(found.id, unit.now)
            unit.record(by.name, "law.restore", found.id)
            carry(unit, code, before, by)
        return found.id
    name = origin.country_name or jurisdictions.name_of(code)
    unit.laws.ensure_jurisdiction(code, storable(name), rename=origin.country_name is not None)
    version_id = unit.laws.add(new, (unit.new_id(), unit.new_id()), unit.now, by.name)
    unit.record(
        by.name,
        "law.add",
        version_id,
        jurisdiction=code,
        title=new.title,
        sha256=new.sha256,
        sections=len(new.split.sections),
        verdict=new.split.certificate.verdict,
    )
    carry(unit, code, before, by)
    return version_id


def _new_version(code: str, document: Document, law: SplitLaw, origin: Origin) -> NewVersion:
    """What is to be stored, under the title that the text gives."""
    return NewVersion(
        jurisdiction=code,
        title=(law.title or "").strip() or Path(document.name).stem or document.sha256[:8],
        split=law,
        sha256=document.sha256,
        file_name=storable(Path(document.name).name),
        media_type=document.media_type,
        reader=document.reader,
        pages=document.pages,
        characters=sum(len(section.text) for section in law.sections),
        boxes=[_boxes(document, section.lines) for section in law.sections],
        as_of=origin.as_of,
        retrieved_at=origin.retrieved_at,
        source=origin.source,
        licence=origin.licence,
        notes=tuple(map(storable, dict.fromkeys((*document.notes, *law.notes)))),
    )


def _free_title(unit: Unit, code: str, new: NewVersion) -> str:
    """The text's own title or the file's name, told apart from other laws of the jurisdiction."""
    stem = Path(new.file_name).stem or new.sha256[:8]
    for candidate in (new.title, f"{new.title} ({stem})"):
        if unit.laws.law_id(code, storable(candidate)) is None:
            return candidate
    return f"{new.title} ({stem}, {new.sha256[:8]})"


def _boxes(document: Document, lines: tuple[int, ...]) -> list[list[float]]:
    placed = (document.lines[at] for at in lines)
    return [[line.page, *(round(edge, 1) for edge in line.box)] for line in placed if line.page and line.box]


def _check_same(found: LawVersion, origin: Origin) -> None:
    """Raises Conflict where the analyst now says something else of a text that is stored."""
    known = {field: getattr(found, field) for field in ("title", "as_of", "retrieved_at", "source", "licence")}
    said = {field: getattr(origin, field) for field in known}
    other = [field for field, value in said.items() if value is not None and value != known[field]]
    if other:
        listed = ", ".join(f"{field} is {known[field] or 'unknown'}" for field in other)
        raise Conflict(
            f"This text is stored already, and there {listed}.",
            hint="A stored version is never changed: leave the field out, or withdraw the version first.",
        )
