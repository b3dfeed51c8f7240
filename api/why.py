"""Why a section was proposed, for a lawyer: the terms found and not found first, the figures behind a fold.

The figures are the ranker's features with the documentation that `analyser.matching` gives; nothing is weighed here.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from analyser.store.records import CandidateRecord
from api.languages import gettext as _
from api.words import language, unknown


def reasons(candidate: CandidateRecord) -> list[tuple[str, str]]:
    """(what, in words) of the details that a person can check in the text."""
    signals = candidate.signals
    lines = [
        (_("Terms found"), named(signals.get("found", ()))),
        (_("Terms not found"), named(signals.get("missing", ()))),
        (_("Compared with statutes’ wording in"), ", ".join(map(language, signals.get("formulations", ())))),
    ]
    return [(what, said) for what, said in lines if said]


def figures(candidate: CandidateRecord) -> list[tuple[str, str, str]]:
    """(name, what it measures, value) of every figure of the ranking, in its order."""
    documented = documentation()
    numbers = ((name, value) for name, value in candidate.signals.items() if isinstance(value, int | float | str))
    return [(name.replace("_", " "), documented.get(name, ""), figure(value)) for name, value in numbers]


def named(groups: Any) -> str:
    """Groups of the lexicon as words."""
    return ", ".join(str(group).replace("_", " ") for group in groups)


def figure(value: Any) -> str:
    """A feature's score."""
    if value is None:
        return unknown()
    return f"{value:.2f}" if isinstance(value, float) else str(value)


@cache
def documentation() -> Mapping[str, str]:
    """What each feature measures."""
    from analyser.matching import FEATURES  # here: the pages must not wait for the numerical libraries

    return {feature.name: feature.documentation for feature in FEATURES}
