"""The study as it stands, and frozen editions of it. What a viewer may not see yet is not counted, and said so."""

from collections.abc import Mapping, Sequence

from analyser import jurisdictions
from analyser.errors import UnknownName
from analyser.review.bands import band
from analyser.review.cells import cells
from analyser.review.records import User
from analyser.store.records import Edition, LawVersion, Run
from analyser.store.runs import Best
from analyser.store.unit import Unit
from analyser.study import build, editions
from analyser.study.dossier import Dossier, Method
from analyser.study.places import Group, load_groups
from analyser.study.records import Comparison, Country, CountrySheet, Matrix, SheetLaw, Study, Suggestion
from analyser.study.table import Cells
from analyser.workspace.access import check_study, suggestions_hidden
from analyser.workspace.base import Base
from benchmarks import Benchmark, load_benchmark, load_vocabulary


class Studying(Base):
    def matrix(self, benchmark: str, *, viewer: User, countries: Sequence[str] | None = None) -> Matrix:
        """Country x element with the confirmed state and the best candidate; all jurisdictions unless named."""
        wanted = load_benchmark(benchmark)
        with self._store.read() as unit:
            shown = _countries(unit, countries)
            found = _cells(unit, wanted, viewer)
            hidden = suggestions_hidden(unit, viewer)
            best = {place: one for place, one in unit.runs.best(benchmark).items() if not hidden(*place)}
            runs = {run.jurisdiction: _run_state(run, wanted) for run in unit.runs.newest(benchmark=benchmark)}
            verdicts = {one.code: one.verdict for one in unit.laws.jurisdictions()}
        suggestions = {key: _suggestion(one) for key, one in best.items()}
        states = {country.code: runs.get(country.code, "none") for country in shown}
        shown_verdicts = {country.code: verdicts.get(country.code) for country in shown}
        return build.matrix(wanted, shown, found, suggestions, states, shown_verdicts)

    def study(
        self,
        benchmark: str,
        *,
        viewer: User,
        countries: Sequence[str] | None = None,
        group: str | None = None,
    ) -> Study:
        """The study as it stands, over all jurisdictions, those named, or those of a group of States.

        Raises UnknownName for a benchmark, jurisdiction or group nobody defines.
        """
        wanted = load_benchmark(benchmark)
        with self._store.read() as unit:
            return self._dossier(unit, wanted, viewer, countries, group).study

    def groups(self) -> Mapping[str, Group]:
        """Groups of States by id: the packaged ones and those of groups.yaml in the data folder."""
        return load_groups(self._settings.data_dir)

    def _dossier(
        self,
        unit: Unit,
        wanted: Benchmark,
        viewer: User,
        countries: Sequence[str] | None = None,
        group: str | None = None,
    ) -> Dossier:
        """Everything the study says at the moment of the unit; without agreement."""
        groups = self.groups()
        shown, found = _countries(unit, countries), _cells(unit, wanted, viewer)
        if group is not None:
            members = _group(groups, group).members
            shown = tuple(one for one in shown if one.code.partition("-")[0] in members)
        laws = {one.code: tuple(_sheet_law(version) for version in unit.laws.current(one.code)) for one in shown}
        runs = {run.jurisdiction: run for run in unit.runs.newest(benchmark=wanted.id)}
        methods = tuple(_method(runs[one.code], wanted) for one in shown if one.code in runs)
        words, on = load_vocabulary().reasons, unit.now.date()
        return build.dossier(wanted, shown, found, words, on, laws, groups, methods)

    def sheet(self, country: str, benchmark: str, *, viewer: User) -> CountrySheet:
        """Everything about one country: its laws, and every element with rating, quotes and reasons."""
        code, wanted = jurisdictions.check(country), load_benchmark(benchmark)
        with self._store.read() as unit:
            (shown,) = _countries(unit, [code])
            found = _cells(unit, wanted, viewer, code)
            laws = [_sheet_law(version) for version in unit.laws.current(code)]
            on = unit.now.date()
        duties = build.duties_of(wanted, [code], on)
        return build.sheet(wanted, shown, laws, found, load_vocabulary().reasons, duties, on)

    def editions(self, benchmark: str | None = None) -> tuple[Edition, ...]:
        """Oldest first."""
        if benchmark is not None:
            load_benchmark(benchmark)
        with self._store.read() as unit:
            return unit.editions.list(benchmark)

    def edition(self, name: str) -> Edition:
        """Raises NotFound."""
        with self._store.read() as unit:
            return unit.editions.get(name)

    def compare(self, before: str, after: str) -> Comparison:
        """What changed between two editions, and why. Raises NotFound."""
        old, new = self.edition(before), self.edition(after)
        return editions.compare((old.name, old.content), (new.name, new.content))


def _countries(unit: Unit, wanted: Sequence[str] | None) -> tuple[Country, ...]:
    """By name, then code; a country that is named without having a law or rating is shown, not assessed."""
    known = {one.code: one.name for one in unit.laws.jurisdictions()}
    codes = known if wanted is None else dict.fromkeys(map(jurisdictions.check, wanted))
    shown = (Country(code, known.get(code) or jurisdictions.name_of(code)) for code in codes)
    return tuple(sorted(shown, key=lambda country: (country.name, country.code)))


def _version_sets(unit: Unit) -> Mapping[str, str | None]:
    return {one.code: one.version_set for one in unit.laws.jurisdictions()}


def _cells(unit: Unit, benchmark: Benchmark, viewer: User, country: str | None = None) -> Cells:
    check_study(unit, viewer, benchmark.id)
    elements = [element.id for element in benchmark.elements]
    return cells(unit.ratings.list(country, elements=elements), _version_sets(unit), viewer, unit.reviews.plan())


def _group(groups: Mapping[str, Group], wanted: str) -> Group:
    if wanted not in groups:
        raise UnknownName(f"No group of States `{wanted}`.", hint=f"Known are: {', '.join(groups)}.")
    return groups[wanted]


def _method(run: Run, benchmark: Benchmark) -> Method:
    stale = _run_state(run, benchmark) == "stale"
    return Method(run.jurisdiction, run.encoder, run.ranker, run.fingerprint, stale)


def _run_state(run: Run, benchmark: Benchmark) -> str:
    if run.stale or run.benchmark_fingerprint != benchmark.fingerprint:
        return "stale"
    return "fresh" if run.candidates else "empty"


def _suggestion(best: Best) -> Suggestion:
    return Suggestion(
        best.candidate_id, best.probability, band(best.probability), best.section_id, best.label, best.candidates
    )


def _sheet_law(version: LawVersion) -> SheetLaw:
    return SheetLaw(
        law_version_id=version.id,
        title=version.title,
        language=version.language,
        as_of=version.as_of.isoformat() if version.as_of else None,
        source=version.source,
        verdict=version.verdict,
        sections=version.sections,
        retrieved_at=version.retrieved_at,
        licence=version.licence,
        sha256=version.sha256,
        doubts=tuple(map(str, version.certificate.get("reasons", ()))),
    )
