"""The readable table by which a section is scored for a concept: one documented function a feature.

A feature is a function of (stage, concept) returning one number a section; its docstring is its public documentation.
Features marked `relative` are standardised over the sections of one language, so that a weight means the same for every
country and language. Nothing here knows the gold or weighs one feature against another: the ranker does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from analyser.matching import nearness, wording
from analyser.matching.scene import Floats, Stage


@dataclass(frozen=True, slots=True)
class Feature:
    """A named column of the table."""

    name: str
    func: Callable[[Stage, str], Floats]
    relative: bool = True

    @property
    def documentation(self) -> str:
        return " ".join((self.func.__doc__ or "").split())


FEATURES: tuple[Feature, ...] = (
    Feature("own_best", nearness.own_best),
    Feature("own_mean", nearness.own_mean),
    Feature("english_mean", nearness.english_mean),
    Feature("specific", nearness.specific),
    Feature("within_family", nearness.within_family),
    Feature("family_best", nearness.family_best),
    Feature("share_of_concepts", nearness.share_of_concepts, relative=False),
    Feature("trained", nearness.trained),
    Feature("trained_family", nearness.trained_family),
    Feature("ngrams_best", wording.ngrams_best),
    Feature("ngrams_mean", wording.ngrams_mean),
    Feature("expected_terms", wording.expected_terms, relative=False),
    Feature("expected_rarity", wording.expected_rarity),
    Feature("expected_heading", wording.expected_heading),
    Feature("foreign_terms", wording.foreign_terms, relative=False),
    Feature("punishes", wording.punishes, relative=False),
    Feature("defines", wording.defines, relative=False),
    Feature("length", wording.length),
    Feature("position", wording.position, relative=False),
    Feature("repealed", wording.repealed, relative=False),
    Feature("neighbours", nearness.neighbours),
    Feature("enclosing_part", nearness.enclosing_part),
    Feature("dense_rank", nearness.dense_rank, relative=False),
    Feature("trained_rank", nearness.trained_rank, relative=False),
    Feature("ngrams_rank", wording.ngrams_rank, relative=False),
    Feature("own_centred", nearness.own_centred),
    Feature("own_average", nearness.own_average),
    Feature("trained_average", nearness.trained_average),
    Feature("trained_within_family", nearness.trained_within_family),
    Feature("trained_share", nearness.trained_share, relative=False),
    Feature("exemplar_best", nearness.exemplar_best),
    Feature("exemplar_few", nearness.exemplar_few),
    Feature("exemplar_mean", nearness.exemplar_mean),
    Feature("exemplar_rank", nearness.exemplar_rank, relative=False),
    Feature("trained_early", nearness.trained_early, relative=False),
    Feature("trained_early_few", nearness.trained_early_few, relative=False),
    Feature("act_terms", wording.act_terms),
    Feature("act_heading", wording.act_heading),
    Feature("act_share", wording.act_share, relative=False),
    Feature("heading_ngrams", wording.heading_ngrams),
    Feature("heading_rank", wording.heading_rank, relative=False),
    Feature("windows", wording.windows),
    Feature("together_terms", wording.together_terms, relative=False),
    Feature("together_rarity", wording.together_rarity),
    Feature("together_acts", wording.together_acts),
    Feature("together_child", wording.together_child),
    Feature("child_share", wording.child_share, relative=False),
    Feature("child_heading", wording.child_heading, relative=False),
    Feature("trained_with_child", nearness.trained_with_child),
    Feature("for_definition", wording.for_definition, relative=False),
    Feature("for_contact", wording.for_contact, relative=False),
    Feature("for_exploitation", wording.for_exploitation, relative=False),
    Feature("for_material", wording.for_material, relative=False),
    Feature("for_general_part", wording.for_general_part, relative=False),
    Feature("for_aggravation", wording.for_aggravation, relative=False),
    Feature("for_procedure", wording.for_procedure, relative=False),
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
