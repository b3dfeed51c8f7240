"""Recognises the text of page images with tesseract, an optional system program.

Decides the languages from the script tesseract sees and the language data installed. Refuses to pretend: without the
program the caller gets the error that names its packages.
"""

import math
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from analyser.errors import MissingComponent, ParseLimit
from analyser.reading.document import Line

if TYPE_CHECKING:  # numpy comes with the first rendered page, not with every file
    import numpy as np
    import numpy.typing as npt

    from analyser.reading.scanned import Seen

    Pixels = npt.NDArray[np.uint8]

DPI = 300
_AHEAD = 5  # pages looked at for one whose script can be told
_PACKAGES = "Install tesseract and its languages, on Debian: apt install tesseract-ocr tesseract-ocr-all"
_SCRIPTS = {
    "Latin": ("eng", "fra", "spa", "por", "deu", "ita"),
    "Arabic": ("ara", "fas", "urd"),
    "Armenian": ("hye",),
    "Bengali": ("ben",),
    "Cyrillic": ("rus", "ukr", "bul", "srp"),
    "Devanagari": ("hin", "mar", "nep"),
    "Ethiopic": ("amh",),
    "Fraktur": ("deu", "frk"),
    "Georgian": ("kat",),
    "Greek": ("ell",),
    "Han": ("chi_sim", "chi_tra"),
    "Hangul": ("kor",),
    "Hebrew": ("heb",),
    "Japanese": ("jpn",),
    "Korean": ("kor",),
    "Sinhala": ("sin",),
    "Tamil": ("tam",),
    "Thai": ("tha",),
}
_NOT_LATIN = frozenset(name for script, names in _SCRIPTS.items() if script != "Latin" for name in names) | {
    "osd",
    "equ",
}
_CODES = {
    "ar": "ara", "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "en": "eng", "es": "spa", "et": "est", "fa": "fas",
    "fi": "fin", "fr": "fra", "hi": "hin", "hr": "hrv", "hu": "hun", "id": "ind", "it": "ita", "lt": "lit", "lv": "lav",
    "mk": "mkd", "mr": "mar", "ne": "nep", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus",
    "sk": "slk", "sl": "slv", "sq": "sqi", "sv": "swe", "sw": "swa", "tr": "tur", "uk": "ukr", "ur": "urd", "vi": "vie",
    "zh-Hans": "chi_sim", "zh-Hant": "chi_tra",
}  # fmt: skip


def available() -> bool:
    """Whether the tesseract program is on the path."""
    return shutil.which("tesseract") is not None


def recognised_languages() -> frozenset[str]:
    """The languages tesseract has been given, by its names for them; none where the program is missing."""
    return _installed() if available() else frozenset()


def missing(pages: int, why: str) -> MissingComponent:
    """The error for a document of whose pages none could be read."""
    return MissingComponent(
        f"No text could be read: {pages} pages need text recognition ({why}).", hint=_PACKAGES, component="tesseract"
    )


@dataclass(slots=True)
class Recognised:
    """What tesseract saw: lines by page, mean confidence of its words in percent, and why pages could not be read."""

    lines: dict[int, list[Line]]
    confidence: float
    unread: dict[str, list[int]]


@dataclass(slots=True)
class Limit:
    """The seconds a file may take, counted from here on by `clock`; some are kept for the answer."""

    seconds: float
    clock: Callable[[], float] = time.monotonic
    started: float = field(init=False)

    def __post_init__(self) -> None:
        self.started = self.clock()

    def left(self) -> float:
        return 0.95 * self.seconds - 2 - (self.clock() - self.started)

    def exceeded(self, pages: int, pace: float) -> ParseLimit:
        """The error for a file with so many pages to recognise, at `pace` seconds a page (0: not known)."""
        how = f", about {pace:.0f} s a page here" if pace else ""
        message = f"{pages} pages need text recognition{how}: that takes longer than the {self.seconds:.0f} s allowed."
        enough = max(2 * self.seconds, 1.5 * pace * pages + 60)
        hint = f"Raise ANALYSER_PARSE_SECONDS to {math.ceil(enough / 100) * 100}, or split the file."
        return ParseLimit(message, hint=hint)


def recognise(
    images: Iterable[tuple[int, "Pixels"]], pages: int, workers: int, limit: Limit | None = None
) -> Recognised:
    """The lines on grey page images (page number, height x width bytes at 300 dpi); boxes and sizes in points.

    The first page whose script can be told decides the languages (a title page often cannot); pages are then read
    `workers` at a time. Raises ParseLimit as soon
    as the pace shows that the `pages` images will take longer than the limit.
    """
    from analyser.reading.scanned import page_lines, straighten  # with PDFium, which other files do not need

    found = Recognised({}, 0.0, {})
    scores: list[float] = []
    languages = ""
    pace = _Pace(pages, limit)
    with ThreadPoolExecutor(workers) as pool:
        batches: Iterator[tuple[int, Pixels]] = ((number, straighten(pixels)) for number, pixels in images)
        while True:
            if not languages:
                ahead, telling = pace.within(_telling, batches)
                batches = chain(ahead, batches)
                problem = ""
                if telling is not None:
                    languages, problem = pace.within(_languages, telling)
                if problem:
                    found.unread.setdefault(problem, []).append(next(batches)[0])
                    pace.count(1)
                    continue
            ready = list(islice(batches, workers))
            if not ready:
                break
            tables = pace.within(_tables, pool, [_portable(pixels) for _, pixels in ready], languages)
            for (number, pixels), table in zip(ready, tables, strict=True):
                seen, sure = _seen(table)
                found.lines[number] = page_lines(seen, pixels, number, DPI)
                scores += sure
            pace.count(len(ready))
            if not scores:
                languages = ""  # an empty page does not say which languages to read
    found.confidence = sum(scores) / len(scores) if scores else 0.0
    return found


