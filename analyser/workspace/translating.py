"""Translations beside a law version: uploaded and aligned by number, or made section by section by a configured server.

A translation is never authentic. It is stored apart from the law, takes no part in matching, and cannot be cited; the
certificate, the ratings and the version set of a law do not change with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyser.errors import InputRejected, MissingComponent, UsageError
from analyser.review.records import Role, User
from analyser.review.translation import pair
from analyser.store.records import LawVersion, SectionRecord, TranslatedSection, Translation
from analyser.store.types import storable
from analyser.store.unit import Unit
from analyser.workspace.base import require
from analyser.workspace.laws import Laws, Origin, check_origin
from analyser.workspace.translator import LibreTranslate

MOST = 50  # sections translated by a server at once


@dataclass(frozen=True, slots=True)
class Beside:
    """A section and its translation; one of them is None where no number pairs them."""

    original: SectionRecord | None
    translated: TranslatedSection | None


class Translating(Laws):
    def translator(self) -> LibreTranslate | None:
        """The configured server; None where machine translation is off."""
        url = self._settings.translator_url
        return LibreTranslate(url, self._settings.translator_key) if url else None

    def attach_translation(
        self, law_version_id: str, data: bytes, name: str, *, by: User, language: str | None = None
    ) -> Translation:
        """Read and split a translation as any law, and align it with the original by number.

        The file is kept by its SHA-256. Raises NotFound, InputRejected (also when no number fits), UsageError for a
        translation into the original's own language, UnknownName, Forbidden.
        """
        require(by, Role.REVIEWER)
        check_origin(Origin(language=language))
        version = self.law(law_version_id)
        sha256 = self._files.put_bytes(data)
        split, *_ = self._parts.split(self._parts.read(self._files.path(sha256), name), language)
        _check_language(version, split.language)
        with self._store.unit() as unit:
            unit.audit.lock()
            originals = unit.sections.of_version(version.id)
            pairs = pair(originals, split.sections)
            if not pairs:
                raise InputRejected(
                    f"No section of {name} has a number of {version.title}.",
                    hint="Check that it translates this law, and that its sections carry the original's numbers.",
                )
            made = Translation(
                unit.new_id(), version.id, split.language, "uploaded", storable(name), sha256, unit.now, by.name
            )
            unit.translations.add(made)
            sections = [
                _section(made, at, originals[pairs[at]].id if at in pairs else None, one.label, one.heading, one.text)
                for at, one in enumerate(split.sections)
            ]
            unit.translations.put(made.id, sections)
            detail = {"law_version": version.id, "language": made.language, "sha256": sha256, "aligned": len(pairs)}
            unit.record(by.name, "translation.add", made.id, **detail)
            return unit.translations.get(made.id)

    def translate(self, law_version_id: str, section_ids: Sequence[int], target: str, *, by: User) -> Translation:
        """Have the configured server translate sections of a law; one translation per language and server grows.

        Raises MissingComponent where no server is set, TranslationFailed, UsageError, UnknownName, NotFound, Forbidden.
        """
        require(by, Role.REVIEWER)
        check_origin(Origin(language=target))
        server, version = self.translator(), self.law(law_version_id)
        if server is None:
            raise MissingComponent(
                "No translation server is configured.",
                hint="Set ANALYSER_TRANSLATOR_URL to a LibreTranslate server, or upload a translation.",
            )
        _check_language(version, target)
        wanted = self._wanted(version, section_ids)
        texts = [part for one in wanted for part in (one.heading or "", one.text)]
        done = server.translate(texts, version.language, target)
        with self._store.unit() as unit:
            unit.audit.lock()
            made = _growing(unit, version, target, server.name, by)
            sections = [
                _section(made, one.position, one.id, one.label, done[2 * at] or None, done[2 * at + 1])
                for at, one in enumerate(wanted)
            ]
            unit.translations.put(made.id, sections)
            ids = [one.id for one in wanted]
            unit.record(by.name, "translation.machine", made.id, law_version=version.id, language=target, sections=ids)
            return unit.translations.get(made.id)

    def _wanted(self, version: LawVersion, section_ids: Sequence[int]) -> list[SectionRecord]:
        """Raises UsageError for none, too many, or sections of another law."""
        ids = list(dict.fromkeys(section_ids))
        if not 0 < len(ids) <= MOST:
            raise UsageError(f"Between 1 and {MOST} sections can be translated at once.", hint="Choose fewer.")
        with self._store.read() as unit:
            found = unit.sections.by_ids(ids)
        other = [one for one in ids if one not in found or found[one].law_version_id != version.id]
        if other:
            raise UsageError(f"Section {other[0]} is not one of {version.title}.", hint="Name sections of this law.")
        return [found[one] for one in ids]

    def translations(self, law_version_id: str) -> tuple[Translation, ...]:
        """Those in use, by language, then newest first. Raises NotFound for an unknown law."""
        with self._store.read() as unit:
            unit.laws.get(law_version_id)
            return unit.translations.list(law_version_id)

    def translation(self, translation_id: str) -> Translation:
        """Raises NotFound for one that is unknown or withdrawn."""
        with self._store.read() as unit:
            return unit.translations.get(translation_id)

    def beside(self, translation_id: str) -> tuple[Beside, ...]:
        """The whole law beside its translation: the original's order, then what stands for no section of it."""
        with self._store.read() as unit:
            made = unit.translations.get(translation_id)
            originals, translated = unit.sections.of_version(made.law_version_id), unit.translations.sections(made.id)
        partner = {one.section_id: one for one in translated if one.section_id is not None}
        alone = [Beside(None, one) for one in translated if one.section_id is None]
        return (*(Beside(one, partner.get(one.id)) for one in originals), *alone)

    def translated(self, section_ids: Sequence[int]) -> Mapping[int, tuple[TranslatedSection, ...]]:
        """Section -> its translations in use: a person's before a machine's, newest first."""
        with self._store.read() as unit:
            return unit.translations.of_sections(section_ids)

    def withdraw_translation(self, translation_id: str, reason: str, *, by: User) -> None:
        """Show a translation no more; it stays on record. Raises NotFound, UsageError without a reason, Forbidden."""
        require(by, Role.REVIEWER)
        if not reason.strip():
            raise UsageError("Withdrawing a translation needs a reason.", hint="Say what was wrong with it.")
        with self._store.unit() as unit:
            unit.audit.lock()
            unit.translations.get(translation_id)
            unit.translations.withdraw(translation_id, unit.now)
            unit.record(by.name, "translation.withdraw", translation_id, reason=storable(reason))


def _check_language(version: LawVersion, language: str) -> None:
    if language == version.language:
        raise UsageError(
            f"The translation is in {language}, as the original is.",
            hint="Give its language; another text of the same law is uploaded as a law.",
        )


def _growing(unit: Unit, version: LawVersion, target: str, source: str, by: User) -> Translation:
    """The server's translation of this law into this language, made now if there is none."""
    for one in unit.translations.list(version.id):
        if (one.origin, one.language, one.source) == ("machine", target, source):
            return one
    made = Translation(unit.new_id(), version.id, target, "machine", source, None, unit.now, by.name)
    unit.translations.add(made)
    return made


def _section(
    made: Translation, position: int, section_id: int | None, label: str, heading: str | None, text: str
) -> TranslatedSection:
    return TranslatedSection(
        made.id, position, section_id, label, heading, text, made.language, made.origin, made.source
    )
