"""A publication as HTML that prints: the whole study, one country's sheet, or a questionnaire, each a single file.

No script, no network: pictures are inside the file, and the policy in its head lets nothing else in.
"""

import base64
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from analyser.study import charts
from analyser.study.charts import ANSWERS, Chart, said
from analyser.study.dossier import Publication
from analyser.study.exports import tables
from analyser.study.gaps import decisive
from analyser.study.records import CountrySheet


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("analyser.study"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(answers=ANSWERS, said=said, decisive=decisive, unknown=tables.UNKNOWN)
    return environment


@cache
def stylesheet() -> str:
    return files("analyser.study").joinpath("templates/study.css").read_text("utf-8")


def render(template: str, found: Publication, title: str, context: Mapping[str, Any]) -> bytes:
    """A page of the study; without `links` it stands alone with its style inside."""
    shared: dict[str, Any] = {
        "title": title,
        "imprint": list(tables.imprint_lines(found)),
        "style": Markup(stylesheet()),
        "links": (),
        "root": "",
        "here": "",
    }
    return _environment().get_template(template).render(shared | dict(context)).encode()


def drawn(found: Publication) -> list[Chart]:
    """Every chart of the publication, drawn once."""
    return [make() for make in charts.of_dossier(found.dossier, found.progress).values()]


def inside(chart: Chart) -> str:
    """The drawing as an address that holds it."""
    return "data:image/svg+xml;base64," + base64.b64encode(chart.svg().encode()).decode()


def printed(found: Publication) -> bytes:
    """The whole study as one page. Raises AnalyserError when a row does not sum."""
    dossier = found.dossier
    context = {
        "study": dossier.study,
        "sheets": dossier.sheets,
        "about": tables.about(found),
        "table": tables.study_table(found),
        "slices": [tables.slice_table(one) for one in dossier.study.slices if one.kind != "subregion"],
        "gaps": tables.gaps_by_element(found),
        "sources": tables.sources(found),
        "progress": tables.progress(found),
        "check": tables.check_table(found),
        "figures": [(chart, inside(chart)) for chart in drawn(found)],
    }
    return render("printed.html", found, f"{dossier.study.benchmark_title}, {found.imprint.title}", context)


def country_page(
    found: Publication, sheet: CountrySheet, asks: bool = False, place: Mapping[str, Any] | None = None
) -> bytes:
    """One country's sheet, or with `asks` the questionnaire to its government; `place` in a site."""
    heading = f"Questionnaire to the government of {sheet.country.name}" if asks else sheet.country.name
    missing = next((one for one in found.dossier.study.by_country if one.country == sheet.country), None)
    shown = missing if missing and (missing.gaps or missing.not_required) else None
    context = {"sheet": sheet, "heading": heading, "asks": asks, "missing": shown} | dict(place or {})
    return render("country.html", found, heading, context)
