"""Source files by their SHA-256. A file is there whole or not at all; nothing is ever changed or served by name."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from analyser.errors import AnalyserError, DiskFull, NotFound, StorageError


class FileStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, source: Path) -> str:
        """Keep a copy; its SHA-256. Raises DiskFull, StorageError."""
        with _named(source), source.open("rb") as stream:
            return self._keep(stream)

    def put_bytes(self, data: bytes) -> str:
        target = self._place(hashlib.sha256(data).hexdigest())
        if target.exists():
            return target.name
        with _named(target), tempfile.TemporaryFile() as stream:
            stream.write(data)
            stream.seek(0)
            return self._keep(stream)

    def path(self, sha256: str) -> Path:
        """Raises NotFound when the file is not kept here."""
        place = self._place(sha256)
        if not place.is_file():
            raise NotFound(f"The file {sha256} is not in {self._folder}.", hint="Restore the data folder's files.")
        return place

    def all(self) -> tuple[str, ...]:
        """The SHA-256 of every file kept, sorted."""
        return tuple(sorted(path.name for path in self._folder.glob("??/*") if path.is_file()))

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _keep(self, stream: BinaryIO) -> str:
        """Copy to a draft, name it by its content, and only then move it into place."""
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".draft-")
        draft = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                shutil.copyfileobj(stream, out, 1 << 20)
                out.flush()
                os.fsync(out.fileno())
            with draft.open("rb") as written:
                digest = hashlib.file_digest(written, "sha256").hexdigest()
            place = self._place(digest)
            place.parent.mkdir(exist_ok=True)
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)
        return digest


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _error(path, error) from error


def _error(path: Path, error: OSError) -> AnalyserError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("The disk of the data folder is full.", hint="Free some space; nothing was stored.")
    return StorageError(f"{path} could not be kept: {error.strerror}", hint="Check the rights on the data folder.")
