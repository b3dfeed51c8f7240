"""Losses put into real laws on purpose: how many the completeness certificate flags, by kind, and where it points.

usage: python tests/reliability/loss_injection.py SHARED [--per-kind N] [--seed N] [--missed] [LAW ...]

Reads the laws of SHARED/corpora (print-like text and, where there is one, PDF), damages each in six ways and splits it
again. A loss is *flagged* when the verdict is not `complete`, *noted* when it is or an observation stands on the
certificate that the clean law's has not, or that says that the law's end is not shown; and *named* when a reason or
observation that the clean law does not have points to a section touched by it or next to it, or to its page. Clean
laws are counted by verdict. Fails when a loss is not noted, when a clean law fails, or when fewer than 300 losses were
tried.
"""

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from analyser import reading, sections
from analyser.errors import AnalyserError
from analyser.reading import Document, Line
from analyser.sections import SplitLaw

LEAST = 300
OPEN_END = "Nothing shows that the law ends"
BLOCK = 40  # lines that stand for a page where the format has none


@dataclass(frozen=True)
class Loss:
    """A damaged document and the sections it touched, by position in the clean law; the page where there is one."""

    document: Document
    touched: frozenset[int]
    page: int | None = None


@dataclass
class Tally:
    """What became of the losses of one kind."""

    tried: int = 0
    flagged: int = 0
    noted: int = 0
    named: int = 0

    def add(self, found: tuple[bool, bool, bool]) -> None:
        """Count one loss: flagged, noted, named."""
        self.tried += 1
        self.flagged += found[0]
        self.noted += found[1]
        self.named += found[2]


Injection = Callable[[Document, SplitLaw, random.Random], Loss | None]


def rebuilt(document: Document, lines: list[Line]) -> Document:
    """The document with other lines, its pages counted again as a file without the lost ones would have them."""
    order = {page: at for at, page in enumerate(sorted({x.page for x in lines if x.page}), start=1)}
    if len(order) == document.pages or not order:
        return replace(document, lines=tuple(lines))
    counted = tuple(replace(x, page=order[x.page]) if x.page else x for x in lines)
    return replace(document, lines=counted, pages=len(order), page_sizes=document.page_sizes[: len(order)])


def touching(law: SplitLaw, gone: set[int]) -> frozenset[int]:
    """Positions of the sections that have a line in `gone`."""
    return frozenset(at for at, one in enumerate(law.sections) if not gone.isdisjoint(one.lines))


