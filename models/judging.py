"""Judging the whole way from file to ranks against gold, by jurisdiction, language and element.

Decides what is measured and on what. Refuses to leave out what went wrong: a law that could not be read, or a section
the splitter lost, keeps its cases with the worst rank, and the failure is listed.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyser import reading, sections
from analyser.errors import AnalyserError, InvalidDefinition
from analyser.matching.candidate import Encoder, Ranker
from analyser.sections.law import SplitLaw
from analyser.settings import Settings
from benchmarks.model import Benchmark, Language
from models.dataset import Example, example
from models.evaluation import (
    NEVER,
    Case,
    Listed,
    SplitScore,
    average,
    by_size,
    calibration_error,
    declared,
    grouped,
    macro,
    reliability,
    shown,
    split_score,
)
from models.gold import GoldItem, law_file, laws_of, names_of, read_gold, true_sections

if TYPE_CHECKING:
    from models.training import Trained

Progress = Callable[[str, int, int], None]


@dataclass
class Report:
    """What was measured; `as_dict` is what `--json` prints."""

    cases: list[Case] = field(default_factory=list)
    lists: list[Listed] = field(default_factory=list)  # of the sections shown
    splits: dict[str, SplitScore] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    left_out: bool = False
    helped: list[Case] = field(default_factory=list)  # the same with the other jurisdictions' answers as exemplars
    missed: list[tuple[float, float, bool]] = field(default_factory=list)
    suggestions: Mapping[str, Any] = field(default_factory=dict)
    ablation: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    alternatives: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def take(self, trained: "Trained") -> None:
        """What a training found out about the jurisdictions it left out."""
        self.left_out = True
        self.cases += trained.cases
        self.helped += trained.helped
        self.lists += trained.lists
        self.missed += trained.missed
        self.suggestions = trained.suggestions
        self.ablation = {name: macro(cases) for name, cases in trained.ablation.items()}

    def shown(self) -> tuple[list[float], list[bool]]:
        """Probabilities and truths of all candidates shown."""
        chances = [float(chance) for one in self.lists for chance in one.chances]
        return chances, [bool(true) for one in self.lists for true in one.truths]

    def as_dict(self) -> dict[str, Any]:
        """Figures rounded to four places; InvalidDefinition where nothing was measured."""
        return {
            "overall": _rounded(macro(self.cases)),
            "jurisdictions": self._by("jurisdiction"),
            "languages": self._by("language"),
            "elements": self._by("element"),
            "cases": len(self.cases),
            "ECE": round(calibration_error(*self.shown()), 4),
            "split F1": {law: round(score.f1, 4) for law, score in sorted(self.splits.items())},
            "worst boundaries": self._boundaries(),
            "failures": dict(sorted(self.failures.items())),
            "seconds": {name: round(value, 1) for name, value in sorted(self.seconds.items())},
            "left out": self.left_out,
            "scripts": self._by("script"),
            "worst": self._worst(),
            "alternatives": {name: _rounded(measures) for name, measures in self.alternatives.items()},
            "ablation": {name: _rounded(measures) for name, measures in self.ablation.items()},
            "reliability": reliability(*self.shown()),
            "reliability by size": by_size(self.lists),
            **self._left_out(),
        }

    def _left_out(self) -> dict[str, Any]:
        """What only left-out weights can be asked."""
        if not self.left_out or not self.helped:
            return {}
        return {
            "with exemplars": _rounded(macro(self.helped)),
            "declared missed": declared(self.missed),
            "suggested ratings": dict(self.suggestions),
        }

    def _worst(self, count: int = 20) -> list[dict[str, Any]]:
        """The cases whose first answer ranks lowest; null where it was not among the sections."""
        order = sorted(self.cases, key=lambda case: (-min(case.ranks), case.jurisdiction, case.element))
        return [
            {
                "jurisdiction": case.jurisdiction,
                "element": case.element,
                "best rank": None if min(case.ranks) >= NEVER else min(case.ranks),
                "sections": case.sections,
            }
            for case in order[:count]
        ]

    def _boundaries(self, most: int = 10) -> list[dict[str, Any]]:
        """The sections split worst over all laws: missed ones by how little was found, then those found in excess."""
        every = [(one.extra, one.overlap, law, one.label) for law, score in self.splits.items() for one in score.wrong]
        return [
            {"law": law, "label": label, "overlap": overlap, "extra": extra}
            for extra, overlap, law, label in sorted(every)[:most]
        ]

    def _by(self, key: str) -> dict[str, dict[str, float]]:
        return {name: _rounded(average(own)) | {"cases": len(own)} for name, own in grouped(self.cases, key).items()}


def _rounded(measures: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in measures.items()}


@dataclass(frozen=True)
class Means:
    """What judging needs from outside."""

    settings: Settings
    benchmark: Benchmark
    languages: Mapping[str, Language]
    encoder: Encoder
    ranker: Ranker


def read_laws(root: Path, names: Sequence[str], settings: Settings, form: str, report: Report) -> list[SplitLaw]:
    """The laws as the product reads and splits them, named as the gold names them; failures go into the report."""
    found = []
    for name in names:
        path = law_file(root, name, form)
        if path is None:
            report.failures[name] = "no file"
            continue
        try:
            law = replace(sections.split(reading.read_file(path, settings)), law=name)
        except AnalyserError as error:
            report.failures[name] = f"{error.code}: {error.message}"
            continue
        found.append(law)
        truth = true_sections(root, name)
        if truth is not None:
            split, true = ([(names_of(one), one.text) for one in of] for of in (law.sections, truth))
            report.splits[name] = split_score(split, true)
    return found


def examples_of(
    folder: Path,
    means: Means,
    report: Report,
    only: Sequence[str] = (),
    form: str = "txt",
    progress: Progress | None = None,
) -> list[Example]:
    """An example for each jurisdiction of the gold folder; one whose laws all failed has its cases in the report."""
    gold = {name: items for name, items in read_gold(folder).items() if not only or name in only}
    if not gold:
        raise InvalidDefinition(f"{folder} has no gold for {', '.join(only)}", "name jurisdictions that have a file")
    asked = {item.element for items in gold.values() for item in items}
    elements = [element for element in means.benchmark.elements if element.id in asked]
    found = []
    for done, (name, items) in enumerate(gold.items()):
        if progress:
            progress(f"Reading and embedding {name}", done, len(gold))
        start = time.perf_counter()
        laws = read_laws(folder.resolve().parent, laws_of(items), means.settings, form, report)
        if any(law.sections for law in laws):
            found.append(example(name, laws, items, elements, means.languages, means.encoder, means.ranker))
        else:
            report.cases += _all_missed(name, items)
        report.seconds[name] = time.perf_counter() - start
    return found


def _all_missed(name: str, items: Sequence[GoldItem]) -> list[Case]:
    return [Case(name, "?", item.element, (10**6,) * len(item.answers), 0) for item in items if item.answers]


def judge(examples: Sequence[Example], ranker: Ranker, report: Report) -> None:
    """Rank every answered element of the examples with one ranker; cases and probabilities go into the report."""
    for one in examples:
        start = time.perf_counter()
        one.with_ranker(ranker)
        answered = set(one.answered())
        for element, grades in sorted(one.grades.items()):
            chances = ranker.probabilities(one.table(one.concepts[element]))
            if element in answered:
                report.cases.append(one.case(element, chances))
            top = shown(chances)
            report.lists.append(Listed(chances[top], (grades == 2)[top], len(chances)))
        report.seconds[one.jurisdiction] += time.perf_counter() - start


def judge_left_out(examples: Sequence[Example], means: Means, report: Report, folds: int, ablate: bool = False) -> None:
    """Train without each fold of jurisdictions in turn, and judge the fold by what never saw it."""
    from models.training import phrasebooks, train

    if len(examples) < 2:
        raise InvalidDefinition("fewer than two jurisdictions could be read: none can be left out", "check the laws")
    books = phrasebooks(means.languages, means.encoder.encode_queries)
    report.take(train(examples, books, means.encoder.name, means.settings.seed, folds, ablate))
