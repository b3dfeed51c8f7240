"""Reads a file in a child process that may hang, crash or eat memory without harm to this one.

Decides the limits (memory, CPU, wall, pages, size) and what a child's end means. A file whose pages are images gets
more wall time for every page, once the child has said how many there are: a long scan is slow, not hostile. Refuses to
trust the child: it answers in JSON, so that a reader taken over by a hostile file can lie about a text but not run
anything here.
"""

import base64
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyser import errors
from analyser.errors import AnalyserError, DamagedFile, EmptyFile, FileTooLarge, InputRejected, ParseLimit
from analyser.reading.document import Box, Document, Line
from analyser.reading.quoting import Quotation

if TYPE_CHECKING:  # the child imports this package too and must not pay for settings
    from analyser.settings import Settings

RECOGNITION_SECONDS = 30  # wall time for every page that needs text recognition, two at a time on a slow machine
_ANNOUNCED = re.compile(rb'\{"recognise": (\d{1,5})\}\n')
_ANSWERS = ("document", "error", "picture")
_LIMIT_SIGNALS = (signal.SIGXCPU, signal.SIGKILL)
_SMALLER = "Split the file, or raise ANALYSER_PARSE_SECONDS, ANALYSER_PARSE_MEMORY_MB or ANALYSER_PARSE_PAGES."
_AGAIN = "Download it again, or print it to a new PDF and try that."


def read_file(path: Path, settings: "Settings", name: str | None = None) -> Document:
    """The Document of a file, by sniffed content; `name` is what the Document is called (default: the path as given).

    Raises InputRejected (a missing path, or one of its kinds) and MissingComponent.
    """
    called = name or str(path)
    _check(path, settings, called)
    order = {
        "path": str(path),
        "name": called,
        "memory": settings.parse_memory_mb * 2**20,
        "seconds": settings.parse_seconds,
        "pages": settings.parse_pages,
        "recognition": RECOGNITION_SECONDS,
    }
    answer = _run(order, settings.parse_seconds, called)
    if "error" in answer:
        raise _error(answer["error"], called)
    return _document(answer["document"])


def page_picture(
    path: Path,
    settings: "Settings",
    page: int,
    boxes: Sequence[Box] = (),
    dpi: int = 110,
    quotation: Quotation | None = None,
) -> bytes:
    """PNG of a page (from 1) of a PDF with boxes marked, in points from the top left corner of the page as read.

    With a quotation its words alone are marked inside the boxes.

    Raises InputRejected: no such page, no PDF, or one of its kinds.
    """
    called = path.name
    _check(path, settings, called)
    order = {
        "path": str(path),
        "memory": settings.parse_memory_mb * 2**20,
        "seconds": settings.parse_seconds,
        "pages": settings.parse_pages,
        "recognition": RECOGNITION_SECONDS,
        "picture": {
            "page": page,
            "boxes": [list(box) for box in boxes],
            "dpi": dpi,
            "quotation": [quotation.text, quotation.before] if quotation else None,
        },
    }
    answer = _run(order, settings.parse_seconds, called)
    if "error" in answer:
        raise _error(answer["error"], called)
    try:
        drawn = base64.b64decode(answer["picture"], validate=True)
    except (KeyError, TypeError, ValueError) as broken:
        raise DamagedFile("The reader gave no usable picture.", hint=_AGAIN, file=called) from broken
    if not drawn.startswith(b"\x89PNG"):
        raise DamagedFile("The reader gave no usable picture.", hint=_AGAIN, file=called)
    return drawn


def _check(path: Path, settings: "Settings", called: str) -> None:
    try:
        size = path.stat().st_size
        regular = path.is_file()
    except (OSError, ValueError) as error:
        raise InputRejected(f"There is no readable file {called}.", hint="Check the path.", file=called) from error
    if not regular:
        raise InputRejected(f"{called} is not a file.", hint="Give the path of one file.", file=called)
    if size == 0:
        raise EmptyFile("The file is empty.", hint="Check that the download or the upload was complete.", file=called)
    if size > settings.max_upload_mb * 2**20:
        message = f"The file has {size / 2**20:.0f} MiB; at most {settings.max_upload_mb} are read."
        raise FileTooLarge(message, hint="Split it, or raise ANALYSER_MAX_UPLOAD_MB.", file=called)


def _run(order: dict[str, Any], seconds: int, called: str) -> dict[str, Any]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_THREAD_LIMIT": "1"}
    command = [sys.executable, "-m", "analyser.reading.child", json.dumps(order)]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    ) as child:
        try:
            out, err = _listen(child, seconds, order["pages"])
        except subprocess.TimeoutExpired as late:
            _kill(child.pid)
            child.communicate()
            message = f"Reading the file took longer than {late.timeout:.0f} s."
            raise ParseLimit(message, hint=_SMALLER, file=called) from late
        except BaseException:
            _kill(child.pid)
            raise
    return _answer(child.returncode, _ANNOUNCED.sub(b"", out, count=1), err, called)


def _listen(child: "subprocess.Popen[bytes]", seconds: int, pages: int) -> tuple[bytes, bytes]:
    """What the child writes; pages to recognise that it has announced by the end of its time give it more."""
    try:
        return child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as late:
        announced = _ANNOUNCED.match(late.stdout or b"")
        if not announced:
            raise
        more = RECOGNITION_SECONDS * min(int(announced[1]), pages)
    try:
        return child.communicate(timeout=more)
    except subprocess.TimeoutExpired as late:
        raise subprocess.TimeoutExpired(late.cmd, seconds + more) from late


def _kill(pid: int) -> None:
    """The child and what it started (text recognition runs as a program of its own)."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _answer(code: int, out: bytes, err: bytes, called: str) -> dict[str, Any]:
    if code == 0:
        try:
            answer = json.loads(out)
        except ValueError as broken:
            raise DamagedFile("The reader gave no usable answer for the file.", hint=_AGAIN, file=called) from broken
        if isinstance(answer, dict) and not answer.keys().isdisjoint(_ANSWERS):
            return answer
    if code < 0 and -code in _LIMIT_SIGNALS:
        raise ParseLimit("Reading the file took more CPU time or memory than allowed.", hint=_SMALLER, file=called)
    if b"MemoryError" in err or b"bad_alloc" in err or b"Cannot allocate memory" in err:
        raise ParseLimit("Reading the file took more memory than allowed.", hint=_SMALLER, file=called)
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    raise DamagedFile(f"The file made the reader stop ({how}).", hint=_AGAIN, file=called)


def _error(given: dict[str, Any], called: str) -> AnalyserError:
    kind = getattr(errors, str(given.get("kind")), DamagedFile)
    if not (isinstance(kind, type) and issubclass(kind, AnalyserError)):
        kind = DamagedFile
    details = {"file": called} | dict(given.get("details") or {})
    return kind(str(given.get("message")), hint=str(given.get("hint") or ""), **details)


def _document(given: dict[str, Any]) -> Document:
    lines = tuple(
        Line(text, page, tuple(box) if box else None, size, bold, italic, level, gap, aside)
        for text, page, box, size, bold, italic, level, gap, aside in given["lines"]
    )
    sizes = tuple((width, height) for width, height in given["page_sizes"])
    plain = {key: given[key] for key in ("name", "media_type", "sha256", "reader", "pages", "language_hint")}
    return Document(
        **plain, lines=lines, page_sizes=sizes, ocr_pages=tuple(given["ocr_pages"]), notes=tuple(given["notes"])
    )
