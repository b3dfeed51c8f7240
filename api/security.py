"""What holds for every request: the host it names, how much it sends, and what a browser may do with the answer.

HostCheck refuses a foreign `Host` (DNS rebinding: a web page elsewhere that points its own name at 127.0.0.1).
BodyLimit refuses a body beyond the limit while it arrives, before it fills the disk. Pure ASGI; nothing is buffered.
"""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analyser.errors import AnalyserError, FileTooLarge, Forbidden
from api.headers import HEADERS, HTTPS_ONLY
from api.problems import respond

LOCAL = ("127.0.0.1", "localhost", "::1")
SPARE = 64 * 1024  # room for the other fields of an upload form


class SecurityHeaders:
    """Adds `api.headers.HEADERS` to every answer where nothing else was said; over https also that it stays so."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https":
                    headers.setdefault(*HTTPS_ONLY)
            await send(message)

        await self.app(scope, receive, answer)


class HostCheck:
    """Answers only to its own names: this machine's, the address it listens on, and those set."""

    def __init__(self, app: ASGIApp, host: str, also: Iterable[str] = ()) -> None:
        self.app = app
        self.names = frozenset(name.lower() for name in (*LOCAL, host, *also))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (name := host_name(Headers(scope=scope).get("host", ""))) not in self.names:
            hint = "Use the address that `analyser serve` printed, or add the name to ANALYSER_ALLOWED_HOSTS."
            await _refuse(scope, receive, send, Forbidden(f"This server does not answer to the name `{name}`.", hint))
            return
        await self.app(scope, receive, send)


def host_name(host: str) -> str:
    """The name in a Host header, without port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


class BodyLimit:
    """Cuts a request off when its body passes the limit; `largest` in bytes."""

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self.app = app
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self._announced(scope) > self.largest + SPARE:
            await _refuse(scope, receive, send, self._error())
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.largest + SPARE:
                raise self._error()
            return message

        await self.app(scope, counted, send)

    @staticmethod
    def _announced(scope: Scope) -> int:
        announced = Headers(scope=scope).get("content-length", "")
        return int(announced) if announced.isdigit() else 0

    def _error(self) -> FileTooLarge:
        return FileTooLarge(
            f"The file is larger than the {self.largest // 2**20} MiB accepted here.",
            "Split the law into its books, or raise ANALYSER_MAX_UPLOAD_MB and start the server again.",
        )


async def _refuse(scope: Scope, receive: Receive, send: Send, error: AnalyserError) -> None:
    await respond(Request(scope, receive), error)(scope, receive, send)
