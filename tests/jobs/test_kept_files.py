"""Source files in a folder, in memory, and in a real store that speaks S3: whole or not at all, by their content."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from moto.server import ThreadedMotoServer

from analyser.errors import DamagedFile, NotFound, StorageError
from analyser.store.files import FileStore

LAW = b"Section 1. Offence\n"


@pytest.fixture(params=["folder", "memory", "s3"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FileStore]:
    if request.param == "folder":
        yield FileStore(tmp_path / "files")
    elif request.param == "memory":
        fsspec.filesystem("memory").store.clear()
        yield FileStore(tmp_path / "files", "memory://laws")
    else:
        bucket = request.getfixturevalue("bucket")
        yield FileStore(tmp_path / "files", bucket)


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty bucket on a server that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    far = fsspec.filesystem("s3", skip_instance_cache=True)
    far.mkdir("laws-of-xa")
    yield "s3://laws-of-xa/texts"
    server.stop()


def test_a_file_is_kept_by_its_content_and_found_again(kept: FileStore, tmp_path: Path) -> None:
    given = tmp_path / "act.txt"
    given.write_bytes(LAW)
    sha256 = kept.put(given)
    assert kept.put_bytes(LAW) == sha256
    assert kept.holds(sha256)
    assert kept.all() == (sha256,)
    assert kept.path(sha256).read_bytes() == LAW
    assert not kept.holds("0" * 64)
    with pytest.raises(NotFound):
        kept.path("0" * 64)


def test_another_machine_finds_what_one_kept_and_sees_what_was_changed(tmp_path: Path) -> None:
    fsspec.filesystem("memory").store.clear()
    sha256 = FileStore(tmp_path / "one", "memory://laws").put_bytes(LAW)
    other = FileStore(tmp_path / "two", "memory://laws")
    assert other.path(sha256).read_bytes() == LAW
    fsspec.filesystem("memory").pipe_file(f"/laws/{sha256[:2]}/{sha256}", b"changed")
    with pytest.raises(DamagedFile):
        FileStore(tmp_path / "three", "memory://laws").path(sha256)
    assert not [path for path in (tmp_path / "three").rglob("*") if path.is_file()]


def test_a_missing_library_is_named_by_the_extra_that_brings_it(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['s3fs'] = None\n"
        "from pathlib import Path; from analyser.errors import MissingComponent\n"
        "from analyser.store.files import FileStore\n"
        "try: FileStore(Path(sys.argv[1]), 's3://bucket')\n"
        "except MissingComponent as error: print(error.hint)"
    )
    said = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    assert "statute-gap-analyser[s3]" in said.stdout


def test_a_store_that_is_not_there_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no store"):
        FileStore(tmp_path, "gopher://laws")
