"""One line of a document with what the splitter asks about it."""

import re
from dataclasses import dataclass

_ENDS = re.compile(r"[.;:!?。．；：！？।॥。။։؟؛۔…)\]»”\"'>—–-]\s*[\]\d⁰-⁹¹²³]*$")


@dataclass(slots=True)
class Row:
    """One line of the document. `kind` is None for the law's own text, else the kind of remainder it belongs to."""

    index: int
    text: str
    low: str
    length: int  # characters of the line as read, with its line break
    page: int | None
    box: tuple[float, float, float, float] | None
    size: float
    bold: bool
    italic: bool
    level: int | None
    gap: bool
    printed_gap: bool  # what the reader saw, before columns and leading are known
    centred: bool = False
    kind: str | None = None
    follows: bool = False  # runs on from the row before: the same sentence, wrapped
    numbered: bool = False  # begins as this law's sections begin, so it names no enclosing unit
    margin: bool = False  # printed beside the text
    fresh: bool = False  # first of its column or page, where no space above can be seen

    @property
    def quoted_start(self) -> bool:
        return self.text[:1] in '"“„«»‘‚「『'

    @property
    def ends(self) -> bool:
        """Whether the row ends as sentences and list items end."""
        return bool(_ENDS.search(self.text))
