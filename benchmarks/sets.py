"""Benchmarks: named, versioned sets of elements with the rows of their study table.

A set names elements one by one, or whole instruments (`{instrument: budapest}`); its rows say which elements are shown
in one line and which treaty articles that line answers. Without rows every element is a row. Content is immutable: a
change needs a new version (see fingerprint.py).
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from analyser.errors import UnknownName
from benchmarks.closest import hint
from benchmarks.earlier import rebuild
from benchmarks.fingerprint import fingerprint
from benchmarks.instruments import list_instruments, load_elements, load_instrument, names_in
from benchmarks.model import Benchmark, Element, Row
from benchmarks.nodes import Fields, Node, Problems, read_yaml
from benchmarks.vocabulary import package

_VERSION = re.compile(r"\d+(\.\d+)*")


def list_benchmarks(folder: Path | None = None) -> list[str]:
    """Ids of the packaged benchmarks and of those in `folder/sets`, sorted."""
    own = names_in(folder / "sets") if folder else []
    return sorted({*own, *names_in(package() / "sets")})


def load_benchmark(id: str, folder: Path | None = None) -> Benchmark:
    """One benchmark; a user's folder (with `sets/` and, for own elements, `instruments/`) goes before the package.

    `lanzarote@1` is an earlier version of a packaged one. Raises UnknownName with the nearest names, InvalidDefinition
    naming file, line, entry and what to do.
    """
    name, _, version = id.partition("@")
    if version:
        return rebuild(load_benchmark(name, folder), version)
    if folder is not None and id in names_in(folder / "sets"):
        return _read(folder / "sets" / f"{id}.yaml", folder)
    if id in names_in(package() / "sets"):
        return _packaged(id)
    raise UnknownName(f"No benchmark `{id}`.", hint(id, list_benchmarks(folder)))


@cache
def _packaged(id: str) -> Benchmark:
    return _read(package() / "sets" / f"{id}.yaml", None)


def _read(source: Traversable, folder: Path | None) -> Benchmark:
    problems = Problems(f"sets/{source.name}")
    fields = Fields(read_yaml(source, problems), "", problems)
    id, version, title = fields.text("benchmark"), fields.text("version"), fields.text("title")
    if id and source.name != f"{id}.yaml":
        problems.add(fields.get("benchmark"), "", f"the benchmark is `{id}`", f"Rename {source.name} to {id}.yaml.")
    if version and not _VERSION.fullmatch(version):
        problems.add(fields.get("version"), "", f"`{version}` is not a version", 'Write numbers, such as "1" or "1.2".')
    elements = _elements(fields, folder, problems)
    rows = _rows(fields.get("rows"), elements, folder, problems)
    fields.finish()
    problems.raise_if_any()
    members = tuple(elements.values())
    return Benchmark(id, version, title, members, rows, fingerprint(id, version, title, members, rows))


def _elements(fields: Fields, folder: Path | None, problems: Problems) -> dict[str, Element]:
    known, chosen = load_elements(folder), dict[str, Element]()
    node = fields.get("elements")
    if node is None or not node.items:
        problems.add(node or fields.node, "", "field `elements` must be a list", "List ids or `{instrument: name}`.")
        return chosen
    for item in node.items:
        for id in _ids(item, folder, problems):
            if id not in known:
                problems.add(item, id, f"unknown element `{id}`", hint(id, known))
            elif id in chosen:
                problems.add(item, id, "the element is listed twice", "Delete one of the two entries.")
            else:
                chosen[id] = known[id]
    return chosen


def _ids(item: Node, folder: Path | None, problems: Problems) -> list[str]:
    if item.text:
        return [item.text]
    fields = Fields(item, "", problems)
    name = fields.text("instrument")
    fields.finish()
    if name not in list_instruments(folder):
        problems.add(item, "", f"unknown instrument `{name}`", hint(name, list_instruments(folder)))
        return []
    return [element.id for element in load_instrument(name, folder).elements]


def _rows(
    node: Node | None, elements: Mapping[str, Element], folder: Path | None, problems: Problems
) -> tuple[Row, ...]:
    if node is None:
        return tuple(Row(element.label, (element.id,), (_cite(element, folder),)) for element in elements.values())
    rows: list[Row] = []
    for item in node.items or []:
        fields = Fields(item, "", problems)
        label = fields.text("label")
        members = fields.texts("elements")
        rows.append(Row(label, tuple(id for id, _ in members), tuple(text for text, _ in fields.texts("articles"))))
        fields.finish()
        for id, place in members:
            if id not in elements:
                problems.add(place, label, f"row element `{id}` is not in `elements`", hint(id, elements))
    _check_once(node, rows, elements, problems)
    return tuple(rows)


def _check_once(node: Node, rows: list[Row], elements: Mapping[str, Element], problems: Problems) -> None:
    shown = [id for row in rows for id in row.elements]
    for id in sorted({id for id in shown if shown.count(id) > 1}):
        problems.add(node, id, "the element is in two rows", "Keep it in one row.")
    for id in elements:
        if id not in shown:
            problems.add(node, id, "the element is in no row", "Add it to a row or remove it from `elements`.")


def _cite(element: Element, folder: Path | None) -> str:
    return f"{load_instrument(element.instrument, folder).short} {element.article}"
