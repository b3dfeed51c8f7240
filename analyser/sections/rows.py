"""The lines of a Document as rows with what the splitter asks about them, and what is page furniture.

Decides which lines belong to the page and not to the law (running heads and feet, page numbers, watermarks, marked asides)
and which lines begin a paragraph. Refuses to drop anything: a row that is not the law's text keeps its `kind`, and the
certificate counts it.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from analyser.reading import Document
from analyser.sections.tables import clean, fold

_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|pág|página|pagina|seite|str|strona|strana|sivu|side|sida|oldal|lk|lpp|σελίδα|σελ|стр|страница|texte|halaman|trang|hal|sayfa"
    r"|صفحة|ص|صفحه|หน้า|第)[\W_]*)?(?:\d{1,4}|[ivxlc]{1,6})(?:[\W_]*(?:/|of|von|de|av|af|ja|z|из|/|sur|dari|页|頁|ページ)?[\W_]*\d{0,4})?[\W_]*(?:页|頁|ページ)?[\W_]*"
)
_LEADER = re.compile(r"(?:\.\s?){5,}\s*\d*\s*$|…{2,}\s*\d*\s*$|_{5,}\s*\d+\s*$|·{4,}\s*\d*\s*$")
_NOTE_MARK = re.compile(r"\[?footnote\]?|\(?\d{1,3}\)?[\s.]|[*†‡¹²³⁴⁵⁶⁷⁸⁹]")
_ENDS = re.compile(r"[.;:!?。．；：！？।॥。။։؟؛…)\]»”\"'>—–-]\s*[\]\d⁰-⁹¹²³]*$")


@dataclass(slots=True)
class Row:
    """One line of the document. `kind` is None for the law's own text, else the kind of remainder it belongs to."""

    index: int
    text: str
    low: str
    length: int  # characters of the line as read, with its line break
    page: int | None
    box: tuple[float, float, float, float] | None
    size: float
    bold: bool
    italic: bool
    level: int | None
    gap: bool
    centred: bool = False
    kind: str | None = None
    follows: bool = False  # runs on from the row before: the same sentence, wrapped
    margin: bool = False  # printed beside the text

    @property
    def quoted_start(self) -> bool:
        return self.text[:1] in "\"“„«»‘‚「『"

    @property
    def ends(self) -> bool:
        """Whether the row ends as sentences and list items end."""
        return bool(_ENDS.search(self.text))


def read_rows(document: Document) -> list[Row]:
    """All lines as rows, furniture marked."""
    rows = []
    last = len(document.lines) - 1
    for at, line in enumerate(document.lines):
        text = clean(line.text).strip()
        rows.append(
            Row(at, text, fold(text), len(line.text) + (at < last), line.page, line.box, line.size or 0.0, line.bold, line.italic,
                line.level, line.gap, kind="navigation" if line.aside else None)
        )  # fmt: skip
        if not text:
            rows[-1].kind = "blank"
    if any(r.box for r in rows):
        _mark_margins(rows, document)
        _mark_furniture(rows, document)
        _mark_centred(rows, document)
    _mark_links(rows)
    _mark_leaders(rows)
    _mark_wrapped(rows)
    return rows


def _mark_margins(rows: list[Row], document: Document) -> None:
    """Side notes: small columns beside the text; the reader marks them aside, their place tells them from page heads."""
    for row in rows:
        if row.kind == "navigation" and row.box and row.page and row.page <= len(document.page_sizes):
            width, height = document.page_sizes[row.page - 1]
            x0, top, x1, bottom = row.box
            narrow = x1 - x0 < 0.27 * width and (x0 > 0.7 * width or x1 < 0.3 * width)
            if narrow and 0.06 * height < top and bottom < 0.94 * height:
                row.kind, row.margin = "margin notes", True


def _mark_furniture(rows: list[Row], document: Document) -> None:
    """Running heads and feet: the same words (digits apart) in the top or bottom zone of many pages, and page numbers."""
    pages = max(document.pages or 1, 1)
    zones: dict[str, set[int]] = defaultdict(set)
    edge: list[tuple[Row, str]] = []
    for row in rows:
        if row.box and row.page and row.page <= len(document.page_sizes) and row.kind in (None, "navigation"):
            height = document.page_sizes[row.page - 1][1]
            if row.box[3] < 0.11 * height or row.box[1] > 0.89 * height:
                shape = re.sub(r"\d+|\b[ivxlc]+\b", "#", row.low)
                zones[shape].add(row.page)
                edge.append((row, shape))
    for row, shape in edge:
        if len(zones[shape]) >= max(3, 0.04 * pages) or _PAGE_NUMBER.fullmatch(row.low) or row.kind == "navigation":
            row.kind = "furniture"


