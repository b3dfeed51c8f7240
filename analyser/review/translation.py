"""Which section of a translation stands for which section of the original: told by number alone, never by guess.

A translation is a reader's help and no authentic text. A section whose number the original does not have, or has more
often than the translation, stays without a partner and is shown as such; nothing is paired by its place or its words.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from analyser.sections.numbers import KANJI_NUMBER, Component, kanji, scan
from analyser.sections.tables import fold

_KANJI_LABEL = re.compile(f"第?({KANJI_NUMBER}+)[条條](?:[のノ之]({KANJI_NUMBER}+))?")


class Numbered(Protocol):
    """What pairing needs to know of a section."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...


def pair(original: Sequence[Numbered], translated: Sequence[Numbered]) -> dict[int, int]:
    """Place in the translation -> place in the original: by key, then by number where both have it equally often."""
    by_key = {one.key: at for at, one in enumerate(original)}
    found = {at: by_key[one.key] for at, one in enumerate(translated) if one.key in by_key}
    taken = set(found.values())
    left = [at for at in range(len(original)) if at not in taken]
    numbers = {at: number(original[at].label) for at in left}
    wanted = {at: number(one.label) for at, one in enumerate(translated) if at not in found}
    have, want = Counter(numbers.values()), Counter(wanted.values())
    waiting = {value: [at for at in left if numbers[at] == value] for value in have if have[value] == want[value]}
    for at, value in wanted.items():
        if value in waiting:
            found[at] = waiting[value].pop(0)
    return found


def number(label: str) -> str:
    """A label as two languages share it: `第百七十五条の二` and `Art. 175-2` are one; else the folded print."""
    if found := _KANJI_LABEL.fullmatch(label.strip()):
        further = kanji(found[2] or "")
        return _said("", kanji(found[1]), () if further is None else (("d", further),))
    start = next((at for at, char in enumerate(label) if char.isdigit()), 0)
    readings = scan(label) or scan(label, start) or scan(label, words_too=True)
    if not readings:
        return fold(label).strip()
    return _said(readings[0].prefix, readings[0].base, readings[0].parts)


def _said(prefix: str, base: int | None, parts: tuple[Component, ...]) -> str:
    return f"{prefix}{base}" + "".join(f" {kind}{value}" for kind, value in parts)
