"""Ratings when the text changes: what still reads the same is carried, the rest is queued with what changed.

A carried rating belongs to its reviewer, cites the new text, and counts as carried until somebody answers anew. It is
never evidence of agreement. What is queued is worked out from the record whenever it is asked for; nothing is lost by
not looking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analyser import jurisdictions
from analyser.review import blind
from analyser.review.carry import Fate, Followed, Piece, align, compare
from analyser.review.judgement import Judgement
from analyser.review.records import Citation, Rating, User
from analyser.review.rules import locate
from analyser.store.records import LawVersion, SectionRecord
from analyser.store.unit import Unit
from analyser.workspace.access import access_of
from analyser.workspace.base import Base

_CARRIED = (Judgement.COVERED, Judgement.PARTIAL)


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A cited section of the earlier text, and what became of it."""

    before: SectionRecord
    after: SectionRecord | None
    fate: Fate
    pieces: tuple[Piece, ...]  # both texts as one; empty where nothing changed


@dataclass(frozen=True, slots=True)
class RatingChange:
    """A rating on an earlier text: carried and to be looked at, or to be given anew."""

    rating: Rating  # the live one: the carried copy, or the stale answer
    carried: bool
    sections: tuple[SectionChange, ...]


class Carrying(Base):
    def changes(self, country: str, *, viewer: User) -> tuple[RatingChange, ...]:
        """What the present text of a country asks to be looked at again, by element, as the viewer may see it."""
        code = jurisdictions.check(country)
        with self._store.read() as unit:
            access, present = access_of(unit, viewer), unit.laws.version_set(code) or ""
            every = unit.ratings.list(code, history=True)
            seen = [one for one in blind.visible(every, viewer, unit.reviews.plan()) if one.kind == "rating"]
            live = [one for one in seen if one.superseded_at is None and access.element(viewer, one.element)]
            answered = {(one.element, one.reviewer) for one in live if one.version_set == present}
            latest = {(one.element, one.reviewer): one for one in live if one.version_set != present}
            stale = [one for place, one in latest.items() if place not in answered]
            carried = [one for one in live if one.version_set == present and one.carried_from is not None]
            origins = {one.id: one for one in every}
            following = _Following(unit, code)
            found = [RatingChange(one, True, following.of(origins[one.carried_from or ""])) for one in carried]
            found += [RatingChange(one, False, following.of(one)) for one in stale]
        return tuple(sorted(found, key=lambda one: (one.rating.element, one.rating.reviewer)))


class _Following:
    """Sections of earlier versions followed into the present ones, each pair of versions aligned once."""

    def __init__(self, unit: Unit, code: str) -> None:
        self._unit = unit
        self._current = {(one.law_id, one.language): one for one in unit.laws.current(code)}
        self._ways: dict[str, tuple[Mapping[int, Followed], Mapping[int, SectionRecord]]] = {}

    def of(self, rating: Rating) -> tuple[SectionChange, ...]:
        return tuple(self._change(citation) for citation in rating.citations)

    def _change(self, citation: Citation) -> SectionChange:
        before = self._unit.sections.get(citation.section_id)
        ways, targets = self._way(citation.law_version_id)
        followed = ways.get(before.id, Followed(before.id, None, "gone"))
        after = None if followed.new is None else targets[followed.new]
        changed = after is not None and followed.fate == "changed"
        return SectionChange(
            before, after, followed.fate, compare(before.text, after.text) if after and changed else ()
        )

    def _way(self, version_id: str) -> tuple[Mapping[int, Followed], Mapping[int, SectionRecord]]:
        if version_id not in self._ways:
            version = self._unit.laws.get(version_id)
            now = self._current.get((version.law_id, version.language))
            self._ways[version_id] = ({}, {}) if now is None else follow(self._unit, version, now)
        return self._ways[version_id]


def follow(unit: Unit, old: LawVersion, new: LawVersion) -> tuple[Mapping[int, Followed], Mapping[int, SectionRecord]]:
    """(old section id -> where it went, new section id -> section); a version that stayed follows itself."""
    before, after = unit.sections.of_version(old.id), unit.sections.of_version(new.id)
    targets = {section.id: section for section in after}
    if old.id == new.id:
        return {number: Followed(number, number, "same") for number in targets}, targets
    return align(before, after), targets


def carry(unit: Unit, code: str, before: str | None, by: User) -> int:
    """Carry the live ratings of the set `before` to the present set; how many were. Part of the storing transaction."""
    present = unit.laws.version_set(code)
    if before is None or present is None or before == present:
        return 0
    live = unit.ratings.list(code)
    there = {(one.element, one.reviewer, one.round) for one in live if one.version_set == present}
    following, carried = _Following(unit, code), 0
    users = {user.name: user.id for user in unit.people.users()}
    for rating in (one for one in live if one.version_set == before and one.judgement in _CARRIED):
        if rating.kind != "rating" or (rating.element, rating.reviewer, rating.round) in there:
            continue
        citations = _citations(rating, following.of(rating))
        if citations is None:
            continue
        copy = replace(
            rating,
            id=unit.new_id(),
            version_set=present,
            citations=citations,
            submitted_at=unit.now,
            blind=False,
            carried_from=rating.carried_from or rating.id,
        )
        unit.ratings.add(copy, users[rating.reviewer])
        detail = {"jurisdiction": code, "element": rating.element, "version_set": present, "of": rating.reviewer}
        unit.record(by.name, "rating.carry", copy.id, carried_from=rating.id, **detail)
        carried += 1
    return carried


def _citations(rating: Rating, changes: Sequence[SectionChange]) -> tuple[Citation, ...] | None:
    """The citations on the new text; None unless every cited section still reads the same."""
    found = []
    for citation, change in zip(rating.citations, changes, strict=True):
        if change.after is None or change.fate == "changed" or change.after.repealed != change.before.repealed:
            return None
        span = locate(citation.quote, change.after.text)
        if span is None:
            return None
        found.append(
            Citation(
                section_id=change.after.id,
                quote=change.after.text[slice(*span)],
                start=span[0],
                end=span[1],
                law_version_id=change.after.law_version_id,
                law_title=change.after.law_title,
                key=change.after.key,
                label=change.after.label,
                heading=change.after.heading,
            )
        )
    return tuple(found)
