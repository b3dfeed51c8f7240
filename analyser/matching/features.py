"""The readable table by which a section is scored for a concept: one documented function a feature.

A feature is a function of (stage, concept) returning one number a section; its docstring is its public documentation.
Features marked `relative` are standardised over the sections of one language, so that a weight means the same for every
country and language. Nothing here knows the gold or weighs one feature against another: the ranker does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from analyser.matching.expectations import expected
from analyser.matching.scene import Floats, Stage

MARKS = (
    "pornography",
    "prostitution",
    "performance",
    "solicit",
    "sexual_act",
    "attempt",
    "aiding",
    "legal_person",
    "limitation",
    "search",
    "seizure",
    "interception",
    "production_order",
    "preservation",
    "recidivism",
    "organisation",
)


@dataclass(frozen=True, slots=True)
class Feature:
    """A named column of the table."""

    name: str
    func: Callable[[Stage, str], Floats]
    relative: bool = True

    @property
    def documentation(self) -> str:
        return " ".join((self.func.__doc__ or "").split())


def _column(stage: Stage, concept: str) -> int:
    return stage.concepts.index(concept)


def family_of(concept: str) -> str:
    """The concepts that are told apart by their verb alone: `csam.possess` -> `csam`, `def.csam.real` -> `def.csam`."""
    parts = concept.split(".")
    return ".".join(parts[:2]) if parts[0] in ("def", "proc") else parts[0]


def _family(stage: Stage, concept: str) -> list[int]:
    return [index for index, other in enumerate(stage.concepts) if family_of(other) == family_of(concept)]


def own_best(stage: Stage, concept: str) -> Floats:
    """Cosine of the section's best window with the nearest formulation in the law's language."""
    return stage.best(stage.own[:, list(stage.queries.of[concept])].max(axis=1))


def own_mean(stage: Stage, concept: str) -> Floats:
    """Cosine of the section's best window with the concept's formulations in the law's language, on average."""
    return stage.section_concepts[:, _column(stage, concept)]


def english_mean(stage: Stage, concept: str) -> Floats:
    """Cosine of the section's best window with the English formulations, on average."""
    return stage.best(stage.in_english[:, list(stage.english.of[concept])].mean(axis=1))


def specific(stage: Stage, concept: str) -> Floats:
    """How much nearer the best window is to this concept than to the other families' concepts."""
    column, family = _column(stage, concept), _family(stage, concept)
    others = np.delete(stage.concept_windows, family, axis=1)
    return stage.best(stage.concept_windows[:, column] - np.sort(others, axis=1)[:, -5:].mean(axis=1))


def within_family(stage: Stage, concept: str) -> Floats:
    """How much nearer the best window is to this concept than to its siblings (possessing against distributing)."""
    column, family = _column(stage, concept), _family(stage, concept)
    return stage.best(stage.concept_windows[:, column] - stage.concept_windows[:, family].mean(axis=1))


def family_best(stage: Stage, concept: str) -> Floats:
    """The section's nearness to any concept of the family."""
    return np.asarray(stage.section_concepts[:, _family(stage, concept)].max(axis=1))


def share_of_concepts(stage: Stage, concept: str) -> Floats:
    """The concept's share among all concepts competing for the section."""
    return stage.concept_shares[:, _column(stage, concept)]


def trained(stage: Stage, concept: str) -> Floats:
    """Score of the best window by the trained head, which has read confirmed provisions of other jurisdictions."""
    return stage.trained_sections[:, _column(stage, concept)]


def trained_family(stage: Stage, concept: str) -> Floats:
    """The best trained score for any concept of the family."""
    return np.asarray(stage.trained_sections[:, _family(stage, concept)].max(axis=1))


def ngrams_best(stage: Stage, concept: str) -> Floats:
    """BM25 of character n-grams shared with the nearest formulation in the law's language."""
    return np.asarray(stage.ngrams[:, list(stage.queries.of[concept])].max(axis=1))


def ngrams_mean(stage: Stage, concept: str) -> Floats:
    """BM25 of character n-grams shared with the concept's formulations, on average."""
    return np.asarray(stage.ngrams[:, list(stage.queries.of[concept])].mean(axis=1))


def expected_terms(stage: Stage, concept: str) -> Floats:
    """Share of the expected lexicon groups (victim, act, object, means ...) that the section speaks of."""
    groups = [stage.terms[group] > 0 for group in expected(concept) if group in stage.terms]
    return np.mean(groups, axis=0) if groups else np.zeros(len(stage.sections))


def expected_rarity(stage: Stage, concept: str) -> Floats:
    """Occurrences of the expected terms, each group weighed by its rarity in these laws and damped by length."""
    total = np.zeros(len(stage.sections))
    for group in expected(concept):
        if group in stage.terms:
            counts = stage.terms[group]
            rarity = np.log((len(counts) + 1) / (np.count_nonzero(counts) + 1))
            total += rarity * np.log1p(counts) / (1 + 0.1 * stage.log_lengths)
    return total


