"""The only place that knows how the parts are wired: settings become a workspace on a migrated database."""

from analyser.settings import Settings
from analyser.workspace import Workspace


def open_workspace(settings: Settings) -> Workspace:
    """Open (and if need be create or migrate) the store. Raises StorageError, NewerSchema, DiskFull."""
    raise NotImplementedError(settings)
