"""How the program writes its log: one line an event, on stderr, with the ids of the run, the job and the request.

Text for people, JSON for machines, by the settings. Standard output is never written to: it belongs to results.
"""

import logging
import sys
from typing import Any, TextIO

import structlog

from analyser.settings import Settings


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Write the log of this process as the settings say, from the next event on."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    last: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if settings.log_format == "text":
        last = structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([structlog.processors.dict_tracebacks] if settings.log_format == "json" else []),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_Factory(stream),
        cache_logger_on_first_use=False,
    )


class _Factory:
    """Loggers that write to the stderr of the moment, which tests and servers may have replaced."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def __call__(self, *_: Any) -> structlog.PrintLogger:
        return structlog.PrintLogger(self._stream or sys.stderr)
