"""Which elements of other instruments ask about the same concept.

Same concept is not same content: a State that meets one may fail the other, so nothing here copies a rating. The
reviewer sees the neighbours and decides.
"""

from pathlib import Path

from analyser.errors import UnknownName
from benchmarks.closest import hint
from benchmarks.instruments import load_elements
from benchmarks.model import Benchmark, Element


def same_concept(element_id: str, folder: Path | None = None) -> tuple[Element, ...]:
    """The other elements with the concept of this one, in the order of the instruments. Raises UnknownName."""
    elements = load_elements(folder)
    if element_id not in elements:
        raise UnknownName(f"No element `{element_id}`.", hint(element_id, elements))
    concept = elements[element_id].concept
    return tuple(e for e in elements.values() if e.concept == concept and e.id != element_id)


def by_concept(benchmark: Benchmark) -> dict[str, tuple[str, ...]]:
    """Concept -> ids of the benchmark's elements that ask about it, in the benchmark's order."""
    result: dict[str, list[str]] = {}
    for element in benchmark.elements:
        result.setdefault(element.concept, []).append(element.id)
    return {concept: tuple(ids) for concept, ids in result.items()}
