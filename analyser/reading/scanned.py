"""Gives the words recognised on a page picture the looks that print has, and puts them in reading order.

Decides how far a page lies askew, what is bold (by the thickness of strokes), how large type is (by which letters reach
above and below the line) and what is raised, so that scans go the same way as printed pages. Keeps the order of the
recognising program where ours would weave what it has kept apart. Refuses to change a word.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from analyser.reading.columns import Placed, reading_order
from analyser.reading.document import Line
from analyser.reading.glyphs import Word
from analyser.reading.rows import make_line

if TYPE_CHECKING:  # numpy comes with the first rendered page, not with every file
    import numpy as np
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]

_STEEPEST = 4.0  # degrees: what lies more askew was turned, not scanned
_STRAIGHT = 0.2  # degrees: less is not worth drawing the page again
_FINE = 0.1
_BOLD = 1.28  # of the usual thickness of strokes
_ALIKE = 0.16  # of a type size: measured sizes that differ less are one
_WOVEN = 0.04  # of the rows: more that join what the program kept apart, and its order is kept
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_TALL = re.compile(r"[A-ZÀ-ÞΑ-ΩА-Я0-9bdfhkltßþ(){}\[\]|/!?ìíîïàáâãäåèéêëòóôõöùúûüýÿñ§]")
_DEEP = re.compile(r"[gjpqyçþ(){}\[\],;|/§Q]")


class Seen(NamedTuple):
    """A word as the program gives it: its place in pixels, and which line of which block it stands in."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    line: tuple[int, int, int]  # block, paragraph, line


