"""`analyser benchmarks export|counts` and the mappings: the codebook as a file, its figures, and moving answers.

Writes only the file that was asked for. Only `apply-mapping` touches ratings, and it removes none.
"""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

import benchmarks
from analyser.cli.output import DataDirOption, Format, FormatOption, show, workspace
from analyser.errors import DiskFull, InvalidDefinition
from analyser.workspace.moving import ACTIONS
from benchmarks.codebook import compose
from benchmarks.counts import tables
from benchmarks.export_html import to_html
from benchmarks.mapping import Preview, VersionMapping, draft, preview, read_mapping
from benchmarks.own import own_folder


class FileFormat(StrEnum):
    """What kind of file the codebook becomes."""

    html = "html"
    docx = "docx"


class CountFormat(StrEnum):
    """How the figures are printed."""

    markdown = "markdown"
    json = "json"


FolderOption = Annotated[
    Path | None,
    typer.Option(
        "--folder",
        envvar="ANALYSER_BENCHMARKS_DIR",
        exists=True,
        file_okay=False,
        help="Folder of your own with sets/ and instruments/.",
    ),
]
OutputOption = Annotated[Path, typer.Option("--output", dir_okay=False, help="The file to write.")]


def export(
    name: Annotated[str, typer.Argument(help="Benchmark whose codebook is printed: `csea-2012`, `lanzarote@1`.")],
    output: OutputOption,
    format: Annotated[FileFormat, typer.Option(help="`html`, ready for printing to PDF, or `docx`.")] = FileFormat.html,
    language: Annotated[str, typer.Option(help="Language of the labels: `en` or `fr`.")] = "en",
    folder: FolderOption = None,
) -> None:
    """Write the whole codebook of a benchmark: one element a page, with its examples, terms and reservations."""
    book = compose(benchmarks.load_benchmark(name, folder), language, folder)
    if format is FileFormat.html:
        _write(output, to_html(book).encode())
    else:
        from benchmarks.export_docx import to_docx  # costs a fifth of a second that other commands need not pay

        _write(output, to_docx(book))
    print(f"{output}: {len(book.pages)} elements of {book.benchmark.id} {book.benchmark.version}.")


def counts(
    format: Annotated[CountFormat, typer.Option(help="`markdown` for the page, `json` for programs.")] = (
        CountFormat.markdown
    ),
) -> None:
    """Print how much the codebook holds, by instrument and by language, as docs/benchmarks.md has it."""
    if format is CountFormat.json:
        listed = {table.title: [dict(zip(table.heads, row, strict=True)) for row in table.rows] for table in tables()}
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    print("\n".join(table.markdown() for table in tables()), end="")


def draft_mapping(
    first: Annotated[str, typer.Argument(help="Benchmark the answers were given for: `lanzarote@1`.")],
    second: Annotated[str, typer.Argument(help="Benchmark they are to go to.")],
    output: OutputOption,
    folder: FolderOption = None,
) -> None:
    """Write a mapping of answers from one benchmark to another, for a person to decide and review."""
    old, new = benchmarks.load_benchmark(first, folder), benchmarks.load_benchmark(second, folder)
    text = draft(old, new)
    _write(output, text.encode())
    print(f"{output}: {len(old.elements)} elements, {text.count('decision: undecided')} to be decided.")


def check_mapping(
    mapping: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A mapping that people have decided.")],
    ratings: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Answers, as `analyser ratings --format jsonl` prints them."),
    ] = None,
    folder: FolderOption = None,
) -> None:
    """Check a mapping, and preview what becomes of answers. Exit code 3 when something is wrong or undecided."""
    found = read_mapping(mapping, folder)
    _print_mapping(found)
    if ratings is not None:
        _print_preview(preview(found, _answers(ratings)))


def apply_mapping(
    mapping: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A mapping that people have decided.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done and change nothing.")] = False,
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """Take the answers of a workspace to another benchmark by a mapping; once, all or nothing, in the audit log.

    Answers are kept by element. Carried ones are new ratings, marked until they are given anew; what is to be reviewed
    is opened for another round. Exit code 3 when the mapping is wrong or undecided.
    """
    with workspace(data_dir) as opened:
        found = read_mapping(mapping, own_folder())
        admin = opened.local_user()
        steps = opened.mapping_steps(found, by=admin) if dry_run else opened.apply_mapping(found, by=admin)
    show(steps, form, ("jurisdiction", "source", "target", "action", "answers", "why"))
    counts = ", ".join(f"{sum(step.action == name for step in steps)} {name}" for name in ACTIONS)
    typer.echo(f"{'Nothing was changed. Would be: ' if dry_run else 'Applied: '}{counts}.", err=True)


def _print_mapping(mapping: VersionMapping) -> None:
    old, new = mapping.old, mapping.new
    print(f"From {old.id} {old.version} to {new.id} {new.version}: {len(mapping.moves)} elements.")
    for move in mapping.moves:
        if move.decision != "keep" or move.source != move.target:
            print(f"{move.decision:6} {move.source} -> {move.target or 'nothing'}: {move.why}")
    for id in mapping.without_answer:
        print(f"new    {id}: no answer leads to it; it must be rated.")


def _print_preview(seen: Preview) -> None:
    for jurisdiction, element, decision, target in seen.lines:
        if decision != "keep":
            print(f"{jurisdiction} {element}: {decision}{f' for {target}' if target else ''}")
    counts = ", ".join(f"{count} {decision}" for decision, count in seen.counts.items())
    print(f"Answers: {counts}; {seen.elsewhere} for other elements. Nothing was changed.")


def _answers(path: Path) -> list[tuple[str, str]]:
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            found.append(_answer(line, f"{path.name}:{number}"))
    return found


def _answer(line: str, place: str) -> tuple[str, str]:
    try:
        entry: Any = json.loads(line)
        return str(entry["jurisdiction"]), str(entry["element"])
    except (ValueError, KeyError, TypeError) as error:
        fix = "Use the output of `analyser ratings --format jsonl`."
        raise InvalidDefinition(f"{place}: no answer with `jurisdiction` and `element`", fix) from error


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise DiskFull(f"{path} could not be written: {error.strerror}", hint="Choose another --output.") from error
