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
    absence: Mapped[dict[str, Any] | None]
    carried_from: Mapped[str | None]


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


class ConductRow(Base):
    """How a study is conducted; benchmarks without a row go by the defaults."""

    __tablename__ = "review_conduct"

    benchmark: Mapped[str] = mapped_column(primary_key=True)
    blind_suggestions: Mapped[bool]
    sample: Mapped[int]
    members_only: Mapped[bool]


class MemberRow(Base):
    __tablename__ = "study_members"

    benchmark: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id"), primary_key=True)


class AssignmentRow(Base):
    __tablename__ = "assignments"
    __table_args__ = (sa.Index("ix_assignments_user_id", "user_id"),)

    jurisdiction: Mapped[str] = mapped_column(primary_key=True)
    element: Mapped[str] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id"), primary_key=True)
    assigned_at: Mapped[datetime]


class ReopeningRow(Base):
    """A cell's further rounds; the first needs no row."""

    __tablename__ = "reopenings"

    jurisdiction: Mapped[str] = mapped_column(primary_key=True)
    element: Mapped[str] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str]
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]


class VerificationRow(Base):
    """A read-only link for a government or an expert partner."""

    __tablename__ = "verifications"

    id: Mapped[str] = mapped_column(primary_key=True)
    benchmark: Mapped[str]
    jurisdiction: Mapped[str]
    partner: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)  # SHA-256 of the link's secret
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    deadline: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class VerificationCommentRow(Base):
    """What the partner said of an element; never changed, newer ones stand beside older ones."""

    __tablename__ = "verification_comments"

    id: Mapped[str] = mapped_column(primary_key=True)
    verification_id: Mapped[str] = mapped_column(sa.ForeignKey("verifications.id"), index=True)
    element: Mapped[str]
    agrees: Mapped[bool | None]
    comment: Mapped[str]
    provision: Mapped[str]  # the words of a provision the partner points to; empty for none
    at: Mapped[datetime]
