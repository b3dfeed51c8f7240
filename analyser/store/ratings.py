"""Queries on ratings and adjudications. Nothing is overwritten: a newer answer dates the older one as superseded."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.review.judgement import Judgement
from analyser.review.records import Citation, Rating
from analyser.store.tables import (
    AdjudicationRow,
    LawRow,
    LawVersionRow,
    RatingCitationRow,
    RatingRow,
    SectionRow,
    UserRow,
)
from analyser.store.types import storable

_ANSWER = (
    RatingRow.id,
    RatingRow.kind,
    RatingRow.jurisdiction,
    RatingRow.element,
    RatingRow.version_set,
    RatingRow.round,
    RatingRow.judgement,
    RatingRow.blind,
    RatingRow.submitted_at,
    RatingRow.carried_from,
)


class Ratings:
    def __init__(self, session: Session) -> None:
        self._session = session

    def list(
        self,
        country: str | None = None,
        element: str | None = None,
        *,
        elements: Sequence[str] | None = None,
        history: bool = False,
    ) -> tuple[Rating, ...]:
        """By jurisdiction, element, time; superseded ones only with `history`."""
        query = sa.select(RatingRow, UserRow.name).join(UserRow, UserRow.id == RatingRow.reviewer_id)
        if country is not None:
            query = query.where(RatingRow.jurisdiction == country)
        if element is not None:
            query = query.where(RatingRow.element == element)
        if elements is not None:
            query = query.where(RatingRow.element.in_(elements))
        if not history:
            query = query.where(RatingRow.superseded_at.is_(None))
        order = (RatingRow.jurisdiction, RatingRow.element, RatingRow.submitted_at, RatingRow.id)
        rows = self._session.execute(query.order_by(*order)).all()
        citations = self._citations(row.id for row, _ in rows)
        settles = self._settles(row.id for row, _ in rows if row.kind == "adjudication")
        return tuple(_record(row, name, citations[row.id], settles[row.id]) for row, name in rows)

    def answers(self, elements: Sequence[str], countries: Sequence[str] | None = None) -> tuple[Rating, ...]:
        """Live ratings in the order of `list`, without reasons, words, citations and what they settle.

        An overview of 20,000 cells needs who answered what, and would wait seconds for the rest.
        """
        query = (
            sa.select(*_ANSWER, UserRow.name)
            .join(UserRow, UserRow.id == RatingRow.reviewer_id)
            .where(RatingRow.superseded_at.is_(None), RatingRow.element.in_(elements))
            .order_by(RatingRow.jurisdiction, RatingRow.element, RatingRow.submitted_at, RatingRow.id)
        )
        if countries is not None:
            query = query.where(RatingRow.jurisdiction.in_(countries))
        rows = self._session.execute(query)
        return tuple(
            Rating(
                id=id,
                kind=kind,  # type: ignore[arg-type]  # the column's check constraint allows no other
                jurisdiction=country,
                element=element,
                version_set=version_set,
                round=round,
                reviewer=name,
                judgement=Judgement(judgement),
                reasons=(),
                rationale="",
                citations=(),
                warnings=(),
                blind=blind,
                submitted_at=at,
                carried_from=carried,
            )
            for id, kind, country, element, version_set, round, judgement, blind, at, carried, name in rows
        )

    def add(self, rating: Rating, reviewer_id: str) -> None:
        """Store the rating with its citations and, of an adjudication, what it settles."""
        self._session.add(
            RatingRow(
                id=rating.id,
                kind=rating.kind,
                jurisdiction=rating.jurisdiction,
                element=rating.element,
                version_set=rating.version_set,
                round=rating.round,
                reviewer_id=reviewer_id,
                judgement=rating.judgement.value,
                reasons=list(rating.reasons),
                rationale=storable(rating.rationale),
                warnings=list(rating.warnings),
                blind=rating.blind,
                submitted_at=rating.submitted_at,
                superseded_at=None,
                absence=None if rating.absence is None else dict(rating.absence),
                carried_from=rating.carried_from,
            )
        )
        self._session.flush()
        for position, citation in enumerate(rating.citations):
            self._session.add(
                RatingCitationRow(
                    rating_id=rating.id,
                    position=position,
                    section_id=citation.section_id,
                    quote=citation.quote,
                    start=citation.start,
                    end=citation.end,
                )
            )
        self._session.add_all(
            AdjudicationRow(adjudication_id=rating.id, rating_id=settled) for settled in rating.settles
        )
        self._session.flush()

    def supersede(self, rating_id: str, at: datetime) -> None:
        self._session.execute(sa.update(RatingRow).where(RatingRow.id == rating_id).values(superseded_at=at))

    def _citations(self, rating_ids: Iterable[str]) -> defaultdict[str, tuple[Citation, ...]]:
        query = (
            sa.select(RatingCitationRow, SectionRow, LawRow.title)
            .join(SectionRow, SectionRow.id == RatingCitationRow.section_id)
            .join(LawVersionRow, LawVersionRow.id == SectionRow.law_version_id)
            .join(LawRow, LawRow.id == LawVersionRow.law_id)
            .order_by(RatingCitationRow.rating_id, RatingCitationRow.position)
        )
        found: defaultdict[str, tuple[Citation, ...]] = defaultdict(tuple)
        for ids in _batches(rating_ids):
            for row, section, title in self._session.execute(query.where(RatingCitationRow.rating_id.in_(ids))):
                found[row.rating_id] += (
                    Citation(
                        section_id=row.section_id,
                        quote=row.quote,
                        start=row.start,
                        end=row.end,
                        law_version_id=section.law_version_id,
                        law_title=title,
                        key=section.key,
                        label=section.label,
                        heading=section.heading,
                    ),
                )
        return found

    def _settles(self, adjudication_ids: Iterable[str]) -> defaultdict[str, tuple[str, ...]]:
        found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        query = sa.select(AdjudicationRow).order_by(AdjudicationRow.rating_id)
        for ids in _batches(adjudication_ids):
            for row in self._session.scalars(query.where(AdjudicationRow.adjudication_id.in_(ids))):
                found[row.adjudication_id] += (row.rating_id,)
        return found


def _batches(ids: Iterable[str], size: int = 500) -> Iterable[Sequence[str]]:
    """Databases limit how many values one query may name."""
    every = list(ids)
    return (every[at : at + size] for at in range(0, len(every), size))


def _record(row: RatingRow, reviewer: str, citations: tuple[Citation, ...], settles: tuple[str, ...]) -> Rating:
    return Rating(
        id=row.id,
        kind=row.kind,  # type: ignore[arg-type]  # the column's check constraint allows no other
        jurisdiction=row.jurisdiction,
        element=row.element,
        version_set=row.version_set,
        round=row.round,
        reviewer=reviewer,
        judgement=Judgement(row.judgement),
        reasons=tuple(row.reasons),
        rationale=row.rationale,
        citations=citations,
        warnings=tuple(row.warnings),
        blind=row.blind,
        submitted_at=row.submitted_at,
        superseded_at=row.superseded_at,
        settles=settles,
        absence=row.absence,
        carried_from=row.carried_from,
    )
