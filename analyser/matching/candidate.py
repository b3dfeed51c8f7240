"""What matching yields, and the two things it needs from outside: an encoder and a ranker."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from benchmarks.model import Element

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A phrase of the section's text that carried the match; offsets count characters of `Section.text`."""

    start: int
    end: int
    text: str
    part: str = "match"  # who, act, object, age, means, purpose, penalty or match


@dataclass(frozen=True, slots=True)
class Candidate:
    """A section proposed for an element."""

    element: str
    rank: int  # from 1
    probability: float  # calibrated chance that the section itself answers the element (grade 2)
    law: str
    key: str
    label: str
    heading: str | None
    evidence: tuple[Evidence, ...] = ()
    signals: dict[str, Any] = field(default_factory=dict)  # feature name -> score or detail


class Encoder(Protocol):
    """Turns texts into unit vectors. Nothing is ever cut: the caller windows by `count_tokens`."""

    name: str  # name and version, part of every fingerprint and cache key
    max_tokens: int

    def count_tokens(self, texts: Sequence[str]) -> list[int]: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, d) float32, L2-normalised."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, d) float32, L2-normalised."""

    def encode_question(self, text: str) -> Vectors:
        """(d,) float32, L2-normalised, of what a person typed: at once, and kept nowhere."""


class Ranker(Protocol):
    """Turns a feature table into calibrated probabilities."""

    @property
    def name(self) -> str:
        """Name and version, part of every fingerprint."""

    def trained_scores(self, encoder: str, vectors: Vectors, concepts: Sequence[str]) -> Vectors:
        """(w, d) passage vectors of `encoder` -> (w, concepts) scores learnt from confirmed provisions; zeros where
        nothing was learnt for this encoder or concept."""

    def probabilities(self, features: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """(n, features) -> (n,) in 0..1."""

    def missed(self, escaped: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """(k,) chances by the probabilities that none of the sections read answers -> (k,) how often that came true
        where an answer exists, and (k,) an upper bound."""

    def suggestion(
        self, element: Element, chances: Sequence[float], below: float, terms: Sequence[Collection[str]]
    ) -> dict[str, Any] | None:
        """A suggested rating with its chance, reasons and grounds ; None where it knows none."""
