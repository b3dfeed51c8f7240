"""Puts the pieces of a study together: the study itself, the country sheet and the matrix."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from analyser.review.cells import unrated
from analyser.study import advice, gaps
from analyser.study.dossier import Dossier, Method, fingerprint
from analyser.study.places import Group
from analyser.study.records import (
    Country,
    CountrySheet,
    Duty,
    Matrix,
    MatrixCell,
    MatrixElement,
    SheetEntry,
    SheetLaw,
    Study,
    Suggestion,
)
from analyser.study.table import Cells, Duties, slices, table
from benchmarks import Benchmark, required_of


def duties_of(benchmark: Benchmark, countries: Iterable[str], on: date) -> dict[tuple[str, str], Duty]:
    """(country, element) -> what the instrument asks of the State on a day; a part of a State answers for the whole."""
    found = {}
    for code in countries:
        for element in benchmark.elements:
            asked = required_of(element.id, code.partition("-")[0], on)
            found[code, element.id] = Duty(asked.status, asked.words, asked.source)
    return found


def study(
    benchmark: Benchmark,
    countries: Sequence[Country],
    cells: Cells,
    words: Mapping[str, str],
    duties: Duties | None = None,
    laws: gaps.LawTexts | None = None,
    groups: Mapping[str, Group] | None = None,
) -> Study:
    """The study over these countries; `words` of the reason codes; with `groups` sliced by instrument and place."""
    shown, asked = tuple(countries), duties or {}
    codes = {country.code for country in shown}
    elements = {element.id for element in benchmark.elements}
    return Study(
        benchmark=benchmark.id,
        benchmark_version=benchmark.version,
        benchmark_title=benchmark.title,
        benchmark_fingerprint=benchmark.fingerprint,
        countries=shown,
        table=table(benchmark, shown, cells, asked),
        by_element=gaps.by_element(benchmark, shown, cells, asked),
        by_country=gaps.by_country(benchmark, shown, cells, words, asked, laws),
        hidden=sum(cell.hidden for key, cell in cells.items() if key[0] in codes and key[1] in elements),
        slices=() if groups is None else slices(benchmark, shown, cells, asked, groups),
    )


def sheet(
    benchmark: Benchmark,
    country: Country,
    laws: Sequence[SheetLaw],
    cells: Cells,
    words: Mapping[str, str],
    duties: Duties | None = None,
    on: date | None = None,
) -> CountrySheet:
    """Every element of the benchmark for one country, in benchmark order, rated or not."""
    entries = []
    for element in benchmark.elements:
        cell = cells.get((country.code, element.id), unrated(country.code, element.id))
        duty = (duties or {}).get((country.code, element.id), Duty())
        entries.append(
            SheetEntry(
                element=element.id,
                label=element.label,
                article=element.article,
                cell=cell,
                reasons=gaps.in_words(cell.reasons, element, words),
                instrument=element.instrument,
                duty=duty,
                recommendations=advice.recommendations(element, cell, duty),
                absence=advice.absence(cell, laws, gaps.decisive(cell)),
                question=advice.question(element, cell, laws),
            )
        )
    return CountrySheet(country, benchmark.id, benchmark.title, tuple(laws), tuple(entries), on)


def dossier(
    benchmark: Benchmark,
    countries: Sequence[Country],
    cells: Cells,
    words: Mapping[str, str],
    on: date,
    laws: gaps.LawTexts,
    groups: Mapping[str, Group],
    methods: Sequence[Method] = (),
) -> Dossier:
    """Everything the study says about these countries on a day; without agreement."""
    duties = duties_of(benchmark, (one.code for one in countries), on)
    found = study(benchmark, countries, cells, words, duties, laws, groups)
    sheets = tuple(sheet(benchmark, one, laws.get(one.code, ()), cells, words, duties, on) for one in countries)
    elements = {element.id: fingerprint(asdict(element)) for element in benchmark.elements}
    return Dossier(on, found, sheets, tuple(methods), None, elements)


def matrix(
    benchmark: Benchmark,
    countries: Sequence[Country],
    cells: Cells,
    suggestions: Mapping[tuple[str, str], Suggestion],
    runs: Mapping[str, str],
    verdicts: Mapping[str, str | None],
) -> Matrix:
    """Every element of every country, whatever is known of it."""
    keys = [(country.code, element.id) for country in countries for element in benchmark.elements]
    return Matrix(
        benchmark=benchmark.id,
        benchmark_title=benchmark.title,
        countries=tuple(countries),
        elements=tuple(MatrixElement(one.id, one.label, one.article) for one in benchmark.elements),
        cells={key: MatrixCell(cells.get(key, unrated(*key)), suggestions.get(key)) for key in keys},
        runs=runs,
        verdicts=verdicts,
    )
