"""Templates: autoescaped, strict about unknown names, with the few words and shapes that pages share."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, StreamingResponse

from analyser import __version__
from api import highlight, languages, why, words
from api.assets import asset

TEMPLATES = Path(__file__).parent / "templates"
PIECE = 32_000  # characters sent together: what a browser paints first
COMPRESSION = 3  # of 9: more saves little of a table and costs time


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    install: Any = environment.install_gettext_callables  # type: ignore[attr-defined]  # added by the extension
    install(languages.gettext, languages.ngettext, newstyle=True)
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals.update(
        version=__version__, words=words, why=why, direction=words.direction, ui=languages, asset=asset
    )
    environment.filters.update(
        number=words.number,
        percent=words.percent,
        day=words.day,
        moment=words.moment,
        segments=highlight.segments,
        quote=highlight.default_quote,
    )
    return environment


ENVIRONMENT = _environment()


def page(request: Request, template: str, context: Mapping[str, Any] | None = None, status: int = 200) -> HTMLResponse:
    """A page, or a piece of one, for whoever is signed in."""
    return HTMLResponse(ENVIRONMENT.get_template(template).render(_context(request, context)), status)


def streamed(request: Request, template: str, context: Mapping[str, Any], also: Mapping[str, str]) -> StreamingResponse:
    """A long page, sent while it is made: the browser paints its beginning at once. Compressed where that is wanted.

    `also`: further headers.
    """
    pieces = _pieces(ENVIRONMENT.get_template(template).generate(_context(request, context)))
    headers = {"Vary": "Accept-Encoding, Cookie"} | dict(also)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"], pieces = "gzip", _gzipped(pieces)
    return StreamingResponse(pieces, headers=headers, media_type="text/html; charset=utf-8")


def _pieces(parts: Iterable[str]) -> Iterator[bytes]:
    held, size = [], 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= PIECE:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()


def _gzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Each piece can be unpacked as it arrives."""
    packer = zlib.compressobj(COMPRESSION, wbits=31)
    for piece in pieces:
        yield packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()


def _context(request: Request, context: Mapping[str, Any] | None) -> dict[str, Any]:
    user = getattr(request.state, "user", None)
    return {"request": request, "me": user, "path": request.url.path} | dict(context or {})
