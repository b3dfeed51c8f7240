"""`analyser laws`: what is in the workspace."""

from collections.abc import Iterator
from typing import Annotated

import typer

from analyser.cli.output import DataDirOption, Format, FormatOption, show, workspace
from analyser.errors import UsageError
from analyser.store.records import SectionRecord
from analyser.workspace import Workspace

LAWS = ("id", "jurisdiction", "title", "language", "as_of", "sections", "verdict", "current", "file_name")
SECTIONS = ("id", "label", "heading", "path", "pages", "repealed")


def laws(
    law: Annotated[str | None, typer.Argument(help="Id of a law version: lists its sections instead.")] = None,
    country: Annotated[str | None, typer.Option(help="Only this jurisdiction.")] = None,
    all_versions: Annotated[bool, typer.Option("--all", help="Also versions that are no longer current.")] = False,
    withdraw: Annotated[
        str | None, typer.Option(help="Take the law version out of the current set, for this reason.")
    ] = None,
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """List the laws, or the sections of one. JSON has everything, with the completeness certificate."""
    if withdraw is not None and law is None:
        raise UsageError(
            "Nothing says which law version to withdraw.", "Give its id: analyser laws ID --withdraw REASON."
        )
    with workspace(data_dir) as opened:
        if law is not None and withdraw is not None:
            opened.withdraw(law, withdraw, by=opened.local_user())
        elif law is not None:
            show(_sections(opened, law), form, SECTIONS, title=opened.law(law).title)
            return
        show(opened.every_law(country, all_versions=all_versions), form, LAWS)


def _sections(opened: Workspace, law: str) -> Iterator[SectionRecord]:
    cursor = None
    while True:
        page = opened.sections(law, cursor=cursor, limit=1000)
        yield from page.items
        if (cursor := page.next_cursor) is None:
            return
