"""The comparative table: for every row of the benchmark, how many countries cover it.

A country's answer for a row that joins several elements is merged by `analyser.review.judgement.merge`. A disagreement
is not an answer: such a country counts as not assessed until it is adjudicated. What a State need not have is counted
as answered and named beside the counts. A row whose counts do not sum to the number of countries is a fault of the
program and is never shown.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from analyser.errors import AnalyserError
from analyser.review.judgement import Judgement, merge
from analyser.review.records import Cell, CellState
from analyser.study.places import NOT_LISTED, Group, place
from analyser.study.records import Country, Duty, Slice, TableRow
from benchmarks import Benchmark, Row, list_instruments, load_instrument

Cells = Mapping[tuple[str, str], Cell]
"""(country code, element id) -> cell; a missing one is not assessed."""
Duties = Mapping[tuple[str, str], Duty]
"""(country code, element id) -> what the instrument asks; a missing one is unknown."""


def table(
    benchmark: Benchmark, countries: Sequence[Country], cells: Cells, duties: Duties | None = None
) -> tuple[TableRow, ...]:
    """The rows in the benchmark's order."""
    return tuple(check_sum(_row(row, countries, cells, duties or {}), len(countries)) for row in benchmark.rows)


def check_sum(row: TableRow, countries: int) -> TableRow:
    """The row itself. Raises AnalyserError when it does not account for every country exactly once."""
    if row.total != countries:
        raise AnalyserError(
            f"The row {row.label!r} sums to {row.total}, not to the {countries} countries.",
            hint="Please report this with the output of `analyser ratings --format jsonl`.",
        )
    return row


def _row(row: Row, countries: Sequence[Country], cells: Cells, duties: Duties) -> TableRow:
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
        not_required=tuple(code for code in found if _free(code, row, cells, duties)),
    )


def _disputed(cells: Sequence[Cell | None]) -> bool:
    return any(cell is not None and cell.state is CellState.DISAGREEMENT for cell in cells)


def _free(code: str, row: Row, cells: Cells, duties: Duties) -> bool:
    """Whether the country lacks something of the row and need not have any of what it lacks."""
    lacking = [one for one in row.elements if not _covered(cells.get((code, one)))]
    return bool(lacking) and all(duties.get((code, one), Duty()).status == "not_required" for one in lacking)


def _covered(cell: Cell | None) -> bool:
    return cell is not None and cell.counted is Judgement.COVERED


def slices(
    benchmark: Benchmark,
    countries: Sequence[Country],
    cells: Cells,
    duties: Duties,
    groups: Mapping[str, Group],
) -> tuple[Slice, ...]:
    """The table by instrument, then by region, subregion and group of States; what holds nothing is left out."""
    whole = table(benchmark, countries, cells, duties)
    return (*_by_instrument(whole, countries), *_by_place(benchmark, countries, cells, duties, groups))


def _by_instrument(rows: Sequence[TableRow], countries: Sequence[Country]) -> list[Slice]:
    """The rows whose articles cite each instrument."""
    found = []
    codes = tuple(country.code for country in countries)
    for name in list_instruments():
        instrument = load_instrument(name)
        citing = tuple(row for row in rows if any(one.startswith(f"{instrument.short} ") for one in row.articles))
        if citing:
            found.append(Slice("instrument", name, instrument.title, codes, citing))
    return found


def _by_place(
    benchmark: Benchmark, countries: Sequence[Country], cells: Cells, duties: Duties, groups: Mapping[str, Group]
) -> list[Slice]:
    members: dict[tuple[str, str, str], list[Country]] = {}
    for country in countries:
        where = place(country.code, groups)
        members.setdefault(("region", where.region, where.region), []).append(country)
        members.setdefault(("subregion", where.subregion, where.subregion), []).append(country)
        for id in where.groups:
            members.setdefault(("group", id, groups[id].name), []).append(country)
    if {id for kind, id, _ in members if kind == "region"} == {NOT_LISTED}:
        return []  # invented countries only: the whole table says it already
    order = ("region", "subregion", "group")
    return [
        Slice(
            kind,  # type: ignore[arg-type]  # one of the three above
            id,
            title,
            tuple(country.code for country in those),
            table(benchmark, those, cells, duties),
        )
        for (kind, id, title), those in sorted(members.items(), key=lambda one: (order.index(one[0][0]), one[0][2]))
    ]
