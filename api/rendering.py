"""Templates: autoescaped, strict about unknown names, with the few words and shapes that pages share."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, StreamingResponse

from analyser import __version__
from api import highlight, languages, why, words

TEMPLATES = Path(__file__).parent / "templates"
PIECES = 400  # of a template, sent together: some 20 kB of the matrix


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
    environment.globals.update(version=__version__, words=words, why=why, direction=words.direction, ui=languages)
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


def streamed(request: Request, template: str, context: Mapping[str, Any]) -> StreamingResponse:
    """A long page, sent while it is made: the browser paints its beginning at once."""
    pieces = ENVIRONMENT.get_template(template).stream(_context(request, context))
    pieces.enable_buffering(PIECES)
    return StreamingResponse((str(piece) for piece in pieces), media_type="text/html; charset=utf-8")


def _context(request: Request, context: Mapping[str, Any] | None) -> dict[str, Any]:
    user = getattr(request.state, "user", None)
    return {"request": request, "me": user, "path": request.url.path} | dict(context or {})
