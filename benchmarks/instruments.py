"""Instruments from YAML: every element with its codebook entry, checked field by field.

Refuses an element with a missing or unknown field, an id used twice or outside its instrument, a concept or reason code
outside the closed lists. `verified: false` marks an entry whose treaty text was not checked against a printed source.
"""

from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from analyser.errors import UnknownName
from benchmarks.closest import hint
from benchmarks.model import Element, Instrument
from benchmarks.nodes import Fields, Node, Problems, read_yaml
from benchmarks.vocabulary import load_vocabulary, package

TEXTS = ("label", "definition", "actus_reus", "mental", "object", "victim_age", "means", "purpose", "covered_when")


def list_instruments(folder: Path | None = None) -> list[str]:
    """Ids of the packaged instruments and of those in `folder/instruments`, sorted."""
    own = names_in(folder / "instruments") if folder else []
    return sorted({*own, *names_in(package() / "instruments")})


def load_instrument(id: str, folder: Path | None = None) -> Instrument:
    """One instrument; a user's folder goes before the package. Raises UnknownName, InvalidDefinition."""
    if folder is not None and id in names_in(folder / "instruments"):
        return read_instrument(folder / "instruments" / f"{id}.yaml")
    if id in names_in(package() / "instruments"):
        return _packaged(id)
    raise UnknownName(f"No instrument `{id}`.", hint(id, list_instruments(folder)))


def load_elements(folder: Path | None = None) -> dict[str, Element]:
    """Every element of every instrument by id, in the order of the files."""
    instruments = (load_instrument(name, folder) for name in list_instruments(folder))
    return {element.id: element for instrument in instruments for element in instrument.elements}


def names_in(place: Traversable) -> list[str]:
    """Names of the YAML files in a folder, without their ending; none where there is no such folder."""
    if not place.is_dir():
        return []
    return [entry.name.removesuffix(".yaml") for entry in place.iterdir() if entry.name.endswith(".yaml")]


@cache
def _packaged(id: str) -> Instrument:
    return read_instrument(package() / "instruments" / f"{id}.yaml")


def read_instrument(source: Traversable) -> Instrument:
    """One instrument file. Raises InvalidDefinition naming line, element and what to do."""
    problems = Problems(f"instruments/{source.name}")
    fields = Fields(read_yaml(source, problems), "", problems)
    id = fields.text("instrument")
    if id and source.name != f"{id}.yaml":
        problems.add(fields.get("instrument"), "", f"the instrument is `{id}`", f"Rename {source.name} to {id}.yaml.")
    nodes = fields.get("elements")
    if nodes is None or not nodes.items:
        problems.add(nodes, "", "field `elements` must be a list", "Write `elements:` with one `- id:` entry each.")
    lines: dict[str, int] = {}
    elements = [_element(node, id, lines, problems) for node in (nodes.items or [] if nodes else [])]
    head = {field: fields.text(field) for field in ("short", "title", "citation")}
    instrument = Instrument(id=id, elements=tuple(elements), **head)
    fields.finish()
    problems.raise_if_any()
    return instrument


def _element(node: Node, instrument: str, lines: dict[str, int], problems: Problems) -> Element:
    name = node.map.get("id") if node.map else None
    fields = Fields(node, (name.text or "") if name else "", problems)
    id = fields.text("id")
    if id and not id.startswith(f"{instrument}."):
        problems.add(
            name, id, "the id must begin with its instrument", f"Write `{instrument}.{id}` or move the element."
        )
    if id and id in lines:
        fix = f"It stands already on line {lines[id]}; rename or delete one."
        problems.add(name, id, "the id occurs twice", fix)
    lines.setdefault(id, node.line)
    texts = {field: fields.text(field) for field in TEXTS}
    element = Element(
        id=id,
        instrument=instrument,
        concept=_concept(fields, id, problems),
        article=fields.text("article"),
        partial_when=_reasons(fields, id, problems),
        not_enough=fields.text("not_enough"),
        reservations=fields.text("reservations"),
        verified=fields.flag("verified", True),
        **texts,
    )
    fields.finish()
    return element


def _concept(fields: Fields, id: str, problems: Problems) -> str:
    concept, known = fields.text("concept"), load_vocabulary().concepts
    if concept and concept not in known:
        problems.add(fields.get("concept"), id, f"unknown concept `{concept}`", hint(concept, known))
    return concept


def _reasons(fields: Fields, id: str, problems: Problems) -> dict[str, str]:
    known, result = load_vocabulary().reasons, {}
    for code, node in fields.pairs("partial_when").items():
        if code not in known:
            problems.add(node, id, f"unknown reason code `{code}`", hint(code, known))
        if not node.text:
            problems.add(node, id, f"reason code `{code}` has no text", "Write when it applies.")
        result[code] = " ".join((node.text or "").split())
    return result
