"""Source files by their SHA-256, in a folder or in any store that fsspec reaches (S3 and its like).

A file is there whole or not at all; nothing is ever changed or served by name. What comes from a store elsewhere is
copied to a local folder once and checked against its name, for a reader needs a file.
"""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from analyser.errors import AnalyserError, DamagedFile, DiskFull, MissingComponent, NotFound, StorageError

_EXTRAS = {"s3": "s3", "s3a": "s3"}
"""Protocols that need an extra of this package, and its name."""


class FileStore:
    def __init__(self, folder: Path, url: str | None = None) -> None:
        """Files kept in `folder`, or at an fsspec `url` with `folder` for local copies.

        Raises MissingComponent for a protocol whose library is not installed, StorageError for an unknown one.
        """
        self._folder = folder
        self._far: Any = None
        self._root = ""
        if url:
            self._far, self._root = _open(url)

    @property
    def shared(self) -> bool:
        """Whether other machines with the same settings see the same files."""
        return self._far is not None

    def put(self, source: Path) -> str:
        """Keep a copy; its SHA-256. Raises DiskFull, StorageError."""
        with _named(source), source.open("rb") as stream:
            return self._keep(stream)

    def put_bytes(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        if self.holds(sha256):
            return sha256
        with _named(self._place(sha256)), tempfile.TemporaryFile() as stream:
            stream.write(data)
            stream.seek(0)
            return self._keep(stream)

    def holds(self, sha256: str) -> bool:
        """Whether the file is kept."""
        if self._far is None:
            return self._place(sha256).is_file()
        with _reached(self._root):
            return bool(self._far.exists(self._key(sha256)))

    def path(self, sha256: str) -> Path:
        """A local file with the content. Raises NotFound when it is not kept, DamagedFile when it is another one."""
        place = self._place(sha256)
        if not place.is_file():
            self._fetch(sha256)
        return place

    def all(self) -> tuple[str, ...]:
        """The SHA-256 of every file kept, sorted."""
        if self._far is None:
            return tuple(sorted(path.name for path in self._folder.glob("??/*") if path.is_file()))
        with _reached(self._root):
            self._far.invalidate_cache()
            return tuple(sorted(key.rpartition("/")[2] for key in self._far.find(self._root)))

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _key(self, sha256: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256}"

    def _keep(self, stream: BinaryIO) -> str:
        """Copy to a draft, name it by its content, send it away, and only then move it into place."""
        with self._draft() as draft:
            with draft.open("wb") as out:
                shutil.copyfileobj(stream, out, 1 << 20)
                out.flush()
                os.fsync(out.fileno())
            digest = _digest(draft)
            if self._far is not None:
                self._send(draft, digest)
            self._settle(draft, digest)
        return digest

    def _send(self, draft: Path, digest: str) -> None:
        with _reached(self._root):
            if not self._far.exists(self._key(digest)):
                self._far.makedirs(self._key(digest).rpartition("/")[0], exist_ok=True)
                self._far.put_file(str(draft), self._key(digest))

    def _fetch(self, sha256: str) -> None:
        if not self.holds(sha256):
            raise NotFound(
                f"The file {sha256} is not in {self._root or self._folder}.", hint="Restore the source files."
            )
        with self._draft() as draft:
            with _reached(self._root):
                self._far.get_file(self._key(sha256), str(draft))
            if _digest(draft) != sha256:
                raise DamagedFile(f"The file {sha256} in {self._root} has changed.", hint="Restore it from a back-up.")
            self._settle(draft, sha256)

    @contextmanager
    def _draft(self) -> Iterator[Path]:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".draft-")
        os.close(handle)
        draft = Path(name)
        try:
            yield draft
        finally:
            draft.unlink(missing_ok=True)

    def _settle(self, draft: Path, digest: str) -> None:
        place = self._place(digest)
        place.parent.mkdir(exist_ok=True)
        draft.replace(place)


def _open(url: str) -> tuple[Any, str]:
    import fsspec

    protocol = url.partition("://")[0]
    try:
        # Listings are never cached: other processes write too.
        far, root = fsspec.core.url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        extra = _EXTRAS.get(protocol)
        install = f"pip install 'statute-gap-analyser[{extra}]'" if extra else str(error)
        raise MissingComponent(f"Files at {protocol}:// need a library that is not installed.", hint=install) from error
    except ValueError as error:
        raise StorageError(f"{protocol!r} is no store of files: {error}", hint="Use s3://BUCKET/FOLDER.") from error
    return far, str(root).rstrip("/")


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _reached(root: str) -> Iterator[None]:
    """Turn what a store elsewhere raises into the error users know."""
    try:
        yield
    except Exception as error:  # the libraries of the stores raise whatever their services answer
        raise StorageError(
            f"The files at {root} cannot be reached: {type(error).__name__}: {error}",
            hint="Check ANALYSER_FILES_URL, the endpoint (AWS_ENDPOINT_URL) and the credentials in the environment.",
        ) from error


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
