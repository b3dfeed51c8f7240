"""How long `analyser bulk` takes over a folder of real laws: one worker, two workers, and again with nothing changed.

usage: bulk_speed.py CORPORA [--laws N] [--seed N]. CORPORA/<country>/<law>/law.txt are read; `--laws` takes a seeded
choice of them. Every run starts with an empty workspace and an empty cache of embeddings; the encoder is unpacked
beforehand. Prints seconds, sections a second, and the two ratios.
"""

import argparse
import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BENCHMARK = "csea-2012"
PROGRAM = "from analyser.cli.main import run; run()"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--laws", type=int, default=0, help="0 takes all")
    parser.add_argument("--seed", type=int, default=20121211)
    wanted = parser.parse_args()
    laws = sorted(wanted.corpora.glob("*/*/law.txt"))
    if wanted.laws:
        laws = sorted(random.Random(wanted.seed).sample(laws, wanted.laws))
    folder = Path(tempfile.mkdtemp(prefix="bulk"))
    try:
        manifest = write_manifest(folder / "manifest.csv", laws)
        unpack(folder)
        one, said = measure(folder, "one", manifest, 1)
        print(f"1 worker:  {one:6.1f} s; {said}", flush=True)
        again, _ = measure(folder, "one", manifest, 1)
        print(f"again:     {again:6.1f} s, {again / one:.1%} of the first run", flush=True)
        two, said = measure(folder, "two", manifest, 2)
        print(f"2 workers: {two:6.1f} s; {said}", flush=True)
        print(f"{len(laws)} laws, {BENCHMARK}: two workers are {one / two:.2f} times as fast as one")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_manifest(path: Path, laws: list[Path]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["jurisdiction", "title", "files"])
        writer.writerows([law.parts[-3], law.parts[-2], str(law.resolve())] for law in laws)
    return path


def unpack(folder: Path) -> None:
    """The encoder in the cache folder that every run is given a copy of."""
    program = (
        "from pathlib import Path; from analyser.settings import Settings; import models;"
        f"models.load_encoder(Settings(cache_dir=Path({str(folder / 'cache')!r})))"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    (folder / "cache" / "embeddings.sqlite3").unlink(missing_ok=True)


def measure(folder: Path, name: str, manifest: Path, workers: int) -> tuple[float, str]:
    """Wall-clock seconds of the command, and the last line that it says of the sections."""
    cache = folder / f"cache-{name}"
    if not cache.exists():
        shutil.copytree(folder / "cache", cache)
    environment = os.environ | {"ANALYSER_DATA_DIR": str(folder / name), "ANALYSER_CACHE_DIR": str(cache)}
    command = [sys.executable, "-c", PROGRAM, "bulk", str(manifest), "--benchmark", BENCHMARK]
    began = time.monotonic()
    done = subprocess.run(
        [*command, "--workers", str(workers)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    seconds = time.monotonic() - began
    said = done.stderr.decode().splitlines()
    if done.returncode:
        sys.exit("\n".join(said[-5:]))
    return seconds, next((line for line in said if " sections of " in line), "nothing was stored")


if __name__ == "__main__":
    main()
