"""How statutes of each language phrase the concepts: one file a language, checked against the closed lists.

Refuses a sentence in the wrong script, an unknown concept or group, an empty list. A concept that a language does not
phrase is no error here (matching then works from the other languages); `missing` tells it, and `validate` reports it.
"""

from collections.abc import Collection, Mapping
from functools import cache, partial
from importlib.resources.abc import Traversable
from pathlib import Path

from benchmarks.closest import hint
from benchmarks.model import Language
from benchmarks.nodes import Fields, Node, Problems, read_yaml
from benchmarks.scripts import wrong_script
from benchmarks.vocabulary import Vocabulary, load_vocabulary, package


def load_languages(folder: Path | None = None) -> dict[str, Language]:
    """Every language with a file, by code, in order of code; `folder` replaces the packaged `formulations/`.

    Raises InvalidDefinition naming file, line and concept.
    """
    return dict(_packaged()) if folder is None else _load(folder)


def missing(language: Language) -> tuple[list[str], list[str]]:
    """The core concepts and the lexicon groups that a language lacks."""
    vocabulary = load_vocabulary()
    concepts = [concept for concept in vocabulary.core if concept not in language.formulations]
    return concepts, [group for group in vocabulary.lexicon if group not in language.lexicon]


@cache
def _packaged() -> dict[str, Language]:
    return _load(package() / "formulations")


def _load(folder: Traversable) -> dict[str, Language]:
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return {language.code: language for language in (read_language(folder / name) for name in names)}


def read_language(source: Traversable) -> Language:
    """One formulations file. Raises InvalidDefinition."""
    vocabulary, problems = load_vocabulary(), Problems(f"formulations/{source.name}")
    fields = Fields(read_yaml(source, problems), "", problems)
    code = fields.text("language")
    fields.text("name")
    _check_code(code, source.name, fields, vocabulary, problems)
    scripts = vocabulary.scripts.get(code, frozenset())
    check = partial(_sentences, code=code, scripts=scripts, problems=problems)
    language = Language(
        code=code,
        formulations=check(fields.pairs("formulations"), kind="concept", known=vocabulary.concepts),
        lexicon=check(fields.pairs("lexicon"), kind="lexicon group", known=vocabulary.lexicon),
    )
    fields.finish()
    problems.raise_if_any()
    return language


def _check_code(code: str, name: str, fields: Fields, vocabulary: Vocabulary, problems: Problems) -> None:
    node = fields.get("language")
    if code and code not in vocabulary.languages:
        problems.add(node, "", f"unknown language `{code}`", "Use a code of vocabulary.yaml, or add it there.")
    if code and name != f"{code}.yaml":
        problems.add(node, "", f"the language is `{code}` but the file {name}", f"Rename the file to {code}.yaml.")


def _sentences(
    pairs: Mapping[str, Node], code: str, scripts: frozenset[str], known: Collection[str], kind: str, problems: Problems
) -> dict[str, tuple[str, ...]]:
    result: dict[str, tuple[str, ...]] = {}
    for key, node in pairs.items():
        if key not in known:
            problems.add(node, key, f"unknown {kind} `{key}`", hint(key, known))
        texts: list[str] = []
        for text, item in Fields(Node({key: node}, node.line), key, problems).texts(key):
            trouble = wrong_script(text, code, scripts) if scripts else None
            if trouble:
                problems.add(item, key, f"`{text[:40]}` {trouble}", f"Write it in the script of `{code}`.")
            if text.casefold() in (earlier.casefold() for earlier in texts):
                problems.add(item, key, f"`{text[:40]}` stands there twice", "Delete one of the two.")
            texts.append(text)
        result[key] = tuple(texts)
    return result
