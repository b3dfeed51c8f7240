"""Brings the catalogues of the pages' languages up to date: `python -m api.catalogues`.

It finds every marked message in templates, Python and scripts, adds the new ones to each catalogue, drops those that
nothing says any more, and lists what is not translated. It never invents a translation: an unknown message stays empty.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import write_po

from api.languages import FOLDER, LANGUAGES, catalogue

HERE = Path(__file__).parent
METHODS = [("static/**.js", "javascript"), ("templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true"}}
HOLE = re.compile(r"%\(\w+\)s")


def extracted() -> Catalog:
    """Every message the pages can say, in the order of files and lines."""
    found = Catalog(charset="utf-8")
    keywords = DEFAULT_KEYWORDS | {"N_": None}
    places = extract_from_dir(HERE, METHODS, OPTIONS, keywords=keywords, comment_tags=())
    for file, line, message, comments, context in sorted(places, key=lambda place: (place[0], place[1])):
        found.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return found


def untranslated(language: str) -> Iterator[str]:
    """What is wrong with a language's catalogue, one line per message."""
    known = catalogue(language)
    for message in extracted():
        if not message.id:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        held = known.get(key)
        said = forms(held)
        if held is None or held.fuzzy or not said or not all(said):
            yield f"{language}: not translated: {key}"
            continue
        sources = (message.id,) if isinstance(message.id, str) else message.id
        holes = set(HOLE.findall(sources[-1]))
        if any(set(HOLE.findall(one)) - holes for one in said) or set(HOLE.findall(said[-1])) != holes:
            yield f"{language}: other placeholders: {key}"


def forms(message: Message | None) -> list[str]:
    """The translations of a message, one for each plural form; none where there is no message."""
    if message is None or message.string is None:
        return []
    return [message.string] if isinstance(message.string, str) else list(message.string)


def update(language: str) -> None:
    """Rewrite the language's catalogue with the messages there are now."""
    known, now = catalogue(language), extracted()
    made = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for message in now:
        if message.id:
            held = known.get(message.id if isinstance(message.id, str) else message.id[0])
            places = sorted({(file, 0) for file, _ in message.locations})
            made.add(message.id, held.string if held and not held.fuzzy else None, places)
    made.header_comment = f"# {LANGUAGES[language]}: written by hand, kept in order by `python -m api.catalogues`."
    made.mime_headers = [pair for pair in made.mime_headers if pair[0] in ("Language", "Content-Type", "Plural-Forms")]
    written = io.BytesIO()
    write_po(written, made, width=120, no_location=False, include_lineno=False, omit_header=True)
    (FOLDER / language / "LC_MESSAGES" / "messages.po").write_bytes(written.getvalue())


if __name__ == "__main__":
    languages = [language for language in LANGUAGES if language != "en"]
    for language in languages:
        update(language)
    catalogue.cache_clear()
    missing = [line for language in languages for line in untranslated(language)]
    print("\n".join(missing) or "Every message is translated.")
    sys.exit(1 if missing else 0)
