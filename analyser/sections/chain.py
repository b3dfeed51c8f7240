"""The numbering of a law as one chain: which candidates are its sections.

Decides over the whole law at once. A dynamic programme takes the best-scoring sequence of candidates whose numbers
rise; looks (gap, weight, place, punctuation) are learned from the law itself: what the first chain has and the left-
out candidates have not speaks for a candidate in the next round. Refuses any per-line verdict.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from math import log

from analyser.sections.marks import Mark
from analyser.sections.numbers import Number, step

ROUNDS = 3
NEAR = 24  # numbers back that are looked at one by one; farther jumps share one price
FAR = -4.0
RESTART = -9.0
AT_CHAPTER = -6.0
JUMP = -7.0  # to another series (L. to R. articles)
BACK = -15.0  # backwards within a series


def choose(marks: list[Mark], chapters: list[int], restarts: bool) -> list[Mark]:
    """The chain through candidates of one family (document order), each with its `number` set.

    `chapters`: positions of numbered enclosing headings; `restarts`: the law numbers anew in every chapter.
    """
    for mark in marks:
        mark.score = mark.prior
    chain = _best(marks, chapters, restarts)
    for _ in range(ROUNDS):
        _learn(marks, chain)
        again = _best(marks, chapters, restarts)
        if [m.row for m in again] == [m.row for m in chain]:
            break
        chain = again
    return sorted([*chain, *_twins(marks, chain)], key=lambda m: m.row)


def _twins(marks: list[Mark], chain: list[Mark]) -> list[Mark]:
    """Candidates out of order (misprints, repeated or misplaced sections) that look like the chain in all traits."""
    chosen = {m.row for m in chain}
    bare = bool(marks) and marks[0].family in ("dot", "bare")
    all_looks = Counter(_look(m, bare) for m in marks)
    inside = Counter(_look(m, bare) for m in chain)
    found = []
    end = chain[-1].row if chain else 0
    for mark in marks:
        alike = inside[_look(mark, bare)]
        if (
            mark.row not in chosen
            and not mark.quoted
            and alike >= 10
            and alike >= (0.96 if bare else 0.9) * all_looks[_look(mark, bare)]
        ):
            mark.number = mark.numbers[0]
            found.append(mark)
    late = [m for m in found if m.row > end]
    if len(late) > 3:  # quotations and notes behind the law
        found = [m for m in found if m.row < end]
    if len(found) <= max(6, 0.03 * len(chain)):
        return found
    known = {(n.prefix, n.base, n.values) for m in chain if (n := m.number)}  # many: quotations, of which none is new
    return [m for m in found if (m.numbers[0].prefix, m.numbers[0].base, m.numbers[0].values) not in known]


def _look(mark: Mark, bare: bool) -> tuple[str, ...]:
    """The traits that must agree: all of them for bare numbers, looks without the exact print for words and signs."""
    return mark.traits if bare else tuple(t for t in mark.traits if not t.startswith(("style", "ends", "italic")))


def rising(marks: list[Mark]) -> tuple[float, list[Mark]]:
    """The best single rise without any restart, by prior looks alone: how one family is compared with another."""
    for mark in marks:
        mark.score = mark.prior
    chain = _best(marks, [], False, jumps=False)
    return sum(m.score + 1.0 for m in chain), chain


def _learn(marks: list[Mark], chain: list[Mark]) -> None:
    """Set every score to the prior plus the log odds of its traits among chosen and left-out candidates."""
    chosen = {id(m) for m in chain}
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for mark in marks:
        (inside if id(mark) in chosen else outside).update(mark.traits)
    n_in, n_out = len(chain), len(marks) - len(chain)
    odds: dict[str, float] = {}
    for trait in {*inside, *outside}:
        yes = (inside[trait] + 0.5) / (n_in + 1.0)
        no = (outside[trait] + 0.5) / (n_out + 1.0)
        seen = inside[trait] + outside[trait]
        odds[trait] = max(-2.5, min(2.5, log(yes / no))) * seen / (seen + 6.0) if n_out else 0.0
    for mark in marks:
        mark.score = 0.6 * mark.prior + 0.6 * sum(odds[t] for t in mark.traits)


class _States:
    """The best partial chains, by base number, for the programme."""

    def __init__(self) -> None:
        self.at: dict[tuple[str, int], list[tuple[float, int, Number]]] = defaultdict(list)
        self.best: list[tuple[float, int]] = []  # (total, state) per state, for the farthest jump
        self.top: dict[str, tuple[list[int], list[tuple[float, int]]]] = {}

    def add(self, total: float, state: int, number: Number) -> None:
        base = max(number.base, number.last)
        self.at[number.prefix, base].append((total, state, number))
        if len(self.at[number.prefix, base]) > 60:
            self.at[number.prefix, base].sort(key=lambda s: -s[0])
            del self.at[number.prefix, base][40:]
        bases, tops = self.top.setdefault(number.prefix, ([], []))
        at = bisect_right(bases, base)
        if at and tops[at - 1][0] >= total:
            return
        if at and bases[at - 1] == base:
            bases[at - 1 : at], tops[at - 1 : at] = [], []
            at -= 1
        bases.insert(at, base)
        tops.insert(at, (total, state))
        while at + 1 < len(bases) and tops[at + 1][0] <= total:
            del bases[at + 1], tops[at + 1]

    def before(self, number: Number) -> tuple[float, int]:
        """Best total of a chain that `number` may continue, with the step's worth, and its state."""
        best, came = -1e9, -1
        for base in range(number.base, max(-1, number.base - NEAR - 1), -1):
            for total, state, last in self.at.get((number.prefix, base), ()):
                if total + 1.5 > best and (worth := step(last, number)) is not None and total + worth > best:
                    best, came = total + worth, state
        bases, tops = self.top.get(number.prefix, ([], []))
        at = bisect_right(bases, number.base - 1)
        if at and tops[at - 1][0] + FAR > best:
            best, came = tops[at - 1][0] + FAR, tops[at - 1][1]
        return best, came


