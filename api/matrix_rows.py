"""The rows of the matrix as HTML, written by hand: a template takes seconds for 20,000 cells, this a tenth of one.

Every text is escaped here. Cells that say the same are written once and used again.
"""

from collections import Counter
from collections.abc import Container, Iterator, Mapping

from markupsafe import Markup, escape

from analyser.study.records import Country, Matrix, MatrixCell
from api import words
from api.languages import gettext

_ = gettext


class Rows:
    """Writes one table row per country, in the page's language."""

    def __init__(
        self, found: Matrix, counts: Mapping[str, Counter[str]], aside: Container[tuple[str, str]] = frozenset()
    ) -> None:
        """`counts`: country -> tone -> cells; `aside`: cells that a filter leaves pale."""
        self._found, self._counts, self._aside = found, counts, aside
        self._links = [f"/{escape(one.id)}?benchmark={escape(found.benchmark)}" for one in found.elements]
        self._names = [str(escape(one.label)) for one in found.elements]
        self._known: dict[tuple[object, ...], tuple[str, str, str]] = {}

    def __iter__(self) -> Iterator[Markup]:
        for country in self._found.countries:
            yield Markup(f"{self._head(country)}{self._cells(country)}</tr>\n")

    def _head(self, country: Country) -> str:
        found, counts, code = self._found, self._counts[country.code], escape(country.code)
        every = len(found.elements)
        done = every - counts["open"] - counts["disagreement"]
        said = [f'<span class="sub">{escape(_("%(done)s of %(all)s answered") % {"done": done, "all": every})}</span>']
        if (run := found.runs[country.code]) != "fresh":
            said.append(f'<span class="sub warn">{escape(words.RUNS[run])}</span>')
        if (verdict := found.verdicts[country.code]) != "complete":
            text = _("certificate: %(verdict)s") % {"verdict": words.verdict_label(verdict).lower()}
            said.append(f'<span class="sub warn">{escape(text)}</span>')
        return (
            f'<tr data-country="{code} {escape(country.name.lower())}"><th scope="row">'
            f'<a href="/review/{code}?benchmark={escape(found.benchmark)}"><bdi>{escape(country.name)}</bdi></a>'
            f"{''.join(said)}</th>"
        )

    def _cells(self, country: Country) -> str:
        code, name, run = escape(country.code), escape(country.name), self._found.runs[country.code]
        places = [(country.code, one.id) for one in self._found.elements]
        written = []
        for place, link, element in zip(places, self._links, self._names, strict=True):
            look, spoken, inside = self._said(self._found.cells[place], run)
            pale = " aside" if place in self._aside else ""
            written.append(
                f'<td class="{look}{pale}"><a href="/review/{code}{link}" tabindex="-1"'
                f' aria-label="{name}, {element}: {spoken}">{inside}</a></td>'
            )
        return "".join(written)

    def _said(self, entry: MatrixCell, run: str) -> tuple[str, str, str]:
        """Class, label for a screen reader, and content of a cell, all escaped."""
        cell, best = entry.cell, entry.suggestion
        shown = None if best is None else (best.band, words.chance(best.probability), best.label)
        key = (cell.state, cell.judgement, cell.stale, cell.carried, shown, run)
        if key not in self._known:
            look = f"tone-{words.cell_tone(cell)}{' stale' if cell.stale else ''}"
            inside = f'{escape(words.cell_label(cell))}<span class="sub">{escape(words.cell_note(entry, run))}</span>'
            self._known[key] = (look, str(escape(words.cell_spoken(entry))), inside)
        return self._known[key]
