"""HTTP and the review pages: translates requests into calls of the Workspace and its answers into JSON or HTML.

It decides what a request means and who asks. It refuses to hold any rule of its own: what may be rated, by whom and on
which proof is decided by the Workspace, and its errors are rendered here unchanged.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from analyser.settings import Settings
    from analyser.workspace import Workspace

__all__ = ["create_app"]


def create_app(workspace: "Workspace", settings: "Settings") -> "FastAPI":
    """The service on an open workspace; see `api.app`, which is loaded here: a client needs no server's libraries."""
    from api.app import create_app

    return create_app(workspace, settings)
