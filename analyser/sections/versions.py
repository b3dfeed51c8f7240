"""A file becomes law versions: one for each language it is printed in.

Decides that a text in two languages is one law twice when both give (nearly) the same numbers. Refuses to part a text
on its words alone: where the numbers do not agree it stays one law, and the certificate says that two languages are in
it. What is not in a version is in its remainder, so both together account for every character.
"""

import re
from dataclasses import replace

from analyser.errors import NoSections
from analyser.reading import Document
from analyser.sections.bilingual import TONGUE, Tongue, tongues
from analyser.sections.law import SplitLaw
from analyser.sections.numbers import kanji, scan
from analyser.sections.splitter import split

SHARED = 0.6  # of the numbers of either version that the other must have
LEAST = 2  # numbers in common below which nothing shows that both are one law


def split_versions(document: Document, language: str | None = None, piece: int | None = None) -> tuple[SplitLaw, ...]:
    """The law in each of its languages, the one that begins the file first; nearly always a single one.

    `language` takes the version in that language alone, and is the language of a text that is not in two. The first
    version has the file's name, another `name#xx`. Raises NoSections, UnknownName (no such `piece`).
    """
    found = tongues(document)
    parted = _parted(document, found, piece) if found else ()
    if not parted:
        return (split(document, language, piece),)
    own = [law for law in parted if _base(law.language) == _base(language or law.language)]
    if not own:
        return (split(document, language, piece),)
    named = ", ".join(law.language for law in parted)
    return tuple(_told(law, at, named, alone=len(own) < len(parted)) for at, law in enumerate(own))


def _parted(document: Document, found: tuple[Tongue, ...], piece: int | None) -> tuple[SplitLaw, ...]:
    """The versions; empty where they are not the same law twice."""
    laws = []
    for tongue in found:
        others = {at: TONGUE for at in range(len(document.lines)) if at not in tongue.lines}
        try:
            laws.append(split(document, tongue.language, piece, others))
        except NoSections:
            return ()
    numbers = [_numbers(law) for law in laws]
    shared = len(set.intersection(*numbers))
    alike = shared >= LEAST and all(shared >= SHARED * len(own) for own in numbers)
    return tuple(laws) if alike else ()


def _numbers(law: SplitLaw) -> set[int]:
    """The base numbers of the sections, in whatever digits or words they are printed."""
    values = (_value(section.label) for section in law.sections if section.kind == "section")
    return {value for value in values if value is not None}


def _value(label: str) -> int | None:
    if digits := re.search(r"\d+", label):
        return int(digits[0])
    if signs := re.search("[〇零一二三四五六七八九十百千]+", label):
        return kanji(signs[0])
    readings = scan(label, words_too=True)
    return readings[0].base if readings else None


def _told(law: SplitLaw, at: int, named: str, alone: bool) -> SplitLaw:
    """The version named apart from the other, with a note for the analyst."""
    rest = "was left out, as only this language was asked for" if alone else "is a law version of its own"
    note = f"The file is printed in two languages ({named}); this is the {law.language} text, the other {rest}."
    name = law.law if at == 0 else f"{law.law}#{law.language}"
    return replace(law, law=name, certificate=replace(law.certificate, law=name), notes=(note, *law.notes))


def _base(language: str) -> str:
    return language.split("-")[0].lower()
