"""The suggested answer of a cell, and its candidates in new order after every decision. Neither is ever a rating.

Decides what counts as a decision: the cited sections of covered and partial answers are confirmed, what a `not covered`
says was read is refused, and what the caller has just marked goes before both. Answers on elements of the same family
move the suggestion as well. Refuses to show anything before the
reviewer's own first answer where a study is blind, and to learn from an answer its caller may not see.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analyser import jurisdictions
from analyser.matching.active import Decision, Ranked, rerank
from analyser.matching.suggestion import SIGNAL, Sibling, after
from analyser.review import blind
from analyser.review.bands import band
from analyser.review.judgement import Judgement
from analyser.review.records import Rating, User
from analyser.store.proposals import Proposal
from analyser.store.records import CandidateRecord
from analyser.store.unit import Unit
from analyser.workspace.access import access_of, check_element, check_open, check_study, suggestions_hidden
from analyser.workspace.analysing import Analysing
from benchmarks import load_benchmark, load_elements, load_vocabulary

MOST = 500  # elements of a benchmark


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason code that a partial answer would likely have, and why it is thought of."""

    code: str
    meaning: str  # the codebook's words
    probability: float
    here: int  # partial answers on the family in this country that give it


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a run makes of an element; a first guess of the program's, with its grounds."""

    rating: Judgement
    probability: float  # calibrated
    band: str  # the probability in words
    probabilities: Mapping[Judgement, float]
    reasons: tuple[Reason, ...]  # of a partial one
    grounds: tuple[str, ...]
    candidate_id: int  # the best section, whose words these are:
    section_id: int
    label: str
    parts: Mapping[str, Sequence[str]]  # who, act, object, age, means, purpose, penalty -> phrases
    missing: tuple[str, ...]  # what the best section does not say, in words
    run_id: str
    stale: bool  # the laws or the benchmark have changed since the run


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`suggested` is None where it is hidden, where nothing was analysed, and where the models suggest nothing."""

    jurisdiction: str
    element: str
    benchmark: str
    hidden: bool  # the study is blind, and this reviewer has not answered yet
    suggested: Suggested | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A section that the reviewer has just confirmed or refused for an element, not yet part of any answer."""

    element: str
    section_id: int
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Reordered:
    """A candidate's place in the new order."""

    candidate_id: int
    element: str
    section_id: int
    rank: int
    before: int  # rank in the run
    probability: float
    band: str
    decided: bool | None  # confirmed, refused, or neither


class Suggesting(Analysing):
    def suggestion(self, country: str, element: str, *, benchmark: str, viewer: User) -> Suggestion:
        """The suggested answer with its grounds. Raises UnknownName, Forbidden."""
        code, wanted = jurisdictions.check(country), load_benchmark(benchmark)
        with self._store.read() as unit:
            check_study(unit, viewer, benchmark)
            check_open(unit, viewer, element)
            hidden = suggestions_hidden(unit, viewer)(code, element)
            given = _present(unit, code, viewer)
        best = {one.element: one for one in self.candidates(code, benchmark=wanted.id, top=1, limit=MOST).items}
        if hidden or element not in best:
            return Suggestion(code, element, wanted.id, hidden)
        return Suggestion(code, element, wanted.id, hidden, _suggested(best[element], _siblings(element, given, best)))

    def reranked(
        self, country: str, benchmark: str, *, viewer: User, element: str | None = None, marked: Sequence[Marked] = ()
    ) -> tuple[Reordered, ...]:
        """The candidates of one element, or of all, by element and new rank; without those a blind study hides.

        Reckoned from what the newest run stored, without texts or models. Raises UnknownName, Forbidden.
        """
        code, concepts = jurisdictions.check(country), _concepts()
        for name in {one.element for one in marked} | ({element} if element else set()):
            check_element(name)
        load_benchmark(benchmark)
        with self._store.read() as unit:
            check_study(unit, viewer, benchmark)
            access, hidden = access_of(unit, viewer), suggestions_hidden(unit, viewer)
            every = unit.proposals.of(code, benchmark)
            answers = _present(unit, code, viewer)
        told = [mark for one in answers for mark in _decided(one, every)] + list(marked)
        decisions = [Decision(one.element, concepts[one.element], one.section_id, one.confirmed) for one in told]
        shown = [
            one
            for one in every
            if element in (None, one.element) and access.element(viewer, one.element) and not hidden(code, one.element)
        ]
        return _reordered(shown, concepts, decisions)


