"""Who holds a running job: a process by host, number and start time, so that a dead one is told from a new one.

Of a process on another host only its heartbeat is known: one that has been silent for long enough is taken for dead.
"""

import os
import socket
from datetime import datetime, timedelta

import psutil

BEAT = 15.0  # seconds between two signs of life
SILENCE = timedelta(seconds=8 * BEAT)


def identity() -> str:
    """This process."""
    return f"{socket.gethostname()}:{os.getpid()}:{psutil.Process().create_time():.2f}"


def lost(worker: str, seen_at: datetime | None = None, now: datetime | None = None) -> bool:
    """Whether the process is known to be gone, or has been silent for too long on another host."""
    host, _, rest = worker.rpartition(":")[0].rpartition(":")
    started = worker.rpartition(":")[2]
    if host != socket.gethostname():
        return not worker or (seen_at is not None and now is not None and now - seen_at > SILENCE)
    try:
        process = psutil.Process(int(rest))
        return f"{process.create_time():.2f}" != started or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
