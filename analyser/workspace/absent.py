"""The statement behind a `not covered`: what was read, what was drawn at random, and how sure that makes it.

Made when the rating is given and stored with it. Refuses to take as read what nobody said was read, and what a blind
study did not show. A run without figures yields a statement without a chance, and says so; nothing is estimated here
that the matcher did not measure.
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
from analyser.workspace.access import ids, suggestions_hidden

_FIGURES = ("read", "expected", "chance", "upper", "sentence")


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
    return _said(unit, draft.jurisdiction, _shown(unit, draft.jurisdiction, draft.element, by), draft.read, sample)


def expected(unit: Unit, code: str, element: str, user: User, read: int | None = None) -> Mapping[str, Any]:
    """The statement that a `not_covered` of this user would carry after `read` candidates (None: all) and the sample.

    `stops` holds the figures and the sentence for every number of candidates read, from none to all.
    """
    every, sample = _shown(unit, code, element, user), drawn(unit, code, element, user)
    stops = [_said(unit, code, every, count, sample) for count in range(len(every) + 1)]
    chosen = stops[len(every) if read is None else max(0, min(read, len(every)))]
    return dict(chosen) | {"stops": [{name: one.get(name) for name in _FIGURES} for one in stops]}


def _said(
    unit: Unit, code: str, candidates: Sequence[CandidateRecord], read: int | None, sample: Sequence[int]
) -> Mapping[str, Any]:
    """The statement; without a chance where nobody said how many were read, or the run holds no figures."""
    sections = len(unit.sections.current_ids(code))
    if read is not None:
        read = max(0, min(read, len(candidates)))
    known = {"sections": sections, "proposed": len(candidates), "read": read, "sample": list(sample)}
    if read is None and candidates:
        said = f"not said how many of the {len(candidates)} proposed were read, of {sections}; nothing can be concluded"
        return known | {"sentence": said}
    found = absence_of([one.signals for one in candidates], read or 0, len(sample)) if candidates else None
    return known | ({"sentence": None} if found is None else asdict(found) | {"sentence": found.sentence()})


def _shown(unit: Unit, code: str, element: str, user: User) -> Sequence[CandidateRecord]:
    """The candidates that the user could have read: none before the first answer in a blind study."""
    return () if suggestions_hidden(unit, user)(code, element) else _candidates(unit, code, element)


def _candidates(unit: Unit, code: str, element: str) -> Sequence[CandidateRecord]:
    """Of the newest run that says most of the element, best first."""
    found: dict[str, list[CandidateRecord]] = {}
    for one in unit.runs.candidates(CandidateFilter(code, element, None, 0.0, None), cursor=None, limit=500).items:
        if not one.stale:
            found.setdefault(one.run_id, []).append(one)
    return max(found.values(), key=len, default=[])
