"""The closed lists of the codebook: ratings, reason codes, concepts, lexicon groups, languages.

Read from `vocabulary.yaml`; everything else in the codebook is checked against them. Adding a code, concept or language
means adding it there, never in the program.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from benchmarks.nodes import Fields, Node, Problems, read_yaml


def package() -> Traversable:
    """The folder of the packaged definition files, in a checkout or an installed wheel."""
    return files("benchmarks")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Codes with the words shown for them."""

    ratings: Mapping[str, str]
    reasons: Mapping[str, str]
    core: Mapping[str, str]  # concepts that every language must phrase
    further: Mapping[str, str]  # concepts phrased where somebody wrote sentences
    lexicon: tuple[str, ...]
    languages: Mapping[str, str]  # code -> name in English
    scripts: Mapping[str, frozenset[str]]  # code -> scripts, as Unicode character names begin
    required_languages: tuple[str, ...]

    @property
    def concepts(self) -> dict[str, str]:
        return {**self.core, **self.further}


@cache
def load_vocabulary() -> Vocabulary:
    """The packaged closed lists. Raises InvalidDefinition when the file breaks its own form."""
    problems = Problems("vocabulary.yaml")
    fields = Fields(read_yaml(package() / "vocabulary.yaml", problems), "", problems)
    concepts = fields.pairs("concepts")
    languages = {code: Fields(node, code, problems) for code, node in fields.pairs("languages").items()}
    vocabulary = Vocabulary(
        ratings=_words(fields.pairs("ratings")),
        reasons=_words(fields.pairs("reasons")),
        core=_words(concepts["core"].map or {}),
        further=_words(concepts["further"].map or {}),
        lexicon=tuple(text for text, _ in fields.texts("lexicon")),
        languages={code: entry.text("name") for code, entry in languages.items()},
        scripts={code: frozenset(text for text, _ in entry.texts("scripts")) for code, entry in languages.items()},
        required_languages=tuple(text for text, _ in fields.texts("required_languages")),
    )
    fields.finish()
    problems.raise_if_any()
    return vocabulary


def _words(pairs: Mapping[str, Node]) -> dict[str, str]:
    return {code: node.text or "" for code, node in pairs.items()}
