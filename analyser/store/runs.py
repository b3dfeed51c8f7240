"""Queries on runs and candidates. Of every jurisdiction and benchmark one run is the newest; lists show that one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.matching.candidate import Candidate, Evidence
from analyser.review.bands import band
from analyser.store import pages
from analyser.store.copying import insert_rows
from analyser.store.records import CandidateRecord, Page, Run
from analyser.store.sections import section_record
from analyser.store.tables import CandidateRow, JurisdictionRow, LawRow, LawVersionRow, RunRow, SectionRow


@dataclass(frozen=True, slots=True)
class NewRun:
    """A finished analysis about to be stored."""

    jurisdiction: str
    version_set: str
    benchmark: str
    benchmark_version: str
    benchmark_fingerprint: str
    encoder: str
    ranker: str
    settings: Mapping[str, Any]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class CandidateFilter:
    """None means every one; ranks count from 1."""

    country: str | None = None
    element: str | None = None
    benchmark: str | None = None
    min_probability: float = 0.0
    top: int | None = None
    law: str | None = None  # a law version
    run: str | None = None  # None: the newest of every jurisdiction and benchmark


@dataclass(frozen=True, slots=True)
class Best:
    """The first candidate of a cell and how many there are."""

    candidate_id: int
    probability: float
    section_id: int
    label: str
    candidates: int


class Runs:
    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, fingerprint: str) -> Run | None:
        found = self._list(RunRow.fingerprint == fingerprint)
        return found[0] if found else None

    def get(self, run_id: str) -> Run:
        return self._list(RunRow.id == run_id)[0]

    def some(self, run_ids: Collection[str]) -> tuple[Run, ...]:
        """Those of the runs that exist, by jurisdiction and benchmark."""
        return self._list(RunRow.id.in_(run_ids))

    def newest(self, country: str | None = None, benchmark: str | None = None) -> tuple[Run, ...]:
        """By jurisdiction and benchmark."""
        where: list[sa.SQLColumnExpression[bool]] = [RunRow.newest]
        if country is not None:
            where.append(RunRow.jurisdiction == country)
        if benchmark is not None:
            where.append(RunRow.benchmark == benchmark)
        return self._list(*where)

    def add(
        self,
        new: NewRun,
        candidates: Sequence[Candidate],
        section_ids: Mapping[tuple[str, str], int],
        run_id: str,
        at: datetime,
        by: str,
    ) -> None:
        """Store a run with its candidates and make it the newest; `section_ids` maps (law version, key)."""
        row = RunRow(
            id=run_id,
            jurisdiction=new.jurisdiction,
            version_set_id=new.version_set,
            benchmark=new.benchmark,
            benchmark_version=new.benchmark_version,
            benchmark_fingerprint=new.benchmark_fingerprint,
            encoder=new.encoder,
            ranker=new.ranker,
            settings=dict(new.settings),
            fingerprint=new.fingerprint,
            candidates=len(candidates),
            newest=False,
            created_at=at,
            created_by=by,
        )
        self._session.add(row)
        self._session.flush()
        if candidates:
            rows = [_candidate_row(run_id, one, section_ids[one.law, one.key]) for one in candidates]
            insert_rows(self._session, CandidateRow, rows)
        self.make_newest(run_id)

    def make_newest(self, run_id: str) -> None:
        row = self._session.get_one(RunRow, run_id)
        same = (RunRow.jurisdiction == row.jurisdiction, RunRow.benchmark == row.benchmark)
        self._session.execute(sa.update(RunRow).where(*same, RunRow.newest).values(newest=False))
        self._session.execute(sa.update(RunRow).where(RunRow.id == run_id).values(newest=True))

    def candidates(self, wanted: CandidateFilter, *, cursor: str | None, limit: int) -> Page[CandidateRecord]:
        """By jurisdiction, benchmark, element, rank."""
        query = (
            sa.select(CandidateRow, RunRow, SectionRow, LawRow.title, JurisdictionRow.version_set)
            .join(RunRow, RunRow.id == CandidateRow.run_id)
            .join(JurisdictionRow, JurisdictionRow.code == RunRow.jurisdiction)
            .join(SectionRow, SectionRow.id == CandidateRow.section_id)
            .join(LawVersionRow, LawVersionRow.id == SectionRow.law_version_id)
            .join(LawRow, LawRow.id == LawVersionRow.law_id)
        )
        order = [(RunRow.jurisdiction, str), (RunRow.benchmark, str)]
        more = [(CandidateRow.element, str), (CandidateRow.rank, int)]
        chosen = self._chosen(wanted)
        return pages.fetch(self._session, query, [*order, *more], _record, cursor=cursor, limit=limit, chosen=chosen)

    def _chosen(self, wanted: CandidateFilter) -> sa.Select[int]:
        """The ids of the candidates wanted, found through their runs, which are few."""
        runs = sa.select(RunRow.id).where(RunRow.newest if wanted.run is None else RunRow.id == wanted.run)
        query = sa.select(CandidateRow.id).join(RunRow, RunRow.id == CandidateRow.run_id)
        if wanted.country is not None:
            runs = runs.where(RunRow.jurisdiction == wanted.country)
        if wanted.benchmark is not None:
            runs = runs.where(RunRow.benchmark == wanted.benchmark)
        if wanted.law is not None:
            of_law = sa.select(LawVersionRow.jurisdiction).where(LawVersionRow.id == wanted.law)
            runs = runs.where(RunRow.jurisdiction.in_(of_law))
            query = query.join(SectionRow, SectionRow.id == CandidateRow.section_id)
            query = query.where(SectionRow.law_version_id == wanted.law)
        query = query.where(CandidateRow.run_id.in_(self._session.scalars(runs).all()))
        if wanted.min_probability > 0:
            query = query.where(CandidateRow.probability >= wanted.min_probability)
        if wanted.element is not None:
            query = query.where(CandidateRow.element == wanted.element)
        if wanted.top is not None:
            query = query.where(CandidateRow.rank <= wanted.top)
        return query

    def proposing(self, country: str, benchmark: str, section_ids: Sequence[int], top: int) -> frozenset[str]:
        """Elements whose first `top` candidates, in the newest run, hold one of the sections."""
        query = (
            sa.select(CandidateRow.element)
            .join(RunRow, RunRow.id == CandidateRow.run_id)
            .where(RunRow.newest, RunRow.jurisdiction == country, RunRow.benchmark == benchmark)
            .where(CandidateRow.section_id.in_(set(section_ids)), CandidateRow.rank <= top)
        )
        return frozenset(self._session.scalars(query))

    def best(self, benchmark: str, countries: Sequence[str] | None = None) -> dict[tuple[str, str], Best]:
        """(jurisdiction, element) -> its first candidate in the newest run; of all jurisdictions unless named."""
        wanted = sa.select(RunRow.id).where(RunRow.newest, RunRow.benchmark == benchmark)
        if countries is not None:
            wanted = wanted.where(RunRow.jurisdiction.in_(countries))
        counts = (
            sa.select(CandidateRow.run_id, CandidateRow.element, sa.func.count().label("candidates"))
            .where(CandidateRow.run_id.in_(wanted))
            .group_by(CandidateRow.run_id, CandidateRow.element)
            .subquery()
        )
        first = (CandidateRow.id, CandidateRow.probability, CandidateRow.section_id, SectionRow.label)
        query = (
            sa.select(RunRow.jurisdiction, CandidateRow.element, *first, counts.c.candidates)
            .join(RunRow, RunRow.id == CandidateRow.run_id)
            .join(SectionRow, SectionRow.id == CandidateRow.section_id)
            .join(counts, sa.and_(counts.c.run_id == RunRow.id, counts.c.element == CandidateRow.element))
            .where(RunRow.id.in_(wanted), CandidateRow.rank == 1)
        )
        return {(country, element): Best(*found) for country, element, *found in self._session.execute(query)}

    def _list(self, *where: sa.SQLColumnExpression[bool]) -> tuple[Run, ...]:
        query = (
            sa.select(RunRow, JurisdictionRow.version_set)
            .join(JurisdictionRow, JurisdictionRow.code == RunRow.jurisdiction)
            .where(*where)
            .order_by(RunRow.jurisdiction, RunRow.benchmark, RunRow.created_at, RunRow.id)
        )
        return tuple(_run(row, present) for row, present in self._session.execute(query))


def _candidate_row(run_id: str, candidate: Candidate, section_id: int) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "element": candidate.element,
        "rank": candidate.rank,
        "probability": float(candidate.probability),
        "section_id": section_id,
        "evidence": [asdict(piece) for piece in candidate.evidence],
        "signals": candidate.signals,
    }


def _run(row: RunRow, present: str | None) -> Run:
    return Run(
        id=row.id,
        jurisdiction=row.jurisdiction,
        version_set=row.version_set_id,
        benchmark=row.benchmark,
        benchmark_version=row.benchmark_version,
        benchmark_fingerprint=row.benchmark_fingerprint,
        encoder=row.encoder,
        ranker=row.ranker,
        settings=row.settings,
        fingerprint=row.fingerprint,
        candidates=row.candidates,
        created_at=row.created_at,
        created_by=row.created_by,
        stale=row.version_set_id != present,
    )


def _record(row: Any) -> CandidateRecord:
    candidate, run, section, title, present = row[:5]
    return CandidateRecord(
        id=candidate.id,
        run_id=run.id,
        jurisdiction=run.jurisdiction,
        benchmark=run.benchmark,
        element=candidate.element,
        rank=candidate.rank,
        probability=candidate.probability,
        band=band(candidate.probability),
        section=section_record(section, title, run.jurisdiction),
        evidence=tuple(Evidence(**piece) for piece in candidate.evidence),
        signals=candidate.signals,
        stale=run.version_set_id != present,
    )
