"""Units of work: everything a step stores is committed together or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from analyser.store import migrate
from analyser.store.audit import AuditLog
from analyser.store.editions import Editions
from analyser.store.engine import Turns, errors_named, open_engine, parse_url
from analyser.store.figures import Figures
from analyser.store.laws import Laws
from analyser.store.ledger import Ledger
from analyser.store.people import People
from analyser.store.proposals import Proposals
from analyser.store.ratings import Ratings
from analyser.store.reviews import Reviews
from analyser.store.runs import Runs
from analyser.store.search import Search
from analyser.store.search_vectors import Matrix
from analyser.store.sections import Sections
from analyser.store.translations import Translations
from analyser.store.verifications import Verifications
from analyser.store.webhooks import Webhooks


class Unit:
    """The repositories on one transaction, and the moment it stands for."""

    def __init__(self, session: Session, now: datetime, new_id: Callable[[], str], matrix: Matrix) -> None:
        self.now = now
        self.new_id = new_id
        self.laws = Laws(session)
        self.sections = Sections(session)
        self.search = Search(session, matrix)
        self.runs = Runs(session)
        self.proposals = Proposals(session)
        self.ratings = Ratings(session)
        self.reviews = Reviews(session)
        self.translations = Translations(session)
        self.verifications = Verifications(session)
        self.people = People(session)
        self.ledger = Ledger(session)
        self.webhooks = Webhooks(session)
        self.audit = AuditLog(session)
        self.figures = Figures(session)
        self.editions = Editions(session)

    def record(self, actor: str, action: str, subject: str, **detail: Any) -> None:
        """Write the audit log, at this unit's moment."""
        self.audit.append(self.now, actor, action, subject, detail)


class Store:
    """A migrated database. Safe to use from several threads: every unit has its own connection."""

    def __init__(self, engine: Engine, revision: str, now: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self._engine = engine
        self._now = now
        self._new_id = new_id
        self.revision = revision
        self._matrix = Matrix()
        self._turns = Turns()

    @classmethod
    def open(cls, url: str, now: Callable[[], datetime], new_id: Callable[[], str]) -> "Store":
        """Open and migrate the database. Raises UsageError, StorageError, NewerSchema, DiskFull."""
        engine = open_engine(parse_url(url))
        try:
            return cls(engine, migrate.upgrade(engine, now), now, new_id)
        except BaseException:
            engine.dispose()
            raise

    @property
    def dialect(self) -> str:
        return self._engine.dialect.name

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """A writing transaction; commits at the end of the block, rolls back when it raises."""
        with self._turns.take() if self.dialect == "sqlite" else nullcontext(), self._transaction(writes=True) as unit:
            yield unit

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """A reading transaction: one consistent picture of the database."""
        with self._transaction(writes=False) as unit:
            yield unit

    @contextmanager
    def _transaction(self, writes: bool) -> Iterator[Unit]:
        with errors_named(), self._engine.connect().execution_options(writes=writes) as connection:  # noqa: SIM117
            with Session(connection, expire_on_commit=False) as session, session.begin():
                yield Unit(session, self._now(), self._new_id, self._matrix)

    def close(self) -> None:
        self._engine.dispose()
