"""The pure way through the house: files become split laws, split laws become candidates. Nothing here is stored.

It decides only the order of the stages. It refuses to continue past a law that could not be read: the caller is told
which one and why, and an unread law never turns into an empty result.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import benchmarks
from analyser import matching, reading, sections
from analyser.errors import AnalyserError
from analyser.matching.candidate import Candidate, Encoder, Ranker
from analyser.sections.law import SplitLaw
from analyser.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, done so far, in all)."""


def silent(_what: str, _done: int, _total: int) -> None:
    """A progress listener that shows nothing."""


@dataclass(frozen=True, slots=True)
class LawSet:
    """The laws of one call that could be read, and the errors of those that could not."""

    laws: tuple[SplitLaw, ...]
    failures: tuple[tuple[str, AnalyserError], ...]


def read_law(path: Path, settings: Settings, language: str | None = None) -> tuple[SplitLaw, ...]:
    """Read one file in a guarded child and split it: a law for each language it is printed in, nearly always one.

    `language` takes that one alone. Raises InputRejected or MissingComponent.
    """
    return sections.split_versions(reading.read_file(path, settings), language)


def read_pieces(
    path: Path, settings: Settings, pieces: Sequence[int], language: str | None = None
) -> tuple[SplitLaw, ...]:
    """Those pieces (from 1) of a file that holds several laws, each as a law; raises UnknownName for one not there."""
    document = reading.read_file(path, settings)
    return tuple(law for piece in dict.fromkeys(pieces) for law in sections.split_versions(document, language, piece))


def read_laws(
    paths: Sequence[Path],
    settings: Settings,
    language: str | None = None,
    progress: Progress = silent,
    pieces: Sequence[int] = (),
) -> LawSet:
    """Read every file of a country's law set; a file that fails is reported beside the others, never dropped.

    `pieces` takes these of every file that holds several laws, each as a law of its own.
    """
    laws: list[SplitLaw] = []
    failures: list[tuple[str, AnalyserError]] = []
    for done, path in enumerate(paths):
        progress(f"Reading {path.name}", done, len(paths))
        try:
            laws += read_pieces(path, settings, pieces, language) if pieces else read_law(path, settings, language)
        except AnalyserError as error:
            failures.append((str(path), error))
    progress("Read", len(paths), len(paths))
    return LawSet(tuple(laws), tuple(failures))


def match_laws(
    laws: Sequence[SplitLaw], benchmark: benchmarks.Benchmark, encoder: Encoder, ranker: Ranker, top: int
) -> list[Candidate]:
    """The best `top` sections of the law set for every element of the benchmark."""
    return matching.match(laws, benchmark, benchmarks.load_languages(), encoder, ranker, top)
