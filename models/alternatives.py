"""What others would do with the same laws, judged on the same cases: the table that says whether ours is worth it.

Decides how each named alternative is asked, always in its favour: BM25 gets the formulations in the law's language, the
plain encoder the element's own English words and the best window. Refuses to tune any of them, ours included.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from analyser.errors import MissingComponent
from analyser.matching.candidate import Encoder
from analyser.matching.lexical import Floats, fold, unspaced
from analyser.matching.scene import Stage
from benchmarks.model import Element
from models.dataset import Example
from models.evaluation import Case, macro

RRF = 60.0
Scores = Callable[[Example, str], Floats]


def alternatives(
    examples: Sequence[Example], elements: Mapping[str, Element], encoder: Encoder, ours: Sequence[Case]
) -> dict[str, dict[str, float]]:
    """Name -> measures, means over jurisdictions, on the cases that ours was judged on. MissingComponent: no bm25s."""
    words, plain = _Words(), _Plain(elements, encoder)
    asked: dict[str, Scores] = {
        "BM25 (bm25s), formulations in the law's language": words.scores,
        "plain encoder, English descriptions": plain.scores,
        "hybrid of both (RRF)": lambda one, element: _fused(words.scores(one, element), plain.scores(one, element)),
        "plain encoder, formulations in the law's language": _formulated,
    }
    judged = {
        name: macro([one.case(element, scores(one, element)) for one in examples for element in one.answered()])
        for name, scores in asked.items()
    }
    return judged | {"ours, jurisdictions left out": macro(ours)}


def _formulated(example: Example, element: str) -> Floats:
    concept = example.concepts[element]
    return np.concatenate([stage.section_concepts[:, stage.concepts.index(concept)] for stage in example.stages])


def _fused(one: Floats, other: Floats) -> Floats:
    """Reciprocal rank fusion."""
    return np.asarray(sum(1 / (RRF + _ranks(scores)) for scores in (one, other)))


def _ranks(scores: Floats) -> Floats:
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks


class _Plain:
    """The encoder as it comes, asked with each element's label and definition."""

    def __init__(self, elements: Mapping[str, Element], encoder: Encoder) -> None:
        self._at = {name: index for index, name in enumerate(elements)}
        self._asked = encoder.encode_queries([f"{one.label}. {one.definition}" for one in elements.values()])

    def scores(self, example: Example, element: str) -> Floats:
        asked = self._asked[self._at[element]]
        return np.concatenate([stage.best(np.asarray(stage.vectors @ asked, np.float64)) for stage in example.stages])


class _Words:
    """bm25s over words; over pairs of characters where words are not spaced."""

    def __init__(self) -> None:
        try:
            import bm25s
        except ImportError as error:
            raise MissingComponent("bm25s is not installed", "pip install bm25s") from error
        self._library = bm25s
        self._indexes: dict[int, Any] = {}

    def scores(self, example: Example, element: str) -> Floats:
        concept = example.concepts[element]
        return np.concatenate([self._of(stage, concept) for stage in example.stages])

    def _of(self, stage: Stage, concept: str) -> Floats:
        if id(stage) not in self._indexes:
            index = self._library.BM25()
            index.index([_tokens(text, stage.language) for text in stage.folded], show_progress=False)
            self._indexes[id(stage)] = index
        asked = " ".join(stage.queries.texts[at] for at in stage.queries.of[concept])
        found = self._indexes[id(stage)].get_scores(sorted(set(_tokens(fold(asked), stage.language))))
        return np.asarray(found, np.float64)


def _tokens(folded: str, language: str) -> list[str]:
    words = folded.split()
    if not unspaced(language):
        return words
    return [word[at : at + 2] for word in words for at in range(max(1, len(word) - 1))]
