"""EPUB: the pages of an electronic book, in the order of its spine, as lines.

Decides which parts are read: those the spine lists, each as the web page it is; pages beside the reading order
(`linear="no"`: notes, covers) come last and aside, the contents page of the book's own navigation is not read at all
where the spine does not list it. Refuses archives that unpack to more than a law can hold, books under digital
rights management, and books without pages.
"""

import posixpath
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from lxml import etree

from analyser.errors import DamagedFile, EncryptedFile
from analyser.reading.archive import unpack
from analyser.reading.document import Line
from analyser.reading.encoding import decode
from analyser.reading.html import read_html

MEDIA_TYPE = "application/epub+zip"
_PAGES = (".xhtml", ".html", ".htm", ".xml", ".opf")
_RIGHTS = "META-INF/rights.xml"
_HINT = "Download it again, or save it as PDF or HTML."


def read_epub(data: bytes) -> tuple[tuple[Line, ...], str | None, tuple[str, ...]]:
    """Lines, declared language, notes; raises DamagedFile, EncryptedFile or ParseLimit."""
    parts = unpack(data, "EPUB", lambda name: name.lower().endswith(_PAGES))
    if _RIGHTS in parts:
        raise EncryptedFile("The book is protected by digital rights management.", hint="Use a copy that is not.")
    name = _package_name(parts)
    package = _parse(parts[name], name)
    language = next((node.text for node in package.iter("{*}language") if node.text), None)
    text: list[Line] = []
    aside: list[Line] = []
    notes: list[str] = []
    for path, linear in _spine(package, name):
        page = next((parts[found] for found in (path, unquote(path)) if found in parts), None)
        if page is None:
            notes.append(f"The book lists a page it does not hold: {path}.")
            continue
        lines, declared, more = read_html(decode(page)[0])
        language = language or declared
        notes += more
        if linear:
            text += lines
        else:
            aside += [replace(line, aside=True) for line in lines]
    if not text and not aside:
        raise DamagedFile("The book lists no page that it holds.", hint=_HINT)
    return (*text, *aside), language.strip() if language else None, tuple(notes)


def _package_name(parts: dict[str, bytes]) -> str:
    """Where the container says the package document is."""
    container = parts.get("META-INF/container.xml")
    if container is not None:
        for node in _parse(container, "META-INF/container.xml").iter("{*}rootfile"):
            if (name := node.get("full-path") or "") in parts:
                return name
    found = sorted(name for name in parts if name.endswith(".opf"))
    if not found:
        raise DamagedFile("The book does not say which pages it has.", hint=_HINT)
    return found[0]


def _spine(package: Any, name: str) -> list[tuple[str, bool]]:
    """Path and whether it belongs to the reading order, for every page of the spine; none twice."""
    folder = posixpath.dirname(name)
    paths = {
        node.get("id"): posixpath.normpath(posixpath.join(folder, (node.get("href") or "").partition("#")[0]))
        for node in package.iter("{*}item")
    }
    pages: dict[str, bool] = {}
    for node in package.iter("{*}itemref"):
        if path := paths.get(node.get("idref")):
            pages.setdefault(path, node.get("linear") != "no")
    return list(pages.items())


def _parse(data: bytes, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise DamagedFile(f"The book is damaged: {name} is no XML.", hint=_HINT) from broken
