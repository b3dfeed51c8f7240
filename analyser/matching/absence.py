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
    expected: float  # answering sections expected among those neither read nor sampled
    chance: float  # that a covering provision exists and all of them are still unread, 0..1
    upper: float  # upper bound of the chance
    sample_upper: float | None  # upper bound of the share of the unsampled rest that answers, by the sample alone

    def sentence(self) -> str:
        """One line for a study or a page."""
        drawn = f", {self.sampled} sampled of {self.sections}" if self.sampled else f" of {self.sections}"
        if self.found:
            said = f"{self.found} of the sampled answer{'s' if self.found == 1 else ''} the element: read further"
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
    """What is known after the first `read` candidates of an element and a random sample of the rest.

    `signals` are those of the element's candidates, best first. None where the run holds no such figures. A reader who
    read further than the run keeps is treated as one who stopped at its last candidate. ValueError for a negative
    number, or more found than sampled, or more sampled than there is.
    """
    if min(read, sampled, found) < 0 or found > sampled:
        raise ValueError(f"{read} read, {sampled} sampled and {found} found cannot be")
    if not signals or SIGNAL not in signals[0]:
        return None
    first, last = signals[0][SIGNAL], signals[max(0, min(read, len(signals)) - 1)][SIGNAL]
    sections = int(first["sections"])
    unread = max(0, sections - read)
    if sampled > unread:
        raise ValueError(f"{sampled} sampled, but only {unread} are unread")
    if read == 0:
        below, chance, upper = float(first["below"]) + float(first["own"]), 1.0, 1.0
    else:
        below, chance, upper = (float(last[name]) for name in ("below", "chance", "upper"))
    left = 1 - sampled / unread if unread else 0.0
    return Absence(
        read=read,
        sampled=sampled,
        found=found,
        sections=sections,
        expected=below * left,
        chance=after_sample(chance, left) if not found else 1.0,
        upper=after_sample(upper, left) if not found else 1.0,
        sample_upper=binomial_bounds(found, sampled)[1] if sampled else None,
    )


def after_sample(chance: float, left: float) -> float:
    """The chance once a random sample found nothing: a hidden provision escapes it with probability `left`."""
    return chance * left / max(1e-12, 1 - chance * (1 - left))


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
