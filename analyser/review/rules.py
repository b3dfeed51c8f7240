"""What a rating must bring before it is recorded. Pure: the caller brings the texts.

Covered and partial need a rationale and at least one cited section with words that stand in it; partial needs a reason
code as well. Not covered needs a complete text: without a law, with a law that has no sections, or with a certificate
that failed, the honest answer is `unclear`. A certificate in review lets the rating pass with a warning.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analyser.errors import RatingRefused
from analyser.review.judgement import Judgement
from analyser.review.records import CitationDraft, RatingDraft

_WITH_PROOF = (Judgement.COVERED, Judgement.PARTIAL)


@dataclass(frozen=True, slots=True)
class TextState:
    """What the rules know of one current law version."""

    title: str
    verdict: str
    sections: int
    characters: int

    @property
    def empty(self) -> bool:
        return self.sections == 0 or self.characters == 0


@dataclass(frozen=True, slots=True)
class Quotation:
    """Where a quote stands in its section; `quote` is the section's own characters `text[start:end]`."""

    section_id: int
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What else the words of a refused citation may come from, so that the refusal says it."""

    translations: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # section -> its texts in translation
    replaced: Mapping[int, str] = field(default_factory=dict)  # section of a text that is not current -> its law


_NOWHERE = Elsewhere()


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """The first place where the quote stands in the text; runs of white space match one another, nothing else does."""
    words = quote.split()
    if not words:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), text)
    return found.span() if found else None


def check(
    draft: RatingDraft,
    texts: Mapping[int, str],
    laws: Sequence[TextState],
    reasons: Mapping[str, str],
    elsewhere: Elsewhere = _NOWHERE,
) -> tuple[tuple[Quotation, ...], tuple[str, ...]]:
    """The located quotations and the warnings of a rating that may be recorded.

    `texts`: the bodies of the jurisdiction's current sections that are cited; `laws`: its current law versions;
    `reasons`: the closed list of reason codes. Raises RatingRefused, naming everything that is missing at once.
    """
    missing = [*_proof(draft), *_reasons(draft, reasons), *_absence(draft, laws)]
    quotations = []
    for citation in draft.citations:
        text = texts.get(citation.section_id)
        span = None if text is None else locate(citation.quote, text)
        if text is None or span is None:
            missing.append(_not_there(citation, draft, text is None, elsewhere))
        else:
            quotations.append(Quotation(citation.section_id, text[slice(*span)], *span))
    if missing:
        raise RatingRefused(
            f"The rating cannot be recorded: {'; '.join(missing)}.", hint=_hint(draft, laws), missing=missing
        )
    return tuple(quotations), warnings(laws)


def _not_there(citation: CitationDraft, draft: RatingDraft, unknown: bool, elsewhere: Elsewhere) -> str:
    """Why the words of a citation prove nothing."""
    number = citation.section_id
    if number in elsewhere.replaced:
        return (
            f"section {number} belongs to a text of {elsewhere.replaced[number]!r} that is not current in "
            f"{draft.jurisdiction}: load the page again and cite the present one"
        )
    if unknown:
        return f"section {number} is not in the current laws of {draft.jurisdiction}"
    if any(locate(citation.quote, text) for text in elsewhere.translations.get(number, ())):
        return f"the quote for section {number} is from its translation, which is not authentic: quote the original"
    return f"the quote for section {number} does not stand in its text"


def _proof(draft: RatingDraft) -> list[str]:
    if draft.judgement not in _WITH_PROOF:
        return []
    missing = []
    if not draft.citations:
        missing.append(f"{draft.judgement} needs at least one cited section with a quote")
    if not draft.rationale.strip():
        missing.append(f"{draft.judgement} needs a rationale")
    return missing


def _reasons(draft: RatingDraft, known: Mapping[str, str]) -> list[str]:
    missing = [f"{code} is not a reason code" for code in draft.reasons if code not in known]
    if draft.judgement is Judgement.PARTIAL and not draft.reasons:
        missing.append("partial needs at least one reason code")
    if draft.judgement is Judgement.COVERED and draft.reasons:
        missing.append("covered takes no reason codes; what they say makes it partial")
    return missing


def _absence(draft: RatingDraft, laws: Sequence[TextState]) -> list[str]:
    if draft.judgement is not Judgement.NOT_COVERED:
        return []
    if not laws:
        return [f"{draft.jurisdiction} has no law here, so nothing can be said to be missing from it"]
    missing = [f"the certificate of {law.title!r} failed: text may be lost" for law in laws if law.verdict == "failed"]
    return missing + [f"{law.title!r} has no text" for law in laws if law.empty and law.verdict != "failed"]


def _hint(draft: RatingDraft, laws: Sequence[TextState]) -> str:
    if _absence(draft, laws):
        return "Rate it unclear, or add the complete text first."
    return "Complete it and send it again; quotes are copied from the section's text word for word."


def warnings(laws: Sequence[TextState]) -> tuple[str, ...]:
    """What a reader of the rating should know about the texts it rests on."""
    return tuple(
        f"The certificate of {law.title!r} asks for review: check that its text is complete."
        for law in laws
        if law.verdict == "review"
    )
