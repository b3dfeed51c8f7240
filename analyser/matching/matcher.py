"""The whole of matching: laws and a benchmark in, ranked candidates with reasons out.

Decides the order of a jurisdiction's sections for every element. Refuses to drop a section: all of them are ranked, and
only the list handed back is as short as asked for. Same input, same output.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analyser.errors import UsageError
from analyser.matching.absence import SIGNAL as ABSENCE
from analyser.matching.candidate import Candidate, Encoder, Ranker
from analyser.matching.evidence import PhraseFinder, aligned, evidence_of, unsaid
from analyser.matching.expectations import expected
from analyser.matching.features import FEATURES, feature_table
from analyser.matching.scene import Exemplars, Floats, Stage, stages
from analyser.matching.suggestion import LOOKED_AT, SPOKEN
from analyser.matching.suggestion import SIGNAL as SUGGESTION
from analyser.sections.law import SplitLaw
from benchmarks.model import Benchmark, Element, Language


def match(
    laws: Sequence[SplitLaw],
    benchmark: Benchmark,
    languages: Mapping[str, Language],
    encoder: Encoder,
    ranker: Ranker,
    top: int,
    exemplars: Exemplars | None = None,
) -> list[Candidate]:
    """For every element of the benchmark, in its order, the `top` sections over all the laws, best first.

    `exemplars` are confirmed provisions of other jurisdictions (see `exemplars.exemplars_of`).
    """
    if top < 1:
        raise UsageError(f"at least one candidate an element is needed, not {top}", "--top 1 or more")
    usable = [law for law in laws if law.sections]
    if not usable:
        return []
    setting = stages(usable, benchmark.elements, languages, encoder, ranker, exemplars)
    names = [law.law for law in usable]
    presenters = [_Presenter(stage, names) for stage in setting]
    tables: dict[str, list[tuple[Floats, Floats]]] = {}
    found: list[Candidate] = []
    for element in benchmark.elements:
        if element.concept not in tables:
            features = [feature_table(stage, element.concept) for stage in setting]
            tables[element.concept] = [(table, ranker.probabilities(table)) for table in features]
        scored = tables[element.concept]
        order = _order([chances for _, chances in scored])
        best = np.array([scored[number][1][section] for number, section in order])
        spoken = [presenters[number].groups(section) for number, section in order[:SPOKEN]]
        suggested = ranker.suggestion(element, best[:LOOKED_AT].tolist(), float(best[LOOKED_AT:].sum()), spoken)
        stops = _stops(ranker, best, top)
        for rank, ((number, section), stop) in enumerate(zip(order, stops, strict=False), 1):
            first = {SUGGESTION: suggested} if rank == 1 and suggested else {}
            row = scored[number][0][section]
            found.append(presenters[number].candidate(element, rank, section, row, best[rank - 1], stop | first))
    return found


def _stops(ranker: Ranker, best_first: Floats, top: int) -> list[dict[str, Any]]:
    """For a reader who stops after each of the first `top`: what `absence_of` needs to say what may lie below."""
    below = best_first.sum() - np.cumsum(best_first)[:top]
    missed, bounds = ranker.missed(np.asarray(np.cumprod(1 - best_first)[:top], np.float64))
    return [
        {
            ABSENCE: {
                "own": round(float(own), 6),
                "below": round(max(0.0, float(rest)), 6),
                "sections": len(best_first),
                "chance": round(float(chance), 6),
                "upper": round(float(bound), 6),
            }
        }
        for own, rest, chance, bound in zip(best_first[:top], below, missed, bounds, strict=True)
    ]


def _order(chances: Sequence[Floats]) -> list[tuple[int, int]]:
    """(stage, section) from the likeliest down; equals in the order of the laws."""
    stage_of = np.repeat(np.arange(len(chances)), [len(own) for own in chances])
    section_of = np.concatenate([np.arange(len(own)) for own in chances])
    best_first = np.argsort(-np.concatenate(chances), kind="stable")
    return [(int(stage_of[index]), int(section_of[index])) for index in best_first]


class _Presenter:
    """Makes candidates of one stage's sections; finds each section's phrases once."""

    def __init__(self, stage: Stage, names: Sequence[str]) -> None:
        self._stage, self._names = stage, names
        self._finder = PhraseFinder(stage.language, stage.queries.lexicon)
        self._spans: dict[int, dict[str, list[tuple[int, int]]]] = {}

    def groups(self, index: int) -> frozenset[str]:
        """The lexicon groups the section speaks of."""
        return frozenset(group for group, counts in self._stage.terms.items() if counts[index] > 0)

    def _may_hold(self, index: int) -> frozenset[str] | None:
        """The groups that the finder may find; None where it finds words that the terms are not counted by."""
        return None if self._stage.language.startswith("ko") else self.groups(index)

    def candidate(
        self, element: Element, rank: int, index: int, features: Floats, chance: float, more: Mapping[str, Any]
    ) -> Candidate:
        """The section as a candidate; `more` joins its signals."""
        concept = element.concept
        section = self._stage.sections[index]
        if index not in self._spans:
            self._spans[index] = self._finder.find(section.text, self._may_hold(index))
        spans, window = self._spans[index], self._best_window(concept, index)
        return Candidate(
            element=element.id,
            rank=rank,
            probability=round(float(chance), 6),
            law=self._names[int(self._stage.law_of[index])],
            key=section.key,
            label=section.label,
            heading=section.heading,
            evidence=evidence_of(section.text, window, spans, concept),
            signals=_signals(features, spans, concept, self._stage.queries.sources)
            | {
                "parts": aligned(section.text, window, spans, concept),
                "unsaid": unsaid(section.text, spans, concept),
                **more,
            },
        )

    def _best_window(self, concept: str, index: int) -> tuple[int, int]:
        """The characters of the section's window nearest to the concept; the whole section where it has none."""
        own = np.flatnonzero(self._stage.section_of == index)
        column = self._stage.concepts.index(concept)
        scores = self._stage.window_scores[own, column]
        if not len(own):
            return 0, len(self._stage.sections[index].text)
        window = self._stage.windows[int(own[int(np.argmax(scores))])]
        return (window.start, window.end) if window.end else (0, len(self._stage.sections[index].text))


def _signals(
    features: Floats, spans: Mapping[str, list[tuple[int, int]]], concept: str, sources: Sequence[str]
) -> dict[str, Any]:
    """Feature values, the expected groups found and missing, and the languages the formulations came from."""
    wanted = expected(concept)
    return {
        **{feature.name: round(float(value), 4) for feature, value in zip(FEATURES, features, strict=True)},
        "found": [group for group in wanted if group in spans],
        "missing": [group for group in wanted if group not in spans],
        "formulations": list(sources),
    }
