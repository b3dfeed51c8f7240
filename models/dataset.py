"""Examples to train and judge on: the laws of a jurisdiction as stages, with the grades of their sections.

Decides how gold keys meet sections: of several sections with one plain name the one nearest to the concept's
formulations is meant (gold keys may lose their points: 27.1 may be 271). A grade whose section is not among the laws
given is counted as lost, never passed over: the case keeps it with the worst rank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from analyser.matching.candidate import Encoder, Ranker, Vectors
from analyser.matching.exemplars import stage_exemplars
from analyser.matching.features import FEATURES, feature_table
from analyser.matching.scene import Floats, Stage, stages
from analyser.sections.law import SplitLaw
from benchmarks.model import Element, Language
from models.evaluation import NEVER, Case
from models.gold import GoldItem, Places

TRAINED = tuple(index for index, feature in enumerate(FEATURES) if feature.name.startswith("trained"))


@dataclass
class Example:
    """One jurisdiction: its stages in order, and for each element the grades of all their sections joined."""

    jurisdiction: str
    stages: list[Stage]
    concepts: Mapping[str, str]  # element -> concept
    grades: Mapping[str, npt.NDArray[np.int64]]  # element -> (n,) 0, 1 or 2
    lost: Mapping[str, int]  # element -> grade-2 provisions without a section
    items: Mapping[str, GoldItem] = field(default_factory=dict)  # element -> what people answered
    _tables: dict[str, Floats] = field(default_factory=dict)
    _current: set[str] = field(default_factory=set)  # concepts whose table is of the present head

    @property
    def language(self) -> str:
        return self.stages[0].language

    @property
    def sections(self) -> int:
        return sum(len(stage.sections) for stage in self.stages)

    def answered(self) -> list[str]:
        """The elements that have an answer, by id."""
        return sorted(element for element, grades in self.grades.items() if (grades == 2).any() or self.lost[element])

    def with_ranker(self, ranker: Ranker) -> None:
        """Let another head speak; everything it did not touch stays computed."""
        self._current.clear()
        for stage in self.stages:
            stage.ranker = ranker
            for name in ("trained_windows", "trained_sections", "trained_shares", "window_scores"):
                stage.__dict__.pop(name, None)

    def forget(self) -> None:
        """Compute every table anew when next asked."""
        self._tables.clear()

    def table(self, concept: str) -> Floats:
        """(n, features); the columns that do not depend on the head are computed once."""
        if concept not in self._tables:
            self._tables[concept] = np.concatenate([feature_table(stage, concept) for stage in self.stages])
            self._current.add(concept)
        table = self._tables[concept]
        if concept not in self._current:
            fresh = [feature_table(stage, concept, only=TRAINED) for stage in self.stages]
            table[:, TRAINED] = np.concatenate(fresh)
            self._current.add(concept)
        return table

    def excerpt(self, first: int, count: int) -> "Example":
        """`count` sections of the first stage as if they were all the law there is."""
        stage, last = self.stages[0], first + count
        cut = [(at, window) for at, window in enumerate(stage.windows) if first <= window.section < last]
        smaller = Stage(
            stage.language, stage.sections[first:last], stage.law_of[first:last],
            tuple(replace(window, section=window.section - first) for _, window in cut),
            stage.vectors[[at for at, _ in cut]], stage.queries, stage.query_vectors, stage.english,
            stage.english_vectors, stage.ranker, stage.encoder, stage.exemplars,
        )  # fmt: skip
        grades = {element: own[first:last] for element, own in self.grades.items()}
        return Example(self.jurisdiction, [smaller], self.concepts, grades, dict.fromkeys(grades, 0))

    def groups(self, index: int) -> frozenset[str]:
        """The lexicon groups that a section of the joined stages speaks of."""
        for stage in self.stages:
            if index < len(stage.sections):
                return frozenset(group for group, counts in stage.terms.items() if counts[index] > 0)
            index -= len(stage.sections)
        raise IndexError(index)

    def confirmed(self, concept: str) -> Vectors:
        """(k, d) the exemplars that this jurisdiction's answers make for others."""
        elements = [element for element, own in self.concepts.items() if own == concept and element in self.grades]
        found = [np.zeros((0, self.stages[0].vectors.shape[1]), np.float32)]
        start = 0
        for stage in self.stages:
            end = start + len(stage.sections)
            rows = sorted({int(i) for e in elements for i in np.flatnonzero(self.grades[e][start:end] == 2)})
            if rows and concept in stage.concepts:
                found.append(stage_exemplars(stage, concept, rows))
            start = end
        return np.concatenate(found)

    def case(self, element: str, scores: Floats) -> Case:
        """The ranks of the element's answers when the sections are ordered by `scores`."""
        order = np.empty(len(scores), np.int64)
        order[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
        ranks = [int(rank) for rank in order[self.grades[element] == 2]] + [NEVER] * self.lost[element]
        return Case(self.jurisdiction, self.language, element, tuple(ranks), len(scores))


def example(
    jurisdiction: str,
    laws: Sequence[SplitLaw],
    items: Sequence[GoldItem],
    elements: Sequence[Element],
    languages: Mapping[str, Language],
    encoder: Encoder,
    ranker: Ranker,
) -> Example:
    """The laws (named as the gold names them) and what the gold says of their sections."""
    usable = [law for law in laws if law.sections]
    setting = stages(usable, elements, languages, encoder, ranker)
    places, at = Places(), 0
    for stage in setting:
        for law, section in zip(stage.law_of, stage.sections, strict=True):
            places.add(usable[int(law)].law, section, at)
            at += 1
    concepts = {element.id: element.concept for element in elements}
    grades, lost = {}, {}
    for item in items:
        if item.element in concepts:
            own = np.zeros(at, np.int64)
            concept = concepts[item.element]
            found = {place: _meant(setting, concept, places.find(*place)) for place in item.grades}
            for place, index in found.items():
                if index is not None:
                    own[index] = max(item.grades[place], own[index])
            grades[item.element] = own
            lost[item.element] = sum(found[place] is None for place in item.answers)
    own_items = {item.element: item for item in items}
    return Example(jurisdiction, setting, concepts, grades, lost, own_items)


def share_exemplars(examples: Sequence[Example]) -> None:
    """Every jurisdiction's laws are compared with the answers of all the others, never with its own."""
    concepts = sorted({concept for one in examples for concept in one.concepts.values()})
    confirmed = {one.jurisdiction: {concept: one.confirmed(concept) for concept in concepts} for one in examples}
    for one in examples:
        others = [confirmed[other.jurisdiction] for other in examples if other is not one]
        known = {concept: np.concatenate([own[concept] for own in others]) for concept in concepts} if others else {}
        for stage in one.stages:
            stage.exemplars, stage.exemplar_scores = known, {}
        one.forget()


def _meant(setting: Sequence[Stage], concept: str, named: Sequence[int]) -> int | None:
    """The section meant by a gold key: of several so named the nearest to the concept; None where there is none."""
    if len(named) < 2:
        return named[0] if named else None
    nearness = np.concatenate([stage.section_concepts[:, stage.concepts.index(concept)] for stage in setting])
    return max(named, key=lambda index: (float(nearness[index]), -index))
