"""The audit log's hash chain: each entry's hash covers its content and the hash before it.

A changed, removed or inserted entry breaks the chain from there on. What a chain alone cannot show is a log cut off at
its end: keep the head's hash elsewhere (every edition carries it) to notice that.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

GENESIS = "0" * 64


class Entry(Protocol):
    """What the chain needs to know of an audit entry."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def detail(self) -> Mapping[str, Any]: ...
    @property
    def previous(self) -> str: ...
    @property
    def hash(self) -> str: ...


def entry_hash(
    previous: str, seq: int, at: datetime, actor: str, action: str, subject: str, detail: Mapping[str, Any]
) -> str:
    """SHA-256 over the entry in canonical JSON."""
    content = [previous, seq, at.astimezone(UTC).isoformat(), actor, action, subject, dict(detail)]
    data = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(data.encode()).hexdigest()


def first_break(entries: Iterable[Entry]) -> int | None:
    """The sequence number at which the chain does not hold, None when all of it does. Entries in order, from 1."""
    previous, expected = GENESIS, 1
    for entry in entries:
        content = (entry.seq, entry.at, entry.actor, entry.action, entry.subject, entry.detail)
        if entry.seq != expected or entry.previous != previous or entry.hash != entry_hash(previous, *content):
            return expected
        previous, expected = entry.hash, expected + 1
    return None
