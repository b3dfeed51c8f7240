"""The gap lists: which countries miss an element, and what each country misses, in words.

Only `not_covered` and `partial` are gaps. `unclear` is listed beside them as a question, never as a gap; what a State
need not have is listed apart and is no gap either.
"""

from collections.abc import Mapping, Sequence

from analyser.review.judgement import Judgement
from analyser.review.records import Cell, Citation, Rating
from analyser.study import advice
from analyser.study.records import Country, CountryGaps, Duty, ElementGap, Gap, SheetLaw, Wording
from analyser.study.table import Cells, Duties
from benchmarks import Benchmark, Element

_SEVERITY = {Judgement.NOT_COVERED: 0, Judgement.PARTIAL: 1}
WORDINGS = 3
"""Countries whose wording is shown beside a gap."""
LawTexts = Mapping[str, Sequence[SheetLaw]]
"""Country code -> its present laws."""


def by_element(
    benchmark: Benchmark, countries: Sequence[Country], cells: Cells, duties: Duties | None = None
) -> tuple[ElementGap, ...]:
    """Elements that somebody misses or that are unclear somewhere, the most missed first, then in benchmark order."""
    gaps = [_element_gap(element, countries, cells, duties or {}) for element in benchmark.elements]
    shown = [gap for gap in gaps if gap.missing or gap.partial or gap.unclear or gap.not_required]
    return tuple(sorted(shown, key=lambda gap: (-len(gap.missing), -len(gap.partial), -len(gap.unclear))))


def _element_gap(element: Element, countries: Sequence[Country], cells: Cells, duties: Duties) -> ElementGap:
    lists: dict[str, list[Country]] = {name: [] for name in ("missing", "partial", "unclear", "free")}
    names = {Judgement.NOT_COVERED: "missing", Judgement.PARTIAL: "partial", Judgement.UNCLEAR: "unclear"}
    for country in countries:
        cell = cells.get((country.code, element.id))
        name = names.get(cell.counted) if cell is not None and cell.counted else None
        if name is not None:
            lists["free" if _free(country, element, duties) else name].append(country)
    missing, partial, unclear, free = (tuple(lists[name]) for name in ("missing", "partial", "unclear", "free"))
    return ElementGap(element.id, element.label, element.article, missing, partial, unclear, free)


def _free(country: Country, element: Element, duties: Duties) -> bool:
    return duties.get((country.code, element.id), Duty()).status == "not_required"


def by_country(
    benchmark: Benchmark,
    countries: Sequence[Country],
    cells: Cells,
    words: Mapping[str, str],
    duties: Duties | None = None,
    laws: LawTexts | None = None,
) -> tuple[CountryGaps, ...]:
    """Every country's gaps, missing elements before partial ones, in benchmark order; `words` of the reason codes."""
    asked, covering = duties or {}, _covering(benchmark, countries, cells, laws or {})
    found = []
    for country in countries:
        lacking = _gaps(benchmark, country, cells, words, asked, covering)
        gaps = tuple(gap for gap in lacking if gap.duty.status != "not_required")
        found.append(CountryGaps(country, gaps, tuple(gap for gap in lacking if gap.duty.status == "not_required")))
    return tuple(found)


def _gaps(
    benchmark: Benchmark,
    country: Country,
    cells: Cells,
    words: Mapping[str, str],
    duties: Duties,
    covering: Mapping[str, Sequence[Wording]],
) -> list[Gap]:
    found = []
    for element in benchmark.elements:
        cell = cells.get((country.code, element.id))
        if cell is not None and cell.counted in _SEVERITY:
            duty = duties.get((country.code, element.id), Duty())
            elsewhere = tuple(one for one in covering[element.id] if one.country != country)
            found.append(_gap(element, cell, words, duty, elsewhere[:WORDINGS]))
    return sorted(found, key=lambda gap: _SEVERITY[gap.judgement])


def _gap(element: Element, cell: Cell, words: Mapping[str, str], duty: Duty, elsewhere: tuple[Wording, ...]) -> Gap:
    assert cell.counted is not None
    return Gap(
        element=element.id,
        label=element.label,
        article=element.article,
        judgement=cell.counted,
        reasons=in_words(cell.reasons, element, words),
        rationale="\n".join(rating.rationale for rating in decisive(cell) if rating.rationale),
        citations=citations(cell),
        duty=duty,
        recommendations=advice.recommendations(element, cell, duty),
        see_also=advice.see_also(element),
        elsewhere=elsewhere,
    )


def _covering(
    benchmark: Benchmark, countries: Sequence[Country], cells: Cells, laws: LawTexts
) -> dict[str, list[Wording]]:
    """Element -> the first provision by which each country covers it, in the order of the countries."""
    texts = {law.law_version_id: law for those in laws.values() for law in those}
    found: dict[str, list[Wording]] = {element.id: [] for element in benchmark.elements}
    for element in benchmark.elements:
        for country in countries:
            cell = cells.get((country.code, element.id))
            if cell is not None and cell.counted is Judgement.COVERED and (given := citations(cell)):
                law = texts.get(given[0].law_version_id)
                wording = Wording(country, given[0], law.language if law else None, law.as_of if law else None)
                found[element.id].append(wording)
    return found


def citations(cell: Cell) -> tuple[Citation, ...]:
    """The proof of a cell, each quotation once, in the order it was given."""
    return tuple(dict.fromkeys(citation for rating in decisive(cell) for citation in rating.citations))


def decisive(cell: Cell) -> tuple[Rating, ...]:
    """The ratings that speak for the cell: the adjudication alone where there is one, else all of them."""
    return tuple(rating for rating in cell.ratings if rating.kind == "adjudication")[-1:] or cell.ratings


def in_words(codes: Sequence[str], element: Element, words: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(code, words): what the code means for this element, else in general."""
    return tuple((code, element.partial_when.get(code) or words.get(code, code)) for code in codes)
