"""JSON: a list of provisions, or one such object a line, as other programs export laws.

Decides which fields are the number, the title and the text by their names, and prints each provision as a law is
printed: number and title on a line, then the text. Refuses JSON in which no list of objects has texts, and nesting no
export has; fields it does not know are not text of the law.
"""

import json
from collections.abc import Iterator
from typing import Any

from analyser.errors import DamagedFile, ParseLimit, UnsupportedFile
from analyser.reading.clean import clean
from analyser.reading.document import Line

_NUMBER = ("label", "number", "num", "no", "article", "section", "article_number", "section_number", "nummer", "numero")
_TITLE = ("heading", "title", "name", "rubric", "caption", "titel", "titre", "titulo")
_TEXT = ("text", "content", "body", "description", "provision", "contenido", "texte", "inhalt", "paragraphs")
_INNER = ("sections", "articles", "provisions", "items", "children", "chapters", "parts", "data", "law", "results")
_DEEPEST = 20
_HINT = "Give a list of objects with the fields `label`, `heading` and `text`, or save the law as text."


def read_provisions(text: str) -> tuple[Line, ...]:
    """Lines; raises DamagedFile when broken, UnsupportedFile when it lists no provisions."""
    lines = tuple(_lines(_parse(text), 0))
    if not any(line.level is None for line in lines):
        raise UnsupportedFile("The JSON lists no provisions.", hint=_HINT)
    return lines


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as deep:
        raise ParseLimit("The JSON is nested too deeply to be read.", hint=_HINT) from deep
    except ValueError as whole:
        try:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            raise DamagedFile(f"The JSON is damaged ({whole}).", hint="Export it again.") from whole


def _lines(value: Any, depth: int) -> Iterator[Line]:
    if depth > _DEEPEST:
        raise ParseLimit("The JSON is nested too deeply to be read.", hint=_HINT)
    if isinstance(value, list):
        for item in value:
            yield from _lines(item, depth + 1)
    elif isinstance(value, dict):
        known = {str(name).casefold(): content for name, content in value.items()}
        body = next((known[name] for name in _TEXT if known.get(name)), None)
        yield from _head(known, body is not None)
        yield from _paragraphs(body, depth)
        for name in _INNER:
            if isinstance(known.get(name), list | dict):
                yield from _lines(known[name], depth + 1)


def _head(known: dict[str, Any], numbered: bool) -> Iterator[Line]:
    """Number and title as printed; a bare figure gets the point that numbers of sections have."""
    number = _plain(next((known[name] for name in _NUMBER if _plain(known.get(name))), None))
    title = _plain(next((known[name] for name in _TITLE if _plain(known.get(name))), None))
    if numbered and number and number[-1].isalnum() and not any(map(str.isspace, number)):
        number += "."
    if text := clean(f"{number} {title}"):
        yield Line(text, bold=True, level=6 if numbered else 3, gap=True)


def _plain(value: Any) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _paragraphs(body: Any, depth: int) -> Iterator[Line]:
    if isinstance(body, list | dict):
        for item in body if isinstance(body, list) else [body]:
            yield from _paragraphs(item, depth) if isinstance(item, str) else _lines(item, depth + 1)
        return
    for row in _plain(body).splitlines():
        if text := clean(row):
            yield Line(text)
