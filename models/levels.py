"""The level of a list: what a score means among few sections or many.

Scores are learnt from the order within a list, so their height differs from list to list: in an act of forty sections,
all of them on the subject, the right one stands out less than in a code of a thousand. Decides the log odds from the
score, from how far it stands out of its list, and from the list's length and spread. Keeps the order within a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
TOP = 40  # of a list that the level is learnt from: below it nothing is in doubt
LEAST = 0.05  # of the score that always counts, so that no order is lost
TERMS = ("one", "score", "lead", "mean", "spread", "length")


def _as_given() -> Floats:
    return np.array([0.0, 1.0, 0.0, 0.0, 0.0, 0.0])


@dataclass(frozen=True)
class Level:
    """Weights of `TERMS`: one; the score; its lead over all the others together; the list's mean, spread and length."""

    weights: Floats = field(default_factory=_as_given)  # (6,)

    def of(self, raw: Floats) -> Floats:
        """(n,) scores of one whole list -> (n,) log odds."""
        return np.asarray(_terms(raw) @ self.weights)


def fit_level(lists: Sequence[tuple[Floats, npt.NDArray[np.bool_]]]) -> Level:
    """From (scores, truths) of whole lists given by weights that had not seen them; as given where nothing differs."""
    from sklearn.linear_model import LogisticRegression

    rows, answers = [], []
    for raw, truths in lists:
        top = np.argsort(-raw, kind="stable")[:TOP]
        rows.append(_terms(raw)[top, 1:])
        answers.append(truths[top])
    known = np.concatenate(answers)
    if known.all() or not known.any():
        return Level()
    fitted = LogisticRegression(C=100.0, max_iter=2000).fit(np.concatenate(rows), known)
    by_score, by_lead, *by_list = fitted.coef_[0].tolist()
    return Level(np.array([float(fitted.intercept_[0]), max(LEAST, by_score), max(0.0, by_lead), *by_list]))


def _terms(raw: Floats) -> Floats:
    """(n, 6) in the order of `TERMS`; the lead is over the others and over nothing at all, which scores 0."""
    out = np.ones((len(raw), len(TERMS)))
    if len(raw):
        out[:, 1], out[:, 2] = raw, raw - _others(raw)
        out[:, 3:] = raw.mean(), raw.std(), np.log(len(raw))
    return out


def _others(raw: Floats) -> Floats:
    """(n,) log of the sum of exponentials of all other scores and of 0; exact for the highest, where it matters."""
    highest = int(np.argmax(raw))
    rest = np.logaddexp.reduce(np.append(np.delete(raw, highest), 0.0))
    most = np.logaddexp(rest, raw[highest])
    share = np.minimum(np.exp(raw - most), 0.5)  # only the highest has more
    out = most + np.log1p(-share)
    out[raw == raw[highest]] = rest
    return np.asarray(out)
