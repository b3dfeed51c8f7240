"""Training of the ranker on examples: heads and scorers that never saw the jurisdictions they are judged on.

Decides the folds, the rows a scorer learns from and the calibration. Refuses to calibrate on seen jurisdictions: every
probability the table is fitted to was given by weights that had not read that jurisdiction.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

import benchmarks
from analyser.matching.candidate import Vectors
from analyser.matching.features import FEATURES
from analyser.matching.suggestion import LOOKED_AT, SPOKEN, described
from benchmarks.model import Language
from models.dataset import TRAINED, Example, share_exemplars
from models.evaluation import Case, Listed, shown
from models.head import Lesson, Phrasebook, train_head
from models.levels import fit_level
from models.listwise import EXEMPLARS, Rows, train_scorer
from models.misses import DEPTHS, Misses, count_misses, escaped
from models.ranker import Floats, Head, Scorer, TrainedRanker, untrained
from models.suggesting import GOLD_RATINGS, Seen, judge_suggestions, train_suggester

View = Callable[[Floats], Floats]

FOLDS = 6
HEADS = 2  # trained from other seeds, and averaged
HARD, EASY = 60, 25  # negatives of each list a scorer learns from: the nearest, and some of the rest
KNOTS = 40
SMALL = (25, 50, 100, 200, 400)  # sections: law sets that are one act, drawn from whole ones


@dataclass(frozen=True)
class Judged:
    """A jurisdiction scored by weights that never saw it: raw scores and truths of every element, answered or not."""

    fold: int
    jurisdiction: str
    cases: list[Case]
    elements: list[str]  # of the lists that follow
    raw: list[Floats]
    truths: list[npt.NDArray[np.bool_]]
    whole: bool  # not an excerpt


@dataclass(frozen=True)
class Trained:
    """What one training yields: the ranker, and how the left-out jurisdictions were ranked."""

    ranker: TrainedRanker
    cases: list[Case]  # with nothing rated yet
    helped: list[Case]  # with the answers of the other jurisdictions as exemplars
    lists: list[Listed]  # whole sets and excerpts, by the calibration of the other folds
    missed: list[tuple[float, float, bool]]  # after five read: declared chance, its bound, truly missed
    ablation: Mapping[str, list[Case]]  # feature hidden -> cases, with nothing rated yet
    suggestions: Mapping[str, Any]  # how good the suggested ratings were


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


def rows_of(example: Example, seed: int) -> list[Rows]:
    """A list for every answered element: answers, what is only needed to rate it, the nearest, some of the rest."""
    chosen = np.random.default_rng(seed)
    lists = []
    for element in example.answered():
        grades, table = example.grades[element], example.table(example.concepts[element])
        nearness = table[:, _NEAR].sum(axis=1)
        order = np.argsort(-np.where(grades == 0, nearness, -np.inf), kind="stable")[: int((grades == 0).sum())]
        rest = order[HARD:]
        easy = chosen.choice(rest, min(EASY, len(rest)), replace=False) if len(rest) else rest
        if (grades == 2).any():
            keep = np.concatenate([np.flatnonzero(grades == 2), np.flatnonzero(grades == 1), order[:HARD], easy])
            lists.append(Rows(table[keep].astype(np.float32), grades[keep] == 2))
    return lists


_NEAR = [index for index, feature in enumerate(FEATURES) if feature.name in ("own_mean", "trained", "ngrams_mean")]


def calibrated(scorer: Scorer, odds: Floats, truths: npt.NDArray[np.bool_]) -> Scorer:
    """The scorer with the monotone table that fits left-out log odds to truth (isotonic, thinned, strictly rising)."""
    from sklearn.isotonic import IsotonicRegression

    fit = IsotonicRegression(y_min=1e-5, y_max=0.995, out_of_bounds="clip").fit(odds, truths)
    knots = np.unique(np.quantile(odds[odds > np.quantile(odds, 0.5)], np.linspace(0, 1, KNOTS) ** 0.5))
    knots = np.unique(np.concatenate([[odds.min()], knots, np.quantile(odds[truths], np.linspace(0, 1, 20))]))
    chances = np.maximum.accumulate(fit.predict(knots) + np.arange(len(knots)) * 1e-7)
    return replace(scorer, scores=knots, chances=chances)


def phrasebooks(languages: Mapping[str, Language], encode: Callable[[Sequence[str]], Vectors]) -> list[Phrasebook]:
    """Every language's formulations as vectors."""
    books = []
    for _, language in sorted(languages.items()):
        pairs = [(concept, text) for concept, texts in language.formulations.items() for text in texts]
        books.append(Phrasebook(encode([text for _, text in pairs]), tuple(concept for concept, _ in pairs)))
    return books


