"""Gold labels and the laws they speak of, read from a folder of evaluation material.

GOLD_DIR holds `<jurisdiction>.jsonl`; law paths are relative to its parent: a PDF, or a folder with law.txt, law.html
or law.pdf and, for the truth of the split, sections.jsonl. Refuses a folder that yields nothing: a gate that measured
nothing must not pass.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyser.errors import InvalidDefinition
from analyser.sections.law import Section

_WORD = re.compile(
    r"^(article|artículo|artigo|artikel|articolo|articolul|članak|člen|pasal|madde|section|sec\.?|art\.?|άρθρο|стаття"
    r"|điều|§+|第|المادة|مادة|제)\s*"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class GoldItem:
    """What the coders found for one element of one jurisdiction."""

    element: str
    rating: str
    grades: Mapping[tuple[str, str], int]  # (law, key as written) -> 2 answers the element, 1 needed to rate it
    reasons: frozenset[str] = frozenset()

    @property
    def answers(self) -> frozenset[tuple[str, str]]:
        return frozenset(place for place, grade in self.grades.items() if grade == 2)


def plain_key(label: str) -> str:
    """A label without its word, spaces and punctuation; raised digits stay apart from plain ones (178¹ is not 1781)."""
    text = re.sub(r"(?<=\d)[ºª°]", "", label)
    text = re.sub(r"(?<=\w)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda match: "^" + match.group(1).translate(_RAISED), text)
    text = _WORD.sub("", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r"[\s.\-–—_()°º:]|條|条|조|^\^", "", text)


def names_of(section: Section) -> frozenset[str]:
    """The plain names a gold key may use for a section."""
    return frozenset(plain_key(name) for name in (section.key, section.label)) - {""}


class Places:
    """Where a gold key points: every section of the law whose plain name it is (27.1 and 271 have one plain name)."""

    def __init__(self) -> None:
        self._plain: dict[tuple[str, str], list[int]] = {}

    def add(self, law: str, section: Section, at: int) -> None:
        """Enter a section; the same key or label again in one law is the same place as its first."""
        for name in sorted(names_of(section)):
            self._plain.setdefault((law, name), []).append(at)

    def find(self, law: str, key: str) -> tuple[int, ...]:
        """The sections so named, in their order; several only where labels differ in punctuation alone."""
        return tuple(self._plain.get((law, plain_key(key)), ()))


def read_gold(folder: Path) -> dict[str, list[GoldItem]]:
    """Jurisdiction -> items, sorted; InvalidDefinition where a line breaks the form or nothing is there."""
    gold = {}
    for path in sorted(folder.glob("*.jsonl")):
        items = [_item(row, where) for row, where in json_lines(path)]
        if items:
            gold[path.stem] = items
    if not gold:
        raise InvalidDefinition(f"{folder} holds no gold lines", "give a folder of <jurisdiction>.jsonl files")
    return gold


def json_lines(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """The objects of a JSON-lines file, each with its place for error messages."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise InvalidDefinition(f"{path}:{number}: {error}", "one JSON object a line") from error
            yield row, f"{path}:{number}"


def _item(row: dict[str, Any], where: str) -> GoldItem:
    try:
        grades: dict[tuple[str, str], int] = {}
        for provision in row["provisions"]:
            place = (str(provision["law"]), str(provision["key"]))
            grades[place] = max(int(provision["grade"]), grades.get(place, 0))
        reasons = frozenset(str(code) for code in row.get("reasons", ()))
        return GoldItem(str(row["element"]), str(row["rating"]), grades, reasons)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidDefinition(f"{where}: {type(error).__name__}: {error}", "see the gold folder's README") from error


def laws_of(items: list[GoldItem]) -> list[str]:
    """The law set of a jurisdiction: every law its items name, sorted."""
    return sorted({law for item in items for law, _ in item.grades})


def law_file(root: Path, law: str, form: str = "txt") -> Path | None:
    """The file of a law, or None where the material has it in no form."""
    if law.endswith(".pdf"):
        return root / law if (root / law).is_file() else None
    found = [root / law / f"law.{suffix}" for suffix in dict.fromkeys((form, "txt", "html", "pdf"))]
    return next((path for path in found if path.is_file()), None)


def true_sections(root: Path, law: str) -> tuple[Section, ...] | None:
    """The sections as they should be split, or None where nobody wrote them down."""
    path = root / law / "sections.jsonl"
    if not path.is_file():
        return None
    return tuple(
        Section(
            key=row.get("key") or row["label"],
            label=row["label"],
            heading=row.get("heading"),
            path=tuple(row.get("path") or ()),
            kind=row.get("kind") or "section",
            text=row["text"],
            pages=None,
            repealed=bool(row.get("repealed")),
            start=0,
            end=0,
        )
        for row, _ in json_lines(path)
    )
