"""Queries on what the newest runs propose, without texts or signals: enough to order candidates anew in one go."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.store.tables import CandidateRow, RunRow


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate by its numbers alone."""

    candidate_id: int
    element: str
    rank: int
    probability: float
    section_id: int


class Proposals:
    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, country: str, benchmark: str) -> tuple[Proposal, ...]:
        """Every candidate of the newest run, by element and rank; empty where nothing was analysed."""
        row = CandidateRow
        query = (
            sa.select(row.id, row.element, row.rank, row.probability, row.section_id)
            .join(RunRow, RunRow.id == row.run_id)
            .where(RunRow.newest, RunRow.jurisdiction == country, RunRow.benchmark == benchmark)
            .order_by(row.element, row.rank)
        )
        return tuple(Proposal(*found) for found in self._session.execute(query))
