"""Prints how fast PDFs are read: milliseconds a page, peak memory, and the ratio to pdfplumber in the same run.

    python tests/performance/reading_speed.py [--pages N] [FILE.pdf ...]

Without files it reads an invented statute of 60 pages in two columns. A script, not a test: the machine decides the
milliseconds; the ratio is what can be compared. Memory is that of a process of its own.
"""

import argparse
import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pdfplumber
import pypdf
from reportlab.pdfgen.canvas import Canvas

CHILD = """
import resource, sys, time
from analyser.reading import read_bytes
data = open(sys.argv[1], "rb").read()
start, cpu = time.perf_counter(), time.process_time()
document = read_bytes(data, sys.argv[1])
wall, cpu = time.perf_counter() - start, time.process_time() - cpu
print(document.pages, len(document.lines), wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def invented(pages: int) -> bytes:
    """A statute in two columns with side headings, about 3,500 characters a page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for page in range(pages):
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(240, 810, f"OFFICIAL GAZETTE {page + 1}")
        canvas.setFont("Times-Roman", 9)
        for row in range(58):
            for x in (50, 310):
                canvas.drawString(x, 780 - 12 * row, f"{row}. Whoever does what section {page} forbids is punished")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def first_pages(path: Path, pages: int) -> bytes:
    writer = pypdf.PdfWriter()
    writer.append(str(path), pages=(0, min(pages, len(pypdf.PdfReader(str(path)).pages))))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def measure(name: str, data: bytes, folder: Path) -> None:
    path = folder / "sample.pdf"
    path.write_bytes(data)
    done = subprocess.run([sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, check=True)
    pages, lines, wall, cpu, memory = map(float, done.stdout.split())
    start = time.process_time()
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()
            page.close()
    plumber = time.process_time() - start
    print(
        f"{name[-44:]:44s} {pages:4.0f} pages {lines / pages:5.1f} lines/page  {1000 * cpu / pages:6.1f} ms CPU/page "
        f"{1000 * wall / pages:6.1f} ms wall/page  peak {memory:4.0f} MiB  "
        f"pdfplumber {1000 * plumber / pages:6.1f} ms CPU/page = {plumber / cpu:4.1f} x",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if not given.files:
            measure("invented statute, two columns", invented(given.pages), Path(folder))
        for path in given.files:
            measure(str(path), first_pages(path, given.pages), Path(folder))


if __name__ == "__main__":
    main()
