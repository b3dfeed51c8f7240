"""Queries on translations of law versions. What is withdrawn stays on record and is shown no more."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.errors import NotFound
from analyser.store.records import TranslatedSection, Translation
from analyser.store.tables import TranslatedSectionRow, TranslationRow
from analyser.store.types import storable

_LIVE = TranslationRow.withdrawn_at.is_(None)


class Translations:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, new: Translation) -> None:
        """Store it without sections; its counts are ignored."""
        row = TranslationRow(
            id=new.id,
            law_version_id=new.law_version_id,
            language=new.language,
            origin=new.origin,
            source=storable(new.source),
            sha256=new.sha256,
            added_at=new.added_at,
            added_by=new.added_by,
            withdrawn_at=None,
        )
        self._session.add(row)
        self._session.flush()

    def put(self, translation_id: str, sections: Sequence[TranslatedSection]) -> None:
        """Add sections; one at the place of another replaces it."""
        places = [one.position for one in sections]
        here = sa.delete(TranslatedSectionRow).where(TranslatedSectionRow.translation_id == translation_id)
        self._session.execute(here.where(TranslatedSectionRow.position.in_(places)))
        rows = [
            {
                "translation_id": translation_id,
                "position": one.position,
                "section_id": one.section_id,
                "label": storable(one.label),
                "heading": None if one.heading is None else storable(one.heading),
                "text": storable(one.text),
            }
            for one in sections
        ]
        if rows:
            self._session.execute(sa.insert(TranslatedSectionRow), rows)

    def list(self, law_version_id: str) -> tuple[Translation, ...]:
        """Those in use, by language, then newest first."""
        return self._list(TranslationRow.law_version_id == law_version_id, _LIVE)

    def get(self, translation_id: str) -> Translation:
        """Raises NotFound for one that is unknown or withdrawn."""
        found = self._list(TranslationRow.id == translation_id, _LIVE)
        if not found:
            raise NotFound(f"There is no translation {translation_id}.", hint="The page of its law lists them.")
        return found[0]

    def withdraw(self, translation_id: str, at: datetime) -> None:
        here = sa.update(TranslationRow).where(TranslationRow.id == translation_id)
        self._session.execute(here.values(withdrawn_at=at))

    def sections(self, translation_id: str) -> tuple[TranslatedSection, ...]:
        """All of a translation, in its own order."""
        return self._sections(TranslationRow.id == translation_id)

    def of_sections(self, section_ids: Iterable[int]) -> Mapping[int, tuple[TranslatedSection, ...]]:
        """Section of the original -> its translations in use: a person's before a machine's, newest first."""
        ids = {one for one in section_ids if 0 < one < 1 << 63}
        found: dict[int, tuple[TranslatedSection, ...]] = {}
        for one in self._sections(TranslatedSectionRow.section_id.in_(ids), _LIVE):
            if one.section_id is not None:
                found[one.section_id] = (*found.get(one.section_id, ()), one)
        return found

    def _sections(self, *where: sa.SQLColumnExpression[bool]) -> tuple[TranslatedSection, ...]:
        query = (
            sa.select(TranslatedSectionRow, TranslationRow)
            .join(TranslationRow, TranslationRow.id == TranslatedSectionRow.translation_id)
            .where(*where)
            .order_by(
                TranslationRow.origin.desc(),
                TranslationRow.added_at.desc(),
                TranslationRow.id,
                TranslatedSectionRow.position,
            )
        )
        return tuple(_section(row, made) for row, made in self._session.execute(query))

    def _list(self, *where: sa.SQLColumnExpression[bool]) -> tuple[Translation, ...]:
        parts = TranslatedSectionRow
        counts = sa.select(sa.func.count(), sa.func.count(parts.section_id)).where
        order = (TranslationRow.language, TranslationRow.added_at.desc(), TranslationRow.id)
        rows = self._session.scalars(
            sa.select(TranslationRow).where(*where).order_by(*order).execution_options(populate_existing=True)
        ).all()
        return tuple(_record(row, *self._session.execute(counts(parts.translation_id == row.id)).one()) for row in rows)


def _origin(row: TranslationRow) -> Literal["uploaded", "machine"]:
    return "machine" if row.origin == "machine" else "uploaded"


def _record(row: TranslationRow, sections: int, aligned: int) -> Translation:
    return Translation(
        id=row.id,
        law_version_id=row.law_version_id,
        language=row.language,
        origin=_origin(row),
        source=row.source,
        sha256=row.sha256,
        added_at=row.added_at,
        added_by=row.added_by,
        sections=sections,
        aligned=aligned,
    )


def _section(row: TranslatedSectionRow, made: TranslationRow) -> TranslatedSection:
    return TranslatedSection(
        translation_id=row.translation_id,
        position=row.position,
        section_id=row.section_id,
        label=row.label,
        heading=row.heading,
        text=row.text,
        language=made.language,
        origin=_origin(made),
        source=made.source,
    )
