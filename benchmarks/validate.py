"""Everything that can be wrong with the definition files, found in one pass.

Reads each file by its own loader and goes on after a failure, so that an author sees every problem at once. Besides the
form it checks completeness: languages without a file, concepts and lexicon groups a language lacks, concepts no element
uses, released benchmarks whose content changed.
"""

from collections.abc import Callable, Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from analyser.errors import InvalidDefinition
from benchmarks.fingerprint import LOCK, released
from benchmarks.glossary import load_glossary
from benchmarks.instruments import load_elements, load_instrument, names_in
from benchmarks.languages import missing, read_language
from benchmarks.model import Language
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
    yield from _try(load_glossary)
    yield from _languages(package() / "formulations", load_vocabulary().required_languages)


def _folder(folder: Path) -> Iterator[str]:
    if not any((folder / part).is_dir() for part in ("sets", "instruments", "formulations")):
        yield f"{folder}: nothing to validate. Put files into sets/, instruments/ or formulations/ below it."
    broken = [*_each("instruments", folder, lambda name: load_instrument(name, folder))]
    yield from broken
    if not broken:
        yield from _each("sets", folder, lambda name: load_benchmark(name, folder))
        yield from _try(lambda: load_reservations(folder))
    yield from _languages(folder / "formulations", ())


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
    for name in sorted(names):
        languages: list[Language] = []
        yield from _try(lambda name=name, found=languages: found.append(read_language(place / f"{name}.yaml")))  # type: ignore[misc]
        for language in languages:
            yield from _incomplete(language)


def _incomplete(language: Language) -> Iterator[str]:
    concepts, groups = missing(language)
    file = f"formulations/{language.code}.yaml"
    for concept in concepts:
        yield f"{file}: {concept}: the concept has no sentence. Write two under `formulations`."
    for group in groups:
        yield f"{file}: {group}: the lexicon group is missing. Add its terms under `lexicon`."
