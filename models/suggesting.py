"""Training of the suggested rating: left-out rankings with the rating that people gave.

Decides weights and measures them on jurisdictions left out. Refuses to learn from the ranks of a ranker that had seen
the jurisdiction: the probabilities it is given come from left-out weights.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analyser.matching.suggestion import RATINGS, Sibling, Suggester, after, likely_reasons
from benchmarks.model import Element

Floats = npt.NDArray[np.float64]
STRENGTH = 0.01  # inverse of the regularisation of standardised observations
STAKES = np.array([1.0, 1.6, 2.5])
GOLD_RATINGS: Mapping[str, str] = {"covered": "covered", "partial": "partial", "none": "not_covered"}


@dataclass(frozen=True, slots=True)
class Seen:
    """One rated (jurisdiction, element): what was observed of its ranking, and what people answered."""

    jurisdiction: str
    element: Element
    observed: Mapping[str, float]
    rating: str  # of RATINGS
    reasons: frozenset[str]


def train_suggester(seen: Sequence[Seen]) -> Suggester | None:
    """A suggester; None where fewer than two ratings occur."""
    from sklearn.linear_model import LogisticRegression

    if len({one.rating for one in seen}) < 2:
        return None
    names = tuple(sorted({name for one in seen for name in one.observed}))
    values = np.array([[one.observed.get(name, 0.0) for name in names] for one in seen])
    ratings, means, spreads = [one.rating for one in seen], values.mean(axis=0), values.std(axis=0)
    spreads[spreads == 0] = 1.0
    line = LogisticRegression(C=STRENGTH, max_iter=2000).fit((values - means) / spreads, ratings)
    weights, bias = np.zeros((len(RATINGS), len(names))), np.full(len(RATINGS), -9.0)
    rows = line.coef_ if len(line.classes_) > 2 else np.vstack([-line.coef_ / 2, line.coef_ / 2])
    shifts = line.intercept_ if len(line.classes_) > 2 else np.array([-1, 1]) * line.intercept_[0] / 2
    for name, row, shift in zip(line.classes_, rows, shifts, strict=True):
        weights[RATINGS.index(name)], bias[RATINGS.index(name)] = row / spreads, shift - (row / spreads) @ means
    return Suggester(names, means, weights, bias, STAKES, _reasons(seen))


def _reasons(seen: Sequence[Seen]) -> dict[str, dict[str, float]]:
    """Share of each code among the partial ratings of an element, drawn towards its family and towards all."""
    partial = [one for one in seen if one.rating == "partial"]
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    sizes: Counter[str] = Counter()
    for one in partial:
        for scope in ("", one.element.concept.partition(".")[0], one.element.id):
            counted[scope].update(one.reasons)
            sizes[scope] += 1
    families = {one.element.id: one.element.concept.partition(".")[0] for one in partial}
    shares: dict[str, dict[str, float]] = {}
    for scope in sorted(sizes):
        family = families.get(scope, scope)
        shares[scope] = {
            code: round(
                (counted[scope][code] + 2 * counted[family][code] / sizes[family] + 0.5 * counted[""][code] / sizes[""])
                / (sizes[scope] + 2.5),
                4,
            )
            for code in sorted(counted[family] | counted[""])
        }
    return shares


def judge_suggestions(seen: Sequence[Seen], folds: Sequence[frozenset[str]]) -> dict[str, Any]:
    """Macro-F1 of ratings, micro-F1 of reasons (of the partial pairs), calibration error, by suggesters left out.

    `while rating, ...`: the same where a person rates one element after the other, so that those before are known.
    """
    alone: list[Answer] = []
    along: list[Answer] = []
    for fold in folds:
        suggester = train_suggester([one for one in seen if one.jurisdiction not in fold])
        if suggester is None:
            continue
        for name in sorted(fold):
            before: list[tuple[str, Sibling]] = []
            for one in (one for one in seen if one.jurisdiction == name):
                family, found = one.element.concept.partition(".")[0], _stored(suggester, one)
                alone.append(_answer(one, found, ()))
                along.append(_answer(one, found, [sibling for own, sibling in before if own == family]))
                before.append((family, Sibling(found["probabilities"], one.rating, one.reasons)))
    if not alone:
        return {}
    return _measures(alone) | {f"while rating, {name}": value for name, value in _measures(along).items()}


@dataclass(frozen=True, slots=True)
class Answer:
    """A suggestion beside what people answered."""

    given: str
    true: str
    chances: Sequence[float]  # in the order of RATINGS
    codes: frozenset[str]  # likely, were it partial
    reasons: frozenset[str]


def _stored(suggester: Suggester, one: Seen) -> dict[str, Any]:
    chances = dict(zip(RATINGS, suggester.chances(one.observed).tolist(), strict=True))
    reasons = suggester.reasons_for(one.element)
    return {"probabilities": chances, "stakes": suggester.stakes, "reasons": reasons, "grounds": []}


def _answer(one: Seen, found: Mapping[str, Any], siblings: Sequence[Sibling]) -> Answer:
    said = after(found, siblings)
    codes = frozenset(reason["code"] for reason in likely_reasons(found["reasons"], siblings))
    return Answer(said["rating"], one.rating, [said["probabilities"][name] for name in RATINGS], codes, one.reasons)


def _measures(answers: Sequence[Answer]) -> dict[str, Any]:
    from sklearn.metrics import f1_score

    from models.evaluation import calibration_error

    true, given = [one.true for one in answers], [one.given for one in answers]
    partial = [one for one in answers if one.true == "partial"]
    hits = sum(len(one.codes & one.reasons) for one in partial)
    spoken = sum(len(one.codes) + len(one.reasons) for one in partial)
    flat = [chance for one in answers for chance in one.chances]
    truths = [one.true == name for one in answers for name in RATINGS]
    return {
        "ratings": len(answers),
        "macro-F1": round(float(f1_score(true, given, labels=RATINGS, average="macro", zero_division=0)), 4),
        "accuracy": round(float(np.mean([a == b for a, b in zip(given, true, strict=True)])), 4),
        "ECE": round(calibration_error(flat, truths), 4),
        "reasons micro-F1": round(2 * hits / max(1, spoken), 4),
    }
