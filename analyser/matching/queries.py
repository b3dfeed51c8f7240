"""Concepts become queries: how statutes phrase a concept, in the law's language first.

Decides which language's formulations stand for a law: its own (every script of it), else related languages that have
them, else English. An element whose concept nobody phrased is asked by its own definition, so that nothing is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.model import Element, Language

ENGLISH = "en"
RELATED: dict[str, tuple[str, ...]] = {
    "af": ("nl",),
    "az": ("tr",),
    "be": ("ru", "uk"),
    "bs": ("hr", "sr"),
    "ca": ("es", "pt"),
    "da": ("no", "sv"),
    "eu": ("es",),
    "fo": ("is", "da"),
    "gl": ("pt", "es"),
    "is": ("no", "da"),
    "kk": ("ru", "tr"),
    "ky": ("ru", "tr"),
    "lb": ("de", "fr"),
    "lt": ("lv",),
    "lv": ("lt",),
    "me": ("sr", "hr"),
    "mk": ("bg", "sr"),
    "ms": ("id",),
    "id": ("ms",),
    "mt": ("it", "en"),
    "nb": ("no", "da"),
    "nn": ("no", "da"),
    "no": ("nb", "da", "sv"),
    "sk": ("cs",),
    "cs": ("sk",),
    "sl": ("hr",),
    "hr": ("sr", "bs"),
    "sr": ("hr", "bs"),
    "tg": ("fa", "ru"),
    "tk": ("tr",),
    "uz": ("ru", "tr"),
    "mo": ("ro",),
    "ga": ("en",),
    "cy": ("en",),
    "ne": ("hi",),
    "mr": ("hi",),
    "gu": ("hi",),
    "pa": ("hi",),
    "bn": ("hi",),
    "ur": ("hi", "fa"),
    "as": ("bn",),
    "sd": ("ur",),
    "ti": ("am",),
    "ps": ("fa",),
    "lo": ("th",),
    "uk": ("ru",),
    "ru": ("uk",),
    "bg": ("mk", "ru"),
    "et": ("fi",),
    "mn": ("ru",),
}


@dataclass(frozen=True, slots=True)
class Queries:
    """What is asked of the laws of one language: texts, and for each concept which of them are its own."""

    language: str
    sources: tuple[str, ...]  # the languages the texts come from; not the law's own where that has none
    texts: tuple[str, ...]
    of: Mapping[str, tuple[int, ...]]  # concept -> indexes into `texts`
    lexicon: Mapping[str, tuple[str, ...]]


def sources_of(language: str, languages: Mapping[str, Language]) -> tuple[str, ...]:
    """The languages whose formulations serve for `language`: its own in every script, else related, else English."""
    for wanted in ((language,), RELATED.get(language.partition("-")[0], ()), (ENGLISH,)):
        found = [code for want in wanted for code in sorted(languages) if want in (code, code.partition("-")[0])]
        if language in found:
            return (language,)
        if found:
            return tuple(found)
    return ()


def queries_for(language: str, elements: Sequence[Element], languages: Mapping[str, Language]) -> Queries:
    """The queries for laws in `language`: every concept that its sources phrase, and every element's own."""
    sources = sources_of(language, languages)
    phrased: dict[str, list[str]] = {}
    lexicon: dict[str, list[str]] = {}
    for source in sources:
        for concept, sentences in languages[source].formulations.items():
            phrased.setdefault(concept, []).extend(sentences)
        for group, terms in languages[source].lexicon.items():
            lexicon.setdefault(group, []).extend(terms)
    for element in elements:
        if not phrased.get(element.concept):
            english = languages[ENGLISH].formulations.get(element.concept, ()) if ENGLISH in languages else ()
            phrased[element.concept] = list(english) or [f"{element.label}. {element.definition}"]
    texts: list[str] = []
    of = {}
    for concept in sorted(phrased):
        of[concept] = tuple(range(len(texts), len(texts) + len(phrased[concept])))
        texts += phrased[concept]
    return Queries(language, sources, tuple(texts), of, {group: tuple(terms) for group, terms in lexicon.items()})