def _concepts() -> dict[str, str]:
    return {name: element.concept for name, element in load_elements().items()}


def _present(unit: Unit, code: str, viewer: User) -> list[Rating]:
    """The answers on the present laws that the viewer may see; the own ones last, for the last one counts."""
    given = blind.visible(unit.ratings.list(code), viewer, unit.reviews.plan())
    present = unit.laws.version_set(code)
    return sorted((one for one in given if one.version_set == present), key=lambda one: one.reviewer == viewer.name)


def _siblings(element: str, given: Sequence[Rating], best: Mapping[str, CandidateRecord]) -> list[Sibling]:
    """The rated elements of the element's family, each with its last answer and what was suggested for it."""
    families = {name: concept.partition(".")[0] for name, concept in _concepts().items()}
    last = {one.element: one for one in given if families[one.element] == families[element]}
    return [
        Sibling(best[name].signals[SIGNAL]["probabilities"], rating.judgement.value, rating.reasons)
        for name, rating in last.items()
        if name != element
        and rating.judgement is not Judgement.UNCLEAR
        and name in best
        and SIGNAL in best[name].signals
    ]


def _suggested(best: CandidateRecord, siblings: Sequence[Sibling]) -> Suggested | None:
    stored: Mapping[str, Any] | None = best.signals.get(SIGNAL)
    if not stored:
        return None
    found = after(stored, siblings)
    words, probability = load_vocabulary().reasons, float(found["probability"])
    return Suggested(
        rating=Judgement(found["rating"]),
        probability=probability,
        band=band(probability),
        probabilities={Judgement(name): float(share) for name, share in found["probabilities"].items()},
        reasons=tuple(
            Reason(one["code"], words[one["code"]], float(one["probability"]), int(one["here"]))
            for one in found["reasons"]
        ),
        grounds=tuple(found["grounds"]),
        candidate_id=best.id,
        section_id=best.section.id,
        label=best.section.label,
        parts=best.signals.get("parts", {}),
        missing=tuple(best.signals.get("unsaid", ())),
        run_id=best.run_id,
        stale=best.stale,
    )


def _decided(rating: Rating, every: Sequence[Proposal]) -> list[Marked]:
    """What an answer says of single sections; an adjudication as a rating does."""
    if rating.judgement in (Judgement.COVERED, Judgement.PARTIAL):
        return [Marked(rating.element, one.section_id, True) for one in rating.citations]
    if rating.judgement is not Judgement.NOT_COVERED or not rating.absence:
        return []
    read = rating.absence.get("read") or 0
    seen = [one.section_id for one in every if one.element == rating.element and one.rank <= read]
    return [Marked(rating.element, number, False) for number in (*seen, *rating.absence.get("sample", ()))]


def _reordered(
    shown: Sequence[Proposal], concepts: Mapping[str, str], decisions: Sequence[Decision]
) -> tuple[Reordered, ...]:
    known: dict[tuple[str, Hashable], Proposal] = {(one.element, one.section_id): one for one in shown}
    decided = {(one.element, one.section): one.confirmed for one in decisions}
    ranked = [Ranked(one.element, concepts[one.element], one.section_id, one.probability) for one in shown]
    found = []
    for new in rerank(ranked, decisions):
        was = known[new.element, new.section]
        told = decided.get((was.element, was.section_id))
        place = (was.candidate_id, was.element, was.section_id, new.rank, was.rank)
        found.append(Reordered(*place, new.probability, band(new.probability), told))
    return tuple(found)
