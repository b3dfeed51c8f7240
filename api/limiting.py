"""How often a token, a session or an address may ask; whoever asks more often is told when to come back.

Counts live in the memory of one process: several server processes each allow the whole number. A valid token is never
refused for what others send from its address. Wrong passwords are slowed down by the Workspace, in the database.
"""

import math
import time
from hashlib import sha256

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from analyser.errors import TooManyRequests, UsageError
from analyser.settings import Settings
from api.problems import DOORS

OFF = "off"


class Limits:
    """The limits of one application; safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._known = _parsed("ANALYSER_RATE_LIMIT", settings.rate_limit)
        self._anonymous = _parsed("ANALYSER_ANONYMOUS_RATE_LIMIT", settings.anonymous_rate_limit)
        self._counter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def known(self, token: str) -> None:
        """Count a request with a valid token. Raises TooManyRequests."""
        self._count(self._known, "token", sha256(token.encode()).hexdigest())

    def anonymous(self, request: Request) -> None:
        """Count a request without one, by its address. Raises TooManyRequests."""
        self._count(self._anonymous, "address", request.client.host if request.client else "")

    def _count(self, limit: RateLimitItem | None, kind: str, who: str) -> None:
        if limit is None or self._counter.hit(limit, kind, who):
            return
        reset = self._counter.get_window_stats(limit, kind, who).reset_time
        seconds = max(1, math.ceil(reset - time.time()))
        raise TooManyRequests(
            f"More requests than this server takes from one {kind}: {limit}.",
            hint=f"Wait {seconds} seconds, then ask more slowly.",
            retry_after=seconds,
        )


def _parsed(name: str, said: str) -> RateLimitItem | None:
    if said == OFF:
        return None
    try:
        return parse(said)
    except ValueError as error:
        raise UsageError(f"{name} is {said!r}.", hint="Write it as `1200/minute` or `20/second`, or `off`.") from error


def at_the_door(request: Request) -> None:
    """Count requests to the addresses that are open to whoever holds a link. Raises TooManyRequests."""
    if request.url.path.startswith(DOORS):
        limits: Limits = request.app.state.limits
        limits.anonymous(request)
