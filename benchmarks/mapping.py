"""Moving ratings from one benchmark, or version of it, to another: a file that people decide and review.

A draft says what the content itself says: an unchanged element is kept, a changed one must be looked at, one that is
gone has candidates by concept. Nobody's decision is guessed: `undecided` stays in the file until a person replaces it,
and a file with undecided lines is refused. Applying is a preview here; no rating is written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.closest import hint
from benchmarks.diff import diff
from benchmarks.model import Benchmark
from benchmarks.nodes import Fields, Node, Problems, read_yaml
from benchmarks.sets import load_benchmark

DECISIONS = {
    "keep": "the answer stands for the element in `to`",
    "review": "the answer is shown for the element in `to`, and a reviewer must give it anew",
    "drop": "the answer stays with the old version only",
    "undecided": "nobody has decided; such a file is refused",
}


@dataclass(frozen=True, slots=True)
class Move:
    """What happens to the answers for one old element; `target` is None where they are dropped or undecided."""

    source: str
    decision: str
    target: str | None
    why: str


@dataclass(frozen=True, slots=True)
class VersionMapping:
    """A checked mapping between two benchmarks."""

    old: Benchmark
    new: Benchmark
    moves: tuple[Move, ...]

    @property
    def without_answer(self) -> tuple[str, ...]:
        """Elements of the new benchmark that no old element leads to: they must be rated."""
        reached = {move.target for move in self.moves}
        return tuple(element.id for element in self.new.elements if element.id not in reached)


def draft(old: Benchmark, new: Benchmark) -> str:
    """The YAML of a mapping to be completed by a person."""
    difference = diff(old, new)
    lines = [
        "# Where the answers of one benchmark go in another. Decide every `undecided` line, say why, have it reviewed.",
        *(f"# {name}: {meaning}" for name, meaning in DECISIONS.items()),
        *_head("from", old),
        *_head("to", new),
        "moves:",
    ]
    for element in old.elements:
        if element.id in difference.removed:
            near = difference.neighbours.get(element.id, ())
            told = f"Gone. Same concept: {', '.join(near)}" if near else "Gone. No element has its concept"
            lines += _move(element.id, "undecided", None, told)
        elif element.id in difference.changed:
            told = f"Changed: {', '.join(difference.changed[element.id])}"
            lines += _move(element.id, "undecided", element.id, told)
        else:
            lines += _move(element.id, "keep", element.id, "Unchanged")
    return "\n".join(lines) + "\n"


def _head(name: str, benchmark: Benchmark) -> list[str]:
    at = f"{benchmark.id}@{benchmark.version}"
    return [f"{name}:", f'  benchmark: "{at}"', f"  fingerprint: {benchmark.fingerprint}"]


def _move(source: str, decision: str, target: str | None, why: str) -> list[str]:
    to = [f"    to: {target}"] if target else []
    return [f"  - from: {source}", f"    decision: {decision}", *to, f'    why: "{why}"']


def read_mapping(path: Path, folder: Path | None = None) -> VersionMapping:
    """A mapping that a person has completed. Raises InvalidDefinition naming file, line, element and what to do."""
    problems = Problems(path.name)
    fields = Fields(read_yaml(path, problems), "", problems)
    old, new = _benchmark(fields, "from", folder, problems), _benchmark(fields, "to", folder, problems)
    problems.raise_if_any()
    node = fields.get("moves")
    moves = [_read_move(item, old, new, problems) for item in (node.items or [] if node else [])]
    _check_complete(node or fields.node, moves, old, problems)
    fields.finish()
    problems.raise_if_any()
    return VersionMapping(old, new, tuple(move for move, _ in moves))


def _benchmark(fields: Fields, name: str, folder: Path | None, problems: Problems) -> Benchmark:
    node = fields.get(name) or fields.node
    head = Fields(node, name, problems)
    wanted, told = head.text("benchmark"), head.text("fingerprint")
    head.finish()
    problems.raise_if_any()
    benchmark = load_benchmark(wanted, folder)
    if benchmark.fingerprint != told:
        fix = "The file was drafted from other content. Draft it again and compare."
        problems.add(head.get("fingerprint"), wanted, f"the fingerprint of {wanted} is {benchmark.fingerprint}", fix)
    return benchmark


def _read_move(node: Node, old: Benchmark, new: Benchmark, problems: Problems) -> tuple[Move, Node]:
    fields = Fields(node, "", problems)
    fields.entry = source = fields.text("from")
    decision, why = fields.text("decision"), fields.text("why")
    target = fields.text("to", default="") or None
    before, after = {e.id for e in old.elements}, {e.id for e in new.elements}
    if source and source not in before:
        problems.add(node, source, f"`{source}` is no element of {old.id}", hint(source, before))
    if decision and decision not in DECISIONS:
        problems.add(fields.get("decision"), source, f"unknown decision `{decision}`", hint(decision, DECISIONS))
    if decision == "undecided":
        problems.add(fields.get("decision"), source, "nobody has decided", "Write keep, review or drop, and why.")
    if decision in ("keep", "review") and target is None:
        problems.add(node, source, f"`{decision}` needs an element to go to", "Add `to:` with an element's id.")
    if decision == "drop" and target is not None:
        problems.add(fields.get("to"), source, "a dropped answer goes nowhere", "Delete the line `to:`.")
    if target is not None and target not in after:
        problems.add(fields.get("to"), source, f"`{target}` is no element of {new.id}", hint(target, after))
    fields.finish()
    return Move(source, decision, target, why), node


def _check_complete(node: Node, moves: list[tuple[Move, Node]], old: Benchmark, problems: Problems) -> None:
    sources: dict[str, int] = {}
    kept: dict[str, str] = {}
    for move, place in moves:
        if move.source in sources:
            problems.add(place, move.source, f"stands already on line {sources[move.source]}", "Keep one of the two.")
        sources.setdefault(move.source, place.line)
        if move.decision == "keep" and move.target:
            if move.target in kept:
                told = f"`{move.target}` keeps the answers of {kept[move.target]} already"
                problems.add(place, move.source, told, "Keep one of them and write `review` for the other.")
            kept.setdefault(move.target, move.source)
    for element in old.elements:
        if element.id not in sources:
            problems.add(node, element.id, "the element has no line", "Add one with its decision.")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a mapping would do to answers: counts by decision, and the answers it cannot place."""

    counts: Mapping[str, int]
    lines: tuple[tuple[str, str, str, str | None], ...]  # jurisdiction, old element, decision, new element
    elsewhere: int  # answers for elements outside the old benchmark


def preview(mapping: VersionMapping, answers: Iterable[tuple[str, str]]) -> Preview:
    """What becomes of answers given as (jurisdiction, element), in their order."""
    moves = {move.source: move for move in mapping.moves}
    counts = dict.fromkeys(("keep", "review", "drop"), 0)
    lines, elsewhere = [], 0
    for jurisdiction, element in answers:
        move = moves.get(element)
        if move is None:
            elsewhere += 1
        else:
            counts[move.decision] += 1
            lines.append((jurisdiction, element, move.decision, move.target))
    return Preview(counts, tuple(lines), elsewhere)
