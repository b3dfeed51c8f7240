"""The gap lists: which countries miss an element, and what each country misses, in words.

Only `not_covered` and `partial` are gaps. `unclear` is listed beside them as a question, never as a gap.
"""

from collections.abc import Mapping, Sequence

from analyser.review.judgement import Judgement
from analyser.review.records import Cell, Citation
from analyser.study.records import Country, CountryGaps, ElementGap, Gap
from analyser.study.table import Cells
from benchmarks import Benchmark, Element

_SEVERITY = {Judgement.NOT_COVERED: 0, Judgement.PARTIAL: 1}


def by_element(benchmark: Benchmark, countries: Sequence[Country], cells: Cells) -> tuple[ElementGap, ...]:
    """Elements that somebody misses or that are unclear somewhere, the most missed first, then in benchmark order."""
    gaps = [_element_gap(element, countries, cells) for element in benchmark.elements]
    shown = [gap for gap in gaps if gap.missing or gap.partial or gap.unclear]
    return tuple(sorted(shown, key=lambda gap: (-len(gap.missing), -len(gap.partial), -len(gap.unclear))))


def _element_gap(element: Element, countries: Sequence[Country], cells: Cells) -> ElementGap:
    answers = [(country, cells.get((country.code, element.id))) for country in countries]

    def those(judgement: Judgement) -> tuple[Country, ...]:
        return tuple(country for country, cell in answers if cell is not None and cell.counted is judgement)

    missing, partial, unclear = map(those, (Judgement.NOT_COVERED, Judgement.PARTIAL, Judgement.UNCLEAR))
    return ElementGap(element.id, element.label, element.article, missing, partial, unclear)


def by_country(
    benchmark: Benchmark, countries: Sequence[Country], cells: Cells, words: Mapping[str, str]
) -> tuple[CountryGaps, ...]:
    """Every country's gaps, missing elements before partial ones, in benchmark order; `words` of the reason codes."""
    return tuple(CountryGaps(country, _gaps(benchmark, country, cells, words)) for country in countries)


def _gaps(benchmark: Benchmark, country: Country, cells: Cells, words: Mapping[str, str]) -> tuple[Gap, ...]:
    found = []
    for element in benchmark.elements:
        cell = cells.get((country.code, element.id))
        if cell is not None and cell.counted in _SEVERITY:
            found.append(_gap(element, cell, words))
    return tuple(sorted(found, key=lambda gap: _SEVERITY[gap.judgement]))


def _gap(element: Element, cell: Cell, words: Mapping[str, str]) -> Gap:
    assert cell.counted is not None
    return Gap(
        element=element.id,
        label=element.label,
        article=element.article,
        judgement=cell.counted,
        reasons=in_words(cell.reasons, element, words),
        rationale="\n".join(rating.rationale for rating in cell.ratings if rating.rationale),
        citations=citations(cell),
    )


def citations(cell: Cell) -> tuple[Citation, ...]:
    """The proof of a cell, each quotation once, in the order it was given."""
    return tuple(dict.fromkeys(citation for rating in cell.ratings for citation in rating.citations))


def in_words(codes: Sequence[str], element: Element, words: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(code, words): what the code means for this element, else in general."""
    return tuple((code, element.partial_when.get(code) or words.get(code, code)) for code in codes)
