"""The only place that knows how the parts are wired: settings become a workspace on a migrated database.

Readers, encoder and matcher are imported when first used: listing laws must not wait for a model.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import structlog

from analyser import logs
from analyser.matching.candidate import Encoder, Ranker
from analyser.reading.document import Document
from analyser.sections.law import SplitLaw
from analyser.settings import Settings
from analyser.store import archive
from analyser.store.archive import Archived
from analyser.store.files import FileStore
from analyser.store.unit import Store
from analyser.workspace import Parts, Workspace
from benchmarks import use_folder

Clock = Callable[[], datetime]
_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def now() -> datetime:
    return datetime.now(UTC)


def new_id(clock: Clock = now) -> str:
    """26 characters that sort by the time they were made: 48 bits of milliseconds, 80 random ones."""
    number = int(clock().timestamp() * 1000) << 80 | secrets.randbits(80)
    return "".join(_DIGITS[number >> shift & 31] for shift in range(125, -1, -5))


def new_secret() -> str:
    """256 random bits, fit for a URL."""
    return secrets.token_urlsafe(32)


def open_workspace(settings: Settings, *, clock: Clock = now, parts: Parts | None = None) -> Workspace:
    """Open (and if need be create or migrate) the store.

    Raises StorageError, NewerSchema, DiskFull, InvalidDefinition of a benchmark of the user's own.
    """
    logs.configure(settings)
    use_folder(settings.benchmarks_dir)
    store = Store.open(settings.url, clock, lambda: new_id(clock))
    return Workspace(store, _files(settings), settings, parts or real_parts(settings))


def back_up(settings: Settings, target: Path) -> Archived:
    """Write the workspace to one zip file. Raises Conflict, StorageError, NotFound, DiskFull."""
    Store.open(settings.url, now, new_id).close()  # an older schema is brought up to date first, as everywhere
    return archive.write(settings.url, _files(settings), target)


def restore(settings: Settings, source: Path) -> Archived:
    """Load a back-up into an empty workspace. Raises DamagedFile, Conflict, NewerSchema, StorageError, DiskFull."""
    return archive.restore(source, settings.url, _files(settings), now)


def _files(settings: Settings) -> FileStore:
    if settings.files_url is None:
        return FileStore(settings.data_dir / "files")
    return FileStore(settings.cache_dir / "files", settings.files_url)


def real_parts(settings: Settings) -> Parts:
    """The readers, splitter, encoder and ranker that ship with the program."""

    def read(file: Path, name: str) -> Document:
        from analyser.reading import read_file

        return read_file(file, settings, name)

    def split(document: Document, language: str | None, piece: int | None = None) -> tuple[SplitLaw, ...]:
        from analyser.sections import split_versions

        return split_versions(document, language, piece)

    @cache
    def encoder() -> Encoder:
        import models

        return models.load_encoder(settings)

    @cache
    def ranker() -> Ranker:
        import models

        return models.load_ranker()

    def match(*given: Any) -> Any:
        from analyser import matching

        return matching.match(*given)

    return Parts(read, split, encoder, ranker, match, new_secret)


@cache
def _worker_workspace(given: str) -> Workspace:
    return open_workspace(worker_settings(given))


def worker_settings(given: str) -> Settings:
    """A worker's settings: its own environment, and over it what it was given with the job."""
    return Settings.model_validate(Settings().model_dump() | json.loads(given))


def run_job(given: str, job_id: str, data: bytes | None, about: Mapping[str, Any]) -> None:
    """Run one job of a bulk run in a worker process; the workspace, and with it the encoder, is opened once a process.

    `data` is the job's source file where it came along; `about` names the run in the log.
    """
    with structlog.contextvars.bound_contextvars(**about):
        _worker_workspace(given).run_sent_job(job_id, data)
