"""Two sets of formulations on the same laws: what rewording a language gives, by language and by element.

Decides that nothing else differs: the same sections, encoder and packaged weights. Two ways of ranking are judged: the
ranker as shipped, and nearness to the formulations alone, which isolates the sentences. Refuses to hide what fell.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from analyser.errors import InvalidDefinition
from analyser.matching.nearness import own_best, own_mean
from analyser.matching.scene import Floats, Stage
from benchmarks.model import Language
from models.dataset import Example, example
from models.evaluation import Case, average, grouped, macro
from models.gold import laws_of, read_gold
from models.judging import Means, Progress, Report, read_laws

SHOWN = ("hit@1", "hit@5", "R@10", "MRR")
RANKER, MEAN, BEST = "ranker", "mean nearness alone", "best nearness alone"


@dataclass
class Comparison:
    """Way of ranking -> the same cases with the one and with the other formulations."""

    before: dict[str, list[Case]] = field(default_factory=dict)
    after: dict[str, list[Case]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def as_dict(self, elements: int = 10, languages: int = 5) -> dict[str, Any]:
        """Figures rounded to four places, and who gained most and least in MRR; InvalidDefinition without a case."""
        if not self.before:
            raise InvalidDefinition("nothing was measured: no law of the gold folder could be read", "check the laws")
        return {"failures": dict(sorted(self.failures.items()))} | {
            way: {
                "overall": _both(macro(old), macro(self.after[way])),
                "languages": _by(old, self.after[way], "language"),
                "elements": _by(old, self.after[way], "element"),
                "gains by element": _gains(old, self.after[way], "element", elements),
                "gains by language": _gains(old, self.after[way], "language", languages),
            }
            for way, old in self.before.items()
        }


def compare(
    folder: Path,
    means: Means,
    other: Mapping[str, Language],
    only: Sequence[str] = (),
    form: str = "txt",
    progress: Progress | None = None,
) -> Comparison:
    """Judge every answered pair of the gold with `other` formulations (before) and those of `means` (after)."""
    gold = {name: items for name, items in read_gold(folder).items() if not only or name in only}
    asked = {item.element for items in gold.values() for item in items}
    elements = [element for element in means.benchmark.elements if element.id in asked]
    found, report = Comparison(), Report()
    for done, (name, items) in enumerate(gold.items()):
        if progress:
            progress(f"Comparing {name}", done, len(gold))
        laws = read_laws(folder.resolve().parent, laws_of(items), means.settings, form, report)
        if not any(law.sections for law in laws):
            continue
        for cases, languages in ((found.before, other), (found.after, means.languages)):
            one = example(name, laws, items, elements, languages, means.encoder, means.ranker)
            for way, scores in _ways(means).items():
                own = (one.case(element, scores(one, one.concepts[element])) for element in one.answered())
                cases.setdefault(way, []).extend(own)
    found.failures = report.failures
    return found


def _ways(means: Means) -> dict[str, Callable[[Example, str], Floats]]:
    return {
        RANKER: lambda one, concept: means.ranker.probabilities(one.table(concept)),
        MEAN: lambda one, concept: _joined(own_mean, one, concept),
        BEST: lambda one, concept: _joined(own_best, one, concept),
    }


def _joined(feature: Callable[[Stage, str], Floats], one: Example, concept: str) -> Floats:
    return np.concatenate([feature(stage, concept) for stage in one.stages])


def _both(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, list[float]]:
    return {name: [round(before[name], 4), round(after[name], 4)] for name in SHOWN}


def _by(before: Sequence[Case], after: Sequence[Case], key: str) -> dict[str, dict[str, Any]]:
    new = grouped(after, key)
    return {
        name: _both(average(own), average(new[name])) | {"cases": len(own)}
        for name, own in grouped(before, key).items()
    }


def _gains(before: Sequence[Case], after: Sequence[Case], key: str, count: int) -> dict[str, list[dict[str, Any]]]:
    """The `count` groups whose MRR rose most, and the `count` that rose least or fell most."""
    rows = [
        {key: name, "gain": round(figures["MRR"][1] - figures["MRR"][0], 4), "cases": figures["cases"]}
        for name, figures in _by(before, after, key).items()
    ]
    order = sorted(rows, key=lambda row: (-row["gain"], row[key]))
    return {"most": order[:count], "least": order[::-1][:count]}
