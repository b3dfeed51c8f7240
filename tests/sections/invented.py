"""Invented statutes of many countries as data: printed text, and what the splitter must find in it.

In `laws/*.txt` a law begins with `=== name`; `# ` marks the heading of an enclosing unit, `@ key | title` announces a
section (not printed), the rows up to `=` are its printed number and title, the rows behind `=` its body. A number's
row that goes on with the body is printed once.
"""

from dataclasses import dataclass, field
from pathlib import Path

from analyser.reading import Document, Line


@dataclass
class Expected:
    key: str
    title: str | None
    head: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)


@dataclass
class Law:
    name: str
    blocks: list[tuple[list[str], Expected | None]] = field(default_factory=list)

    @property
    def sections(self) -> list[Expected]:
        return [e for _, e in self.blocks if e]


def laws() -> list[Law]:
    """All invented laws."""
    found: list[Law] = []
    for path in sorted((Path(__file__).parent / "laws").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            _read(line, found)
    return found


def _read(line: str, found: list[Law]) -> None:
    if line.startswith("=== "):
        found.append(Law(line[4:].split()[0]))
        return
    blocks = found[-1].blocks
    if line.startswith("# "):
        blocks.append(([line[2:]], None))
    elif line.startswith("@ "):
        key, _, title = line[2:].partition(" | ")
        blocks.append(([], Expected(key, title or None)))
        blocks[-1][0].append("")
    elif line.strip() == "=":
        blocks[-1][0].append("=")
    else:
        rows, expected = blocks[-1]
        assert expected
        (expected.body if "=" in rows else expected.head).append(line)


def lines_of(law: Law, every_gap: bool = False, bold: bool = False) -> list[Line]:
    """The law as printed. `every_gap`: a gap before every row, as in HTML; `bold`: headings in bold."""
    lines: list[Line] = []
    last = law.blocks[-1][1]
    for rows, expected in law.blocks:
        if expected is None:
            lines.append(Line(rows[0], bold=bold, gap=True))
            continue
        body = expected.body
        if body and expected.head[-1].endswith(body[0]):
            body = body[1:]
        for at, row in enumerate(expected.head):
            inline = expected.body and row.endswith(expected.body[0])
            lines.append(Line(row, bold=bold and not inline, gap=at == 0 or every_gap))
        lines += [Line(row, gap=every_gap) for row in body]
    assert last
    return lines


def document(law: Law, **how: bool) -> Document:
    """The law as a Document."""
    return Document(law.name, "text/plain", "0" * 64, "test/1", tuple(lines_of(law, **how)))
