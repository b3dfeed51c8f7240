"""The benchmarks of one installation: the packaged ones and those of a folder of its own, by one set of functions.

The folder is chosen once, where the program is wired, and checked as a whole then: a mistake in it stops the start with
its lines, rather than a page in the middle of a review. The packaged definitions never depend on it.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from analyser.errors import InvalidDefinition, UnknownName
from benchmarks import crosswalk, instruments, languages, reservations, sets
from benchmarks.closest import hint
from benchmarks.codebook import Codebook, Page
from benchmarks.codebook import compose as compose_from
from benchmarks.codebook import compose_page as compose_page_from
from benchmarks.labels import Labels
from benchmarks.model import Benchmark, Element, Instrument, Language
from benchmarks.reservations import Requirement
from benchmarks.validate import validate

_chosen: list[Path] = []


def use_folder(folder: Path | None) -> None:
    """Take a folder's definitions beside the packaged ones from now on; None: only the packaged ones.

    Raises InvalidDefinition whose details list every problem of the folder.
    """
    problems = validate(folder) if folder is not None else []
    if problems:
        fix = f"`analyser benchmarks validate --folder {folder}` lists every problem."
        raise InvalidDefinition(f"{folder}: {problems[0]}", fix, problems=problems)
    _chosen[:] = [] if folder is None else [folder]


def own_folder() -> Path | None:
    """The folder in use."""
    return _chosen[0] if _chosen else None


def list_benchmarks(folder: Path | None = None) -> list[str]:
    """Ids of the packaged benchmarks and of those in the folder, sorted."""
    return sets.list_benchmarks(folder or own_folder())


def load_benchmark(id: str, folder: Path | None = None) -> Benchmark:
    """One benchmark; `lanzarote@1` is an earlier version. Raises UnknownName, InvalidDefinition."""
    return sets.load_benchmark(id, folder or own_folder())


def list_instruments(folder: Path | None = None) -> list[str]:
    """Ids of the packaged instruments and of those in the folder, sorted."""
    return instruments.list_instruments(folder or own_folder())


def load_instrument(id: str, folder: Path | None = None) -> Instrument:
    """One instrument. Raises UnknownName, InvalidDefinition."""
    return instruments.load_instrument(id, folder or own_folder())


def load_elements(folder: Path | None = None) -> dict[str, Element]:
    """Every element of every instrument by id, in the order of the files."""
    return instruments.load_elements(folder or own_folder())


def load_languages() -> dict[str, Language]:
    """How every language phrases the concepts: the packaged sentences and terms, then those of the folder in use.

    A language that the package lacks stands on the folder's file alone. Raises InvalidDefinition.
    """
    packaged, folder = languages.load_languages(), own_folder()
    if folder is None or not (folder / "formulations").is_dir():
        return packaged
    own = languages.load_languages(folder / "formulations")
    joined = {code: _joined(packaged[code], one) if code in packaged else one for code, one in own.items()}
    return dict(sorted((packaged | joined).items()))


def load_language(code: str) -> Language:
    """One language. Raises UnknownName, InvalidDefinition."""
    every = load_languages()
    if code not in every:
        raise UnknownName(f"No formulations in the language `{code}`.", hint(code, every))
    return every[code]


def _joined(first: Language, second: Language) -> Language:
    formulations = _appended(first.formulations, second.formulations)
    return Language(first.code, formulations, _appended(first.lexicon, second.lexicon))


def _appended(
    first: Mapping[str, tuple[str, ...]], second: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Both lists key by key, each text once, whatever its case."""
    found: dict[str, tuple[str, ...]] = dict(first)
    for key, texts in second.items():
        known = {text.casefold() for text in found.get(key, ())}
        found[key] = (*found.get(key, ()), *(text for text in texts if text.casefold() not in known))
    return found


def required_of(element: str, jurisdiction: str, on: date) -> Requirement:
    """Whether an element is required of a State on a day. Raises UnknownName."""
    return reservations.required_of(element, jurisdiction, on, own_folder())


def same_concept(element_id: str) -> tuple[Element, ...]:
    """The other elements with the concept of this one. Raises UnknownName."""
    return crosswalk.same_concept(element_id, own_folder())


def compose(benchmark: Benchmark, language: str = "en") -> Codebook:
    """The codebook of a benchmark, ready to be printed."""
    return compose_from(benchmark, language, own_folder())


def compose_page(element: Element, language: str = "en") -> tuple[Page, Labels]:
    """The page of one element, and the words around it."""
    return compose_page_from(element, language, own_folder())