def expected_heading(stage: Stage, concept: str) -> Floats:
    """Expected lexicon groups named in the heading or the innermost enclosing part, by rarity."""
    total = np.zeros(len(stage.sections))
    for group in expected(concept):
        if group in stage.heading_terms:
            counts = stage.heading_terms[group]
            total += np.log((len(counts) + 1) / (np.count_nonzero(counts) + 1)) * (counts > 0)
    return total


def foreign_terms(stage: Stage, concept: str) -> Floats:
    """Share of the marking lexicon groups of other subjects that the section speaks of."""
    wanted = expected(concept)
    groups = [stage.terms[group] > 0 for group in MARKS if group in stage.terms and group not in wanted]
    return np.mean(groups, axis=0) if groups else np.zeros(len(stage.sections))


def punishes(stage: Stage, concept: str) -> Floats:
    """1 where the section names a punishment."""
    return (stage.terms["punish"] > 0).astype(float) if "punish" in stage.terms else np.zeros(len(stage.sections))


def defines(stage: Stage, concept: str) -> Floats:
    """1 where the section has the form of a definition (`means`, `s'entend`)."""
    return (
        (stage.terms["definition"] > 0).astype(float) if "definition" in stage.terms else np.zeros(len(stage.sections))
    )


def length(stage: Stage, concept: str) -> Floats:
    """Logarithm of the section's length in characters."""
    return stage.log_lengths


def position(stage: Stage, concept: str) -> Floats:
    """Place of the section in its law, 0 at the start and 1 at the end."""
    return stage.positions


def repealed(stage: Stage, concept: str) -> Floats:
    """1 where the section is repealed or has no text."""
    return np.array([float(section.repealed or not section.text.strip()) for section in stage.sections])


def neighbours(stage: Stage, concept: str) -> Floats:
    """Nearness of the two sections before and after to the concept's family, on average."""
    scores = family_best(stage, concept)
    padded = np.pad(scores, 2, mode="edge")
    return np.asarray((padded[:-4] + padded[1:-3] + padded[3:-1] + padded[4:]) / 4)


def enclosing_part(stage: Stage, concept: str) -> Floats:
    """Nearness of the whole enclosing part (chapter) to the concept's family, on average."""
    scores = family_best(stage, concept)
    sums = np.bincount(stage.part_of, weights=scores)
    return np.asarray((sums / np.bincount(stage.part_of))[stage.part_of])


def dense_rank(stage: Stage, concept: str) -> Floats:
    """Reciprocal of the section's rank by nearness to the formulations."""
    return _reciprocal_rank(own_mean(stage, concept))


def trained_rank(stage: Stage, concept: str) -> Floats:
    """Reciprocal of the section's rank by the trained head."""
    return _reciprocal_rank(trained(stage, concept))


def ngrams_rank(stage: Stage, concept: str) -> Floats:
    """Reciprocal of the section's rank by shared character n-grams."""
    return _reciprocal_rank(ngrams_mean(stage, concept))


def _reciprocal_rank(scores: Floats) -> Floats:
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return 3.0 / (3.0 + ranks)


FEATURES: tuple[Feature, ...] = (
    Feature("own_best", own_best),
    Feature("own_mean", own_mean),
    Feature("english_mean", english_mean),
    Feature("specific", specific),
    Feature("within_family", within_family),
    Feature("family_best", family_best),
    Feature("share_of_concepts", share_of_concepts, relative=False),
    Feature("trained", trained),
    Feature("trained_family", trained_family),
    Feature("ngrams_best", ngrams_best),
    Feature("ngrams_mean", ngrams_mean),
    Feature("expected_terms", expected_terms, relative=False),
    Feature("expected_rarity", expected_rarity),
    Feature("expected_heading", expected_heading),
    Feature("foreign_terms", foreign_terms, relative=False),
    Feature("punishes", punishes, relative=False),
    Feature("defines", defines, relative=False),
    Feature("length", length),
    Feature("position", position, relative=False),
    Feature("repealed", repealed, relative=False),
    Feature("neighbours", neighbours),
    Feature("enclosing_part", enclosing_part),
    Feature("dense_rank", dense_rank, relative=False),
    Feature("trained_rank", trained_rank, relative=False),
    Feature("ngrams_rank", ngrams_rank, relative=False),
)


def standardise(values: Floats) -> Floats:
    """Mean 0, deviation 1; a constant column becomes 0."""
    spread = values.std()
    return np.zeros_like(values) if spread < 1e-12 else (values - values.mean()) / spread


def feature_table(stage: Stage, concept: str, only: Sequence[int] | None = None) -> Floats:
    """(n, features) in the order of `FEATURES`, or of the columns asked for."""
    chosen = FEATURES if only is None else [FEATURES[index] for index in only]
    columns = [(feature.func(stage, concept), feature.relative) for feature in chosen]
    return np.stack([standardise(column) if relative else column for column, relative in columns], axis=1)
