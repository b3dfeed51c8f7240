"""Earlier versions of a benchmark, rebuilt from the entries of today and the words that differed.

A version is content, so a rebuilt one is believed only when its fingerprint is the one it was released with. Anything
else is refused: a later edit of an entry that forgot to keep the old words shows here at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from analyser.errors import UnknownName
from benchmarks.fingerprint import fingerprint, released
from benchmarks.model import Benchmark, Element
from benchmarks.nodes import Fields, Node, Problem, Problems, invalid, read_yaml
from benchmarks.vocabulary import package

FILE = "earlier.yaml"
TEXTS = frozenset(field.name for field in fields(Element)) - {"id", "instrument", "partial_when", "verified"}


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier version said otherwise: element -> field -> its words then."""

    benchmark: str
    version: str
    why: str
    texts: Mapping[str, Mapping[str, str]]
    line: int


@cache
def load_earlier() -> tuple[Earlier, ...]:
    """Every earlier version, in the order of the file. Raises InvalidDefinition."""
    problems = Problems(FILE)
    top = Fields(read_yaml(package() / FILE, problems), "", problems)
    node = top.get("versions")
    found = tuple(_earlier(entry, problems) for entry in (node.items or [] if node else []))
    top.finish()
    problems.raise_if_any()
    return found


def rebuild(today: Benchmark, version: str) -> Benchmark:
    """A released version of a benchmark. Raises UnknownName, InvalidDefinition where the words of then are not kept."""
    if version == today.version:
        return today
    entry = next((e for e in load_earlier() if (e.benchmark, e.version) == (today.id, version)), None)
    if entry is None:
        known = ", ".join([today.version, *(e.version for e in load_earlier() if e.benchmark == today.id)])
        raise UnknownName(f"The benchmark `{today.id}` has no version {version}.", f"Known versions: {known}.")
    elements = tuple(_as_then(element, entry.texts.get(element.id, {})) for element in today.elements)
    print_ = fingerprint(today.id, version, today.title, elements, today.rows)
    if released().get(today.id, {}).get(version) != print_:
        fix = "Add the words that its entries had then under `texts`."
        told = f"version {version} cannot be rebuilt: its fingerprint would be {print_}"
        raise invalid([Problem(FILE, entry.line, today.id, told, fix)])
    return replace(today, version=version, elements=elements, fingerprint=print_)


def _as_then(element: Element, texts: Mapping[str, str]) -> Element:
    changes: dict[str, Any] = dict(texts)
    return replace(element, **changes)


def _earlier(node: Node, problems: Problems) -> Earlier:
    entry = Fields(node, "", problems)
    entry.entry = name = entry.text("benchmark")
    version, why = entry.text("version"), entry.text("why")
    texts = {}
    for id, words in entry.pairs("texts").items():
        inner = Fields(words, id, problems)
        texts[id] = {field: inner.text(field) for field in words.map or {}}
        for field in sorted(texts[id].keys() - TEXTS):
            problems.add(words, id, f"`{field}` is not a text of an element", f"Use one of {', '.join(sorted(TEXTS))}.")
    entry.finish()
    return Earlier(name, version, why, texts, node.line)
