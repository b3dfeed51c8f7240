"""Every operation of the product on the store; the command line and the HTTP API call nothing else.

Made by `analyser.factory.open_workspace(settings)`. All methods raise only AnalyserError. Whoever acts is given as a
`User`; methods check the user's role (Forbidden) and write the audit log in the same transaction. Safe to call from
several threads.
"""

from analyser.workspace.base import Parts
from analyser.workspace.bulk import Bulk
from analyser.workspace.carrying import Carrying
from analyser.workspace.comparing import Comparing
from analyser.workspace.entrance import Entrance
from analyser.workspace.moving import Moving
from analyser.workspace.notifying import Notifying
from analyser.workspace.planning import Planning
from analyser.workspace.publishing import Publishing
from analyser.workspace.repeating import Repeating
from analyser.workspace.searching import Searching
from analyser.workspace.suggesting import Suggesting
from analyser.workspace.translating import Translating
from analyser.workspace.uploading import Uploading
from analyser.workspace.verifying import Verifying
from analyser.workspace.watching import Watching


class Workspace(
    Bulk,
    Uploading,
    Notifying,
    Entrance,
    Publishing,
    Repeating,
    Verifying,
    Planning,
    Carrying,
    Moving,
    Comparing,
    Translating,
    Suggesting,
    Searching,
    Watching,
):
    """The operations, by what they work on; each base class is one module of this package."""


__all__ = ["Parts", "Workspace"]
