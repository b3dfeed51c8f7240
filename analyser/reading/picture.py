"""Draws one page of a PDF as a picture, with boxes over the lines that are meant: the page as evidence.

Decides the scale and the colour, and turns the page as it was turned when it was read, so that the boxes of its lines
fall where they were found. Refuses files without pages, and pages the file does not have. Runs in this process without
limits: what comes from outside goes through `analyser.reading.page_picture`.
"""

import io
from collections.abc import Sequence
from typing import Any

import pypdfium2 as pdfium

from analyser.errors import DamagedFile, InputRejected, UnsupportedFile
from analyser.reading.document import Box
from analyser.reading.glyphs import Glyphs
from analyser.reading.pdf import open_pdf
from analyser.reading.quoting import Quotation, quotation_boxes
from analyser.reading.scanned import straighten
from analyser.reading.sniff import sniff_bytes

_LARGEST = 3000  # pixels: what is more is no page of a law
_EDGE = 1.5  # points between a line and the edge of its box
_MARKER = (255, 221, 64)


def draw_page(
    data: bytes, number: int, boxes: Sequence[Box], dpi: int = 110, quotation: Quotation | None = None
) -> bytes:
    """PNG of page `number` (from 1) with the boxes marked (points from the top left corner of the page as read).

    With a quotation only its words are marked inside the boxes; on a scan, whose words cannot be told, the boxes are.

    Raises UnsupportedFile when the file is no PDF, InputRejected when it has no such page, and what opening it raises.
    """
    if sniff_bytes(data) != "pdf":
        raise UnsupportedFile("The file has no pages to show.", hint="Only laws read from PDF have page pictures.")
    document = open_pdf(data)
    try:
        if not 1 <= number <= len(document):
            raise InputRejected(f"There is no page {number}.", hint=f"The file has pages 1 to {len(document)}.")
        try:
            page = document[number - 1]
            return _png(page, boxes, dpi, quotation)
        except pdfium.PdfiumError as error:
            raise DamagedFile(f"Page {number} is damaged.", hint="Look at it in another program.") from error
    finally:
        document.close()


def _png(page: Any, boxes: Sequence[Box], dpi: int, quotation: Quotation | None) -> bytes:
    import numpy as np
    from PIL import Image, ImageChops, ImageDraw

    seen = Glyphs().read(page)
    turn = (seen.turn - page.get_rotation()) % 360
    if quotation and seen.words:
        boxes = quotation_boxes(seen.words, boxes, quotation)
    scale = min(dpi / 72, _LARGEST / max(1.0, *page.get_size()))
    image = page.render(scale=scale, rotation=turn).to_pil()
    if boxes and not seen.words:  # a scan: its boxes lie on the straightened page
        image = Image.fromarray(straighten(np.asarray(image.convert("L"))))
    image = image.convert("RGB")
    if boxes:
        marks = Image.new("RGB", image.size, (255, 255, 255))
        pen = ImageDraw.Draw(marks)
        for x0, top, x1, bottom in boxes:
            place = [(x0 - _EDGE) * scale, (top - _EDGE) * scale, (x1 + _EDGE) * scale, (bottom + _EDGE) * scale]
            pen.rectangle([min(max(edge, -1e6), 1e6) for edge in place], fill=_MARKER)
        image = ImageChops.multiply(image, marks)  # as a text marker does: the ink stays black
    buffer = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(buffer, "PNG")
    return buffer.getvalue()
