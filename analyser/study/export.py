"""A study as data, CSV, XLSX: the same bytes for the same study, on any day and any machine.

JSON is the complete form, and what an edition freezes. Judgements are written in the words of the codebook.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from analyser.study.records import Study, TableRow

TABLE_HEADER = (
    "Conduct",
    "Articles",
    "Covered",
    "Partially",
    "Not or unclear",
    "of these not",
    "of these unclear",
    "Not assessed",
    "Countries",
)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip file can hold


def row_values(row: TableRow) -> tuple[str | int, ...]:
    """The cells of a table line, under TABLE_HEADER."""
    counts = (row.covered, row.partial, row.not_or_unclear, row.not_covered, row.unclear, row.not_assessed, row.total)
    return row.label, "; ".join(row.articles), *counts


def to_data(study: Study) -> dict[str, Any]:
    """The whole study as plain JSON values."""
    data: dict[str, Any] = json.loads(json.dumps(asdict(study), ensure_ascii=False))
    for line, row in zip(data["table"], study.table, strict=True):
        line |= {"not_or_unclear": row.not_or_unclear, "total": row.total}
    return data


def to_json(study: Study) -> str:
    return json.dumps(to_data(study), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def to_csv(study: Study) -> str:
    """The table, one line per row, as RFC 4180."""
    return _csv([TABLE_HEADER, *map(row_values, study.table)])


def answers_csv(study: Study) -> str:
    """Country x row: every country's answer, so that the counts can be checked."""
    return _csv(_answers(study))


def _csv(rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _answers(study: Study) -> list[Sequence[object]]:
    lines: list[Sequence[object]] = [("Country", "Name", *(row.label for row in study.table))]
    for country in study.countries:
        given = (row.answers[country.code] for row in study.table)
        lines.append((country.code, country.name, *(answer.value if answer else "not assessed" for answer in given)))
    return lines


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


def to_xlsx(study: Study) -> bytes:
    """One sheet per table: the counts, every country's answers, the gaps. No formulas."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = (
        ("Table", [TABLE_HEADER, *map(row_values, study.table)]),
        ("Answers", _answers(study)),
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
