"""The languages of the pages: which one a reader gets, and the words in it.

English is the source; every other language is a catalogue `api/locale/<language>/LC_MESSAGES/messages.po`, read as it
is, so that nothing needs compiling. A reader's own choice (a cookie, kept with the account) wins over what the browser
asks for. Statutes, names, the codebook and what people wrote are never translated.
"""

import io
import json
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from babel import Locale, negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

K = TypeVar("K")
FOLDER = Path(__file__).parent / "locale"
LANGUAGES = {"en": "English", "fr": "Français", "es": "Español"}
COOKIE = "analyser_language"
_CURRENT: ContextVar[str] = ContextVar("language", default="en")


def current() -> str:
    """The language of the page that is being made."""
    return _CURRENT.get()


def locale() -> Locale:
    """Babel's locale of the page, for numbers and dates."""
    return Locale.parse("en_GB" if current() == "en" else current())


def N_(message: str) -> str:
    """Mark a message that is translated where it is shown."""
    return message


def gettext(message: str) -> str:
    """The message in the page's language; itself where the catalogue does not have it."""
    return _translations(current()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a message that fits the count."""
    return _translations(current()).ngettext(one, many, count)


def script_words() -> str:
    """What the pages' scripts say, as JSON: English message -> message in the page's language."""
    return _script_words(current())


class Said(Mapping[K, str], Generic[K]):
    """Words by key, each translated when it is looked up."""

    def __init__(self, words: Mapping[K, str]) -> None:
        self._words = dict(words)

    def __getitem__(self, key: K) -> str:
        return gettext(self._words[key])

    def __iter__(self) -> Iterator[K]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


@cache
def catalogue(language: str) -> Catalog:
    """The messages of a language, as they stand in its file."""
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


@cache
def _translations(language: str) -> Translations:
    if language == "en":
        return Translations()
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return Translations(compiled)


@cache
def _script_words(language: str) -> str:
    if language == "en":
        return "{}"
    known = (message for message in catalogue(language) if any(place.endswith(".js") for place, _ in message.locations))
    return json.dumps({str(message.id): str(message.string) for message in known}, ensure_ascii=False)


def wanted(headers: Headers) -> str:
    """The language of a request: the reader's choice, else the best the browser asks for, else English."""
    chosen = cookie_parser(headers.get("cookie", "")).get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    asked = [entry.partition(";") for entry in headers.get("accept-language", "").split(",")]
    ranked = sorted(asked, key=lambda entry: -_quality(entry[2]))
    names = [name.strip().replace("-", "_") for name, _, _ in ranked if name.strip()]
    return negotiate_locale(names, list(LANGUAGES)) or "en"


def _quality(parameters: str) -> float:
    value = parameters.strip().removeprefix("q=")
    try:
        return float(value) if value else 1.0
    except ValueError:
        return 0.0


class Language:
    """Makes the request's language known to whatever renders its answer. Pure ASGI."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            _CURRENT.set(wanted(Headers(scope=scope)))
        await self.app(scope, receive, send)
