"""`analyser benchmarks list|show|validate|diff|export|counts` and mappings: the codebook on the command line.

Reads definitions and changes none; only `apply-mapping` opens the workspace. `--folder` adds a folder of your own with
`sets/` and `instruments/`.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

import benchmarks
from analyser.cli import codebook
from analyser.cli.codebook import FolderOption
from analyser.errors import InvalidDefinition, UnknownName
from benchmarks.closest import hint
from benchmarks.crosswalk import same_concept
from benchmarks.diff import Difference
from benchmarks.diff import diff as difference
from benchmarks.examples import load_examples
from benchmarks.languages import missing
from benchmarks.model import Benchmark, Element, Instrument
from benchmarks.validate import validate as problems_of


class Format(StrEnum):
    """How the answer is printed."""

    table = "table"
    json = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="`table` for people, `json` for programs.")]
benchmarks_app = typer.Typer(no_args_is_help=True, help="The codebook: what the treaties want criminalised.")
for command in (
    codebook.export,
    codebook.counts,
    codebook.draft_mapping,
    codebook.check_mapping,
    codebook.apply_mapping,
):
    benchmarks_app.command()(command)


@benchmarks_app.command("list")
def list_(format: FormatOption = Format.table, folder: FolderOption = None) -> None:
    """List benchmarks, instruments and languages with their sizes."""
    sets = [_benchmark_line(benchmarks.load_benchmark(id, folder)) for id in benchmarks.list_benchmarks(folder)]
    instruments = [
        _instrument_line(benchmarks.load_instrument(id, folder)) for id in benchmarks.list_instruments(folder)
    ]
    languages = _language_lines()
    if format is Format.json:
        _json({"benchmarks": sets, "instruments": instruments, "languages": languages})
        return
    for title, lines in (("Benchmarks", sets), ("Instruments", instruments), ("Languages", languages)):
        _table(title, lines)


@benchmarks_app.command()
def show(
    name: Annotated[str, typer.Argument(help="A benchmark (`csea-2012`), an instrument (`lanzarote`) or an element.")],
    format: FormatOption = Format.table,
    folder: FolderOption = None,
) -> None:
    """Show the rows of a benchmark, the elements of an instrument, or one element with its codebook entry."""
    elements = benchmarks.load_elements(folder)
    if name in benchmarks.list_benchmarks(folder):
        _show_benchmark(benchmarks.load_benchmark(name, folder), format)
    elif name in benchmarks.list_instruments(folder):
        _show_instrument(benchmarks.load_instrument(name, folder), format)
    elif name in elements:
        _show_element(elements[name], folder, format)
    else:
        known = [*benchmarks.list_benchmarks(folder), *benchmarks.list_instruments(folder), *elements]
        raise UnknownName(f"No benchmark, instrument or element `{name}`.", hint(name, known))


@benchmarks_app.command()
def validate(folder: FolderOption = None, format: FormatOption = Format.table) -> None:
    """Check every definition file; names file, line, element and what to do. Exit code 3 when something is wrong."""
    found = problems_of(folder)
    if format is Format.json:
        _json({"valid": not found, "problems": found})
    else:
        for problem in found:
            print(problem)
    if found:
        raise InvalidDefinition(
            f"{len(found)} problem(s) in the definition files.", "Each line above names the place and what to do."
        )
    if format is Format.table:
        print("The definition files are valid.")


@benchmarks_app.command()
def diff(
    first: Annotated[str, typer.Argument(help="Benchmark to start from; `lanzarote@1` is an earlier version.")],
    second: Annotated[str, typer.Argument(help="Benchmark to compare with.")],
    format: FormatOption = Format.table,
    folder: FolderOption = None,
) -> None:
    """Show which elements were added, removed or changed between two benchmarks."""
    old, new = benchmarks.load_benchmark(first, folder), benchmarks.load_benchmark(second, folder)
    result = difference(old, new)
    if format is Format.json:
        _json(asdict(result))
        return
    _print_difference(result)


def _print_difference(result: Difference) -> None:
    if result.empty:
        print("No difference.")
    for id in result.removed:
        near = f"  (same concept: {', '.join(result.neighbours[id])})" if id in result.neighbours else ""
        print(f"- {id}{near}")
    for id in result.added:
        print(f"+ {id}")
    for id, names in result.changed.items():
        print(f"~ {id}: {', '.join(names)}")
    if result.rows_changed:
        print("~ rows of the study table")


def _show_benchmark(benchmark: Benchmark, format: Format) -> None:
    if format is Format.json:
        _json(asdict(benchmark))
        return
    print(f"{benchmark.id} version {benchmark.version}: {benchmark.title}\nfingerprint {benchmark.fingerprint}\n")
    rows = [{"row": row.label, "elements": row.elements, "articles": row.articles} for row in benchmark.rows]
    _table(f"{len(rows)} rows, {len(benchmark.elements)} elements", rows)


def _show_instrument(instrument: Instrument, format: Format) -> None:
    if format is Format.json:
        _json(asdict(instrument))
        return
    print(f"{instrument.id}: {instrument.title}\n{instrument.citation}\n")
    lines = [{"id": e.id, "article": e.article, "label": e.label, "concept": e.concept} for e in instrument.elements]
    _table(f"{len(lines)} elements", lines)


def _show_element(element: Element, folder: Path | None, format: Format) -> None:
    neighbours = [other.id for other in same_concept(element.id, folder)]
    examples = load_examples(folder).get(element.id, ())
    if format is Format.json:
        _json(asdict(element) | {"same_concept": neighbours, "examples": [asdict(one) for one in examples]})
        return
    content = asdict(element)
    reasons = content.pop("partial_when")
    console = Console(highlight=False)
    for name, value in content.items():
        console.print(f"{name.replace('_', ' ')}: {value}", markup=False)
    for code, words in reasons.items():
        console.print(f"partial, {code}: {words}", markup=False)
    for one in examples:
        kind = one.kind + (f", {one.reason}" if one.reason else "")
        console.print(f"example, {kind}: {one.text} [{one.why}]", markup=False)
    console.print(f"same concept: {', '.join(neighbours) or 'none'}", markup=False)


def _benchmark_line(benchmark: Benchmark) -> dict[str, Any]:
    counts = {"elements": len(benchmark.elements), "rows": len(benchmark.rows)}
    head = {"id": benchmark.id, "version": benchmark.version, "title": benchmark.title}
    return head | counts | {"fingerprint": benchmark.fingerprint}


def _instrument_line(instrument: Instrument) -> dict[str, Any]:
    verified = sum(element.verified for element in instrument.elements)
    return {"id": instrument.id, "title": instrument.title, "elements": len(instrument.elements), "verified": verified}


def _language_lines() -> list[dict[str, Any]]:
    names = benchmarks.load_vocabulary().languages
    return [
        {
            "id": language.code,
            "name": names[language.code],
            "concepts": len(language.formulations),
            "sentences": sum(map(len, language.formulations.values())),
            "missing": len(missing(language)[0]),
        }
        for language in benchmarks.load_languages().values()
    ]


def _json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _table(title: str, lines: Sequence[dict[str, Any]]) -> None:
    table = Table(title=title, title_justify="left", show_lines=False)
    for name in lines[0] if lines else ():
        table.add_column(name, overflow="fold")
    for line in lines:
        table.add_row(*(escape(", ".join(v) if isinstance(v, tuple) else str(v)) for v in line.values()))
    Console(highlight=False).print(table)
