"""Training of the head: what confirmed provisions and formulations in every language teach about passage vectors.

Decides a score for each (window, concept). It learns listwise: among all sections of a jurisdiction those that answer a
concept must come first, by their best window; and each formulation must be told from the other concepts. Refuses to see
the jurisdiction it is tested on: the caller leaves it out. Deterministic for a seed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analyser.matching.candidate import Vectors
from models.ranker import Head

HIDDEN = 96
EPOCHS = 40
RATE, DECAY = 2e-3, 2e-2
SHARPNESS = 20.0  # cosines to logits at the start


@dataclass(frozen=True, slots=True)
class Lesson:
    """One jurisdiction: w windows of n sections; for each concept the grades of its sections."""

    vectors: Vectors  # (w, d)
    section_of: npt.NDArray[np.int64]  # (w,)
    sections: int
    grades: Mapping[str, npt.NDArray[np.int64]]  # concept -> (n,) 0, 1, 2


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Formulations of one language: q vectors and the concept of each."""

    vectors: Vectors
    concepts: tuple[str, ...]


def prototypes(books: Sequence[Phrasebook], concepts: Sequence[str]) -> tuple[Vectors, Vectors]:
    """(mean of all formulations (d,), concept means less it (concepts, d)); zeros for a concept nobody phrased."""
    vectors = np.concatenate([book.vectors for book in books])
    labels = np.array([concept for book in books for concept in book.concepts])
    mean = vectors.mean(axis=0)
    rows = [
        vectors[labels == concept].mean(axis=0) - mean if (labels == concept).any() else np.zeros_like(mean)
        for concept in concepts
    ]
    return mean, np.stack(rows)


def train_head(
    lessons: Sequence[Lesson], books: Sequence[Phrasebook], concepts: Sequence[str], encoder: str, seed: int
) -> Head:
    """A head for the encoders whose name starts with `encoder`."""
    import torch

    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    model = _Network(lessons, books, concepts, HIDDEN)
    steps = EPOCHS * len(lessons)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    prepared = [_Prepared(lesson, concepts) for lesson in lessons]
    phrases = [
        (torch.from_numpy(book.vectors), torch.tensor([concepts.index(c) for c in book.concepts])) for book in books
    ]
    for _ in range(EPOCHS):
        for index in order.permutation(len(prepared)):
            vectors, labels = phrases[int(order.integers(len(phrases)))]
            optimiser.zero_grad()
            loss = _loss(model, prepared[int(index)], vectors, labels)
            loss.backward()
            optimiser.step()
            schedule.step()
    return Head(encoder, tuple(concepts), (model.arrays(),))


class _Prepared:
    """A lesson as tensors."""

    def __init__(self, lesson: Lesson, concepts: Sequence[str]) -> None:
        import torch

        self.vectors = torch.from_numpy(lesson.vectors)
        self.section_of = torch.from_numpy(lesson.section_of)
        self.sections = lesson.sections
        taught = [c for c in concepts if c in lesson.grades and (lesson.grades[c] == 2).any()]
        self.columns = torch.tensor([concepts.index(c) for c in taught])
        self.grades = torch.from_numpy(np.stack([lesson.grades[c] for c in taught], axis=1))


def _loss(model: Any, lesson: _Prepared, phrases: Any, labels: Any) -> Any:
    import torch

    noise = 0.15 * torch.randn(lesson.vectors.shape[1]) * model.spread  # another language's shift
    windows = model(lesson.vectors + noise)[:, lesson.columns]
    low = torch.full((lesson.sections, windows.shape[1]), -30.0)
    index = lesson.section_of[:, None].expand_as(windows)
    sections = low.scatter_reduce(0, index, windows, "amax")
    right = torch.where(lesson.grades == 2, sections, torch.tensor(-60.0))
    others = torch.where(lesson.grades == 1, torch.tensor(-60.0), sections)
    single = -(torch.log_softmax(others, 0) * (lesson.grades == 2)).sum(0) / (lesson.grades == 2).sum(0)
    listwise = torch.logsumexp(others, 0) - torch.logsumexp(right, 0)
    asked = model(phrases)
    named = torch.nn.functional.cross_entropy(asked, labels)
    both = torch.cat([asked[:, lesson.columns], torch.where(lesson.grades == 0, sections, torch.tensor(-60.0))])
    known = labels[:, None] == lesson.columns[None, :]
    truth = torch.cat([known, torch.zeros_like(lesson.grades, dtype=torch.bool)])
    found = torch.logsumexp(both, 0) - torch.logsumexp(torch.where(truth, both, torch.tensor(-60.0)), 0)
    return listwise.mean() + 0.3 * single.mean() + 0.5 * named + 0.3 * found[known.any(0)].mean()


def _Network(lessons: Sequence[Lesson], books: Sequence[Phrasebook], concepts: Sequence[str], hidden: int) -> Any:
    import torch

    mean, means = prototypes(books, concepts)
    passages = np.concatenate([lesson.vectors for lesson in lessons])
    centre = (mean + passages.mean(axis=0)) / 2
    spread = passages.std(axis=0)

    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            width = len(centre)
            self.centre, self.spread = torch.from_numpy(centre), torch.from_numpy(spread)
            self.scale = float(1 / spread.mean())
            self.linear = torch.nn.Parameter(torch.from_numpy(means.T * (SHARPNESS * 2 / self.scale)))
            self.hidden = torch.nn.Parameter(torch.randn(width, hidden) * (0.5 / width**0.5))
            self.hidden_bias = torch.nn.Parameter(torch.zeros(hidden))
            self.out = torch.nn.Parameter(torch.zeros(hidden, len(concepts)))
            self.bias = torch.nn.Parameter(torch.zeros(len(concepts)))

        def forward(self, vectors: Any) -> Any:
            centred = (vectors - self.centre) * self.scale
            inner = torch.relu(centred @ self.hidden + self.hidden_bias)
            return centred @ self.linear + inner @ self.out + self.bias

        def arrays(self) -> dict[str, npt.NDArray[np.float32]]:
            named = {name: values.detach().numpy().astype(np.float16) for name, values in self.named_parameters()}
            named |= {"mean": self.centre.numpy(), "scale": np.full(1, self.scale)}
            return {name: np.asarray(values, np.float32) for name, values in named.items()}

    return Network()
