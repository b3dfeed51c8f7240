"""What splitting yields: the sections of a law and the certificate that says whether all of the text is in them."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal["section", "provision", "schedule"]
Verdict = Literal["complete", "review", "failed"]


@dataclass(frozen=True, slots=True)
class Section:
    """The unit a lawyer cites. `text` is the body alone: no label, no heading."""

    key: str  # unique in the law: the label, chapter-qualified (`6:10 a`) where numbers restart
    label: str  # the number as printed: `227-23`, `184b`, `第百七十五条`, `178¹`
    heading: str | None
    path: tuple[str, ...]  # enclosing book, part, title, chapter, outermost first
    kind: Kind
    text: str
    pages: tuple[int, int] | None
    repealed: bool
    start: int  # offset in Document.text of the first of its lines, number and title included
    end: int  # offset after the last of its lines
    lines: tuple[int, ...] = ()  # indexes into Document.lines, the exact extent: columns may weave two sections


@dataclass(frozen=True, slots=True)
class Piece:
    """One of several laws that a file holds, as a gazette prints them; a piece can be taken as a law of its own."""

    title: str | None
    first: str  # number of its first section, as printed
    last: str
    sections: int
    pages: tuple[int, int] | None
    characters: int

    @property
    def words(self) -> str:
        """The piece in one line."""
        pages = f", pages {self.pages[0]}-{self.pages[1]}" if self.pages else ""
        return f"{self.title or 'without a title'} ({self.sections} sections, {self.first} to {self.last}{pages})"


@dataclass(frozen=True, slots=True)
class Certificate:
    """The conservation law of one split: characters read = in sections + in the remainder, by kind."""

    law: str
    characters_read: int
    characters_in_sections: int
    remainder: dict[
        str, int
    ]  # kind of text outside sections -> characters: furniture, contents, notes, preamble, headings ...
    numbering_gaps: tuple[str, ...]
    duplicate_labels: tuple[str, ...]
    empty_bodies: tuple[str, ...]
    pages_ocred: tuple[int, ...]
    language: str | None
    language_confidence: float
    verdict: Verdict
    reasons: tuple[str, ...] = ()  # why the verdict is not `complete`, in words
    splitter: str = ""
    observations: tuple[str, ...] = ()  # what is unusual in a few sections and alone no reason for doubt, in words
    languages: dict[str, str] = field(default_factory=dict)  # sections in another language than the law's: key -> code
    pieces: tuple[Piece, ...] = ()  # the laws in the text, where it holds more than one and all were taken together

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SplitLaw:
    """One law as split: what matching, the store and the pages work on."""

    law: str  # the file path as given
    language: str
    sections: tuple[Section, ...]
    certificate: Certificate
    title: str | None = None
    notes: tuple[str, ...] = field(default=())