def _block(document: Document, law: SplitLaw, chance: random.Random) -> tuple[list[int], int | None]:
    """The lines of a random page, or of a run as long as one; never the first, which may hold no section."""
    first, last = law.sections[0].lines[0], len(document.lines)
    if document.pages and document.pages > 3:
        pages = sorted({x.page for x in document.lines[first:] if x.page})[1:-1]
        page = chance.choice(pages)
        return [i for i, x in enumerate(document.lines) if x.page == page], page
    size = min(BLOCK, (last - first) // 5)
    start = chance.randrange(first + 1, max(first + 2, last - size))
    return list(range(start, min(last, start + size))), None


def page_dropped(document: Document, law: SplitLaw, chance: random.Random) -> Loss | None:
    gone, page = _block(document, law, chance)
    touched = touching(law, set(gone))
    kept = [x for i, x in enumerate(document.lines) if i not in set(gone)]
    return Loss(rebuilt(document, kept), touched, page) if touched else None


def column_swapped(document: Document, law: SplitLaw, chance: random.Random) -> Loss | None:
    block, page = _block(document, law, chance)
    touched = touching(law, set(block))
    inner = [i for i in block if any(i in law.sections[at].lines for at in touched)]
    if len(inner) < 8:
        return None
    middle = inner[len(inner) // 2]
    new = [i for i in block if i >= middle] + [i for i in block if i < middle]
    lines = list(document.lines)
    for to, source in zip(block, new, strict=True):
        place = document.lines[to]
        lines[to] = replace(document.lines[source], box=place.box, page=place.page)
    return Loss(replace(document, lines=tuple(lines)), touched, page)


def _pick(law: SplitLaw, chance: random.Random) -> int | None:
    """A section with enough text that its loss matters."""
    whole = [i for i, s in enumerate(law.sections) if len(s.text) > 80 and s.kind == "section" and not s.repealed]
    return chance.choice(whole[1:]) if len(whole) > 2 else None


def text_deleted(document: Document, law: SplitLaw, chance: random.Random) -> Loss | None:
    at = _pick(law, chance)
    if at is None:
        return None
    one, lines = law.sections[at], list(document.lines)
    opening = re.sub(r"\s+", " ", one.text[:25])
    begun = False
    for i in one.lines:
        text = re.sub(r"\s+", " ", lines[i].text)
        found = -1 if begun else text.find(opening[: len(text)] or opening)
        if begun or found == 0:
            lines[i], begun = replace(lines[i], text=""), True
        elif found > 0:
            lines[i], begun = replace(lines[i], text=text[:found].rstrip()), True
    kept = [x for i, x in enumerate(lines) if x.text or i not in one.lines]
    return Loss(replace(document, lines=tuple(kept)), frozenset({at})) if begun else None


def tail_cut(document: Document, law: SplitLaw, chance: random.Random) -> Loss | None:
    first, last = law.sections[0].lines[0], len(document.lines)
    cut = last - max(3, int((last - first) * chance.uniform(0.01, 0.15)))
    if page := document.lines[cut].page:  # a file with pages loses whole ones
        cut = next(i for i, line in enumerate(document.lines) if line.page == page)
    touched = touching(law, set(range(cut, last)))
    return Loss(rebuilt(document, list(document.lines[:cut])), touched) if touched else None


def _shifted(text: str, chance: random.Random) -> str:
    """A font without a map: letters read as others three places on, as symbols, or as private characters."""
    kind = chance.randrange(3)
    if kind == 0:
        return "".join(chr(ord(c) + 3) if c.isalpha() else c for c in text)
    if kind == 1:
        return "".join("¤§#%~|"[ord(c) % 6] if c.isalpha() and chance.random() < 0.4 else c for c in text)
    return "".join(chr(0xE000 + ord(c) % 0xFF) if c.isalpha() else c for c in text)


def font_garbled(document: Document, law: SplitLaw, chance: random.Random) -> Loss | None:
    block, page = _block(document, law, chance)
    seed, lines = chance.random(), list(document.lines)
    for i in block:
        lines[i] = replace(lines[i], text=_shifted(lines[i].text, random.Random(seed)))
    touched = touching(law, set(block))
    return Loss(replace(document, lines=tuple(lines)), touched, page) if touched else None


def heading_lost(document: Document, law: SplitLaw, chance: random.Random) -> Loss | None:
    at = _pick(law, chance)
    if at is None:
        return None
    one, lines = law.sections[at], list(document.lines)
    for i in one.lines:
        where = lines[i].text.find(one.label)
        if 0 <= where < 25:
            rest = lines[i].text[where + len(one.label) :].lstrip(" .:)-–—§")
            lines[i : i + 1] = [replace(lines[i], text=rest)] if rest else []
            return Loss(replace(document, lines=tuple(lines)), frozenset({at}))
    return None


KINDS: dict[str, Injection] = {
    "page dropped": page_dropped,
    "column swapped": column_swapped,
    "section's text deleted": text_deleted,
    "tail cut": tail_cut,
    "font garbled": font_garbled,
    "heading lost": heading_lost,
}


def places(law: SplitLaw, loss: Loss) -> set[str]:
    """Keys and labels that a reason may name: the sections touched and their neighbours."""
    near = {i + d for i in loss.touched for d in (-1, 0, 1)}
    found = [law.sections[i] for i in near if 0 <= i < len(law.sections)]
    return {re.sub(r"#\d+$", "", name) for one in found for name in (one.key, one.label)}


def names(reason: str, place: set[str], law: SplitLaw, loss: Loss) -> bool:
    """Whether a reason points to the place: one of its sections, a gap at it, or its page."""
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", reason) for name in place):
        return True
    if loss.page and re.search(rf"(?<!\d){loss.page}(?!\d)|(?<!\d){loss.page - 1}(?!\d)", reason):
        return True
    gaps = [(int(a), int(b or a)) for a, b in re.findall(r"(?<![\w-])(\d+)(?:-(\d+))?(?![\w-])", reason)]
    bases = {int(n[0]) for one in place if (n := re.findall(r"\d+", one))}
    return any(a - 1 <= base <= b + 1 for a, b in gaps for base in bases)


def laws(root: Path, only: list[str]) -> Iterator[tuple[str, Document]]:
    """The laws by folder, in print-like text and as PDF."""
    for path in sorted([*root.glob("corpora/*/*/law.txt"), *root.glob("corpora/*/*/law.pdf")]):
        name = f"{path.parent.parent.name}/{path.parent.name} {path.suffix[1:]}"
        if not only or any(part in name for part in only):
            yield name, reading.read_bytes(path.read_bytes(), path.name)


def judge(document: Document, clean: SplitLaw, kind: str, chance: random.Random) -> tuple[bool, bool, bool] | None:
    """(flagged, noted, named) of one loss; a law that is refused outright is all. None where there is no such place."""
    loss = KINDS[kind](document, clean, chance)
    if loss is None:
        return None
    try:
        certificate = sections.split(loss.document).certificate
    except AnalyserError:
        return True, True, True
    place, known = places(clean, loss), {*clean.certificate.reasons, *clean.certificate.observations}
    new = [said for said in (*certificate.reasons, *certificate.observations) if said not in known]
    flagged = certificate.verdict != "complete"
    noted = flagged or bool(new) or any(said.startswith(OPEN_END) for said in certificate.observations)
    return flagged, noted, any(names(said, place, clean, loss) for said in new)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--per-kind", type=int, default=1, help="losses of each kind in each law")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", action="store_true", help="list every loss that is not flagged or not named")
    parser.add_argument("laws", nargs="*")
    asked = parser.parse_intermixed_args()
    tallies, verdicts, by_form = {kind: Tally() for kind in KINDS}, Counter[str](), Counter[str]()
    for name, document in laws(asked.shared, asked.laws):
        clean = sections.split(document)
        verdicts[clean.certificate.verdict] += 1
        by_form[name.rsplit(" ", 1)[1]] += 1
        for kind, tally in tallies.items():
            for n in range(asked.per_kind):
                chance = random.Random(f"{asked.seed} {name} {kind} {n}")
                found = judge(document, clean, kind, chance)
                if found is None:
                    continue
                tally.add(found)
                if asked.missed and not all(found):
                    what = "not noted" if not found[1] else "only noted" if not found[0] else "not named"
                    print(f"{what:12s} {kind:24s} {name} #{n}", flush=True)
    report(tallies, verdicts, by_form, partial=bool(asked.laws))


def report(tallies: dict[str, Tally], verdicts: Counter[str], by_form: Counter[str], partial: bool) -> None:
    """Print the table; exit 1 where the aim is missed."""
    print(f"{'loss':26s}{'tried':>7s}{'flagged':>9s}{'noted':>9s}{'named':>9s}")
    every = Tally(*(sum(getattr(tally, one) for tally in tallies.values()) for one in Tally.__dataclass_fields__))
    for kind, tally in (*tallies.items(), ("all", every)):
        shares = (count / max(1, tally.tried) for count in (tally.flagged, tally.noted, tally.named))
        print(f"{kind:26s}{tally.tried:7d}" + "".join(f"{share:9.3f}" for share in shares))
    print(f"clean laws: {dict(sorted(verdicts.items()))} of {dict(sorted(by_form.items()))}")
    short = every.tried < LEAST and not partial
    if short or every.noted < every.tried or verdicts["failed"]:
        sys.exit("the aim is missed" + (f": fewer than {LEAST} losses were tried" if short else ""))


if __name__ == "__main__":
    main()
