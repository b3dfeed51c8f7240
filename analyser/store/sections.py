"""Queries on sections, and the way back from stored rows to the split laws that matching reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.errors import NotFound
from analyser.sections.law import Certificate, Section, SplitLaw
from analyser.store import pages
from analyser.store.copying import insert_rows
from analyser.store.records import LawVersion, Page, PageBox, SectionRecord
from analyser.store.search import index_words
from analyser.store.tables import LawRow, LawVersionRow, SectionRow
from analyser.store.types import storable

_CERTIFICATE = tuple(field.name for field in fields(Certificate))


def add_sections(
    session: Session, version_id: str, sections: Sequence[Section], boxes: Sequence[Sequence[list[float]]]
) -> None:
    """Insert a version's sections in document order, and their words into the index."""
    insert_rows(session, SectionRow, [_row(version_id, at, section, boxes[at]) for at, section in enumerate(sections)])
    index_words(session, version_id)


_NO_ID = 1 << 63  # ids are 64-bit numbers in every database


class Sections:
    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, version_id: str, *, cursor: str | None, limit: int) -> Page[SectionRecord]:
        query = _query().where(SectionRow.law_version_id == version_id)
        order = [(SectionRow.position, int)]
        return pages.fetch(self._session, query, order, _from_row, cursor=cursor, limit=limit)

    def get(self, section_id: int) -> SectionRecord:
        found = self.by_ids([section_id])
        if not found:
            raise NotFound(f"There is no section {section_id}.", hint="List a law's sections to see their ids.")
        return found[section_id]

    def by_ids(self, section_ids: Iterable[int]) -> Mapping[int, SectionRecord]:
        """Those of the sections that exist."""
        rows = self._session.execute(
            _query().where(SectionRow.id.in_({one for one in section_ids if 0 < one < _NO_ID}))
        )
        return {row[0].id: _from_row(row) for row in rows}

    def around(self, section_id: int, distance: int) -> tuple[SectionRecord, ...]:
        """The section and its neighbours, in document order."""
        here = self.get(section_id)
        query = _query().where(
            SectionRow.law_version_id == here.law_version_id,
            SectionRow.position.between(here.position - distance, here.position + distance),
        )
        return tuple(_from_row(row) for row in self._session.execute(query.order_by(SectionRow.position)))

    def ids_by_key(self, version_id: str) -> dict[str, int]:
        query = sa.select(SectionRow.key, SectionRow.id).where(SectionRow.law_version_id == version_id)
        return dict(self._session.execute(query).all())

    def current_ids(self, jurisdiction: str) -> tuple[int, ...]:
        """Ids of the sections of a jurisdiction's current law versions, in the order of laws and documents."""
        query = (
            sa.select(SectionRow.id)
            .join(LawVersionRow, LawVersionRow.id == SectionRow.law_version_id)
            .where(LawVersionRow.jurisdiction == jurisdiction, LawVersionRow.current)
            .order_by(LawVersionRow.id, SectionRow.position)
        )
        return tuple(self._session.scalars(query))

    def of_version(self, version_id: str) -> tuple[SectionRecord, ...]:
        """All sections of a law version, in document order."""
        query = _query().where(SectionRow.law_version_id == version_id).order_by(SectionRow.position)
        return tuple(_from_row(row) for row in self._session.execute(query))

    def split_law(self, version: LawVersion) -> SplitLaw:
        """The law as the splitter gave it, named by its version id; line indexes are not kept."""
        query = sa.select(SectionRow).where(SectionRow.law_version_id == version.id).order_by(SectionRow.position)
        kept = {name: version.certificate[name] for name in _CERTIFICATE if name in version.certificate}
        certificate: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
        }
        return SplitLaw(
            law=version.id,
            language=version.language,
            sections=tuple(_section(row) for row in self._session.scalars(query)),
            certificate=Certificate(**certificate),
            title=version.title,
            notes=version.notes,
        )


def _query() -> sa.Select[SectionRow, str, str]:
    return (
        sa.select(SectionRow, LawRow.title, LawVersionRow.jurisdiction)
        .join(LawVersionRow, LawVersionRow.id == SectionRow.law_version_id)
        .join(LawRow, LawRow.id == LawVersionRow.law_id)
    )


def _row(version_id: str, position: int, section: Section, boxes: Sequence[list[float]]) -> dict[str, Any]:
    return {
        "law_version_id": version_id,
        "position": position,
        "key": storable(section.key),
        "label": storable(section.label),
        "heading": None if section.heading is None else storable(section.heading),
        "path": [storable(part) for part in section.path],
        "kind": section.kind,
        "text": storable(section.text),
        "page_first": section.pages[0] if section.pages else None,
        "page_last": section.pages[1] if section.pages else None,
        "repealed": section.repealed,
        "start": section.start,
        "end": section.end,
        "boxes": list(boxes),
    }


def _pages(row: SectionRow) -> tuple[int, int] | None:
    return None if row.page_first is None or row.page_last is None else (row.page_first, row.page_last)


def _section(row: SectionRow) -> Section:
    return Section(
        key=row.key,
        label=row.label,
        heading=row.heading,
        path=tuple(row.path),
        kind=row.kind,  # type: ignore[arg-type]  # the column's check constraint allows no other
        text=row.text,
        pages=_pages(row),
        repealed=row.repealed,
        start=row.start,
        end=row.end,
    )


def section_record(row: SectionRow, title: str, jurisdiction: str) -> SectionRecord:
    return SectionRecord(
        id=row.id,
        law_version_id=row.law_version_id,
        law_title=title,
        jurisdiction=jurisdiction,
        position=row.position,
        key=row.key,
        label=row.label,
        heading=row.heading,
        path=tuple(row.path),
        kind=row.kind,
        text=row.text,
        pages=_pages(row),
        repealed=row.repealed,
        start=row.start,
        end=row.end,
        boxes=tuple(PageBox(int(box[0]), (box[1], box[2], box[3], box[4])) for box in row.boxes or ()),
    )


def _from_row(row: Any) -> SectionRecord:
    return section_record(row[0], row[1], row[2])
