"""Who holds a running job: a process by host, number and start time, so that a dead one is told from a new one."""

import os
import socket

import psutil


def identity() -> str:
    """This process."""
    return f"{socket.gethostname()}:{os.getpid()}:{psutil.Process().create_time():.2f}"


def lost(worker: str) -> bool:
    """Whether the process is known to be gone. Of another host's processes nothing is known: not lost."""
    host, _, rest = worker.rpartition(":")[0].rpartition(":")
    started = worker.rpartition(":")[2]
    if host != socket.gethostname():
        return not worker
    try:
        process = psutil.Process(int(rest))
        return f"{process.create_time():.2f}" != started or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
