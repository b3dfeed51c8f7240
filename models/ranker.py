"""The trained ranker as plain numbers: a head over passage vectors, a scoring of features, a calibration.

Decides how features become a probability. Refuses weights made for another feature table; for another encoder the head
says nothing (zeros) and the weights trained without it are used. No pickle, no code in the weight files.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
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
from models.levels import Level
from models.misses import Misses

Floats = npt.NDArray[np.float64]
RANKER, HEAD = "ranker.json", "head.npz"
CLIP = 6.0  # deviations beyond which a feature says no more


@dataclass(frozen=True)
class Head:
    """Linear layers, each with a small hidden one beside it, over passage vectors: a mean score for each concept."""

    encoder: str  # the family of encoders whose vectors it reads: names start with it
    concepts: tuple[str, ...]
    members: tuple[Mapping[str, npt.NDArray[np.float32]], ...]

    def scores(self, vectors: Vectors) -> Vectors:
        """(w, d) -> (w, concepts)."""
        total = np.zeros((len(vectors), len(self.concepts)), np.float32)
        for arrays in self.members:
            centred = (vectors - arrays["mean"]) * arrays["scale"]
            hidden = np.maximum(0, centred @ arrays["hidden"] + arrays["hidden_bias"])
            total += centred @ arrays["linear"] + hidden @ arrays["out"] + arrays["bias"]
        return np.asarray(total / max(1, len(self.members)), np.float32)


@dataclass(frozen=True)
class Net:
    """A line and a small hidden layer beside it over standardised features."""

    hidden: Floats  # (features, h)
    hidden_bias: Floats  # (h,)
    out: Floats  # (h,)
    line: Floats  # (features,)
    bias: float


@dataclass(frozen=True)
class Scorer:
    """The mean of small networks over standardised features; then a monotone table from score to probability."""

    mean: Floats  # (features,)
    spread: Floats
    nets: tuple[Net, ...]
    scores: Floats  # calibration: knots, in log odds by the level of the list
    chances: Floats
    level: Level = field(default_factory=Level)

    def raw(self, features: Floats) -> Floats:
        """(n, features) -> (n,) scores before calibration."""
        given = np.clip((features - self.mean) / self.spread, -CLIP, CLIP)
        total = np.zeros(len(features))
        for net in self.nets:
            inner = np.maximum(0, given @ net.hidden + net.hidden_bias)
            total += inner @ net.out + given @ net.line + net.bias
        return total / max(1, len(self.nets))

    def probabilities(self, features: Floats) -> Floats:
        """(n, features) of one whole list -> (n,) calibrated; strictly increasing in the raw score: no tied ranks."""
        return self.chances_of(self.raw(features))

    def chances_of(self, raw: Floats) -> Floats:
        """(n,) raw scores of one whole list -> (n,) probabilities."""
        return self.chance_of(self.level.of(raw))

    def chance_of(self, odds: Floats) -> Floats:
        """Log odds by the level of their list -> probabilities."""
        chance = np.interp(odds, self.scores, self.chances)
        return np.asarray(np.clip(chance + 1e-6 * np.tanh(odds / 20), 1e-7, 1 - 1e-7))


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


def untrained() -> TrainedRanker:
    """A ranker that has learnt nothing: what training starts from."""
    flat = np.ones(len(FEATURES))
    even = Scorer(flat, flat, (), np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    return TrainedRanker("untrained", None, even, even)


def read_scorer(loaded: Mapping[str, Any], names: Sequence[str]) -> Scorer:
    """A scorer from its JSON object; `names` must be the features it was trained on, in order."""
    if list(names) != [feature.name for feature in FEATURES]:
        raise InvalidDefinition("the ranker's weights are for another feature table", "run `python -m models.train`")
    numbers = {name: np.array(loaded[name], float) for name in ("mean", "spread", "scores", "chances")}
    nets = tuple(
        Net(**{name: np.array(net[name], float) for name in ("hidden", "hidden_bias", "out", "line")}, bias=net["bias"])
        for net in loaded["nets"]
    )
    return Scorer(nets=nets, level=Level(np.array(loaded["level"], float)), **numbers)


def read_head(source: Traversable) -> Head:
    """A head from its npz file (float16 arrays, no pickled objects)."""
    with source.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
        numbers = {name: data[name].astype(np.float32) for name in data.files if "." in name}
        count = 1 + max(int(name.partition(".")[0]) for name in numbers)
        members = tuple(
            {name.partition(".")[2]: values for name, values in numbers.items() if name.startswith(f"{number}.")}
            for number in range(count)
        )
        return Head(str(data["encoder"]), tuple(str(name) for name in data["concepts"]), members)


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
