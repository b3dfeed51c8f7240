"""Jurisdictions, laws, their immutable versions and sections, and the sets of versions that ratings are made on."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from analyser.store.tables.base import Base, one_of
from analyser.store.types import BigId


class JurisdictionRow(Base):
    __tablename__ = "jurisdictions"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    # The set of its current law versions, null while it has none; no foreign key, for the set points here.
    version_set: Mapped[str | None]


class LawRow(Base):
    __tablename__ = "laws"
    __table_args__ = (sa.UniqueConstraint("jurisdiction", "title"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    jurisdiction: Mapped[str] = mapped_column(sa.ForeignKey("jurisdictions.code"))
    title: Mapped[str]
    added_at: Mapped[datetime]


class LawVersionRow(Base):
    __tablename__ = "law_versions"
    __table_args__ = (
        sa.UniqueConstraint("jurisdiction", "fingerprint"),
        sa.Index("ix_law_versions_law_id", "law_id"),
        one_of("verdict", ("complete", "review", "failed")),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    law_id: Mapped[str] = mapped_column(sa.ForeignKey("laws.id"))
    jurisdiction: Mapped[str] = mapped_column(sa.ForeignKey("jurisdictions.code"))
    fingerprint: Mapped[str]  # of file, language, reader and splitter
    language: Mapped[str]
    sha256: Mapped[str]
    file_name: Mapped[str]
    media_type: Mapped[str]
    reader: Mapped[str]
    splitter: Mapped[str]
    pages: Mapped[int | None]
    sections: Mapped[int]
    characters: Mapped[int]
    verdict: Mapped[str]
    certificate: Mapped[dict[str, Any]]
    notes: Mapped[list[Any]]
    as_of: Mapped[date | None]
    retrieved_at: Mapped[datetime | None]
    source: Mapped[str | None]
    licence: Mapped[str | None]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    current: Mapped[bool]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str | None]


class SectionRow(Base):
    __tablename__ = "sections"
    __table_args__ = (
        sa.UniqueConstraint("law_version_id", "position"),
        sa.UniqueConstraint("law_version_id", "key"),
        one_of("kind", ("section", "provision", "schedule")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    law_version_id: Mapped[str] = mapped_column(sa.ForeignKey("law_versions.id"))
    position: Mapped[int]
    key: Mapped[str]
    label: Mapped[str]
    heading: Mapped[str | None]
    path: Mapped[list[Any]]
    kind: Mapped[str]
    text: Mapped[str]
    page_first: Mapped[int | None]
    page_last: Mapped[int | None]
    repealed: Mapped[bool]
    start: Mapped[int] = mapped_column("start_offset")
    end: Mapped[int] = mapped_column("end_offset")
    boxes: Mapped[list[Any] | None]  # [page, x0, top, x1, bottom] per line


class VersionSetRow(Base):
    __tablename__ = "version_sets"

    id: Mapped[str] = mapped_column(primary_key=True)  # SHA-256 over the members' fingerprints
    jurisdiction: Mapped[str] = mapped_column(sa.ForeignKey("jurisdictions.code"))
    created_at: Mapped[datetime]


class VersionSetMemberRow(Base):
    __tablename__ = "version_set_members"

    version_set_id: Mapped[str] = mapped_column(sa.ForeignKey("version_sets.id"), primary_key=True)
    law_version_id: Mapped[str] = mapped_column(sa.ForeignKey("law_versions.id"), primary_key=True)
