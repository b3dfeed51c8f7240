"""Whether the probabilities shown to reviewers kept their word: candidates by probability against provisions cited.

Counts only elements that somebody answered, and only candidates a run kept. A section nobody cited may still answer an
element (two sections often say the same), so the share is a lower bound and is called so.
"""

from collections.abc import Iterable
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Candidates whose probability lies in [low, high)."""

    low: float
    high: float
    candidates: int
    mean: float | None  # of their probabilities; None where there is no candidate
    cited: int  # of them, cited by a rating that counts

    @property
    def share(self) -> float | None:
        return self.cited / self.candidates if self.candidates else None


def reliability(pairs: Iterable[tuple[float, bool]], bins: int = BINS) -> tuple[Bin, ...]:
    """(probability in 0..1, cited) -> equally wide bins from 0 to 1; a probability of 1 is in the last."""
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for probability, cited in pairs:
        groups[min(int(probability * bins), bins - 1)].append((probability, cited))
    return tuple(
        Bin(
            low=at / bins,
            high=(at + 1) / bins,
            candidates=len(group),
            mean=sum(probability for probability, _ in group) / len(group) if group else None,
            cited=sum(cited for _, cited in group),
        )
        for at, group in enumerate(groups)
    )