class _Run:
    """One pass of the programme over the candidates of a family."""

    def __init__(self, chapters: list[int], restarts: bool, jumps: bool) -> None:
        self.chapters, self.restarts, self.jumps = chapters, restarts, jumps
        self.states = _States()  # all chains, or those since the last chapter where laws number anew in each
        self.back: list[tuple[int, int, Number]] = []  # (state before, mark, reading)
        self.top: tuple[float, int] = (0.0, -1)
        self.closed: tuple[float, int] = (0.0, -1)  # the best chain that ended before the present chapter
        self.era = 0

    def chain(self, marks: list[Mark]) -> list[Mark]:
        """The best chain, each mark with the reading that stands in it."""
        for at, mark in enumerate(marks):
            self._turn_page(mark.row)
            self._take(at, mark)
        chain: list[Mark] = []
        state = self.top[1]
        while state >= 0:
            state, at, number = self.back[state]
            marks[at].number = number
            chain.append(marks[at])
        chain.reverse()
        return chain

    def _turn_page(self, row: int) -> None:
        while self.era < len(self.chapters) and self.chapters[self.era] <= row:
            self.era += 1
            self.closed = self.top
            if self.restarts:
                self.states = _States()

    def _take(self, at: int, mark: Mark) -> None:
        """Every reading of the mark with the best chain before it; none of them may follow another of the same mark."""
        ends: list[tuple[float, int, Number]] = []
        for number in mark.numbers:
            total, came = self._before(number)
            total += mark.score + number.odds
            self.back.append((came, at, number))
            ends.append((total, len(self.back) - 1, number))
        for total, state, number in ends:
            self.states.add(total, state, number)
            if total > self.top[0]:
                self.top = total, state

    def _before(self, number: Number) -> tuple[float, int]:
        total, came = self.states.before(number)
        start = -0.25 * min(number.base - 1, 8) + (-0.8 if number.parts else 0.0)
        ways = [(start, self.closed if self.restarts else (0.0, -1))]
        if self.jumps and not self.restarts:
            ways += _leaps(number, start, self.closed, self.top, self.back)
        for price, (kept, state) in ways:
            if kept + price > total:
                total, came = kept + price, state
        return total, came


def _best(marks: list[Mark], chapters: list[int], restarts: bool, jumps: bool = True) -> list[Mark]:
    return _Run(chapters, restarts, jumps).chain(marks)


def _leaps(
    number: Number, start: float, closed: tuple[float, int], top: tuple[float, int], back: list[tuple[int, int, Number]]
) -> list[tuple[float, tuple[float, int]]]:
    """Ways to begin anew behind another chain (price, chain): a second statute, another series, disorder."""
    if number.base <= 2:
        return [(AT_CHAPTER + 2 * start, closed), (RESTART + 2 * start, top)]
    other = top[1] >= 0 and back[top[1]][2].prefix != number.prefix
    return [(JUMP if other else BACK, top)]
