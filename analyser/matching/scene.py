"""All that the features need to know of one jurisdiction's laws, computed once for all elements.

Laws of one language make a stage: their sections are compared with one another, because similarities of two languages
are not on one scale. Nothing is decided here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from analyser.matching.candidate import Encoder, Ranker, Vectors
from analyser.matching.lexical import bm25, count_terms, fold
from analyser.matching.passages import Window, windows
from analyser.matching.queries import ENGLISH, Queries, queries_for
from analyser.sections.law import Section, SplitLaw
from benchmarks.model import Element, Language

Floats = npt.NDArray[np.float64]


Exemplars = Mapping[str, Vectors]
"""Concept -> (k, d) windows of confirmed provisions of other jurisdictions, centred as their own law's windows are."""


def centred(vectors: Vectors) -> Vectors:
    """(n, d) unit vectors less their mean: what a language has in common with itself is no sign of meaning."""
    if not len(vectors):
        return vectors
    moved = vectors - vectors.mean(axis=0)
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), np.float32)


@dataclass
class Stage:
    """The laws of one language: n sections, w windows, q query texts, d dimensions."""

    language: str
    sections: tuple[Section, ...]
    law_of: npt.NDArray[np.int64]  # (n,) index of the law in the whole set
    windows: tuple[Window, ...]
    vectors: Vectors  # (w, d)
    queries: Queries
    query_vectors: Vectors  # (q, d)
    english: Queries
    english_vectors: Vectors
    ranker: Ranker
    encoder: str
    exemplars: Exemplars = field(default_factory=dict)
    exemplar_scores: dict[str, Floats] = field(default_factory=dict)

    @cached_property
    def section_of(self) -> npt.NDArray[np.int64]:
        """(w,) index of each window's section."""
        return np.array([window.section for window in self.windows], np.int64)

    @cached_property
    def folded(self) -> list[str]:
        """(n,) heading and text, folded for lexical search."""
        return [fold(f"{section.heading or ''} {section.text}") for section in self.sections]

    @cached_property
    def folded_headings(self) -> list[str]:
        """(n,) heading and innermost part, folded."""
        return [fold(" ".join([section.heading or "", *section.path[-1:]])) for section in self.sections]

    @cached_property
    def terms(self) -> Mapping[str, Floats]:
        """Lexicon group -> (n,) occurrences in the section."""
        return count_terms(self.folded, self.queries.lexicon, self.language)

    @cached_property
    def window_terms(self) -> Mapping[str, Floats]:
        """Lexicon group -> (w,) occurrences in the window."""
        return count_terms([fold(window.text) for window in self.windows], self.queries.lexicon, self.language)

    @cached_property
    def naming_child(self) -> npt.NDArray[np.bool_]:
        """(w,) whether the window names a child or an age below majority."""
        counts = [self.window_terms[group] for group in ("child", "under_age") if group in self.window_terms]
        return np.asarray(np.sum(counts, axis=0) > 0) if counts else np.zeros(len(self.windows), bool)

    @cached_property
    def heading_terms(self) -> Mapping[str, Floats]:
        """Lexicon group -> (n,) occurrences in heading and innermost part."""
        return count_terms(self.folded_headings, self.queries.lexicon, self.language)

    @cached_property
    def ngrams(self) -> Floats:
        """(n, q) BM25 of the query texts over character n-grams."""
        return bm25(self.folded, [fold(text) for text in self.queries.texts], self.language)

    @cached_property
    def heading_ngrams(self) -> Floats:
        """(n, q) BM25 of the query texts over character n-grams of headings."""
        return bm25(self.folded_headings, [fold(text) for text in self.queries.texts], self.language)

    @cached_property
    def own(self) -> Floats:
        """(w, q) cosine of windows and query texts in the law's language."""
        return np.asarray(self.vectors @ self.query_vectors.T, np.float64)

    @cached_property
    def centred(self) -> Vectors:
        """(w, d) windows less what all windows of the stage have in common, unit length."""
        return centred(self.vectors)

    @cached_property
    def own_centred(self) -> Floats:
        """(w, q) cosine of windows and query texts, each set against the mean of its kind."""
        return np.asarray(self.centred @ centred(self.query_vectors).T, np.float64)

    def near_exemplars(self, concept: str) -> Floats:
        """(3, n) nearness to the nearest, the five nearest and all confirmed provisions; zeros without any."""
        if concept not in self.exemplar_scores:
            known = self.exemplars.get(concept)
            scores = np.zeros((3, len(self.sections)))
            if known is not None and len(known):
                near = np.sort(np.asarray(self.centred @ known.T, np.float64), axis=1)
                columns = np.stack([near[:, -1], near[:, -5:].mean(axis=1), near.mean(axis=1)], axis=1)
                scores = self.best(columns).T
            self.exemplar_scores[concept] = scores
        return self.exemplar_scores[concept]

    @cached_property
    def in_english(self) -> Floats:
        """(w, q) cosine of windows and the English query texts."""
        return np.asarray(self.vectors @ self.english_vectors.T, np.float64)

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        return tuple(self.queries.of)

    @cached_property
    def concept_windows(self) -> Floats:
        """(w, concepts) mean cosine with each concept's queries."""
        return np.stack([self.own[:, list(self.queries.of[concept])].mean(axis=1) for concept in self.concepts], axis=1)

    @cached_property
    def section_concepts(self) -> Floats:
        """(n, concepts) best window of each section."""
        return self.best(self.concept_windows)

    @cached_property
    def concept_shares(self) -> Floats:
        """(n, concepts) softmax over the concepts, each first set against its mean over all sections."""
        levelled = (self.section_concepts - self.section_concepts.mean(axis=0)) / 0.02
        powers = np.exp(levelled - levelled.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    @cached_property
    def trained_windows(self) -> Floats:
        """(w, concepts) scores by the trained head; zeros where it says nothing."""
        return np.asarray(self.ranker.trained_scores(self.encoder, self.vectors, self.concepts), np.float64)

    @cached_property
    def trained_sections(self) -> Floats:
        """(n, concepts) best trained score of each section's windows."""
        return self.best(self.trained_windows)

    @cached_property
    def trained_shares(self) -> Floats:
        """(n, concepts) softmax over the concepts of trained scores, each standardised over all sections."""
        scores = self.trained_sections
        spread = scores.std(axis=0)
        levelled = np.where(spread > 0, (scores - scores.mean(axis=0)) / np.maximum(spread, 1e-9), 0.0)
        powers = np.exp(levelled - levelled.max(axis=1, keepdims=True))
        return np.asarray(np.where(spread > 0, powers / powers.sum(axis=1, keepdims=True), 0.0))

    @cached_property
    def window_scores(self) -> Floats:
        """(w, concepts) what picks the window shown: the trained score, else nearness to the formulations."""
        trained = self.trained_windows
        return np.where(trained.any(axis=0), trained, self.concept_windows)

    @cached_property
    def log_lengths(self) -> Floats:
        """(n,)"""
        return np.log1p(np.array([len(section.text) for section in self.sections], np.float64))

    @cached_property
    def positions(self) -> Floats:
        """(n,) place in its law, 0..1."""
        out = np.zeros(len(self.sections))
        for law in np.unique(self.law_of):
            own = np.flatnonzero(self.law_of == law)
            out[own] = np.linspace(0, 1, len(own))
        return out

    @cached_property
    def part_of(self) -> npt.NDArray[np.int64]:
        """(n,) number of the enclosing part."""
        parts: dict[tuple[int, tuple[str, ...]], int] = {}
        keys = [(int(law), section.path) for law, section in zip(self.law_of, self.sections, strict=True)]
        return np.array([parts.setdefault(key, len(parts)) for key in keys], np.int64)

    def average(self, scores: Floats) -> Floats:
        """(w,) window scores -> each section's mean; a section without a window gets the lowest."""
        counts = np.bincount(self.section_of, minlength=len(self.sections))
        sums = np.bincount(self.section_of, weights=scores, minlength=len(self.sections))
        lowest = scores.min() if len(scores) else 0.0
        return np.asarray(np.where(counts > 0, sums / np.maximum(counts, 1), lowest))

    def best(self, scores: Floats) -> Floats:
        """(w,) or (w, k) window scores -> each section's best; a section without a window gets the lowest."""
        lowest = scores.min(axis=0) if len(scores) else np.zeros(scores.shape[1:])
        out = np.broadcast_to(lowest, (len(self.sections), *scores.shape[1:])).copy()
        np.maximum.at(out, self.section_of, scores)
        return out


def stages(
    laws: Sequence[SplitLaw],
    elements: Sequence[Element],
    languages: Mapping[str, Language],
    encoder: Encoder,
    ranker: Ranker,
    exemplars: Exemplars | None = None,
) -> list[Stage]:
    """One stage for each language among the laws, in order of first appearance."""
    english = queries_for(ENGLISH, elements, languages)
    english_vectors = encoder.encode_queries(english.texts)
    found = []
    for language in dict.fromkeys(law.language for law in laws):
        chosen = [(index, law) for index, law in enumerate(laws) if law.language == language]
        sections = tuple(section for _, law in chosen for section in law.sections)
        law_of = np.array([index for index, law in chosen for _ in law.sections], np.int64)
        cut = tuple(windows(sections, encoder.count_tokens))
        queries = queries_for(language, elements, languages)
        found.append(
            Stage(
                language, sections, law_of, cut, encoder.encode_passages([window.text for window in cut]), queries,
                encoder.encode_queries(queries.texts), english, english_vectors, ranker, encoder.name,
                exemplars or {},
            )
        )  # fmt: skip
    return found
