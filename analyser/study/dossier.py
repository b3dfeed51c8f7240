"""Everything a study publishes, as one value that can be frozen: tables, gaps, sheets with their proof, and sources.

Exports are made from this alone, so that an edition says the same whatever the database says later. A dossier without
an imprint's edition is a draft, and every export says so.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from analyser.errors import Conflict
from analyser.study.records import CountrySheet, Study, TableRow

FORM = "study-dossier/1"


@dataclass(frozen=True, slots=True)
class Method:
    """The models behind the suggestions that reviewers saw for a country."""

    country: str
    encoder: str
    ranker: str
    fingerprint: str
    stale: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """How far blind reviewers agreed; null is what the data cannot tell."""

    items: int
    reviewers: tuple[str, ...]
    percent: float | None
    kappa: float | None
    kappa_low: float | None
    kappa_high: float | None
    alpha: float | None
    ac1: float | None
    confusion: tuple[tuple[str, str, int], ...]  # answer of the first, answer of the second, items


@dataclass(frozen=True, slots=True)
class Dossier:
    """A whole study: `study` holds tables and gaps, `sheets` one country each, in the order of the countries."""

    on: date
    study: Study
    sheets: tuple[CountrySheet, ...]
    methods: tuple[Method, ...]
    agreement: Measured | None
    elements: Mapping[str, str]  # element id -> SHA-256 of its definition
    form: str = FORM


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody's word that an edition may go out; it binds the fingerprint."""

    name: str
    role: str
    statement: str
    at: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """What every export carries. `edition` is null for a draft."""

    edition: str | None
    id: str | None
    fingerprint: str
    frozen_at: datetime | None
    frozen_by: str | None
    signatures: tuple[Signature, ...] = ()

    @property
    def title(self) -> str:
        return f"Edition {self.edition}" if self.edition is not None else "Draft, not an edition"


@dataclass(frozen=True, slots=True)
class Publication:
    """A dossier with its imprint and the editions before it: all that an export needs."""

    imprint: Imprint
    dossier: Dossier
    progress: tuple["Point", ...] = ()

    @property
    def date(self) -> str:
        """ISO date: of the freezing, or of the draft."""
        moment = self.imprint.frozen_at
        return moment.date().isoformat() if moment else self.dossier.on.isoformat()


@dataclass(frozen=True, slots=True)
class Point:
    """How one row stood in one edition."""

    edition: str
    at: str  # ISO date
    row: str
    covered: int
    partial: int
    not_covered: int
    unclear: int
    not_assessed: int


@dataclass(frozen=True, slots=True)
class SumCheck:
    """A row of a table against the number of countries it must account for."""

    table: str
    row: str
    total: int
    countries: int

    @property
    def right(self) -> bool:
        return self.total == self.countries


def sum_check(study: Study) -> tuple[SumCheck, ...]:
    """Every row of the table and of each slice, counted again."""
    tables: list[tuple[str, Sequence[TableRow], int]] = [("All countries", study.table, len(study.countries))]
    tables += [(f"{one.kind}: {one.title}", one.rows, len(one.countries)) for one in study.slices]
    return tuple(SumCheck(title, row.label, row.total, countries) for title, rows, countries in tables for row in rows)


@cache
def _adapter() -> TypeAdapter[Dossier]:
    return TypeAdapter(Dossier)


def to_data(dossier: Dossier) -> dict[str, Any]:
    """The dossier as plain JSON values."""
    data: dict[str, Any] = _adapter().dump_python(dossier, mode="json")
    tables = [(data["study"]["table"], dossier.study.table)]
    parts = zip(data["study"]["slices"], dossier.study.slices, strict=True)
    tables += [(lines["rows"], part.rows) for lines, part in parts]
    for lines, rows in tables:
        for line, row in zip(lines, rows, strict=True):
            line |= {"not_or_unclear": row.not_or_unclear, "total": row.total}
    return data


def from_data(data: Mapping[str, Any], name: str) -> Dossier:
    """The dossier an edition froze. Raises Conflict for an edition that holds none."""
    if data.get("form") != FORM:
        raise Conflict(
            f"The edition {name!r} was frozen without its sheets and sources and cannot be exported.",
            hint="Freeze a new edition; this one can still be compared.",
        )
    try:
        return _adapter().validate_python(data)
    except ValidationError as error:
        raise Conflict(f"The edition {name!r} does not have the form {FORM}.", hint="Restore a back-up.") from error


def schema() -> dict[str, Any]:
    """The JSON schema of a dossier as data."""
    found = _adapter().json_schema(mode="serialization")
    row = found["$defs"]["TableRow"]
    row["properties"] |= {
        "not_or_unclear": {"type": "integer", "description": "not_covered + unclear, the third column of 2012"},
        "total": {"type": "integer", "description": "the five counts together: the number of countries"},
    }
    row["required"] += ["not_or_unclear", "total"]
    return found


def fingerprint(frozen: Mapping[str, Any]) -> str:
    """SHA-256 of the content in canonical JSON."""
    data = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(data.encode()).hexdigest()
