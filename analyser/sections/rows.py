"""The lines of a Document as rows with what the splitter asks about them, and what is page furniture.

Decides which lines belong to the page and not to the law (running heads and feet, page numbers, watermarks, marked
asides) and which lines begin a paragraph. Refuses to drop anything: a row that is not the law's text keeps its
`kind`, and the certificate counts it.
"""

import itertools
import re
from collections import Counter, defaultdict

from analyser.reading import Document
from analyser.sections.row import Row
from analyser.sections.tables import clean, fold
from analyser.sections.wrapping import wrap_pages, wrap_text

_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|pág|página|pagina|seite|str|strona|strana|sivu|side|sida|oldal|lk|lpp|σελίδα|σελ|стр|страница|texte|halaman|trang|hal|sayfa"
    r"|صفحة|ص|صفحه|หน้า|第)[\W_]*)?(?:\d{1,4}|[ivxlc]{1,6})(?:[\W_]*(?:/|of|von|de|av|af|ja|z|из|/|sur|dari|页|頁|ページ)?[\W_]*\d{0,4})?[\W_]*(?:页|頁|ページ)?[\W_]*"
)
_LEADER = re.compile(r"(?:(?:\.\s?){5,}|…{2,}|_{5,}|·{4,})\s*(?:\d+|[ivxlc]+)\s*$")
_NOTE_MARK = re.compile(r"\[?footnote\]?|\(?\d{1,3}\)?[\s.]|[*†‡¹²³⁴⁵⁶⁷⁸⁹]")


def read_rows(document: Document) -> list[Row]:
    """All lines as rows, furniture marked."""
    rows = []
    last = len(document.lines) - 1
    for at, line in enumerate(document.lines):
        text = clean(line.text).strip()
        rows.append(
            Row(at, text, fold(text), len(line.text) + (at < last), line.page, line.box, line.size or 0.0, line.bold,
                line.italic, line.level, line.gap, line.gap, kind="navigation" if line.aside else None)
        )  # fmt: skip
        if not text:
            rows[-1].kind = "blank"
    if any(r.box for r in rows):
        _mark_margins(rows, document)
        _mark_furniture(rows, document)
    _mark_links(rows)
    _mark_leaders(rows)
    if any(r.box for r in rows):
        _mark_notes(rows)
    return rows


def wrap(lines: list[Row]) -> None:
    """Mark which of the law's own rows run on from the row before."""
    if any(r.box for r in lines):
        wrap_pages(lines)
    else:
        wrap_text(lines)


def _mark_margins(rows: list[Row], document: Document) -> None:
    """Side notes: narrow columns beside the text; marked aside by the reader, told from page heads by their place."""
    for row in rows:
        if row.kind == "navigation" and row.box and row.page and row.page <= len(document.page_sizes):
            width, height = document.page_sizes[row.page - 1]
            x0, top, x1, bottom = row.box
            narrow = x1 - x0 < 0.27 * width and (x0 > 0.7 * width or x1 < 0.3 * width)
            if narrow and 0.06 * height < top and bottom < 0.94 * height:
                row.kind, row.margin = "margin notes", True


def _mark_furniture(rows: list[Row], document: Document) -> None:
    """Running heads and feet: rows at one height of many pages that say the same (digits apart), and page numbers.

    A section's number may open many pages too; but at its height stand many other things, at a running head's do not.
    """
    zones: dict[str, set[int]] = defaultdict(set)
    heights: dict[int, list[str]] = defaultdict(list)
    edge: list[tuple[Row, str, int]] = []
    for row in rows:
        if row.box and row.page and row.page <= len(document.page_sizes) and row.kind in (None, "navigation"):
            height = document.page_sizes[row.page - 1][1]
            if row.box[3] < 0.12 * height or row.box[1] > 0.88 * height:
                shape = re.sub(r"\d+|\b[ivxlc]+\b", "#", row.low)
                place = round((row.box[1] + row.box[3]) / 14)
                zones[shape].add(row.page)
                heights[place].append(shape)
                edge.append((row, shape, place))
    few = max(3, 0.04 * (document.pages or 1))
    text_size = _text_size(rows)
    for row, shape, place in edge:
        here = [s for near in (place - 1, place, place + 1) for s in heights.get(near, ())]
        monotone = len(set(here)) <= max(2, 0.34 * len(here))
        on_every_page = 1 < len(zones[shape]) == document.pages and 0 < row.size < text_size
        repeated = (len(zones[shape]) >= few or on_every_page) and monotone
        number = bool(_PAGE_NUMBER.fullmatch(row.low)) and (monotone or len(here) <= few)
        if repeated or number or row.kind == "navigation":
            row.kind = "furniture"


def _text_size(rows: list[Row]) -> float:
    """The type size that most of the text is set in, in points; 0 where the format has none."""
    sizes: Counter[float] = Counter()
    for row in rows:
        if row.kind is None:
            sizes[round(row.size, 1)] += len(row.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _mark_notes(rows: list[Row]) -> None:
    """Footnotes: the smaller rows at the bottom of a page, from the first that begins with a mark."""
    body = _text_size(rows)
    pages: dict[int | None, list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind is None and row.box:
            pages[row.page].append(row)
    for group in pages.values():
        at = len(group)
        while (
            at and 0 < group[at - 1].size <= 0.88 * body and not group[at - 1].bold | (group[at - 1].level is not None)
        ):
            at -= 1
        at = _small_bold(group, at, body)
        first = next((i for i in range(at, len(group)) if _NOTE_MARK.match(group[i].low)), len(group))
        for row in group[first:]:
            row.kind = "notes"


def _small_bold(group: list[Row], at: int, body: float) -> int:
    """Footnotes may be bold too: rows at the very bottom that begin with a mark."""
    while at and 0 < group[at - 1].size <= 0.8 * body and (_NOTE_MARK.match(group[at - 1].low) or at < len(group)):
        at -= 1
    return at


def _mark_links(rows: list[Row]) -> None:
    """A navigation line of the page (`back to top`) that stands between the sections again and again."""
    links = {r.low for r in rows if r.kind == "navigation" and 2 < len(r.text) < 60}
    again = Counter(r.low for r in rows if r.kind is None and r.low in links)
    for row in rows:
        if row.kind is None and again[row.low] >= 2:
            row.kind = "navigation"


def _mark_leaders(rows: list[Row]) -> None:
    """Contents lists with leaders to a page number, and the headings and wrapped rows between their rows."""
    marked = [r.index for r in rows if r.kind is None and _LEADER.search(r.low)]
    if len(marked) < 5:
        return
    for at in marked:
        rows[at].kind = "contents"
    for before, after in itertools.pairwise(marked):
        between = [r for r in rows[before + 1 : after] if r.kind is None]
        if len(between) <= 4 and all(len(r.text) < 160 for r in between):
            for row in between:
                row.kind = "contents"
