"""A progress bar on stderr when a person is watching, nothing when a script is."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from analyser.analysis import Progress as Listener
from analyser.analysis import silent


@contextmanager
def progress_bar() -> Iterator[Listener]:
    """Yield a listener for `analyser.analysis`; it draws only on a terminal."""
    if not sys.stderr.isatty():
        yield silent
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=None)

        def listen(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield listen
