"""The child process of `read_file`: limits itself, reads a file or draws a page of it, answers in JSON on its output.

Decides nothing. Refuses to import more than reading needs: it starts for every file. POSIX only (resource limits).
"""

import base64
import json
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from analyser.errors import AnalyserError, DamagedFile, InputRejected, ParseLimit

_DRAW_SECONDS = 3  # CPU time for every page that is drawn and recognised; recognition runs in programs of its own


Announce = Callable[[int], float]
"""Told how many pages need text recognition; the seconds they give in addition."""


def main(order: dict[str, Any], announce: Announce | None = None) -> dict[str, Any]:
    """The answer: `{"document": {...}}`, `{"picture": PNG in base 64}` or `{"error": {...}}`."""
    try:
        if "picture" in order:
            return {"picture": _drawn(order)}
        return {"document": _read(order, announce)}
    except AnalyserError as error:
        return _problem(error)
    except MemoryError:
        return _problem(ParseLimit("Reading the file took more memory than allowed.", hint="Split the file."))
    except RecursionError:
        return _problem(ParseLimit("The file is nested too deeply to be read.", hint="Export it again as PDF or text."))
    except Exception as error:  # a reader's own failure on a strange file must reach the analyst as that file's error
        message = f"The file made the reader fail ({type(error).__name__}: {error})."
        return _problem(DamagedFile(message, hint="Save it in another format and try that."))


def _read(order: dict[str, Any], announce: Announce | None) -> dict[str, Any]:
    from analyser.reading.reader import read_bytes

    document = read_bytes(_data(order), order["name"], order["pages"], order["seconds"], announce)
    lines = [
        (line.text, line.page, line.box, line.size, line.bold, line.italic, line.level, line.gap, line.aside)
        for line in document.lines
    ]
    keys = ("name", "media_type", "sha256", "reader", "pages", "page_sizes", "ocr_pages", "language_hint", "notes")
    return {key: getattr(document, key) for key in keys} | {"lines": lines}


def _drawn(order: dict[str, Any]) -> str:
    from analyser.reading.picture import draw_page
    from analyser.reading.quoting import Quotation

    wanted = order["picture"]
    boxes = [(x0, top, x1, bottom) for x0, top, x1, bottom in wanted["boxes"]]
    quotation = Quotation(*wanted["quotation"]) if wanted["quotation"] else None
    return base64.b64encode(draw_page(_data(order), wanted["page"], boxes, wanted["dpi"], quotation)).decode("ascii")


def _data(order: dict[str, Any]) -> bytes:
    try:
        return Path(order["path"]).read_bytes()
    except OSError as error:
        raise InputRejected(f"The file cannot be read: {error.strerror}.", hint="Check its permissions.") from error


def _problem(error: AnalyserError) -> dict[str, Any]:
    return {
        "error": {"kind": type(error).__name__, "message": error.message, "hint": error.hint, "details": error.details}
    }


def announcer(stream: TextIO, seconds: int, a_page: int) -> Announce:
    """Tells the parent how many pages need recognition, and gives this process the time to draw them."""

    def announce(pages: int) -> float:
        print(json.dumps({"recognise": pages}), file=stream, flush=True)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds + _DRAW_SECONDS * pages, resource.RLIM_INFINITY))
        return float(a_page * pages)

    return announce


def _limit(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    _limit(given["memory"], given["seconds"])
    # Whatever a library prints must not mix with the answer.
    channel = os.dup(1)
    os.dup2(2, 1)
    with os.fdopen(channel, "w", encoding="utf-8") as stream:
        json.dump(
            main(given, announcer(stream, given["seconds"], given["recognition"])),
            stream,
            ensure_ascii=True,
            default=str,
        )
    sys.stdout.flush()
