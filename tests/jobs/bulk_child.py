"""Run by a test in a process of its own, to be killed: a bulk run over a manifest. Arguments: folder, URL, manifest."""

import sys
from pathlib import Path

from workspaces import parts, settings

from analyser.factory import open_workspace

folder, url, manifest = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
workspace = open_workspace(settings(folder, url), parts=parts())
print("started", flush=True)


def tell(_what: str, done: int, total: int) -> None:
    print(done, "of", total, flush=True)


report = workspace.bulk(manifest, by=workspace.local_user(), benchmarks=["csea-2012"], top=3, progress=tell)
print("finished", {job.state.value for job in report.jobs}, flush=True)
