"""The automatic numbers of Word paragraphs: Word stores the rule, not the number a reader sees.

Decides the number of each numbered paragraph from `numbering.xml` in document order. Refuses bullets: they say nothing.
"""

from typing import Any

from analyser.reading.numerals import alphabetic, roman

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Numbering:
    """Counts list paragraphs as Word does: a level restarts when one above it advances."""

    def __init__(self, numbering: Any | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}  # abstract id -> level -> format, text, start
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for abstract in numbering.iter(_W + "abstractNum") if numbering is not None else ():
            levels = {int(level.get(_W + "ilvl") or 0): _level(level) for level in abstract.iter(_W + "lvl")}
            self._levels[abstract.get(_W + "abstractNumId") or ""] = levels
        for item in numbering.iter(_W + "num") if numbering is not None else ():
            target = item.find(_W + "abstractNumId")
            if target is not None:
                self._lists[item.get(_W + "numId") or ""] = target.get(_W + "val") or ""

    def number(self, list_id: str, level: int) -> str:
        """The number printed before the next paragraph of a list, with its punctuation; empty for bullets."""
        abstract = self._lists.get(list_id)
        levels = self._levels.get(abstract or "", {})
        if abstract is None or level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        kind, text, _ = levels[level]
        if kind in ("bullet", "none"):
            return ""
        for at, (form, _, start) in levels.items():
            text = text.replace(f"%{at + 1}", _write(counts.get(at, start), form))
        return text


def _level(level: Any) -> tuple[str, str, int]:
    values = {name: level.find(_W + name) for name in ("numFmt", "lvlText", "start")}
    found = {name: node.get(_W + "val") or "" for name, node in values.items() if node is not None}
    start = found.get("start", "1")
    return found.get("numFmt", "decimal"), found.get("lvlText", ""), int(start) if start.isdecimal() else 1


def _write(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letters = alphabetic(number)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman"):
        return roman(number).lower() if form == "lowerRoman" else roman(number)
    return f"{number:02d}" if form == "decimalZero" else str(number)
