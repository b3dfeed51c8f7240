"""Translations and comparisons of versions as JSON."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.schemas.base import Request, Shape
from api.schemas.laws import SectionShape


class TranslationShape(Shape):
    """A reader's help: never authentic, never cited."""

    id: str
    law_version_id: str
    language: str
    origin: Literal["uploaded", "machine"]
    source: str = Field(description="The file's name, or the server that made it.")
    sha256: str | None = Field(description="Of the uploaded file.")
    added_at: datetime
    added_by: str
    sections: int
    aligned: int = Field(description="Of its sections, those that stand for one of the original.")


class TranslatedShape(Shape):
    position: int
    section_id: int | None = Field(description="Of the original; null where no number tells which.")
    label: str
    heading: str | None
    text: str
    language: str


class MachineRequest(Request):
    language: str = Field(examples=["en"])
    sections: list[int] = Field(min_length=1, max_length=50, examples=[[17, 18]])


class PieceShape(Shape):
    text: str
    change: Literal["same", "added", "removed"]


class DifferenceShape(Shape):
    before: SectionShape | None
    after: SectionShape | None
    change: Literal["same", "renumbered", "changed", "gone", "new"]
    pieces: list[PieceShape] = Field(description="Both texts as one, where the words changed.")


class RepeatRequest(Request):
    rating: str = Field(description="Id of your own answer in force.", examples=["01jz…"])
    elements: list[str] = Field(min_length=1, examples=[["lanzarote.20.1.b.offering"]])
