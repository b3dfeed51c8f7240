"""A publication as a workbook: one sheet per table, filters, frozen panes, print settings, and no formulas.

Text that looks like a formula stays text; answers carry their colour beside their word.
"""

import io
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from analyser.study.charts import ANSWERS, COLOURS, INKS
from analyser.study.dossier import Publication
from analyser.study.exports import archive
from analyser.study.exports.tables import Table, all_tables

_HEAD = PatternFill("solid", fgColor="00527F")
_LINE = Border(bottom=Side("thin", "D5DBE2"))
_FILLS = {one: PatternFill("solid", fgColor=colour[1:].upper()) for one, colour in zip(ANSWERS, COLOURS, strict=True)}
_INKS = {
    one: Font(name="Calibri", color="FFFFFF" if ink == "white" else "000000")
    for one, ink in zip(ANSWERS, INKS, strict=True)
}
_WIDEST = 42  # characters of a column
_LINE_HEIGHT = 15  # points
_HIGHEST = 400  # points; spreadsheets allow 409
_TABS = str.maketrans("", "", "[]:*?/\\'")


def workbook(found: Publication) -> bytes:
    """The file's bytes. Raises AnalyserError when a row does not sum."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in all_tables(found):
        _fill(book.create_sheet(_tab(table.tab, book.sheetnames)), table, found)
    properties = book.properties
    properties.creator = "statute gap analyser"
    properties.title = found.dossier.study.benchmark_title
    properties.subject = f"{found.imprint.title}, {found.date}"
    properties.description = f"Fingerprint {found.imprint.fingerprint}"
    properties.created = properties.modified = datetime(*archive.EPOCH)
    out = io.BytesIO()
    book.save(out)
    members = archive.unpacked(out.getvalue())
    members["docProps/core.xml"] = _undated(members["docProps/core.xml"])
    return archive.packed(members)


def _tab(wanted: str, taken: Sequence[str]) -> str:
    """A name of at most 31 characters that no other sheet has."""
    name = wanted.translate(_TABS)[:31].strip() or "Sheet"
    number = 2
    while name.casefold() in {one.casefold() for one in taken}:
        name = f"{name[:28].rstrip(' 0123456789')} {number}"
        number += 1
    return name


def _fill(sheet: Worksheet, table: Table, found: Publication) -> None:
    sheet.append([_plain(value) for value in table.header])
    for line in table.rows:
        sheet.append([_plain(value) for value in line])
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = _LINE
            if isinstance(cell.value, str):
                cell.data_type = "s"  # text that starts with = stays text
                if cell.value in _FILLS:
                    cell.fill, cell.font = _FILLS[cell.value], _INKS[cell.value]
    for cell in sheet[1]:
        cell.font, cell.fill = Font(name="Calibri", bold=True, color="FFFFFF"), _HEAD
    for number, column in enumerate(sheet.columns, 1):
        lengths = [len(line) for cell in column[1:] for line in str(cell.value or "").split("\n")]
        words = [len(word) for word in str(column[0].value or "").split()]
        width = max([*lengths, *words, 0]) + 3
        sheet.column_dimensions[get_column_letter(number)].width = min(max(width, 8), _WIDEST)
    _heights(sheet)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    if table.note:
        sheet.append([])
        sheet.append([_plain(table.note)])
        sheet.cell(sheet.max_row, 1).font = Font(name="Calibri", italic=True)
    _print(sheet, table, found)


def _heights(sheet: Worksheet) -> None:
    """As high as the longest cell needs; programs do not agree on working that out themselves."""
    for row in sheet.iter_rows():
        lines = [
            sum(max(1, -(-len(part) // int(sheet.column_dimensions[cell.column_letter].width - 2))) for part in parts)
            for cell in row
            if (parts := str(cell.value or "").split("\n"))
        ]
        sheet.row_dimensions[row[0].row].height = min(_LINE_HEIGHT * max(lines, default=1) + 2, _HIGHEST)


def _print(sheet: Worksheet, table: Table, found: Publication) -> None:
    """Landscape A4, as wide as the page, the header row on every page, edition and page number below."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.left.text = table.title.replace("&", "&&")
    sheet.oddFooter.left.text = f"{found.imprint.title}, {found.date}".replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"


def _plain(value: object) -> object:
    """Spreadsheets refuse control characters."""
    return "".join(char for char in value if char >= " " or char in "\t\n") if isinstance(value, str) else value


def _undated(xml: bytes) -> bytes:
    """openpyxl stamps the moment of saving over the property; put the fixed one back."""
    start = xml.index(b"<dcterms:modified")
    start = xml.index(b">", start) + 1
    return xml[:start] + b"1980-01-01T00:00:00Z" + xml[xml.index(b"<", start) :]
