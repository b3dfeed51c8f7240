"""Rating, adjudicating, and how far reviewers agree. Every answer is checked, stored and logged in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from analyser import jurisdictions
from analyser.errors import Conflict, RatingRefused, UsageError
from analyser.review import agreement, blind, rules
from analyser.review.agreement import Breakdown
from analyser.review.cells import cells
from analyser.review.judgement import Judgement
from analyser.review.plan import Plan
from analyser.review.records import (
    Agreement,
    Cell,
    CellState,
    Citation,
    Rating,
    RatingDraft,
    Role,
    User,
)
from analyser.store.records import SectionRecord
from analyser.store.unit import Unit
from analyser.workspace import absent
from analyser.workspace.access import access_of, check_element, check_open, check_study
from analyser.workspace.base import Base, require
from benchmarks import load_benchmark, load_vocabulary


class Reviewing(Base):
    def rate(self, draft: RatingDraft, *, by: User) -> Rating:
        """Record an answer on the jurisdiction's current law versions; the reviewer's earlier one is superseded.

        The same answer twice is recorded once.
        Raises RatingRefused (what is missing), UnknownName, NotFound, Forbidden.
        """
        require(by, Role.REVIEWER)
        draft = checked(draft)
        with self._store.unit() as unit:
            unit.audit.lock()
            return record(unit, draft, by)

    def adjudicate(self, draft: RatingDraft, *, by: User) -> Rating:
        """Settle a disagreement by a third rating whose rationale is the note.

        Raises Conflict when there is no disagreement or the adjudicator rated the cell, Forbidden, RatingRefused.
        """
        require(by, Role.ADJUDICATOR)
        draft = checked(draft)
        if not draft.rationale.strip():
            raise RatingRefused("An adjudication needs a note.", hint="Say why one reading is preferred.")
        with self._store.unit() as unit:
            unit.audit.lock()
            check_open(unit, by, draft.element)
            plan = unit.reviews.plan()
            _check_round(draft, plan)
            rating = _rating(unit, draft, "adjudication", by)
            live = blind.visible(unit.ratings.list(draft.jurisdiction, draft.element), by, plan)
            here = [one for one in live if blind.slot(one) == blind.slot(rating)]
            rated = [one for one in here if one.kind == "rating"]
            _check_disagreement(rated, by)
            rating = replace(rating, settles=tuple(sorted(one.id for one in rated)))
            earlier = [one for one in here if one.kind == "adjudication"]
            return next((one for one in earlier if _same(one, rating)), None) or _put(unit, rating, earlier, by)

    def ratings(
        self, country: str | None = None, element: str | None = None, *, viewer: User, history: bool = False
    ) -> tuple[Rating, ...]:
        """Ratings and adjudications the viewer may see, by jurisdiction, element, time.

        `history` adds superseded ones.
        """
        code = None if country is None else jurisdictions.check(country)
        if element is not None:
            check_element(element)
        with self._store.read() as unit:
            every, plan, access = (
                unit.ratings.list(code, element, history=True),
                unit.reviews.plan(),
                access_of(unit, viewer),
            )
        seen = (one for one in blind.visible(every, viewer, plan) if access.element(viewer, one.element))
        return tuple(one for one in seen if history or one.superseded_at is None)

    def cell(self, country: str, element: str, *, viewer: User) -> Cell:
        """What is known of one element in one jurisdiction, as the viewer may see it."""
        code = jurisdictions.check(country)
        check_element(element)
        with self._store.read() as unit:
            given = unit.ratings.list(code, element)
            present = {code: unit.laws.version_set(code)}
            plan = unit.reviews.plan()
            check_open(unit, viewer, element)
        empty = Cell(code, element, CellState.NOT_ASSESSED, None, round=plan.round(code, element))
        return cells(given, present, viewer, plan).get((code, element), empty)

    def agreement(self, benchmark: str, *, viewer: User, country: str | None = None, round: int = 1) -> Agreement:
        """Agreement of blind ratings over the benchmark's elements: each reviewer's last blind answer per cell."""
        return agreement.measure(self._blind_answers(benchmark, viewer, country, round))

    def agreements(self, benchmark: str, *, viewer: User, round: int = 1) -> Breakdown:
        """The same figures by element, by country and by pair of reviewers."""
        return agreement.breakdown(self._blind_answers(benchmark, viewer, None, round))

    def public_agreement(self, benchmark: str, *, viewer: User) -> Agreement:
        """The agreement of complete rounds only, as an edition carries it."""
        return agreement.measure(self._blind_answers(benchmark, viewer, None, 1, public=True))

    def _blind_answers(
        self, benchmark: str, viewer: User, country: str | None, round: int, *, public: bool = False
    ) -> dict[blind.Slot, dict[str, str]]:
        wanted = [element.id for element in load_benchmark(benchmark).elements]
        code = None if country is None else jurisdictions.check(country)
        with self._store.read() as unit:
            check_study(unit, viewer, benchmark)
            access = access_of(unit, viewer)
            elements = [name for name in wanted if access.element(viewer, name)]
            every, plan = unit.ratings.list(code, elements=elements, history=True), unit.reviews.plan()
        answers: dict[blind.Slot, dict[str, str]] = {}
        for rating in blind.visible(every, None if public else viewer, plan):
            counts = rating.kind == "rating" and rating.blind and rating.carried_from is None
            if counts and rating.round == round:
                answers.setdefault(blind.slot(rating), {})[rating.reviewer] = rating.judgement.value
        return answers

    def absence(self, country: str, element: str, *, viewer: User, read: int | None = None) -> Mapping[str, Any]:
        """What a `not covered` of this viewer would stand on after `read` candidates (None: all), at every place to
        stop (`stops`), and the `sample` of section ids it needs read."""
        code = jurisdictions.check(country)
        with self._store.read() as unit:
            check_open(unit, viewer, element)
            return absent.expected(unit, code, element, viewer, read)

    def elsewhere(self, country: str, element: str, *, viewer: User, limit: int = 12) -> tuple[Rating, ...]:
        """How other countries word it: covered answers for the same element, one per country, newest first."""
        code = jurisdictions.check(country)
        with self._store.read() as unit:
            check_open(unit, viewer, element)
            given, plan = unit.ratings.list(element=element), unit.reviews.plan()
            present = {one.code: one.version_set for one in unit.laws.jurisdictions()}
        found = [one for place, one in cells(given, present, viewer, plan).items() if place[0] != code]
        covered = (one.ratings[-1] for one in found if one.judgement is Judgement.COVERED and not one.stale)
        newest = sorted((one for one in covered if one.citations), key=lambda one: (one.submitted_at, one.id))
        return tuple(reversed(newest))[:limit]


def checked(draft: RatingDraft) -> RatingDraft:
    """The draft with every name in its one form. Raises UnknownName, UsageError."""
    check_element(draft.element)
    if draft.round < 1:
        raise UsageError(f"Rounds count from 1, not {draft.round}.", hint="Leave the round out for the first one.")
    reasons = tuple(dict.fromkeys(draft.reasons))
    citations = tuple(dict.fromkeys(draft.citations))
    code = jurisdictions.check(draft.jurisdiction)
    judgement = Judgement(draft.judgement)
    return replace(draft, jurisdiction=code, judgement=judgement, reasons=reasons, citations=citations)


def record(unit: Unit, draft: RatingDraft, by: User) -> Rating:
    """Record a checked answer in the transaction, unless the reviewer has given the same one already."""
    check_open(unit, by, draft.element)
    plan = unit.reviews.plan()
    _check_round(draft, plan)
    given = unit.ratings.list(draft.jurisdiction, draft.element, history=True)
    rating = _rating(unit, draft, "rating", by)
    others = [one for one in given if blind.slot(one) == blind.slot(rating)]
    rating = replace(rating, blind=_was_blind(unit, others, by, plan))
    earlier = [one for one in others if one.superseded_at is None and _same_author(one, rating)]
    return next((one for one in earlier if _same(one, rating)), None) or _put(unit, rating, earlier, by)


def _check_round(draft: RatingDraft, plan: Plan) -> None:
    """Raises Conflict for an answer to a round that is over."""
    now = plan.round(draft.jurisdiction, draft.element)
    if draft.round < now:
        raise Conflict(
            f"This was opened anew: round {now} is running, not round {draft.round}.",
            hint="Load the page again; what you entered is kept.",
            round=now,
        )


def _was_blind(unit: Unit, others: Sequence[Rating], by: User, plan: Plan) -> bool:
    """Whether no other answer of the slot could be seen, neither here nor in a frozen edition."""
    if not blind.was_blind(others, by, plan):
        return False
    foreign = {one.id for one in others if one.reviewer != by.name}
    return not foreign or foreign.isdisjoint(unit.editions.answers())


def _rating(unit: Unit, draft: RatingDraft, kind: str, by: User) -> Rating:
    """The rating the draft makes on the present laws. Raises RatingRefused."""
    unit.laws.ensure_jurisdiction(draft.jurisdiction, jurisdictions.name_of(draft.jurisdiction))
    laws = {version.id: version for version in unit.laws.current(draft.jurisdiction)}
    found = unit.sections.by_ids(citation.section_id for citation in draft.citations)
    cited = {number: section for number, section in found.items() if section.law_version_id in laws}
    states = [rules.TextState(one.title, one.verdict, one.sections, one.characters) for one in laws.values()]
    texts = {number: section.text for number, section in cited.items()}
    other = rules.Elsewhere(
        {number: tuple(one.text for one in made) for number, made in unit.translations.of_sections(cited).items()},
        {
            number: section.law_title
            for number, section in found.items()
            if number not in cited and section.jurisdiction == draft.jurisdiction
        },
    )
    quotations, warnings = rules.check(draft, texts, states, load_vocabulary().reasons, other)
    return Rating(
        id=unit.new_id(),
        kind="adjudication" if kind == "adjudication" else "rating",
        jurisdiction=draft.jurisdiction,
        element=draft.element,
        version_set=unit.laws.version_set(draft.jurisdiction) or "",
        round=draft.round,
        reviewer=by.name,
        judgement=draft.judgement,
        reasons=draft.reasons,
        rationale=draft.rationale.strip(),
        citations=tuple(_citation(quotation, cited) for quotation in quotations),
        warnings=warnings,
        blind=False,
        submitted_at=unit.now,
        absence=absent.statement(unit, draft, by),
    )


def _citation(quotation: rules.Quotation, cited: Mapping[int, SectionRecord]) -> Citation:
    section = cited[quotation.section_id]
    return Citation(
        section_id=section.id,
        quote=quotation.quote,
        start=quotation.start,
        end=quotation.end,
        law_version_id=section.law_version_id,
        law_title=section.law_title,
        key=section.key,
        label=section.label,
        heading=section.heading,
    )


def _check_disagreement(rated: Sequence[Rating], by: User) -> None:
    """Raises Conflict unless reviewers other than `by` gave different answers."""
    if len({one.judgement for one in rated}) < 2:
        raise Conflict("There is no disagreement to settle here.", hint="Adjudicate once two reviewers differ.")
    if any(one.reviewer == by.name for one in rated):
        raise Conflict(f"{by.name} rated this and cannot settle it.", hint="Ask another adjudicator.")


def _same_author(one: Rating, other: Rating) -> bool:
    return one.kind == other.kind and one.reviewer == other.reviewer


def _same(one: Rating, other: Rating) -> bool:
    """Whether two answers of a slot say the same, so that a double submit is one answer."""
    neutral = {"id": "", "submitted_at": one.submitted_at, "warnings": (), "blind": False, "absence": None}
    return replace(one, **neutral) == replace(other, **neutral)  # type: ignore[arg-type]  # fields of Rating


def _put(unit: Unit, rating: Rating, earlier: Sequence[Rating], by: User) -> Rating:
    """Store the rating in place of the earlier ones, which stay on record."""
    for one in earlier:
        unit.ratings.supersede(one.id, unit.now)
        unit.record(by.name, f"{one.kind}.supersede", one.id, by=rating.id)
    unit.ratings.add(rating, by.id)
    unit.record(
        by.name,
        f"{rating.kind}.add",
        rating.id,
        jurisdiction=rating.jurisdiction,
        element=rating.element,
        version_set=rating.version_set,
        round=rating.round,
        judgement=rating.judgement.value,
        reasons=list(rating.reasons),
        blind=rating.blind,
        settles=list(rating.settles),
        cited=[[one.section_id, one.start, one.end] for one in rating.citations],
    )
    return rating
