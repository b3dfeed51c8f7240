"""How a study is conducted: settings, members, assignments, and rounds opened anew.

Everything here is an adjudicator's or an admin's decision and is written to the audit log. A reviewer's own work list
says what is waiting for them and nothing of others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from analyser import jurisdictions
from analyser.errors import Conflict, Forbidden, UsageError
from analyser.review.plan import Assignment, Conduct, Plan, Reopening, distribute
from analyser.review.records import Role, User
from analyser.store.unit import Unit
from analyser.workspace.access import access_of, check_open, check_study
from analyser.workspace.base import Base, require
from benchmarks import load_benchmark


class Planning(Base):
    # ---- studies

    def conduct(self, benchmark: str) -> Conduct:
        """How a study is conducted; the defaults where nobody set anything."""
        load_benchmark(benchmark)
        with self._store.read() as unit:
            return unit.reviews.conduct().get(benchmark, Conduct(benchmark))

    def set_conduct(self, conduct: Conduct, *, by: User) -> Conduct:
        """Change how a study is conducted. Raises UnknownName, UsageError, Forbidden below admin."""
        require(by, Role.ADMIN)
        load_benchmark(conduct.benchmark)
        if not 0 <= conduct.sample <= 200:
            raise UsageError(
                f"A sample of {conduct.sample} sections makes no sense.", hint="0 asks for none; 20 is usual."
            )
        with self._store.unit() as unit:
            unit.audit.lock()
            unit.reviews.set_conduct(conduct)
            detail = {"blind_suggestions": conduct.blind_suggestions, "sample": conduct.sample}
            unit.record(by.name, "study.conduct", conduct.benchmark, members_only=conduct.members_only, **detail)
        return conduct

    def members(self, benchmark: str) -> tuple[str, ...]:
        """Names of a study's members, sorted."""
        load_benchmark(benchmark)
        with self._store.read() as unit:
            return tuple(sorted(unit.reviews.members().get(benchmark, ())))

    def set_member(self, benchmark: str, name: str, member: bool, *, by: User) -> None:
        """Take a person into a study or out of it. Raises NotFound for an unknown person."""
        require(by, Role.ADMIN)
        load_benchmark(benchmark)
        with self._store.unit() as unit:
            unit.audit.lock()
            person = unit.people.named(name)
            (unit.reviews.add_member if member else unit.reviews.remove_member)(benchmark, person.id)
            unit.record(by.name, "member.add" if member else "member.remove", name, benchmark=benchmark)

    # ---- assignments

    def assign(
        self,
        benchmark: str,
        countries: Sequence[str],
        reviewers: Sequence[str],
        *,
        by: User,
        each: int = 2,
        elements: Sequence[str] | None = None,
    ) -> int:
        """Give every cell of these countries `each` reviewers, in turn; how many assignments are new.

        All the benchmark's elements unless named. Raises UsageError, UnknownName, NotFound, Forbidden.
        """
        require(by, Role.ADJUDICATOR)
        people = tuple(dict.fromkeys(reviewers))
        if not 1 <= each <= len(people):
            raise UsageError(f"{each} reviewers per cell cannot be had of {len(people)}.", hint="Name more people.")
        wanted = _elements(benchmark, elements)
        cells = [(jurisdictions.check(country), element) for country in countries for element in wanted]
        with self._store.unit() as unit:
            unit.audit.lock()
            users = {name: unit.people.named(name) for name in people}
            _check_raters(users.values())
            check_study(unit, by, benchmark)
            plan = unit.reviews.plan()
            duties = [
                Assignment(code, element, plan.round(code, element), name)
                for code, element, name in distribute(cells, people, each)
            ]
            added = unit.reviews.assign(duties, {name: user.id for name, user in users.items()}, unit.now)
            detail = {"countries": list(countries), "reviewers": list(people), "each": each, "added": added}
            unit.record(by.name, "assignment.add", benchmark, elements=len(wanted), **detail)
        return added

    def unassign(self, duty: Assignment, *, by: User) -> None:
        """Take a duty back from somebody who will not answer. Raises NotFound, Conflict once it is answered."""
        require(by, Role.ADJUDICATOR)
        with self._store.unit() as unit:
            unit.audit.lock()
            person = unit.people.named(duty.reviewer)
            held = [one for one in unit.reviews.assignments(person.id) if replace(one, answered=False) == duty]
            if held and held[0].answered:
                raise Conflict(f"{duty.reviewer} has answered this already.", hint="Answers stay on record.")
            if not unit.reviews.unassign(duty, person.id):
                raise Conflict(f"{duty.reviewer} has no such assignment.", hint="Load the page again.")
            place = {"jurisdiction": duty.jurisdiction, "element": duty.element, "round": duty.round}
            unit.record(by.name, "assignment.remove", duty.reviewer, **place)

    def assignments(self, *, viewer: User, name: str | None = None) -> tuple[Assignment, ...]:
        """Everybody's for adjudicators and admins, else the viewer's own; by jurisdiction, element."""
        everybody = viewer.role in (Role.ADJUDICATOR, Role.ADMIN)
        if name is not None and name != viewer.name and not everybody:
            raise Forbidden("Only adjudicators see the work of others.", hint="Leave the name out for your own.")
        with self._store.read() as unit:
            access = access_of(unit, viewer)
            found = unit.reviews.assignments(None if everybody else viewer.id)
        mine = (one for one in found if name is None or one.reviewer == name)
        return tuple(one for one in mine if access.element(viewer, one.element))

    # ---- rounds

    def reopen(self, country: str, element: str, reason: str, *, by: User) -> Reopening:
        """Open another round of a cell: its reviewers answer anew, earlier rounds stay on record.

        Raises UsageError without a reason, Conflict where the present round has no answer yet, Forbidden.
        """
        require(by, Role.ADJUDICATOR)
        code = jurisdictions.check(country)
        if not reason.strip():
            raise UsageError("Reopening needs a reason.", hint="Say what made the earlier answer doubtful.")
        with self._store.unit() as unit:
            unit.audit.lock()
            check_open(unit, by, element)
            return reopen_cell(unit, code, element, reason.strip(), by)

    def reopenings(self, country: str, element: str, *, viewer: User) -> tuple[Reopening, ...]:
        """Why a cell was opened anew, oldest first."""
        code = jurisdictions.check(country)
        with self._store.read() as unit:
            check_open(unit, viewer, element)
            return unit.reviews.reopenings(code, element)


