"""What every operation stands on: the store, the kept files, the settings, and the parts that read and match.

The parts come as callables, so that listing laws never waits for an encoder and tests may bring their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from analyser.errors import Forbidden
from analyser.matching.candidate import Candidate, Encoder, Ranker
from analyser.reading.document import Document
from analyser.review.records import Role, User
from analyser.sections.law import SplitLaw
from analyser.settings import Settings
from analyser.store.files import FileStore
from analyser.store.unit import Store


class Progress(Protocol):
    """Called with what is being done, how much of it is done, and how much there is."""

    def __call__(self, what: str, done: int, total: int, /) -> None: ...


def silent(_what: str, _done: int, _total: int, /) -> None:
    """A progress listener that shows nothing."""


Match = Callable[..., list[Candidate]]
"""As `analyser.matching.match`: laws, benchmark, languages, encoder, ranker, top, and exemplars where there are any."""


@dataclass(frozen=True, slots=True)
class Parts:
    """How files are read and laws matched; loaded when first called."""

    read: Callable[[Path, str], Document]  # (file, name to show)
    split: Callable[..., tuple[SplitLaw, ...]]  # (document, language or None, piece from 1 or None): each language's
    encoder: Callable[[], Encoder]
    ranker: Callable[[], Ranker]
    match: Match
    new_secret: Callable[[], str]


_RANK = {role: rank for rank, role in enumerate(Role)}


class Base:
    """State shared by the operations."""

    def __init__(self, store: Store, files: FileStore, settings: Settings, parts: Parts) -> None:
        self._store = store
        self._files = files
        self._settings = settings
        self._parts = parts

    def close(self) -> None:
        """Let the database go."""
        self._store.close()

    def ping(self) -> Mapping[str, str]:
        """`database` and `schema` of an answering database. Raises StorageError."""
        with self._store.read() as unit:
            unit.audit.head()
        return {"database": self._store.dialect, "schema": self._store.revision}

    def tag(self) -> str:
        """Changes with every recorded write: the head of the audit log, usable as an ETag of any read."""
        with self._store.read() as unit:
            return unit.audit.head()


def require(user: User, least: Role) -> None:
    """Raises Forbidden when the user's role is below the least one that may do this."""
    if user.disabled_at is not None or _RANK[user.role] < _RANK[least]:
        raise Forbidden(
            f"{user.name} is {user.role.value} here; this takes a {least.value}.", hint="Ask an admin for the role."
        )
    if least is Role.ADMIN and user.study is not None:
        raise Forbidden(f"This token opens {user.study} alone.", hint="Sign in as an admin without such a token.")
