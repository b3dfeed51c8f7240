"""What one person may have waiting, and the room the disk must keep: an upload beyond either is refused at once."""

import shutil

from fastapi import Request, UploadFile

from analyser.errors import DiskFull, FileTooLarge, TooManyRequests
from analyser.review.records import User
from analyser.settings import Settings
from analyser.store.records import JobState
from analyser.workspace import Workspace

WAIT = 60  # seconds after which a full queue is worth another try


def check_quota(request: Request, user: User, files: int = 1) -> None:
    """Raises TooManyRequests when the caller's queue is full, DiskFull when the data folder's disk nearly is."""
    settings: Settings = request.app.state.settings
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free >> 20
    if free < settings.min_free_mb:
        hint = "An admin must free space or lower ANALYSER_MIN_FREE_MB; nothing was stored."
        raise DiskFull(f"Only {free} MiB are free in the data folder.", hint=hint)
    waiting = _waiting(request.app.state.workspace, user, settings.max_queued - files)
    if waiting + files > settings.max_queued:
        raise TooManyRequests(
            f"{waiting} uploads of yours are waiting; {settings.max_queued} may.",
            hint="Send the rest when some are done, or use `analyser bulk` on the server.",
            retry_after=WAIT,
        )


def _waiting(workspace: Workspace, user: User, enough: int) -> int:
    """The caller's queued jobs; counted no further than beyond `enough`."""
    found, cursor = 0, None
    while True:
        page = workspace.jobs(JobState.QUEUED, cursor=cursor, limit=1000)
        found += sum(job.created_by == user.name for job in page.items)
        cursor = page.next_cursor
        if cursor is None or found > enough:
            return found


def limited(upload: UploadFile, largest_mb: int) -> bytes:
    """The upload, which waits on disk, up to the limit. Raises FileTooLarge."""
    data = upload.file.read(largest_mb * 2**20 + 1)
    if len(data) > largest_mb * 2**20:
        raise FileTooLarge(
            f"{upload.filename} is larger than the {largest_mb} MiB accepted here.",
            "Split the law into its books, or raise ANALYSER_MAX_UPLOAD_MB and start the server again.",
        )
    return data
