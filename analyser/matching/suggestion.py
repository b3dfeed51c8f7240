"""A suggested rating with reason codes: what a ranking that looked like this one turned out to mean elsewhere.

Decides from few, named observations: how likely the best sections are, which groups of the lexicon they speak of, and
which of the expected ones they lack. Once people have rated elements of the same family in the same jurisdiction, what
they found more or less than was suggested there moves it. Refuses to be a rating: it is shown beside the candidates
with its chance and its grounds, and nobody stores it as an answer. Reason codes are those the codebook gives for the
element, by how often they were the reason elsewhere and in the family here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analyser.matching.expectations import expected
from benchmarks.model import Element

Floats = npt.NDArray[np.float64]
RATINGS = ("covered", "partial", "not_covered")
SIGNAL = "suggestion"  # where the first candidate's signals hold it
LOOKED_AT, SPOKEN = 5, 3  # best sections whose chances count, and whose words count
LIKELY_REASON = 0.25
GROUNDS = 3
USUAL = (0.7, 0.25, 0.05)  # shares of RATINGS over everything that was rated
DOUBT = 2.0  # ratings' worth of doubt before a family's own ratings count: measured, of 2 to 8 the best
_FLOOR = 1e-6


def described(
    element: str, concept: str, chances: Sequence[float], below: float, terms: Sequence[Collection[str]]
) -> dict[str, float]:
    """Named observations on one element: `chances` of the best sections, `below` the number of answers expected after
    them, `terms` the lexicon groups each of the best sections speaks of."""
    best = np.clip(np.asarray([*chances[:LOOKED_AT], *[0.0] * LOOKED_AT][:LOOKED_AT], float), _FLOOR, 1 - _FLOOR)
    seen = {f"element {element}": 1.0, f"family {concept.partition('.')[0]}": 1.0}
    seen |= {f"chance of section {rank}": float(np.log(p / (1 - p))) / 3 for rank, p in enumerate(best, 1)}
    seen["answers among the first"] = float(np.log(best.sum()))
    seen["answers below"] = float(np.log(below + 1e-4))
    shares = best[:SPOKEN] / best[:SPOKEN].sum()
    for share, groups in zip(shares, terms, strict=False):
        for group in groups:
            seen[f"speaks of {group}"] = seen.get(f"speaks of {group}", 0.0) + float(share)
    wanted = expected(concept)
    for group in wanted:
        without = (share for share, groups in zip(shares, terms, strict=False) if group not in groups)
        seen[f"lacks {group}"] = float(sum(without))
    seen["expected words lacking"] = sum(seen[f"lacks {group}"] for group in wanted) / len(wanted)
    return seen


@dataclass(frozen=True)
class Suggester:
    """Weights of the observations for each of RATINGS, and how often each code was the reason."""

    names: tuple[str, ...]
    means: Floats  # (names,) usual value: grounds are said against it
    weights: Floats  # (3, names)
    bias: Floats  # (3,)
    stakes: Floats  # (3,) a rare answer is suggested before it is the likeliest: it must not be overlooked
    reasons: Mapping[str, Mapping[str, float]]  # element, else family, else "" -> code -> share of its partial ratings

    def chances(self, seen: Mapping[str, float]) -> Floats:
        """(3,) calibrated chances in the order of RATINGS; observations without a weight say nothing."""
        values = np.array([seen.get(name, 0.0) for name in self.names])
        scores = self.weights @ values + self.bias
        powers = np.exp(scores - scores.max())
        return np.asarray(powers / powers.sum())

    def suggest(
        self, element: Element, chances: Sequence[float], below: float, terms: Sequence[Collection[str]]
    ) -> dict[str, Any]:
        """As plain data: rating, probability, probabilities and stakes of all three, grounds, and reasons: every code
        of the codebook with its share among partial ratings, likeliest first."""
        seen = described(element.id, element.concept, chances, below, terms)
        found = self.chances(seen)
        chosen = int(np.argmax(found * self.stakes))
        return {
            "rating": RATINGS[chosen],
            "probability": round(float(found[chosen]), 4),
            "probabilities": {name: round(float(p), 4) for name, p in zip(RATINGS, found, strict=True)},
            "stakes": self.stakes.tolist(),
            "reasons": self.reasons_for(element),
            "grounds": self._grounds(seen, chosen),
        }

    def reasons_for(self, element: Element) -> list[dict[str, Any]]:
        """The codebook's codes for the element by how often they were the reason elsewhere."""
        family = element.concept.partition(".")[0]
        shares = self.reasons.get(element.id) or self.reasons.get(family) or self.reasons.get("", {})
        known = [(code, shares.get(code, 0.0)) for code in element.partial_when or shares]
        return [
            {"code": code, "probability": round(share, 4)}
            for code, share in sorted(known, key=lambda item: (-item[1], item[0]))
        ]

    def _grounds(self, seen: Mapping[str, float], chosen: int) -> list[str]:
        """The observations that speak most for the choice, in words."""
        values = np.array([seen.get(name, 0.0) for name in self.names])
        pull = (values - self.means) * (self.weights[chosen] - np.delete(self.weights, chosen, axis=0).mean(axis=0))
        order = [index for index in np.argsort(-pull, kind="stable") if pull[index] > 0.05]
        return [_in_words(self.names[index], values[index] > self.means[index]) for index in order[:GROUNDS]]


