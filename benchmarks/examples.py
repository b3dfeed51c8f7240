"""Worked examples in invented statutory language: what covers an element, what covers a part of it, what does not.

They explain the codebook and are no part of a benchmark's content: a rating rests on the entry itself, so a better
example needs no new version. Refuses an example for an unknown element, a partial one without a reason code of its
element, a sentence used twice, and sentences too short or too long to teach anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from benchmarks.closest import hint
from benchmarks.instruments import list_instruments, load_instrument, names_in
from benchmarks.model import Element
from benchmarks.nodes import Fields, Node, Problems, read_yaml
from benchmarks.vocabulary import package

KINDS = ("covered", "partial", "none")
SHORTEST, LONGEST = 20, 320  # characters of an example


@dataclass(frozen=True, slots=True)
class Example:
    """A provision as a statute might have it; `reason` is the code of a partial example, None for the others."""

    kind: str  # covered, partial, none (a look-alike)
    text: str
    why: str
    reason: str | None = None


def load_examples(folder: Path | None = None) -> Mapping[str, tuple[Example, ...]]:
    """Examples by element, in the order of KINDS; those of a user's folder go before the package.

    Raises InvalidDefinition naming file, line, element and what to do.
    """
    own = folder / "examples" if folder is not None else None
    replaced = names_in(own) if own is not None else []
    if own is None or not replaced:
        return _packaged()
    result: dict[str, tuple[Example, ...]] = {}
    for name in list_instruments(folder):
        if name in replaced:
            result |= read_examples(own / f"{name}.yaml", folder)
        elif name in names_in(package() / "examples"):
            result |= _of(name)
    return result


@cache
def _packaged() -> Mapping[str, tuple[Example, ...]]:
    names = [name for name in list_instruments() if name in names_in(package() / "examples")]
    return MappingProxyType({id: examples for name in names for id, examples in _of(name).items()})


@cache
def _of(instrument: str) -> dict[str, tuple[Example, ...]]:
    return read_examples(package() / "examples" / f"{instrument}.yaml", None)


def read_examples(source: Traversable, folder: Path | None) -> dict[str, tuple[Example, ...]]:
    """One file of examples, for the elements of one instrument. Raises InvalidDefinition."""
    problems = Problems(f"examples/{source.name}")
    fields = Fields(read_yaml(source, problems), "", problems)
    name = fields.text("instrument")
    if name and source.name != f"{name}.yaml":
        problems.add(
            fields.get("instrument"), "", f"the instrument is `{name}`", f"Rename {source.name} to {name}.yaml."
        )
    known = list_instruments(folder)
    if name and name not in known:
        problems.add(fields.get("instrument"), "", f"unknown instrument `{name}`", hint(name, known))
    problems.raise_if_any()
    elements = {element.id: element for element in load_instrument(name, folder).elements}
    seen: dict[str, str] = {}
    result = {id: _examples(node, id, elements, seen, problems) for id, node in fields.pairs("examples").items()}
    fields.finish()
    problems.raise_if_any()
    return result


def _examples(
    node: Node, id: str, elements: Mapping[str, Element], seen: dict[str, str], problems: Problems
) -> tuple[Example, ...]:
    if id not in elements:
        problems.add(node, id, f"unknown element `{id}`", hint(id, elements))
    fields = Fields(node, id, problems)
    examples = []
    for kind in KINDS:
        entry = fields.get(kind)
        if entry is None:
            problems.add(node, id, f"the example `{kind}` is missing", f"Add `{kind}:` with `text:` and `why:`.")
        else:
            examples.append(_example(kind, entry, elements.get(id), id, seen, problems))
    fields.finish()
    return tuple(examples)


def _example(
    kind: str, node: Node, element: Element | None, id: str, seen: dict[str, str], problems: Problems
) -> Example:
    fields = Fields(node, id, problems)
    text, why = fields.text("text"), fields.text("why")
    reason = fields.text("reason") if kind == "partial" else None
    place = fields.get("text")
    if text and not SHORTEST <= len(text) <= LONGEST:
        wanted = f"Write {SHORTEST} to {LONGEST} characters."
        problems.add(place, id, f"the example `{kind}` has {len(text)} characters", wanted)
    if text and text.casefold() in seen:
        problems.add(place, id, f"`{text[:40]}` is already an example of {seen[text.casefold()]}", "Write another one.")
    seen.setdefault(text.casefold(), id)
    if reason and element is not None and reason not in element.partial_when:
        told = f"reason code `{reason}` is not among those of the element"
        problems.add(fields.get("reason"), id, told, f"Use one of {', '.join(element.partial_when) or 'none'}.")
    fields.finish()
    return Example(kind, text, why, reason)
