"""The cache of embeddings: kept, shared between processes, begun anew when damaged."""

import subprocess
import sys
from pathlib import Path

import numpy as np

from models.cache import EmbeddingCache, key_of

VECTOR = np.arange(4, dtype=np.float16)


def test_keeps_by_encoder_and_text(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path / "deep" / "e.sqlite3")
    cache.put({key_of("a", "text"): VECTOR})
    assert np.array_equal(cache.get([key_of("a", "text")])[key_of("a", "text")], VECTOR)
    assert cache.get([key_of("b", "text"), key_of("a", "other")]) == {}
    assert cache.get([]) == {}


def test_what_was_kept_first_stays(tmp_path: Path) -> None:
    cache, key = EmbeddingCache(tmp_path / "e.sqlite3"), key_of("a", "text")
    cache.put({key: VECTOR})
    cache.put({key: VECTOR + 1})
    assert np.array_equal(cache.get([key])[key], VECTOR)


def test_a_damaged_file_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "e.sqlite3"
    path.write_bytes(b"this is no database, and long enough to be read as one " * 50)
    cache = EmbeddingCache(path)
    assert cache.get([key_of("a", "text")]) == {}
    cache.put({key_of("a", "text"): VECTOR})
    assert len(cache.get([key_of("a", "text")])) == 1
    assert (tmp_path / "e.sqlite3.damaged").is_file()


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    program = (
        "import sys, numpy as np; from pathlib import Path; from models.cache import EmbeddingCache, key_of\n"
        "cache = EmbeddingCache(Path(sys.argv[1]))\n"
        "for n in range(60): cache.put({key_of(sys.argv[2], str(n)): np.full(8, n, np.float16)})\n"
    )
    path = tmp_path / "e.sqlite3"
    running = [subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in ("a", "b")]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    keys = [key_of(name, str(n)) for name in ("a", "b") for n in range(60)]
    assert len(EmbeddingCache(path).get(keys)) == 120
