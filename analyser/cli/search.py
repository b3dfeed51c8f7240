"""`analyser search`: free text over all laws, and the index it reads."""

import sys
from typing import Annotated

import typer

from analyser.cli.output import DataDirOption, Format, FormatOption, show, workspace
from analyser.cli.progress import progress_bar
from analyser.errors import UsageError
from analyser.store.records import SearchFilter
from analyser.workspace.searching import Mode, Results

COLUMNS = (
    "rank",
    "section.jurisdiction",
    "section.law_title",
    "section.label",
    "section.heading",
    "snippet",
    "by_words",
    "by_meaning",
    "section.id",
)


def search(
    text: Annotated[
        str | None, typer.Argument(help='Words, "phrases", beginnings* of words; or a whole sentence.')
    ] = None,
    country: Annotated[str | None, typer.Option(help="Only this jurisdiction.")] = None,
    law: Annotated[str | None, typer.Option(help="Only this law version, by id.")] = None,
    language: Annotated[str | None, typer.Option(help="Only laws in this language.")] = None,
    repealed: Annotated[
        bool | None, typer.Option("--repealed/--in-force", help="Only repealed sections, or only those in force.")
    ] = None,
    all_versions: Annotated[bool, typer.Option("--all", help="Also versions that are no longer current.")] = False,
    mode: Annotated[Mode, typer.Option(help="By words, by meaning, or both joined.")] = Mode.HYBRID,
    limit: Annotated[int, typer.Option(min=1, max=200, help="Most results.")] = 20,
    index: Annotated[
        bool, typer.Option("--index", help="First make laws searchable that are not yet: embeds what is missing.")
    ] = False,
    nearest_index: Annotated[
        bool,
        typer.Option("--nearest-index", help="First build PostgreSQL's index of nearest sections; prints its recall."),
    ] = False,
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """Search the sections of all laws by words, by meaning, or by both.

    A law that is not searched by meaning yet is named on stderr, with the way to make it so.
    """
    if text is None and not (index or nearest_index):
        raise UsageError("Nothing is searched for.", hint='Give words: analyser search "grooming of children".')
    with workspace(data_dir) as opened:
        if index:
            with progress_bar() as progress:
                done = opened.index_search(by=opened.local_user(), country=country, progress=progress)
            typer.echo(f"Indexed {done} laws.", err=True)
        if nearest_index:
            recall = opened.build_search_index(by=opened.local_user())
            said = "SQLite compares every section: no index is needed." if recall is None else f"Recall {recall:.3f}."
            typer.echo(said, err=True)
        if text is not None:
            wanted = SearchFilter(country, law, language, repealed, all_versions)
            found = opened.search(text, wanted, mode=mode, limit=limit)
            show(found.items, form, COLUMNS)
            _tell(found)


def _tell(found: Results) -> None:
    """What was not looked at, on stderr."""
    if found.unsearched.words:
        print(f"{found.unsearched.words} laws are not searched by words yet: analyser search --index", file=sys.stderr)
    if found.mode is not Mode.LEXICAL and found.unsearched.meaning:
        print(
            f"{found.unsearched.meaning} of {found.unsearched.laws} laws are not searched by meaning yet: "
            "analyser search --index",
            file=sys.stderr,
        )
    if found.cut:
        print("More sections have these words than were ranked: narrow the search.", file=sys.stderr)
