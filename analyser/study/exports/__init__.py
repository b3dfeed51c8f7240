"""The files of a study to take away, each with edition, date, sources and row-sum check; the same bytes every time.

Every form is made from a `Publication` alone. Libraries of a form are loaded when the form is asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module

from analyser.errors import NotFound
from analyser.study.dossier import Publication
from analyser.study.records import CountrySheet


class Form(StrEnum):
    XLSX = "xlsx"
    DOCX = "docx"
    HTML = "html"
    CSV = "csv"
    JSON = "json"
    SITE = "site"


class SheetForm(StrEnum):
    """What is made of one country."""

    SHEET_DOCX = "sheet.docx"
    SHEET_HTML = "sheet.html"
    QUESTIONNAIRE_DOCX = "questionnaire.docx"
    QUESTIONNAIRE_HTML = "questionnaire.html"


@dataclass(frozen=True, slots=True)
class File:
    name: str
    media_type: str
    data: bytes


_OFFICE = "application/vnd.openxmlformats-officedocument."
_MAKERS = {
    Form.XLSX: ("xlsx", "workbook", "xlsx", f"{_OFFICE}spreadsheetml.sheet"),
    Form.DOCX: ("docx", "document", "docx", f"{_OFFICE}wordprocessingml.document"),
    Form.HTML: ("page", "printed", "html", "text/html; charset=utf-8"),
    Form.CSV: ("data", "csv_archive", "csv.zip", "application/zip"),
    Form.JSON: ("data", "json_archive", "json.zip", "application/zip"),
    Form.SITE: ("site", "site_archive", "site.zip", "application/zip"),
}


def export(found: Publication, form: Form) -> File:
    """A publication in a form. Raises AnalyserError when a row does not sum to its countries."""
    module, name, ending, media_type = _MAKERS[form]
    make: Callable[[Publication], bytes] = getattr(import_module(f"analyser.study.exports.{module}"), name)
    return File(f"{_stem(found)}.{ending}", media_type, make(found))


def export_sheet(found: Publication, country: str, form: SheetForm) -> File:
    """One country's sheet or questionnaire. Raises NotFound for a country outside the publication."""
    from analyser.study.exports import docx, page

    sheet = _sheet(found, country)
    asks = form in (SheetForm.QUESTIONNAIRE_DOCX, SheetForm.QUESTIONNAIRE_HTML)
    if form in (SheetForm.SHEET_HTML, SheetForm.QUESTIONNAIRE_HTML):
        data, media_type = page.country_page(found, sheet, asks), "text/html; charset=utf-8"
    else:
        data = docx.questionnaire(found, sheet) if asks else docx.country_document(found, sheet)
        media_type = _MAKERS[Form.DOCX][3]
    return File(f"{_stem(found)}-{country}-{form}", media_type, data)


def _sheet(found: Publication, country: str) -> CountrySheet:
    for sheet in found.dossier.sheets:
        if sheet.country.code == country:
            return sheet
    raise NotFound(f"{country} is not in this study.", hint="Its countries are listed in the study table.")


def _stem(found: Publication) -> str:
    """A file name of letters, digits, dots and hyphens."""
    named = f"{found.dossier.study.benchmark}-{found.imprint.edition or 'draft'}"
    return "".join(char if char.isascii() and (char.isalnum() or char in ".-") else "-" for char in named)