def _mark_centred(rows: list[Row], document: Document) -> None:
    for row in rows:
        if row.box and row.page and row.page <= len(document.page_sizes):
            width = document.page_sizes[row.page - 1][0]
            middle = (row.box[0] + row.box[2]) / 2
            row.centred = abs(middle - width / 2) < 0.02 * width and row.box[0] > 0.2 * width


def _mark_links(rows: list[Row]) -> None:
    """A navigation line of the page (`back to top`) that stands between the sections again and again."""
    links = {r.low for r in rows if r.kind == "navigation" and 2 < len(r.text) < 60}
    again = Counter(r.low for r in rows if r.kind is None and r.low in links)
    for row in rows:
        if row.kind is None and again[row.low] >= 2:
            row.kind = "navigation"


def _mark_leaders(rows: list[Row]) -> None:
    leaders = [r for r in rows if r.kind is None and _LEADER.search(r.text)]
    if len(leaders) >= 5:
        marked = {r.index for r in leaders}
        for row in leaders:
            row.kind = "contents"
            for near in range(row.index - 3, row.index):  # headings between and wrapped lines before the leaders
                if near - 3 in marked or any(k in marked for k in range(near - 3, near)):
                    if near >= 0 and rows[near].kind is None and len(rows[near].text) < 160:
                        rows[near].kind = "contents"


def _mark_wrapped(rows: list[Row]) -> None:
    """Decide which rows run on from the row before, by the room that was left on its line."""
    lines = [r for r in rows if r.kind is None]
    if any(r.box for r in lines):
        _wrapped_on_pages(lines)
    else:
        _wrapped_in_text(lines)


def _wrapped_in_text(lines: list[Row]) -> None:
    lengths = Counter(len(r.text) for r in lines)
    total = sum(lengths.values())
    if total < 20:
        return
    width = max(n for n in lengths if sum(c for m, c in lengths.items() if m >= n) >= max(2, 0.01 * total))
    full = sum(c for m, c in lengths.items() if 0.85 * width <= m)
    if width > 130 or full < 0.3 * total:
        return
    for before, row in zip(lines, lines[1:], strict=False):
        first = len(row.text.split(" ", 1)[0])
        row.follows = not row.gap and len(before.text) + 1 + first > 0.93 * width


def _wrapped_on_pages(lines: list[Row]) -> None:
    edges = _right_edges(lines)
    for before, row in zip(lines, lines[1:], strict=False):
        if not before.box or not row.box:
            continue
        same_column = before.page == row.page and row.box[1] > before.box[1] and row.box[0] < before.box[2] and before.box[0] < row.box[2]
        width = (before.box[2] - before.box[0]) / max(1, len(before.text))
        spaced = " " in row.text
        first = len(row.text.split(" ", 1)[0]) + 1 if spaced else 1
        full = before.box[2] + first * width > edges[before.index] - width
        same_face = before.bold == row.bold and abs(before.size - row.size) < 0.6
        if before.centred and row.centred and same_column and before.bold and row.bold:
            row.follows = not row.gap and full
        else:
            row.follows = full and same_face and not before.centred and not (row.gap and same_column)


def _right_edges(lines: list[Row]) -> dict[int, float]:
    """For every row the right edge of its column: the farthest end of the rows around it that overlap it."""
    edges: dict[int, float] = {}
    by_page: dict[int | None, list[Row]] = defaultdict(list)
    for row in lines:
        if row.box:
            by_page[row.page].append(row)
    for group in by_page.values():
        for row in group:
            assert row.box
            x0, x1 = row.box[0], row.box[2]
            mates = [r.box[2] for r in group if r.box and r.box[0] < x1 and x0 < r.box[2] and r.box[0] > x0 - 60]
            mates.sort()
            edges[row.index] = mates[int(0.8 * (len(mates) - 1))] if mates else x1
    return edges
