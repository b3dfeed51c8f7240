"""DOCX: paragraphs, tables, notes, headers and footers as lines.

Decides headings by style, weight by runs, and writes the automatic numbers of lists, which Word does not store as text.
Inserted text of tracked changes is text, deleted text is not. Refuses archives that unpack to more than a law can hold.
"""

from dataclasses import replace
from typing import Any

from lxml import etree

from analyser.errors import DamagedFile
from analyser.reading.archive import unpack
from analyser.reading.blocks import BlockWriter, Style
from analyser.reading.clean import raised
from analyser.reading.document import Line
from analyser.reading.numbering import Numbering

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = frozenset((_W + "br", _W + "cr"))
_HIDDEN = frozenset((_W + "del", _W + "moveFrom", _W + "instrText", _W + "delText", _W + "pPr", _W + "sectPr"))
_TWICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(data: bytes) -> tuple[tuple[Line, ...], str | None, tuple[str, ...]]:
    """Lines, declared language, notes; raises DamagedFile or ParseLimit."""
    parts = unpack(data, "DOCX", lambda name: name.startswith("word/") and name.endswith(".xml"))
    writer = _Writer(parts)
    writer.part("word/document.xml", aside=False)
    for name in sorted(parts):
        if name.startswith(("word/header", "word/footer", "word/footnotes", "word/endnotes")):
            writer.part(name, aside=True)
    notes = (f"{writer.deleted} deletions of tracked changes are not part of the text.",) if writer.deleted else ()
    return writer.out.finish(), writer.language, notes


def _parse(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise DamagedFile(
            "The DOCX is damaged: a part of it is no XML.", hint="Save it again from Word or LibreOffice."
        ) from broken


def _value(node: Any, path: str) -> str | None:
    found = node.find("/".join(_W + step for step in path.split("/"))) if node is not None else None
    return found.get(_W + "val") if found is not None else None


def _on(properties: Any, name: str) -> bool:
    """A toggle property is on unless its value says no."""
    found = properties.find(_W + name) if properties is not None else None
    return found is not None and found.get(_W + "val") not in ("0", "false", "none")


class _Writer:
    """Writes the parts of one document through one BlockWriter."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.out = BlockWriter()
        self.deleted = 0
        self._parts = parts
        self._numbering = Numbering(_parse(parts["word/numbering.xml"]) if "word/numbering.xml" in parts else None)
        styles = _parse(parts["word/styles.xml"]) if "word/styles.xml" in parts else None
        self._styles = (
            {node.get(_W + "styleId"): node for node in styles.iter(_W + "style")} if styles is not None else {}
        )
        self.language = None
        if styles is not None and (found := next(styles.iter(_W + "lang"), None)) is not None:
            self.language = found.get(_W + "val")

    def part(self, name: str, aside: bool) -> None:
        """All paragraphs of a part, in document order; text boxes follow the paragraph they hang on."""
        root = _parse(self._parts[name])
        cell = None
        for paragraph in root.iter(_W + "p"):
            if any(parent.tag == _TWICE for parent in paragraph.iterancestors()):
                continue
            owner = next((parent for parent in paragraph.iterancestors(_W + "tc")), None)
            same_row = (
                owner is not None and cell is not None and owner is not cell and owner.getparent() is cell.getparent()
            )
            self.out.start_block(gap=not same_row)
            if same_row:
                self.out.label_of_last_line()
            cell = owner
            self._paragraph(paragraph, aside)
        self.out.start_block()

    def _paragraph(self, paragraph: Any, aside: bool) -> None:
        properties = paragraph.find(_W + "pPr")
        chain = self._chain(_value(properties, "pStyle"))
        style = Style(
            bold=any(_on(node.find(_W + "rPr"), "b") for node in chain),
            italic=any(_on(node.find(_W + "rPr"), "i") for node in chain),
            aside=aside,
            level=_level(properties, chain),
        )
        if number := self._number(properties, chain):
            self.out.add(number + " ", style)
        for node in paragraph.iter(_W + "r"):
            if next(node.iterancestors(_W + "p")) is paragraph:
                self._run(node, style)

    def _run(self, run: Any, style: Style) -> None:
        if any(parent.tag in _HIDDEN for parent in run.iterancestors()):
            self.deleted += 1
            return
        properties = run.find(_W + "rPr")
        if _on(properties, "vanish"):
            return
        up = _value(properties, "vertAlign") == "superscript"
        bold = _on(properties, "b") if properties is not None and properties.find(_W + "b") is not None else style.bold
        style = replace(
            style,
            bold=bold,
            italic=style.italic or _on(properties, "i"),
            struck=_on(properties, "strike") or _on(properties, "dstrike"),
        )
        for node in run:
            if node.tag == _W + "t":
                self.out.add(raised(node.text or "") if up else node.text or "", style)
            elif node.tag in (_W + "tab", _W + "ptab"):
                self.out.add(" ", style)
            elif node.tag == _W + "noBreakHyphen":
                self.out.add("-", style)
            elif node.tag in _BREAKS:
                self.out.end_line()
            elif node.tag in (_W + "footnoteReference", _W + "endnoteReference"):
                self.out.add(raised(node.get(_W + "id") or ""), style)

    def _chain(self, name: str | None) -> list[Any]:
        """A style and those it is based on."""
        chain: list[Any] = []
        while name in self._styles and len(chain) < 12:
            chain.append(self._styles[name])
            name = _value(chain[-1], "basedOn")
        return chain

    def _number(self, properties: Any, chain: list[Any]) -> str:
        for holder in (properties, *(node.find(_W + "pPr") for node in chain)):
            if holder is not None and holder.find(_W + "numPr") is not None:
                level = _value(holder, "numPr/ilvl") or "0"
                return self._numbering.number(
                    _value(holder, "numPr/numId") or "", int(level) if level.isdecimal() else 0
                )
        return ""


def _level(properties: Any, chain: list[Any]) -> int | None:
    """The outline level, 1 to 6, of a heading."""
    for holder in (properties, *(node.find(_W + "pPr") for node in chain)):
        level = _value(holder, "outlineLvl")
        if level is not None and level.isdecimal():
            return int(level) + 1 if int(level) < 6 else None
    names = [(_value(node, "name") or "").lower() for node in chain]
    found = next((name for name in names if name.startswith("heading ")), "")
    return int(found[8]) if found[8:9] in set("123456") else 1 if "title" in names else None
