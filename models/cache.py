"""Embeddings kept on disk, so that only what changed is embedded again.

One SQLite file, keyed by a hash of encoder name, prefix and text; safe under several processes. A damaged file is put
aside and started anew: everything in it can be computed again. It never answers for another encoder.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analyser.errors import DiskFull, StorageError

Half = npt.NDArray[np.float16]
_AT_ONCE = 500


def key_of(encoder: str, text: str) -> bytes:
    """The key of a prefixed text under one encoder."""
    return hashlib.sha256(f"{encoder}\0{text}".encode("utf-8", "surrogatepass")).digest()[:16]


class EmbeddingCache:
    """Vectors by key; float16, as they were first computed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Half]:
        """The vectors that are there, by key."""
        found: dict[bytes, Half] = {}
        with self._open() as connection:
            for at in range(0, len(keys), _AT_ONCE):
                some = keys[at : at + _AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = connection.execute(f"SELECT key, vector FROM embedding WHERE key IN ({marks})", some)
                found.update((key, np.frombuffer(vector, np.float16)) for key, vector in rows)
        return found

    def put(self, vectors: Mapping[bytes, Half]) -> None:
        """Keep vectors; what another process kept first stays."""
        rows = [(key, vector.tobytes()) for key, vector in vectors.items()]
        with self._open() as connection, connection:
            connection.executemany("INSERT OR IGNORE INTO embedding VALUES (?, ?)", rows)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._connect()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise StorageError(f"{self.path}: {error}", "check the cache folder") from error
            self._put_aside()
            connection = self._connect()
        try:
            yield connection
        except sqlite3.OperationalError as error:
            kind = DiskFull if "full" in str(error) else StorageError
            raise kind(f"{self.path}: {error}", "free some space, or set ANALYSER_CACHE_DIR elsewhere") from error
        except sqlite3.DatabaseError as error:
            self._put_aside()
            raise StorageError(f"{self.path} was damaged and has been put aside: {error}", "run it again") from error
        finally:
            connection.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=60)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS embedding (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
            )
            connection.execute("SELECT key FROM embedding LIMIT 1").fetchone()
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def _put_aside(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            file = self.path.with_name(self.path.name + suffix)
            if file.exists():
                file.replace(file.with_name(file.name + ".damaged"))
