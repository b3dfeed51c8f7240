"""Analyses and what they proposed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from analyser.store.tables.base import Base
from analyser.store.types import BigId


class RunRow(Base):
    __tablename__ = "runs"
    __table_args__ = (
        sa.Index("ix_runs_jurisdiction_benchmark", "jurisdiction", "benchmark"),
        sa.Index(
            "uq_runs_newest",
            "jurisdiction",
            "benchmark",
            unique=True,
            sqlite_where=sa.text("newest"),
            postgresql_where=sa.text("newest"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    jurisdiction: Mapped[str] = mapped_column(sa.ForeignKey("jurisdictions.code"))
    version_set_id: Mapped[str] = mapped_column(sa.ForeignKey("version_sets.id"))
    benchmark: Mapped[str]
    benchmark_version: Mapped[str]
    benchmark_fingerprint: Mapped[str]
    encoder: Mapped[str]
    ranker: Mapped[str]
    settings: Mapped[dict[str, Any]]
    fingerprint: Mapped[str] = mapped_column(unique=True)
    candidates: Mapped[int]
    newest: Mapped[bool]  # the one that lists and pages show for its jurisdiction and benchmark
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class CandidateRow(Base):
    __tablename__ = "candidates"
    __table_args__ = (sa.UniqueConstraint("run_id", "element", "rank"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    run_id: Mapped[str] = mapped_column(sa.ForeignKey("runs.id"))
    element: Mapped[str]
    rank: Mapped[int]
    probability: Mapped[float]
    section_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("sections.id"))
    evidence: Mapped[list[Any]]
    signals: Mapped[dict[str, Any]]
