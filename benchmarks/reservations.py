"""Which element is required of which State, on a day: parties, reservations, and what follows from them.

Unknown stays unknown: a State without an entry among the parties is neither bound nor free here. A reserved element is
shown as not required, never as a gap.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from analyser.errors import UnknownName
from benchmarks.closest import hint
from benchmarks.instruments import list_instruments, load_elements
from benchmarks.nodes import Fields, Node, Problems, read_yaml
from benchmarks.vocabulary import package

FILE = "reservations.yaml"
Status = Literal["required", "part", "not_required", "unknown"]


@dataclass(frozen=True, slots=True)
class Reservation:
    """A part of an instrument that a State left out; dates are None where not known."""

    jurisdiction: str
    elements: tuple[str, ...]
    effect: str  # `whole` or `part`
    words: str
    since: date | None
    until: date | None  # first day without it
    source: str


@dataclass(frozen=True, slots=True)
class Party:
    """A State bound by an instrument."""

    jurisdiction: str
    instrument: str
    since: date | None
    until: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """What is asked of a State for one element; `words` and `source` say why where it is less than everything."""

    status: Status
    words: str = ""
    source: str = ""


def required_of(element: str, jurisdiction: str, on: date, folder: Path | None = None) -> Requirement:
    """Whether an element is required of a State on a day. Raises UnknownName on an unknown element.

    A reservation whose dates are unknown is taken as in force.
    """
    elements = load_elements(folder)
    if element not in elements:
        raise UnknownName(f"No element `{element}`.", hint(element, elements))
    reservations, parties = load_reservations(folder)
    for reservation in reservations:
        if reservation.jurisdiction == jurisdiction and element in reservation.elements and _holds(reservation, on):
            status: Status = "not_required" if reservation.effect == "whole" else "part"
            return Requirement(status, reservation.words, reservation.source)
    for party in parties:
        if (party.jurisdiction, party.instrument) == (jurisdiction, elements[element].instrument):
            words = "" if _holds(party, on) else "The State was not bound by the instrument on that day."
            return Requirement("required" if not words else "not_required", words, party.source)
    return Requirement("unknown")


def load_reservations(folder: Path | None = None) -> tuple[tuple[Reservation, ...], tuple[Party, ...]]:
    """Reservations and parties: those of the user's folder first, then the packaged ones."""
    reservations, parties = _packaged()
    if folder is not None and (folder / FILE).is_file():
        own_reservations, own_parties = _read(folder / FILE, folder)
        return own_reservations + reservations, own_parties + parties
    return reservations, parties


@cache
def _packaged() -> tuple[tuple[Reservation, ...], tuple[Party, ...]]:
    return _read(package() / FILE, None)


def _holds(entry: Reservation | Party, on: date) -> bool:
    return (entry.since is None or entry.since <= on) and (entry.until is None or on < entry.until)


def _read(source: Traversable, folder: Path | None) -> tuple[tuple[Reservation, ...], tuple[Party, ...]]:
    problems = Problems(FILE)
    fields = Fields(read_yaml(source, problems), "", problems)
    reservations = tuple(_reservation(node, folder, problems) for node in _entries(fields, "reservations"))
    parties = tuple(_party(node, folder, problems) for node in _entries(fields, "parties"))
    fields.finish()
    problems.raise_if_any()
    return reservations, parties


def _entries(fields: Fields, name: str) -> list[Node]:
    node = fields.get(name)
    return (node.items or []) if node else []


def _reservation(node: Node, folder: Path | None, problems: Problems) -> Reservation:
    fields = Fields(node, "", problems)
    fields.entry = jurisdiction = fields.text("jurisdiction")
    known, effect = load_elements(folder), fields.text("effect")
    members = fields.texts("elements")
    for id, place in members:
        if id not in known:
            problems.add(place, jurisdiction, f"unknown element `{id}`", hint(id, known))
    if effect not in ("whole", "part", ""):
        problems.add(fields.get("effect"), jurisdiction, f"unknown effect `{effect}`", "Write `whole` or `part`.")
    reservation = Reservation(
        jurisdiction=jurisdiction,
        elements=tuple(id for id, _ in members),
        effect=effect,
        words=fields.text("words"),
        since=_day(fields, "from", problems),
        until=_day(fields, "to", problems),
        source=fields.text("source"),
    )
    fields.finish()
    return reservation


def _party(node: Node, folder: Path | None, problems: Problems) -> Party:
    fields = Fields(node, "", problems)
    fields.entry = jurisdiction = fields.text("jurisdiction")
    instrument, known = fields.text("instrument"), list_instruments(folder)
    if instrument and instrument not in known:
        problems.add(
            fields.get("instrument"), jurisdiction, f"unknown instrument `{instrument}`", hint(instrument, known)
        )
    since, until = _day(fields, "from", problems), _day(fields, "to", problems)
    party = Party(jurisdiction, instrument, since, until, fields.text("source"))
    fields.finish()
    return party


def _day(fields: Fields, name: str, problems: Problems) -> date | None:
    node = fields.get(name)
    if node is None or node.text in ("null", "~", ""):
        return None
    try:
        return date.fromisoformat(node.text or "")
    except ValueError:
        problems.add(
            node, fields.entry, f"field `{name}` is not a date", "Write YYYY-MM-DD, or null if it is not known."
        )
        return None
