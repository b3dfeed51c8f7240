"""Run by a test in a process of its own, to be stopped: a server whose reader waits for a file. Arguments: folder."""

import sys
from dataclasses import replace
from pathlib import Path
from time import sleep

from workspaces import parts, settings

from analyser.cli.serve import listen, run_until_stopped
from analyser.factory import open_workspace
from analyser.reading.document import Document

folder = Path(sys.argv[1])
given = parts()


def read(file: Path, name: str) -> Document:
    (folder / "reading").touch()
    while not (folder / "go-on").exists():
        sleep(0.02)
    return given.read(file, name)


used = settings(folder)
workspace = open_workspace(used, parts=replace(given, read=read))
with listen("127.0.0.1", 0) as taken:
    me = workspace.local_user()
    print(taken.getsockname()[1], workspace.issue_api_token(me, "test", by=me), flush=True)
    try:
        run_until_stopped(workspace, used, taken)
    finally:
        workspace.close()
