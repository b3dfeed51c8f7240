"""What every shape shares: made from a record, and lists that come in pages."""

from collections.abc import Iterable
from typing import Any, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class Shape(BaseModel):
    """An answer, read from the attributes of a record."""

    model_config = ConfigDict(from_attributes=True)

    @classmethod
    def of(cls, record: Any) -> Self:
        return cls.model_validate(record)

    @classmethod
    def each(cls, records: Iterable[Any]) -> list[Self]:
        return [cls.of(record) for record in records]


class Request(BaseModel):
    """A request body; unknown fields are refused, for a misspelt one would be lost."""

    model_config = ConfigDict(extra="forbid")


class PageOf(BaseModel, Generic[T]):
    """A piece of a list."""

    items: list[T]
    next_cursor: str | None = Field(description="Pass it as `cursor` for the next piece; null at the end.")
