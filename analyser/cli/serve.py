"""`analyser serve`: the review pages and the API on an address of this machine, until stopped.

The address is taken before anything is opened, so a port in use is told at once; the one-time link is printed when
the server answers, never before.
"""

import errno
import signal
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from analyser.errors import PortInUse, UsageError
from analyser.settings import Settings

if TYPE_CHECKING:
    from analyser.workspace import Workspace

GRACE = 10  # seconds that requests in work are given when the server is stopped
EVERYWHERE = ("0.0.0.0", "::")


def serve(
    host: Annotated[str | None, typer.Option(help="Address; default 127.0.0.1, this machine only.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; default 8321, 0 takes a free one.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Folder of the database and the uploaded files.")] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the pages in the browser.")] = False,
) -> None:
    """Open the review pages and the API; sign in with the one-time link that is printed. Ctrl+C stops."""
    given: dict[str, Any] = {"host": host, "port": port, "data_dir": data_dir}
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    with listen(settings.host, settings.port) as taken:
        from analyser.factory import open_workspace  # here: a port in use must not wait for the libraries

        workspace = open_workspace(settings)
        try:
            run_until_stopped(workspace, settings, taken, open_browser)
        finally:
            workspace.close()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises PortInUse, and UsageError for an address that cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UsageError(f"There is no address `{host}`: {error.strerror}.", "Use --host 127.0.0.1.") from error
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(address)
        taken.listen(128)
    except OSError as error:
        taken.close()
        if error.errno == errno.EADDRINUSE:
            hint = f"Stop the other program, or choose another port: --port {port + 1} (0 takes a free one)."
            raise PortInUse(f"Port {port} on {host} is in use.", hint, host=host, port=port) from error
        hint = "Use --host 127.0.0.1 and a --port above 1023."
        raise UsageError(f"{host}, port {port} cannot be listened on: {error.strerror}.", hint) from error
    return taken


def run_until_stopped(
    workspace: "Workspace", settings: Settings, taken: socket.socket, open_browser: bool = False
) -> None:
    """Serve an open workspace on a listening socket; returns after Ctrl+C or SIGTERM. Requests in work are finished."""
    from api import create_app

    address = base_url(settings.host, taken.getsockname()[1])

    def ready() -> None:
        link = f"{address}/login?token={workspace.issue_login(workspace.local_user())}"
        typer.echo(f"The review pages are at {address}\nSign in with this link, which works once:\n\n    {link}\n")
        typer.echo("Stop with Ctrl+C.")
        if open_browser:
            webbrowser.open(link)

    previous = signal.signal(signal.SIGTERM, _stop)
    try:
        _serve(create_app(workspace, settings), taken, ready)
    except KeyboardInterrupt:
        typer.echo("Stopped.")
    finally:
        signal.signal(signal.SIGTERM, previous)


def base_url(host: str, port: int) -> str:
    """The address to open: a server that listens everywhere is reached on this machine too."""
    name = "127.0.0.1" if host in EVERYWHERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    """SIGTERM like Ctrl+C: the server has shut down by now and the workspace must still be closed."""
    raise KeyboardInterrupt


def _serve(app: Any, taken: socket.socket, ready: Callable[[], None]) -> None:
    import uvicorn

    class Announced(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

    config = uvicorn.Config(
        app, log_level="warning", lifespan="on", timeout_graceful_shutdown=GRACE, server_header=False
    )
    Announced(config).run(sockets=[taken])
