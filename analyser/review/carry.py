"""What becomes of ratings when the text changes: sections are followed from the old version into the new one.

A rating is carried only when every section it cites still reads the same, under its old number or a new one; what it
says is then unchanged, but nobody has looked at the rest of the new text, so it is marked and waits for its reviewer.
`not covered` is never carried: a new text has not been read for what it may add. Nothing is decided about meaning.
"""

import difflib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

LIKE = 0.6  # least share of words in common for a section to be the changed form of another
_WORST_CASE = 400  # unmatched sections compared word by word; beyond it only numbers are followed

Fate = Literal["same", "renumbered", "changed", "gone"]


class Text(Protocol):
    """What alignment needs to know of a section."""

    @property
    def id(self) -> int: ...
    @property
    def key(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a section of the old text is found in the new one."""

    old: int
    new: int | None
    fate: Fate


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of a comparison."""

    text: str
    change: Literal["same", "added", "removed"]


def align(old: Sequence[Text], new: Sequence[Text]) -> dict[int, Followed]:
    """Old section id -> where it went. By number and words, then by words alone, then by number, then by likeness."""
    words = {section.id: section.text.split() for section in (*old, *new)}
    left, found = {section.id: section for section in new}, {}
    by_key = {section.key: section for section in new}

    def take(source: Text, target: Text, fate: Fate) -> None:
        found[source.id] = Followed(source.id, target.id, fate)
        left.pop(target.id)

    for source in old:
        target = by_key.get(source.key)
        if target is not None and words[target.id] == words[source.id]:
            take(source, target, "same")
    same_words = defaultdict(list)
    for target in left.values():
        same_words[" ".join(words[target.id])].append(target)
    for source in (one for one in old if one.id not in found and words[one.id]):
        if twins := same_words.get(" ".join(words[source.id])):
            take(source, twins.pop(0), "renumbered")
    for source in (one for one in old if one.id not in found):
        target = by_key.get(source.key)
        if target is not None and target.id in left and likeness(words[source.id], words[target.id]) >= LIKE / 2:
            take(source, target, "changed")
    _by_likeness([one for one in old if one.id not in found], left, words, take)
    return found | {one.id: Followed(one.id, None, "gone") for one in old if one.id not in found}


def _by_likeness(
    old: Sequence[Text],
    left: Mapping[int, Text],
    words: Mapping[int, list[str]],
    take: Callable[[Text, Text, Fate], None],
) -> None:
    """Follow what has neither its number nor its words any more, best match first in the old text's order."""
    if len(old) > _WORST_CASE or len(left) > _WORST_CASE:
        return
    for source in old:
        every = [(likeness(words[source.id], words[one.id]), -place, one) for place, one in enumerate(left.values())]
        best = max(every, key=lambda one: one[:2], default=None)
        if best is not None and best[0] >= LIKE:
            take(source, best[2], "changed")


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of words two texts have in common, 0..1 (Jaccard)."""
    first, second = set(one), set(other)
    return len(first & second) / len(first | second) if first or second else 1.0


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """The two texts as one, word by word, with what was removed and what was added."""
    before, after = _tokens(old), _tokens(new)
    pieces: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("".join(before[a:b]), "same"))
            continue
        if a < b:
            pieces.append(Piece("".join(before[a:b]), "removed"))
        if c < d:
            pieces.append(Piece("".join(after[c:d]), "added"))
    return tuple(pieces)


def _tokens(text: str) -> list[str]:
    """Words with the white space after them; scripts without spaces fall apart into characters."""
    words = [word + " " for word in text.split()]
    if words and sum(map(len, words)) / len(words) > 25:
        return [char for word in words for char in word]
    return words
