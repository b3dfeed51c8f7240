"""Terms of the field with their meaning and the grade the Luxembourg Guidelines give them."""

from dataclasses import dataclass
from functools import cache

from benchmarks.nodes import Fields, Node, Problems, read_yaml
from benchmarks.vocabulary import package

GRADES = ("usable", "care", "avoid")


@dataclass(frozen=True, slots=True)
class Term:
    """A term; `grade` is None where the grade is not certain, `prefer` the better term where there is one."""

    term: str
    grade: str | None
    meaning: str
    prefer: str | None


@cache
def load_glossary() -> tuple[Term, ...]:
    """Every term, in the order of the file. Raises InvalidDefinition."""
    problems = Problems("glossary.yaml")
    fields = Fields(read_yaml(package() / "glossary.yaml", problems), "", problems)
    node = fields.get("terms")
    terms = tuple(_term(entry, problems) for entry in (node.items or [] if node else []))
    names = [term.term for term in terms]
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.add(node, name, "the term occurs twice", "Delete one of the two entries.")
    fields.finish()
    problems.raise_if_any()
    return terms


def _term(node: Node, problems: Problems) -> Term:
    fields = Fields(node, "", problems)
    fields.entry = name = fields.text("term")
    grade, prefer = _or_none(fields.text("grade")), _or_none(fields.text("prefer"))
    if grade is not None and grade not in GRADES:
        problems.add(
            fields.get("grade"), name, f"unknown grade `{grade}`", f"Write one of {', '.join(GRADES)} or null."
        )
    term = Term(name, grade, fields.text("meaning"), prefer)
    fields.finish()
    return term


def _or_none(text: str) -> str | None:
    return None if text == "null" else text
