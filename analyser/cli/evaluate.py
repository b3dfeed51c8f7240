"""`analyser evaluate`: the real pipeline against gold labels, printed by jurisdiction, language and element."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

import benchmarks
from analyser.cli.progress import progress_bar
from analyser.errors import UsageError
from analyser.settings import Settings

if TYPE_CHECKING:
    from models.judging import Means, Report


def evaluate(
    gold: Annotated[
        Path, typer.Argument(help="Folder of <jurisdiction>.jsonl gold files; laws lie relative to its parent.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    leave_one_out: Annotated[
        bool, typer.Option("--leave-one-out", help="Judge each jurisdiction by weights trained without it (minutes).")
    ] = False,
    benchmark: Annotated[str, typer.Option(help="Benchmark whose elements are ranked.")] = "csea-full",
    country: Annotated[list[str] | None, typer.Option(help="Only this jurisdiction; repeat for several.")] = None,
    form: Annotated[
        str, typer.Option(help="Form of the laws preferred where there are several: txt, html, pdf.")
    ] = "txt",
    folds: Annotated[
        int, typer.Option(min=2, help="With --leave-one-out: parts the jurisdictions are left out in.")
    ] = 6,
    compare: Annotated[
        bool, typer.Option("--alternatives", help="With --leave-one-out: BM25, the plain encoder and a hybrid beside.")
    ] = False,
    ablation: Annotated[
        bool, typer.Option("--ablation", help="With --leave-one-out: judge again with each feature hidden, once.")
    ] = False,
    formulations: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Folder of other formulations, to compare those in use with."),
    ] = None,
) -> None:
    """Read, split and rank the laws of a gold folder and print how well the answers were found.

    hit@k: an answering section among the first k. R@k: share of the answering sections among the first k. Overall
    figures are means over jurisdictions. Fails when nothing was measured.
    """
    if formulations is not None and leave_one_out:
        raise UsageError("formulations are compared with the packaged weights alone", "leave --leave-one-out away")
    if (compare or ablation) and not leave_one_out:
        raise UsageError("alternatives and ablation are judged on jurisdictions left out", "add --leave-one-out")
    means, only = _means(gold, benchmark), country or ()
    if formulations is not None:
        _compare(gold, means, formulations, only, form, as_json)
    elif leave_one_out:
        _print(_left_out(gold, means, only, form, folds, compare=compare, ablation=ablation), as_json)
    else:
        _print(_judged(gold, means, only, form), as_json)


def _means(gold: Path, benchmark: str) -> "Means":
    """What judging needs; what is wrong with the folder is said before anything is loaded."""
    from models.encoder import load_encoder  # here: the encoder's libraries take seconds to import
    from models.gold import read_gold
    from models.judging import Means
    from models.ranker import load_ranker

    if not gold.is_dir():
        raise UsageError(f"{gold} is not a folder", "give the folder that holds <jurisdiction>.jsonl gold files")
    read_gold(gold)
    settings = Settings()
    benchmarks.use_folder(settings.benchmarks_dir)
    wanted = benchmarks.load_benchmark(benchmark)
    return Means(settings, wanted, benchmarks.load_languages(), load_encoder(settings), load_ranker())


def _judged(gold: Path, means: "Means", only: Sequence[str], form: str) -> "Report":
    from models.judging import Report, examples_of, judge

    report = Report()
    with progress_bar() as progress:
        judge(examples_of(gold, means, report, only, form, progress), means.ranker, report)
    return report


def _left_out(
    gold: Path, means: "Means", only: Sequence[str], form: str, folds: int, *, compare: bool, ablation: bool
) -> "Report":
    from models.alternatives import alternatives
    from models.judging import Report, examples_of, judge_left_out

    report = Report()
    with progress_bar() as progress:
        examples = examples_of(gold, means, report, only, form, progress)
        judge_left_out(examples, means, report, folds, ablation)
        if compare:
            elements = {one.id: one for one in means.benchmark.elements}
            report.alternatives = alternatives(examples, elements, means.encoder, report.cases)
    return report


def _print(report: "Report", as_json: bool) -> None:
    measured = report.as_dict()
    if as_json:
        typer.echo(json.dumps(measured, ensure_ascii=False, sort_keys=True))
    else:
        _show(measured)


def _compare(gold: Path, means: "Means", other: Path, only: Sequence[str], form: str, as_json: bool) -> None:
    """Print what the formulations in use give against another folder's, by the same weights."""
    from benchmarks.languages import load_languages
    from models.comparing import compare

    before = load_languages(other)
    with progress_bar() as progress:
        measured = compare(gold, means, before, only, form, progress).as_dict()
    if as_json:
        typer.echo(json.dumps(measured, ensure_ascii=False, sort_keys=True))
        return
    console = Console(width=120)
    failures = measured.pop("failures")
    for way, found in measured.items():
        table = Table("", *(f"{name} {when}" for name in found["overall"] for when in ("before", "after")), "cases")
        table.title = way
        for name, row in found["languages"].items():
            figures = [f"{value:.3f}" for key, pair in row.items() if key != "cases" for value in pair]
            table.add_row(name, *figures, str(row["cases"]))
        console.print(table)
        for key in ("language", "element"):
            for end, rows in found[f"gains by {key}"].items():
                listed = ", ".join(f"{row[key]} {row['gain']:+.3f}" for row in rows)
                console.print(f"MRR by {key}, gained {end}: {listed}", markup=False)
    for law, problem in failures.items():
        console.print(f"not read: {law}: {problem}", markup=False)