def skew(pixels: "Pixels") -> float:
    """How many degrees the rows of a page rise to the right; 0 where no rows can be seen."""
    import numpy as np

    step = max(1, pixels.shape[0] // 870)  # about 75 pixels an inch are enough
    small = pixels[::step, ::step]
    rows, columns = np.nonzero(small < _threshold(small))
    if not 200 < len(rows) < small.size // 3:
        return 0.0
    columns = columns - small.shape[1] / 2

    def sharpness(angle: float) -> float:
        profile = np.bincount(np.maximum(rows + columns * np.tan(np.radians(angle)) + 200, 0).astype(np.int64))
        return float(np.square(np.diff(profile.astype(np.float64))).sum())

    coarse = max((step / 2 for step in range(-2 * int(_STEEPEST), 2 * int(_STEEPEST) + 1)), key=sharpness)
    near = (round(coarse + step * _FINE, 2) for step in range(-5, 6))
    best = max(near, key=sharpness)
    return best if sharpness(best) > 1.1 * sharpness(0.0) else 0.0


def straighten(pixels: "Pixels") -> "Pixels":
    """The grey page turned about its middle until its rows lie level."""
    angle = skew(pixels)
    if abs(angle) < _STRAIGHT:
        return pixels
    import numpy as np
    from PIL import Image

    paper = int(np.median(pixels))
    level = Image.fromarray(pixels).rotate(-angle, Image.Resampling.BICUBIC, fillcolor=paper)
    return np.asarray(level)


def _threshold(pixels: "Pixels") -> float:
    """The grey between ink and paper."""
    import numpy as np

    dark, paper = np.percentile(pixels[::3, ::3], (0.5, 50))
    return float(dark + paper) / 2


def page_lines(seen: Sequence[Seen], pixels: "Pixels", number: int, dpi: int) -> list[Line]:
    """The lines of a recognised page (height x width bytes), boxes and sizes in points."""
    rows: dict[tuple[int, int, int], list[Seen]] = defaultdict(list)
    for word in seen:
        rows[word.line].append(word)
    scale = 72 / dpi
    printed = _printed(rows, pixels, scale)
    placed = _ordered(printed, pixels.shape[0] * scale)
    lines = (make_line(item.row, number, item.aside, item.gap) for item in placed)
    return [line for line in lines if line]


def _printed(rows: dict[tuple[int, int, int], list[Seen]], pixels: "Pixels", scale: float) -> list[list[Word]]:
    """Every row of the program as words with their looks."""
    if not rows:
        return []
    sizes = _sizes(rows)
    bold = _bold(rows, pixels)
    printed, order = [], 0
    for key, row in rows.items():
        size, base = sizes[key] * scale, _base(row)
        words = []
        for word in row:
            raised = _is_raised(word, sizes[key], base)
            words.append(
                Word(
                    word.text,
                    word.left * scale,
                    word.right * scale,
                    (word.bottom if raised else base) * scale,
                    0.6 * size if raised else size,
                    bold[key],
                    italic=False,
                    spaced=True,
                    turned=False,
                    hidden=False,
                    order=order,
                )
            )
            order += 1
        printed.append(words)
    return printed


def _base(row: Sequence[Seen]) -> float:
    """The baseline: where words without letters that reach below it end."""
    ends = [word.bottom for word in row if not _DEEP.search(word.text) and any(map(str.isalnum, word.text))]
    return median(ends) if ends else max(word.bottom for word in row) - 0.22 * _height(row)


def _height(row: Sequence[Seen]) -> float:
    return median(word.bottom - word.top for word in row)


def _is_raised(word: Seen, size: float, base: float) -> bool:
    """A number whose foot stands well above the line: a footnote mark."""
    return word.text.isdecimal() and base - word.bottom > 0.2 * size and word.bottom - word.top < 0.6 * size


def _sizes(rows: dict[tuple[int, int, int], list[Seen]]) -> dict[tuple[int, int, int], float]:
    """Type size of every row in pixels; rows that hardly differ are given the one size they share."""
    measured = {key: median(map(_size, row)) for key, row in rows.items()}
    letters = {key: sum(len(word.text) for word in row) for key, row in rows.items()}
    sizes: dict[tuple[int, int, int], float] = {}
    left = dict(measured)
    while left:
        weights = sorted((size, letters[key]) for key, size in left.items())
        usual = _weighted_median(weights)
        alike = {key for key, size in left.items() if abs(size - usual) <= _ALIKE * usual}
        sizes |= dict.fromkeys(alike, usual)
        left = {key: size for key, size in left.items() if key not in alike}
    return sizes


def _weighted_median(weights: Sequence[tuple[float, int]]) -> float:
    half, counted = sum(weight for _, weight in weights) / 2, 0
    for value, weight in weights:
        counted += weight
        if counted >= half:
            return value
    return weights[-1][0]


def _size(word: Seen) -> float:
    """Type size by the word's height and the letters it is made of."""
    tall, deep = bool(_TALL.search(word.text)), bool(_DEEP.search(word.text))
    return max(1.0, (word.bottom - word.top) / (0.9 if tall and deep else 0.68 if tall or deep else 0.46))


def _bold(rows: dict[tuple[int, int, int], list[Seen]], pixels: "Pixels") -> dict[tuple[int, int, int], bool]:
    """Which rows are bold: strokes thicker than the page's usual ones, measured along the rows."""
    ink = pixels < _threshold(pixels)
    strokes = {key: _stroke(row, ink) for key, row in rows.items()}
    letters = {key: sum(len(word.text) for word in row) for key, row in rows.items()}
    usual = _weighted_median(sorted((strokes[key], letters[key]) for key in rows))
    return {key: strokes[key] > _BOLD * usual for key in rows}


def _stroke(row: Sequence[Seen], ink: "npt.NDArray[np.bool_]") -> float:
    """Mean thickness of a row's strokes in pixels, from left to right."""
    inked = crossed = 0
    for word in row:
        box = ink[word.top : word.bottom, word.left : word.right]
        inked += int(box.sum())
        crossed += int((box[:, 1:] & ~box[:, :-1]).sum()) + int(box[:, :1].sum())
    return inked / max(1, crossed)


def _ordered(rows: list[list[Word]], height: float) -> list[Placed]:
    """The rows in the order print is read; the program's own order for scripts from the right and where ours weaves."""
    if not rows:
        return []
    if not any(_RTL.search(word.text) for row in rows for word in row):
        placed = reading_order([word for row in rows for word in row], height)
        if _joined(placed, rows) <= _WOVEN * len(rows):
            return placed
    return _in_turn(rows)


def _joined(placed: Iterable[Placed], rows: list[list[Word]]) -> int:
    """Rows made of two that the program kept apart by more than two letters' width."""
    of = {id(word): at for at, row in enumerate(rows) for word in row if any(map(str.isalpha, word.text))}
    count = 0
    for item in placed:
        words = sorted((word for word in item.row if id(word) in of), key=lambda word: word.x0)
        count += any(of[id(a)] != of[id(b)] and b.x0 - a.x1 > a.size for a, b in pairwise(words))
    return count


def _in_turn(rows: list[list[Word]]) -> list[Placed]:
    """The rows as the program gives them, with wider spaces between them marked."""
    steps = [b[0].base - a[0].base for a, b in pairwise(rows) if b[0].base > a[0].base]
    usual = median(steps) if steps else 0.0
    placed = [Placed(rows[0], False, False)]
    for before, row in pairwise(rows):
        placed.append(Placed(row, False, row[0].base - before[0].base > max(1.3 * usual, 1.25 * row[0].size)))
    return placed
