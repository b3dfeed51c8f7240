"""`analyser corpus`: making and checking the manifest of a bulk run. Nothing is added to the workspace here."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from analyser import analysis, jurisdictions
from analyser.cli.output import Format, FormatOption, settings, show
from analyser.errors import InputRejected, PartialFailure, UsageError
from analyser.jobs.gate import choose, look, sources
from analyser.sections.law import SplitLaw
from corpora import folders, history, manifest

corpus_app = typer.Typer(help="Manifests of many laws: made from a folder or a git history, and checked.")
COLUMNS = ("source", "law", "verdict", "reasons")


@dataclass(frozen=True, slots=True)
class Row:
    """One law that was looked at."""

    source: str
    law: str
    verdict: str
    reasons: str


@corpus_app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(help="A folder of files, or a git repository whose commits are versions.")],
    out: Annotated[Path, typer.Option("--output", help="Folder for manifest.csv and left-out.txt.")],
    country: Annotated[
        str | None, typer.Option(help="ISO 3166 code; left out, the folders under SOURCE are named by it: de, au-wa.")
    ] = None,
    versions: Annotated[
        bool, typer.Option("--history", help="SOURCE is law-as-git: every text a file ever had is a version.")
    ] = False,
    git_dates: Annotated[
        bool, typer.Option("--git-dates", help="Date a text that has no day of its own by its commit.")
    ] = False,
    source_name: Annotated[str | None, typer.Option("--source", help="Where the texts come from; for all.")] = None,
    licence: Annotated[str | None, typer.Option(help="Under what terms they may be used; for all.")] = None,
    language: Annotated[str | None, typer.Option(help="Their language, where it is one; for all.")] = None,
) -> None:
    """Write a manifest of the laws found, with the titles, languages and days that the files give themselves.

    Understood are Markdown front matter, Akoma Ntoso and the XML of the United Kingdom, Germany, Estonia, France and
    Canada. What is left out is written to left-out.txt with the reason. Look at both, then run `corpus check`.
    """
    if country is not None:
        country = jurisdictions.check(country)
    elif versions:
        raise UsageError("--history needs --country.", hint="A repository holds the laws of one jurisdiction.")
    if not source.is_dir():
        raise InputRejected(f"{source} is not a folder.", hint="Check the path.")
    said = {"source": source_name, "licence": licence, "language": language}
    given = {name: value for name, value in said.items() if value is not None}
    out.mkdir(parents=True, exist_ok=True)
    if versions and country is not None:
        found = history.find(source, out, country, given, git_dates)
    else:
        found = folders.find(source, country, given)
    manifest.write(out / "manifest.csv", found.rows)
    left = "".join(f"{name}\t{why}\n" for name, why in found.left_out)
    (out / "left-out.txt").write_text(left, encoding="utf-8")
    undated = sum("as_of" not in row for row in found.rows)
    typer.echo(
        f"{out / 'manifest.csv'}: {len(found.rows)} texts, {undated} of them without a day of their own; "
        f"{len(found.left_out)} left out, see left-out.txt.",
        err=True,
    )


@corpus_app.command("check")
def check(
    path: Annotated[Path, typer.Argument(metavar="MANIFEST", help="The manifest of a bulk run.")],
    form: FormatOption = Format.TABLE,
) -> None:
    """Check a manifest, then read five laws of each of its sources and say how they come out. Nothing is stored.

    `analyser bulk` does the same before it adds the laws of a source of more than five. Exit codes: 0 every source
    passes, 3 the manifest is wrong (by line), 6 some sources do not pass (listed).
    """
    used = settings(None)

    def read(file: Path, language: str | None) -> tuple[SplitLaw, ...]:
        return analysis.read_law(file, used, language)

    rows, refused = [], []
    for name, items in sources(manifest.load(path)).items():
        found = [look(item.name, item.path, item.language, read) for item in choose(items, used.seed)]
        rows += [Row(name, one.name, one.verdict, "; ".join(one.reasons)) for one in found]
        refused += [name] if not all(one.passes for one in found) else []
    show(rows, form, COLUMNS)
    if refused:
        raise PartialFailure(
            f"{len(refused)} sources do not pass: {', '.join(refused)}.",
            hint="Give better copies of the laws that are named, or take the source out.",
            items=refused,
        )
