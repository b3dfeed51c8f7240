"""Reads thousands of damaged files and prints what the readers did; a finding is kept as a small file.

    python tests/reliability/fuzz_reading.py [--inputs N] [--seed S] [--keep FOLDER]

Every input is a mutation of a small invented law (PDF, DOCX, XML, HTML, JSON, Markdown, text), told by its seed and
number alone. Batches are read in a child process with the limits of `read_file`, so that the parent outlives whatever
a file does. A finding is a crash, a hang past the limit, an error that is none of this program's, or a Document without
text. Exits 1 when there is one. A script, not a test: `tests/reading/test_read_fuzz.py` runs a slice of it.
"""

import argparse
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))
from test_read_fuzz import SEEDS, mutate

from analyser.errors import AnalyserError
from analyser.reading import read_bytes

BATCH = 250
SECONDS = 20  # for one small file: the limit of a child that reads nothing else
MEMORY = 2 * 2**30


def made(seed: int, number: int) -> tuple[str, bytes]:
    """Kind and bytes of one input."""
    chance = random.Random(seed * 1_000_003 + number)
    kind = sorted(SEEDS)[number % len(SEEDS)]
    return kind, mutate(SEEDS[kind], chance)


def outcome(data: bytes) -> str:
    """What reading gave, in a word or two."""
    try:
        document = read_bytes(data, "fuzz", max_pages=5000, seconds=SECONDS)
    except AnalyserError as error:
        return error.code if error.hint else f"FINDING no hint: {error.code}"
    except Exception as error:
        return f"FINDING {type(error).__name__}: {error}"
    return "read" if any(line.text.strip() for line in document.lines) else "FINDING empty document"


def batch(seed: int, first: int, last: int) -> None:
    """Read inputs and print a line before and after each; runs in the child."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for number in range(first, last):
        kind, data = made(seed, number)
        print(number, kind, end=" ", flush=True)
        start = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(start) + SECONDS, resource.RLIM_INFINITY))
        print(outcome(data).replace("\n", " "), flush=True)


def run(seed: int, inputs: int, keep: Path) -> Counter[str]:
    """All inputs, batch after batch; a batch that dies goes on behind the input that ended it."""
    counts: Counter[str] = Counter()
    at = 0
    while at < inputs:
        last = min(at + BATCH, inputs)
        command = [sys.executable, __file__, "--batch", str(at), str(last), "--seed", str(seed)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=BATCH * SECONDS, check=False)
            out, how = done.stdout, f"ended with {done.returncode}"
        except subprocess.TimeoutExpired as late:
            out, how = (late.stdout or b"").decode() if isinstance(late.stdout, bytes) else late.stdout or "", "hung"
        lines = out.splitlines()
        for line in lines:
            number, kind, *what = line.split(" ", 2)
            result = what[0] if what and what[0] else f"FINDING the child {how}"
            counts[f"{kind}: {result if result.startswith('FINDING') else result.split(' ')[0]}"] += 1
            if result.startswith("FINDING"):
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{kind}-{seed}-{number}").write_bytes(made(seed, int(number))[1])
                print(f"{number} {kind} {result}", flush=True)
        if not lines:
            raise SystemExit(f"The child read nothing and {how}.")
        at = int(lines[-1].split(" ", 1)[0]) + 1
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("--batch", type=int, nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.batch:
        batch(given.seed, *given.batch)
        return
    counts = run(given.seed, given.inputs, given.keep)
    for name, count in sorted(counts.items()):
        print(f"{count:7d}  {name}")
    print(f"{sum(counts.values()):7d}  inputs of seed {given.seed}")
    sys.exit(any("FINDING" in name for name in counts))


if __name__ == "__main__":
    main()
