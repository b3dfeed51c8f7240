"""Manifests of laws: CSV, JSON lines or TOML (`[[law]]`), one law per row.

Columns: jurisdiction and files (both needed; several files separated by `;`), title, language, as_of, retrieved_at,
source, licence, country_name. Paths count from the manifest's folder. Everything wrong is named at once, by line; a
manifest with a wrong row is refused as a whole, before anything is read.
"""

import csv
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from analyser import jurisdictions
from analyser.errors import InvalidDefinition, StorageError, UnknownName

_LAW = re.compile(r"\s*\[\[\s*law\s*\]\]")
COLUMNS = ("jurisdiction", "files", "title", "language", "as_of", "retrieved_at", "source", "licence", "country_name")


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a manifest, with what the manifest says of it."""

    line: int
    path: Path
    name: str  # as the manifest writes it
    jurisdiction: str
    title: str | None
    language: str | None
    as_of: date | None
    retrieved_at: datetime | None
    source: str | None
    licence: str | None
    country_name: str | None


def load(path: Path) -> tuple[Item, ...]:
    """The files of a manifest in its order. Raises InvalidDefinition with every fault found."""
    rows = list(_rows(path))
    faults: list[str] = []
    items = [item for line, row in rows for item in _items(path.parent, line, row, faults)]
    faults += _twice(items)
    if not rows:
        faults.append("it has no rows")
    if faults:
        raise InvalidDefinition(
            f"{path} cannot be used: {'; '.join(faults)}.", hint=f"Columns are {', '.join(COLUMNS)}.", faults=faults
        )
    return tuple(items)


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Line and row."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        match path.suffix.lower():
            case ".csv":
                reader = csv.DictReader(text.splitlines(), restkey="(more)", strict=True)
                yield from ((reader.line_num, row) for row in reader)
            case ".jsonl":
                lines = enumerate(text.splitlines(), 1)
                yield from ((number, _object(number, line)) for number, line in lines if line.strip())
            case ".toml":
                heads = [at for at, line in enumerate(text.splitlines(), 1) if _LAW.match(line)]
                rows = tomllib.loads(text).get("law", [])
                yield from zip(heads if len(heads) == len(rows) else range(1, len(rows) + 1), rows, strict=True)
            case other:
                raise InvalidDefinition(
                    f"A manifest does not end in {other or 'nothing'!r}.", hint="Use .csv, .jsonl or .toml."
                )
    except OSError as error:
        raise InvalidDefinition(f"{path} cannot be read: {error.strerror}.", hint="Check the path.") from error
    except (ValueError, csv.Error) as error:
        raise InvalidDefinition(
            f"{path} cannot be read: {error}.", hint="Check its form and that it is UTF-8."
        ) from error


def _object(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise ValueError(f"line {number}: {error}") from error


def _items(folder: Path, line: int, row: Mapping[str, Any], faults: list[str]) -> list[Item]:
    if not isinstance(row, Mapping):
        faults.append(f"line {line}: not a row of named values")
        return []
    values = {key: value for key, value in row.items() if value not in (None, "", [])}
    faults += [f"line {line}: unknown column {key!r}" for key in values if key not in COLUMNS]
    files = _files(values.get("files"))
    if not files:
        faults.append(f"line {line}: no files")
    code = _jurisdiction(line, values.get("jurisdiction"), faults)
    as_of, retrieved_at = _moments(line, values, faults)
    texts = {key: str(values[key]) if key in values else None for key in ("title", "source", "licence", "language")}
    named = str(values["country_name"]) if "country_name" in values else None
    return [
        Item(
            line=line,
            path=folder / name,
            name=name,
            jurisdiction=code,
            title=_title(texts["title"], name, len(files)),
            language=texts["language"],
            as_of=as_of,
            retrieved_at=retrieved_at,
            source=texts["source"],
            licence=texts["licence"],
            country_name=named,
        )
        for name in files
    ]


def _files(value: Any) -> list[str]:
    parts = value if isinstance(value, list) else str(value or "").split(";")
    return [str(part).strip() for part in parts if str(part).strip()]


def _title(title: str | None, name: str, files: int) -> str | None:
    """Several files of one law are kept apart by name, for the second must not replace the first."""
    return f"{title} ({Path(name).stem})" if title and files > 1 else title


def _jurisdiction(line: int, value: Any, faults: list[str]) -> str:
    try:
        return jurisdictions.check(str(value or ""))
    except UnknownName as error:
        faults.append(f"line {line}: {error.message} {error.hint}")
        return ""


def _moments(line: int, values: Mapping[str, Any], faults: list[str]) -> tuple[date | None, datetime | None]:
    as_of = retrieved_at = None
    try:
        if "as_of" in values:
            as_of = date.fromisoformat(str(values["as_of"]))
        if "retrieved_at" in values:
            found = datetime.fromisoformat(str(values["retrieved_at"]))
            retrieved_at = found if found.tzinfo else found.replace(tzinfo=UTC)
    except ValueError as error:
        faults.append(f"line {line}: {error}; dates are written 2024-05-31")
    return as_of, retrieved_at


def _twice(items: list[Item]) -> list[str]:
    """Undated texts under one title would silently replace one another."""
    titled = Counter((one.jurisdiction, one.title, one.language, one.as_of) for one in items if one.title)
    return [f"{code}: {title!r} stands twice with the same date" for (code, title, *_), n in titled.items() if n > 1]


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write a CSV manifest. Raises StorageError."""
    try:
        with path.open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.", hint="Check the folder.") from error
