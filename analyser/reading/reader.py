"""Chooses the reader for a file's content and makes the Document.

Decides nothing about the text itself. Refuses silence: a file without any text is an error, never an empty Document.
Readers are imported when needed: the guarded child starts for every file.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from analyser.errors import EmptyFile
from analyser.reading.document import Document, Line
from analyser.reading.encoding import decode
from analyser.reading.fused import part_fused
from analyser.reading.plain import read_plain
from analyser.reading.sniff import sniff_bytes, sniff_text

_MEDIA_TYPES = {
    "html": "text/html",
    "json": "application/json",
    "markdown": "text/markdown",
    "xml": "application/xml",
    "text": "text/plain",
}


def read_bytes(
    data: bytes,
    name: str,
    max_pages: int | None = None,
    seconds: float | None = None,
    announce: Callable[[int], float] | None = None,
) -> Document:
    """The Document of a file's bytes, by sniffed content; raises InputRejected or MissingComponent.

    Runs in this process without limits: what comes from outside goes through `read_file`. `seconds` only makes text
    recognition give up early, with an error that says how many pages need it; `announce` is told that number first and
    answers how many seconds more it gives.
    """
    kind = sniff_bytes(data)
    if kind == "pdf":
        document = _read_pdf(data, name, max_pages, seconds, announce)
    elif kind == "docx":
        document = _read_docx(data, name)
    elif kind == "epub":
        document = _read_epub(data, name)
    else:
        document = _read_text(data, name)
    if not document.lines:
        raise EmptyFile("The file holds no text.", hint="Open it to check that it shows the law.")
    return _parted(document)


def _parted(document: Document) -> Document:
    lines, parted = part_fused(document.lines)
    if not parted:
        return document
    note = f"{parted} numbers of sections stood inside lines, behind other text; the lines are parted there."
    return replace(document, lines=lines, notes=(*document.notes, note))


def _read_pdf(
    data: bytes, name: str, max_pages: int | None, seconds: float | None, announce: Callable[[int], float] | None
) -> Document:
    from analyser.reading.pdf import read_pdf

    found = read_pdf(data, max_pages, seconds, announce)
    return Document(
        name=name,
        media_type="application/pdf",
        sha256=hashlib.sha256(data).hexdigest(),
        reader="pdf/1",
        lines=tuple(found.lines),
        pages=len(found.sizes),
        page_sizes=tuple(found.sizes),
        ocr_pages=tuple(sorted(found.recognised)),
        notes=tuple(found.notes),
    )


def _read_docx(data: bytes, name: str) -> Document:
    from analyser.reading.docx import MEDIA_TYPE, read_docx

    lines, language, notes = read_docx(data)
    digest = hashlib.sha256(data).hexdigest()
    return Document(name, MEDIA_TYPE, digest, "docx/1", lines, language_hint=language, notes=notes)


def _read_epub(data: bytes, name: str) -> Document:
    from analyser.reading.epub import MEDIA_TYPE, read_epub

    lines, language, notes = read_epub(data)
    digest = hashlib.sha256(data).hexdigest()
    return Document(name, MEDIA_TYPE, digest, "epub/1", lines, language_hint=language, notes=notes)


def _read_text(data: bytes, name: str) -> Document:
    text, _, notes = decode(data)
    text = text.removeprefix("\ufeff")
    kind = sniff_text(text)
    lines: tuple[Line, ...]
    language, pages = None, None
    if kind == "html":
        from analyser.reading.html import read_html

        lines, language, more = read_html(text)
        notes += more
    elif kind == "xml":
        from analyser.reading.xml import read_xml

        lines, language = read_xml(text)
    elif kind == "json":
        from analyser.reading.provisions import read_provisions

        lines = read_provisions(text)
    elif kind == "markdown":
        from analyser.reading.markdown import read_markdown

        lines = read_markdown(text)
    else:
        lines, pages = read_plain(text)
    digest = hashlib.sha256(data).hexdigest()
    return Document(
        name, _MEDIA_TYPES[kind], digest, f"{kind}/1", lines, pages=pages, language_hint=language, notes=notes
    )
