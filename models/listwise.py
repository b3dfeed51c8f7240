"""Training of the scorer: small networks that learn to put the answers of an element first among its sections.

Decides weights from lists: for each (jurisdiction, element) with an answer its answers, the sections that are only
needed to rate it, the nearest others and some of the rest. Refuses to lean on exemplars: in part of the lists they are
hidden, because a first country has none. Deterministic for a seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analyser.matching.features import FEATURES
from models.ranker import CLIP, Floats, Net, Scorer

NETS, HIDDEN, EPOCHS, BATCH = 2, 48, 30, 32
RATE, DECAY, DROP = 2e-3, 1e-2, 0.2
HIDE = 0.4  # share of lists that are shown without exemplars
ANY_SHARE = 0.6  # of the loss: some answer first; the rest: every answer first
EXEMPLARS = [index for index, feature in enumerate(FEATURES) if feature.name.startswith("exemplar")]
FLAT = 1e-3
_NEVER = -1e4


@dataclass(frozen=True)
class Rows:
    """A list to learn from: the rows of one (jurisdiction, element)."""

    features: npt.NDArray[np.float32]  # (r, features)
    answers: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Lists:
    """All lists as tensors of one shape, (lists, longest, ...)."""

    features: Any
    answers: Any
    there: Any  # not padding


def train_scorer(lists: Sequence[Rows], seed: int) -> Scorer:
    """The mean of NETS networks; uncalibrated (the identity of log odds)."""
    import torch

    every = np.concatenate([rows.features for rows in lists]).astype(np.float64)
    mean, spread = every.mean(axis=0), every.std(axis=0)
    spread = np.where(spread < FLAT, 1.0, spread)  # what was always the same must not tip a new case
    padded = _padded(lists, mean, spread)
    hidden = torch.from_numpy(np.clip(-mean / spread, -CLIP, CLIP).astype(np.float32))
    nets = tuple(_train_net(padded, hidden, seed + number) for number in range(NETS))
    knots = np.linspace(-14, 8, 40)
    return Scorer(mean, spread, nets, knots, 1 / (1 + np.exp(-knots)))


def _padded(lists: Sequence[Rows], mean: Floats, spread: Floats) -> _Lists:
    import torch

    longest = max(len(rows.answers) for rows in lists)
    features = np.zeros((len(lists), longest, len(mean)), np.float32)
    answers = np.zeros((len(lists), longest), bool)
    there = np.zeros((len(lists), longest), bool)
    for at, rows in enumerate(lists):
        size = len(rows.answers)
        features[at, :size] = np.clip((rows.features - mean) / spread, -CLIP, CLIP)
        answers[at, :size], there[at, :size] = rows.answers, True
    return _Lists(torch.from_numpy(features), torch.from_numpy(answers), torch.from_numpy(there))


def _train_net(lists: _Lists, nothing: Any, seed: int) -> Net:
    """One network; `nothing` is how a feature of value 0 looks once standardised."""
    import torch

    torch.manual_seed(seed)
    width = lists.features.shape[2]
    inner, outer = torch.nn.Linear(width, HIDDEN), torch.nn.Linear(HIDDEN, 1)
    line = torch.nn.Parameter(torch.zeros(width))
    weights = [*inner.parameters(), *outer.parameters(), line]
    optimiser = torch.optim.AdamW(weights, lr=RATE, weight_decay=DECAY)
    count = len(lists.features)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=EPOCHS * -(-count // BATCH))
    drop = torch.nn.functional.dropout
    for _ in range(EPOCHS):
        order = torch.randperm(count)
        for some in (order[at : at + BATCH] for at in range(0, count, BATCH)):
            shown = lists.features[some].clone()
            hide = torch.nonzero(torch.rand(len(some)) < HIDE)[:, 0]
            for column in EXEMPLARS:
                shown[hide, :, column] = nothing[column]
            scores = outer(drop(torch.relu(inner(drop(shown, DROP / 2))), DROP))[..., 0] + shown @ line
            optimiser.zero_grad()
            _loss(scores.masked_fill(~lists.there[some], _NEVER), lists.answers[some]).backward()
            optimiser.step()
            schedule.step()
    arrays = (inner.weight.T, inner.bias, outer.weight[0], line)
    plain = [values.detach().numpy().astype(np.float64) for values in arrays]
    return Net(plain[0], plain[1], plain[2], plain[3], float(outer.bias.detach()[0]))


def _loss(scores: Any, answers: Any) -> Any:
    """Mean over lists: some answer before all others, and every answer before all others."""
    import torch

    some = torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~answers, _NEVER), 1)
    every = -(torch.log_softmax(scores, 1) * answers).sum(1) / answers.sum(1)
    return (ANY_SHARE * some + (1 - ANY_SHARE) * every).mean()
