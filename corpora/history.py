"""Importing law-as-git: every text that a file of the repository ever had is a version of its law.

A version is dated by its own text alone. A commit is made when somebody typed it, so its day is taken only on request,
for a repository that promises it, and never where the text has a day of its own. Versions that contradict each other
are left out and named: a text that shrinks to a fragment, one that returns to an older wording under a newer day, two
wordings of one day. Needs git on this machine; nothing is fetched.
"""

import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from analyser.errors import InputRejected, MissingComponent
from corpora.facts import Facts, body_of, facts_of
from corpora.folders import Found, law_like, row_of

SHRUNK = 0.5  # of the longest earlier text: less is taken for a fragment


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a file: which commit brought it, on what day, and what it says of itself."""

    path: str
    commit: str
    committed: date
    blob: str
    facts: Facts
    body: str


def find(repository: Path, out: Path, code: str, given: Mapping[str, str], git_dates: bool = False) -> Found:
    """Rows for every version of every law, whose texts are written below `out`.

    Raises MissingComponent without git, InputRejected where there is no repository.
    """
    rows, left_out = [], []
    for path in _files(repository):
        if not law_like(Path(path).name):
            left_out.append((path, "not a form that laws are read from"))
            continue
        kept, doubted = sift(versions(repository, path))
        left_out += [(f"{one.path}@{one.commit[:10]}", why) for one, why in doubted]
        for one in kept:
            facts = one.facts if one.facts.as_of or not git_dates else replace(one.facts, as_of=one.committed)
            facts = replace(facts, title=facts.title or Path(path).stem, source=facts.source or f"{path}@{one.commit}")
            if facts.as_of is None and one is not kept[-1]:
                left_out.append((f"{path}@{one.commit[:10]}", "an older text without a day of its own"))
                continue
            file = out / "texts" / one.blob / Path(path).name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(_git(repository, "cat-file", "blob", one.blob))
            rows.append(row_of(code, file.relative_to(out).as_posix(), facts, given))
    return Found(tuple(rows), tuple(left_out))


def versions(repository: Path, path: str) -> list[Version]:
    """Every text the file had, oldest commit first; a text that did not change is not a version."""
    log = _git(repository, "log", "--reverse", "--topo-order", "--format=%H %cs", "--", path).decode().splitlines()
    found: list[Version] = []
    for line in log:
        commit, day = line.split()
        blob = _git(repository, "ls-tree", commit, "--", path).decode().split()
        if len(blob) < 3:  # the commit took the file away
            continue
        data = _git(repository, "cat-file", "blob", blob[2])
        version = Version(path, commit, date.fromisoformat(day), blob[2], facts_of(data), body_of(data))
        if not found or (version.body, version.facts) != (found[-1].body, found[-1].facts):
            found.append(version)
    return found


def sift(every: Sequence[Version]) -> tuple[list[Version], list[tuple[Version, str]]]:
    """The versions that may be believed, and the others with the reason."""
    doubted: dict[str, str] = {}
    by_day: dict[date, Version] = {}
    longest, bodies = 0, list[str]()
    for one in every:
        if one.body in bodies and bodies[-1] != one.body:
            doubted[one.commit] = "it returns to an older wording; its own day cannot be believed"
        elif len(one.body) < SHRUNK * longest:
            doubted[one.commit] = f"it shrank from {longest} to {len(one.body)} characters: text may be missing"
        elif one.facts.as_of is not None and (other := by_day.get(one.facts.as_of)) and other.body != one.body:
            doubted[one.commit] = f"another wording is dated {one.facts.as_of} too"
        elif one.facts.as_of is not None:
            by_day[one.facts.as_of] = one
        longest = max(longest, len(one.body))
        bodies.append(one.body)
    kept = [one for one in every if one.commit not in doubted]
    return _newest_last(kept), [(one, doubted[one.commit]) for one in every if one.commit in doubted]


def _newest_last(kept: Iterable[Version]) -> list[Version]:
    """By their own days where they have them, not by the order of the commits."""
    return sorted(kept, key=lambda one: one.facts.as_of or date.min)


def _files(repository: Path) -> list[str]:
    """Every path that ever was in the present branch, by name."""
    listed = _git(repository, "log", "--format=", "--name-only", "-z", "--no-renames").decode("utf-8", "replace")
    return sorted({name.strip("\n") for name in listed.split("\0") if name.strip("\n")})


def _git(repository: Path, *words: str) -> bytes:
    command = [
        "git",
        "-C",
        str(repository),
        "-c",
        "core.quotepath=off",
        "-c",
        "core.fsmonitor=false",
        "--literal-pathspecs",
        *words,
    ]
    try:
        return subprocess.run(command, check=True, capture_output=True).stdout
    except FileNotFoundError as error:
        raise MissingComponent("git is not installed.", hint="Install git, or import the folder instead.") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip()
        raise InputRejected(f"{repository} is no repository git can read: {said}", hint="Check the path.") from error
