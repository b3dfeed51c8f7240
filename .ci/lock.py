"""Renew both lock files from pyproject.toml: torch at the version with a CPU build, dateutil as botocore wants it."""

import subprocess
import sys
import tempfile
from pathlib import Path

PINNED = "torch==2.13.0\npython-dateutil<3\n"
BUILD = "hatchling\n"
FLAGS = [
    "-q",
    "--strip-extras",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
    "--allow-unsafe",
]

for target, extras, what in (
    ("requirements.lock", [], "run-time dependencies (and hatchling, which builds the editable install)"),
    ("requirements-dev.lock", ["--extra", "dev"], "dependencies of the tests and checks"),
):
    with tempfile.TemporaryDirectory() as folder:
        constraints, build, out = (Path(folder) / name for name in ("constraints.txt", "build.in", "out.txt"))
        constraints.write_text(PINNED)
        build.write_text(BUILD)
        command = [sys.executable, "-m", "piptools", "compile", *FLAGS, *extras, "-c", constraints, "-o", out]
        subprocess.run([*command, "pyproject.toml", build], check=True)
        lines = [line.replace("+cpu", "") for line in out.read_text().splitlines() if line and not line.startswith("#")]
    Path(target).write_text("\n".join([f"# Pinned {what}. Renew with: make lock", *lines]) + "\n")
