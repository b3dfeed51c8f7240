"""Where a State stands: its region, the groups it belongs to, and its tile on the map.

Decides from places.yaml and the user's own groups.yaml. Refuses to guess: a code that no region lists (an invented
country) stands under `Not listed`, and gets a tile in the row below the map.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from analyser import jurisdictions
from analyser.errors import UnknownName, UsageError

FILE = "groups.yaml"
NOT_LISTED = "Not listed"


@dataclass(frozen=True, slots=True)
class Place:
    region: str
    subregion: str
    groups: tuple[str, ...]  # ids, in the order of the file


@dataclass(frozen=True, slots=True)
class Group:
    """A named group of States; codes in lower case."""

    id: str
    name: str
    members: frozenset[str]


@cache
def _packaged() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files("analyser.study").joinpath("places.yaml").read_text("utf-8"))
    return data


def load_groups(folder: Path | None = None) -> dict[str, Group]:
    """Id -> group; those of `folder/groups.yaml` go before the packaged ones. Raises UsageError on a bad file."""
    groups = _groups(_packaged())
    own = folder / FILE if folder is not None else None
    if own is None or not own.is_file():
        return groups
    try:
        return groups | _groups(yaml.safe_load(own.read_text("utf-8")))
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, UnknownName, UnicodeDecodeError) as error:
        form = "Write `groups:`, an id under it, and under that `name:` and `members:` (codes with spaces between)."
        raise UsageError(f"{own} cannot be used: {error}", hint=form) from error


def _groups(data: Mapping[str, Any]) -> dict[str, Group]:
    return {
        str(id): Group(str(id), str(one["name"]), frozenset(map(jurisdictions.check, one["members"].split())))
        for id, one in data["groups"].items()
    }


@cache
def _regions() -> dict[str, tuple[str, str]]:
    return {
        code: (region, subregion)
        for region, parts in _packaged()["regions"].items()
        for subregion, codes in parts.items()
        for code in codes.split()
    }


def place(code: str, groups: Mapping[str, Group]) -> Place:
    """Where a jurisdiction stands; a sub-national one stands where its country does."""
    country = code.partition("-")[0]
    region, subregion = _regions().get(country, (NOT_LISTED, NOT_LISTED))
    return Place(region, subregion, tuple(group.id for group in groups.values() if country in group.members))


@cache
def _tiles() -> dict[str, tuple[int, int]]:
    lines = _packaged()["tiles"].splitlines()
    places = ((code, (column, row)) for row, line in enumerate(lines) for column, code in enumerate(line.split()))
    return {code: where for code, where in places if code != ".."}


def tiles(codes: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Code -> (column, row) for the map of the world and all the given codes; those it has no place for go below."""
    known = dict(_tiles())
    below = max(row for _, row in known.values()) + 2
    extra = [code for code in dict.fromkeys(codes) if code not in known]
    width = max(column for column, _ in known.values()) + 1
    return known | {code: (at % width, below + at // width) for at, code in enumerate(extra)}
