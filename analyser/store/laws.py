"""Queries on jurisdictions, laws and their versions, and the rule of which version is current.

The current version of a law in a language is the one with the latest date; where one of them is undated, the one added
last. A withdrawn version is never current. Nothing here changes what a version says.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.errors import NotFound
from analyser.sections.law import SplitLaw
from analyser.store import pages
from analyser.store.records import Jurisdiction, LawVersion, Page
from analyser.store.sections import add_sections
from analyser.store.tables import JurisdictionRow, LawRow, LawVersionRow, VersionSetMemberRow, VersionSetRow

_WORST = {"complete": 0, "review": 1, "failed": 2}


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A law version about to be stored."""

    jurisdiction: str
    title: str
    split: SplitLaw
    sha256: str
    file_name: str
    media_type: str
    reader: str
    pages: int | None
    characters: int
    boxes: Sequence[Sequence[list[float]]]  # per section: [page, x0, top, x1, bottom] per line
    as_of: date | None
    retrieved_at: datetime | None
    source: str | None
    licence: str | None
    notes: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """Of everything the sections depend on."""
        parts = (self.sha256, self.split.language, self.reader, self.split.certificate.splitter)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class Laws:
    def __init__(self, session: Session) -> None:
        self._session = session

    # ---- jurisdictions

    def ensure_jurisdiction(self, code: str, name: str, *, rename: bool = False) -> None:
        """Add the jurisdiction if it is new; give it the name if it is new or `rename`."""
        row = self._session.get(JurisdictionRow, code)
        if row is None:
            self._session.add(JurisdictionRow(code=code, name=name, version_set=None))
        elif rename:
            row.name = name
        self._session.flush()

    def jurisdictions(self) -> tuple[Jurisdiction, ...]:
        verdicts: dict[str, list[str]] = {}
        query = sa.select(LawVersionRow.jurisdiction, LawVersionRow.verdict).where(LawVersionRow.current)
        for code, verdict in self._session.execute(query):
            verdicts.setdefault(code, []).append(verdict)
        rows = self._session.scalars(sa.select(JurisdictionRow).order_by(JurisdictionRow.code))
        return tuple(
            Jurisdiction(row.code, row.name, len(found), row.version_set, _worst(found))
            for row in rows
            for found in [verdicts.get(row.code, [])]
        )

    def version_set(self, jurisdiction: str) -> str | None:
        """Fingerprint of the current law versions; None while there are none."""
        return self._session.scalar(sa.select(JurisdictionRow.version_set).where(JurisdictionRow.code == jurisdiction))

    # ---- versions

    def find(self, jurisdiction: str, fingerprint: str) -> LawVersion | None:
        """The version with the same content, current, superseded or withdrawn."""
        same = (LawVersionRow.jurisdiction == jurisdiction, LawVersionRow.fingerprint == fingerprint)
        return next(iter(self._list(*same)), None)

    def law_id(self, jurisdiction: str, title: str) -> str | None:
        return self._session.scalar(
            sa.select(LawRow.id).where(LawRow.jurisdiction == jurisdiction, LawRow.title == title)
        )

    def add(self, new: NewVersion, ids: tuple[str, str], at: datetime, by: str) -> str:
        """Store a version with its sections, under its law (made if new); `ids` for law and version."""
        law_id = self.law_id(new.jurisdiction, new.title)
        if law_id is None:
            law_id = ids[0]
            self._session.add(LawRow(id=law_id, jurisdiction=new.jurisdiction, title=new.title, added_at=at))
            self._session.flush()
        self._session.add(_version_row(new, law_id, ids[1], at, by))
        self._session.flush()
        add_sections(self._session, ids[1], new.split.sections, new.boxes)
        self.refresh(new.jurisdiction, at)
        return ids[1]

    def withdraw(self, version_id: str, why: str, at: datetime) -> None:
        row = self._row(version_id)
        row.withdrawn_at, row.withdrawn_why = at, why
        self.refresh(row.jurisdiction, at)

    def restore(self, version_id: str, at: datetime) -> None:
        row = self._row(version_id)
        row.withdrawn_at = row.withdrawn_why = None
        self.refresh(row.jurisdiction, at)

    def refresh(self, jurisdiction: str, at: datetime) -> None:
        """Decide anew which versions are current, and which version set they make."""
        self._session.flush()
        rows = self._session.scalars(
            sa.select(LawVersionRow)
            .where(LawVersionRow.jurisdiction == jurisdiction, LawVersionRow.withdrawn_at.is_(None))
            .order_by(LawVersionRow.law_id, LawVersionRow.language, LawVersionRow.added_at, LawVersionRow.id)
        ).all()
        current = {_newest(list(group)).id for _, group in groupby(rows, key=lambda row: (row.law_id, row.language))}
        every = LawVersionRow.jurisdiction == jurisdiction
        self._session.execute(sa.update(LawVersionRow).where(every).values(current=LawVersionRow.id.in_(current)))
        members = sorted((row.fingerprint, row.id) for row in rows if row.id in current)
        row = self._session.get_one(JurisdictionRow, jurisdiction)
        row.version_set = self._ensure_set(jurisdiction, members, at) if members else None
        self._session.flush()

    def _ensure_set(self, jurisdiction: str, members: list[tuple[str, str]], at: datetime) -> str:
        content = "\n".join([jurisdiction, *(fingerprint for fingerprint, _ in members)])
        set_id = hashlib.sha256(content.encode()).hexdigest()
        if self._session.get(VersionSetRow, set_id) is None:
            self._session.add(VersionSetRow(id=set_id, jurisdiction=jurisdiction, created_at=at))
            self._session.flush()
            self._session.add_all(
                VersionSetMemberRow(version_set_id=set_id, law_version_id=version) for _, version in members
            )
            self._session.flush()
        return set_id

    # ---- reading

    def get(self, version_id: str) -> LawVersion:
        self._row(version_id)
        return self._list(LawVersionRow.id == version_id)[0]

    def current(self, jurisdiction: str) -> tuple[LawVersion, ...]:
        """The current versions, by title, language, id."""
        return self._list(LawVersionRow.jurisdiction == jurisdiction, LawVersionRow.current)

    def page(self, jurisdiction: str | None, all_versions: bool, *, cursor: str | None, limit: int) -> Page[LawVersion]:
        query = sa.select(LawVersionRow, LawRow.title).join(LawRow, LawRow.id == LawVersionRow.law_id)
        if jurisdiction is not None:
            query = query.where(LawVersionRow.jurisdiction == jurisdiction)
        if not all_versions:
            query = query.where(LawVersionRow.current)
        columns = (LawVersionRow.jurisdiction, LawRow.title, LawVersionRow.language, LawVersionRow.id)
        order = [(column, str) for column in columns]
        return pages.fetch(self._session, query, order, lambda row: _record(row[0], row[1]), cursor=cursor, limit=limit)

    def _list(self, *where: sa.SQLColumnExpression[bool]) -> tuple[LawVersion, ...]:
        query = (
            sa.select(LawVersionRow, LawRow.title)
            .join(LawRow, LawRow.id == LawVersionRow.law_id)
            .where(*where)
            .order_by(LawRow.title, LawVersionRow.language, LawVersionRow.id)
            .execution_options(populate_existing=True)
        )
        return tuple(_record(row, title) for row, title in self._session.execute(query))

    def _row(self, version_id: str) -> LawVersionRow:
        row = self._session.get(LawVersionRow, version_id)
        if row is None:
            raise NotFound(f"There is no law version {version_id}.", hint="`analyser laws` lists them.")
        return row


