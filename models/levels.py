"""The level of a list: what a score means among few sections or many.

Scores are learnt from the order within a list, so their height differs from list to list: in an act of forty sections,
all of them on the subject, the right one stands out less than in a code of a thousand. Decides the log odds from the
score, from how crowded the top of its list is, and from the list's length. Keeps the order within a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
TOP = 40  # of a list that the level is learnt from: below it nothing is in doubt
LEAST = 0.05  # of the score that always counts, so that no order is lost


def _as_given() -> Floats:
    return np.array([0.0, 1.0, 0.0, 0.0])


@dataclass(frozen=True)
class Level:
    """Weights of: one, the score, the list's crowd (log of the sum of its exponentials), the log of its length."""

    weights: Floats = field(default_factory=_as_given)  # (4,)

    def of(self, raw: Floats) -> Floats:
        """(n,) scores of one whole list -> (n,) log odds."""
        one, score, crowd, length = self.weights
        return np.asarray(one + score * raw + crowd * _crowd(raw) + length * np.log(len(raw)))


def fit_level(lists: Sequence[tuple[Floats, npt.NDArray[np.bool_]]]) -> Level:
    """From (scores, truths) of whole lists given by weights that had not seen them; as given where nothing differs."""
    from sklearn.linear_model import LogisticRegression

    rows, answers = [], []
    for raw, truths in lists:
        top = np.argsort(-raw, kind="stable")[:TOP]
        crowd, length = np.full(len(top), _crowd(raw)), np.full(len(top), np.log(len(raw)))
        rows.append(np.stack([raw[top], crowd, length], axis=1))
        answers.append(truths[top])
    known = np.concatenate(answers)
    if known.all() or not known.any():
        return Level()
    fitted = LogisticRegression(C=100.0, max_iter=2000).fit(np.concatenate(rows), known)
    by_score, by_crowd, by_length = fitted.coef_[0].tolist()
    return Level(np.array([float(fitted.intercept_[0]), max(LEAST, by_score), by_crowd, by_length]))


def _crowd(raw: Floats) -> float:
    return float(np.logaddexp.reduce(raw)) if len(raw) else 0.0
