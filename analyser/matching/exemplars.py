"""Confirmed provisions of other jurisdictions become further queries: what is rated makes the next country easier.

Decides which passage of a confirmed section stands for a concept: the window nearest to the concept's formulations.
A vector is set against the mean of its own law's passages, so that it is compared by meaning and not by language.
Refuses to compare a jurisdiction with itself: the caller leaves its own provisions out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyser.matching.candidate import Encoder, Vectors
from analyser.matching.passages import windows
from analyser.matching.queries import queries_for
from analyser.matching.scene import Exemplars, Stage, centred
from analyser.sections.law import Section, SplitLaw
from benchmarks.model import Element, Language

BACKGROUND = 150  # sections of a law whose passages stand for what the law has in common


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The sections of one law, by key, that answer a concept by what people said."""

    law: SplitLaw
    keys: Mapping[str, frozenset[str]]  # concept -> keys


def exemplars_of(
    confirmed: Sequence[Confirmed], elements: Sequence[Element], languages: Mapping[str, Language], encoder: Encoder
) -> Exemplars:
    """Concept -> one centred vector for each confirmed section that is in its law."""
    found: dict[str, list[Vectors]] = {}
    for one in confirmed:
        wanted = frozenset(key for keys in one.keys.values() for key in keys)
        chosen = _chosen(one.law, wanted)
        cut = windows(chosen, encoder.count_tokens)
        if not cut:
            continue
        vectors = encoder.encode_passages([window.text for window in cut])
        section_of = np.array([window.section for window in cut], np.int64)
        queries = queries_for(one.law.language, elements, languages)
        asked = encoder.encode_queries(queries.texts)
        for concept, keys in sorted(one.keys.items()):
            if concept in queries.of:
                nearness = (vectors @ asked[list(queries.of[concept])].T).mean(axis=1)
                rows = [index for index, section in enumerate(chosen) if section.key in keys]
                found.setdefault(concept, []).append(centred(vectors)[_nearest(nearness, section_of, rows)])
    return {concept: np.concatenate(vectors) for concept, vectors in sorted(found.items())}


def stage_exemplars(stage: Stage, concept: str, sections: Sequence[int]) -> Vectors:
    """The same of a stage that is there already: (k, d) of its sections by index."""
    nearness = stage.concept_windows[:, stage.concepts.index(concept)]
    return stage.centred[_nearest(nearness, stage.section_of, sections)]


def _nearest(
    nearness: npt.NDArray[np.floating], section_of: npt.NDArray[np.int64], sections: Sequence[int]
) -> npt.NDArray[np.int64]:
    """The index of each section's nearest window; a section without one has none."""
    own = [np.flatnonzero(section_of == section) for section in sections]
    return np.array([rows[int(np.argmax(nearness[rows]))] for rows in own if len(rows)], np.int64)


def _chosen(law: SplitLaw, wanted: frozenset[str]) -> list[Section]:
    """The wanted sections and every so-manieth of the others."""
    step = max(1, len(law.sections) // BACKGROUND)
    return [section for at, section in enumerate(law.sections) if section.key in wanted or at % step == 0]
