"""Measures of ranking, of probability and of splitting; pure functions of what was found and what is true.

Nothing is averaged over nothing: an empty list of cases is an error, because a gate that measured nothing must fail.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

import numpy as np
import numpy.typing as npt

from analyser.errors import InvalidDefinition

NEVER = 10**6  # the rank of a section that was not listed
MEASURES = ("hit@1", "hit@5", "hit@10", "R@10", "R@20", "MRR", "WSS@95")


@dataclass(frozen=True, slots=True)
class Case:
    """One (jurisdiction, element) with an answer: the ranks of all its grade-2 sections among `sections`."""

    jurisdiction: str
    language: str
    element: str
    ranks: tuple[int, ...]  # from 1; NEVER where not listed
    sections: int  # how many were ranked

    @property
    def script(self) -> str:
        """The script the language is written in."""
        return script_of(self.language)

    def measures(self) -> dict[str, float]:
        """hit@k: a grade-2 section among the first k. R@k: share of them. MRR: of the first. WSS@95: reading saved."""
        best = min(self.ranks)
        return {
            "hit@1": float(best <= 1),
            "hit@5": float(best <= 5),
            "hit@10": float(best <= 10),
            "R@10": fmean(rank <= 10 for rank in self.ranks),
            "R@20": fmean(rank <= 20 for rank in self.ranks),
            "MRR": 1 / best,
            "WSS@95": work_saved(self.ranks, self.sections),
        }


_SCRIPTS = {
    "Greek": ("el",), "Japanese": ("ja",), "Korean": ("ko",), "Arabic": ("ar", "fa", "ur", "ps"), "Hebrew": ("he",),
    "Cyrillic": ("bg", "mk", "ru", "uk", "be", "sr-Cyrl", "kk", "ky", "mn", "tg"),
    "Chinese": ("zh", "zh-Hans", "zh-Hant"),
    "Devanagari": ("hi", "mr", "ne"), "Bengali": ("bn",), "Thai": ("th",), "Sinhala": ("si",), "Ethiopic": ("am",),
    "Armenian": ("hy",), "Georgian": ("ka",),
}  # fmt: skip


def script_of(language: str) -> str:
    """Latin where nothing else is known of the language."""
    return next((script for script, languages in _SCRIPTS.items() if language in languages), "Latin")


def work_saved(ranks: Sequence[int], sections: int, recall: float = 0.95) -> float:
    """Share of the sections that need not be read to see `recall` of the answers, less what chance would save."""
    needed = sorted(ranks)[max(0, int(np.ceil(recall * len(ranks))) - 1)]
    return max(0.0, 1 - min(needed, sections) / max(1, sections)) - (1 - recall)


def average(cases: Sequence[Case]) -> dict[str, float]:
    """The mean of every measure over cases; InvalidDefinition where there is none."""
    if not cases:
        raise InvalidDefinition("nothing was measured: no gold line has an answer in the laws given", "check the gold")
    rows = [case.measures() for case in cases]
    return {name: fmean(row[name] for row in rows) for name in MEASURES}


def grouped(cases: Iterable[Case], key: str) -> dict[str, list[Case]]:
    """Cases by jurisdiction, language or element, sorted."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(getattr(case, key), []).append(case)
    return dict(sorted(groups.items()))


def macro(cases: Sequence[Case]) -> dict[str, float]:
    """The mean over jurisdictions of their means, and the worst jurisdiction's hit@10."""
    means = [average(own) for own in grouped(cases, "jurisdiction").values()]
    if not means:
        return average(cases)
    return {name: fmean(mean[name] for mean in means) for name in MEASURES} | {
        "hit@10 worst": min(mean["hit@10"] for mean in means)
    }


