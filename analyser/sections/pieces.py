"""Several laws in one file, as a gazette prints them: where each begins.

Decides that a piece begins where a heading names an enactment and a numbering of its own begins at 1 behind it, and the
rows before it hold a numbering too. Refuses to guess from numbers alone: chapters and schedules begin anew as well,
and articles that an amending act quotes stand between quotation marks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyser.sections.chain import choose
from analyser.sections.evidence import EXPLICIT, weigh
from analyser.sections.family import BARE, primary
from analyser.sections.law import Piece
from analyser.sections.layout import Looks, heads
from analyser.sections.marks import Mark, find_marks
from analyser.sections.parts import read_part
from analyser.sections.row import Row
from analyser.sections.tables import either, fold

OTHER = "other pieces"
"""The kind of remainder that holds the text of the pieces of a file that were not taken."""

_LONGEST = 300  # characters of a title
_ROWS = 5  # of a title
_ALONE = 2  # numbers that make a numbering
_FIRST = (
    "loi", "code", "decret", "decret-loi", "ordonnance", "dahir", "constitution", "ley", "codigo", "decreto",
    "decreto-ley", "decreto-lei", "ordenanza", "lei", "legge", "codice", "lege", "codul", "gesetz", "verordnung", "wet",
    "wetboek", "lov", "lag", "laki", "zakon", "zakonik", "kodeks", "ustawa", "uredba", "kanun", "ligj", "ligji",
    "undang-undang",
    "luat", "bo luat", "sheria", "itegeko", "republic act", "act no", "an act", "law no", "law of", "proclamation no",
    "закон", "кодекс", "указ", "конституція", "закон україни", "νομος", "κωδικας", "օրենք", "კანონი",
    "قانون", "القانون", "مرسوم", "المرسوم", "ظهير", "ظهير شريف", "نظام", "كانون", "مجموعه القوانين", "חוק", "अधिनियम",
)  # fmt: skip
_LAST = (
    "act", "code", "law", "ordinance", "decree", "proclamation", "bill", "gesetz", "gesetzbuch", "kanunu", "torveny",
    "seadus", "seadustik", "likums", "istatymas", "kodeksas", "loven", "lagen", "balken", "laki", "qanunu", "mecellesi",
    "अधिनियम", "संहिता", "ऐन", "আইন", "法", "法律", "條例", "条例", "법", "법률",
)  # fmt: skip
_YEAR = r"[\s,]*(?:(?:of|no\.?|n[°º])?\s*\d{1,4}\s*(?:of\s+)?,?\s*)*(?:\([^()]{1,40}\))?[\s.*†]*"
_NAMES = re.compile(
    rf"(?:(?:the|la|le|el|o|a)\s)?(?:(?:{either({fold(word) for word in _FIRST})})(?![^\W\d_])"
    rf"|[^.;:]{{2,160}}?(?:{either({fold(word) for word in _LAST})}){_YEAR}$)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A piece, and the indexes of its rows' lines in the document."""

    piece: Piece
    lines: frozenset[int]


def find_pieces(rows: Sequence[Row], looks: Looks, numbered: Sequence[Mark]) -> tuple[Found, ...]:
    """The pieces of a text in document order; empty where it is one law. `numbered`: candidates of the whole's family.

    Every row is in exactly one piece.
    """
    titles = list(_titles(rows, looks, {mark.row for mark in numbered}))
    if not titles:
        return ()
    every = find_marks(list(rows))
    weigh(list(rows), every, looks)
    families = {mark.family for mark in numbered} | set(EXPLICIT)
    parts: list[tuple[int, list[Mark]]] = []
    for start, end in zip([0, *titles], [*titles, len(rows)], strict=True):
        chain = _numbering([mark for mark in every if start <= mark.row < end and mark.family in families])
        if chain and parts and parts[-1][1]:
            parts.append((start, chain))
        elif chain:  # what stands before the first numbering belongs to it
            parts = [(parts[0][0] if parts else start, chain)]
        elif not parts:
            parts.append((start, []))
    if len(parts) < 2:
        return ()
    ends = [start for start, _ in parts[1:]] + [len(rows)]
    return tuple(_found(rows, start, end, chain, titles) for (start, chain), end in zip(parts, ends, strict=True))


def _numbering(marks: list[Mark]) -> list[Mark]:
    """The numbering of a stretch of text that begins at 1 and is more than one number; else empty."""
    family = primary([mark for mark in marks if not mark.quoted])
    chain = choose(family, [], False) if family else []
    if len(chain) < _ALONE or chain[0].number is None or chain[0].number.base != 1:
        return []
    if chain[0].family in BARE and len(chain) < 2 * _ALONE:
        return []
    return chain


def _titles(rows: Sequence[Row], looks: Looks, numbered: set[int]) -> Iterator[int]:
    """Positions of the headings that name an enactment; the first of those that stand together."""
    last = -_ROWS
    for at, row in enumerate(rows):
        if at in numbered or not _names_law(row, looks):
            continue
        if at - last > _ROWS or any(between in numbered for between in range(last, at)):
            yield at
        last = at


def _names_law(row: Row, looks: Looks) -> bool:
    text = row.text
    if row.follows or row.quoted_start or len(text) > _LONGEST or text.endswith((";", ",", ":")):
        return False
    if not text[0].isalpha() or text[0].islower() or not _NAMES.match(row.low):
        return False
    if read_part(row) is not None and heads(row, looks) < 1.5:
        return False
    return text.isupper() or row.gap or row.fresh or row.level is not None or row.centred or (looks.bold and row.bold)


def _found(rows: Sequence[Row], start: int, end: int, chain: Sequence[Mark], titles: Sequence[int]) -> Found:
    own = rows[start:end]
    pages = [row.page for row in own if row.page]
    first = next((at for at in titles if start <= at < chain[0].row), start)
    piece = Piece(
        title=_title(rows, first, chain[0].row),
        first=chain[0].label,
        last=chain[-1].label,
        sections=len(chain),
        pages=(min(pages), max(pages)) if pages else None,
        characters=sum(row.length for row in own),
    )
    return Found(piece, frozenset(row.index for row in own))


def _title(rows: Sequence[Row], start: int, number: int) -> str | None:
    """The heading's rows joined, up to the first that begins an enclosing unit or another paragraph."""
    said: list[str] = []
    for at in range(start, min(number, start + _ROWS)):
        row = rows[at]
        if said and not row.follows and not (row.text.isupper() and said[0].isupper() and read_part(row) is None):
            break
        said.append(row.text)
    title = " ".join(said)
    return title[:_LONGEST] or None
