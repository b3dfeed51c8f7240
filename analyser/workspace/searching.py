"""Free-text search over all laws: by words, by meaning, or by both joined.

Decides the order by reciprocal rank fusion: a section's score is the sum of 1 / (RRF + its rank) over the rankings it
is in. It never searches less than asked without saying so: laws whose meaning or words are not indexed are counted in
every answer, and so is a ranking that was cut.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from analyser import jurisdictions
from analyser.errors import UsageError
from analyser.matching.candidate import Encoder, Vectors
from analyser.settings import Settings
from analyser.store import pages
from analyser.store.files import FileStore
from analyser.store.records import FoundSection, SearchFilter, Unsearched
from analyser.store.search_terms import Clause, clauses, marked
from analyser.store.unit import Store
from analyser.workspace.base import Parts
from analyser.workspace.jobs import Jobs

RRF = 60  # Cormack, Clarke and Buettcher 2009: rankings are joined without comparing their scores
DEPTH = 100  # sections taken of each ranking
LONGEST = 400  # characters of a question
SNIPPET = 280  # characters shown of a section
ASKED_LATELY = 512  # questions whose vectors are kept in memory


class Mode(StrEnum):
    HYBRID = "hybrid"
    LEXICAL = "lexical"
    SEMANTIC = "semantic"


@dataclass(frozen=True, slots=True)
class Hit:
    """A section found, its places in the two rankings, and a piece of its text with what was asked marked in it."""

    section: FoundSection
    rank: int  # from 1
    score: float
    by_words: int | None
    by_meaning: int | None
    snippet: str
    start: int  # of the snippet in the section's text
    marks: tuple[tuple[int, int], ...]  # (start, end) in the snippet


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits; `unsearched` and `cut` say what was not looked at, `nearest` how meaning was compared."""

    items: tuple[Hit, ...]
    next_cursor: str | None
    mode: Mode
    found: int
    cut: bool
    nearest: str | None
    unsearched: Unsearched


class Searching(Jobs):
    def __init__(self, store: Store, files: FileStore, settings: Settings, parts: Parts) -> None:
        super().__init__(store, files, settings, parts)
        self._asking = threading.Lock()
        self._asked_lately: dict[str, Vectors] = {}

    def search(
        self,
        text: str,
        wanted: SearchFilter | None = None,
        *,
        mode: Mode = Mode.HYBRID,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Results:
        """Sections that have the words or the meaning of the text, best first; DEPTH of each ranking at most.

        Words in "quotes" stand together; a word that ends in * is a beginning.
        Raises UsageError, UnknownName, NotFound, MissingComponent, StorageError.
        """
        wanted = wanted or SearchFilter()
        if wanted.country is not None:
            jurisdictions.check(wanted.country)
        if wanted.law is not None:
            self.law(wanted.law)
        asked, start = _checked(text, limit), 0 if cursor is None else pages.decode(cursor, [int])[0]
        if start < 0:
            raise UsageError("The cursor does not belong to this list.", hint="Start again without a cursor.")
        encoder = self._parts.encoder() if mode is not Mode.LEXICAL else None
        vector = None if encoder is None else self._vector_of(encoder, text)
        with self._store.read() as unit:
            scope = unit.search.scope(wanted)
            words = unit.search.by_words(asked, scope, DEPTH) if mode is not Mode.SEMANTIC else None
            near = None
            if encoder is not None and vector is not None:
                near = unit.search.by_meaning(vector, encoder.name, scope, DEPTH)
            rankings = (words.ids if words else (), near.ranked.ids if near else ())
            order = fused(rankings)
            shown = unit.search.found(number for number, _ in order[start : start + limit])
            missing = unit.search.unsearched(encoder.name if encoder else None, wanted)
        places = [{number: rank for rank, number in enumerate(ids, 1)} for ids in rankings]
        items = tuple(
            _hit(shown[number], at, score, places, asked)
            for at, (number, score) in enumerate(order[start : start + limit], start + 1)
        )
        more = start + limit < len(order)
        return Results(
            items=items,
            next_cursor=pages.encode([start + limit]) if more else None,
            mode=mode,
            found=len(order),
            cut=bool(words and words.cut),
            nearest=near.how if near else None,
            unsearched=missing,
        )

    def _vector_of(self, encoder: Encoder, text: str) -> Vectors:
        """The question's vector; a question asked again is not embedded again."""
        with self._asking:
            vector = self._asked_lately.pop(text, None)
            if vector is None:
                vector = encoder.encode_question(text)
            self._asked_lately[text] = vector
            if len(self._asked_lately) > ASKED_LATELY:
                self._asked_lately.pop(next(iter(self._asked_lately)))
            return vector


def fused(rankings: Sequence[Sequence[int]]) -> list[tuple[int, float]]:
    """(id, score) by reciprocal rank fusion, best first; equals in the order of the first ranking that has them."""
    scores: dict[int, float] = {}
    for ids in rankings:
        for rank, number in enumerate(ids, 1):
            scores[number] = scores.get(number, 0.0) + 1 / (RRF + rank)
    return sorted(scores.items(), key=lambda entry: -entry[1])


def snippet_of(text: str, marks: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """(start, end) of the stretch of a text, about SNIPPET characters, that holds most marks; its beginning without."""
    if len(text) <= SNIPPET or not marks:
        return 0, min(len(text), SNIPPET)
    first = max(
        (start for start, _ in marks),
        key=lambda start: (sum(start <= at < start + SNIPPET - 40 for at, _ in marks), -start),
    )
    start = 0 if first < 40 else max(first - 40, text.rfind(" ", 0, first - 20) + 1)
    end = min(len(text), start + SNIPPET)
    space = text.rfind(" ", start + SNIPPET // 2, end)
    return start, space if end < len(text) and space > 0 else end


def _checked(text: str, limit: int) -> tuple[Clause, ...]:
    if not text.strip() or len(text) > LONGEST:
        raise UsageError(
            f"A search takes 1 to {LONGEST} characters.", hint="Give the words of the conduct in question."
        )
    if not 1 <= limit <= 2 * DEPTH:
        raise UsageError(f"A page has 1 to {2 * DEPTH} entries, not {limit}.", hint="Follow next_cursor for more.")
    return clauses(text)


def _hit(
    section: FoundSection, rank: int, score: float, places: Sequence[dict[int, int]], asked: Sequence[Clause]
) -> Hit:
    marks = marked(section.text, asked)
    start, end = snippet_of(section.text, marks)
    inside = tuple((max(a, start) - start, min(b, end) - start) for a, b in marks if a < end and b > start)
    return Hit(
        section=section,
        rank=rank,
        score=round(score, 6),
        by_words=places[0].get(section.id),
        by_meaning=places[1].get(section.id),
        snippet=section.text[start:end],
        start=start,
        marks=inside,
    )
