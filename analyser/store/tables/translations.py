"""Translations beside law versions. They are never cited: ratings point to sections of the original alone."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from analyser.store.tables.base import Base, one_of
from analyser.store.types import BigId


class TranslationRow(Base):
    __tablename__ = "translations"
    __table_args__ = (one_of("origin", ("uploaded", "machine")),)

    id: Mapped[str] = mapped_column(primary_key=True)
    law_version_id: Mapped[str] = mapped_column(sa.ForeignKey("law_versions.id"), index=True)
    language: Mapped[str]
    origin: Mapped[str]
    source: Mapped[str]  # the file's name, or the server that made it
    sha256: Mapped[str | None]  # of the uploaded file
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None]


class TranslatedSectionRow(Base):
    __tablename__ = "translated_sections"

    translation_id: Mapped[str] = mapped_column(sa.ForeignKey("translations.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("sections.id"), index=True)
    label: Mapped[str]
    heading: Mapped[str | None]
    text: Mapped[str]
