"""HTTP and the review pages: translates requests into calls of the Workspace and its answers into JSON or HTML.

It decides what a request means and who asks. It refuses to hold any rule of its own: what may be rated, by whom and on
which proof is decided by the Workspace, and its errors are rendered here unchanged.
"""

from api.app import create_app

__all__ = ["create_app"]
