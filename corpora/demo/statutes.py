"""The invented statutes as data: a title, the enclosing parts, and numbered sections.

The source files mark a title with `# `, enclosing parts with `## ` and `### `, and a section with `@ number | heading`.
"""

from dataclasses import dataclass
from importlib import resources
from typing import Literal


@dataclass(frozen=True, slots=True)
class Country:
    """An invented country: a code from ISO 3166's user-assigned range, and the law it has."""

    code: str
    name: str
    language: str
    law: str  # file stem of its statute


@dataclass(frozen=True, slots=True)
class Block:
    """A part heading, or a section with its body; `depth` counts enclosing parts from 1, 0 for a section."""

    kind: Literal["title", "part", "section"]
    text: str  # title, part heading or section body
    depth: int = 0
    number: str = ""
    heading: str = ""


COUNTRIES = (
    Country("xa", "Aldmere", "en", "xa-penal-code"),
    Country("xb", "Valterre", "fr", "xb-code-penal"),
    Country("xc", "Cordalia", "es", "xc-codigo-penal"),
)


def statute(country: Country) -> list[Block]:
    """The statute of a demo country, in document order."""
    source = resources.files(__package__).joinpath("laws", f"{country.law}.txt").read_text("utf-8")
    blocks: list[Block] = []
    for line in source.splitlines():
        if line.startswith("#"):
            marks, text = line.split(" ", 1)
            depth = len(marks) - 1
            blocks.append(Block("part" if depth else "title", text, depth))
        elif line.startswith("@"):
            number, _, heading = line[1:].partition("|")
            blocks.append(Block("section", "", number=number.strip(), heading=heading.strip()))
        else:
            last = blocks.pop()
            body = f"{last.text}\n{line}" if last.text else line
            blocks.append(Block("section", body, number=last.number, heading=last.heading))
    return blocks


def gold(country: Country) -> str:
    """The gold labels of a demo country, as JSON lines."""
    return resources.files(__package__).joinpath("gold", f"{country.code}.jsonl").read_text("utf-8")
