"""Freezing editions, signing them off, and handing out what an export needs: of an edition, or of the study now.

A signature binds the fingerprint of the edition it was given on; whoever froze an edition may sign it too, and every
export names both. Signing is recorded once per person and never withdrawn: a correction is a new edition. An edition is
made of what anybody may see: an answer whose round is not complete counts as not assessed, whoever freezes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analyser.errors import Conflict, UsageError
from analyser.review.judgement import Judgement
from analyser.review.records import Agreement, CellState, Role, User
from analyser.store.records import CandidateRecord, Edition
from analyser.store.runs import CandidateFilter
from analyser.store.types import storable
from analyser.store.unit import Unit
from analyser.study import editions
from analyser.study.calibration import Bin, reliability
from analyser.study.dossier import Imprint, Measured, Point, Publication, Signature, from_data
from analyser.workspace.access import check_study
from analyser.workspace.base import require
from analyser.workspace.reviewing import Reviewing
from analyser.workspace.studying import Studying, open_edition, readable
from benchmarks import load_benchmark

_ANSWERED = (CellState.SINGLE, CellState.AGREED, CellState.ADJUDICATED)


class Publishing(Studying, Reviewing):
    def freeze(self, benchmark: str, name: str, *, by: User) -> Edition:
        """Freeze the study under a name. Raises Conflict when the name is taken, Forbidden below adjudicator."""
        require(by, Role.ADJUDICATOR)
        if not name.strip():
            raise UsageError("An edition needs a name.", hint="Name it by its date, for instance 2026-06.")
        wanted = load_benchmark(benchmark)
        with self._store.unit() as unit:
            unit.audit.lock()
            found = self._dossier(unit, wanted, by, public=True)
            found = replace(found, agreement=_measured(self.public_agreement(benchmark, viewer=by)))
            content = editions.content(found, _version_sets(unit), unit.audit.head())
            fingerprint = editions.fingerprint(content)
            edition = Edition(unit.new_id(), name.strip(), benchmark, fingerprint, unit.now, by.name, content)
            unit.editions.add(edition)
            unit.record(by.name, "edition.freeze", edition.id, name=edition.name, fingerprint=fingerprint)
        return edition

    def draft(
        self, benchmark: str, *, viewer: User, countries: Sequence[str] | None = None, group: str | None = None
    ) -> Publication:
        """The study as it stands, ready to export and marked as a draft."""
        wanted = load_benchmark(benchmark)
        with self._store.read() as unit:
            found = self._dossier(unit, wanted, viewer, countries, group)
            content = editions.content(found, _version_sets(unit), unit.audit.head())
        found = replace(found, agreement=_measured(self.agreement(benchmark, viewer=viewer)))
        imprint = Imprint(None, None, editions.fingerprint(content), None, None)
        return Publication(imprint, found, self.progress(benchmark, viewer=viewer))

    def publication(self, name: str, *, viewer: User) -> Publication:
        """An edition with its imprint and the editions up to it that the viewer may read.

        Raises NotFound, Forbidden, Conflict where it has no sheets.
        """
        with self._store.read() as unit:
            edition = open_edition(unit, name, viewer)
            signatures = unit.editions.signatures(edition.id)
            known = readable(unit, unit.editions.list(edition.benchmark), viewer)
            earlier = [one for one in known if one.frozen_at <= edition.frozen_at]
        imprint = Imprint(
            edition=edition.name,
            id=edition.id,
            fingerprint=edition.fingerprint,
            frozen_at=edition.frozen_at,
            frozen_by=edition.frozen_by,
            signatures=signatures,
        )
        return Publication(imprint, from_data(edition.content, name), _progress(earlier))

    def sign(self, name: str, statement: str, *, by: User) -> Signature:
        """Sign an edition off. Raises Conflict for a second signature, Forbidden below adjudicator, NotFound."""
        require(by, Role.ADJUDICATOR)
        if not statement.strip():
            raise UsageError("A signature needs a statement.", hint="Say what you checked and that it may go out.")
        with self._store.unit() as unit:
            unit.audit.lock()
            edition = open_edition(unit, name, by)
            if editions.fingerprint(edition.content) != edition.fingerprint:
                raise Conflict(f"The edition {name!r} was changed after it was frozen.", hint="Restore a back-up.")
            said = storable(statement.strip())
            signature = Signature(by.name, by.role.value, said, unit.now, edition.fingerprint)
            unit.editions.sign(edition, unit.new_id(), signature)
            unit.record(by.name, "edition.sign", edition.id, name=edition.name, fingerprint=edition.fingerprint)
        return signature

    def signatures(self, name: str, *, viewer: User) -> tuple[Signature, ...]:
        """Who signed an edition off, in the order of signing. Raises NotFound, Forbidden."""
        with self._store.read() as unit:
            return unit.editions.signatures(open_edition(unit, name, viewer).id)

    def progress(self, benchmark: str, *, viewer: User) -> tuple[Point, ...]:
        """How every row stood in each edition the viewer may read, oldest first. Raises Forbidden."""
        load_benchmark(benchmark)
        with self._store.read() as unit:
            check_study(unit, viewer, benchmark)
            return _progress(readable(unit, unit.editions.list(benchmark), viewer))

    def reliability(self, benchmark: str, *, viewer: User) -> tuple[Bin, ...]:
        """Candidates of the newest runs by probability, and how many of each bin the ratings cite."""
        shown = self.matrix(benchmark, viewer=viewer).cells
        cited = {
            key: {one.section_id for rating in entry.cell.ratings for one in rating.citations}
            for key, entry in shown.items()
            if entry.cell.state in _ANSWERED and entry.cell.judgement is not Judgement.UNCLEAR
        }
        with self._store.read() as unit:
            pairs = [
                (one.probability, one.section.id in cited[one.jurisdiction, one.element])
                for one in _candidates(unit, benchmark)
                if (one.jurisdiction, one.element) in cited and not one.stale
            ]
        return reliability(pairs)


def _candidates(unit: Unit, benchmark: str) -> Iterator[CandidateRecord]:
    cursor: str | None = None
    while True:
        page = unit.runs.candidates(CandidateFilter(benchmark=benchmark), cursor=cursor, limit=500)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def _version_sets(unit: Unit) -> dict[str, str | None]:
    return {one.code: one.version_set for one in unit.laws.jurisdictions()}


def _progress(found: Sequence[Edition]) -> tuple[Point, ...]:
    return editions.progress((one.name, one.frozen_at.date().isoformat(), one.content) for one in found)


def _measured(found: Agreement) -> Measured | None:
    """None where nobody coded blind beside another."""
    if not found.items:
        return None
    return Measured(
        items=found.items,
        reviewers=found.reviewers,
        percent=found.percent,
        kappa=found.kappa.value,
        kappa_low=found.kappa.low,
        kappa_high=found.kappa.high,
        alpha=found.alpha,
        ac1=found.ac1,
        confusion=tuple((one, other, count) for (one, other), count in found.confusion.items()),
    )
