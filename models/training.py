"""Training of the ranker on examples: heads and scorers that never saw the jurisdictions they are judged on.

Decides the folds, the rows a scorer learns from and the calibration. Refuses to calibrate on seen jurisdictions: every
probability the table is fitted to was given by weights that had not read that jurisdiction.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from analyser.matching.candidate import Vectors
from analyser.matching.features import FEATURES
from benchmarks.model import Language
from models.dataset import TRAINED, Example
from models.evaluation import Case, shown
from models.head import Lesson, Phrasebook, train_head
from models.misses import DEPTHS, Misses, count_misses, escaped
from models.ranker import Floats, Head, Scorer, TrainedRanker

FOLDS = 6
HARD, EASY = 80, 40  # negatives of each list a scorer learns from: the nearest, and some of the rest
TREES, LEAVES, RATE = 160, 12, 0.06
KNOTS = 40


@dataclass(frozen=True)
class Rows:
    """Feature rows to learn from."""

    features: Floats  # (r, features)
    answers: npt.NDArray[np.bool_]
    weights: Floats


@dataclass(frozen=True)
class Trained:
    """What one training yields: the ranker, the cases of the left-out jurisdictions, probabilities of what is shown."""

    ranker: TrainedRanker
    cases: list[Case]
    chances: Floats
    truths: npt.NDArray[np.bool_]
    missed: list[tuple[float, float, bool]]  # after five read: declared chance, its bound, truly missed


def folds_of(examples: Sequence[Example], count: int = FOLDS) -> list[list[Example]]:
    """Jurisdictions apart, in turn by code: the same for the same gold."""
    ordered = sorted(examples, key=lambda example: example.jurisdiction)
    return [fold for fold in (ordered[at::count] for at in range(count)) if fold]


def lesson(example: Example) -> Lesson:
    """What the head learns from a jurisdiction."""
    starts = np.cumsum([0, *[len(stage.sections) for stage in example.stages]])
    grades = {example.concepts[element]: own for element, own in example.grades.items()}
    return Lesson(
        vectors=np.concatenate([stage.vectors for stage in example.stages]),
        section_of=np.concatenate([stage.section_of + at for stage, at in zip(example.stages, starts, strict=False)]),
        sections=example.sections,
        grades=grades,
    )


def rows_of(example: Example, seed: int) -> Rows:
    """The rows of every element with an answer: answers, the nearest sections, some of the rest; no grade 1."""
    chosen = np.random.default_rng(seed)
    features, answers, weights = [], [], []
    for element in example.answered():
        grades, table = example.grades[element], example.table(example.concepts[element])
        nearness = table[:, _NEAR].sum(axis=1)
        order = np.argsort(-np.where(grades == 0, nearness, -np.inf), kind="stable")[: int((grades == 0).sum())]
        rest = order[HARD:]
        easy = chosen.choice(rest, min(EASY, len(rest)), replace=False) if len(rest) else rest
        right = np.flatnonzero(grades == 2)
        if len(right):
            keep = np.concatenate([right, order[:HARD], easy])
            features.append(table[keep].copy())
            answers.append(grades[keep] == 2)
            stand_for = max(1.0, len(rest) / max(1, len(easy)))
            weights.append(np.concatenate([np.ones(len(right) + len(order[:HARD])), np.full(len(easy), stand_for)]))
    return Rows(np.concatenate(features), np.concatenate(answers), np.concatenate(weights))


_NEAR = [index for index, feature in enumerate(FEATURES) if feature.name in ("own_mean", "trained", "ngrams_mean")]


def train_scorer(rows: Sequence[Rows], seed: int) -> Scorer:
    """Boosted trees on top of a logistic line; uncalibrated (the identity of log odds)."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression

    features = np.concatenate([own.features for own in rows])
    answers = np.concatenate([own.answers for own in rows])
    weights = np.concatenate([own.weights for own in rows])
    spread = features.std(axis=0) + 1e-9
    line = LogisticRegression(C=1.0, max_iter=500).fit(features / spread, answers, sample_weight=np.minimum(weights, 3))
    trees = HistGradientBoostingClassifier(
        max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, min_samples_leaf=40, l2_regularization=5.0,
        random_state=seed, early_stopping=False,
    ).fit(features, answers, sample_weight=np.minimum(weights, 3))  # fmt: skip
    half = 0.5
    knots = np.linspace(-14, 8, KNOTS)
    return Scorer(
        trees=tuple(_tree(own[0].nodes, half) for own in trees._predictors),
        weights=half * line.coef_[0] / spread,
        bias=float(half * line.intercept_[0] + half * np.ravel(trees._baseline_prediction)[0]),
        scores=knots,
        chances=1 / (1 + np.exp(-knots)),
    )


