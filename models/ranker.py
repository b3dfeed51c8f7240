"""The trained ranker as plain numbers: a head over passage vectors, a scoring of features, a calibration.

Decides how features become a probability. Refuses weights made for another feature table; for another encoder the head
says nothing (zeros) and the weights trained without it are used. No pickle, no code in the weight files.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
import numpy.typing as npt

from analyser.errors import InvalidDefinition
from analyser.matching.candidate import Ranker, Vectors
from analyser.matching.features import FEATURES
from analyser.matching.suggestion import Suggester
from benchmarks.model import Element
from models.misses import Misses

Floats = npt.NDArray[np.float64]
RANKER, HEAD = "ranker.json", "head.npz"


@dataclass(frozen=True)
class Head:
    """A linear layer and a small hidden one beside it over passage vectors: a score for each concept."""

    encoder: str  # the family of encoders whose vectors it reads: names start with it
    concepts: tuple[str, ...]
    arrays: Mapping[str, npt.NDArray[np.float32]]

    def scores(self, vectors: Vectors) -> Vectors:
        """(w, d) -> (w, concepts)."""
        centred = (vectors - self.arrays["mean"]) * self.arrays["scale"]
        hidden = np.maximum(0, centred @ self.arrays["hidden"] + self.arrays["hidden_bias"])
        return np.asarray(
            centred @ self.arrays["linear"] + hidden @ self.arrays["out"] + self.arrays["bias"], np.float32
        )


@dataclass(frozen=True)
class Scorer:
    """A sum over boosted trees, each a list of nodes; then a monotone table from score to probability."""

    trees: tuple[tuple[npt.NDArray[np.int64], Floats, npt.NDArray[np.int64], npt.NDArray[np.int64], Floats], ...]
    weights: Floats
    bias: float
    scores: Floats  # calibration: knots
    chances: Floats

    def raw(self, features: Floats) -> Floats:
        """(n, features) -> (n,) log odds before calibration."""
        total = features @ self.weights + self.bias
        for column, threshold, left, right, value in self.trees:
            at = np.zeros(len(features), np.int64)
            while (inner := left[at] >= 0).any():
                rows = np.flatnonzero(inner)
                nodes = at[rows]
                goes_left = features[rows, column[nodes]] <= threshold[nodes]
                at[rows] = np.where(goes_left, left[nodes], right[nodes])
            total = total + value[at]
        return np.asarray(total, np.float64)

    def probabilities(self, features: Floats) -> Floats:
        """(n, features) -> (n,) calibrated; strictly increasing in the raw score, so that no two ranks are confused."""
        return self.chance_of(self.raw(features))

    def chance_of(self, raw: Floats) -> Floats:
        """Raw scores to probabilities."""
        chance = np.interp(raw, self.scores, self.chances)
        return np.asarray(np.clip(chance + 1e-6 * np.tanh(raw / 20), 1e-7, 1 - 1e-7))


@dataclass(frozen=True)
class TrainedRanker:
    """Head and scorer under one name."""

    name: str
    head: Head | None
    scorer: Scorer
    without_head: Scorer  # trained on the same gold with the head's features at zero
    misses: Misses | None = None  # None: nothing was counted, so nothing bounds a miss
    suggester: Suggester | None = None

    def trained_scores(self, encoder: str, vectors: Vectors, concepts: Sequence[str]) -> Vectors:
        """(w, concepts); zeros for another encoder or a concept without training."""
        out = np.zeros((len(vectors), len(concepts)), np.float32)
        if self.head is not None and encoder.startswith(self.head.encoder):
            scores = self.head.scores(vectors)
            for column, concept in enumerate(concepts):
                if concept in self.head.concepts:
                    out[:, column] = scores[:, self.head.concepts.index(concept)]
        return out

    def probabilities(self, features: Floats) -> Floats:
        """(n, features) -> (n,) in 0..1."""
        if features.shape[1] != len(FEATURES):
            raise ValueError(f"{features.shape[1]} features given, {len(FEATURES)} expected")
        silent = not features[:, _TRAINED].any()
        return (self.without_head if silent else self.scorer).probabilities(features)

    def suggestion(
        self, element: Element, chances: Sequence[float], below: float, terms: Sequence[Collection[str]]
    ) -> dict[str, Any] | None:
        """The suggested rating; None where the weights hold no suggester."""
        return None if self.suggester is None else self.suggester.suggest(element, chances, below, terms)

    def missed(self, escaped: Floats) -> tuple[Floats, Floats]:
        """(k,) -> chances and upper bounds of a miss; without counted misses the chance as given, bounded by 1."""
        return (escaped, np.ones_like(escaped)) if self.misses is None else self.misses.look_up(escaped)


_TRAINED = [index for index, feature in enumerate(FEATURES) if feature.name == "trained"]


def read_scorer(data: Mapping[str, list[float]] | dict[str, object], names: Sequence[str]) -> Scorer:
    """A scorer from its JSON object; `names` must be the features it was trained on, in order."""
    loaded: dict[str, object] = dict(data)
    if list(names) != [feature.name for feature in FEATURES]:
        raise InvalidDefinition("the ranker's weights are for another feature table", "run `python -m models.train`")
    trees = tuple(
        (
            np.array(t[0], np.int64),
            np.array(t[1], float),
            np.array(t[2], np.int64),
            np.array(t[3], np.int64),
            np.array(t[4], float),
        )
        for t in loaded["trees"]  # type: ignore[attr-defined]
    )
    return Scorer(
        trees=trees,
        weights=np.array(loaded["weights"], float),
        bias=float(loaded["bias"]),  # type: ignore[arg-type]
        scores=np.array(loaded["scores"], float),
        chances=np.array(loaded["chances"], float),
    )


def read_head(source: Traversable) -> Head:
    """A head from its npz file (float16 arrays, no pickled objects)."""
    with source.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
        arrays = {name: data[name].astype(np.float32) for name in data.files if name not in ("concepts", "encoder")}
        return Head(str(data["encoder"]), tuple(str(name) for name in data["concepts"]), arrays)


def load_ranker(folder: Traversable | None = None) -> Ranker:
    """The packaged ranker, or the one in `folder`."""
    folder = folder or files("models") / "weights"
    data = json.loads((folder / RANKER).read_text("utf-8"))
    head = read_head(folder / HEAD) if (folder / HEAD).is_file() else None
    return TrainedRanker(
        name=data["name"],
        head=head,
        scorer=read_scorer(data["scorer"], data["features"]),
        without_head=read_scorer(data["without_head"], data["features"]),
        misses=_read_misses(data.get("misses")),
        suggester=_read_suggester(data.get("suggester")),
    )


def _read_misses(data: Mapping[str, list[float]] | None) -> Misses | None:
    if data is None:
        return None
    return Misses(*(np.array(data[name], float) for name in ("logs", "chances", "uppers")))


def _read_suggester(data: Mapping[str, Any] | None) -> Suggester | None:
    if data is None:
        return None
    numbers = {name: np.array(data[name], float) for name in ("means", "weights", "bias", "stakes")}
    return Suggester(names=tuple(data["names"]), reasons=data["reasons"], **numbers)
