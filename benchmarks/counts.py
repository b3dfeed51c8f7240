"""How much the codebook holds, by instrument and by language: the figures of `docs/benchmarks.md` are these."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.examples import load_examples
from benchmarks.instruments import list_instruments, load_instrument
from benchmarks.labels import label_languages, load_labels
from benchmarks.languages import load_languages
from benchmarks.model import Instrument, Language
from benchmarks.sets import list_benchmarks, load_benchmark
from benchmarks.vocabulary import load_vocabulary


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts, its first row the heads."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def markdown(self) -> str:
        """The table as GitHub writes it, with its title as a heading."""
        lines = [self.heads, tuple("---" for _ in self.heads), *self.rows]
        return f"## {self.title}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def tables() -> tuple[Table, ...]:
    """Instruments, benchmarks, languages, and the elements of each instrument that each language phrases."""
    instruments = [load_instrument(name) for name in list_instruments()]
    languages = list(load_languages().values())
    return _instruments(instruments), _benchmarks(), _languages(languages), _phrased(instruments, languages)


def _instruments(instruments: Sequence[Instrument]) -> Table:
    examples = load_examples()
    printed = [code for code in label_languages() if code != "en"]
    rows = []
    for instrument in instruments:
        elements = instrument.elements
        numbers = [
            len(elements),
            sum(element.verified for element in elements),
            sum(len(examples.get(element.id, ())) for element in elements),
            *(sum(element.id in load_labels(code).labels for element in elements) for code in printed),
        ]
        rows.append((f"`{instrument.id}`", instrument.title, *map(str, numbers)))
    heads = ("instrument", "title", "elements", "verified", "examples", *(f"labels in {code}" for code in printed))
    return Table("Instruments", heads, tuple(rows))


def _benchmarks() -> Table:
    rows = []
    for id in list_benchmarks():
        one = load_benchmark(id)
        rows.append((f"`{id}`", one.version, str(len(one.elements)), str(len(one.rows)), f"`{one.fingerprint[:12]}`"))
    return Table("Benchmarks", ("benchmark", "version", "elements", "rows", "fingerprint"), tuple(rows))


def _languages(languages: Sequence[Language]) -> Table:
    vocabulary = load_vocabulary()
    rows = []
    for language in languages:
        core = [concept for concept in vocabulary.core if concept in language.formulations]
        numbers = [
            len(core),
            len(language.formulations) - len(core),
            sum(map(len, language.formulations.values())),
            sum(map(len, language.lexicon.values())),
        ]
        rows.append((f"`{language.code}`", vocabulary.languages[language.code], *map(str, numbers)))
    core_head, further_head = (
        f"core concepts of {len(vocabulary.core)}",
        f"further concepts of {len(vocabulary.further)}",
    )
    return Table("Languages", ("code", "language", core_head, further_head, "sentences", "lexicon terms"), tuple(rows))


def _phrased(instruments: Sequence[Instrument], languages: Sequence[Language]) -> Table:
    rows = [
        (
            f"`{language.code}`",
            *(
                str(sum(element.concept in language.formulations for element in instrument.elements))
                for instrument in instruments
            ),
        )
        for language in languages
    ]
    heads = ("language", *(f"`{instrument.id}` of {len(instrument.elements)}" for instrument in instruments))
    return Table("Elements that a language phrases, by instrument", heads, tuple(rows))
