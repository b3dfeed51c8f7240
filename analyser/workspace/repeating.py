"""One reading of the same words, given for further elements: each becomes a rating of its own, under all rules.

Nothing is repeated by itself: the reviewer names the elements. Only an answer with proof is repeated, only in its own
country, and never over an answer the reviewer has given. All are recorded or none is.
"""

from collections.abc import Mapping, Sequence

from analyser.errors import Conflict, NotFound, RatingRefused, UsageError
from analyser.review.alike import alike
from analyser.review.judgement import Judgement
from analyser.review.records import CitationDraft, Rating, RatingDraft, Role, User
from analyser.store.unit import Unit
from analyser.workspace.access import access_of, suggestions_hidden
from analyser.workspace.base import require
from analyser.workspace.reviewing import Reviewing, checked, record
from benchmarks import load_benchmark

SHOWN = 20  # candidates of an element that a reviewer is shown
_WITH_PROOF = (Judgement.COVERED, Judgement.PARTIAL)


class Repeating(Reviewing):
    def repeat(self, rating_id: str, elements: Sequence[str], *, by: User) -> tuple[Rating, ...]:
        """Give the reviewer's own live answer for further elements of the same country, with the same proof.

        Raises NotFound also for another's answer, UsageError without an element or for an answer without proof,
        Conflict for an element the reviewer answered, and whatever rating it would raise, naming the element.
        """
        require(by, Role.REVIEWER)
        wanted = list(dict.fromkeys(elements))
        if not wanted:
            raise UsageError("No element is named.", hint="Choose the elements this answer is to be given for.")
        with self._store.unit() as unit:
            unit.audit.lock()
            source = _own(unit, rating_id, by)
            made = tuple(_repeated(unit, source, element, by) for element in wanted)
            unit.record(by.name, "rating.repeat", source.id, ratings=[one.id for one in made])
        return made

    def same_words(self, texts: Mapping[int, str], *, viewer: User) -> dict[int, tuple[Rating, ...]]:
        """Section id -> the viewer's own live answers whose quoted words the text repeats, nearly or fully."""
        own = [one for one in self.ratings(viewer=viewer) if one.reviewer == viewer.name and one.kind == "rating"]
        near = alike({cited.quote for one in own for cited in one.citations}, texts)
        return {
            number: tuple(one for one in own if any(cited.quote in quotes for cited in one.citations))
            for number, quotes in near.items()
        }

    def further(self, rating: Rating, benchmark: str, *, viewer: User) -> tuple[str, ...]:
        """Elements of the benchmark, in its order, that this answer may be given for.

        One of the sections it cites is among the first candidates there, the viewer may see them, and has not answered.
        """
        cited = [one.section_id for one in rating.citations]
        if rating.judgement not in _WITH_PROOF or rating.kind != "rating" or not cited:
            return ()
        with self._store.read() as unit:
            proposed = unit.runs.proposing(rating.jurisdiction, benchmark, cited, SHOWN)
            access, hidden = access_of(unit, viewer), suggestions_hidden(unit, viewer)
            given = unit.ratings.list(rating.jurisdiction)
        answered = {one.element for one in given if one.reviewer == viewer.name and one.kind == "rating"}
        names = (element.id for element in load_benchmark(benchmark).elements)
        open_here = (one for one in names if one in proposed and one not in answered and access.element(viewer, one))
        return tuple(one for one in open_here if not hidden(rating.jurisdiction, one))


def _own(unit: Unit, rating_id: str, by: User) -> Rating:
    """The reviewer's own live answer that may be repeated."""
    found = next((one for one in unit.ratings.list() if one.id == rating_id and one.reviewer == by.name), None)
    if found is None or found.kind != "rating":
        raise NotFound(f"There is no answer {rating_id} of yours in force.", hint="Only your own answers are repeated.")
    if found.judgement not in _WITH_PROOF or not found.citations:
        raise UsageError(
            f"An answer {found.judgement.value!r} is not repeated: only covered and partial rest on cited words.",
            hint="Answer the other elements one by one.",
        )
    return found


def _repeated(unit: Unit, source: Rating, element: str, by: User) -> Rating:
    """One further rating. Raises Conflict, RatingRefused, Forbidden, naming the element."""
    round = unit.reviews.plan().round(source.jurisdiction, element)
    cited = tuple(CitationDraft(one.section_id, one.quote) for one in source.citations)
    draft = checked(
        RatingDraft(source.jurisdiction, element, source.judgement, source.rationale, source.reasons, cited, round)
    )
    given = unit.ratings.list(source.jurisdiction, element)
    if any(one.reviewer == by.name and one.kind == "rating" and one.round == round for one in given):
        raise Conflict(f"You have answered {element} already.", hint="Change that answer on its own page.")
    try:
        return record(unit, draft, by)
    except RatingRefused as error:
        raise RatingRefused(f"{element}: {error.message}", error.hint, **error.details) from error
