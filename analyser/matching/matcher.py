"""The whole of matching: laws and a benchmark in, ranked candidates with reasons out.

Decides the order of a jurisdiction's sections for every element. Refuses to drop a section: all of them are ranked, and
only the list handed back is as short as asked for. Same input, same output.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analyser.errors import UsageError
from analyser.matching.absence import SIGNAL
from analyser.matching.candidate import Candidate, Encoder, Ranker
from analyser.matching.evidence import PhraseFinder, aligned, evidence_of
from analyser.matching.expectations import expected
from analyser.matching.features import FEATURES, feature_table
from analyser.matching.scene import Floats, Stage, stages
from analyser.sections.law import SplitLaw
from benchmarks.model import Benchmark, Language


def match(
    laws: Sequence[SplitLaw],
    benchmark: Benchmark,
    languages: Mapping[str, Language],
    encoder: Encoder,
    ranker: Ranker,
    top: int,
) -> list[Candidate]:
    """For every element of the benchmark, in its order, the `top` sections over all the laws, best first."""
    if top < 1:
        raise UsageError(f"at least one candidate an element is needed, not {top}", "--top 1 or more")
    if not any(law.sections for law in laws):
        return []
    setting = stages([law for law in laws if law.sections], benchmark.elements, languages, encoder, ranker)
    names = [law.law for law in laws if law.sections]
    presenters = [_Presenter(stage, names) for stage in setting]
    tables: dict[str, list[tuple[Floats, Floats]]] = {}
    found: list[Candidate] = []
    for element in benchmark.elements:
        if element.concept not in tables:
            features = [feature_table(stage, element.concept) for stage in setting]
            tables[element.concept] = [(table, ranker.probabilities(table)) for table in features]
        scored = tables[element.concept]
        order = _order([chances for _, chances in scored])[:top]
        stops = _stops(ranker, np.concatenate([chances for _, chances in scored]), top)
        for rank, ((number, section), stop) in enumerate(zip(order, stops, strict=True), 1):
            table, chances = scored[number]
            found.append(
                presenters[number].candidate(
                    element.id, element.concept, rank, section, table[section], chances[section], stop
                )
            )
    return found


def _stops(ranker: Ranker, chances: Floats, top: int) -> list[dict[str, float]]:
    """For a reader who stops after each of the first `top`: what `absence_of` needs to say what may lie below."""
    best_first = np.sort(chances)[::-1]
    below = chances.sum() - np.cumsum(best_first)[:top]
    missed, bounds = ranker.missed(np.cumprod(1 - best_first)[:top])
    return [
        {
            "own": round(float(own), 6),
            "below": round(max(0.0, float(rest)), 6),
            "sections": len(chances),
            "chance": round(float(chance), 6),
            "upper": round(float(bound), 6),
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

    def candidate(
        self,
        element: str,
        concept: str,
        rank: int,
        index: int,
        features: Floats,
        chance: float,
        stop: Mapping[str, float],
    ) -> Candidate:
        section = self._stage.sections[index]
        if index not in self._spans:
            self._spans[index] = self._finder.find(section.text)
        spans, window = self._spans[index], self._best_window(concept, index)
        return Candidate(
            element=element,
            rank=rank,
            probability=round(float(chance), 6),
            law=self._names[int(self._stage.law_of[index])],
            key=section.key,
            label=section.label,
            heading=section.heading,
            evidence=evidence_of(section.text, window, spans, concept),
            signals=_signals(features, spans, concept, self._stage.queries.sources)
            | {"parts": aligned(section.text, window, spans, concept), SIGNAL: stop},
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
