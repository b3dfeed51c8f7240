"""A study as an XLSX file: one sheet per table, no formulas, the same bytes for the same study."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from analyser.study.export import TABLE_HEADER, answers, row_values
from analyser.study.records import Study

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip file can hold


def _gap_lines(study: Study) -> list[Sequence[object]]:
    lines: list[Sequence[object]] = [
        ("Country", "Element", "Conduct", "Article", "Rating", "What is missing", "Provisions")
    ]
    for entry in study.by_country:
        for gap in entry.gaps:
            cited = "; ".join(f"{one.law_title}, {one.label}" for one in gap.citations)
            reasons = "; ".join(words for _, words in gap.reasons)
            head = (entry.country.name, gap.element, gap.label, gap.article)
            lines.append((*head, gap.judgement.value, reasons, cited))
    return lines


def workbook(study: Study) -> bytes:
    """The file's bytes: the counts, every country's answers, the gaps."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = (
        ("Table", [TABLE_HEADER, *map(row_values, study.table)]),
        ("Answers", answers(study)),
        ("Gaps", _gap_lines(study)),
    )
    for title, lines in sheets:
        _fill(book.create_sheet(title), lines)
    book.properties.creator = "statute gap analyser"
    book.properties.title = study.benchmark_title
    book.properties.created = book.properties.modified = datetime(*_EPOCH)
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue())


def _fill(sheet: Worksheet, lines: Sequence[Sequence[object]]) -> None:
    for line in lines:
        sheet.append([_safe(value) for value in line])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8ECF1")
    for number, column in enumerate(sheet.columns, 1):
        width = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(max(width + 2, 8), 60)
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(cell.value, str):
                cell.data_type = "s"  # text that starts with = stays text
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _safe(value: object) -> object:
    """Spreadsheets refuse control characters."""
    return "".join(char for char in value if char >= " " or char in "\t\n") if isinstance(value, str) else value


def _settled(data: bytes) -> bytes:
    """The same archive with every date of its own taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _undated(content)
            target.writestr(zipfile.ZipInfo(name, _EPOCH), content, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _undated(xml: bytes) -> bytes:
    """openpyxl stamps the moment of saving over the property; put the fixed one back."""
    start = xml.index(b"<dcterms:modified")
    start = xml.index(b">", start) + 1
    return xml[:start] + b"1980-01-01T00:00:00Z" + xml[xml.index(b"<", start) :]
