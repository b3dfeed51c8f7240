"""JSON answers to reads: compressed where that is wanted, and with an `ETag` of their own where the route set none.

An answer is held until it is whole, which JSON answers are anyway; files, pictures and event streams pass untouched.
Answers to anything but a GET are never compressed: they may hold a secret beside words of the caller's choosing.
"""

import gzip
import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST = 1000  # bytes; below that compression saves less than it costs
COMPRESSION = 4  # of 9


class Compact:
    """Pure ASGI; for addresses under /api/."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith("/api/"):
            await self.app(scope, receive, send)
            return
        answer = _Answer(Headers(scope=scope), send)
        await self.app(scope, receive, answer.take)


class _Answer:
    """One answer on its way out."""

    def __init__(self, asked: Headers, send: Send) -> None:
        self._asked, self._send = asked, send
        self._start: Message | None = None
        self._held: list[bytes] = []

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_json(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._held.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._finish(self._start, b"".join(self._held))

    async def _finish(self, start: Message, body: bytes) -> None:
        headers = MutableHeaders(scope=start)
        headers.add_vary_header("Accept-Encoding")
        if start["status"] == 200:
            tag = headers.setdefault("ETag", f'W/"{hashlib.sha256(body).hexdigest()[:32]}"')
            if _holds(self._asked, tag):
                start["status"], body = 304, b""
                del headers["content-type"]
        if len(body) >= SMALLEST and _wants_gzip(self._asked):
            body = gzip.compress(body, COMPRESSION, mtime=0)
            headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_json(message: Message) -> bool:
    kind = Headers(raw=message["headers"]).get("content-type", "")
    return kind.partition(";")[0] in ("application/json", "application/problem+json")


def _holds(asked: Headers, tag: str) -> bool:
    """Whether the caller says that it holds this state already."""
    held = [entry.strip().removeprefix("W/") for entry in asked.get("if-none-match", "").split(",")]
    return tag.removeprefix("W/") in held


def _wants_gzip(asked: Headers) -> bool:
    entries = (entry.partition(";") for entry in asked.get("accept-encoding", "").lower().split(","))
    wanted = {name.strip(): how.replace(" ", "") not in ("q=0", "q=0.0") for name, _, how in entries}
    return wanted.get("gzip", wanted.get("*", False))
