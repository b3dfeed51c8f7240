"""Units become sections: keys, labels, bodies, paths, repealed or not, and the account of every character.

Decides nothing about where a section begins; refuses to lose a character: what is not in a body is counted by its kind.
"""

import re
from collections import Counter, defaultdict

from analyser.reading import Document
from analyser.sections.certificate import certify
from analyser.sections.layout import Looks, Unit, part_of
from analyser.sections.law import Kind, Section, SplitLaw
from analyser.sections.marks import Mark
from analyser.sections.parts import Path
from analyser.sections.row import Row
from analyser.sections.tables import either, fold, words

_REPEALED = re.compile(rf"[\s\d.()\[\]<>\"'«»„*^–—_:;-]*(?:\S+\s){{0,6}}?\(?(?:{either(set(words().repealed))})")
_ORDINAL = re.compile(r"(?<=\d)(?:\.?[ºª°˚]|(?:er|re|o|e)(?![^\W_]))")
_JOINED = re.compile(r"(?:und|oder|bzw|or|and|och|eller|og|en|of|ja|tai|e|y|o|és|vagy|a|i|lub)(?![^\W_])")
_WIDE = re.compile(r"[\u2e80-\u9fff\u3040-\u30ff\uff00-\uffef]")


class Builder:
    """Makes the sections of one law from its arranged units."""

    def __init__(
        self, document: Document, every: list[Row], rows: list[Row], units: list[Unit], looks: Looks, chapter_words: set[str]
    ) -> None:
        self.document, self.every, self.rows, self.units, self.looks = document, every, rows, units, looks
        self.chapter_words = chapter_words
        self.remainder: Counter[str] = Counter()
        self.in_sections = 0
        self.sections: list[Section] = []

    def law(self, language: str, confidence: float) -> SplitLaw:
        """The split law with its certificate."""
        path, chapter = Path(), None
        seen: dict[str, int] = defaultdict(int)
        accounted: set[int] = set()
        for unit in self.units:
            for run in unit.parts:
                part = part_of(self.rows, run)
                path.enter(part, self._join(run))
                if part and part.word in self.chapter_words:
                    chapter = part.number
                self._count(run, "part headings", accounted)
            section = self._section(unit, path.titles, chapter, seen, accounted)
            self.sections.append(section)
        for at, row in enumerate(self.rows):
            if at not in accounted:
                self.remainder["preamble"] += row.length
        for row in self.every:
            if row.kind is not None:
                self.remainder[row.kind] += row.length
        certificate = certify(self.document, self.sections, [u.mark for u in self.units], dict(self.remainder), self.in_sections, language, confidence)
        title = next((r.text for r in self.rows[: self.units[0].first]), None)
        return SplitLaw(self.document.name, language, tuple(self.sections), certificate, title)

    def _count(self, run: list[int], kind: str, accounted: set[int]) -> None:
        for at in run:
            self.remainder[kind] += self.rows[at].length
            accounted.add(at)

    def _section(self, unit: Unit, titles: tuple[str, ...], chapter: str | None, seen: dict[str, int], accounted: set[int]) -> Section:
        mark, row = unit.mark, self.rows[unit.mark.row]
        self._count(unit.titles, "section headings", accounted)
        heading = self._join(unit.titles) if unit.titles else " ".join(r.text for r in unit.beside) or None
        text = row.text[mark.end :]
        used = row.length - len(text.strip()) - (row.length > len(row.text))
        if unit.inline:
            heading = self._inline(row.text, unit)
            if unit.titles:
                heading = self._append(heading or "", self.rows[unit.titles[0]]) + "".join(f" {self.rows[i].text}" for i in unit.titles[1:])
            text = row.text[unit.inline[1] :]
        text = text.strip()
        accounted.add(mark.row)
        label_and_title = row.length - len(text)
        self.remainder["labels"] += label_and_title
        self.in_sections += len(text)
        del used
        body = self._body(text, unit, accounted)
        label = self._label(mark)
        heading = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+$", "", heading) or None if heading else None
        key = _ORDINAL.sub("", label)
        key = f"{chapter}:{key}" if chapter and mark.family not in ("special", "schedule") else key
        seen[key] += 1
        key = key if seen[key] == 1 else f"{key}#{seen[key]}"
        lines = [unit.mark.row, *unit.titles, *unit.body]
        spots = sorted(self.rows[i].index for i in lines)
        pages = [p for i in lines if (p := self.rows[i].page)]
        kind: Kind = "schedule" if mark.family == "schedule" else "provision" if mark.family == "special" else "section"
        offsets = self.document.offsets
        return Section(
            key, label, heading, titles, kind, body, (min(pages), max(pages)) if pages else None,
            self._repealed(heading, body), offsets[spots[0]], offsets[spots[-1]] + len(self.document.lines[spots[-1]].text), tuple(spots),
        )  # fmt: skip

    def _inline(self, text: str, unit: Unit) -> str | None:
        assert unit.inline
        title = text[unit.inline[0] : unit.inline[1]].strip(" .:—–-")
        if title[:1] in "(（" and title[-1:] in ")）":
            title = title[1:-1]
        if title.count("(") < title.count(")"):
            title = title.rstrip(")")
        return title or None

    def _body(self, first: str, unit: Unit, accounted: set[int]) -> str:
        text = first
        for at in unit.body:
            row = self.rows[at]
            accounted.add(at)
            self.in_sections += row.length
            text = self._append(text, row) if text else row.text
        return text.strip()

    def _append(self, text: str, row: Row) -> str:
        if not row.follows:
            return f"{text}\n{row.text}"
        if text.endswith(("-", "\u2010", "\u2011", "¬")) and row.text[:1].islower() and not _JOINED.match(row.low) and text[-2:-1].isalpha():
            return text[:-1] + row.text
        if _WIDE.match(text[-1:]) and _WIDE.match(row.text[:1]):
            return text + row.text
        return f"{text} {row.text}"

    def _join(self, run: list[int]) -> str:
        text = ""
        for at in run:
            row = self.rows[at]
            text = row.text if not text else f"{text} {row.text}" if not row.follows else self._append(text, row)
        return text

    def _label(self, mark: Mark) -> str:
        if mark.family in ("special", "schedule", "cjk", "ko"):
            return mark.label
        if mark.family == "after" and mark.style.startswith("gr"):
            return mark.printed.strip()
        number = mark.number or mark.numbers[0]
        start = mark.printed.rfind(mark.label[: len(mark.label)]) if mark.label in mark.printed else 0
        text = self.rows[mark.row].text
        begin = text.find(mark.label)
        del start
        label = text[begin : number.end].strip() if begin >= 0 and number.end > begin else mark.label
        raised = any(kind == "s" for kind, _ in number.parts)
        return label if raised else re.sub(r"(?<=\w)\.?[⁰¹²³⁴⁵⁶⁷⁸⁹]+$", "", label)

    def _repealed(self, heading: str | None, body: str) -> bool:
        if len(body) > 200:
            return False
        return any(_REPEALED.match(fold(t)) for t in (heading or "", body) if t) or not (body or heading)
