"""The five-law gate: before a source's laws are added in bulk, five of them are read, split and looked at.

It refuses a source when any of the five cannot be read, holds no section, or loses text (verdict `failed`), and says
which and why: a form that is read badly would otherwise be found a thousand laws later, as offences that seem missing.
It says nothing of the other laws: each has its own certificate.
"""

import hashlib
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from analyser.errors import AnalyserError
from analyser.sections.law import SplitLaw
from corpora.manifest import Item

LAWS = 5
Read = Callable[[Path, str | None], Sequence[SplitLaw]]
"""Read and split a file (path, language or None)."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One of the five: its verdict, or the code of the error it ended with, and the reasons."""

    name: str
    verdict: str
    reasons: tuple[str, ...] = ()

    @property
    def passes(self) -> bool:
        return self.verdict in ("complete", "review")


def sources(items: Iterable[Item]) -> Mapping[str, tuple[Item, ...]]:
    """The items by where they come from: jurisdiction, and the site or the words of `source`."""
    found: dict[str, list[Item]] = {}
    for item in items:
        said = item.source or ""
        place = urlsplit(said).hostname or said.partition("@")[0].rpartition("/")[0]
        found.setdefault(f"{item.jurisdiction} {place}".strip(), []).append(item)
    return {name: tuple(some) for name, some in sorted(found.items())}


def choose(items: Sequence[Item], seed: int) -> tuple[Item, ...]:
    """Five of the items, the same for the same names and seed."""
    names = "\n".join(sorted(item.name for item in items))
    chance = random.Random(f"{seed} {hashlib.sha256(names.encode()).hexdigest()}")
    ordered = sorted(items, key=lambda item: (item.name, item.line))
    return tuple(ordered) if len(ordered) <= LAWS else tuple(chance.sample(ordered, LAWS))


def look(name: str, path: Path, language: str | None, read: Read) -> Looked:
    """How one law comes out; what it ends with is a finding, not an error."""
    try:
        laws = read(path, language)
    except AnalyserError as error:
        return Looked(name, error.code, (error.message,))
    worst = max(laws, key=lambda law: ("complete", "review", "failed").index(law.certificate.verdict))
    return Looked(name, worst.certificate.verdict, tuple(worst.certificate.reasons))
