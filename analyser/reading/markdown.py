"""Markdown: marks of emphasis and headings go, everything printed stays.

Decides headings (`#`, underlines), bold lines, tables, front matter (aside) and link texts; inline marks are parsed by
markdown-it. Refuses to interpret lists: CommonMark renumbers them, and the number of a paragraph is law text.
"""

import re
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from analyser.reading.clean import clean, raised
from analyser.reading.document import Line

_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r"^ {0,3}([-*_])(?:\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_QUOTE = re.compile(r"^ {0,3}(?:> ?)+")
_BULLET = re.compile(r"^\s*[*+-]\s+(?=\S)")
_MARKED = re.compile(r"[*_`\[<&\\!~^]")
_SUPERSCRIPT = re.compile(r"\^(\d{1,3})\^")


def read_markdown(text: str) -> tuple[Line, ...]:
    """The lines of a Markdown text; a blank line or a heading starts a new block."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = _front_matter(rows)
    lines = [Line(t, aside=True) for t in map(clean, rows[:start]) if t and t != "---"]
    gap, fenced = True, False
    parser = MarkdownIt("commonmark", {"html": True})
    for row in rows[start:]:
        if _FENCE.match(row):
            fenced, gap = not fenced, True
            continue
        if not fenced and lines and not gap and (under := _UNDERLINE.match(row)):
            lines[-1] = replace(lines[-1], level=1 if "=" in under[1] else 2)
        elif fenced or not (_RULE.match(row) or _TABLE_RULE.match(row)):
            found = [Line(clean(row))] if fenced else _row(row, parser)
            found = [line for line in found if line.text]
            lines += [replace(line, gap=gap and i == 0) for i, line in enumerate(found)]
            gap = not found or found[-1].level is not None
            continue
        gap = True
    return tuple(lines)


def _front_matter(rows: list[str]) -> int:
    """Number of rows of a YAML block at the top."""
    if rows[0].strip() != "---":
        return 0
    end = next((i for i, row in enumerate(rows[1:200], 1) if row.strip() in ("---", "...")), 0)
    return end + 1 if end and any(re.match(r"[\w-]+:", row) for row in rows[1:end]) else 0


def _row(row: str, parser: MarkdownIt) -> list[Line]:
    heading = _HEADING.match(row)
    body = (heading[2] or "") if heading else _BULLET.sub("", _QUOTE.sub("", row))
    if body.strip().startswith("|") and body.strip().endswith("|"):
        body = " ".join(cell.strip() for cell in re.split(r"(?<!\\)\|", body) if cell.strip())
    level = len(heading[1]) if heading else None
    if not _MARKED.search(body):
        return [Line(clean(body), level=level)]
    body = _SUPERSCRIPT.sub(lambda found: raised(found[1]), body)
    tokens = parser.parseInline(body.strip())[0].children or []
    return [replace(line, level=level) for line in _inline(tokens)]


def _inline(tokens: list[Token]) -> list[Line]:
    """Text of one source line without its marks; `<br>` splits it; bold or italic when all of its letters are."""
    lines: list[Line] = []
    parts: list[tuple[str, bool, bool]] = []
    bold = italic = up = 0
    for token in tokens:
        tag = token.content.lower() if token.type == "html_inline" else ""
        bold += token.type == "strong_open" or tag in ("<b>", "<strong>")
        bold -= token.type == "strong_close" or tag in ("</b>", "</strong>")
        italic += token.type == "em_open" or tag in ("<i>", "<em>")
        italic -= token.type == "em_close" or tag in ("</i>", "</em>")
        up += (tag == "<sup>") - (tag == "</sup>")
        if tag.startswith("<br"):
            lines.append(_line(parts))
            parts = []
        elif token.type in ("text", "code_inline", "softbreak", "image"):
            words = raised(token.content) if up > 0 else token.content
            parts.append((" " if token.type == "softbreak" else words, bold > 0, italic > 0))
    return [*lines, _line(parts)]


def _line(parts: list[tuple[str, bool, bool]]) -> Line:
    lettered = [part for part in parts if any(map(str.isalnum, part[0]))]
    return Line(
        clean("".join(part[0] for part in parts)),
        bold=bool(lettered) and all(part[1] for part in lettered),
        italic=bool(lettered) and all(part[2] for part in lettered),
    )
