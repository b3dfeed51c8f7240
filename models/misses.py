"""How often rankings that looked like this one missed every answer: the table behind the evidence of absence.

Decides from jurisdictions left out of training. What a ranking looks like after k sections read is one number, the
chance by its own probabilities that none of them answers (`escaped`); the table says how often that came true. Refuses
to promise less than was counted: the bound is Clopper and Pearson's, and never falls where the chance rises.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyser.errors import InvalidDefinition
from analyser.matching.absence import binomial_bounds

Floats = npt.NDArray[np.float64]
DEPTHS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20)  # how many were read in the lines counted
BINS = 14


@dataclass(frozen=True)
class Misses:
    """Knots of a rising curve: the logarithm of `escaped`, the chance of a miss, its upper bound."""

    logs: Floats
    chances: Floats
    uppers: Floats

    def look_up(self, escaped: Floats) -> tuple[Floats, Floats]:
        """(k,) escaped -> chances and upper bounds."""
        logs = np.log(np.maximum(escaped, 1e-12))
        return np.interp(logs, self.logs, self.chances), np.interp(logs, self.logs, self.uppers)


def escaped(chances: Floats) -> Floats:
    """(n,) probabilities, best first -> (n,) chance that none of the first k answers, by the probabilities alone."""
    return np.asarray(np.cumprod(1 - chances))


def count_misses(rankings: Sequence[tuple[Floats, int]]) -> Misses:
    """The table from left-out rankings: (probabilities best first, best rank of an answer). InvalidDefinition: none."""
    if not rankings:
        raise InvalidDefinition("nothing to count misses on", "check the gold")
    lines = [
        (np.log(max(1e-12, escaped(chances)[depth - 1])), best > depth, case)
        for case, (chances, best) in enumerate(rankings)
        for depth in DEPTHS
        if depth <= len(chances)
    ]
    logs, missed = np.array([line[0] for line in lines]), np.array([line[1] for line in lines], float)
    cases = np.array([line[2] for line in lines])
    order = np.argsort(logs, kind="stable")
    knots, shares, uppers = [], [], []
    for some in np.array_split(order, min(BINS, len(order))):
        independent = len(np.unique(cases[some]))  # lines of one case say the same thing twice
        share = float(missed[some].mean())
        knots.append(float(logs[some].max()))
        shares.append(share)
        uppers.append(binomial_bounds(round(share * independent), independent)[1])
    return Misses(np.array(knots), np.maximum.accumulate(shares), np.maximum.accumulate(uppers))
