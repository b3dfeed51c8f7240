"""The same request sent twice is answered once: a double click, or a client that tries again after a lost answer.

Keys live as long as the process, per user, and the newest 1,000 are kept; beyond that the store still records the same
rating and the same file only once. A key that comes back with another request is refused, not guessed at.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar, cast

from analyser.errors import Conflict
from analyser.review.records import User

T = TypeVar("T")
KEPT = 1000


class Answers:
    """Answers by (user, key); safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str], tuple[str, Any]] = OrderedDict()

    def once(self, user: User, key: str | None, asked: Any, act: Callable[[], T]) -> T:
        """`act()`, or what it gave the first time for this key. `asked` is JSON data. Raises Conflict."""
        if not key:
            return act()
        digest = hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()
        with self._lock:  # held while acting: the second of two simultaneous requests must wait for the first
            if (found := self._known.get((user.id, key))) is not None:
                return cast(T, self._again(found, digest))
            result = act()
            self._known[(user.id, key)] = (digest, result)
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
            return result

    @staticmethod
    def _again(found: tuple[str, Any], digest: str) -> Any:
        if found[0] != digest:
            raise Conflict("This Idempotency-Key was used for another request.", "Use a new key for every request.")
        return found[1]
