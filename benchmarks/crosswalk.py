"""Which elements of other instruments ask about the same concept, and which concepts lie within wider ones.

Same concept is not same content: a State that meets one may fail the other, so nothing here copies a rating. The
reviewer sees the neighbours and decides. Refuses unknown concepts and a concept that lies, by whatever way, within
itself: such a cycle would make every concept on it wider than every other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from analyser.errors import UnknownName
from benchmarks.closest import hint
from benchmarks.instruments import load_elements
from benchmarks.model import Benchmark, Element
from benchmarks.nodes import Fields, Node, Problems, read_yaml
from benchmarks.vocabulary import load_vocabulary, package

FILE = "crosswalk.yaml"


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Concept -> the next wider concept it lies within."""

    within: Mapping[str, str]

    def wider(self, concept: str) -> tuple[str, ...]:
        """The concepts it lies within, the nearest first."""
        found: list[str] = []
        while concept in self.within:
            concept = self.within[concept]
            found.append(concept)
        return tuple(found)

    def narrower(self, concept: str) -> tuple[str, ...]:
        """The concepts that lie directly within it, in the order of the file."""
        return tuple(inner for inner, outer in self.within.items() if outer == concept)


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


def load_crosswalk(folder: Path | None = None) -> Crosswalk:
    """The packaged cross-walk, with what a user's folder adds or says otherwise. Raises InvalidDefinition."""
    if folder is None or not (folder / FILE).is_file():
        return _packaged()
    return _read(folder / FILE, _packaged().within)


@cache
def _packaged() -> Crosswalk:
    return _read(package() / FILE, {})


def _read(source: Traversable, base: Mapping[str, str]) -> Crosswalk:
    known, problems = load_vocabulary().concepts, Problems(FILE)
    fields = Fields(read_yaml(source, problems), "", problems)
    pairs = fields.pairs("within")
    for concept, node in pairs.items():
        for name in (concept, node.text or ""):
            if name not in known:
                problems.add(node, concept, f"unknown concept `{name}`", hint(name, known))
    within = {**base, **{concept: node.text or "" for concept, node in pairs.items()}}
    _refuse_cycles(within, pairs, problems)
    fields.finish()
    problems.raise_if_any()
    return Crosswalk(within)


def _refuse_cycles(within: Mapping[str, str], pairs: Mapping[str, Node], problems: Problems) -> None:
    told: set[str] = set()
    for concept, node in pairs.items():
        way = [concept]
        while way[-1] in within and within[way[-1]] not in way:
            way.append(within[way[-1]])
        back = within.get(way[-1])
        if back == concept and concept not in told:
            told.update(way)
            circle = " > ".join([*way, concept])
            problems.add(node, concept, f"the cross-walk runs in a circle: {circle}", "Take one of these lines out.")