def _in_words(name: str, more: bool) -> str:
    kind, _, what = name.partition(" ")
    if kind == "element":
        return "how this element was rated elsewhere"
    if kind == "family":
        return f"how elements on {what} were rated elsewhere"
    if kind == "lacks":
        group = what.replace("_", " ")
        return f"the best sections do not speak of: {group}" if more else f"the best sections speak of: {group}"
    if kind == "speaks":
        group = what.removeprefix("of ").replace("_", " ")
        return f"the best sections speak of: {group}" if more else f"the best sections do not speak of: {group}"
    return f"{name}: {'higher' if more else 'lower'} than usual"


@dataclass(frozen=True, slots=True)
class Sibling:
    """An element of the same family, in the same jurisdiction, that people have rated."""

    probabilities: Mapping[str, float]  # what was suggested before
    rating: str  # of RATINGS
    reasons: Collection[str] = ()


def after(found: Mapping[str, Any], siblings: Sequence[Sibling]) -> dict[str, Any]:
    """A stored suggestion moved by what people made of its siblings, with the likely reasons of a partial one."""
    chances = [float(found["probabilities"][name]) for name in RATINGS]
    if siblings:
        given = [sum(one.rating == name for one in siblings) for name in RATINGS]
        thought = [sum(one.probabilities[name] for one in siblings) for name in RATINGS]
        pulls = [(a + DOUBT * u) / (b + DOUBT * u) for a, b, u in zip(given, thought, USUAL, strict=True)]
        moved = [chance * pull for chance, pull in zip(chances, pulls, strict=True)]
        chances = [one / sum(moved) for one in moved]
    stakes = found.get("stakes", (1.0, 1.0, 1.0))
    chosen = max(range(len(RATINGS)), key=lambda index: chances[index] * stakes[index])
    partial = RATINGS[chosen] == "partial"
    return {
        "rating": RATINGS[chosen],
        "probability": round(chances[chosen], 4),
        "probabilities": {name: round(chance, 4) for name, chance in zip(RATINGS, chances, strict=True)},
        "reasons": likely_reasons(found["reasons"], siblings) if partial else [],
        "grounds": [*_said_of(siblings), *found["grounds"]],
    }


def likely_reasons(shares: Sequence[Mapping[str, Any]], siblings: Sequence[Sibling]) -> list[dict[str, Any]]:
    """Codes likely to be the reason, likeliest first; at least the likeliest. A family's own reasons count in full."""
    partial = [one for one in siblings if one.rating == "partial"]
    here = {one["code"]: sum(one["code"] in sibling.reasons for sibling in partial) for one in shares}
    moved = [((float(one["probability"]) + here[one["code"]]) / (1 + len(partial)), one["code"]) for one in shares]
    ordered = sorted(moved, key=lambda item: (-item[0], item[1]))
    likely = [item for item in ordered if item[0] >= LIKELY_REASON] or ordered[:1]
    return [{"code": code, "probability": round(share, 4), "here": here[code]} for share, code in likely]


def _said_of(siblings: Sequence[Sibling]) -> list[str]:
    counts = [(name.replace("_", " "), sum(one.rating == name for one in siblings)) for name in RATINGS]
    said = ", ".join(f"{count} {name}" for name, count in counts if count)
    return [f"elements of this family here were rated: {said}"] if said else []