def _newest(rows: Sequence[LawVersionRow]) -> LawVersionRow:
    """Of the versions of one law in one language, in the order they were added."""
    dated = [(row.as_of, order, row) for order, row in enumerate(rows) if row.as_of is not None]
    return max(dated, key=lambda entry: entry[:2])[2] if len(dated) == len(rows) else rows[-1]


def _worst(verdicts: Sequence[str]) -> Any:
    return max(verdicts, key=_WORST.__getitem__, default=None)


def _version_row(new: NewVersion, law_id: str, version_id: str, at: datetime, by: str) -> LawVersionRow:
    certificate = new.split.certificate
    return LawVersionRow(
        id=version_id,
        law_id=law_id,
        jurisdiction=new.jurisdiction,
        fingerprint=new.fingerprint,
        language=new.split.language,
        sha256=new.sha256,
        file_name=new.file_name,
        media_type=new.media_type,
        reader=new.reader,
        splitter=certificate.splitter,
        pages=new.pages,
        sections=len(new.split.sections),
        characters=new.characters,
        verdict=certificate.verdict,
        certificate=certificate.as_dict(),
        notes=list(new.notes),
        as_of=new.as_of,
        retrieved_at=new.retrieved_at,
        source=new.source,
        licence=new.licence,
        added_at=at,
        added_by=by,
        current=False,
        withdrawn_at=None,
        withdrawn_why=None,
    )


def _record(row: LawVersionRow, title: str) -> LawVersion:
    return LawVersion(
        id=row.id,
        law_id=row.law_id,
        jurisdiction=row.jurisdiction,
        title=title,
        language=row.language,
        sha256=row.sha256,
        file_name=row.file_name,
        media_type=row.media_type,
        reader=row.reader,
        splitter=row.splitter,
        pages=row.pages,
        sections=row.sections,
        characters=row.characters,
        verdict=row.verdict,  # type: ignore[arg-type]  # the column's check constraint allows no other
        certificate=row.certificate,
        as_of=row.as_of,
        retrieved_at=row.retrieved_at,
        source=row.source,
        licence=row.licence,
        added_at=row.added_at,
        added_by=row.added_by,
        current=row.current,
        notes=tuple(row.notes),
        withdrawn_at=row.withdrawn_at,
    )
