"""The confirmed provisions of other jurisdictions, as the store has them: further queries for the next country.

Decides which answers count: present ratings of covered or partial in complete rounds, with the sections they cite.
Refuses a country its own answers, for a ranking must not be led by what it is to show, and blind ones, for a ranking
must not give them away.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyser.review import blind
from analyser.review.judgement import Judgement
from analyser.store.unit import Unit
from benchmarks.model import Element

if TYPE_CHECKING:
    from analyser.matching.exemplars import Confirmed

_ANSWERED = (Judgement.COVERED, Judgement.PARTIAL)
Places = dict[str, dict[str, list[str]]]
"""Law version -> concept -> keys of its sections, sorted."""


def confirmed_elsewhere(unit: Unit, jurisdiction: str, elements: Sequence[Element]) -> Places:
    """What reviewers cited for the elements' concepts in other jurisdictions."""
    concepts = {element.id: element.concept for element in elements}
    found: dict[str, dict[str, set[str]]] = {}
    for rating in blind.visible(unit.ratings.list(elements=sorted(concepts)), None, unit.reviews.plan()):
        if rating.jurisdiction != jurisdiction and rating.judgement in _ANSWERED:
            for citation in rating.citations:
                of_law = found.setdefault(citation.law_version_id, {})
                of_law.setdefault(concepts[rating.element], set()).add(citation.key)
    return {
        law: {concept: sorted(keys) for concept, keys in sorted(of_law.items())}
        for law, of_law in sorted(found.items())
    }


def digest(places: Places) -> str | None:
    """A fingerprint of what was confirmed; None where nothing was."""
    return hashlib.sha256(json.dumps(places, sort_keys=True).encode()).hexdigest() if places else None


def with_laws(unit: Unit, places: Places) -> "tuple[Confirmed, ...]":
    """The same with the laws themselves."""
    from analyser.matching.exemplars import Confirmed  # here: the pages must not wait for the numerical libraries

    return tuple(
        Confirmed(
            unit.sections.split_law(unit.laws.get(law)), {concept: frozenset(keys) for concept, keys in own.items()}
        )
        for law, own in places.items()
    )
