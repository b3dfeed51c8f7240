"""Everything the codebook knows of an element, gathered on one page for a reader.

Joins the entry with its examples, the terms it uses and their grade, the reservations of States, its neighbours in
other instruments and the concepts around its own. Decides nothing about a rating, and leaves out nothing: what is not
known is shown as not known.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.crosswalk import load_crosswalk
from benchmarks.examples import Example, load_examples
from benchmarks.glossary import Term, load_glossary
from benchmarks.instruments import list_instruments, load_elements, load_instrument
from benchmarks.labels import Labels, load_labels
from benchmarks.model import Benchmark, Element
from benchmarks.reservations import Reservation, load_reservations
from benchmarks.vocabulary import load_vocabulary

FACTS = (
    "definition",
    "actus_reus",
    "mental",
    "object",
    "victim_age",
    "means",
    "purpose",
    "covered_when",
)


@dataclass(frozen=True, slots=True)
class Page:
    """One element as it is printed."""

    element: Element
    label: str
    article: str  # with the short name of the instrument before it
    facts: tuple[tuple[str, str], ...]  # heading, text
    partial: tuple[tuple[str, str], ...]  # reason code, when it applies
    examples: tuple[Example, ...]
    reservations: tuple[Reservation, ...]
    neighbours: tuple[tuple[str, str], ...]  # id, article and label
    wider: tuple[str, ...]  # names of concepts
    narrower: tuple[str, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Codebook:
    """A benchmark ready to be printed: its pages in order, and the lists behind them."""

    benchmark: Benchmark
    labels: Labels
    pages: tuple[Page, ...]
    titles: Mapping[str, str]  # instrument -> title
    citations: Mapping[str, str]  # instrument -> citation
    glossary: tuple[Term, ...]


def compose(benchmark: Benchmark, language: str = "en", folder: Path | None = None) -> Codebook:
    """The codebook of a benchmark. Raises UnknownName on a language without labels, InvalidDefinition."""
    labels = load_labels(language)
    context = _Context.load(labels, folder)
    names = list(dict.fromkeys(element.instrument for element in benchmark.elements))
    instruments = {name: load_instrument(name, folder) for name in names}
    return Codebook(
        benchmark=benchmark,
        labels=labels,
        pages=tuple(_page(element, context) for element in benchmark.elements),
        titles={name: labels.titles.get(name, one.title) for name, one in instruments.items()},
        citations={name: one.citation for name, one in instruments.items()},
        glossary=load_glossary(),
    )


def compose_page(element: Element, language: str = "en", folder: Path | None = None) -> tuple[Page, Labels]:
    """The page of one element, and the words around it. Raises UnknownName, InvalidDefinition."""
    labels = load_labels(language)
    return _page(element, _Context.load(labels, folder)), labels


@dataclass(frozen=True, slots=True)
class _Context:
    """What every page of one codebook is made from, loaded once."""

    labels: Labels
    shorts: Mapping[str, str]
    elements: Sequence[Element]
    examples: Mapping[str, tuple[Example, ...]]
    reservations: Sequence[Reservation]
    folder: Path | None

    @classmethod
    def load(cls, labels: Labels, folder: Path | None) -> "_Context":
        return cls(
            labels=labels,
            shorts={
                name: labels.shorts.get(name, load_instrument(name, folder).short) for name in list_instruments(folder)
            },
            elements=tuple(load_elements(folder).values()),
            examples=load_examples(folder),
            reservations=load_reservations(folder)[0],
            folder=folder,
        )

    def cite(self, element: Element) -> str:
        return f"{self.shorts[element.instrument]}, {self.labels.article(element)}"


def _page(element: Element, context: _Context) -> Page:
    words, crosswalk = context.labels.words, load_crosswalk(context.folder)
    concepts = load_vocabulary().concepts
    examples = context.examples.get(element.id, ())
    return Page(
        element=element,
        label=context.labels.label(element),
        article=context.cite(element),
        facts=tuple((words[name], getattr(element, name)) for name in FACTS),
        partial=tuple(element.partial_when.items()),
        examples=examples,
        reservations=tuple(one for one in context.reservations if element.id in one.elements),
        neighbours=tuple(
            (other.id, f"{context.cite(other)}{context.labels.colon}{context.labels.label(other)}")
            for other in context.elements
            if other.concept == element.concept and other.id != element.id
        ),
        wider=tuple(concepts[name] for name in crosswalk.wider(element.concept)),
        narrower=tuple(concepts[name] for name in crosswalk.narrower(element.concept)),
        terms=terms_in(" ".join([*_texts(element), *(example.text for example in examples)])),
    )


def _texts(element: Element) -> list[str]:
    return [element.label, element.not_enough, *(getattr(element, name) for name in FACTS)]


def terms_in(text: str) -> tuple[Term, ...]:
    """The terms of the glossary that a text uses, whole words, singular or plural, in the order of the glossary.

    A term inside a longer one that the text uses in that place is not named: `child sexual abuse material` is no use
    of `child sexual abuse`.
    """
    rest, found = text.casefold(), []
    for term in sorted(load_glossary(), key=lambda term: -len(term.term)):
        pattern = rf"(?<!\w){re.escape(term.term.casefold())}s?(?!\w)"
        if re.search(pattern, rest):
            rest = re.sub(pattern, " ", rest)
            found.append(term)
    return tuple(term for term in load_glossary() if term in found)
