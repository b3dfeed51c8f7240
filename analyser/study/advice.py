"""What to say to a government about an answer: what it may do, what was read, what to ask, where else to look.

Every sentence comes from the codebook, recommendations.yaml or the record of the laws. Refuses to advise where nothing
is missing or where the State need not have it; the reviewer's own reasons stand beside and are never rewritten.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from analyser.matching.absence import percent
from analyser.review.judgement import Judgement
from analyser.review.records import Cell, CellState, Rating
from analyser.study.records import Duty, Reference, SheetLaw
from benchmarks import Element, load_elements, load_instrument, same_concept

MODEL_LAW = "icmec"
_NEAREST = {"csam": "icmec.1", "groom": "icmec.groom", "def.csam": "icmec.2"}
"""Where the model law has no criterion for a concept: the criterion for its family."""
_CONDUCTS = ("csam", "groom", "abuse", "prostitution", "performance", "corruption", "sale")


@cache
def _words() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files("analyser.study").joinpath("recommendations.yaml").read_text("utf-8"))
    return data


def cited(element: Element) -> str:
    """`Lanzarote Article 20(1)(f)`."""
    return f"{load_instrument(element.instrument).short} {element.article}"


def recommendations(element: Element, cell: Cell, duty: Duty) -> tuple[str, ...]:
    """What the State may do, in the order of the reason codes; nothing where nothing is missing or asked."""
    if duty.status == "not_required" or cell.counted in (None, Judgement.COVERED):
        return ()
    words = _words()
    if cell.counted is Judgement.PARTIAL:
        given = tuple(words["reasons"][code] for code in cell.reasons if code in words["reasons"])
        return given or (_filled(words["partial"], element),)
    if cell.counted is Judgement.UNCLEAR:
        return (_filled(words["unclear"], element),)
    conduct = element.concept.partition(".")[0] in _CONDUCTS
    return (_filled(words["not_covered" if conduct else "not_covered_rule"], element),)


def _filled(sentence: str, element: Element) -> str:
    return sentence.format(conduct=element.label[:1].lower() + element.label[1:], article=cited(element))


def absence(cell: Cell, laws: Sequence[SheetLaw], deciding: Sequence[Rating] = ()) -> str:
    """What was read where no provision was found, and how sure the `deciding` ratings make it; empty otherwise."""
    if cell.judgement is not Judgement.NOT_COVERED:
        return ""
    if cell.stale:
        return "No provision was found in an earlier text than the present one; the present text is still to be read."
    listed = "; ".join(_read(law) for law in laws)
    said = [f"No provision on this was found in the text of {listed}. Other laws were not read."]
    said += [_how_sure(one.reviewer, one.absence) for one in deciding if one.absence is not None]
    return " ".join(said)


def _how_sure(reviewer: str, stored: Mapping[str, Any]) -> str:
    """What a reviewer's `not covered` stands on, from the statement stored with it; nothing is estimated here."""
    every, read, drawn = stored["sections"], stored["read"], len(stored["sample"])
    if read is None:
        return f"{reviewer} did not say how many of the {every} sections were read; how sure that is cannot be said."
    if not read:
        return f"{reviewer} answered without a ranking of the {every} sections; how sure that is cannot be said."
    sample = f" and {drawn} drawn at random" if drawn else ""
    before = f"Of {every} sections {reviewer} read the {read} ranked likeliest{sample}"
    if stored.get("chance") is None:
        return f"{before}; how sure that makes it cannot be said."
    chance, upper = percent(stored["chance"]), percent(stored["upper"])
    return f"{before}; chance that a covering provision is among the others: {chance}, upper bound {upper}."


def _read(law: SheetLaw) -> str:
    day = f"as of {law.as_of}" if law.as_of else "date of the text not known"
    return f"{law.title} ({day}; {law.sections} sections; certificate: {law.verdict})"


def question(element: Element, cell: Cell, laws: Sequence[SheetLaw]) -> str:
    """What to ask the government about this element."""
    if cell.state is CellState.NOT_ASSESSED:
        return f"Which provision covers this ({cited(element)})? Please give its number and text."
    if cell.state is CellState.DISAGREEMENT:
        return "Our reviewers read the law differently here. Which provision covers this, and how do courts read it?"
    if cell.counted is Judgement.COVERED:
        return "Are the provisions quoted still in force in these words?"
    if cell.counted is Judgement.PARTIAL:
        return "Is the gap described correctly? If another provision closes it, please give its number and text."
    if cell.counted is Judgement.UNCLEAR or not laws:
        return "The text we have does not settle this. Please send the provision that governs it, in force today."
    return "We found no provision. If there is one, in these laws or another, please give its number and text."


def see_also(element: Element) -> tuple[Reference, ...]:
    """Elements of other instruments on the same conduct, the model law first."""
    found = list(same_concept(element.id))
    if element.instrument != MODEL_LAW and not any(one.instrument == MODEL_LAW for one in found):
        family = element.concept.partition(".")[0]
        nearest = next((_NEAREST[name] for name in (element.concept, family) if name in _NEAREST), None)
        found += [load_elements()[nearest]] if nearest else []
    found.sort(key=lambda one: one.instrument != MODEL_LAW)
    return tuple(Reference(one.id, cited(one), one.label, one.instrument == MODEL_LAW) for one in found)
