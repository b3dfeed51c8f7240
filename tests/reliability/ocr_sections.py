"""Prints how well sections are found on scans whose truth is known: pages of real laws, drawn and recognised.

    python tests/reliability/ocr_sections.py SHARED [--seed N] [--wrong] [--case NAME]

A case is a law of SHARED/corpora with a PDF and true sections, a range of its pages, and how it was scanned: skew in
degrees, noise, pixels an inch. Each page becomes a picture alone, so that nothing but recognition can read it. Printed:
section F1 (label exact, text alike by 97 % and by 90 %), F1 of the labels alone, verdict, seconds a page. Sections cut
by the range's ends are not counted. Needs tesseract with the case's language; a script, for it takes minutes.
"""

import argparse
import io
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter

from analyser import reading, sections
from analyser.sections.law import Section
from models.evaluation import SplitScore, split_score, squeeze
from models.gold import names_of, true_sections

PROBE = 60  # squeezed characters by which a section is found on the pages, where they stand there once


@dataclass(frozen=True, slots=True)
class Scan:
    """Which pages of which law, and how they were scanned."""

    law: str
    first: int
    last: int
    language: str
    skew: float = 0.0  # degrees
    noise: float = 6.0  # standard deviation of the grey of a pixel
    dpi: int = 200


CASES = {
    "spanish two columns": Scan("es/codigo-penal", 40, 47, "spa"),
    "spanish two columns, skewed": Scan("es/codigo-penal", 60, 65, "spa", skew=1.5),
    "french two columns": Scan("fr/code-penal", 30, 37, "fra"),
    "french two columns, 150 dpi, skewed": Scan("fr/code-penal", 60, 64, "fra", skew=-1.0, dpi=150),
    "english one column": Scan("ke/computer-misuse-and-cybercrimes-act-2018", 5, 20, "eng"),
    "english one column, skewed": Scan("ke/computer-misuse-and-cybercrimes-act-2018", 5, 16, "eng", skew=2.0),
    "english side-notes": Scan("ie/criminal-law-sexual-offences-act-2017", 1, 12, "eng"),
}


def scanned(pdf: bytes, scan: Scan, chance: np.random.Generator) -> bytes:
    """The pages as a PDF of grey pictures: turned by the skew, a little blurred, with the noise of a scanner."""
    document = pdfium.PdfDocument(pdf)
    pages = []
    for number in range(scan.first - 1, min(scan.last, len(document))):
        picture = document[number].render(scale=scan.dpi / 72, grayscale=True).to_pil().convert("L")
        picture = picture.rotate(scan.skew, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
        picture = picture.filter(ImageFilter.GaussianBlur(0.4))
        grey = np.asarray(picture, dtype=np.float64)
        grey = 20 + grey * (225 / 255) + chance.normal(0, scan.noise, grey.shape)
        pages.append(Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)))
    document.close()
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=scan.dpi)
    return buffer.getvalue()


def of_pages(true: Sequence[Section], document: reading.Document, scan: Scan) -> tuple[list[Section], list[Section]]:
    """The true sections that lie wholly on the pages, and those that the first or last page cuts.

    A section is where its first characters stand in the text of the digital pages, else behind the section before it.
    """
    text, starts = "", []
    for number in range(1, (document.pages or 0) + 2):
        starts.append(len(text))
        text += squeeze("".join(line.text for line in document.lines if line.page == number and not line.aside))
    low, high = starts[scan.first - 1], starts[min(scan.last, len(starts) - 1)]
    places, behind = [], 0
    for section in true:
        body = squeeze(section.text)
        place = text.find(body[:PROBE]) if text.count(body[:PROBE]) == 1 else behind
        places.append(place)
        behind = place + len(body)
    ends = [*places[1:], len(text)]
    whole, cut = [], []
    for section, place, end in zip(true, places, ends, strict=True):
        if low <= place and end <= high:
            whole.append(section)
        elif place < high and end > low:
            cut.append(section)
    return whole, cut


def measure(root: Path, scan: Scan, seed: int) -> tuple[list[SplitScore], str, float]:
    """Scores (by 97 %, by 90 %, by label), the verdict, and seconds a page."""
    path = root / scan.law / "law.pdf"
    data = path.read_bytes()
    true = true_sections(root, scan.law)
    if true is None:
        raise SystemExit(f"{scan.law} has no true sections.")
    whole, cut = of_pages(true, reading.read_bytes(data, str(path)), scan)
    pictures = scanned(data, scan, np.random.default_rng(seed))
    start = time.perf_counter()
    document = reading.read_bytes(pictures, "scan.pdf")
    seconds = (time.perf_counter() - start) / (document.pages or 1)
    law = sections.split(document)
    spare = {name for section in cut for name in names_of(section)}
    wanted = {name for section in whole for name in names_of(section)}
    found = [(names_of(one), one.text) for one in law.sections if not names_of(one) & (spare - wanted)]
    truth = [(names_of(one), one.text) for one in whole]
    return [split_score(found, truth, enough) for enough in (0.97, 0.9, 0.0)], law.certificate.verdict, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--case", action="append", choices=sorted(CASES), help="only this one; repeat for several")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wrong", action="store_true", help="list what was not found, or found in excess")
    given = parser.parse_args()
    installed = reading.recognised_languages()
    totals: list[list[SplitScore]] = []
    for name, scan in CASES.items():
        if (given.case and name not in given.case) or scan.language not in installed:
            continue
        scores, verdict, seconds = measure(given.shared / "corpora", scan, given.seed)
        totals.append(scores)
        print(
            f"{name:38s} pages {scan.first}-{scan.last}  true {scores[0].true:3d} found {scores[0].found:3d}  "
            f"F1 {scores[0].f1:.3f} (by 90 % {scores[1].f1:.3f}, by label {scores[2].f1:.3f})  "
            f"{verdict}  {seconds:.1f} s/page",
            flush=True,
        )
        if given.wrong:
            print(*(f"    {one.label} {'excess' if one.extra else f'{one.overlap:.3f}'}" for one in scores[0].wrong))
    if not totals:
        sys.exit("Nothing was measured: no case of that name, or no language data of tesseract.")
    print(*(f"mean F1 {sum(score[k].f1 for score in totals) / len(totals):.3f}" for k in range(3)))


if __name__ == "__main__":
    main()
