"""Signatures under frozen editions."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from analyser.store.tables.base import Base


class EditionSignatureRow(Base):
    __tablename__ = "edition_signatures"
    __table_args__ = (sa.UniqueConstraint("edition_id", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    edition_id: Mapped[str] = mapped_column(sa.ForeignKey("study_editions.id"))
    name: Mapped[str]  # of the user, as it was
    role: Mapped[str]
    statement: Mapped[str]
    fingerprint: Mapped[str]  # of the edition as signed
    at: Mapped[datetime]
