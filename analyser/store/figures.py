"""Counts over the whole store, for those who watch it run. Each is one query."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.store.tables import JobRow, LawVersionRow, RatingRow


class Figures:
    def __init__(self, session: Session) -> None:
        self._session = session

    def laws_by_verdict(self) -> Mapping[str, int]:
        """Current law versions by the verdict of their certificate."""
        query = sa.select(LawVersionRow.verdict, sa.func.count()).where(LawVersionRow.current)
        return {row[0]: row[1] for row in self._session.execute(query.group_by(LawVersionRow.verdict))}

    def pages_ocred(self) -> int:
        """Pages of current law versions whose text was recognised from a picture."""
        pages = sa.func.json_array_length(LawVersionRow.certificate["pages_ocred"])
        return int(
            self._session.scalar(sa.select(sa.func.coalesce(sa.func.sum(pages), 0)).where(LawVersionRow.current)) or 0
        )

    def jobs_by_state(self) -> Mapping[str, int]:
        query = sa.select(JobRow.state, sa.func.count()).group_by(JobRow.state)
        return {row[0]: row[1] for row in self._session.execute(query)}

    def rated(self) -> frozenset[tuple[str, str]]:
        """(jurisdiction, element) of every cell that has an answer, of whatever law versions."""
        query = sa.select(RatingRow.jurisdiction, RatingRow.element).distinct()
        return frozenset((country, element) for country, element in self._session.execute(query))
