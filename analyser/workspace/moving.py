"""Answers taken to another benchmark by a mapping that people decided: what stands, is carried, or is opened anew.

A carried answer is a new rating of the same reviewer that names the one it repeats; the original stays on record. It
counts as carried until somebody answers anew. `not covered` is never carried to other words: it rests on what was read
for the old ones. Refuses a mapping applied already, and leaves alone what assigned reviewers have not finished.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Literal

from analyser.errors import Conflict
from analyser.review.cells import cells
from analyser.review.judgement import Judgement
from analyser.review.plan import Plan
from analyser.review.records import Cell, Rating, Role, User
from analyser.store.unit import Unit
from analyser.workspace.base import Base, require
from analyser.workspace.planning import reopen_cell
from benchmarks.diff import diff
from benchmarks.mapping import Move, VersionMapping

Action = Literal["stands", "carried", "reopened", "dropped", "waiting", "answered"]
ACTIONS: Mapping[Action, str] = {
    "stands": "nothing is written: the element is the same",
    "carried": "a new rating repeats the answer, marked until it is given anew",
    "reopened": "another round of the cell is open; the answer is on record in the one before",
    "dropped": "the answer stays with the old benchmark",
    "waiting": "left alone: not all who are assigned have answered",
    "answered": "left alone: the new element has answers of its own",
}
_ACTION = "mapping.apply"
_Place = tuple[str, str]  # jurisdiction, element


@dataclass(frozen=True, slots=True)
class Step:
    """What a mapping does to the answers of one element in one jurisdiction."""

    jurisdiction: str
    source: str
    target: str | None
    action: Action
    answers: int
    why: str


class Moving(Base):
    def mapping_steps(self, mapping: VersionMapping, *, by: User) -> tuple[Step, ...]:
        """What `apply_mapping` would do, by jurisdiction and element; nothing is changed. Raises Forbidden."""
        require(by, Role.ADMIN)
        with self._store.read() as unit:
            return _steps(mapping, *_state(unit, by))

    def apply_mapping(self, mapping: VersionMapping, *, by: User) -> tuple[Step, ...]:
        """Do it, all or nothing, and write each act to the audit log. Raises Conflict when done already, Forbidden."""
        require(by, Role.ADMIN)
        name = digest(mapping)
        with self._store.unit() as unit:
            unit.audit.lock()
            if any((one.action, one.subject) == (_ACTION, name) for one in unit.audit.entries()):
                raise Conflict("This mapping was applied already.", hint="Its answers stand; the audit log says when.")
            found, plan = _state(unit, by)
            steps = _steps(mapping, found, plan)
            _carry(unit, mapping, steps, found, plan, by)
            for code, element in sorted(_reopened(steps)):
                reasons = dict.fromkeys(s.why for s in steps if (s.jurisdiction, s.target) == (code, element))
                reopen_cell(unit, code, element, f"{_said(mapping)}: {'; '.join(reasons)}", by)
            counts = {action: sum(step.action == action for step in steps) for action in ACTIONS}
            unit.record(by.name, _ACTION, name, **_ends(mapping), **counts)
        return steps


def digest(mapping: VersionMapping) -> str:
    """What a mapping is known by in the audit log: a hash of both contents and every decision."""
    moves = [astuple(move) for move in mapping.moves]
    text = repr((mapping.old.fingerprint, mapping.new.fingerprint, moves))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _state(unit: Unit, by: User) -> tuple[dict[_Place, Cell], Plan]:
    plan = unit.reviews.plan()
    present = {one.code: one.version_set for one in unit.laws.jurisdictions()}
    return cells(unit.ratings.list(), present, by, plan), plan


def _steps(mapping: VersionMapping, found: Mapping[_Place, Cell], plan: Plan) -> tuple[Step, ...]:
    moves = {move.source: move for move in mapping.moves}
    changed, after = diff(mapping.old, mapping.new).changed, {element.id for element in mapping.new.elements}
    steps = []
    for (code, element), cell in sorted(found.items(), key=lambda one: one[0]):
        move = moves.get(element)
        if move is not None and (cell.ratings or cell.hidden):
            target = move.target or (element if element in after else None)
            rival = found.get((code, target or ""))
            taken = target != element and rival is not None and bool(rival.ratings or rival.hidden)
            waiting = bool(cell.hidden) or _unfinished(cell, plan)
            action = "waiting" if waiting else "answered" if taken else _action(move, cell, target, element in changed)
            steps.append(Step(code, element, target, action, len(cell.ratings), move.why))
    anew = _reopened(steps)
    return tuple(
        replace(step, action="reopened")
        if step.action == "carried" and (step.jurisdiction, step.target) in anew
        else step
        for step in steps
    )


def _action(move: Move, cell: Cell, target: str | None, changed: bool) -> Action:
    if target is None:
        return "dropped"
    if move.decision != "keep":
        return "reopened"
    if target == move.source and not changed:
        return "stands"
    absent = any(rating.judgement is Judgement.NOT_COVERED for rating in cell.ratings)
    return "reopened" if absent else "carried"


def _unfinished(cell: Cell, plan: Plan) -> bool:
    given = {rating.reviewer for rating in cell.ratings if rating.kind == "rating"}
    return bool(plan.assigned.get((cell.jurisdiction, cell.element, cell.round), frozenset()) - given)


def _reopened(steps: Sequence[Step]) -> set[_Place]:
    return {(step.jurisdiction, step.target) for step in steps if step.action == "reopened" and step.target}


def _carry(
    unit: Unit, mapping: VersionMapping, steps: Sequence[Step], found: Mapping[_Place, Cell], plan: Plan, by: User
) -> None:
    """Store a copy of every answer that goes somewhere; two answers of one reviewer for one element go once."""
    users = {user.name: user.id for user in unit.people.users()}
    taken: set[tuple[str, str, str, str]] = set()
    for step in steps:
        moved = step.action == "carried" or (step.action == "reopened" and step.target != step.source)
        if not moved or step.target is None:
            continue
        round = plan.round(step.jurisdiction, step.target)
        copied: dict[str, str] = {}
        for rating in sorted(found[step.jurisdiction, step.source].ratings, key=lambda one: one.kind != "rating"):
            place = (step.jurisdiction, step.target, rating.reviewer, rating.kind)
            if place not in taken:
                taken.add(place)
                copied[rating.id] = _copy(unit, mapping, step, rating, round, copied, users, by)


def _copy(
    unit: Unit,
    mapping: VersionMapping,
    step: Step,
    rating: Rating,
    round: int,
    copied: Mapping[str, str],
    users: Mapping[str, str],
    by: User,
) -> str:
    """The id of the rating that repeats this one for the new element."""
    copy = replace(
        rating,
        id=unit.new_id(),
        element=step.target or rating.element,
        round=rating.round if step.target == step.source else round,
        warnings=(*rating.warnings, f"{_said(mapping)}, answered for {step.source}: {step.why}"),
        blind=False,
        submitted_at=unit.now,
        settles=tuple(copied.get(id, id) for id in rating.settles),
        carried_from=rating.id,
    )
    if step.target == step.source:
        unit.ratings.supersede(rating.id, unit.now)
        unit.record(by.name, f"{rating.kind}.supersede", rating.id, by=copy.id)
    unit.ratings.add(copy, users[rating.reviewer])
    detail = {"jurisdiction": copy.jurisdiction, "element": copy.element, "version_set": copy.version_set}
    place = {"of": rating.reviewer, "carried_from": rating.id, "mapping": digest(mapping)}
    unit.record(by.name, f"{rating.kind}.carry", copy.id, **detail, **place)
    return copy.id


def _ends(mapping: VersionMapping) -> dict[str, str]:
    old, new = mapping.old, mapping.new
    return {"from": f"{old.id}@{old.version}", "to": f"{new.id}@{new.version}"}


def _said(mapping: VersionMapping) -> str:
    ends = _ends(mapping)
    return f"Carried over by mapping from {ends['from']} to {ends['to']}"
