"""What differs between two benchmarks, so that moving ratings from one to the other is a reviewable decision.

Proposes neighbours by concept for an element that is gone; never maps by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from benchmarks.model import Benchmark, Element


@dataclass(frozen=True, slots=True)
class Difference:
    """Element ids: only in the first, only in the second, in both with other content."""

    removed: tuple[str, ...]
    added: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]  # element -> names of the fields that differ
    rows_changed: bool
    neighbours: Mapping[str, tuple[str, ...]]  # removed element -> elements of the second with its concept

    @property
    def empty(self) -> bool:
        return not (self.removed or self.added or self.changed or self.rows_changed)


def diff(first: Benchmark, second: Benchmark) -> Difference:
    """The difference from the first benchmark to the second, in their order."""
    old = {element.id: element for element in first.elements}
    new = {element.id: element for element in second.elements}
    removed = tuple(id for id in old if id not in new)
    return Difference(
        removed=removed,
        added=tuple(id for id in new if id not in old),
        changed={id: names for id in old if id in new and (names := _other_fields(old[id], new[id]))},
        rows_changed=first.rows != second.rows,
        neighbours={id: near for id in removed if (near := _same_concept(old[id], second))},
    )


def _other_fields(old: Element, new: Element) -> tuple[str, ...]:
    return tuple(field.name for field in fields(Element) if getattr(old, field.name) != getattr(new, field.name))


def _same_concept(element: Element, benchmark: Benchmark) -> tuple[str, ...]:
    return tuple(other.id for other in benchmark.elements if other.concept == element.concept)