def _telling(
    images: Iterator[tuple[int, "Pixels"]], timeout: float | None = None
) -> tuple[list[tuple[int, "Pixels"]], bytes | None]:
    """The next pages, as far as they had to be looked at, and the first of them whose script can be told."""
    ahead: list[tuple[int, Pixels]] = []
    for number, pixels in islice(images, _AHEAD):
        ahead.append((number, pixels))
        image = _portable(pixels)
        if _script(image, timeout):
            return ahead, image
    return ahead, _portable(ahead[0][1]) if ahead else None


@dataclass(slots=True)
class _Pace:
    """How fast pages are recognised; the first page, which also decides the languages, is not counted."""

    pages: int
    limit: Limit | None
    done: int = 0
    first: float = 0.0

    def within(self, work: Callable[..., Any], *given: Any) -> Any:
        """What the work returns when its programs end in time."""
        try:
            return work(*given, timeout=max(0.1, self.limit.left()) if self.limit else None)
        except subprocess.TimeoutExpired as late:
            if self.limit is None:
                raise
            raise self.limit.exceeded(self.pages, self._seconds()) from late

    def count(self, pages: int) -> None:
        self.done += pages
        if self.limit is None or self.done == self.pages:
            return
        if not self.first:
            self.first = self.limit.clock()
        elif self._seconds() * (self.pages - self.done) > self.limit.left():
            raise self.limit.exceeded(self.pages, self._seconds())

    def _seconds(self) -> float:
        if self.limit is None or self.done < 2:
            return 0.0
        return (self.limit.clock() - self.first) / (self.done - 1)


def _tables(pool: ThreadPoolExecutor, images: list[bytes], languages: str, timeout: float | None) -> list[str]:
    return list(pool.map(lambda image: _tesseract(image, "-l", languages, "tsv", timeout=timeout), images))


def _portable(pixels: "Pixels") -> bytes:
    height, width = pixels.shape[:2]
    return b"P5 %d %d 255\n" % (width, height) + pixels.reshape(height, width).tobytes()


def _tesseract(image: bytes, *options: str, timeout: float | None = None) -> str:
    command = ["tesseract", "stdin", "stdout", "--dpi", str(DPI), *options]
    # Its own threads wait for each other; pages run side by side instead.
    single = os.environ | {"OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, input=image, capture_output=True, check=False, env=single, timeout=timeout)
    return done.stdout.decode("utf-8", "replace")


@cache
def _installed() -> frozenset[str]:
    done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, check=False)
    return frozenset(done.stdout.decode("utf-8", "replace").split("\n")[1:]) - {""}


def _script(image: bytes, timeout: float | None = None) -> str:
    """The script of a page as tesseract names it; empty where it cannot tell."""
    told = _tesseract(image, "--psm", "0", timeout=timeout) if "osd" in _installed() else ""
    seen = re.search(r"^Script: (\w+)", told, re.MULTILINE)
    return seen[1] if seen else ""


def _languages(image: bytes, timeout: float | None = None) -> tuple[str, str]:
    """Languages to read a document in, and why there are none.

    The page's script decides which are possible, a first reading in the installed ones which it is.
    """
    script = _script(image, timeout) or "Latin"
    possible = _SCRIPTS.get(script, ())
    wanted = [name for name in possible if name in _installed()][:4]
    if script == "Latin":
        others = sorted(_installed() - set(possible) - _NOT_LATIN)
        wanted = (wanted + others)[:4]
    if not wanted:
        packages = " ".join(f"tesseract-ocr-{name.replace('_', '-')}" for name in possible[:1]) or "tesseract-ocr-all"
        return "", f"tesseract has no data for the {script} script (apt install {packages})"
    if len(wanted) > 1:
        from analyser.language import detect

        code = _CODES.get(detect(_tesseract(image, "-l", "+".join(wanted), timeout=timeout))[0])
        if code in _installed():
            wanted = list(dict.fromkeys([code, *(["eng"] if script == "Latin" and "eng" in wanted else [])]))
    return "+".join(wanted), ""


def _seen(table: str) -> tuple[list["Seen"], list[float]]:
    """Words of tesseract's table (level, page, block, paragraph, line, word, left, top, width, height, score, text)."""
    rows = [row for row in (line.split("\t") for line in table.splitlines()[1:]) if len(row) == 12]
    rows = [row for row in rows if row[0] == "5" and row[11].strip()]
    from analyser.reading.scanned import Seen

    seen = []
    for row in rows:
        block, paragraph, line, _, left, top, width, height = map(int, row[2:10])
        seen.append(Seen(row[11], left, top, left + width, top + height, (block, paragraph, line)))
    return seen, [float(row[10]) for row in rows]
