"""EPUB: pages in the order of the spine, what is beside it, and books that cannot be read."""

import io
import zipfile

import pytest

from analyser.errors import AnalyserError, DamagedFile, EncryptedFile, ParseLimit
from analyser.reading import Document, read_bytes

CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:language>et</dc:language></metadata><manifest>
<item id="two" href="text/second%20part.xhtml"/><item id="one" href="text/first.xhtml"/>
<item id="cover" href="cover.xhtml"/><item id="gone" href="text/gone.xhtml"/></manifest>
<spine><itemref idref="cover" linear="no"/><itemref idref="one"/><itemref idref="two"/><itemref idref="one"/>
MORE</spine></package>"""


def page(*rows: str) -> str:
    body = "".join(f"<p>{row}</p>" for row in rows)
    return f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'


def epub(more: str = "", **parts: str) -> bytes:
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": PACKAGE.replace("MORE", more),
        "OEBPS/cover.xhtml": page("Publisher of laws"),
        "OEBPS/text/second part.xhtml": page("§ 2. Teine", "Tekst."),
        "OEBPS/text/first.xhtml": page("§ 1. Esimene", "Kes seda teeb, seda karistatakse."),
    } | parts
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read(data: bytes) -> Document:
    return read_bytes(data, "book.epub")


def test_pages_come_in_the_order_of_the_spine_and_none_twice() -> None:
    document = read(epub())
    assert [line.text for line in document.lines if not line.aside] == [
        "§ 1. Esimene",
        "Kes seda teeb, seda karistatakse.",
        "§ 2. Teine",
        "Tekst.",
    ]
    assert [line.text for line in document.lines if line.aside] == ["Publisher of laws"]
    assert (document.media_type, document.reader, document.language_hint) == ("application/epub+zip", "epub/1", "et")
    assert document.notes == ()


def test_a_page_that_is_not_in_the_book_is_said() -> None:
    assert read(epub('<itemref idref="gone"/>')).notes == (
        "The book lists a page it does not hold: OEBPS/text/gone.xhtml.",
    )


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({"OEBPS/book.opf": "<package"}, DamagedFile),
        ({"OEBPS/book.opf": "<package/>"}, DamagedFile),
        ({"META-INF/rights.xml": "<rights/>"}, EncryptedFile),
        ({"OEBPS/text/first.xhtml": " " * 50_000_000}, ParseLimit),
    ],
)
def test_books_that_cannot_be_read_say_why(parts: dict[str, str], error: type[AnalyserError]) -> None:
    with pytest.raises(error) as caught:
        read(epub(**parts))
    assert caught.value.hint


def test_an_entity_bomb_is_refused() -> None:
    """A package that would blow up by its entities is refused."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 20}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE package [<!ENTITY l0 "ha">{laughs}]>' + PACKAGE.replace("et</dc", "&l11;</dc")
    with pytest.raises(DamagedFile):
        read(epub(**{"OEBPS/book.opf": bomb}))
