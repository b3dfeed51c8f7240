"""The words of the codebook: instrument, element, benchmark."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Element:
    """One ratable unit of an instrument: verb x object x age x means x purpose."""

    id: str  # `lanzarote.20.1.f`
    instrument: str
    concept: str  # `csam.access`: the cross-walk between instruments and the key of the formulations
    article: str  # as cited: `Article 20(1)(f)`
    label: str
    definition: str
    actus_reus: str
    mental: str
    object: str
    victim_age: str
    means: str
    purpose: str
    covered_when: str
    partial_when: Mapping[str, str]  # reason code -> when it applies
    not_enough: str  # look-alikes that do not count
    reservations: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Instrument:
    id: str
    short: str  # as cited before an article: `Lanzarote`, `EU 2011/93`
    title: str
    citation: str  # `CETS No. 201, Lanzarote, 25 October 2007`
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the study table: one or several elements rated apart and shown together."""

    label: str
    elements: tuple[str, ...]
    articles: tuple[str, ...]  # every treaty article the row answers


@dataclass(frozen=True, slots=True)
class Benchmark:
    """An immutable, versioned set of elements; `fingerprint` is the SHA-256 of its content."""

    id: str
    version: str
    title: str
    elements: tuple[Element, ...]
    rows: tuple[Row, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Language:
    """How statutes of one language phrase each concept, and the terms they use."""

    code: str  # ISO 639-1, with a script where it matters: `sr-Latn`, `zh-Hant`
    formulations: Mapping[str, tuple[str, ...]]  # concept -> statute-style sentences
    lexicon: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # group (`child`, `possession` ...) -> terms
