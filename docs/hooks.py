"""Fits the pages to the site: links to files of the project outside the documentation become their paths in words.

On the project's own pages such links work; a built site does not hold the files, and a dead link would be worse.
"""

import re
from typing import Any

_OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./([^)\s]+)\)")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Called by MkDocs with the text of each page."""
    return _OUTSIDE.sub(lambda found: _said(found.group(1), found.group(2)), markdown)


def _said(text: str, path: str) -> str:
    plain = text.strip("`")
    return f"`{path}`" if plain == path else f"{text} (`{path}`)"
