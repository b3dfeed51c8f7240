"""How the client asks: token, errors, repeated requests, and lists that come in pages.

A POST carries an Idempotency-Key, so a lost answer is asked for again without acting twice. Refuses to guess: what the
server does not say in the described form is an error.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar
from urllib.parse import quote
from uuid import uuid4

import httpx
from pydantic import BaseModel, TypeAdapter

from api.schemas.base import PageOf

P = ParamSpec("P")
T = TypeVar("T")
File = Path | tuple[str, bytes]
"""A file to send: where it is, or its name and content."""
TRIES = 3


class Problem(Exception):
    """What went wrong, as the server says it (RFC 9457)."""

    def __init__(self, status: int, said: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(said.get("code", "unknown"))
        self.detail = str(said.get("detail", "The server gave no reason."))
        self.hint = str(said.get("hint", ""))
        self.said = dict(said)
        super().__init__(f"[{self.code}] {self.detail} {self.hint}".strip())


class Unreachable(Exception):
    """The server does not answer, although it was asked several times."""


class Transport:
    """A connection to one server; use it in a `with` block, or call `close`. Safe to use from several threads."""

    def __init__(
        self,
        address: str,
        token: str,
        *,
        patience: float = 60.0,
        new_key: Callable[[], str] = lambda: uuid4().hex,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(base_url=address, headers=headers, timeout=patience, transport=transport)
        self._new_key = new_key

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @staticmethod
    def every(ask: Callable[P, PageOf[T]], *args: P.args, **given: P.kwargs) -> Iterator[T]:
        """All entries of a list, page by page: `client.every(client.ratings, country="xa")`."""
        cursor: str | None = None
        while True:
            page = ask(*args, **given | {"cursor": cursor})  # type: ignore[arg-type]  # lists take a cursor
            yield from page.items
            cursor = page.next_cursor
            if cursor is None:
                return

    def _ask(self, shape: type[T], method: str, path: str, **given: Any) -> T:
        return TypeAdapter(shape).validate_json(self._send(method, path, **given).content)

    def _act(self, method: str, path: str, **given: Any) -> None:
        self._send(method, path, **given)

    def _fetch(self, method: str, path: str, **given: Any) -> bytes:
        return self._send(method, path, **given).content

    def _send(
        self,
        method: str,
        path: str,
        at: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
        body: BaseModel | None = None,
        fields: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
    ) -> httpx.Response:
        """`at` fills the path's places; None in `query` and `fields` is left out. Raises Problem, Unreachable."""
        address = path.format_map({name: quote(str(value), safe="") for name, value in (at or {}).items()})
        headers = {"Idempotency-Key": self._new_key()} if method == "POST" else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = {
            "params": _said(query),
            "content": body.model_dump_json() if body is not None else None,
            "data": {name: _text(value) for name, value in _said(fields).items()},
            "files": [part for name, value in _said(files).items() for part in _parts(name, value)] or None,
            "headers": headers,
        }
        answer = self._answered(method, address, request)
        if not answer.is_success:
            raise problem(answer)
        return answer

    def _answered(self, method: str, address: str, request: Mapping[str, Any]) -> httpx.Response:
        tries = TRIES if method in ("GET", "POST") else 1
        for left in reversed(range(tries)):
            try:
                return self._http.request(method, address, **request)
            except httpx.TransportError as error:
                if not left:
                    raise Unreachable(f"{self._http.base_url} does not answer: {error}") from error
        raise AssertionError("never reached: the last try returns or raises")


def problem(answer: httpx.Response) -> Problem:
    """The error in an answer."""
    try:
        said = answer.json()
    except ValueError:
        said = {"detail": answer.text[:300]}
    return Problem(answer.status_code, said if isinstance(said, dict) else {})


def _said(given: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (given or {}).items() if value is not None}


def _text(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _parts(name: str, value: File | list[File]) -> Iterator[tuple[str, tuple[str, bytes]]]:
    for one in value if isinstance(value, list) else [value]:
        yield name, (one.name, one.read_bytes()) if isinstance(one, Path) else one
