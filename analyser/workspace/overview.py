"""The matrix: what is confirmed and what is suggested, country by element, fast enough for every country there is.

Decides what is read for it: of a rating only who answered what, unless its proof is asked for, and of a run only the
first candidate. Shows what the viewer may see and nothing of a study or element that is not the viewer's.
"""

from collections.abc import Sequence

from analyser import jurisdictions
from analyser.review.bands import band
from analyser.review.cells import cells
from analyser.review.records import Rating, User
from analyser.store.records import Run
from analyser.store.runs import Best
from analyser.store.unit import Unit
from analyser.study import build
from analyser.study.records import Country, Matrix, Suggestion
from analyser.workspace.access import access_of, check_study, suggestions_hidden
from analyser.workspace.base import Base
from benchmarks import Benchmark, load_benchmark


class Overview(Base):
    def matrix(
        self, benchmark: str, *, viewer: User, countries: Sequence[str] | None = None, proof: bool = True
    ) -> Matrix:
        """Country x element with the confirmed state and the best candidate; all jurisdictions unless named.

        Without `proof` the ratings and cells in it lack reasons, rationale and citations. Raises Forbidden.
        """
        wanted = load_benchmark(benchmark)
        with self._store.read() as unit:
            check_study(unit, viewer, benchmark)
            shown = named_countries(unit, countries)
            named = None if countries is None else [country.code for country in shown]
            access, hidden = access_of(unit, viewer), suggestions_hidden(unit, viewer)
            elements = [element.id for element in wanted.elements if access.element(viewer, element.id)]
            open_to = frozenset(elements)
            known = {one.code: one for one in unit.laws.jurisdictions()}
            present = {code: one.version_set for code, one in known.items()}
            ratings = _ratings(unit, elements, named) if proof else unit.ratings.answers(elements, named)
            found = cells(ratings, present, viewer, unit.reviews.plan())
            best = {
                place: _suggestion(one)
                for place, one in unit.runs.best(benchmark, named).items()
                if place[1] in open_to and not hidden(*place)
            }
            runs = {run.jurisdiction: run_state(run, wanted) for run in unit.runs.newest(benchmark=benchmark)}
        states = {country.code: runs.get(country.code, "none") for country in shown}
        verdicts = {country.code: known[country.code].verdict if country.code in known else None for country in shown}
        return build.matrix(wanted, shown, found, best, states, verdicts)


def named_countries(unit: Unit, wanted: Sequence[str] | None) -> tuple[Country, ...]:
    """By name, then code; a country that is named without having a law or rating is shown, not assessed."""
    known = {one.code: one.name for one in unit.laws.jurisdictions()}
    codes = known if wanted is None else dict.fromkeys(map(jurisdictions.check, wanted))
    shown = (Country(code, known.get(code) or jurisdictions.name_of(code)) for code in codes)
    return tuple(sorted(shown, key=lambda country: (country.name, country.code)))


def run_state(run: Run, benchmark: Benchmark) -> str:
    """`fresh`, `stale` or `empty`."""
    if run.stale or run.benchmark_fingerprint != benchmark.fingerprint:
        return "stale"
    return "fresh" if run.candidates else "empty"


def _ratings(unit: Unit, elements: Sequence[str], countries: Sequence[str] | None) -> Sequence[Rating]:
    if countries is None:
        return unit.ratings.list(elements=elements)
    return [rating for country in countries for rating in unit.ratings.list(country, elements=elements)]


def _suggestion(best: Best) -> Suggestion:
    return Suggestion(
        best.candidate_id, best.probability, band(best.probability), best.section_id, best.label, best.candidates
    )