def _tree(
    nodes: npt.NDArray[np.void], share: float
) -> tuple[npt.NDArray[np.int64], Floats, npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]:
    leaf = nodes["is_leaf"].astype(bool)
    return (
        nodes["feature_idx"].astype(np.int64),
        nodes["num_threshold"].astype(np.float64),
        np.where(leaf, -1, nodes["left"].astype(np.int64)),
        np.where(leaf, -1, nodes["right"].astype(np.int64)),
        np.where(leaf, nodes["value"].astype(np.float64) * share, 0.0),
    )


def calibrated(scorer: Scorer, raw: Floats, truths: npt.NDArray[np.bool_]) -> Scorer:
    """The scorer with the monotone table that fits left-out scores to truth (isotonic, thinned, strictly rising)."""
    from sklearn.isotonic import IsotonicRegression

    fit = IsotonicRegression(y_min=1e-5, y_max=0.995, out_of_bounds="clip").fit(raw, truths)
    knots = np.unique(np.quantile(raw[raw > np.quantile(raw, 0.5)], np.linspace(0, 1, KNOTS) ** 0.5))
    knots = np.unique(np.concatenate([[raw.min()], knots, np.quantile(raw[truths], np.linspace(0, 1, 20))]))
    chances = np.maximum.accumulate(fit.predict(knots) + np.arange(len(knots)) * 1e-7)
    return Scorer(scorer.trees, scorer.weights, scorer.bias, knots, chances)


def phrasebooks(languages: Mapping[str, Language], encode: Callable[[Sequence[str]], Vectors]) -> list[Phrasebook]:
    """Every language's formulations as vectors."""
    books = []
    for _, language in sorted(languages.items()):
        pairs = [(concept, text) for concept, texts in language.formulations.items() for text in texts]
        books.append(Phrasebook(encode([text for _, text in pairs]), tuple(concept for concept, _ in pairs)))
    return books


def train(
    examples: Sequence[Example], books: Sequence[Phrasebook], encoder: str, seed: int, folds: int = FOLDS
) -> Trained:
    """The ranker, and what weights that never saw a jurisdiction make of it; the examples keep their left-out heads."""
    concepts = sorted({concept for book in books for concept in book.concepts})
    groups = folds_of(examples, folds)
    for left_out in groups:
        head = _head([example for example in examples if example not in left_out], books, concepts, encoder, seed)
        for example in left_out:
            example.with_ranker(_speaking(head))
    seen = {example.jurisdiction: rows_of(example, seed) for example in examples}
    silent = {name: replace(rows, features=_without(rows.features)) for name, rows in seen.items()}
    judged = _left_out(groups, seen, seed, lambda features: features)
    judged_silent = _left_out(groups, silent, seed, _without)
    ranker = TrainedRanker(
        name="ranker/1",
        head=_head(examples, books, concepts, encoder, seed),
        scorer=_calibrated_on(train_scorer(list(seen.values()), seed), judged),
        without_head=_calibrated_on(train_scorer(list(silent.values()), seed), judged_silent),
        misses=_misses(judged),
    )
    chances, truths = _crossed(judged)
    return Trained(ranker, [case for one in judged for case in one.cases], chances, truths, missed_pairs(judged))


