"""Files made to hang or to fill a reader: each is read or refused within its limits, by the real child."""

import io
import zipfile
from pathlib import Path

import pytest
from test_read_docx import W

from analyser.errors import InputRejected, ParseLimit
from analyser.reading import read_file
from analyser.settings import Settings

TEXT = "BT /F 10 Tf 72 700 Td (Section 1. Whoever does the thing is liable.) Tj ET"


def raw_pdf(objects: dict[int, str]) -> bytes:
    """A PDF of these objects; object 1 is the catalogue."""
    out, places = b"%PDF-1.4\n", {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body.encode())
    last, at = max(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % last
    for number in range(1, last):
        out += b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f")
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (last, at)


def stream(content: str, more: str = "") -> str:
    return f"<< /Length {len(content)} {more} >>\nstream\n{content}\nendstream"


def pages(kids: str, count: int) -> dict[int, str]:
    return {1: "<< /Type /Catalog /Pages 2 0 R >>", 2: f"<< /Type /Pages /Kids [{kids}] /Count {count} >>"}


FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {} >> >>"


def page_tree_in_a_ring() -> bytes:
    return raw_pdf(pages("2 0 R 3 0 R", 5) | {3: PAGE.format("/Font << /F 5 0 R >>"), 4: stream(TEXT), 5: FONT})


def forms_that_draw_each_other() -> bytes:
    form = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /A 6 0 R /B 7 0 R >> >>"
    resources = "/Font << /F 5 0 R >> /XObject << /A 6 0 R >>"
    body = {3: PAGE.format(resources), 4: stream(f"{TEXT} /A Do"), 5: FONT}
    return raw_pdf(pages("3 0 R", 1) | body | {6: stream("/B Do /B Do", form), 7: stream("/A Do /A Do", form)})


def forms_that_double() -> bytes:
    """Thirty forms, each drawing the next one twice: 2^30 drawings."""
    forms = {}
    for number in range(6, 36):
        more = f"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A {number + 1} 0 R >> >>"
        forms[number] = stream("/A Do /A Do", more)
    forms[36] = stream("0 0 m", "/Subtype /Form /BBox [0 0 9 9]")
    resources = "/Font << /F 5 0 R >> /XObject << /A 6 0 R >>"
    body = {3: PAGE.format(resources), 4: stream(f"{TEXT} /A Do"), 5: FONT}
    return raw_pdf(pages("3 0 R", 1) | body | forms)


def a_font_whose_glyphs_are_set_in_itself() -> bytes:
    glyph = stream("500 0 d0 BT /F 10 Tf (a) Tj ET")
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.001 0 0 .001 0 0] /FirstChar 97 /LastChar 97 "
        "/Widths [500] /CharProcs << /a 6 0 R >> /Encoding << /Differences [97 /a] >> "
        "/Resources << /Font << /F 5 0 R >> >> >>"
    )
    letters = "BT /F 10 Tf 72 700 Td (aaaa aaaa) Tj ET"
    return raw_pdf(pages("3 0 R", 1) | {3: PAGE.format("/Font << /F 5 0 R >>"), 4: stream(letters), 5: font, 6: glyph})


def ten_thousand_pages() -> bytes:
    """One page listed ten thousand times."""
    body = {3: PAGE.format("/Font << /F 5 0 R >>"), 4: stream(TEXT), 5: FONT}
    return raw_pdf(pages("3 0 R " * 10_000, 10_000) | body)


def a_document_in_a_lying_archive() -> bytes:
    """A part that says it is small and is not."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}>" + " " * 40_000_000 + "</w:document>")
    whole = buffer.getvalue()
    size = (40_000_000 + len(f"<w:document {W}></w:document>")).to_bytes(4, "little")
    return whole.replace(size, (9000).to_bytes(4, "little"))


def nested_xml() -> bytes:
    return b"<?xml version='1.0'?><law>" + b"<p>" * 200_000 + b"x" + b"</p>" * 200_000 + b"</law>"


def an_attribute_of_megabytes() -> bytes:
    return b"<?xml version='1.0'?><law a='" + b"x" * 12_000_000 + b"'><p>Section 1.</p></law>"


def nested_html() -> bytes:
    return b"<!doctype html><p>Section 1. Whoever does it is liable." + b"<div>" * 100_000


BOMBS = [
    page_tree_in_a_ring,
    forms_that_draw_each_other,
    forms_that_double,
    a_font_whose_glyphs_are_set_in_itself,
    ten_thousand_pages,
    a_document_in_a_lying_archive,
    nested_xml,
    an_attribute_of_megabytes,
    nested_html,
]


@pytest.mark.parametrize("bomb", BOMBS, ids=[bomb.__name__ for bomb in BOMBS])
def test_a_bomb_is_read_or_refused(tmp_path: Path, bomb: object) -> None:
    path = tmp_path / "law"
    path.write_bytes(bomb())  # type: ignore[operator]
    settings = Settings(data_dir=tmp_path, cache_dir=tmp_path, parse_seconds=4, _env_file=None)  # type: ignore[call-arg]
    try:
        text = read_file(path, settings).text
    except InputRejected as error:
        text = error.hint
    assert text.strip()


def test_ten_thousand_pages_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "law"
    path.write_bytes(ten_thousand_pages())
    settings = Settings(data_dir=tmp_path, cache_dir=tmp_path, _env_file=None)  # type: ignore[call-arg]
    with pytest.raises(ParseLimit, match="10000 pages; at most 5000"):
        read_file(path, settings)