def train(
    examples: Sequence[Example],
    books: Sequence[Phrasebook],
    encoder: str,
    seed: int,
    folds: int = FOLDS,
    ablate: bool = False,
) -> Trained:
    """The ranker, and what weights that never saw a jurisdiction make of it; the examples keep their left-out heads.

    `ablate` judges the left-out jurisdictions again with each feature hidden, once.
    """
    concepts = sorted({concept for book in books for concept in book.concepts})
    groups = folds_of(examples, folds)
    share_exemplars(examples)
    for left_out in groups:
        head = _head([example for example in examples if example not in left_out], books, concepts, encoder, seed)
        for example in left_out:
            example.with_ranker(_speaking(head))
    lists = {example.jurisdiction: rows_of(example, seed) for example in examples}
    small = {example.jurisdiction: excerpts(example, seed) for example in examples}
    silent = {name: [replace(rows, features=_headless(rows.features)) for rows in own] for name, own in lists.items()}
    hidden = range(len(FEATURES)) if ablate else ()
    views: list[View] = [_as_they_are, _unhelped, *(partial(_hidden, column) for column in hidden)]
    helped, every, *ablated = _left_out(groups, lists, small, seed, views)
    (quiet,) = _left_out(groups, silent, small, seed, (lambda features: _headless(_unhelped(features)),))
    alone = _whole(every)
    observed = _observed(examples, every)
    ranker = TrainedRanker(
        name="ranker/2",
        head=_head(examples, books, concepts, encoder, seed),
        scorer=_calibrated_on(train_scorer(_joined(lists.values()), seed), [*every, *helped]),
        without_head=_calibrated_on(train_scorer(_joined(silent.values()), seed), quiet),
        misses=_misses(every),
        suggester=train_suggester(observed),
    )
    return Trained(
        ranker=ranker,
        cases=[case for one in alone for case in one.cases],
        helped=[case for one in _whole(helped) for case in one.cases],
        lists=_crossed(every),
        missed=missed_pairs(every),
        ablation={
            FEATURES[column].name: [case for one in _whole(judged) for case in one.cases]
            for column, judged in zip(hidden, ablated, strict=True)
        },
        suggestions=judge_suggestions(observed, [frozenset(one.jurisdiction for one in fold) for fold in groups]),
    )


def _joined(lists: Iterable[Sequence[Rows]]) -> list[Rows]:
    return [rows for own in lists for rows in own]


def _observed(examples: Sequence[Example], judged: Sequence[Judged]) -> list[Seen]:
    """What left-out weights made of every rated element, with the rating."""
    by_name = {example.jurisdiction: example for example in examples}
    known = {element.id: element for element in benchmarks.load_elements().values()}
    table, seen = _calibrated_on(_silent_scorer(), judged), []
    for one in _whole(judged):
        example = by_name[one.jurisdiction]
        for element, raw in zip(one.elements, one.raw, strict=True):
            item = example.items.get(element)
            if item is None or item.rating not in GOLD_RATINGS:
                continue
            order = np.argsort(-raw, kind="stable")
            chances = table.chances_of(raw)[order]
            observed = described(
                element,
                example.concepts[element],
                chances[:LOOKED_AT].tolist(),
                float(chances[LOOKED_AT:].sum()),
                [example.groups(int(index)) for index in order[:SPOKEN]],
            )
            seen.append(Seen(one.jurisdiction, known[element], observed, GOLD_RATINGS[item.rating], item.reasons))
    return seen


