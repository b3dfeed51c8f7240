"""Columns of the table that count words and look at structure: terms of the lexicon, shared n-grams, place, length.

Each function scores every section of a stage for one concept; nothing here weighs one against another.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from analyser.matching.expectations import COMMON, expected, verbs_beside
from analyser.matching.nearness import reciprocal_rank
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


def ngrams_rank(stage: Stage, concept: str) -> Floats:
    """Reciprocal of the section's rank by shared character n-grams."""
    return reciprocal_rank(ngrams_mean(stage, concept))


def act_terms(stage: Stage, concept: str) -> Floats:
    """As `expected_rarity`, of the groups that tell the concept from its family alone (the verb, the means)."""
    return _rarity(stage, concept, stage.terms) / (1 + 0.1 * stage.log_lengths)


def act_heading(stage: Stage, concept: str) -> Floats:
    """As `act_terms`, in the heading and the innermost enclosing part."""
    return _rarity(stage, concept, stage.heading_terms)


def act_share(stage: Stage, concept: str) -> Floats:
    """Share of the concept's own verbs among the verbs of its family: possessing against distributing."""
    own = [stage.terms[group] for group in _acts(concept) if group in stage.terms]
    every = [stage.terms[group] for group in verbs_beside(concept) if group in stage.terms]
    if not own or not every:
        return np.zeros(len(stage.sections))
    return np.asarray(np.sum(own, axis=0) / (1 + np.sum(every, axis=0)))


def heading_ngrams(stage: Stage, concept: str) -> Floats:
    """BM25 of character n-grams that heading and innermost part share with the concept's formulations, on average."""
    return np.asarray(stage.heading_ngrams[:, list(stage.queries.of[concept])].mean(axis=1))


def heading_rank(stage: Stage, concept: str) -> Floats:
    """Reciprocal of the section's rank by the n-grams its heading shares with the formulations."""
    return reciprocal_rank(heading_ngrams(stage, concept))


def windows(stage: Stage, concept: str) -> Floats:
    """Logarithm of the number of windows the section was read in."""
    return np.asarray(np.log1p(np.bincount(stage.section_of, minlength=len(stage.sections))))


def together_terms(stage: Stage, concept: str) -> Floats:
    """As `expected_terms`, of the window that has most: the victim and the act in one sentence, not pages apart."""
    groups = [stage.window_terms[group] > 0 for group in expected(concept) if group in stage.window_terms]
    return stage.best(np.mean(groups, axis=0) if groups else np.zeros(len(stage.windows)))


def together_rarity(stage: Stage, concept: str) -> Floats:
    """Expected groups of the window that has most, each weighed by its rarity in these laws."""
    return stage.best(_in_windows(stage, expected(concept)))


def together_acts(stage: Stage, concept: str) -> Floats:
    """As `together_rarity`, of the groups that tell the concept from its family alone."""
    return stage.best(_in_windows(stage, _acts(concept)))


def together_child(stage: Stage, concept: str) -> Floats:
    """As `together_acts`, of the windows that name a child."""
    return stage.best(_in_windows(stage, _acts(concept)) * stage.naming_child)


def child_share(stage: Stage, concept: str) -> Floats:
    """Share of the section's windows that name a child: a provision made for children, or one that mentions them."""
    counts = np.bincount(stage.section_of, minlength=len(stage.sections))
    named = np.bincount(stage.section_of, weights=stage.naming_child, minlength=len(stage.sections))
    return np.asarray(named / np.maximum(counts, 1))


def child_heading(stage: Stage, concept: str) -> Floats:
    """1 where the heading or the innermost enclosing part names a child."""
    named = stage.heading_terms.get("child")
    return np.zeros(len(stage.sections)) if named is None else (named > 0).astype(float)


def _in_windows(stage: Stage, groups: Sequence[str]) -> Floats:
    """(w,) the groups each window speaks of, by their rarity among the sections."""
    total = np.zeros(len(stage.windows))
    for group in groups:
        if group in stage.window_terms:
            counts = stage.terms[group]
            rarity = np.log((len(counts) + 1) / (np.count_nonzero(counts) + 1))
            total += rarity * (stage.window_terms[group] > 0)
    return total


def _acts(concept: str) -> list[str]:
    return [group for group in expected(concept) if group not in COMMON]


def _rarity(stage: Stage, concept: str, terms: Mapping[str, Floats]) -> Floats:
    total = np.zeros(len(stage.sections))
    for group in _acts(concept):
        if group in terms:
            counts = terms[group]
            total += np.log((len(counts) + 1) / (np.count_nonzero(counts) + 1)) * np.log1p(counts)
    return total


def _of_kind(stage: Stage, concept: str, kinds: Sequence[str]) -> Floats:
    return np.full(len(stage.sections), float(concept.partition(".")[0] in kinds))


def for_definition(stage: Stage, concept: str) -> Floats:
    """1 where a definition is asked for."""
    return _of_kind(stage, concept, ("def",))


def for_contact(stage: Stage, concept: str) -> Floats:
    """1 where abuse, corruption or solicitation is asked for."""
    return _of_kind(stage, concept, ("abuse", "corrupt", "groom"))


def for_exploitation(stage: Stage, concept: str) -> Floats:
    """1 where prostitution or performances are asked for."""
    return _of_kind(stage, concept, ("prostitution", "performance"))


def for_material(stage: Stage, concept: str) -> Floats:
    """1 where conduct with material is asked for."""
    return _of_kind(stage, concept, ("csam",))


def for_general_part(stage: Stage, concept: str) -> Floats:
    """1 where attempt, aiding or liability of legal persons is asked for."""
    return _of_kind(stage, concept, ("inchoate", "corp"))


def for_aggravation(stage: Stage, concept: str) -> Floats:
    """1 where an aggravating circumstance is asked for."""
    return _of_kind(stage, concept, ("aggr",))


def for_procedure(stage: Stage, concept: str) -> Floats:
    """1 where a rule or power of procedure is asked for."""
    return _of_kind(stage, concept, ("proc",))
