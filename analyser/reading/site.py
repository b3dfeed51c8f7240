"""Which parts of a web page belong to the site and not to the law: navigation, forms, breadcrumbs, hidden boxes.

Decides by element, role, name and share of links. Refuses to believe a name against the evidence: a container that
holds a large share of the page's text is law text whatever it is called (whole pages sit in one `<form>`, accordions
are hidden).
"""

import re

from lxml import etree, html

_TAGS = frozenset(["nav", "form", "button", "select", "option", "textarea", "menu", "dialog", "noscript", "title"])
_PAGE_PARTS = frozenset(("header", "footer", "aside"))
_CONTENT = frozenset(("article", "section", "main"))
_ROLES = frozenset(["navigation", "banner", "contentinfo", "search", "menu", "menubar", "toolbar", "dialog", "tablist"])
_SURE_NAMES = re.compile(
    r"(?:^|[-_ ])(?:breadcrumbs?|skip|skip-?links?|cookies?|sr-only|visually-hidden|no-?print|print-?button|"
    r"share|sharing)(?:$|[-_ ])",
    re.IGNORECASE,
)
_LINK_NAMES = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|navigation|menu|submenu|toolbar|social|hdr|ftr|footer|header|masthead|topbar|"
    r"pagination|pager|search(?:box|form|bar)?|banner|side-?bar)(?:$|[-_ ])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LARGE_SHARE = 0.3
_UNREAD = frozenset(("script", "style", "template", "svg", "rt", "rp"))


class Furniture:
    """Answers for every element of one page whether it opens a part that is not law text."""

    def __init__(self, root: html.HtmlElement) -> None:
        self.notes: list[str] = []
        self._parts: set[html.HtmlElement] = set()
        candidates, total = _measure(root)
        for node, (why, size, linked) in candidates.items():
            if size > _LARGE_SHARE * total and size > 200:
                if why == "hidden":
                    self.notes.append(f"A hidden part of the page holds {size} characters; it is read as text.")
            elif why != "links" or linked > 0.3 * size or size == 0:
                self._parts.add(node)

    def holds(self, node: html.HtmlElement, in_heading: bool) -> bool:
        """True when `node` opens a part of the site; a button inside a heading only folds the law's text."""
        return node in self._parts and not (in_heading and node.tag in ("button", "a"))


def _measure(root: html.HtmlElement) -> tuple[dict[html.HtmlElement, tuple[str, int, int]], int]:
    """Candidates with reason, characters of text, characters of link text; and the characters of the page."""
    found: dict[html.HtmlElement, tuple[str, int, int]] = {}
    sizes, links, unread, content = [0], [0], 0, 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            unread += tag in _UNREAD
            content += tag in _CONTENT
            sizes.append(0 if unread else _letters(node.text))
            links.append(0)
            continue
        unread -= tag in _UNREAD
        content -= tag in _CONTENT
        size, linked = sizes.pop(), links.pop()
        linked = size if tag == "a" else linked
        if why := _reason(node, tag, content > 0, size):
            found[node] = (why, size, linked)
        sizes[-1] += size + (0 if unread else _letters(node.tail))
        links[-1] += linked
    return found, sizes[0]


def _letters(text: str | None) -> int:
    return len(text) - text.count(" ") - text.count("\n") if text else 0


def _reason(node: html.HtmlElement, tag: str, in_content: bool, size: int) -> str:
    if tag in ("html", "body"):
        return ""
    if tag in _TAGS or node.get("role") in _ROLES or (tag in _PAGE_PARTS and not in_content):
        return "site"
    if node.get("hidden") is not None or _HIDDEN.search(node.get("style") or ""):
        return "hidden"
    if tag == "a":
        runs = (node.get("href") or "").lstrip().lower().startswith("javascript:")
        short = 0 < size <= 40 and not any(map(str.isdigit, node.text_content()))
        return "site" if runs and short else ""
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    if len(names) > 1 and tag not in ("span", "p", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"):
        return "site" if _SURE_NAMES.search(names) else "links" if _LINK_NAMES.search(names) else ""
    return ""
