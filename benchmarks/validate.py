"""Everything that can be wrong with the definition files, found in one pass.

Reads each file by its own loader and goes on after a failure, so that an author sees every problem at once. Besides the
form it checks completeness: languages without a file, concepts and lexicon groups a language lacks, concepts no element
uses, elements without examples, released benchmarks whose content changed; and of the sentences their length, doubles
and copies between languages.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from analyser.errors import InvalidDefinition
from benchmarks.crosswalk import load_crosswalk
from benchmarks.examples import load_examples
from benchmarks.fingerprint import LOCK, released
from benchmarks.glossary import load_glossary
from benchmarks.instruments import load_elements, load_instrument, names_in
from benchmarks.labels import label_languages, load_labels
from benchmarks.languages import missing, read_language
from benchmarks.model import Element, Language
from benchmarks.nodes import Fields, Node, Problems, read_yaml
from benchmarks.quality import Finding, check_between, check_language
from benchmarks.reservations import load_reservations
from benchmarks.sets import load_benchmark
from benchmarks.vocabulary import load_vocabulary, package


def validate(folder: Path | None = None) -> list[str]:
    """Every problem of the packaged files, or of a user's folder with `sets/`, `instruments/`, `formulations/`.

    Each entry names file, line, element and what to do. Empty: nothing is wrong.
    """
    if folder is not None:
        return list(_folder(folder))
    return list(_packaged())


def _packaged() -> Iterator[str]:
    yield from _try(load_vocabulary)
    instruments = [*_each("instruments", package(), load_instrument)]
    yield from instruments
    if not instruments:
        yield from _each("sets", package(), load_benchmark)
        yield from _unused_concepts()
        yield from _try(load_reservations)
        yield from _changed_releases()
        yield from _try(load_examples)
        yield from _without_example(load_examples, load_elements())
        for code in label_languages():
            yield from _try(lambda code=code: load_labels(code))  # type: ignore[misc]
    yield from _try(load_crosswalk)
    yield from _try(load_glossary)
    yield from _languages(package() / "formulations", load_vocabulary().required_languages)


def _folder(folder: Path) -> Iterator[str]:
    if not any((folder / part).is_dir() for part in ("sets", "instruments", "formulations")):
        yield f"{folder}: nothing to validate. Put files into sets/, instruments/ or formulations/ below it."
    broken = [*_each("instruments", folder, lambda name: load_instrument(name, folder))]
    yield from broken
    if not broken:
        yield from _each("sets", folder, lambda name: load_benchmark(name, folder))
        yield from _released_elsewhere(folder)
        yield from _try(lambda: load_reservations(folder))
        yield from _try(lambda: load_examples(folder))
    yield from _try(lambda: load_crosswalk(folder))
    yield from _languages(folder / "formulations", ())


def _released_elsewhere(folder: Path) -> Iterator[str]:
    """A user's set may not pass for a released version of the package with other content."""
    for id in names_in(folder / "sets"):
        try:
            benchmark = load_benchmark(id, folder)
        except InvalidDefinition:
            continue  # told already, with its own lines
        known = released().get(id, {}).get(benchmark.version)
        if known not in (None, benchmark.fingerprint):
            yield (
                f"sets/{id}.yaml: {id}: version {benchmark.version} is released with other content. "
                "Give the set a name of your own, or another version."
            )


def _without_example(load: Callable[[], Mapping[str, Any]], elements: Mapping[str, Element]) -> Iterator[str]:
    try:
        examples = load()
    except InvalidDefinition:
        return  # told already, with its own lines
    for id, element in elements.items():
        if id not in examples:
            yield f"examples/{element.instrument}.yaml: {id}: the element has no examples. Add covered, partial, none."


def _try(load: Callable[[], Any]) -> Iterator[str]:
    try:
        load()
    except InvalidDefinition as error:
        yield from error.details["problems"]


def _each(part: str, place: Traversable, load: Callable[[str], Any]) -> Iterator[str]:
    for name in sorted(names_in(place / part)):
        yield from _try(lambda name=name: load(name))  # type: ignore[misc]


def _unused_concepts() -> Iterator[str]:
    used = {element.concept for element in load_elements().values()}
    for concept in load_vocabulary().concepts:
        if concept not in used:
            yield f"vocabulary.yaml: {concept}: no element has this concept. Delete it or give it to an element."


def _changed_releases() -> Iterator[str]:
    for id, versions in released().items():
        benchmark = load_benchmark(id)
        known = versions.get(benchmark.version)
        if known is not None and known != benchmark.fingerprint:
            yield (
                f"sets/{id}.yaml: {id}: the content of the released version {benchmark.version} changed. "
                f"Give it a new version and add its fingerprint {benchmark.fingerprint} to {LOCK}."
            )


def _languages(place: Traversable, required: tuple[str, ...]) -> Iterator[str]:
    names = names_in(place)
    for code in required:
        if code not in names:
            yield f"formulations/{code}.yaml: {code}: the language has no file. Write one, or take it off the list."
    languages: list[Language] = []
    for name in sorted(names):
        yield from _try(lambda name=name: languages.append(read_language(place / f"{name}.yaml")))  # type: ignore[misc]
    beside = () if place == package() / "formulations" else names_in(package() / "formulations")
    for language in languages:
        yield from () if language.code in beside else _incomplete(language)
        yield from _placed(check_language(language), place)
    yield from _placed(check_between({language.code: language for language in languages}), place)


def _placed(findings: Iterable[Finding], place: Traversable) -> Iterator[str]:
    for finding in findings:
        problems = Problems(f"formulations/{finding.language}.yaml")
        root = read_yaml(place / f"{finding.language}.yaml", problems)
        concepts = Fields(root, "", problems).pairs("formulations")
        sentences = Fields(Node(concepts, root.line), finding.concept, problems).texts(finding.concept)
        node = next(node for text, node in sentences if text == finding.sentence)
        problems.add(node, finding.concept, finding.told, finding.fix)
        yield from map(str, problems.found)


def _incomplete(language: Language) -> Iterator[str]:
    concepts, groups = missing(language)
    file = f"formulations/{language.code}.yaml"
    for concept in concepts:
        yield f"{file}: {concept}: the concept has no sentence. Write two under `formulations`."
    for group in groups:
        yield f"{file}: {group}: the lexicon group is missing. Add its terms under `lexicon`."
