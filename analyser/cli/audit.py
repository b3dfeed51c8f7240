"""`analyser audit`: the append-only log, and whether it is whole."""

from typing import Annotated

import typer

from analyser.cli.output import DataDirOption, Format, FormatOption, show, workspace
from analyser.store.records import AuditEntry

COLUMNS = ("seq", "at", "actor", "action", "subject", "hash")

audit_app = typer.Typer(help="The log of every decision, upload, export and permission change.", no_args_is_help=True)


@audit_app.command("list")
def entries(
    last: Annotated[int, typer.Option(min=1, help="How many of the newest entries.")] = 50,
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """List the newest entries, newest first; what an answer says is left out while it is blind."""
    found: list[AuditEntry] = []
    cursor: str | None = None
    with workspace(data_dir) as opened:
        me = opened.local_user()
        while len(found) < last:
            page = opened.audit(by=me, cursor=cursor, limit=min(200, last - len(found)))
            found += page.items
            cursor = page.next_cursor
            if cursor is None:
                break
    show(found, form, COLUMNS)


@audit_app.command()
def verify(
    head: Annotated[
        str | None, typer.Option(help="Hash noted elsewhere, of an entry that must still stand in the log.")
    ] = None,
    data_dir: DataDirOption = None,
) -> None:
    """Check that no entry was changed or removed, and that the log still reaches what editions and --head point to."""
    with workspace(data_dir) as opened:
        count = opened.verify_audit(head)
        newest = opened.tag()
    typer.echo(f"The audit log is intact: {count} entries; its head is {newest}.")
