"""Verification rounds: a government or expert partner reads one country's answers by a link and comments on them.

The link opens one country of one study, read-only, until it is closed; comments are taken until the deadline and stand
beside the answers, never over them. What is not settled between reviewers, and their names, are not shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from analyser import jurisdictions
from analyser.errors import Conflict, UsageError
from analyser.review.records import Cell, CellState, Role, User
from analyser.store.records import Verification, VerificationComment
from analyser.study.records import CountrySheet
from analyser.workspace.access import access_of, check_study, ids
from analyser.workspace.base import require
from analyser.workspace.studying import Studying
from benchmarks import load_benchmark

LONGEST = 20_000  # characters of a comment or a provision
_SETTLED = (CellState.SINGLE, CellState.AGREED, CellState.ADJUDICATED)


class Verifying(Studying):
    def open_verification(
        self, benchmark: str, country: str, partner: str, deadline: datetime, *, by: User
    ) -> tuple[Verification, str]:
        """A verification and the secret of its link, which is shown this once.

        Raises UnknownName, UsageError for no partner or a deadline that is over, Forbidden below adjudicator.
        """
        require(by, Role.ADJUDICATOR)
        code = jurisdictions.check(country)
        load_benchmark(benchmark)
        if not partner.strip():
            raise UsageError("A verification needs a partner's name.", hint="Name the ministry or the expert.")
        secret = self._parts.new_secret()
        with self._store.unit() as unit:
            unit.audit.lock()
            check_study(unit, by, benchmark)
            if deadline <= unit.now:
                raise UsageError("The deadline is over already.", hint="Choose a day to come.")
            made = Verification(unit.new_id(), benchmark, code, partner.strip(), unit.now, by.name, deadline)
            unit.verifications.add(made, secret)
            until = deadline.isoformat()
            unit.record(by.name, "verification.open", made.id, country=code, partner=made.partner, deadline=until)
        return made, secret

    def verifications(self, *, viewer: User) -> tuple[Verification, ...]:
        """Newest first. Raises Forbidden for viewers and reviewers."""
        require(viewer, Role.ADJUDICATOR)
        with self._store.read() as unit:
            access = access_of(unit, viewer)
            return tuple(one for one in unit.verifications.list() if access.benchmark(viewer, one.benchmark))

    def close_verification(self, verification_id: str, *, by: User) -> None:
        """The link opens nothing any more; the comments stay. Raises NotFound, Forbidden."""
        require(by, Role.ADJUDICATOR)
        with self._store.unit() as unit:
            unit.audit.lock()
            check_study(unit, by, unit.verifications.get(verification_id).benchmark)
            unit.verifications.close(verification_id, unit.now)
            unit.record(by.name, "verification.close", verification_id)

    def verification_comments(self, verification_id: str, *, viewer: User) -> tuple[VerificationComment, ...]:
        """What the partner said, oldest first. Raises NotFound, Forbidden."""
        require(viewer, Role.ADJUDICATOR)
        with self._store.read() as unit:
            check_study(unit, viewer, unit.verifications.get(verification_id).benchmark)
            return unit.verifications.comments(verification_id)

    # ---- what the partner does

    def verification(
        self, secret: str
    ) -> tuple[Verification, CountrySheet, Mapping[str, Sequence[VerificationComment]]]:
        """(the round, the country's sheet without names, own comments by element). Raises NotAuthenticated."""
        with self._store.read() as unit:
            found = unit.verifications.by_secret(secret)
            comments = unit.verifications.comments(found.id)
        sheet = self.sheet(found.jurisdiction, found.benchmark, viewer=_reader(found))
        entries = tuple(replace(entry, cell=_told(entry.cell)) for entry in sheet.entries)
        by_element: dict[str, list[VerificationComment]] = {}
        for comment in comments:
            by_element.setdefault(comment.element, []).append(comment)
        return found, replace(sheet, entries=entries), by_element

    def verify(
        self, secret: str, element: str, *, agrees: bool | None, comment: str = "", provision: str = ""
    ) -> VerificationComment:
        """Record what the partner says. Raises NotAuthenticated, UsageError, Conflict after the deadline."""
        if agrees is None and not comment.strip() and not provision.strip():
            raise UsageError("The comment is empty.", hint="Agree, disagree, or write something.")
        if max(len(comment), len(provision)) > LONGEST:
            raise UsageError(f"The comment is longer than {LONGEST} characters.", hint="Send the document instead.")
        with self._store.unit() as unit:
            unit.audit.lock()
            found = unit.verifications.by_secret(secret)
            if unit.now > found.deadline:
                raise Conflict("The deadline of this verification is over.", hint="Ask those who sent the link.")
            if element not in ids(found.benchmark):
                raise UsageError(f"{element} is no element of {found.benchmark}.", hint="Load the page again.")
            said = VerificationComment(
                unit.new_id(), found.id, element, agrees, comment.strip(), provision.strip(), unit.now
            )
            unit.verifications.comment(said)
            unit.record(f"partner:{found.partner}", "verification.comment", said.id, element=element, agrees=agrees)
        return said


def _reader(found: Verification) -> User:
    """Who looks through the link: a viewer of this one country, whom no study keeps out."""
    return User("", f"partner:{found.partner}", Role.ADMIN, found.created_at)


def _told(cell: Cell) -> Cell:
    """A cell as a partner sees it: the settled answer with its proof, without names."""
    if cell.state not in _SETTLED:
        return Cell(cell.jurisdiction, cell.element, CellState.NOT_ASSESSED, None)
    decisive = [one for one in cell.ratings if one.judgement is cell.judgement]
    return replace(cell, ratings=tuple(replace(one, reviewer="") for one in decisive[-1:]), hidden=0)
