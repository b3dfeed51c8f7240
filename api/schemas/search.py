"""Search results as JSON."""

from datetime import date

from pydantic import Field

from api.schemas.base import Shape


class FoundShape(Shape):
    id: int = Field(description="Of the section: `/api/v1/sections/{id}`.")
    law_version_id: str
    law_title: str
    jurisdiction: str
    language: str
    as_of: date | None
    current: bool
    label: str
    heading: str | None
    path: list[str]
    repealed: bool


class HitShape(Shape):
    section: FoundShape
    rank: int
    score: float = Field(description="Of reciprocal rank fusion; it orders, and means nothing else.")
    by_words: int | None = Field(description="Rank by the words asked for; null where it is not in that ranking.")
    by_meaning: int | None = Field(description="Rank by nearness of meaning; null where it is not in that ranking.")
    snippet: str = Field(description="A piece of the section's text.")
    start: int = Field(description="Where in the text the snippet starts.")
    marks: list[tuple[int, int]] = Field(description="Start and end, in the snippet, of the words asked for.")


class UnsearchedShape(Shape):
    laws: int = Field(description="Law versions in the search's reach.")
    words: int = Field(description="Of them, those whose words are not indexed.")
    meaning: int | None = Field(
        description="Of them, those whose meaning is not indexed (see `POST /api/v1/search/index`); null by words."
    )


class ResultsShape(Shape):
    items: list[HitShape]
    next_cursor: str | None
    mode: str
    found: int = Field(description="Results in all pages; each ranking gives 100 at most.")
    cut: bool = Field(description="True where more sections have the words than could be ranked: narrow the search.")
    nearest: str | None = Field(description="How meaning was compared: `exact`, or an index with its measured recall.")
    unsearched: UnsearchedShape
