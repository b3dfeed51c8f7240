"""Makes printed lines of words: which words stand on one baseline, where a space belongs, what is raised.

Decides spaces by the stream's own spaces and by distance, joins l e t t e r - s p a c e d words, writes raised
numbers as Unicode superscripts (178¹, so that a footnote mark never becomes part of a number), and puts right-to-left
lines in logical order. Refuses to look beyond one line.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from statistics import median_high

from analyser.reading.clean import clean, raised
from analyser.reading.document import Line
from analyser.reading.glyphs import Word

Row = list[Word]
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LTR = re.compile("[^\\W_]")
_UNSPACED = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")  # Chinese and Japanese set no spaces
_PRESENTATION = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufefc]+")
_OF_NUMBERS = frozenset("0123456789-–/")
_SPACE, _RAISE, _SMALL = 0.17, 0.14, 0.85  # of the type size
_INITIAL = 1.8  # of the usual type size
_SPACED = 4  # single characters in a run


def group_rows(words: Iterable[Word]) -> list[Row]:
    """Words on one baseline together, top to bottom; raised words join the line they are raised from."""
    rows: list[Row] = []
    base = 0.0
    for word in sorted(words, key=lambda w: w.base):
        if rows and word.base - base <= 0.22 * min(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
            base = word.base
    return _attach_raised(rows)


def join_initials(words: list[Word]) -> list[Word]:
    """Initials two rows high (drop caps) made the first letter of the row that begins beside their head."""
    initials = [word for word in words if len(word.text) == 1 and word.text.isalpha()]
    usual = median_high(word.size for word in words) if initials else 0.0
    joined: set[int] = set()
    for initial in initials:
        if initial.size < _INITIAL * usual:
            continue
        top = initial.base - 0.75 * initial.size
        beside = [w for w in words if top < w.base <= initial.base + 1 and 0 <= w.x0 - initial.x1 < 0.5 * initial.size]
        beside = sorted((w for w in beside if w.size < initial.size / _INITIAL), key=lambda word: word.base)
        if len({word.base for word in beside}) > 1 and beside[0].text[0].isalpha():
            beside[0].text, beside[0].x0 = initial.text + beside[0].text, initial.x0
            joined.add(id(initial))
    return [word for word in words if id(word) not in joined] if joined else words


def _attach_raised(rows: list[Row]) -> list[Row]:
    """Small words set above or below a larger line's baseline move into that line."""
    kept: list[Row] = []
    sizes = [max(word.size for word in row) for row in rows]
    for index, row in enumerate(rows):
        around = max(sizes[max(0, index - 1) : index + 3])
        if min(word.size for word in row) > _SMALL * around:
            continue
        stay: Row = []
        for word in row:
            home = next((i for i in (index + 1, index + 2, index - 1) if _raised_from(word, rows, sizes, i)), None)
            if home is None:
                stay.append(word)
            else:
                rows[home].append(word)
        row[:] = stay
    for row in rows:
        if row:
            row.sort(key=lambda word: word.x0)
            kept.append(row)
    return kept


def _raised_from(word: Word, rows: list[Row], sizes: list[float], index: int) -> bool:
    if not 0 <= index < len(rows) or word.size > _SMALL * sizes[index]:
        return False
    for other in rows[index]:
        if word.size <= _SMALL * other.size and -0.75 * other.size < word.base - other.base < 0.25 * other.size:
            near = other.size
            if -near < word.x0 - other.x1 < near or -near < other.x0 - word.x1 < near:
                return True
    return False


def row_base(row: Row) -> float:
    """The baseline of the row's largest words."""
    first = row[0].base
    for word in row:
        if word.base != first:
            break
    else:
        return first
    return max(row, key=lambda word: (round(word.size, 1), len(word.text))).base


def row_size(row: Row) -> float:
    """Median type size of the row's characters, in points; a word counts eight at most."""
    first = row[0].size
    for word in row:
        if word.size != first:
            break
    else:
        return first
    return median_high(word.size for word in row for _ in range(min(8, len(word.text))))


