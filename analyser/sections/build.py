"""Units become sections: keys, labels, bodies, paths, repealed or not, and the account of every character.

Decides nothing about where a section begins; refuses to lose a character: what is not in a body is counted by its
kind.
"""

import re
from collections import Counter, defaultdict

from analyser.reading import Document
from analyser.sections.certificate import Account, certify
from analyser.sections.law import Kind, Section, SplitLaw
from analyser.sections.layout import Looks, Unit
from analyser.sections.marks import Mark
from analyser.sections.parts import Path
from analyser.sections.row import Row
from analyser.sections.tables import says_repealed
from analyser.sections.titles import part_of

_ORDINAL = re.compile(r"(?<=\d)(?:\.?[ºª°˚]|(?:er|re|o|e|aad)(?![^\W_]))")
_JOINED = re.compile(r"(?:und|oder|bzw|or|and|och|eller|og|en|of|ja|tai|e|y|o|és|vagy|a|i|lub)(?![^\W_])")
_WIDE = re.compile(r"[\u2e80-\u9fff\u3040-\u30ff\uff00-\uffef]")


class Builder:
    """Makes the sections of one law from its arranged units."""

    def __init__(
        self,
        document: Document,
        every: list[Row],
        rows: list[Row],
        units: list[Unit],
        looks: Looks,
        chapter_words: set[str],
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
        marks = [u.mark for u in self.units]
        certificate = certify(
            Account(
                self.document, self.every, self.sections, marks, dict(self.remainder), self.in_sections,
                language, confidence,
            )
        )  # fmt: skip
        return SplitLaw(self.document.name, language, tuple(self.sections), certificate, self._title())

    def _title(self) -> str | None:
        """The law's name: the first heading above its first section that names neither that nor an enclosing unit."""
        first = self.units[0]
        taken = {*first.titles, *(at for run in first.parts if part_of(self.rows, run) for at in run)}
        free = [at for at in range(first.mark.row) if at not in taken]
        if not free:
            return None
        run = free[:1]
        head = self.rows[run[0]]
        while (at := run[-1] + 1) in free and len(run) < 4 and self._same_heading(head, self.rows[at]):
            run.append(at)
        return self._join(run) if len(run) == 1 else " ".join(self.rows[at].text for at in run)

    def _same_heading(self, head: Row, row: Row) -> bool:
        """Whether a row carries on a heading: the same face, close below, and larger or bolder than the text."""
        marked = (head.bold and self.looks.bold) or head.size > self.looks.size + 0.9
        return marked and bool(row.box) and not row.gap and (row.bold, row.size) == (head.bold, head.size)

    def _count(self, run: list[int], kind: str, accounted: set[int]) -> None:
        for at in run:
            self.remainder[kind] += self.rows[at].length
            accounted.add(at)

    def _section(
        self, unit: Unit, titles: tuple[str, ...], chapter: str | None, seen: dict[str, int], accounted: set[int]
    ) -> Section:
        mark = unit.mark
        self._count(unit.titles, "section headings", accounted)
        heading, first = self._heading(unit, accounted)
        self.in_sections += len(first)
        body = self._body(first, unit, accounted)
        label, key = self._name(mark, chapter, seen)
        lines = [mark.row, *unit.titles, *unit.body]
        spots = sorted(self.rows[i].index for i in lines)
        pages = [p for i in lines if (p := self.rows[i].page)]
        kind: Kind = "schedule" if mark.family == "schedule" else "provision" if mark.family == "special" else "section"
        end = self.document.offsets[spots[-1]] + len(self.document.lines[spots[-1]].text)
        return Section(
            key, label, heading, titles, kind, body, (min(pages), max(pages)) if pages else None,
            self._repealed(heading, body), self.document.offsets[spots[0]], end, tuple(spots),
        )  # fmt: skip

    def _heading(self, unit: Unit, accounted: set[int]) -> tuple[str | None, str]:
        """The title, and the text of the body that stands on the same row as the number or the title's end."""
        row = self.rows[unit.mark.row]
        heading = self._join(unit.titles) if unit.titles else " ".join(r.text for r in unit.beside)
        accounted.add(unit.mark.row)
        if not unit.inline:
            text = row.text[unit.mark.end :].strip()
            self.remainder["labels"] += row.length - len(text)
            return _tidy(heading), text
        start, last, end = unit.inline
        if last == unit.mark.row:
            inner, text = row.text[start:end], row.text[end:].strip()
            self.remainder["labels"] += row.length - len(text)
            return _tidy(f"{heading} {inner}"), text
        inner = row.text[start:]
        self.remainder["labels"] += row.length
        for at in range(unit.mark.row + 1, last + 1):
            accounted.add(at)
            piece = self.rows[at].text[:end] if at == last else self.rows[at].text
            inner = self._append(inner, self.rows[at], piece)
            self.remainder["section headings"] += self.rows[at].length
        text = self.rows[last].text[end:].strip()
        self.remainder["section headings"] -= len(text)
        return _tidy(f"{heading} {inner}"), text

    def _name(self, mark: Mark, chapter: str | None, seen: dict[str, int]) -> tuple[str, str]:
        """Label as printed, and the key: chapter-qualified where numbers restart, told apart where labels repeat."""
        label = self._label(mark)
        number = mark.number or mark.numbers[0]
        key = label
        if mark.family not in ("special", "schedule", "cjk", "ko") and not number.parts and not number.last:
            plain = _ORDINAL.sub("", label)
            key = plain if any(c.isdecimal() for c in plain) else str(number.base)
        key = f"{chapter}:{key}" if chapter and mark.family not in ("special", "schedule") else key
        seen[key] += 1
        return label, key if seen[key] == 1 else f"{key}#{seen[key]}"

    def _body(self, first: str, unit: Unit, accounted: set[int]) -> str:
        text = first
        for at in unit.body:
            row = self.rows[at]
            accounted.add(at)
            self.in_sections += row.length
            text = self._append(text, row) if text else row.text
        return text.strip()

    def _append(self, text: str, row: Row, piece: str | None = None) -> str:
        """The text with a row (or a piece of its beginning) behind it: joined where the row runs on, hyphens undone."""
        added = row.text if piece is None else piece
        if not row.follows:
            return f"{text}\n{added}"
        if (
            text.endswith(("-", "\u2010", "\u2011", "¬"))
            and row.text[:1].islower()
            and not _JOINED.match(row.low)
            and text[-2:-1].isalpha()
        ):
            return text[:-1] + added
        if _WIDE.match(text[-1:]) and _WIDE.match(row.text[:1]):
            return text + added
        return f"{text} {added}"

    def _join(self, run: list[int]) -> str:
        text = ""
        for at in run:
            row = self.rows[at]
            text = self._append(text, row).replace("\n", " ") if text else row.text
        return text

    def _label(self, mark: Mark) -> str:
        if mark.family in ("special", "schedule", "cjk", "ko"):
            return mark.label
        if mark.family == "after" and mark.style.startswith("gr"):
            return mark.printed.strip()
        number = mark.number or mark.numbers[0]
        text = self.rows[mark.row].text
        begin = text.find(mark.label)
        label = text[begin : number.end].strip() if begin >= 0 and number.end > begin else mark.label
        label = label if "(" in label or "[" in label else label.replace(")", "").replace("]", "")
        raised = any(kind == "s" for kind, _ in number.parts)
        return label if raised else re.sub(r"(?<=\w)\.?[⁰¹²³⁴⁵⁶⁷⁸⁹]+$", "", label)

    def _repealed(self, heading: str | None, body: str) -> bool:
        if len(body) > 200:
            return False
        return any(says_repealed(t) for t in (heading or "", body) if t)


def _tidy(title: str) -> str | None:
    """A title without the marks around it: brackets, footnote marks, the dash or point before the body."""
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+$", "", title.strip(" .:।۔—–―-")).strip()
    if len(text) > 2 and text[0] in "(（" and text[-1] in ")）" and text.count(text[0]) == 1:
        text = text[1:-1]
    if text.count("(") < text.count(")"):
        text = text.rstrip(")")
    return text or None
