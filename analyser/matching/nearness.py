"""Columns of the table that measure nearness in meaning: to formulations, to confirmed provisions, by the trained head.

Each function scores every section of a stage for one concept; nothing here weighs one against another.
"""

import numpy as np

from analyser.matching.scene import Floats, Stage

SET_BACK = 2.0  # in the trained head's scores, whose spread over sections is a few units


def family_of(concept: str) -> str:
    """The concepts that are told apart by their verb alone: `csam.possess` -> `csam`, `def.csam.real` -> `def.csam`."""
    parts = concept.split(".")
    return ".".join(parts[:2]) if parts[0] in ("def", "proc") else parts[0]


def column_of(stage: Stage, concept: str) -> int:
    return stage.concepts.index(concept)


def siblings(stage: Stage, concept: str) -> list[int]:
    """Columns of the concept's family, itself included."""
    return [index for index, other in enumerate(stage.concepts) if family_of(other) == family_of(concept)]


def reciprocal_rank(scores: Floats) -> Floats:
    """1 for the best, falling towards 0 with the rank."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return 3.0 / (3.0 + ranks)


def own_best(stage: Stage, concept: str) -> Floats:
    """Cosine of the section's best window with the nearest formulation in the law's language."""
    return stage.best(stage.own[:, list(stage.queries.of[concept])].max(axis=1))


def own_mean(stage: Stage, concept: str) -> Floats:
    """Cosine of the section's best window with the concept's formulations in the law's language, on average."""
    return stage.section_concepts[:, column_of(stage, concept)]


def english_mean(stage: Stage, concept: str) -> Floats:
    """Cosine of the section's best window with the English formulations, on average."""
    return stage.best(stage.in_english[:, list(stage.english.of[concept])].mean(axis=1))


def specific(stage: Stage, concept: str) -> Floats:
    """How much nearer the best window is to this concept than to the other families' concepts."""
    column, family = column_of(stage, concept), siblings(stage, concept)
    others = np.delete(stage.concept_windows, family, axis=1)
    return stage.best(stage.concept_windows[:, column] - np.sort(others, axis=1)[:, -5:].mean(axis=1))


def within_family(stage: Stage, concept: str) -> Floats:
    """How much nearer the best window is to this concept than to its siblings (possessing against distributing)."""
    column, family = column_of(stage, concept), siblings(stage, concept)
    return stage.best(stage.concept_windows[:, column] - stage.concept_windows[:, family].mean(axis=1))


def family_best(stage: Stage, concept: str) -> Floats:
    """The section's nearness to any concept of the family."""
    return np.asarray(stage.section_concepts[:, siblings(stage, concept)].max(axis=1))


def share_of_concepts(stage: Stage, concept: str) -> Floats:
    """The concept's share among all concepts competing for the section."""
    return stage.concept_shares[:, column_of(stage, concept)]


def trained(stage: Stage, concept: str) -> Floats:
    """Score of the best window by the trained head, which has read confirmed provisions of other jurisdictions."""
    return stage.trained_sections[:, column_of(stage, concept)]


def trained_with_child(stage: Stage, concept: str) -> Floats:
    """As `trained`, with a window that names no child set back: the offence on adults comes after that on children."""
    scores = stage.trained_windows[:, column_of(stage, concept)]
    return stage.best(scores - SET_BACK * ~stage.naming_child if scores.any() else scores)


def trained_family(stage: Stage, concept: str) -> Floats:
    """The best trained score for any concept of the family."""
    return np.asarray(stage.trained_sections[:, siblings(stage, concept)].max(axis=1))


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
    return reciprocal_rank(own_mean(stage, concept))


def trained_rank(stage: Stage, concept: str) -> Floats:
    """Reciprocal of the section's rank by the trained head."""
    return reciprocal_rank(trained(stage, concept))


def own_centred(stage: Stage, concept: str) -> Floats:
    """As `own_mean`, with what all sections and all formulations of the language have in common taken away."""
    return stage.best(stage.own_centred[:, list(stage.queries.of[concept])].mean(axis=1))


def own_average(stage: Stage, concept: str) -> Floats:
    """Cosine with the concept's formulations over all windows: low where one item of a long list is alike."""
    return stage.average(stage.concept_windows[:, column_of(stage, concept)])


def trained_average(stage: Stage, concept: str) -> Floats:
    """The trained score over all windows of the section."""
    return stage.average(stage.trained_windows[:, column_of(stage, concept)])


def trained_within_family(stage: Stage, concept: str) -> Floats:
    """How far the best window's trained score is above its siblings' scores."""
    scores = stage.trained_windows
    return stage.best(scores[:, column_of(stage, concept)] - scores[:, siblings(stage, concept)].mean(axis=1))


def trained_share(stage: Stage, concept: str) -> Floats:
    """The concept's share among all concepts competing for the section, by the trained head."""
    return stage.trained_shares[:, column_of(stage, concept)]


def exemplar_best(stage: Stage, concept: str) -> Floats:
    """Nearness of the best window to the nearest confirmed provision of another jurisdiction; 0 where none is known."""
    return np.asarray(stage.near_exemplars(concept)[0])


def exemplar_few(stage: Stage, concept: str) -> Floats:
    """As `exemplar_best`, over the five nearest confirmed provisions."""
    return np.asarray(stage.near_exemplars(concept)[1])


def exemplar_mean(stage: Stage, concept: str) -> Floats:
    """As `exemplar_best`, over all confirmed provisions."""
    return np.asarray(stage.near_exemplars(concept)[2])


def exemplar_rank(stage: Stage, concept: str) -> Floats:
    """Reciprocal of the section's rank by nearness to confirmed provisions; 0 where none is known."""
    scores = exemplar_few(stage, concept)
    return reciprocal_rank(scores) if scores.any() else np.zeros(len(scores))


def trained_early(stage: Stage, concept: str) -> Floats:
    """Among the ten nearest sections 1 for the first in the law, falling to 0: a basic offence comes before those
    that build on it."""
    return _early(stage, concept, 10)


def trained_early_few(stage: Stage, concept: str) -> Floats:
    """As `trained_early`, among the four nearest."""
    return _early(stage, concept, 4)


def _early(stage: Stage, concept: str, count: int) -> Floats:
    columns = (
        own_mean(stage, concept),
        trained(stage, concept),
        stage.ngrams[:, list(stage.queries.of[concept])].mean(axis=1),
    )
    near = np.sum([(values - values.mean()) / (values.std() + 1e-12) for values in columns], axis=0)
    first = np.sort(np.argsort(-near, kind="stable")[:count])
    out = np.zeros(len(near))
    out[first] = 1 - np.arange(len(first)) / count
    return out
