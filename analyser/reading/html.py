"""HTML: what a browser would show, as lines in document order.

Decides which elements start a block and what is never text (script, style, readings over Japanese characters); which
parts belong to the site and not to the law is decided in `site`. Refuses to drop shown text: furniture is kept and
marked aside.
"""

import re
from dataclasses import replace

from lxml import etree, html

from analyser.errors import DamagedFile
from analyser.reading.blocks import BlockWriter, Style, names
from analyser.reading.clean import raised
from analyser.reading.document import Line
from analyser.reading.numerals import alphabetic, roman
from analyser.reading.site import Furniture

_BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table"
    " tbody tfoot thead tr ul option select button textarea title object"
)
_TIGHT = frozenset(("ul", "ol", "tbody", "tfoot", "thead", "option", "legend"))  # start a line, no space above
_NEVER = names("script style template svg meta link base source track iframe rt rp")
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|lighter|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_STRUCK = re.compile(r"line-through", re.IGNORECASE)
_UNNUMBERED = re.compile(r"list-style[^;]*none|unstyled|no-?bullet|none", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*[\W_]{0,2}\w{1,5}\s?[\W_]")
_C1 = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}


def read_html(text: str) -> tuple[tuple[Line, ...], str | None, tuple[str, ...]]:
    """Lines, declared language, notes; raises DamagedFile when no element can be read."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.translate(_C1).encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as broken:
        _check_memory(parser)
        raise DamagedFile("The HTML holds no readable element.", hint="Save the page again, complete.") from broken
    _check_memory(parser)
    furniture, out = Furniture(root), BlockWriter()
    _walk(root, furniture, out)
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    lines = out.finish()
    notes = list(furniture.notes)
    if out.struck:
        notes.append(f"{out.struck} struck-out lines (superseded wording) are kept apart from the law's text.")
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        notes.append("The page is nested too deeply; text below level 2048 could not be read.")
    return lines, language, tuple(notes)


def _check_memory(parser: html.HTMLParser) -> None:
    """The parser recovers from anything, also from having lost half of the page for want of memory."""
    if any(entry.type == etree.ErrorTypes.ERR_NO_MEMORY for entry in parser.error_log):
        raise MemoryError("the HTML does not fit into memory")


def _walk(root: html.HtmlElement, furniture: Furniture, out: BlockWriter) -> None:
    """Depth first without recursion: pages may be nested thousands of levels deep."""
    styles: list[Style] = [Style()]
    skip: html.HtmlElement | None = None
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        if event == "start":
            skip = node if skip is None and node.tag in _NEVER else skip
            styles.append(_style(node, styles[-1], furniture))
            if skip is None:
                _open(node, styles[-1], out)
                _text(node.text, styles[-1], out)
        else:
            styles.pop()
            if skip is None and node.tag in _BLOCKS:
                out.start_block(gap=node.tag not in _TIGHT)
            skip = None if node is skip else skip
            if skip is None:
                _text(node.tail, styles[-1], out)


def _open(node: html.HtmlElement, style: Style, out: BlockWriter) -> None:
    tag = node.tag
    if tag in ("td", "th"):
        out.end_line()
        out.label_of_last_line()
    elif tag == "br":
        out.end_line()
    elif tag in _BLOCKS:
        out.start_block(gap=tag not in _TIGHT)
        if tag == "li" and (marker := _marker(node)):
            out.add(marker, style)


def _text(text: str | None, style: Style, out: BlockWriter) -> None:
    if not text:
        return
    if not style.pre:
        out.add(raised(text) if style.raised else text, style)
        return
    first, *rest = text.split("\n")
    out.add(first, style)
    for row in rest:
        out.start_block(gap=not row.strip())
        out.add(row, style)


def _style(node: html.HtmlElement, outer: Style, furniture: Furniture) -> Style:
    tag, css = node.tag, node.get("style") or ""
    changes: dict[str, object] = {}
    if tag in ("b", "strong", "th") or tag in _HEADINGS or (css and _BOLD.search(css)):
        changes["bold"] = True
    if css and _LIGHT.search(css):
        changes["bold"] = False
    if tag in ("i", "em", "cite", "dfn") or (css and _ITALIC.search(css)):
        changes["italic"] = True
    if tag == "sup" or (css and _RAISED.search(css)):
        changes["raised"] = True
    if tag in ("s", "strike", "del") or (css and _STRUCK.search(css)):
        changes["struck"] = True
    if tag in _HEADINGS:
        changes["level"] = _HEADINGS[tag]
    elif node.get("role") == "heading" and (node.get("aria-level") or "") in "123456":
        changes["level"] = int(node.get("aria-level") or 2)
    if tag in ("pre", "textarea"):
        changes["pre"] = True
    if not outer.aside and furniture.holds(node, outer.level is not None):
        changes["aside"] = True
    return replace(outer, **changes) if changes else outer  # type: ignore[arg-type]


def _marker(item: html.HtmlElement) -> str:
    """The number a browser prints before an item of `<ol>`, unless the item's text brings its own."""
    parent = item.getparent()
    if (
        parent is None
        or parent.tag != "ol"
        or _UNNUMBERED.search(f"{parent.get('style', '')} {parent.get('class', '')}")
    ):
        return ""
    if _NUMBERED.match("".join(item.itertext())[:40]):
        return ""
    number = _integer(parent.get("start"), 1)
    for sibling in parent.iterchildren("li"):
        number = _integer(sibling.get("value"), number)
        if sibling is item:
            break
        number += 1
    kind = parent.get("type") or "1"
    if kind in ("i", "I"):
        return f"{roman(number) if kind == 'I' else roman(number).lower()}. "
    if kind in ("a", "A"):
        return f"{alphabetic(number) if kind == 'a' else alphabetic(number).upper()}. "
    return f"{number}. "


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else default
