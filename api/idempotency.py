"""The same request sent twice is answered once: a double click, or a client that tries again after a lost answer.

Keys live as long as the process, per user, and the newest 1,000 are kept; beyond that the store still records the same
rating and the same file only once. A key that comes back with another request is refused, not guessed at.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, Header, Request

from analyser.errors import Conflict
from analyser.review.records import User
from api.auth import Caller

T = TypeVar("T")
KEPT = 1000
Key = Annotated[
    str | None,
    Header(alias="Idempotency-Key", max_length=200, description="The same key again gets the first answer again."),
]


@dataclass(slots=True)
class _Answer:
    digest: str
    lock: threading.Lock = field(default_factory=threading.Lock)
    result: Any = None
    known: bool = False


class Answers:
    """Answers by (user, key); safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[tuple[str, str], _Answer] = OrderedDict()

    def once(self, user: User, key: str | None, asked: Any, act: Callable[[], T]) -> T:
        """`act()`, or what it gave the first time for this key. `asked` is JSON data. Raises Conflict."""
        if not key:
            return act()
        digest = hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()
        with self._lock:
            answer = self._answers.setdefault((user.id, key), _Answer(digest))
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        if answer.digest != digest:
            raise Conflict("This Idempotency-Key was used for another request.", "Use a new key for every request.")
        with answer.lock:  # held while acting: the second of two simultaneous requests must wait for the first
            if not answer.known:
                answer.result, answer.known = act(), True
            return cast(T, answer.result)


class Once:
    """Acts once for the caller, the address and the Idempotency-Key of this request."""

    def __init__(self, request: Request, user: Caller, key: Key = None) -> None:
        self._answers: Answers = request.app.state.answers
        self._user, self._key = user, key
        self._place = [request.method, request.url.path]

    def __call__(self, asked: Any, act: Callable[[], T]) -> T:
        """`act()`, or its first answer. `asked` is what the request says, as JSON data. Raises Conflict."""
        return self._answers.once(self._user, self._key, [*self._place, asked], act)


OnlyOnce = Annotated[Once, Depends()]
