"""Parts lines that other text has run into: `... under this Act.7. Any person ...` holds the head of section 7.

Web prints, machine translations and text pasted through other programs lose line breaks, and with them the heads of
sections. Decides by the law's own numbers: a head inside a line counts only when the heads that begin lines leave
that number out and it lies between its neighbours. Refuses to part at a cross-reference: what stands before the number
must end a sentence, unless the head is set as no reference is (`SECTION 78:`, `Article [5]`). No character is dropped.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from analyser.reading.document import Line

_HEAD = re.compile(
    r"(?:(?P<word>[^\W\d_]{3,14})(?P<blank>[ \n]?))?(?<![\w,:(\[/–-])"
    r"(?P<number>(?P<open>[\[(]?)\d{1,4}(?P<close>[\])]?)[ ]?(?P<mark>[.:]?))"
    r"(?=[ ]?(?P<next>[^\W\d_]|[(“\"\[‘«—–\n])|\Z)"
)
_FIGURES = re.compile(r"\d+")
_REACH = 16  # characters: a word of 14, a blank and a bracket stand before a number; fewer behind it decide
_ENDS = tuple('.;:!?।。؛؟…—)]”»"')
_FEWEST = 12  # heads that begin lines: fewer do not show how a law is numbered
_DENSE = 0.4  # of the numbers between the first head and the last are found
_WHOLE = 0.5  # of the text lies between the first head and the last: forms and schedules number less
_BODY = 120  # characters up to the next head: entries of a contents list have fewer


@dataclass(frozen=True, slots=True)
class _Head:
    """A number set as heads are, with its place in the joined text."""

    start: int
    at: int  # where its number begins
    number: int
    style: str  # the word before the number, case apart
    leads: bool  # begins a line
    worth: float


def part_fused(lines: Sequence[Line]) -> tuple[tuple[Line, ...], int]:
    """The lines, those that hold the head of a section behind other text parted before it; and how many heads did."""
    text = "\n".join(line.text for line in lines)
    chosen = _inside(list(_heads(text)), len(text))
    if not chosen:
        return tuple(lines), 0
    cuts = {head.start for head in chosen}
    joined = {head.at for head in chosen if "\n" in text[head.start : head.at]}
    return tuple(_parted(lines, cuts, joined)), len(chosen)


def _heads(text: str) -> Iterable[_Head]:
    for found in _numbered(text):
        word, start, at = found["word"] or "", found.start(), found.start("number")
        brackets = found["open"] + found["close"]
        leads = start == 0 or text[start - 1] == "\n"
        if word and not found["blank"] and not word.isupper():
            continue  # letters and figures run together: no head
        plain = not brackets and not found["mark"]
        if plain and (not word[:1].isupper() or (found["next"] or "").islower()):
            continue
        if brackets not in ("", "[]", "()") or (brackets == "()" and not word):
            continue
        if not word and (found["mark"] != "." or not (found["next"] or "").strip()):
            continue
        if leads or _opens(text, start, found):
            worth = 1.0 if leads else 0.6 if plain else 0.9
            yield _Head(start, at, int(re.sub(r"\D", "", found["number"])), word.casefold(), leads, worth)


def _numbered(text: str) -> Iterable[re.Match[str]]:
    """What `_HEAD` finds in the text, looked for at its figures alone."""
    behind = 0
    for figures in _FIGURES.finditer(text):
        at = figures.start()
        found = _HEAD.search(text, max(behind, at - _REACH), at + _REACH)
        if found and found.start("number") + len(found["open"]) == at:
            behind = found.end()
            yield found


def _opens(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether what stands before lets a head begin here."""
    before = text[max(0, start - 12) : start].rstrip(" ")
    if found["word"] and (found["word"].isupper() or found["open"]):
        return True
    if found["word"] and not found["mark"]:
        return before.endswith((".", ";", ":", "!", "?"))
    return before.endswith(_ENDS) and not re.search(r"\d[.)]?$", before)


def _inside(heads: list[_Head], length: int) -> list[_Head]:
    """Heads inside lines that the law's own numbers ask for."""
    by_style: dict[str, list[_Head]] = defaultdict(list)
    for head in heads:
        by_style[head.style].append(head)
    best: list[_Head] = []
    for group in by_style.values():
        if sum(head.leads for head in group) >= _FEWEST:
            chain = _rising(group, length)
            if len(chain) > len(best):
                best = chain
    if sum(head.leads for head in best) < _FEWEST or best[-1].start - best[0].start < _WHOLE * length:
        return []
    if len(best) < _DENSE * (best[-1].number - best[0].number + 1):
        return []
    known = {head.number for head in by_style[best[0].style] if head.leads}
    return [head for head in best if not head.leads and head.number not in known]


def _rising(group: list[_Head], length: int) -> list[_Head]:
    """The heads with rising numbers that govern most text; those that begin lines count a little more."""
    ends = [head.start for head in group[1:]] + [length]
    top = max(head.number for head in group) + 1
    tree: list[tuple[float, int]] = [(0.0, -1)] * (top + 1)
    before = [-1] * len(group)
    for index, head in enumerate(group):
        worth = head.worth * (1.0 if ends[index] - head.start >= _BODY else 0.5)
        below = _most(tree, head.number)
        before[index] = below[1]
        _add(tree, head.number + 1, (below[0] + worth, index))
    at = _most(tree, top)[1]
    chain = []
    while at >= 0:
        chain.append(group[at])
        at = before[at]
    return chain[::-1]


def _most(tree: list[tuple[float, int]], number: int) -> tuple[float, int]:
    """The best chain that ends below a number (a Fenwick tree over numbers)."""
    best = (0.0, -1)
    while number > 0:
        best = max(best, tree[number], key=lambda item: item[0])
        number -= number & -number
    return best


def _add(tree: list[tuple[float, int]], number: int, item: tuple[float, int]) -> None:
    while number < len(tree):
        tree[number] = max(tree[number], item, key=lambda entry: entry[0])
        number += number & -number


def _parted(lines: Sequence[Line], cuts: set[int], joined: set[int]) -> Iterable[Line]:
    """Lines cut at the places; a word parted from its number by a line break goes down to the number."""
    at, carried = 0, ""
    for line in lines:
        text, end = line.text, at + len(line.text)
        places = sorted(cut - at for cut in cuts if at < cut < end) if cuts else []
        pieces = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
        if carried:
            pieces[0], carried = f"{carried} {pieces[0]}", ""
        fresh = at in cuts or at in joined
        if end + 1 in joined:
            carried = pieces.pop().rstrip()
        done = 0
        for index, piece in enumerate(pieces):
            yield _piece(line, piece, done, len(text), gap=line.gap if index == 0 and not fresh else True)
            done += len(piece)
        at = end + 1


def _piece(line: Line, piece: str, done: int, whole: int, gap: bool) -> Line:
    """A part of a line, its box measured by its share of the characters."""
    box = line.box
    if box and whole and len(piece) < whole:
        step = (box[2] - box[0]) / whole
        box = (
            round(box[0] + done * step, 1),
            box[1],
            round(min(box[2], box[0] + (done + len(piece)) * step), 1),
            box[3],
        )
    return replace(line, text=piece.strip(), box=box, gap=gap)
