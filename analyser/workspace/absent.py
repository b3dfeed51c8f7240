"""The statement behind a `not covered`: what was read, what was drawn at random, and how sure that makes it.

Made when the rating is given and stored with it. A run without figures yields a statement without a chance, and says
so; nothing is estimated here that the matcher did not measure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from analyser.errors import RatingRefused
from analyser.matching.absence import absence_of, draw_sample
from analyser.review.judgement import Judgement
from analyser.review.records import RatingDraft, User
from analyser.store.records import CandidateRecord
from analyser.store.runs import CandidateFilter
from analyser.store.unit import Unit
from analyser.workspace.access import ids


def drawn(unit: Unit, code: str, element: str, user: User) -> tuple[int, ...]:
    """Ids of the sections below the candidates that this reviewer must read; none where no study asks for any."""
    size = max((one.sample for one in unit.reviews.conduct().values() if element in ids(one.benchmark)), default=0)
    if not size:
        return ()
    proposed = {candidate.section.id for candidate in _candidates(unit, code, element)}
    unread = [number for number in unit.sections.current_ids(code) if number not in proposed]
    seed = f"{code} {element} {unit.laws.version_set(code)} {user.name}"
    return draw_sample(unread, size, seed)


def statement(unit: Unit, draft: RatingDraft, by: User) -> Mapping[str, Any] | None:
    """What a `not covered` stands on; None for other answers. Raises RatingRefused while the sample is unread."""
    if draft.judgement is not Judgement.NOT_COVERED:
        return None
    sample = drawn(unit, draft.jurisdiction, draft.element, by)
    unread = sorted(set(sample) - set(draft.sample))
    if unread:
        missing = [f"not covered needs the drawn sample read: {len(unread)} of {len(sample)} sections are not"]
        hint = "Read the sample on the review page and tick what you have read."
        raise RatingRefused(f"The rating cannot be recorded: {missing[0]}.", hint=hint, missing=missing, sample=unread)
    candidates = _candidates(unit, draft.jurisdiction, draft.element)
    read = len(candidates) if draft.read is None else max(0, min(draft.read, len(candidates)))
    return _said(unit, draft.jurisdiction, candidates, read, sample)


def _said(
    unit: Unit, code: str, candidates: Sequence[CandidateRecord], read: int, sample: Sequence[int]
) -> Mapping[str, Any]:
    known = {"sections": len(unit.sections.current_ids(code)), "read": read, "sample": list(sample)}
    found = absence_of([one.signals for one in candidates], read, len(sample)) if candidates else None
    if found is None:
        return known | {"sentence": None}
    return known | asdict(found) | {"sentence": found.sentence()}


def expected(unit: Unit, code: str, element: str, user: User) -> Mapping[str, Any]:
    """The statement that a `not covered` of this user would carry, all candidates and the sample read."""
    return _said(unit, code, (every := _candidates(unit, code, element)), len(every), drawn(unit, code, element, user))


def _candidates(unit: Unit, code: str, element: str) -> Sequence[CandidateRecord]:
    """Of the newest run that says most of the element, best first."""
    found: dict[str, list[CandidateRecord]] = {}
    for one in unit.runs.candidates(CandidateFilter(code, element, None, 0.0, None), cursor=None, limit=500).items:
        if not one.stale:
            found.setdefault(one.run_id, []).append(one)
    return max(found.values(), key=len, default=[])
