"""Queries on frozen studies and the signatures under them: added and read, never changed."""

from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.errors import Conflict, NotFound
from analyser.store.records import Edition
from analyser.store.tables import EditionRow, EditionSignatureRow
from analyser.study.dossier import Signature


class Editions:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, edition: Edition) -> None:
        """Raises Conflict when the name is taken."""
        if self._session.scalar(sa.select(EditionRow.id).where(EditionRow.name == edition.name)):
            raise Conflict(f"There is an edition named {edition.name!r} already.", hint="Choose another name.")
        self._session.add(
            EditionRow(
                id=edition.id,
                name=edition.name,
                benchmark=edition.benchmark,
                fingerprint=edition.fingerprint,
                frozen_at=edition.frozen_at,
                frozen_by=edition.frozen_by,
                content=dict(edition.content),
            )
        )
        self._session.flush()

    def list(self, benchmark: str | None) -> tuple[Edition, ...]:
        """Oldest first."""
        query = sa.select(EditionRow).order_by(EditionRow.frozen_at, EditionRow.id)
        if benchmark is not None:
            query = query.where(EditionRow.benchmark == benchmark)
        return tuple(_record(row) for row in self._session.scalars(query))

    def answers(self) -> frozenset[str]:
        """Ids of the ratings that editions have made known."""
        contents = self._session.scalars(sa.select(EditionRow.content))
        return frozenset(
            number
            for content in contents
            for cells in content["answers"].values()
            for answer in cells.values()
            for number in answer["ratings"]
        )

    def get(self, name: str) -> Edition:
        row = self._session.scalar(sa.select(EditionRow).where(EditionRow.name == name))
        if row is None:
            raise NotFound(f"There is no edition named {name!r}.", hint="`analyser study editions` lists them.")
        return _record(row)

    def sign(self, edition: Edition, id: str, signature: Signature) -> None:
        """Raises Conflict when this person signed the edition before."""
        same = (EditionSignatureRow.edition_id == edition.id, EditionSignatureRow.name == signature.name)
        if self._session.scalar(sa.select(EditionSignatureRow.id).where(*same)):
            raise Conflict(f"{signature.name} has signed {edition.name!r} already.", hint="One signature is enough.")
        self._session.add(EditionSignatureRow(id=id, edition_id=edition.id, **asdict(signature)))
        self._session.flush()

    def signatures(self, edition_id: str) -> tuple[Signature, ...]:
        """In the order of signing."""
        query = (
            sa.select(EditionSignatureRow)
            .where(EditionSignatureRow.edition_id == edition_id)
            .order_by(EditionSignatureRow.at, EditionSignatureRow.name)
        )
        return tuple(
            Signature(row.name, row.role, row.statement, row.at, row.fingerprint)
            for row in self._session.scalars(query)
        )


def _record(row: EditionRow) -> Edition:
    return Edition(row.id, row.name, row.benchmark, row.fingerprint, row.frozen_at, row.frozen_by, row.content)