def reopen_cell(unit: Unit, code: str, element: str, reason: str, by: User) -> Reopening:
    """Open another round in the given transaction. Raises Conflict where the present one has no answer."""
    plan = unit.reviews.plan()
    now = plan.round(code, element)
    if not any(one.round >= now for one in unit.ratings.list(code, element)):
        raise Conflict("There is no answer here to reopen.", hint="Rate it first.")
    reopening = Reopening(code, element, _next_round(unit, code, element, now), reason, by.name, unit.now)
    unit.reviews.reopen(reopening)
    _assign_again(unit, plan, reopening, now)
    detail = {"jurisdiction": code, "element": element, "round": reopening.round}
    unit.record(by.name, "cell.reopen", f"{code} {element}", reason=reason, **detail)
    return reopening


def _elements(benchmark: str, named: Sequence[str] | None) -> list[str]:
    known = [element.id for element in load_benchmark(benchmark).elements]
    if wrong := [name for name in named or () if name not in known]:
        raise UsageError(f"{wrong[0]} is no element of {benchmark}.", hint="The codebook lists them.")
    return known if named is None else [name for name in known if name in named]


def _check_raters(users: Iterable[User]) -> None:
    for user in users:
        if user.role is Role.VIEWER or user.disabled_at is not None:
            raise UsageError(f"{user.name} cannot rate.", hint="Give them the role of a reviewer first.")


def _next_round(unit: Unit, code: str, element: str, now: int) -> int:
    """One more than any round that has a rating."""
    return max([now, *(one.round for one in unit.ratings.list(code, element, history=True))]) + 1


def _assign_again(unit: Unit, plan: Plan, reopening: Reopening, before: int) -> None:
    names = plan.assigned.get((reopening.jurisdiction, reopening.element, before), frozenset())
    ids = {name: unit.people.named(name).id for name in sorted(names)}
    duties = [Assignment(reopening.jurisdiction, reopening.element, reopening.round, name) for name in ids]
    unit.reviews.assign(duties, ids, unit.now)
