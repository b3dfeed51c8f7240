"""The words of the printed codebook in a language: headings, reasons, and the label and article of every element.

English labels are those of the definition files; another language has a file of its own in `labels/`. A label that is
missing there is a problem, never quietly replaced by the English one. Elements of a user's own folder keep their words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from analyser.errors import UnknownName
from benchmarks.closest import hint
from benchmarks.instruments import list_instruments, load_elements, names_in
from benchmarks.model import Element
from benchmarks.nodes import Fields, Node, Problems, read_yaml
from benchmarks.vocabulary import load_vocabulary, package


@dataclass(frozen=True, slots=True)
class Labels:
    """What a reader sees around the entries; `articles` and `labels` are empty for English."""

    language: str
    words: Mapping[str, str]
    ratings: Mapping[str, str]
    reasons: Mapping[str, str]
    titles: Mapping[str, str]  # instrument -> title
    shorts: Mapping[str, str]  # instrument -> name before an article
    articles: Mapping[str, str]  # element -> article as cited
    labels: Mapping[str, str]  # element -> label

    @property
    def colon(self) -> str:
        """A colon as the language spaces it."""
        return "\u00a0: " if self.language == "fr" else ": "

    def label(self, element: Element) -> str:
        return self.labels.get(element.id, element.label)

    def article(self, element: Element) -> str:
        return self.articles.get(element.id, element.article)


def label_languages() -> list[str]:
    """Languages in which the codebook can be printed, English first."""
    return sorted(names_in(package() / "labels"), key=lambda code: (code != "en", code))


@cache
def load_labels(language: str = "en") -> Labels:
    """The words in a language. Raises UnknownName, InvalidDefinition naming file, line and entry."""
    if language not in label_languages():
        known = label_languages()
        raise UnknownName(f"The codebook has no labels in `{language}`.", hint(language, known))
    problems = Problems(f"labels/{language}.yaml")
    fields = Fields(read_yaml(package() / "labels" / f"{language}.yaml", problems), "", problems)
    fields.text("language")
    words = _texts(fields.pairs("words"), problems)
    if language == "en":
        vocabulary = load_vocabulary()
        found = Labels(language, words, vocabulary.ratings, vocabulary.reasons, {}, {}, {}, {})
    else:
        found = _translated(language, words, fields, problems)
    fields.finish()
    problems.raise_if_any()
    return found


def _translated(language: str, words: Mapping[str, str], fields: Fields, problems: Problems) -> Labels:
    vocabulary = load_vocabulary()
    elements = _entries(fields, "elements", ("article", "label"), problems)
    instruments = _entries(fields, "instruments", ("short", "title"), problems)
    ratings, reasons = (_texts(fields.pairs(name), problems) for name in ("ratings", "reasons"))
    node = fields.node
    _same_keys(node, "words", words, load_labels("en").words, problems)
    _same_keys(node, "ratings", ratings, vocabulary.ratings, problems)
    _same_keys(node, "reasons", reasons, vocabulary.reasons, problems)
    _same_keys(node, "instruments", instruments, dict.fromkeys(list_instruments(), ""), problems)
    _same_keys(node, "elements", elements, load_elements(), problems)
    return Labels(
        language,
        words,
        ratings,
        reasons,
        titles={id: entry["title"] for id, entry in instruments.items()},
        shorts={id: entry["short"] for id, entry in instruments.items()},
        articles={id: entry["article"] for id, entry in elements.items()},
        labels={id: entry["label"] for id, entry in elements.items()},
    )


def _entries(fields: Fields, name: str, parts: tuple[str, str], problems: Problems) -> dict[str, dict[str, str]]:
    result = {}
    for id, node in fields.pairs(name).items():
        entry = Fields(node, id, problems)
        result[id] = {part: entry.text(part) for part in parts}
        entry.finish()
    return result


def _texts(pairs: Mapping[str, Node], problems: Problems) -> dict[str, str]:
    for key, node in pairs.items():
        if not node.text:
            problems.add(node, key, "is not a text", "Write the words after the colon.")
    return {key: " ".join((node.text or "").split()) for key, node in pairs.items()}


def _same_keys(
    node: Node, part: str, given: Mapping[str, object], wanted: Mapping[str, object], problems: Problems
) -> None:
    for name in sorted(wanted.keys() - given.keys()):
        problems.add(node, name, f"is missing under `{part}`", "Add its words.")
    for name in sorted(given.keys() - wanted.keys()):
        problems.add(node, name, f"is unknown under `{part}`", hint(name, wanted))
