"""Queries on how studies are conducted: settings, members, assignments, rounds."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.review.plan import Assignment, Conduct, Plan, Reopening
from analyser.store.tables import AssignmentRow, ConductRow, MemberRow, RatingRow, ReopeningRow, UserRow
from analyser.store.types import storable


class Reviews:
    def __init__(self, session: Session) -> None:
        self._session = session

    # ---- studies

    def conduct(self) -> Mapping[str, Conduct]:
        """By benchmark, only those that were set."""
        rows = self._session.scalars(sa.select(ConductRow))
        return {
            row.benchmark: Conduct(row.benchmark, row.blind_suggestions, row.sample, row.members_only) for row in rows
        }

    def set_conduct(self, conduct: Conduct) -> None:
        row = self._session.get(ConductRow, conduct.benchmark) or ConductRow(benchmark=conduct.benchmark)
        row.blind_suggestions = conduct.blind_suggestions
        row.sample, row.members_only = conduct.sample, conduct.members_only
        self._session.add(row)
        self._session.flush()

    def members(self) -> Mapping[str, frozenset[str]]:
        """Benchmark -> names of its members."""
        found: dict[str, set[str]] = {}
        query = sa.select(MemberRow.benchmark, UserRow.name).join(UserRow, UserRow.id == MemberRow.user_id)
        for benchmark, name in self._session.execute(query):
            found.setdefault(benchmark, set()).add(name)
        return {benchmark: frozenset(names) for benchmark, names in found.items()}

    def add_member(self, benchmark: str, user_id: str) -> None:
        if self._session.get(MemberRow, (benchmark, user_id)) is None:
            self._session.add(MemberRow(benchmark=benchmark, user_id=user_id))
            self._session.flush()

    def remove_member(self, benchmark: str, user_id: str) -> None:
        here = (MemberRow.benchmark == benchmark, MemberRow.user_id == user_id)
        self._session.execute(sa.delete(MemberRow).where(*here))

    # ---- duties

    def plan(self) -> Plan:
        """All assignments and rounds, as the blind rule reads them."""
        assigned: dict[tuple[str, str, int], set[str]] = {}
        query = sa.select(AssignmentRow, UserRow.name).join(UserRow, UserRow.id == AssignmentRow.user_id)
        for row, name in self._session.execute(query):
            assigned.setdefault((row.jurisdiction, row.element, row.round), set()).add(name)
        newest = sa.select(ReopeningRow.jurisdiction, ReopeningRow.element, sa.func.max(ReopeningRow.round)).group_by(
            ReopeningRow.jurisdiction, ReopeningRow.element
        )
        rounds = {(country, element): round for country, element, round in self._session.execute(newest)}
        return Plan({place: frozenset(names) for place, names in assigned.items()}, rounds)

    def assign(self, duties: Iterable[Assignment], ids: Mapping[str, str], at: datetime) -> int:
        """Add those that are not there yet; how many were added. `ids`: user name -> id."""
        added = 0
        for duty in duties:
            place = (duty.jurisdiction, duty.element, duty.round, ids[duty.reviewer])
            if self._session.get(AssignmentRow, place) is None:
                row = dict(zip(("jurisdiction", "element", "round", "user_id"), place, strict=True))
                self._session.add(AssignmentRow(**row, assigned_at=at))
                added += 1
        self._session.flush()
        return added

    def unassign(self, duty: Assignment, user_id: str) -> bool:
        """Take a duty back; whether there was one."""
        place = (duty.jurisdiction, duty.element, duty.round, user_id)
        row = self._session.get(AssignmentRow, place)
        if row is not None:
            self._session.delete(row)
            self._session.flush()
        return row is not None

    def assignments(self, user_id: str | None = None) -> tuple[Assignment, ...]:
        """By jurisdiction, element, round, reviewer; `answered` looks at any text, of that round."""
        given = sa.exists().where(
            RatingRow.jurisdiction == AssignmentRow.jurisdiction,
            RatingRow.element == AssignmentRow.element,
            RatingRow.round == AssignmentRow.round,
            RatingRow.reviewer_id == AssignmentRow.user_id,
            RatingRow.kind == "rating",
        )
        query = sa.select(AssignmentRow, UserRow.name, given).join(UserRow, UserRow.id == AssignmentRow.user_id)
        if user_id is not None:
            query = query.where(AssignmentRow.user_id == user_id)
        order = (AssignmentRow.jurisdiction, AssignmentRow.element, AssignmentRow.round, UserRow.name)
        return tuple(
            Assignment(row.jurisdiction, row.element, row.round, name, bool(answered))
            for row, name, answered in self._session.execute(query.order_by(*order))
        )

    # ---- rounds

    def reopen(self, reopening: Reopening) -> None:
        self._session.add(
            ReopeningRow(
                jurisdiction=reopening.jurisdiction,
                element=reopening.element,
                round=reopening.round,
                reason=storable(reopening.reason),
                opened_by=reopening.by,
                opened_at=reopening.at,
            )
        )
        self._session.flush()

    def reopenings(self, jurisdiction: str, element: str) -> tuple[Reopening, ...]:
        """Of one cell, oldest first."""
        here = (ReopeningRow.jurisdiction == jurisdiction, ReopeningRow.element == element)
        rows = self._session.scalars(sa.select(ReopeningRow).where(*here).order_by(ReopeningRow.round))
        return tuple(
            Reopening(row.jurisdiction, row.element, row.round, row.reason, row.opened_by, row.opened_at)
            for row in rows
        )
