"""Two versions of a law side by side: every section of both, in the later one's order, with what changed in it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from analyser.errors import UsageError
from analyser.review.carry import Followed, Piece, align, compare
from analyser.store.records import LawVersion, SectionRecord
from analyser.workspace.laws import Laws

Change = Literal["same", "renumbered", "changed", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Row:
    """A section before and after; None where the version has no such section."""

    before: SectionRecord | None
    after: SectionRecord | None
    change: Change
    pieces: tuple[Piece, ...] = ()  # both texts as one; only where the words changed


@dataclass(frozen=True, slots=True)
class Comparison:
    before: LawVersion
    after: LawVersion
    rows: tuple[Row, ...]
    counts: Mapping[str, int]  # by change, over the whole law


class Comparing(Laws):
    def versions(self, law_version_id: str) -> tuple[LawVersion, ...]:
        """Every version of the same law in the same language, oldest text first as far as dates are known."""
        this = self.law(law_version_id)
        every = self.every_law(this.jurisdiction, all_versions=True)
        same = [one for one in every if (one.law_id, one.language) == (this.law_id, this.language)]
        return tuple(sorted(same, key=lambda one: (one.as_of or one.added_at.date(), one.added_at, one.id)))

    def compare_versions(self, before_id: str, after_id: str, *, all_rows: bool = False) -> Comparison:
        """Sections aligned by number and words; only what changed unless `all_rows`.

        Raises NotFound; UsageError for one version twice, two laws, or two languages.
        """
        before, after = self.law(before_id), self.law(after_id)
        if before.id == after.id or (before.law_id, before.language) != (after.law_id, after.language):
            raise UsageError(
                "Only two versions of one law in one language can be compared.",
                hint="The page of a law lists its versions; a text in another language is attached as a translation.",
            )
        with self._store.read() as unit:
            old, new = unit.sections.of_version(before.id), unit.sections.of_version(after.id)
        pairs = in_order(old, new, align(old, new))
        shown = [pair for pair in pairs if all_rows or pair[2] != "same"]
        rows = tuple(_row(*pair) for pair in shown)
        return Comparison(before, after, rows, Counter(pair[2] for pair in pairs))


def _row(before: SectionRecord | None, after: SectionRecord | None, change: Change) -> Row:
    if before is None or after is None or change != "changed":
        return Row(before, after, change)
    return Row(before, after, change, compare(before.text, after.text))


Pair = tuple[SectionRecord | None, SectionRecord | None, Change]


def in_order(old: Sequence[SectionRecord], new: Sequence[SectionRecord], ways: Mapping[int, Followed]) -> list[Pair]:
    """Every section of both versions once: the new order, what is gone behind what it followed in the old one."""
    sources = {way.new: (one, way.fate) for one in old if (way := ways[one.id]).new is not None}
    lost: dict[int | None, list[SectionRecord]] = {}
    anchor: int | None = None
    for one in old:
        if (target := ways[one.id].new) is not None:
            anchor = target
        else:
            lost.setdefault(anchor, []).append(one)
    found: list[Pair] = [(one, None, "gone") for one in lost.get(None, ())]
    for section in new:
        source = sources.get(section.id)
        found.append((None, section, "new") if source is None else (source[0], section, source[1]))
        found += [(one, None, "gone") for one in lost.get(section.id, ())]
    return found
