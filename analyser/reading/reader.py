"""Chooses the reader for a file's content and makes the Document.

Decides nothing about the text itself. Refuses silence: a file without any text is an error, never an empty Document.
"""

import hashlib

from analyser.errors import EmptyFile
from analyser.reading.document import Document, Line
from analyser.reading.encoding import decode
from analyser.reading.html import read_html
from analyser.reading.markdown import read_markdown
from analyser.reading.pdf import read_pdf
from analyser.reading.plain import read_plain
from analyser.reading.sniff import sniff_bytes, sniff_text


def read_bytes(data: bytes, name: str) -> Document:
    """The Document of a file's bytes, by sniffed content; raises InputRejected or MissingComponent.

    Runs in this process without limits: what comes from outside goes through `read_file`.
    """
    kind = sniff_bytes(data)
    document = _read_pdf(data, name) if kind == "pdf" else _read_text(data, name)
    if not any(line.text for line in document.lines):
        raise EmptyFile("The file holds no text.", hint="Open it to check that it shows the law.")
    return document


def _read_pdf(data: bytes, name: str) -> Document:
    lines, sizes, recognised, notes = read_pdf(data)
    return Document(
        name=name,
        media_type="application/pdf",
        sha256=hashlib.sha256(data).hexdigest(),
        reader="pdf/1",
        lines=lines,
        pages=len(sizes),
        page_sizes=sizes,
        ocr_pages=recognised,
        notes=notes,
    )


def _read_text(data: bytes, name: str) -> Document:
    text, encoding, notes = decode(data)
    text = text.removeprefix("\ufeff")
    kind = sniff_text(text)
    lines: tuple[Line, ...]
    language, pages = None, None
    if kind == "html":
        lines, language, more = read_html(text)
        notes += more
    elif kind == "markdown":
        lines = read_markdown(text)
    else:
        lines, pages = read_plain(text)
    media = {"html": "text/html", "markdown": "text/markdown", "xml": "application/xml"}.get(kind, "text/plain")
    return Document(
        name=name,
        media_type=media,
        sha256=hashlib.sha256(data).hexdigest(),
        reader=f"{kind}/1",
        lines=lines,
        pages=pages,
        language_hint=language,
        notes=notes,
    )
