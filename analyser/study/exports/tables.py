"""A publication as plain tables: what every export holds, in one place, so that no two forms can differ in a figure.

Decides which tables there are and what stands in their cells. Refuses to be written at all when a row does not sum.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyser import __version__
from analyser.errors import AnalyserError
from analyser.study.charts import said
from analyser.study.dossier import Publication, sum_check
from analyser.study.records import Country, Gap, Slice, TableRow

UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Table:
    """`title` fits a spreadsheet's tab where `tab` is set; `note` stands under the table."""

    tab: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    note: str = ""


COUNTS = (
    "Covered",
    "Partially",
    "Not or unclear",
    "of these not",
    "of these unclear",
    "Not assessed",
    "Countries",
    "of these not required",
)


def counts(row: TableRow) -> tuple[int, ...]:
    """The figures of a row, under COUNTS."""
    merged = (row.covered, row.partial, row.not_or_unclear, row.not_covered, row.unclear, row.not_assessed, row.total)
    return (*merged, len(row.not_required))


def all_tables(found: Publication) -> list[Table]:
    """Every table, in the order of reading. Raises AnalyserError when a row does not sum to its countries."""
    check = check_table(found)
    return [
        about(found),
        study_table(found),
        *(slice_table(one) for one in found.dossier.study.slices),
        answers(found),
        gaps_by_element(found),
        gaps_by_country(found),
        sources(found),
        progress(found),
        check,
    ]


def about(found: Publication) -> Table:
    """Who says so, when, and from what."""
    imprint, dossier = found.imprint, found.dossier
    frozen = f"{imprint.frozen_at:%Y-%m-%d %H:%M} UTC by {imprint.frozen_by}" if imprint.frozen_at else "not frozen"
    rows: list[tuple[object, ...]] = [
        ("Study", dossier.study.benchmark_title),
        ("Edition", imprint.edition or "none: this is a draft"),
        ("Edition id", imprint.id or "none"),
        ("Date", found.date),
        ("Frozen", frozen),
        ("Fingerprint", imprint.fingerprint),
        *(
            ("Signed off", f"{one.name} ({one.role}), {one.at:%Y-%m-%d %H:%M} UTC: {one.statement}")
            for one in imprint.signatures
        ),
        ("Benchmark", f"{dossier.study.benchmark} {dossier.study.benchmark_version}"),
        ("Benchmark fingerprint", dossier.study.benchmark_fingerprint),
        ("Countries", str(len(dossier.study.countries))),
        ("Sources", f"{sum(len(sheet.laws) for sheet in dossier.sheets)} texts of laws, listed under Sources"),
        ("Row sums", sums_said(found)),
        ("Reviewers", ", ".join(sorted({name for sheet in dossier.sheets for name in sheet.reviewers})) or "none"),
        ("Agreement", agreement_said(found)),
        ("Models of the suggestions", models_said(found)),
        ("Made by", f"statute gap analyser {__version__}"),
    ]
    if dossier.study.hidden:
        rows.append(("Not counted", f"{dossier.study.hidden} ratings that the maker of this draft may not see yet"))
    note = "Statutes as written; case law and practice only where a reviewer says so. A suggestion is never an answer."
    return Table("About", "About this study", ("What", "Says"), tuple(rows), note)


def sums_said(found: Publication) -> str:
    """The row-sum check in words. Raises AnalyserError when it fails."""
    check = sum_check(found.dossier.study)
    if wrong := [one for one in check if not one.right]:
        raise AnalyserError(
            f"{wrong[0].row!r} in {wrong[0].table!r} sums to {wrong[0].total}, not {wrong[0].countries}.",
            hint="Please report this; nothing was exported.",
        )
    return f"checked: all {len(check)} rows sum to their number of countries"


def agreement_said(found: Publication) -> str:
    """The blind agreement in words."""
    measured = found.dossier.agreement
    if measured is None:
        return "not measured: nobody coded blind beside another"
    parts = [f"{measured.items} items"]
    for name, value in (("percent", measured.percent), ("kappa", measured.kappa), ("alpha", measured.alpha)):
        if value is not None:
            parts.append(f"{name} {value:.2f}")
    if measured.kappa_low is not None and measured.kappa_high is not None:
        parts.append(f"kappa 95 % interval {measured.kappa_low:.2f} to {measured.kappa_high:.2f}")
    if measured.ac1 is not None:
        parts.append(f"AC1 {measured.ac1:.2f}")
    return ", ".join(parts)


def models_said(found: Publication) -> str:
    """The encoders and rankers in use, each once."""
    names = dict.fromkeys(f"{one.encoder}; {one.ranker}" for one in found.dossier.methods)
    return " | ".join(names) or "none: no suggestion was computed"


def study_table(found: Publication) -> Table:
    """The layout of 2012, with what it merged kept apart beside it."""
    rows = tuple((row.label, "; ".join(row.articles), *counts(row)) for row in found.dossier.study.table)
    note = "Every row sums to the number of countries: covered + partially + not or unclear + not assessed."
    return Table("Table", "How many countries cover each conduct", ("Conduct", "Articles", *COUNTS), rows, note)


KINDS = {"instrument": "By instrument", "region": "By region", "subregion": "By subregion", "group": "By group"}


