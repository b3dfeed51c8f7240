"""A suggested rating with reason codes: what a ranking that looked like this one turned out to mean elsewhere.

Decides from few, named observations: how likely the best sections are and which groups of the lexicon they speak of.
Refuses to be a rating: it is shown beside the candidates with its chance and its grounds, and nobody stores it as an
answer. Reason codes are those the codebook gives for the element, by how often they were the reason elsewhere.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.model import Element

Floats = npt.NDArray[np.float64]
RATINGS = ("covered", "partial", "not_covered")
SIGNAL = "suggestion"  # where the first candidate's signals hold it
LOOKED_AT, SPOKEN = 5, 3  # best sections whose chances count, and whose words count
LIKELY_REASON = 0.2
GROUNDS = 3
_FLOOR = 1e-6
_MISSING = {
    "who": "no word on who commits it found",
    "act": "no word for the act found",
    "object": "no word for the object found",
    "age": "no age found",
    "means": "no means found",
    "purpose": "no purpose found",
    "penalty": "no penalty found",
}


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
        """rating, probability, probabilities of all three, reasons (code and share) and grounds, as plain data."""
        seen = described(element.id, element.concept, chances, below, terms)
        found = self.chances(seen)
        chosen = int(np.argmax(found * self.stakes))
        return {
            "rating": RATINGS[chosen],
            "probability": round(float(found[chosen]), 4),
            "probabilities": {name: round(float(p), 4) for name, p in zip(RATINGS, found, strict=True)},
            "reasons": self.reasons_for(element) if RATINGS[chosen] == "partial" else [],
            "grounds": self._grounds(seen, chosen),
        }

    def reasons_for(self, element: Element) -> list[dict[str, Any]]:
        """The codebook's codes that were a likely reason elsewhere, likeliest first; at least the likeliest."""
        family = element.concept.partition(".")[0]
        shares = self.reasons.get(element.id) or self.reasons.get(family) or self.reasons.get("", {})
        known = sorted(
            (
                (code, share)
                for code, share in shares.items()
                if not element.partial_when or code in element.partial_when
            ),
            key=lambda item: (-item[1], item[0]),
        )
        likely = [item for item in known if item[1] >= LIKELY_REASON] or known[:1]
        return [{"code": code, "probability": round(share, 4)} for code, share in likely]

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
    if kind == "speaks":
        group = what.removeprefix("of ").replace("_", " ")
        return f"the best sections speak of: {group}" if more else f"the best sections do not speak of: {group}"
    return f"{name}: {'higher' if more else 'lower'} than usual"


def said_missing(parts: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The parts an answer is expected to speak of and this section does not, each in words."""
    return tuple(_MISSING[part] for part, phrases in parts.items() if not phrases and part in _MISSING)
