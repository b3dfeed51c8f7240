"""An edition as a static site: pages with relative links and the files to take away, for any web server or a folder."""

from collections.abc import Sequence

from analyser.study.charts import Chart
from analyser.study.dossier import Publication
from analyser.study.exports import archive, data, docx, tables, xlsx
from analyser.study.exports.page import country_page, drawn, render, stylesheet

_LINKS = (
    ("index.html", "Study"),
    ("slices.html", "Regions and groups"),
    ("gaps.html", "Gaps"),
    ("answers.html", "Answers"),
    ("sources.html", "Sources and checks"),
)
_FILES = (
    ("study.xlsx", "Workbook (XLSX)"),
    ("study.docx", "Document (DOCX)"),
    ("study.json", "Everything for programs (JSON)"),
    (data.SCHEMA_NAME, "Schema of the JSON"),
)


def site_files(found: Publication) -> dict[str, bytes]:
    """Path -> content of every file of the site. Raises AnalyserError when a row does not sum."""
    pictures = drawn(found)
    files = {"study.css": stylesheet().encode()}
    files |= {f"charts/{chart.name}.svg": chart.svg().encode() for chart in pictures}
    for name, content in _pages(found, pictures).items():
        files[name] = content
    for sheet in found.dossier.sheets:
        place = {"root": "../", "style": "", "links": _LINKS}
        files[f"countries/{sheet.country.code}.html"] = country_page(found, sheet, place=place)
    files |= {
        "study.xlsx": xlsx.workbook(found),
        "study.docx": docx.document(found),
        "study.json": data.study_json(found),
        data.SCHEMA_NAME: data.schema_json(),
    }
    return files | {f"csv/{name}": content for name, content in data.csv_files(found).items()}


def _pages(found: Publication, pictures: Sequence[Chart]) -> dict[str, bytes]:
    study = found.dossier.study
    parts = [tables.slice_table(one) for one in study.slices]
    shown = {
        "index.html": (study.benchmark_title, [tables.about(found), tables.study_table(found)]),
        "slices.html": ("By instrument, region and group of States", parts),
        "gaps.html": ("Gaps", [tables.gaps_by_element(found), tables.gaps_by_country(found)]),
        "answers.html": ("Every country's answers", [tables.answers(found)]),
        "sources.html": (
            "Sources and checks",
            [tables.sources(found), tables.progress(found), tables.check_table(found)],
        ),
    }
    pages = {}
    for name, (heading, listed) in shown.items():
        first = name == "index.html"
        context = {
            "heading": heading,
            "shown": listed,
            "countries": study.countries if first else (),
            "figures": [(chart, f"charts/{chart.name}.svg") for chart in pictures] if first else (),
            "files": _FILES if first else (),
            "style": "",
            "links": _LINKS,
            "here": name,
        }
        pages[name] = render("tables.html", found, f"{heading}, {found.imprint.title}", context)
    return pages


def site_archive(found: Publication) -> bytes:
    """The site in one archive."""
    return archive.packed(site_files(found))
