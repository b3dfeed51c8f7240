"""SIGTERM while a request and a job are under way: both are finished, nothing new is taken, the exit is clean."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import workspaces
from workspaces import STATUTE, make_workspace

from analyser.store.records import JobState

CHILD = Path(__file__).with_name("serve_child.py")


def wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not until():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def refused(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) != 0


def test_a_stopped_server_finishes_the_request_and_the_job_in_hand(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(workspaces.__file__).parent)}
    command = [sys.executable, str(CHILD), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        port, token = server.stdout.readline().split()
        base, headers = f"http://127.0.0.1:{port}", {"Authorization": f"Bearer {token}"}
        wait(lambda: not refused(int(port)))
        with httpx.Client(base_url=base, headers=headers, timeout=60) as client:
            job = client.post("/api/v1/laws", data={"country": "xa"}, files={"file": ("act.txt", STATUTE)}).json()
            wait((tmp_path / "reading").exists)
            with client.stream("GET", f"/api/v1/jobs/{job['id']}/events") as events:
                lines = events.iter_lines()
                next(lines)
                server.send_signal(signal.SIGTERM)
                wait(lambda: refused(int(port)))
                (tmp_path / "go-on").touch()
                told = "\n".join(lines)
        assert server.wait(timeout=60) == 0
    assert '"state":"done"' in told
    workspace = make_workspace(tmp_path)
    assert workspace.job(job["id"]).state is JobState.DONE
    assert workspace.job(job["id"]).attempt == 1
    workspace.close()