def make_line(row: Row, page: int, aside: bool = False, gap: bool = False) -> Line | None:
    """The Line of one row; null when nothing printable is left."""
    size, base = row_size(row), row_base(row)
    text = clean(_logical(row, size, base))
    if not text:
        return None
    lettered = [word for word in row if _LTR.search(word.text) and not _is_raised(word, size, base)] or row
    box = (min(w.x0 for w in row), base - 0.8 * size, max(w.x1 for w in row), base + 0.2 * size)
    return Line(
        text,
        page=page,
        box=(round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)),
        size=round(size, 1),
        bold=all(word.bold for word in lettered),
        italic=all(word.italic for word in lettered),
        gap=gap,
        aside=aside,
    )


def _is_raised(word: Word, size: float, base: float) -> bool:
    return word.size <= _SMALL * size and base - word.base > _RAISE * size


def _logical(row: Row, size: float, base: float) -> str:
    """The row's text in reading order."""
    words = sorted(row, key=lambda word: (word.x0, word.order))
    backwards = sum(len(_RTL.findall(word.text)) for word in words if not word.text.isascii())
    forwards = 0 if not backwards else sum(len(_LTR.findall(word.text)) for word in words) - backwards
    if backwards > forwards:
        words = _right_to_left(words)
    elif backwards:
        words = _flip(words, lambda word: bool(_RTL.search(word.text)))
    parts, before = [""], None
    joins = _letter_spaced(words, size)
    for index, word in enumerate(words):
        text = word.text
        if _is_raised(word, size, base):
            text = _raise(text, parts[-1])
        if before is not None and index not in joins and _space_between(before, word, size, base):
            parts.append(" ")
        parts.append(text)
        before = word
    text = "".join(parts)
    if not text.isascii():
        text = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _mirror(text) if backwards > forwards else text


def _raise(text: str, before: str) -> str:
    if text in ("o", "a") and before[-1:].isdigit():
        return "º" if text == "o" else "ª"
    return raised(text)


def _space_between(before: Word, word: Word, size: float, base: float) -> bool:
    gap = max(word.x0 - before.x1, before.x0 - word.x1)
    if word.text[0] >= "\u2e80" and _UNSPACED.match(before.text[-1]) and _UNSPACED.match(word.text[0]):
        return gap > 0.4 * size and (word.spaced or gap > 0.9 * size)
    if _is_raised(word, size, base):
        return gap > _SPACE * size
    if abs(word.order - before.order) == 1:
        later = word if word.order > before.order else before
        return later.spaced or gap > 0.25 * size
    return gap > _SPACE * size


def _letter_spaced(words: list[Word], size: float) -> set[int]:
    """Indexes of words to be joined to the one before: runs of four or more single characters at even distances."""
    joins: set[int] = set()
    if sum([len(word.text) == 1 for word in words]) < _SPACED:
        return joins
    start = 0
    for index in range(len(words) + 1):
        if index < len(words) and len(words[index].text) == 1:
            continue
        run = range(start + 1, index)
        if len(run) >= _SPACED - 1 and sum(words[i].text.isalpha() for i in range(start, index)) >= 2:
            gaps = {i: abs(words[i].x0 - words[i - 1].x1) for i in run}
            narrow = sorted(gaps.values())[len(gaps) // 4]
            widest = max(1.6 * narrow, narrow + 0.12 * size)
            joins |= {i for i, gap in gaps.items() if gap <= widest}
            if index < len(words) and words[index].text[0].isdigit() and words[index - 1].text in _OF_NUMBERS:
                # The last figures of a spaced number come together with its point: `A r t . 1 6 4.`
                joins |= {index} if abs(words[index].x0 - words[index - 1].x1) <= widest else set()
        start = index + 1
    return joins


def _right_to_left(words: list[Word]) -> list[Word]:
    """Logical order of a right-to-left line: from the right, runs of left-to-right words kept together."""
    ordered = sorted(words, key=lambda word: (-word.x1, word.order))
    return _flip(ordered, lambda word: not _RTL.search(word.text) and bool(_LTR.search(word.text)))


def _flip(words: list[Word], inside: Callable[[Word], bool]) -> list[Word]:
    """The words with every run of those `inside` reversed."""
    out: list[Word] = []
    run: list[Word] = []
    for word in words:
        if inside(word):
            run.append(word)
            continue
        out += run[::-1]
        run = []
        out.append(word)
    return out + run[::-1]


def _mirror(text: str) -> str:
    """Brackets of a right-to-left line that open with a closing one were kept as drawn: swap them."""
    first = re.search(r"[()]", text)
    if first and first[0] == ")" and text.count("(") == text.count(")"):
        return text.translate(str.maketrans("()", ")("))
    return text