def _show(measured: Mapping[str, Any]) -> None:
    console = Console(width=120)
    for key in ("jurisdictions", "languages", "scripts", "elements", "alternatives", "ablation", "reliability by size"):
        if measured[key]:
            console.print(_table(key, measured[key]))
    how = "weights that never saw them" if measured["left out"] else "the packaged weights, which may have seen them"
    console.print(f"Overall, mean over jurisdictions, judged by {how}: {_line(measured['overall'])}")
    _show_splits(console, measured)
    console.print(
        f"Calibration error {measured['ECE']:.4f}; {measured['cases']} cases; {sum(measured['seconds'].values()):.0f} s"
    )
    for title in ("with exemplars", "declared missed", "suggested ratings"):
        if title in measured:
            console.print(f"{title.capitalize()}: {_line(measured[title])}", markup=False)
    lowest = ", ".join(f"{one['jurisdiction']} {one['element']} {one['best rank']}" for one in measured["worst"])
    console.print(f"Lowest ranks of a first answer: {lowest}", markup=False)
    for law, problem in measured["failures"].items():
        console.print(f"not read: {law}: {problem}", markup=False)


def _show_splits(console: Console, measured: Mapping[str, Any]) -> None:
    """Section F1 law by law, and the worst boundaries."""
    splits: Mapping[str, float] = measured["split F1"]
    if not splits:
        return
    table = Table("law", "section F1", title="splitting")
    for law, score in sorted(splits.items(), key=lambda pair: (pair[1], pair[0])):
        table.add_row(law, f"{score:.4f}")
    console.print(table)
    mean = sum(splits.values()) / len(splits)
    console.print(f"Section F1: mean {mean:.4f}, lowest {min(splits.values()):.4f}, laws {len(splits)}")
    for one in measured["worst boundaries"]:
        how = "found in excess" if one["extra"] else f"{100 * one['overlap']:.1f} % of its text found"
        console.print(f"  {one['law']}: {one['label']}: {how}", markup=False)


def _table(title: str, rows: Mapping[str, Mapping[str, float]]) -> Table:
    table = Table("", *next(iter(rows.values())), title=title)
    for name, measures in rows.items():
        cells = [f"{value:.3f}" if isinstance(value, float) else str(value) for value in measures.values()]
        table.add_row(name, *cells)
    return table


def _line(measures: Mapping[str, float]) -> str:
    return ", ".join(
        f"{name} {value:.3f}" if isinstance(value, float) else f"{name} {value}" for name, value in measures.items()
    )
