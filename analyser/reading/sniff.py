"""Tells what a file is from its first bytes; the name and its extension are never asked.

Decides between the formats this program reads and names those it does not, so that a rejection says what was sent.
Refuses to guess: bytes that are no known format and not text are `UnsupportedFile`.
"""

import io
import re
import zipfile
from typing import Literal

from analyser.errors import DamagedFile, EmptyFile, UnsupportedFile

ACCEPTED = (
    "PDF, HTML, Akoma Ntoso and other XML, DOCX, EPUB, JSON lists of provisions, Markdown and plain text are read."
)

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"RIFF", "RIFF media (WebP, WAV or AVI)"),
    (b"AT&TFORM", "DjVu document"),
    (b"\xd0\xcf\x11\xe0", "Microsoft Office 97-2003 document"),
    (b"{\\rtf", "RTF document"),
    (b"%!PS", "PostScript document"),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ", "xz archive"),
    (b"(\xb5/\xfd", "zstd archive"),
    (b"7z\xbc\xaf", "7-Zip archive"),
    (b"Rar!", "RAR archive"),
    (b"\x7fELF", "ELF program"),
    (b"MZ\x90", "Windows program"),
    (b"SQLite format 3", "SQLite database"),
    (b"\x00\x00\x01\x00", "icon image"),
    (b"ITSF", "compiled HTML help"),
)
_TEXT_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(
    r"<!doctype\s+html|<html[\s>]|<(?:head|body|title|meta|table|div|p|h[1-6]|center|font|article|section|ul|ol|span|b|pre)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_PROLOGUE = re.compile(
    r"\A(?:\s|<\?.*?\?>|<!--.*?-->|<!(?!doctype\s+html)[^<>\[]*(?:\[.*?\]\s*)?>)*", re.IGNORECASE | re.DOTALL
)
_JSON = re.compile(r"(?:\[\s*)?\{\s*\"[^\"\n]{1,60}\"\s*:")
_MARKDOWN = re.compile(r"^(?:#{1,6} +\S|\*\*[^*\n]+\*\*\s*$|---\n(?:[\w-]+:.*\n)+)", re.MULTILINE)


def unsupported(what: str) -> UnsupportedFile:
    """The rejection of a file that is `what`, naming what is accepted."""
    return UnsupportedFile(f"The file is not a format this program reads: {what}.", hint=ACCEPTED, sniffed=what)


def sniff_bytes(data: bytes) -> Literal["pdf", "docx", "epub", "text"]:
    """The container; `text` is anything that decodes. Raises EmptyFile or UnsupportedFile."""
    if not data.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile("The file is empty.", hint="Check that the download or the upload was complete.")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data)
    if data.startswith(_TEXT_BOMS):
        return "text"
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise unsupported(what)
    if data[4:8] == b"ftyp":
        raise unsupported("MPEG-4 or HEIF media")
    return "text"


def _sniff_zip(data: bytes) -> Literal["docx", "epub"]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mime = archive.read("mimetype")[:80].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as broken:
        raise DamagedFile(
            "The file begins like a ZIP or Office file but is damaged.", hint="Download it again."
        ) from broken
    if "word/document.xml" in names:
        return "docx"
    if mime.strip() == "application/epub+zip" or "META-INF/container.xml" in names:
        return "epub"
    what = "ZIP archive"
    for part, kind in (("xl/workbook.xml", "Excel workbook"), ("ppt/presentation.xml", "PowerPoint presentation")):
        what = kind if part in names else what
    raise unsupported(f"OpenDocument file ({mime})" if mime else what)


def sniff_text(text: str) -> Literal["json", "xml", "html", "markdown", "text"]:
    """The notation of decoded text."""
    head = text[:65536].lstrip("\ufeff \t\r\n")
    body = head[_PROLOGUE.match(head).end() :]  # type: ignore[union-attr]
    if _JSON.match(head):
        return "json"
    if _HTML.match(body):
        return "html"
    if head.startswith("<?xml") or re.match(r"<(?:\w+:)?akomaNtoso[\s>]", body):
        return "xml"
    if body.startswith("<") and re.match(r"<[A-Za-z_][\w.:-]*(?:\s[^<>]*)?/?>", body):
        return "xml" if re.search(r"</[\w.:-]+\s*>\s*\Z", text[-2000:]) and not _HTML.search(head) else "html"
    if len(_HTML.findall(head)) >= 8:
        return "html"
    return "markdown" if _MARKDOWN.search(head) else "text"