def calibration_error(chances: Sequence[float], truths: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: mean gap between probability and frequency over equal-width bins, by size."""
    if not len(chances):
        raise InvalidDefinition("nothing was measured: no probabilities", "check the gold")
    given, true = np.asarray(chances, float), np.asarray(truths, float)
    which = np.minimum((given * bins).astype(int), bins - 1)
    gaps = [abs(given[which == b].mean() - true[which == b].mean()) * np.mean(which == b) for b in np.unique(which)]
    return float(sum(gaps))


def reliability(chances: Sequence[float], truths: Sequence[bool], bins: int = 10) -> list[dict[str, float]]:
    """The data of a reliability diagram: for each tenth that occurs the mean probability, the frequency, the number."""
    given, true = np.asarray(chances, float), np.asarray(truths, float)
    which = np.minimum((given * bins).astype(int), bins - 1)
    return [
        {
            "probability": round(float(given[which == b].mean()), 4),
            "frequency": round(float(true[which == b].mean()), 4),
            "candidates": int((which == b).sum()),
        }
        for b in np.unique(which)
    ]


SIZES = (60, 150, 600)  # sections: a short act, a long one, a small code; above it a large one


@dataclass(frozen=True, slots=True)
class Listed:
    """What a reviewer is shown of one list: probabilities best first, their truths, and how many sections there are."""

    chances: npt.NDArray[np.float64]
    truths: npt.NDArray[np.bool_]
    sections: int


def by_size(lists: Sequence[Listed]) -> dict[str, dict[str, float]]:
    """For law sets of every size: what the first candidates are said to be and are, and the error over all shown."""
    found = {}
    for least, most in zip((0, *SIZES), (*SIZES, NEVER), strict=True):
        own = [one for one in lists if least < one.sections <= most]
        if own:
            name = f"up to {most} sections" if most < NEVER else f"over {least} sections"
            chances, truths = (np.concatenate([getattr(one, part) for one in own]) for part in ("chances", "truths"))
            found[name] = {
                "lists": len(own),
                "first probability": round(fmean(float(one.chances[0]) for one in own), 4),
                "first frequency": round(fmean(float(one.truths[0]) for one in own), 4),
                "ECE": round(calibration_error(chances.tolist(), truths.tolist()), 4),
            }
    return found


def declared(missed: Sequence[tuple[float, float, bool]], most: float = 0.02) -> dict[str, float]:
    """Of the pairs with an answer, those declared missed with at most `most` chance: how many, how many truly were."""
    sure = [truly for chance, _, truly in missed if chance <= most]
    bounded = [truly for _, bound, truly in missed if bound <= most]
    return {
        "pairs": len(missed),
        "truly missed": round(fmean([truly for _, _, truly in missed]), 4) if missed else 0.0,
        "declared": len(sure),
        "declared, truly missed": round(fmean(sure), 4) if sure else 0.0,
        "bound declared": len(bounded),
        "bound declared, truly missed": round(fmean(bounded), 4) if bounded else 0.0,
    }


def shown(scores: npt.NDArray[np.float64], top: int = 20) -> npt.NDArray[np.int64]:
    """Indexes of the best `top` scores, best first: what a reviewer is shown and a probability must be true of."""
    return np.asarray(np.argsort(-scores, kind="stable")[:top], np.int64)


def squeeze(text: str) -> str:
    """Letters and digits alone, case folded: what two prints of one text share."""
    return "".join(character for character in text.casefold() if character.isalnum())


def overlap(one: str, other: str) -> float:
    """Dice coefficient of the 6-grams of two texts, 0..1."""
    grams = []
    for text in (squeeze(one), squeeze(other)):
        grams.append(Counter(text[at : at + 6] for at in range(max(1, len(text) - 5))))
    return 2 * sum((grams[0] & grams[1]).values()) / max(1, sum(grams[0].values()) + sum(grams[1].values()))


@dataclass(frozen=True, slots=True)
class Boundary:
    """A true section that no found one is, or a found section that no true one is."""

    label: str
    overlap: float  # of the best found section of that name, 0..1; 0 where none has the name
    extra: bool = False  # found, and nothing true is left for it


@dataclass(frozen=True, slots=True)
class SplitScore:
    """How well a law was split: a section is right when its label is the printed one and its text overlaps enough."""

    right: int
    found: int
    true: int
    wrong: tuple[Boundary, ...] = field(default=(), compare=False)  # worst first

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.found + self.true)


Named = tuple[frozenset[str], str]
"""A section as its plain names and its text."""


def split_score(found: Sequence[Named], true: Sequence[Named], enough: float = 0.97) -> SplitScore:
    """Score the sections found; each true section is matched at most once, very short texts by name."""
    by_name: Mapping[str, list[int]] = _index(true)
    used: set[int] = set()
    wrong: list[int] = []
    for at, (names, text) in enumerate(found):
        open_ones = [at for name in sorted(names) for at in by_name.get(name, ()) if at not in used]
        hit = next(
            (at for at in open_ones if len(squeeze(true[at][1])) < 12 or overlap(text, true[at][1]) >= enough), None
        )
        if hit is not None:
            used.add(hit)
        else:
            wrong.append(at)
    return SplitScore(len(used), len(found), len(true), _boundaries(found, true, wrong, used))


def _boundaries(
    found: Sequence[Named], true: Sequence[Named], wrong: Sequence[int], used: set[int]
) -> tuple[Boundary, ...]:
    """What was not matched: true sections with their best namesake, and found ones without any."""
    rivals = _index([found[at] for at in wrong])
    missed, named = [], set[int]()
    for at, (names, text) in enumerate(true):
        if at in used:
            continue
        same = sorted({rival for name in names for rival in rivals.get(name, ())})
        named |= set(same)
        likeness = max((overlap(found[wrong[rival]][1], text) for rival in same), default=0.0)
        missed.append(Boundary(min(names, default="?"), round(likeness, 4)))
    extra = [Boundary(min(found[at][0], default="?"), 0.0, True) for i, at in enumerate(wrong) if i not in named]
    return tuple(sorted([*missed, *extra], key=lambda one: one.overlap))


def _index(sections: Sequence[tuple[frozenset[str], str]]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for at, (names, _) in enumerate(sections):
        for name in names:
            index.setdefault(name, []).append(at)
    return index
