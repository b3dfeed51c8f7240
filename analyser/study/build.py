"""Puts the pieces of a study together: the study itself, the country sheet and the matrix."""

from collections.abc import Mapping, Sequence

from analyser.review.cells import unrated
from analyser.study import gaps
from analyser.study.records import (
    Country,
    CountrySheet,
    Matrix,
    MatrixCell,
    MatrixElement,
    SheetEntry,
    SheetLaw,
    Study,
    Suggestion,
)
from analyser.study.table import Cells, table
from benchmarks import Benchmark


def study(benchmark: Benchmark, countries: Sequence[Country], cells: Cells, words: Mapping[str, str]) -> Study:
    """The study over these countries; `words` of the reason codes."""
    shown = tuple(countries)
    codes = {country.code for country in shown}
    elements = {element.id for element in benchmark.elements}
    return Study(
        benchmark=benchmark.id,
        benchmark_version=benchmark.version,
        benchmark_title=benchmark.title,
        benchmark_fingerprint=benchmark.fingerprint,
        countries=shown,
        table=table(benchmark, shown, cells),
        by_element=gaps.by_element(benchmark, shown, cells),
        by_country=gaps.by_country(benchmark, shown, cells, words),
        hidden=sum(cell.hidden for key, cell in cells.items() if key[0] in codes and key[1] in elements),
    )


def sheet(
    benchmark: Benchmark, country: Country, laws: Sequence[SheetLaw], cells: Cells, words: Mapping[str, str]
) -> CountrySheet:
    """Every element of the benchmark for one country, in benchmark order, rated or not."""
    entries = []
    for element in benchmark.elements:
        cell = cells.get((country.code, element.id), unrated(country.code, element.id))
        reasons = gaps.in_words(cell.reasons, element, words)
        entries.append(SheetEntry(element.id, element.label, element.article, cell, reasons))
    return CountrySheet(country, benchmark.id, benchmark.title, tuple(laws), tuple(entries))


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
