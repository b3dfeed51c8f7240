"""The comparative table: for every row of the benchmark, how many countries cover it.

A country's answer for a row that joins several elements is merged by `analyser.review.judgement.merge`. A disagreement
is not an answer: such a country counts as not assessed until it is adjudicated. A row whose counts do not sum to the
number of countries is a fault of the program and is never shown.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from analyser.errors import AnalyserError
from analyser.review.judgement import Judgement, merge
from analyser.review.records import Cell, CellState
from analyser.study.records import Country, TableRow
from benchmarks import Benchmark, Row

Cells = Mapping[tuple[str, str], Cell]
"""(country code, element id) -> cell; a missing one is not assessed."""


def table(benchmark: Benchmark, countries: Sequence[Country], cells: Cells) -> tuple[TableRow, ...]:
    """The rows in the benchmark's order."""
    return tuple(check_sum(_row(row, countries, cells), len(countries)) for row in benchmark.rows)


def check_sum(row: TableRow, countries: int) -> TableRow:
    """The row itself. Raises AnalyserError when it does not account for every country exactly once."""
    if row.total != countries:
        raise AnalyserError(
            f"The row {row.label!r} sums to {row.total}, not to the {countries} countries.",
            hint="Please report this with the output of `analyser ratings --format jsonl`.",
        )
    return row


def _row(row: Row, countries: Sequence[Country], cells: Cells) -> TableRow:
    found = {country.code: [cells.get((country.code, element)) for element in row.elements] for country in countries}
    answers = {code: merge(cell.counted if cell else None for cell in those) for code, those in found.items()}
    counts = Counter(answers.values())
    return TableRow(
        label=row.label,
        elements=tuple(row.elements),
        articles=tuple(row.articles),
        covered=counts[Judgement.COVERED],
        partial=counts[Judgement.PARTIAL],
        not_covered=counts[Judgement.NOT_COVERED],
        unclear=counts[Judgement.UNCLEAR],
        not_assessed=counts[None],
        disagreement=sum(_disputed(those) and answers[code] is None for code, those in found.items()),
        stale=sum(any(cell is not None and cell.stale for cell in those) for those in found.values()),
        answers=answers,
    )


def _disputed(cells: Sequence[Cell | None]) -> bool:
    return any(cell is not None and cell.state is CellState.DISAGREEMENT for cell in cells)
