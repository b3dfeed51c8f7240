"""Workspaces for tests: a real database, the real readers and splitter, and a matcher that counts shared words.

The matcher needs no model, so that a test of the store takes milliseconds; it fills the same contract as the real one.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analyser.factory import open_workspace
from analyser.matching.candidate import Candidate, Encoder, Evidence, Ranker, Vectors
from analyser.reading import read_bytes
from analyser.reading.document import Document
from analyser.sections import split_versions
from analyser.sections.law import SplitLaw
from analyser.settings import Settings
from analyser.workspace import Parts, Workspace
from benchmarks import Benchmark, Language

PRODUCE = "lanzarote.20.1.a"
OFFER = "lanzarote.20.1.b.offering"

STATUTE = """Protection of Children Act

Section 1. Short title
This Act may be cited as the Protection of Children Act and applies in the whole of the Republic.

Section 2. Producing
Any person who produces child pornography for any purpose shall be liable to imprisonment for five years.

Section 3. Offering
Any person who offers child pornography to another person shall be liable to imprisonment for three years.

Section 4. Fines
Fines under this Act are paid to the Treasury within thirty days of the judgment becoming final.
"""

_RULES = (
    ("images of a child", "possesses", "des images d'un enfant", "détient"),
    ("a child by means of a network", "solicits", "un enfant au moyen d'un réseau", "sollicite"),
    ("a recording of a child", "distributes", "un enregistrement d'un enfant", "diffuse"),
)


def write_gazette(folder: Path, sections: int = 12) -> Path:
    """An act printed in English and French, section by section."""
    said = ["OFFICIAL GAZETTE OF ARCADIA"]
    for n in range(1, sections + 1):
        object_, verb, objet, verbe = _RULES[n % 3]
        said += [
            f"Section {n}. Any person who intentionally {verb} {object_} under the age of {n + 10} years without "
            f"lawful authority is guilty of an offence and shall be liable to imprisonment for a term of {n} years.",
            f"Article {n}. Toute personne qui, sans y être autorisée par la loi, {verbe} intentionnellement {objet} "
            f"âgé de moins de {n + 10} ans commet une infraction et sera punie d'un emprisonnement de {n} ans.",
        ]
    path = folder / "gazette.txt"
    path.write_text("\n\n".join(said) + "\n", "utf-8")
    return path


class Clock:
    """A clock that goes on by a second each time it is read."""

    def __init__(self) -> None:
        self._at = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self._at += timedelta(seconds=1)
        return self._at


class NoEncoder:
    """Names itself; the word matcher below asks it nothing."""

    name = "none/1"
    max_tokens = 512

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), 1), np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), 1), np.float32)

    def encode_question(self, text: str) -> Vectors:
        return np.zeros(1, np.float32)


class NoRanker:
    name = "none/1"

    def probabilities(self, features: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return features[:, 0]


def match_words(
    laws: Sequence[SplitLaw],
    benchmark: Benchmark,
    languages: Mapping[str, Language],
    encoder: Encoder,
    ranker: Ranker,
    top: int,
    exemplars: Mapping[str, Vectors] | None = None,
) -> list[Candidate]:
    """Candidates by the share of an element's words that the section has."""
    found = []
    for element in benchmark.elements:
        words = {word.strip(",.()").lower()[:6] for word in element.label.split()}
        scored = []
        for law in laws:
            for section in law.sections:
                own = {word.strip(",.()").lower()[:6] for word in section.text.split()}
                scored.append((len(words & own) / len(words), law.law, section))
        scored.sort(key=lambda one: -one[0])  # equals stay in the order of the laws, as in the real matcher
        for rank, (score, law_id, section) in enumerate(scored[:top], 1):
            evidence = (Evidence(0, 10, section.text[:10]),)
            place = (law_id, section.key, section.label, section.heading)
            found.append(Candidate(element.id, rank, score, *place, evidence, {"words": score}))
    return found


def parts(match: Callable[..., list[Candidate]] = match_words) -> Parts:
    secrets = itertools.count(1)

    def read(file: Path, name: str) -> Document:
        return read_bytes(file.read_bytes(), name)

    return Parts(read, split_versions, NoEncoder, NoRanker, match, lambda: f"secret-{next(secrets)}")


def settings(folder: Path, url: str | None = None) -> Settings:
    return Settings(data_dir=folder / "data", cache_dir=folder / "cache", database_url=url)


def make_workspace(folder: Path, url: str | None = None, parts_given: Parts | None = None) -> Workspace:
    return open_workspace(settings(folder, url), clock=Clock(), parts=parts_given or parts())


def write_statute(folder: Path, name: str = "act.txt", text: str = STATUTE) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file
