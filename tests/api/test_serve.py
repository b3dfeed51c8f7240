"""`analyser serve`: a port in use is told at once; the link is printed when it works; a stop loses nothing."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from analyser.cli.serve import base_url, listen, serve
from analyser.errors import PortInUse, UsageError

START = "import sys; from analyser.cli.serve import serve; serve(port=int(sys.argv[1]))"


def test_a_port_in_use_is_named_with_what_to_do(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse) as caught:
            listen("127.0.0.1", port)
    assert str(port) in caught.value.message
    assert "--port" in caught.value.hint
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(("host", "port"), [("256.1.1.1", 0), ("192.0.2.1", 0), ("no such host", 0)])
def test_an_address_that_cannot_be_had_is_a_usage_error(host: str, port: int) -> None:
    with pytest.raises(UsageError) as caught:
        listen(host, port)
    assert caught.value.hint


ADDRESSES = [
    ("127.0.0.1", "http://127.0.0.1:8321"),
    ("0.0.0.0", "http://127.0.0.1:8321"),
    ("::", "http://127.0.0.1:8321"),
    ("::1", "http://[::1]:8321"),
]


@pytest.mark.parametrize(("host", "url"), ADDRESSES)
def test_the_printed_address_can_be_opened(host: str, url: str) -> None:
    assert base_url(host, 8321) == url


@contextmanager
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process of its own, and its one-time link."""
    environment = os.environ | {"ANALYSER_DATA_DIR": str(folder), "ANALYSER_CACHE_DIR": str(folder / "cache")}
    process = subprocess.Popen(
        [sys.executable, "-c", START, "0"], stdout=subprocess.PIPE, text=True, env=environment, cwd=folder
    )
    assert process.stdout is not None
    try:
        link = next(found.group() for line in process.stdout if (found := re.search(r"http://\S+token=\S+", line)))
        yield process, link
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_at_once_and_stops_in_order(tmp_path: Path, how: signal.Signals) -> None:
    with served(tmp_path) as (process, link):
        with httpx.Client(base_url=link.partition("/login")[0]) as client:
            assert client.get("/readyz").json()["status"] == "ready"
            assert client.get(link).status_code == 200
            assert client.get("/matrix").status_code == 200
        process.send_signal(how)
        assert process.wait(timeout=20) == 0
    assert not list(tmp_path.glob("*.sqlite3-wal"))


def test_the_port_is_checked_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PortInUse):
            serve("127.0.0.1", taken.getsockname()[1], tmp_path / "data")
    assert not (tmp_path / "data").exists()
