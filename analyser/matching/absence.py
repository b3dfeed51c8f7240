"""How sure it is that no covering provision was missed below what was read: numbers, and one sentence to print.

Decides from two sources: the ranker's calibration (what left-out countries showed about rankings that looked like this
one) and a random sample the reviewer drew below the cut-off. Refuses to be surer than either allows: a run without
these figures yields None, and an upper bound stands beside every chance.
"""

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")
SIGNAL = "absence"  # where a candidate's signals hold the figures of a reader who stops after it
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Absence:
    """What is known of the sections that were neither read nor sampled, for one element of one jurisdiction."""

    read: int  # sections read from the top of the ranking
    sampled: int  # sections drawn at random from the rest and read
    found: int  # of the sampled, how many answer the element
    sections: int  # of all the jurisdiction's laws
    expected: float  # answering sections expected among those neither read nor sampled; never below `chance`
    chance: float  # that a covering provision exists and all of them are still unread, 0..1
    upper: float  # upper bound of the chance
    sample_upper: float | None  # upper bound of the share of the unsampled rest that answers, by the sample alone

    def sentence(self) -> str:
        """One line for a study or a page."""
        drawn = f", {self.sampled} sampled of {self.sections}" if self.sampled else f" of {self.sections}"
        if self.found:
            said = f"{self.found} of the sampled answer{'s' if self.found == 1 else ''} the element: read further"
        elif not self.read:
            said = "nothing can be said of what was missed while none of those ranked likeliest is read"
        elif self.read + self.sampled >= self.sections:
            said = "every section was read"
        else:
            said = (
                f"chance that a covering provision was missed: {percent(self.chance)}, "
                f"upper bound {percent(self.upper)}"
            )
        return f"{self.read} read{drawn}; {said}"


def percent(share: float) -> str:
    """`1.4 %`; at least `< 0.1 %`, never a bare zero."""
    if share < 0.001:
        return "< 0.1 %"
    return f"{100 * share:.1f} %" if share < 0.0995 else f"{100 * share:.0f} %"


def absence_of(signals: Sequence[Mapping[str, Any]], read: int, sampled: int = 0, found: int = 0) -> Absence | None:
    """What is known after the first `read` candidates of an element and a random sample drawn below all of them.

    `signals` are those of the element's candidates, best first. None where the run holds no such figures. A reader who
    read further than the run keeps is treated as one who stopped at its last candidate. ValueError for a negative
    number, or more found than sampled, or more sampled than lies below the candidates.
    """
    if min(read, sampled, found) < 0 or found > sampled:
        raise ValueError(f"{read} read, {sampled} sampled and {found} found cannot be")
    if not signals or SIGNAL not in signals[0]:
        return None
    stop, last = _stop(signals, min(read, len(signals))), _stop(signals, len(signals))
    sections = int(signals[0][SIGNAL]["sections"])
    beneath = max(0, sections - max(read, len(signals)))
    if sampled > beneath:
        raise ValueError(f"{sampled} sampled, but only {beneath} lie below the candidates")
    left = 1 - sampled / beneath if beneath else 0.0
    chance, upper = (after_sample(stop[name], min(last[name], stop[name]), left) for name in ("chance", "upper"))
    return Absence(
        read=read,
        sampled=sampled,
        found=found,
        sections=sections,
        expected=max(stop["below"] - last["below"] * (1 - left), chance if read else 0.0),
        chance=1.0 if found else chance,
        upper=1.0 if found else upper,
        sample_upper=binomial_bounds(found, sampled)[1] if sampled else None,
    )


def _stop(signals: Sequence[Mapping[str, Any]], read: int) -> Mapping[str, float]:
    """The figures of a reader who stops after `read`: before the first, where all is open, or after the last of all,
    where nothing is."""
    first = signals[0][SIGNAL]
    if read == 0:
        return {"below": float(first["below"]) + float(first["own"]), "chance": 1.0, "upper": 1.0}
    if read >= int(first["sections"]):
        return {"below": 0.0, "chance": 0.0, "upper": 0.0}
    return {name: float(signals[read - 1][SIGNAL][name]) for name in ("below", "chance", "upper")}


def after_sample(chance: float, beneath: float, left: float) -> float:
    """The chance once a random sample found nothing; `beneath` is what of it lies below the candidates, where a hidden
    provision escapes the sample with probability `left`."""
    caught = beneath * (1 - left)
    return (chance - caught) / max(1e-12, 1 - caught) if chance > caught else 0.0


def binomial_bounds(found: int, of: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Clopper and Pearson: the lowest and highest share that `found` of `of` is compatible with, one-sided each."""
    from scipy.special import betaincinv

    low = float(betaincinv(found, of - found + 1, 1 - confidence)) if found else 0.0
    high = float(betaincinv(found + 1, of - found, confidence)) if found < of else 1.0
    return low, high


def draw_sample(unread: Sequence[T], size: int, seed: str) -> tuple[T, ...]:
    """`size` of the unread sections at random, in their own order; the same for the same seed and the same list."""
    digest = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    chosen = random.Random(digest).sample(range(len(unread)), min(max(0, size), len(unread)))
    return tuple(unread[index] for index in sorted(chosen))
