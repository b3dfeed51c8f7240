"""Ratings, their proof, and adjudications. Rows are only ever added; superseding sets a date and nothing else."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from analyser.review.judgement import Judgement
from analyser.store.tables.base import Base, one_of
from analyser.store.types import BigId


class RatingRow(Base):
    __tablename__ = "ratings"
    __table_args__ = (
        # One live answer per reviewer, cell, text and round; the history stays beside it.
        sa.Index(
            "uq_ratings_live",
            "jurisdiction",
            "element",
            "version_set",
            "reviewer_id",
            "round",
            "kind",
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        ),
        sa.Index("ix_ratings_element", "element"),
        one_of("judgement", tuple(Judgement)),
        one_of("kind", ("rating", "adjudication")),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    jurisdiction: Mapped[str] = mapped_column(sa.ForeignKey("jurisdictions.code"))
    element: Mapped[str]
    version_set: Mapped[str]  # fingerprint; empty while the jurisdiction has no law, when only `unclear` is possible
    round: Mapped[int]
    reviewer_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id"))
    judgement: Mapped[str]
    reasons: Mapped[list[Any]]
    rationale: Mapped[str]
    warnings: Mapped[list[Any]]
    blind: Mapped[bool]
    submitted_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]


class RatingCitationRow(Base):
    __tablename__ = "rating_citations"

    rating_id: Mapped[str] = mapped_column(sa.ForeignKey("ratings.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("sections.id"))
    quote: Mapped[str]
    start: Mapped[int] = mapped_column("start_offset")
    end: Mapped[int] = mapped_column("end_offset")


class AdjudicationRow(Base):
    """Which ratings a third rating settles."""

    __tablename__ = "adjudications"

    adjudication_id: Mapped[str] = mapped_column(sa.ForeignKey("ratings.id"), primary_key=True)
    rating_id: Mapped[str] = mapped_column(sa.ForeignKey("ratings.id"), primary_key=True)
