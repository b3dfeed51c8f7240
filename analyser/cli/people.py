"""`analyser people`: who may come in, and as what. Whoever has the data folder is the admin of this machine."""

from typing import Annotated

import typer

from analyser.cli.output import DataDirOption, Format, FormatOption, show, workspace
from analyser.review.records import Role

COLUMNS = ("name", "role", "created_at", "disabled_at", "language")
NameArgument = Annotated[str, typer.Argument(help="Name of the person.")]

people_app = typer.Typer(help="The people of this workspace: list, add, invite, disable.", no_args_is_help=True)


@people_app.command("list")
def listed(form: FormatOption = Format.TABLE, data_dir: DataDirOption = None) -> None:
    """List everybody, also those who are disabled."""
    with workspace(data_dir) as opened:
        show(opened.users(), form, COLUMNS)


@people_app.command()
def add(
    name: NameArgument,
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.REVIEWER,
    data_dir: DataDirOption = None,
) -> None:
    """Add a person and print a one-time token to sign in with; they then choose a password."""
    with workspace(data_dir) as opened:
        made = opened.add_user(name, role, by=opened.local_user())
        token = opened.issue_login(made, minutes=24 * 60)
    typer.echo(f"{made.name} is a {made.role.value}. Open /login?token={token} at your server within 24 hours.")


@people_app.command()
def invite(
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.REVIEWER,
    study: Annotated[str | None, typer.Option(help="Benchmark the person becomes a member of.")] = None,
    days: Annotated[int, typer.Option(help="How long the invitation is good, 1 to 90 days.")] = 7,
    data_dir: DataDirOption = None,
) -> None:
    """Make an invitation; whoever opens it chooses a name and a password. It works once."""
    with workspace(data_dir) as opened:
        made, secret = opened.invite(role, by=opened.local_user(), benchmark=study, days=days)
    typer.echo(f"Send this path at your server, good until {made.expires_at:%Y-%m-%d}: /join/{secret}")


@people_app.command()
def disable(name: NameArgument, data_dir: DataDirOption = None) -> None:
    """Let a person in no more, at once; what they did stays on record."""
    with workspace(data_dir) as opened:
        gone = opened.disable(name, by=opened.local_user())
    typer.echo(f"{gone.name} is let in no more.")
