"""How far reviewers agree, by four measures. Nominal: partial is as far from covered as unclear is.

Input is a table item -> reviewer -> answer; items answered by fewer than two reviewers say nothing and are left out.
What cannot be computed (one category only, no item) is None, never 0 or 1.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from analyser.review.judgement import Judgement
from analyser.review.records import Agreement, Interval

Place = tuple[str, str, str, int]
"""Jurisdiction, element, version set, round."""
_Z = 1.959963984540054  # two-sided 95 % of the normal distribution
_LARGE_SAMPLE = 10  # items


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Agreement of parts of the answers; parts nobody shared are left out."""

    elements: Mapping[str, Agreement]
    countries: Mapping[str, Agreement]
    pairs: Mapping[tuple[str, str], Agreement]


def breakdown(answers: Mapping[Place, Mapping[str, str]]) -> Breakdown:
    """By element, by country, and by pair of reviewers with kappa for each pair; sorted by name."""
    pairs: dict[tuple[str, str], dict[Place, Mapping[str, str]]] = {}
    elements: dict[str, dict[Place, Mapping[str, str]]] = {}
    countries: dict[str, dict[Place, Mapping[str, str]]] = {}
    for place, given in answers.items():
        if len(given) < 2:
            continue
        countries.setdefault(place[0], {})[place] = given
        elements.setdefault(place[1], {})[place] = given
        for one, other in combinations(sorted(given), 2):
            pairs.setdefault((one, other), {})[place] = {one: given[one], other: given[other]}
    return Breakdown(
        {name: measure(part) for name, part in sorted(elements.items())},
        {name: measure(part) for name, part in sorted(countries.items())},
        {pair: measure(part) for pair, part in sorted(pairs.items())},
    )


def measure(answers: Mapping[Place, Mapping[str, str]]) -> Agreement:
    """All measures at once; kappa and the confusion table only where exactly two reviewers took part."""
    shared = {item: given for item, given in answers.items() if len(given) >= 2}
    reviewers = tuple(sorted({reviewer for given in shared.values() for reviewer in given}))
    pairs = [(given[reviewers[0]], given[reviewers[1]]) for given in shared.values()] if len(reviewers) == 2 else []
    counts = [Counter(given.values()) for given in shared.values()]
    return Agreement(
        items=len(shared),
        reviewers=reviewers,
        percent=percent(counts),
        kappa=cohen(pairs),
        alpha=krippendorff(counts),
        ac1=gwet(counts, len(Judgement)),
        confusion=dict(sorted(Counter(pairs).items())),
    )


def percent(counts: Sequence[Counter[str]]) -> float | None:
    """Mean over items of the share of reviewer pairs that agree, in 0..1."""
    if not counts:
        return None
    return sum(_agreeing(item) for item in counts) / len(counts)


def _agreeing(item: Counter[str]) -> float:
    raters = item.total()
    return sum(n * (n - 1) for n in item.values()) / (raters * (raters - 1))


def cohen(pairs: Sequence[tuple[str, str]]) -> Interval:
    """Cohen's kappa of two reviewers with its large-sample 95 % interval (Fleiss, Cohen and Everitt 1969).

    Below ten items the interval is null: a large-sample formula would make chance look like certainty.
    """
    total = len(pairs)
    if not total:
        return Interval(None)
    cells = {pair: n / total for pair, n in Counter(pairs).items()}
    categories = sorted({answer for pair in pairs for answer in pair})
    rows = {c: sum(p for (a, _), p in cells.items() if a == c) for c in categories}
    columns = {c: sum(p for (_, b), p in cells.items() if b == c) for c in categories}
    observed = sum(cells.get((c, c), 0.0) for c in categories)
    chance = sum(rows[c] * columns[c] for c in categories)
    if math.isclose(chance, 1.0):
        return Interval(None)
    kappa = (observed - chance) / (1 - chance)
    if total < _LARGE_SAMPLE:
        return Interval(kappa)
    diagonal = sum(cells.get((c, c), 0.0) * (1 - (rows[c] + columns[c]) * (1 - kappa)) ** 2 for c in categories)
    beside = sum(p * (columns[a] + rows[b]) ** 2 for (a, b), p in cells.items() if a != b)
    spread = diagonal + (1 - kappa) ** 2 * beside - (kappa - chance * (1 - kappa)) ** 2
    error = math.sqrt(max(spread, 0.0) / total) / (1 - chance)
    return Interval(kappa, max(-1.0, kappa - _Z * error), min(1.0, kappa + _Z * error))


def krippendorff(counts: Sequence[Counter[str]]) -> float | None:
    """Krippendorff's alpha for nominal data, any number of reviewers, missing answers allowed."""
    values: Counter[str] = Counter()
    observed = 0.0
    for item in counts:
        values.update(item)
        raters = item.total()
        observed += sum(n * (raters - n) for n in item.values()) / (raters - 1)
    total = values.total()
    expected = sum(n * (total - n) for n in values.values())
    if not expected:
        return None
    return 1 - (total - 1) * observed / expected


def gwet(counts: Sequence[Counter[str]], categories: int) -> float | None:
    """Gwet's AC1, any number of reviewers; `categories` is how many answers the scale offers, used or not."""
    observed = percent(counts)
    if observed is None:
        return None
    shares: dict[str, float] = {}
    for item in counts:
        for category, n in item.items():
            shares[category] = shares.get(category, 0.0) + n / item.total() / len(counts)
    chance = sum(share * (1 - share) for share in shares.values()) / (categories - 1)
    return (observed - chance) / (1 - chance)
