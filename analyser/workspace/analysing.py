"""Matching a jurisdiction's laws against a benchmark, and reading the candidates back.

A run is known by its fingerprint: laws, benchmark, formulations, encoder, ranker, settings, program version. The same
fingerprint gives the stored run back without computing anything.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from analyser import __version__, jurisdictions
from analyser.errors import NotFound, UnknownName, UsageError
from analyser.matching.candidate import Encoder, Ranker
from analyser.review.records import Role, User
from analyser.sections.law import SplitLaw
from analyser.store.records import CandidateRecord, Page, Run
from analyser.store.runs import CandidateFilter, NewRun
from analyser.store.unit import Unit
from analyser.workspace.access import access_of, check_element, suggestions_hidden
from analyser.workspace.base import Progress, require, silent
from analyser.workspace.exemplars import Places, confirmed_elsewhere, digest, with_laws
from analyser.workspace.indexing import Indexing
from benchmarks import Benchmark, Language, load_benchmark, load_languages

ThenRun = Callable[[Unit, Run], None]
"""Called in the storing transaction with the run."""


class Analysing(Indexing):
    def analyse(
        self, jurisdiction: str, benchmark: str, *, by: User, top: int = 20, progress: Progress = silent
    ) -> Run:
        """Match the jurisdiction's current laws; an earlier run with the same fingerprint is reused.

        Raises UnknownName, NotFound when the jurisdiction has no law, MissingComponent, StorageError.
        """
        return self._analyse(jurisdiction, benchmark, by, top, progress)

    def _analyse(
        self,
        jurisdiction: str,
        benchmark: str,
        by: User,
        top: int,
        progress: Progress = silent,
        then: ThenRun | None = None,
    ) -> Run:
        require(by, Role.REVIEWER)
        if top < 1:
            raise UsageError(f"{top} candidates per element make no sense.", hint="Ask for at least 1.")
        code, wanted = jurisdictions.check(jurisdiction), load_benchmark(benchmark)
        with self._store.read() as unit:
            version_set = unit.laws.version_set(code)
            laws = tuple(unit.sections.split_law(version) for version in unit.laws.current(code))
            confirmed = confirmed_elsewhere(unit, code, wanted.elements)
        if version_set is None:
            raise NotFound(f"{code} has no law to analyse.", hint="Add one first: analyser ingest FILE --country ...")
        progress("Loading the encoder", 0, 3)
        encoder, ranker, languages = self._parts.encoder(), self._parts.ranker(), load_languages()
        new = _new_run(code, version_set, wanted, languages, encoder, ranker, top, digest(confirmed))
        run = self._reused(new.fingerprint, by, then)
        if run is None:
            self._index_search(code)
            progress("Matching", 1, 3)
            known = self._exemplars(confirmed, wanted, languages, encoder)
            candidates = self._parts.match(laws, wanted, languages, encoder, ranker, top, *known)
            progress("Storing", 2, 3)
            run = self._store_run(new, laws, candidates, by, then)
        progress("Matched", 3, 3)
        return run

    def _exemplars(
        self, confirmed: Places, benchmark: Benchmark, languages: dict[str, Language], encoder: Encoder
    ) -> tuple[Any, ...]:
        """What other jurisdictions' answers make of themselves as queries; empty where there are none."""
        if not confirmed:
            return ()
        from analyser.matching.exemplars import exemplars_of  # here: the pages must not wait for numerical libraries

        with self._store.read() as unit:
            laws = with_laws(unit, confirmed)
        return (exemplars_of(laws, benchmark.elements, languages, encoder),)

    def _reused(self, fingerprint: str, by: User, then: ThenRun | None) -> Run | None:
        with self._store.unit() as unit:
            found = unit.runs.find(fingerprint)
            if found is None:
                return None
            unit.runs.make_newest(found.id)
            run = replace(found, reused=True)
            unit.record(by.name, "run.reuse", run.id)
            if then is not None:
                then(unit, run)
            return run

    def _store_run(
        self, new: NewRun, laws: tuple[SplitLaw, ...], candidates: Any, by: User, then: ThenRun | None
    ) -> Run:
        with self._store.unit() as unit:
            unit.audit.lock()
            found = unit.runs.find(new.fingerprint)  # another worker may have finished the same run meanwhile
            if found is None:
                keys = {
                    (law.law, key): number for law in laws for key, number in unit.sections.ids_by_key(law.law).items()
                }
                run_id = unit.new_id()
                unit.runs.add(new, candidates, keys, run_id, unit.now, by.name)
                found = unit.runs.get(run_id)
                detail = {"jurisdiction": new.jurisdiction, "benchmark": new.benchmark, "candidates": len(candidates)}
                unit.record(by.name, "run.add", run_id, fingerprint=new.fingerprint, **detail)
            if then is not None:
                then(unit, found)
            return found

    def runs(self, country: str | None = None, benchmark: str | None = None) -> tuple[Run, ...]:
        """The newest run of every jurisdiction and benchmark."""
        code = None if country is None else jurisdictions.check(country)
        if benchmark is not None:
            load_benchmark(benchmark)
        with self._store.read() as unit:
            found = unit.runs.newest(code, benchmark)
        return tuple(replace(run, stale=run.stale or _outdated(run)) for run in found)

    def candidates(
        self,
        country: str | None = None,
        element: str | None = None,
        *,
        benchmark: str | None = None,
        law: str | None = None,
        run: str | None = None,
        min_probability: float = 0.0,
        top: int | None = None,
        viewer: User | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[CandidateRecord]:
        """Candidates of the newest runs, or of one, by jurisdiction, benchmark, element, rank.

        `top` keeps ranks up to it; `law` is the id of a law version.

        For a `viewer`, without those that a blind study hides before the own answer; a page may then hold fewer.
        """
        code = None if country is None else jurisdictions.check(country)
        if element is not None:
            check_element(element)
        if benchmark is not None:
            load_benchmark(benchmark)
        wanted = CandidateFilter(code, element, benchmark, min_probability, top, law, run)
        with self._store.read() as unit:
            page = unit.runs.candidates(wanted, cursor=cursor, limit=limit)
            there = unit.runs.some({one.run_id for one in page.items})
            old = {run.id for run in there if _outdated(run)}
            shown = page.items if viewer is None else _shown(unit, page.items, viewer)
        items = tuple(replace(one, stale=one.stale or one.run_id in old) for one in shown)
        return Page(items, page.next_cursor)


def _shown(unit: Unit, candidates: tuple[CandidateRecord, ...], viewer: User) -> tuple[CandidateRecord, ...]:
    """Those of the candidates that the viewer may see."""
    access, hidden = access_of(unit, viewer), suggestions_hidden(unit, viewer)
    open_ = (one for one in candidates if access.element(viewer, one.element))
    return tuple(one for one in open_ if not hidden(one.jurisdiction, one.element))


def _outdated(run: Run) -> bool:
    """Whether the benchmark has changed since, or is gone."""
    try:
        return load_benchmark(run.benchmark).fingerprint != run.benchmark_fingerprint
    except UnknownName:
        return True


def _new_run(
    code: str,
    version_set: str,
    benchmark: Benchmark,
    languages: dict[str, Language],
    encoder: Encoder,
    ranker: Ranker,
    top: int,
    exemplars: str | None,
) -> NewRun:
    settings = {"top": top, "program": __version__, "formulations": _digest(languages)}
    if exemplars is not None:
        settings["exemplars"] = exemplars
    parts = (code, version_set, benchmark.id, benchmark.fingerprint, encoder.name, ranker.name, settings)
    fingerprint = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return NewRun(
        jurisdiction=code,
        version_set=version_set,
        benchmark=benchmark.id,
        benchmark_version=benchmark.version,
        benchmark_fingerprint=benchmark.fingerprint,
        encoder=encoder.name,
        ranker=ranker.name,
        settings=settings,
        fingerprint=fingerprint,
    )


def _digest(languages: dict[str, Language]) -> str:
    content = {code: asdict(language) for code, language in languages.items()}
    data = json.dumps(content, ensure_ascii=False, sort_keys=True, default=sorted)
    return hashlib.sha256(data.encode()).hexdigest()