def slice_table(one: Slice) -> Table:
    """The study table over a part."""
    rows = tuple((row.label, "; ".join(row.articles), *counts(row)) for row in one.rows)
    title = f"{KINDS[one.kind]}: {one.title}"
    note = f"{len(one.countries)} countries: {', '.join(code.upper() for code in one.countries)}."
    return Table(f"{one.kind[:4].capitalize()} {one.id}", title, ("Conduct", "Articles", *COUNTS), rows, note)


def answers(found: Publication) -> Table:
    """Every country's answer to every row, and what it is not required to have."""
    study = found.dossier.study
    rows = tuple(
        (country.code, country.name, *(_answer(row, country) for row in study.table)) for country in study.countries
    )
    header = ("Code", "Country", *(row.label for row in study.table))
    return Table("Answers", "Every country's answer to every conduct", header, rows)


def _answer(row: TableRow, country: Country) -> str:
    free = " (not required)" if country.code in row.not_required else ""
    return said(row.answers[country.code]) + free


def gaps_by_element(found: Publication) -> Table:
    """Elements by the number of countries that miss them."""
    rows = tuple(
        (
            gap.element,
            gap.label,
            gap.article,
            len(gap.missing),
            len(gap.partial),
            len(gap.unclear),
            len(gap.not_required),
            _names(gap.missing),
            _names(gap.partial),
            _names(gap.unclear),
            _names(gap.not_required),
        )
        for gap in found.dossier.study.by_element
    )
    header = ("Element", "Conduct", "Article", "Missing", "Partial", "Unclear", "Not required")
    named = ("Missing in", "Partial in", "Unclear in", "Not required of")
    title = "Elements by the number of countries that miss them"
    return Table("Gaps by element", title, (*header, *named), rows, "Unclear is a question, not a gap.")


def _names(countries: Sequence[Country]) -> str:
    return ", ".join(country.name for country in countries)


def gaps_by_country(found: Publication) -> Table:
    """Every gap with its proof and what may be done."""
    header = ("Country", "Element", "Conduct", "Article", "Answer", "What is missing", "Closest provisions")
    more = ("Quoted", "Recommendation", "See also", "How others word it", "Required")
    rows = tuple(
        _gap(entry.country, gap)
        for entry in found.dossier.study.by_country
        for gap in (*entry.gaps, *entry.not_required)
    )
    return Table("Gaps by country", "What each country misses", (*header, *more), rows)


def _gap(country: Country, gap: Gap) -> tuple[object, ...]:
    return (
        country.name,
        gap.element,
        gap.label,
        gap.article,
        said(gap.judgement),
        "\n".join(filter(None, (*(words for _, words in gap.reasons), gap.rationale))),
        "\n".join(f"{one.law_title}, {one.label}" for one in gap.citations),
        "\n".join(f"“{one.quote}”" for one in gap.citations),
        "\n".join(gap.recommendations),
        "\n".join(one.cited for one in gap.see_also),
        "\n".join(
            f"{one.country.name}, {one.citation.law_title}, {one.citation.label}: “{one.citation.quote}”"
            for one in gap.elsewhere
        ),
        gap.duty.status.replace("_", " "),
    )


def sources(found: Publication) -> Table:
    """The texts of laws behind the study."""
    header = ("Country", "Law", "Language", "Text as of", "Retrieved", "Source", "Licence", "Sections", "Certificate")
    rows = tuple(
        (
            sheet.country.name,
            law.title,
            law.language,
            law.as_of or UNKNOWN,
            law.retrieved_at.date().isoformat() if law.retrieved_at else UNKNOWN,
            law.source or UNKNOWN,
            law.licence or UNKNOWN,
            law.sections,
            law.verdict,
            "; ".join(law.doubts),
            law.sha256,
        )
        for sheet in found.dossier.sheets
        for law in sheet.laws
    )
    return Table("Sources", "The texts of laws that were read", (*header, "Doubts", "SHA-256 of the file"), rows)


def progress(found: Publication) -> Table:
    """How every row stood in each edition up to this one."""
    header = ("Edition", "Date", "Conduct", "Covered", "Partially", "Not", "Unclear", "Not assessed")
    rows = tuple(
        (one.edition, one.at, one.row, one.covered, one.partial, one.not_covered, one.unclear, one.not_assessed)
        for one in found.progress
    )
    return Table("Progress", "How each conduct stood in each edition", header, rows)


def check_table(found: Publication) -> Table:
    """Every row counted again. Raises AnalyserError when one does not sum."""
    said_so = sums_said(found)
    rows = tuple((one.table, one.row, one.total, one.countries, "yes") for one in sum_check(found.dossier.study))
    header = ("Table", "Row", "Sum of the counts", "Countries", "Equal")
    return Table("Row sums", "Every row accounts for every country", header, rows, said_so)


def imprint_lines(found: Publication) -> Iterator[str]:
    """The few lines that stand on every page or file: edition, date, sources, check."""
    yield f"{found.imprint.title}, {found.date}"
    yield f"Fingerprint {found.imprint.fingerprint}"
    yield f"Sources: {sum(len(sheet.laws) for sheet in found.dossier.sheets)} texts of laws"
    yield f"Row sums {sums_said(found)}"