@dataclass(frozen=True)
class Judged:
    """A jurisdiction scored by weights that never saw it: raw scores and truths of every element, answered or not."""

    fold: int
    cases: list[Case]
    elements: list[str]  # of the lists that follow
    raw: list[Floats]
    truths: list[npt.NDArray[np.bool_]]


def _left_out(
    groups: Sequence[Sequence[Example]], rows: Mapping[str, Rows], seed: int, view: Callable[[Floats], Floats]
) -> list[Judged]:
    """Every jurisdiction scored by a scorer trained on the other folds."""
    judged = []
    for fold, left_out in enumerate(groups):
        names = {example.jurisdiction for example in left_out}
        scorer = train_scorer([own for name, own in rows.items() if name not in names], seed)
        for example in left_out:
            raw = {name: scorer.raw(view(example.table(example.concepts[name]))) for name in sorted(example.grades)}
            cases = [example.case(element, raw[element]) for element in example.answered()]
            judged.append(
                Judged(fold, cases, list(raw), list(raw.values()), [example.grades[name] == 2 for name in raw])
            )
    return judged


def _calibrated_on(scorer: Scorer, judged: Sequence[Judged]) -> Scorer:
    raw = np.concatenate([scores for one in judged for scores in one.raw])
    truths = np.concatenate([true for one in judged for true in one.truths])
    return calibrated(scorer, raw, truths)


def _crossed(judged: Sequence[Judged]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Probabilities of what a reviewer is shown, each fold's by the calibration of the other folds, and the truth."""
    chances, truths = [], []
    for fold in sorted({one.fold for one in judged}):
        table = _calibrated_on(_silent_scorer(), [one for one in judged if one.fold != fold])
        for one in judged:
            if one.fold == fold:
                for raw, true in zip(one.raw, one.truths, strict=True):
                    top = shown(raw)
                    chances.append(table.chance_of(raw[top]))
                    truths.append(true[top])
    return np.concatenate(chances), np.concatenate(truths)


def _rankings(judged: Sequence[Judged], table: Scorer) -> list[tuple[Floats, int]]:
    """For each case the best probabilities and the best rank of an answer."""
    rankings = []
    for one in judged:
        raw = dict(zip(one.elements, one.raw, strict=True))
        for case in one.cases:
            best = np.sort(raw[case.element])[::-1][: max(DEPTHS)]
            rankings.append((table.chance_of(best), min(case.ranks)))
    return rankings


def _misses(judged: Sequence[Judged]) -> Misses:
    return count_misses(_rankings(judged, _calibrated_on(_silent_scorer(), judged)))


def missed_pairs(judged: Sequence[Judged], depth: int = 5) -> list[tuple[float, float, bool]]:
    """(declared chance, its bound, truly missed) of every case after `depth` read, each fold's by the other folds."""
    pairs = []
    for fold in sorted({one.fold for one in judged}):
        others = [one for one in judged if one.fold != fold]
        table, misses = _calibrated_on(_silent_scorer(), others), _misses(others)
        for chances, best in _rankings([one for one in judged if one.fold == fold], table):
            declared, bounds = misses.look_up(escaped(chances)[depth - 1 : depth])
            pairs.append((float(declared[0]), float(bounds[0]), best > depth))
    return pairs


def _head(
    examples: Sequence[Example], books: Sequence[Phrasebook], concepts: Sequence[str], encoder: str, seed: int
) -> Head:
    return train_head([lesson(example) for example in examples], books, concepts, encoder, seed)


def _speaking(head: Head) -> TrainedRanker:
    """A ranker of which only the head is asked."""
    return TrainedRanker("head", head, _silent_scorer(), _silent_scorer())


def _silent_scorer() -> Scorer:
    return Scorer((), np.zeros(len(FEATURES)), 0.0, np.array([0.0, 1.0]), np.array([0.0, 1.0]))


def _without(features: Floats) -> Floats:
    """The features as they are when the head says nothing."""
    silent = features.copy()
    silent[:, TRAINED] = 0.0
    return silent
