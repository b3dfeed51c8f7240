"""The study as it stands, and frozen editions of it. What a viewer may not see yet is not counted, and said so.

An edition is open to whoever the study is open to, and every element it answers; it was made of what anybody may see.
"""

from collections.abc import Iterable, Mapping, Sequence

from analyser import jurisdictions
from analyser.errors import Forbidden, UnknownName
from analyser.review.cells import cells
from analyser.review.records import User
from analyser.store.records import Edition, LawVersion, Run
from analyser.store.unit import Unit
from analyser.study import build, editions
from analyser.study.dossier import Dossier, Method
from analyser.study.places import Group, load_groups
from analyser.study.records import Comparison, CountrySheet, SheetLaw, Study
from analyser.study.table import Cells
from analyser.workspace.access import access_of, check_study
from analyser.workspace.overview import Overview, named_countries, run_state
from benchmarks import Benchmark, load_benchmark, load_vocabulary


class Studying(Overview):
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
        *,
        public: bool = False,
    ) -> Dossier:
        """Everything the study says at the moment of the unit; without agreement. `public`: as anybody may see it."""
        groups = self.groups()
        shown, found = named_countries(unit, countries), _cells(unit, wanted, viewer, public=public)
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
            (shown,) = named_countries(unit, [code])
            found = _cells(unit, wanted, viewer, code)
            laws = [_sheet_law(version) for version in unit.laws.current(code)]
            on = unit.now.date()
        duties = build.duties_of(wanted, [code], on)
        return build.sheet(wanted, shown, laws, found, load_vocabulary().reasons, duties, on)

    def editions(self, benchmark: str | None = None, *, viewer: User) -> tuple[Edition, ...]:
        """Those the viewer may read, oldest first."""
        if benchmark is not None:
            load_benchmark(benchmark)
        with self._store.read() as unit:
            return readable(unit, unit.editions.list(benchmark), viewer)

    def edition(self, name: str, *, viewer: User) -> Edition:
        """Raises NotFound, Forbidden where the study or an element it answers is not the viewer's."""
        with self._store.read() as unit:
            return open_edition(unit, name, viewer)

    def compare(self, before: str, after: str, *, viewer: User) -> Comparison:
        """What changed between two editions, and why. Raises NotFound, Forbidden."""
        old, new = self.edition(before, viewer=viewer), self.edition(after, viewer=viewer)
        return editions.compare((old.name, old.content), (new.name, new.content))


def open_edition(unit: Unit, name: str, viewer: User) -> Edition:
    """An edition the viewer may read. Raises NotFound, Forbidden."""
    found = unit.editions.get(name)
    if not readable(unit, [found], viewer):
        raise Forbidden(
            f"The edition {name!r} is not open to {viewer.name}.", hint="Ask an admin to add you to its study."
        )
    return found


def readable(unit: Unit, found: Iterable[Edition], viewer: User) -> tuple[Edition, ...]:
    """Those of the editions whose study, and whose every answered element, is open to the viewer."""
    access = access_of(unit, viewer)
    return tuple(
        one
        for one in found
        if access.benchmark(viewer, one.benchmark)
        and all(access.element(viewer, name) for answers in one.content["answers"].values() for name in answers)
    )


def _version_sets(unit: Unit) -> Mapping[str, str | None]:
    return {one.code: one.version_set for one in unit.laws.jurisdictions()}


def _cells(
    unit: Unit, benchmark: Benchmark, viewer: User, country: str | None = None, *, public: bool = False
) -> Cells:
    """Of the elements open to the viewer. Raises Forbidden."""
    check_study(unit, viewer, benchmark.id)
    access = access_of(unit, viewer)
    elements = [element.id for element in benchmark.elements if access.element(viewer, element.id)]
    given = unit.ratings.list(country, elements=elements)
    return cells(given, _version_sets(unit), None if public else viewer, unit.reviews.plan())


def _group(groups: Mapping[str, Group], wanted: str) -> Group:
    if wanted not in groups:
        raise UnknownName(f"No group of States `{wanted}`.", hint=f"Known are: {', '.join(groups)}.")
    return groups[wanted]


def _method(run: Run, benchmark: Benchmark) -> Method:
    stale = run_state(run, benchmark) == "stale"
    return Method(run.jurisdiction, run.encoder, run.ranker, run.fingerprint, stale)


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
