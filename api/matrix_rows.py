"""The rows of the matrix as HTML, written by hand: a template takes seconds for 20,000 cells, this a tenth of one.

Every text is escaped here. Cells that say the same are written once and used again.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator

from markupsafe import Markup, escape

from analyser.study.records import Country, Matrix, MatrixCell
from api import words
from api.languages import gettext

_ = gettext


class Rows:
    """Writes one table row per country, in the page's language, and counts while it does.

    What it counted is complete once every row was taken.
    """

    def __init__(self, pieces: Iterable[Matrix], aside: Container[tuple[str, str]] = frozenset()) -> None:
        """`pieces`: parts of one matrix, in the order of its countries; `aside`: cells that a filter leaves pale."""
        self._pieces, self._aside = pieces, aside
        self._known: dict[tuple[object, ...], tuple[str, str, str]] = {}
        self.countries = 0
        self.reviewers: set[str] = set()
        self.by_element: dict[str, Counter[str]] = {}  # element -> tone -> cells

    def __iter__(self) -> Iterator[Markup]:
        for found in self._pieces:
            self._links = [f"/{escape(one.id)}?benchmark={escape(found.benchmark)}" for one in found.elements]
            self._names = [str(escape(one.label)) for one in found.elements]
            for country in found.countries:
                counts = self._count(found, country)
                yield Markup(f"{self._head(found, country, counts)}{self._cells(found, country)}</tr>\n")

    def _count(self, found: Matrix, country: Country) -> Counter[str]:
        """Tone -> cells of the country."""
        self.countries += 1
        counts: Counter[str] = Counter()
        for element in found.elements:
            cell = found.cells[country.code, element.id].cell
            tone = words.cell_tone(cell)
            counts[tone] += 1
            self.by_element.setdefault(element.id, Counter())[tone] += 1
            self.reviewers.update(rating.reviewer for rating in cell.ratings)
        return counts

    def _head(self, found: Matrix, country: Country, counts: Counter[str]) -> str:
        code, every = escape(country.code), len(found.elements)
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

    def _cells(self, found: Matrix, country: Country) -> str:
        code, name, run = escape(country.code), escape(country.name), found.runs[country.code]
        places = [(country.code, one.id) for one in found.elements]
        written = []
        for place, link, element in zip(places, self._links, self._names, strict=True):
            look, spoken, inside = self._said(found.cells[place], run)
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
