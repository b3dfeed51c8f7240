"""`analyser webhooks`: the addresses that are told how jobs end."""

from typing import Annotated

import typer

from analyser.cli.output import DataDirOption, Format, FormatOption, show, workspace
from analyser.store.records import JobState
from analyser.workspace.notifying import ENDS

COLUMNS = ("id", "url", "states", "created_at", "created_by", "ended_at")

webhooks_app = typer.Typer(help="Addresses that are told how jobs end, by signed messages.", no_args_is_help=True)


@webhooks_app.command("list")
def listed(form: FormatOption = Format.TABLE, data_dir: DataDirOption = None) -> None:
    """List webhooks, newest first, ended ones included."""
    with workspace(data_dir) as opened:
        show(opened.webhooks(by=opened.local_user()), form, COLUMNS)


@webhooks_app.command()
def add(
    url: Annotated[str, typer.Argument(help="An https address.")],
    state: Annotated[list[JobState] | None, typer.Option(help="Only jobs that end so; repeat for several.")] = None,
    data_dir: DataDirOption = None,
) -> None:
    """Register an address and print the secret its messages are signed with, this once."""
    with workspace(data_dir) as opened:
        made, secret = opened.add_webhook(url, by=opened.local_user(), states=state or ENDS)
    typer.echo(f"{made.id}: {made.url} is told from now on. Its secret, shown this once: {secret}")


@webhooks_app.command()
def end(
    webhook: Annotated[str, typer.Argument(help="Id of the webhook.")],
    data_dir: DataDirOption = None,
) -> None:
    """Tell an address nothing any more; what was sent stays on record."""
    with workspace(data_dir) as opened:
        opened.end_webhook(webhook, by=opened.local_user())
    typer.echo(f"{webhook} is told nothing any more.")


@webhooks_app.command()
def deliver(data_dir: DataDirOption = None) -> None:
    """Send what is due now; `analyser serve` does this all the time."""
    with workspace(data_dir) as opened:
        tried = opened.deliver_due()
    typer.echo(f"{tried} messages were tried.")
