"""Statutes printed with all that misleads a splitter, in languages of many scripts: a list of contents in front, lines
that begin with a citation, an article quoted from another law, an inserted number, a repealed one, chapters.

Each row of `hard_layouts.yaml` is one country's print; the law is made from it. Invented throughout.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SECTIONS = 14
INSERTED, REPEALED, QUOTING, CITING = 6, 9, 11, 4  # the numbers that are special; the inserted stands behind its own


@dataclass(frozen=True)
class Print:
    """How a country prints a law. `{n}` is the number, `{t}` the title."""

    language: str
    head: str  # the heading's row
    inserted: str  # the label of the number inserted behind INSERTED, as printed
    chapter: str
    chapters: tuple[str, str]
    titles: tuple[str, str, str]
    rule: str
    citation: str  # a sentence that begins with a citation, at the start of a line
    repealed: str
    quoting: str  # introduces an article of another law, put into its words
    quotes: str = "“”"
    digits: str = "0123456789"
    title_below: bool = False
    listed: bool = True  # whether there are contents in front

    def number(self, n: int) -> str:
        return str(n).translate(str.maketrans("0123456789", self.digits))

    def labels(self) -> list[str]:
        found = [self.number(n) for n in range(1, SECTIONS + 1)]
        return [*found[:INSERTED], self.inserted, *found[INSERTED:]]

    def title(self, at: int) -> str:
        return self.titles[at % 3]

    def heading(self, label: str, at: int) -> list[str]:
        row = self.head.format(n=label, t=self.title(at)).rstrip()
        return [row, self.title(at)] if self.title_below else [row]

    def body(self, label: str) -> list[str]:
        cited, quoted = self.number(2), self.number(3)
        if label == self.number(REPEALED):
            return [self.repealed]
        if label == self.number(CITING):
            return [self.rule, self.citation.format(n=cited)]
        if label == self.number(QUOTING):
            opened, closed = self.quotes[0], self.quotes[1]
            words = [*self.heading(quoted, 1), self.rule]
            return [self.quoting, opened + words[0], *words[1:-1], words[-1] + closed]
        return [f"(1) {self.rule}", f"(2) {self.rule} {self.rule}"]

    def text(self) -> str:
        """The law as a plain text file, with its contents in front."""
        labels, half = self.labels(), SECTIONS // 2
        said: list[str] = []
        for contents in (True, False) if self.listed else (False,):
            for at, label in enumerate(labels):
                if at in (0, half):
                    said += [
                        self.chapter.format(n=1 + (at > 0), r="I" * (1 + (at > 0))) + " " + self.chapters[at > 0],
                        "",
                    ]
                said += self.heading(label, at)
                said += [] if contents else [*self.body(label), ""]
            said.append("")
        return "\n".join(said)


def prints() -> tuple[Print, ...]:
    """All countries' prints."""
    rows: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    for row in rows:
        row.update({name: tuple(row[name]) for name in ("chapters", "titles")})
    return tuple(Print(**row) for row in rows)
