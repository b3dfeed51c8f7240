"""The matrix narrowed: to an instrument's elements, a region's or group's countries, what a reviewer answered, a state.

Decides what stays: elements and countries by what they are, cells by their visible answers. A country or element in
which no cell fits goes; a cell that does not fit but shares a row with one that does stays, and is shown pale.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analyser.review.records import Cell, CellState
from analyser.study.places import Group, place
from analyser.study.records import Matrix
from benchmarks.model import Benchmark

EARLIER, CARRIED = "earlier", "carried"
STATES = (*(state.value for state in CellState), EARLIER, CARRIED)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is asked for; empty is everything. `region`: a region's name, or `group:` and a group's id."""

    instrument: str = ""
    region: str = ""
    reviewer: str = ""
    state: str = ""

    def __bool__(self) -> bool:
        return any((self.instrument, self.region, self.reviewer, self.state))

    def fits(self, cell: Cell) -> bool:
        """Whether a cell has an answer of the reviewer and is in the state."""
        if self.reviewer and self.reviewer not in {rating.reviewer for rating in cell.ratings}:
            return False
        if self.state == EARLIER:
            return cell.stale
        if self.state == CARRIED:
            return cell.carried
        return not self.state or cell.state.value == self.state


@dataclass(frozen=True, slots=True)
class Choices:
    """What the whole matrix can be narrowed to."""

    instruments: tuple[str, ...]  # ids
    regions: tuple[str, ...]
    groups: tuple[Group, ...]


def choices(countries: Sequence[str], benchmark: Benchmark, groups: Mapping[str, Group]) -> Choices:
    """Only what some element or country has."""
    places = [place(code, groups) for code in countries]
    inside = {group for one in places for group in one.groups}
    return Choices(
        tuple(dict.fromkeys(element.instrument for element in benchmark.elements)),
        tuple(sorted({one.region for one in places})),
        tuple(group for id, group in groups.items() if id in inside),
    )


def narrowed(
    found: Matrix, wanted: Narrowing, benchmark: Benchmark, groups: Mapping[str, Group]
) -> tuple[Matrix, frozenset[tuple[str, str]]]:
    """The matrix that is left, and its cells that do not fit."""
    of = {element.id: element.instrument for element in benchmark.elements}
    elements = [one for one in found.elements if wanted.instrument in ("", of[one.id])]
    countries = [one for one in found.countries if _stands(one.code, wanted.region, groups)]
    if wanted.reviewer or wanted.state:
        fitting = {
            (country.code, element.id)
            for country in countries
            for element in elements
            if wanted.fits(found.cells[country.code, element.id].cell)
        }
        countries = [one for one in countries if one.code in {code for code, _ in fitting}]
        elements = [one for one in elements if one.id in {id for _, id in fitting}]
        aside = frozenset((one.code, two.id) for one in countries for two in elements) - fitting
    else:
        aside = frozenset()
    cells = {(one.code, two.id): found.cells[one.code, two.id] for one in countries for two in elements}
    return replace(found, countries=tuple(countries), elements=tuple(elements), cells=cells), aside


def _stands(code: str, region: str, groups: Mapping[str, Group]) -> bool:
    where = place(code, groups)
    kind, _, group = region.partition(":")
    return not region or (group in where.groups if kind == "group" else where.region == region)
