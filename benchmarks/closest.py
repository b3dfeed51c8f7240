"""The names nearest to one that nobody defines."""

from collections.abc import Iterable
from difflib import get_close_matches


def closest(name: str, known: Iterable[str], count: int = 5) -> list[str]:
    """Up to `count` known names: those that look alike first, then those that contain the name."""
    names = sorted(known)
    near = get_close_matches(name, names, n=count, cutoff=0.6)
    inside = [other for other in names if name and name.casefold() in other.casefold() and other not in near]
    return (near + inside)[:count]


def hint(name: str, known: Iterable[str]) -> str:
    """What to tell somebody who asked for an unknown name; lists all known names where there are few."""
    names = sorted(known)
    near = closest(name, names)
    if near:
        return f"Did you mean {', '.join(near)}?"
    if len(names) <= 20:
        return f"Known: {', '.join(names)}."
    return "`analyser benchmarks list` and `analyser benchmarks show` print the known names."
