"""Queries on verification rounds: links for partners, and what the partners said."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.errors import NotAuthenticated, NotFound
from analyser.store.people import digest
from analyser.store.records import Verification, VerificationComment
from analyser.store.tables import VerificationCommentRow, VerificationRow
from analyser.store.types import storable


class Verifications:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, verification: Verification, secret: str) -> None:
        self._session.add(
            VerificationRow(
                id=verification.id,
                benchmark=verification.benchmark,
                jurisdiction=verification.jurisdiction,
                partner=storable(verification.partner),
                digest=digest(secret),
                created_at=verification.created_at,
                created_by=verification.created_by,
                deadline=verification.deadline,
                closed_at=None,
            )
        )
        self._session.flush()

    def by_secret(self, secret: str) -> Verification:
        """Open or past its deadline, but not closed. Raises NotAuthenticated."""
        live = (VerificationRow.digest == digest(secret), VerificationRow.closed_at.is_(None))
        row = self._session.scalar(sa.select(VerificationRow).where(*live))
        if row is None:
            raise NotAuthenticated("The link is unknown or closed.", hint="Ask those who sent it for a new one.")
        return _record(row)

    def list(self) -> tuple[Verification, ...]:
        """Newest first."""
        rows = self._session.scalars(sa.select(VerificationRow).order_by(VerificationRow.created_at.desc()))
        return tuple(_record(row) for row in rows)

    def get(self, verification_id: str) -> Verification:
        """Raises NotFound."""
        row = self._session.get(VerificationRow, verification_id)
        if row is None:
            raise NotFound(f"There is no verification {verification_id}.", hint="/verifications lists them.")
        return _record(row)

    def close(self, verification_id: str, at: datetime) -> None:
        here = sa.update(VerificationRow).where(VerificationRow.id == verification_id)
        self._session.execute(here.values(closed_at=at))

    def comment(self, comment: VerificationComment) -> None:
        self._session.add(
            VerificationCommentRow(
                id=comment.id,
                verification_id=comment.verification_id,
                element=comment.element,
                agrees=comment.agrees,
                comment=storable(comment.comment),
                provision=storable(comment.provision),
                at=comment.at,
            )
        )
        self._session.flush()

    def comments(self, verification_id: str) -> tuple[VerificationComment, ...]:
        """Oldest first."""
        query = sa.select(VerificationCommentRow).where(VerificationCommentRow.verification_id == verification_id)
        rows = self._session.scalars(query.order_by(VerificationCommentRow.at, VerificationCommentRow.id))
        return tuple(
            VerificationComment(
                row.id, row.verification_id, row.element, row.agrees, row.comment, row.provision, row.at
            )
            for row in rows
        )


def _record(row: VerificationRow) -> Verification:
    made = (row.created_at, row.created_by)
    return Verification(row.id, row.benchmark, row.jurisdiction, row.partner, *made, row.deadline, row.closed_at)
