"""Recognises the text of page images with tesseract, an optional system program.

Decides the languages from the script tesseract sees and the language data installed. Refuses to pretend: without the
program the caller gets the error that names its packages.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any

from analyser.errors import MissingComponent
from analyser.reading.clean import clean
from analyser.reading.document import Line

_DPI = 300
_PACKAGES = "Install tesseract and its languages, on Debian: apt install tesseract-ocr tesseract-ocr-all"
_LATIN = ("eng", "fra", "spa", "por", "deu", "ita")
_SCRIPTS = {
    "Arabic": ("ara", "fas", "urd"),
    "Armenian": ("hye",),
    "Bengali": ("ben",),
    "Cyrillic": ("rus", "ukr", "bul", "srp"),
    "Devanagari": ("hin", "mar", "nep"),
    "Fraktur": ("deu", "frk"),
    "Georgian": ("kat",),
    "Greek": ("ell",),
    "Han": ("chi_sim", "chi_tra"),
    "Hangul": ("kor",),
    "Hebrew": ("heb",),
    "Japanese": ("jpn",),
    "Korean": ("kor",),
    "Tamil": ("tam",),
    "Thai": ("tha",),
}


def available() -> bool:
    """Whether the tesseract program is on the path."""
    return shutil.which("tesseract") is not None


def missing(pages: int) -> MissingComponent:
    """The error for a document without usable text when tesseract is not installed."""
    return MissingComponent(
        f"{pages} pages of the file hold no usable text; reading them from their image needs the program tesseract.",
        hint=_PACKAGES,
        component="tesseract",
    )


def recognise(page: Any, number: int) -> list[Line]:
    """The lines tesseract sees on a pypdfium2 page; boxes and sizes in points."""
    pixels = page.render(scale=_DPI / 72, grayscale=True).to_numpy()
    height, width = pixels.shape[:2]
    image = b"P5 %d %d 255\n" % (width, height) + pixels.reshape(height, width).tobytes()
    table = _tesseract(image, "-l", _languages(image), "--dpi", str(_DPI), "tsv")
    rows = [row.split("\t") for row in table.splitlines()[1:]]
    return list(_lines([row for row in rows if len(row) == 12 and row[0] == "5"], number))


def _tesseract(image: bytes, *options: str) -> str:
    done = subprocess.run(["tesseract", "stdin", "stdout", *options], input=image, capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace")


@cache
def _installed() -> tuple[str, ...]:
    done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, check=False)
    return tuple(done.stdout.decode("utf-8", "replace").split("\n")[1:])


def _languages(image: bytes) -> str:
    """The languages of the script on the page for which data is installed, three at most."""
    found = (
        re.search(r"^Script: (\w+)", _tesseract(image, "--psm", "0"), re.MULTILINE) if "osd" in _installed() else None
    )
    wanted = [name for name in _SCRIPTS.get(found[1] if found else "", _LATIN) if name in _installed()]
    others = sorted(name for name in _installed() if name and name != "osd")
    return "+".join((wanted or others)[:3]) or "eng"


def _lines(words: list[list[str]], number: int) -> Iterator[Line]:
    """Words of tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text."""
    rows: dict[tuple[str, ...], list[list[str]]] = {}
    for word in words:
        if word[11].strip():
            rows.setdefault(tuple(word[2:5]), []).append(word)
    paragraph: tuple[str, ...] | None = None
    for key, row in rows.items():
        text = clean(" ".join(word[11] for word in row))
        places = [tuple(int(value) for value in word[6:10]) for word in row]
        x0, y0 = min(p[0] for p in places), min(p[1] for p in places)
        x1, y1 = max(p[0] + p[2] for p in places), max(p[1] + p[3] for p in places)
        box = tuple(round(value * 72 / _DPI, 1) for value in (x0, y0, x1, y1))
        if text:
            yield Line(
                text,
                page=number,
                box=(box[0], box[1], box[2], box[3]),
                size=round(box[3] - box[1], 1),
                gap=key[:2] != paragraph,
            )
        paragraph = key[:2]