def _left_out(
    groups: Sequence[Sequence[Example]],
    lists: Mapping[str, Sequence[Rows]],
    small: Mapping[str, Sequence[Example]],
    seed: int,
    views: Sequence[View],
) -> list[list[Judged]]:
    """For each view of the tables every jurisdiction and its excerpts, scored by a scorer trained on other folds."""
    judged: list[list[Judged]] = [[] for _ in views]
    for fold, left_out in enumerate(groups):
        names = {example.jurisdiction for example in left_out}
        scorer = train_scorer(_joined(own for name, own in lists.items() if name not in names), seed)
        for example in left_out:
            for own, view in zip(judged, views, strict=True):
                own.append(_judged(fold, example, scorer, view, whole=True))
                own += [_judged(fold, one, scorer, view, whole=False) for one in small[example.jurisdiction]]
    return judged


def _whole(judged: Sequence[Judged]) -> list[Judged]:
    return [one for one in judged if one.whole]


def excerpts(example: Example, seed: int) -> list[Example]:
    """Law sets of every size of `SMALL` that the jurisdiction exceeds, each around an answer drawn at random."""
    chosen = np.random.default_rng(seed)
    stage, found = example.stages[0], []
    length = len(stage.sections)
    grades = [own[:length] for _, own in sorted(example.grades.items())]
    answers = sorted({int(at) for own in grades for at in np.flatnonzero(own == 2)})
    for count in (size for size in SMALL if answers and size < length):
        first = int(chosen.choice(answers)) - int(chosen.integers(count))
        found.append(example.excerpt(min(max(0, first), length - count), count))
    return found


def _judged(fold: int, example: Example, scorer: Scorer, view: View, *, whole: bool) -> Judged:
    raw = {name: scorer.raw(view(example.table(example.concepts[name]))) for name in sorted(example.grades)}
    cases = [example.case(element, raw[element]) for element in example.answered()]
    truths = [example.grades[name] == 2 for name in raw]
    return Judged(fold, example.jurisdiction, cases, list(raw), list(raw.values()), truths, whole)


def _calibrated_on(scorer: Scorer, judged: Sequence[Judged]) -> Scorer:
    lists = [pair for one in judged for pair in zip(one.raw, one.truths, strict=True)]
    level = fit_level(lists)
    odds = np.concatenate([level.of(raw) for raw, _ in lists])
    return calibrated(replace(scorer, level=level), odds, np.concatenate([truths for _, truths in lists]))


def _crossed(judged: Sequence[Judged]) -> list[Listed]:
    """What a reviewer is shown of every list, each fold's by the calibration of the other folds, and the truth."""
    lists = []
    for fold in sorted({one.fold for one in judged}):
        table = _calibrated_on(_silent_scorer(), [one for one in judged if one.fold != fold])
        for one in judged:
            if one.fold == fold:
                for raw, true in zip(one.raw, one.truths, strict=True):
                    top = shown(raw)
                    lists.append(Listed(table.chances_of(raw)[top], true[top], len(raw)))
    return lists


def _rankings(judged: Sequence[Judged], table: Scorer) -> list[tuple[Floats, int]]:
    """For each case the best probabilities and the best rank of an answer."""
    rankings = []
    for one in judged:
        raw = dict(zip(one.elements, one.raw, strict=True))
        for case in one.cases:
            best = np.sort(table.chances_of(raw[case.element]))[::-1][: max(DEPTHS)]
            rankings.append((best, min(case.ranks)))
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
    lessons = [lesson(example) for example in examples]
    heads = [train_head(lessons, books, concepts, encoder, seed + number) for number in range(HEADS)]
    return replace(heads[0], members=tuple(member for head in heads for member in head.members))


def _speaking(head: Head) -> TrainedRanker:
    """A ranker of which only the head is asked."""
    return TrainedRanker("head", head, _silent_scorer(), _silent_scorer())


def _silent_scorer() -> Scorer:
    return untrained().scorer


def _as_they_are(features: Floats) -> Floats:
    return features


def _headless(features: Any) -> Any:
    """The features as they are when the head says nothing."""
    silent = features.copy()
    silent[:, TRAINED] = 0.0
    return silent


def _unhelped(features: Floats) -> Floats:
    """The features as they are when no provision of another jurisdiction is known."""
    alone = features.copy()
    alone[:, EXEMPLARS] = 0.0
    return alone


def _hidden(column: int, features: Floats) -> Floats:
    """The features without exemplars and without one more."""
    others = _unhelped(features)
    others[:, column] = 0.0
    return others
