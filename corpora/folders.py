"""Importing a folder of files: one row of a manifest for each law found, with what its file says of itself.

A file that is not a law's is left out and named; a law is never left out silently. The jurisdiction is given, or is the
name of the folder under the root (`de/penal-code.pdf`); it is never guessed from the text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from analyser import jurisdictions
from analyser.errors import UnknownName
from corpora.facts import Facts, facts_of

SUFFIXES = frozenset((".pdf", ".html", ".htm", ".xml", ".akn", ".docx", ".epub", ".md", ".txt"))
_PAPERS = frozenset(("readme.md", "license.md", "licence.md", "license.txt", "contributing.md", "changelog.md"))


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of a manifest, and what was left out of it with the reason."""

    rows: tuple[Mapping[str, str], ...]
    left_out: tuple[tuple[str, str], ...]


def find(folder: Path, jurisdiction: str | None, given: Mapping[str, str]) -> Found:
    """The laws of a folder in the order of their names; `given` (source, licence ...) is said of all of them.

    Raises UnknownName for a jurisdiction that nobody defines.
    """
    rows, left_out = [], []
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and not _hidden(path, folder)):
        name = file.relative_to(folder).as_posix()
        if not law_like(file.name):
            left_out.append((name, "not a form that laws are read from"))
            continue
        try:
            code = jurisdictions.check(jurisdiction or _folder_of(name))
        except UnknownName as error:
            if jurisdiction is not None:
                raise
            left_out.append((name, f"no jurisdiction: {error.message}"))
            continue
        rows.append(row_of(code, str(file.resolve()), facts_of(file.read_bytes()), given))
    return Found(tuple(_apart(rows)), tuple(left_out))


def law_like(name: str) -> bool:
    return Path(name).suffix.lower() in SUFFIXES and name.lower() not in _PAPERS


def row_of(code: str, file: str, facts: Facts, given: Mapping[str, str]) -> dict[str, str]:
    """A row: what the file says of itself, and over it what the person says."""
    own = {
        "title": facts.title,
        "language": facts.language,
        "as_of": None if facts.as_of is None else facts.as_of.isoformat(),
        "source": facts.source,
        "licence": facts.licence,
    }
    return {"jurisdiction": code, "files": file} | {name: value for name, value in own.items() if value} | dict(given)


def _apart(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Laws of one title and date are told apart by their file's name, for one must not replace another."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for row in rows:
        key = tuple(row.get(name, "") for name in ("jurisdiction", "title", "language", "as_of"))
        if row.get("title") and key in seen:
            row = row | {"title": f"{row['title']} ({Path(row['files']).stem})"}
        seen.add(key)
        kept.append(row)
    return kept


def _folder_of(name: str) -> str:
    return name.split("/", 1)[0] if "/" in name else ""


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)
