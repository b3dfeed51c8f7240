"""XML of laws: Akoma Ntoso and, with the same means, other vocabularies.

Decides which elements stand inside a line and which start one; Akoma Ntoso's numbers and headings stay on the lines
they are printed on, its metadata and notes are marked aside. Refuses entities of the file's own making and any fetch:
a file that declares entities is rejected.
"""

import html.entities
import re

from lxml import etree

from analyser.errors import DamagedFile, UnsupportedFile
from analyser.reading.blocks import BlockWriter, Style, names
from analyser.reading.clean import raised
from analyser.reading.document import Line

_INLINE = names(
    "a abbr affectedDocument authorialNote b bold br concept date def del docDate docNumber docTitle docType eol em"
    " emphasis entity event font formula hi i img inline ins int ital italic judge lawyer legislature location mmod"
    " mod mref noteRef num object omissis opinion organization outcome party person placeholder process quantity ref"
    " rmod role rref session shortTitle signature small span strong sub sup term text time tocItem u var vote"
    " quotedText InternalLink ExternalLink Emphasis Strong Superior Citation Addition Substitution Repeal"
    " FootnoteRef CommentaryRef SP FnR kbd"
)
_ASIDE = names("meta authorialNote remark FRBRWork Metadata Commentaries Footnotes toc TableOfContents metadaten")
# Parts of gii-norm's metadata that are printed, and numbers of Riigi Teataja that are printed once more as `kuvatavNr`.
_SHOWN = names("enbez titel gliederungsbez gliederungstitel")
_MACHINE = names("osaNr peatykkNr jaguNr jaotisNr paragrahvNr loigeNr punktNr alampunktNr")
_DIVISIONS = names("book tome part title subtitle chapter subchapter section osa peatykk jagu jaotis")
_DEPTH = {
    "book": 1,
    "tome": 1,
    "part": 1,
    "title": 2,
    "subtitle": 3,
    "chapter": 3,
    "subchapter": 4,
    "section": 4,
    "osa": 1,
    "peatykk": 3,
    "jagu": 4,
    "jaotis": 5,
    "gliederungseinheit": 3,
    "metadaten": 6,
    "Heading": 3,
}
_SECTIONS = frozenset(("article", "rule", "P1", "P1group", "paragrahv"))
_LABELS = names("num Pnumber enbez ArticleTitle Label kuvatavNr gliederungsbez DT")
_TITLES = names(
    "heading titel Title TitleText osaPealkiri peatykkPealkiri jaguPealkiri jaotisPealkiri paragrahvPealkiri"
)
_HEADS = _LABELS - {"DT"} | _TITLES | {"subheading", "gliederungstitel"}
_UNREAD = frozenset(("script", "style", "binary", "img"))
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")


def read_xml(text: str) -> tuple[tuple[Line, ...], str | None]:
    """Lines and declared language; raises DamagedFile when broken, UnsupportedFile when it declares entities."""
    if re.search(r"<!ENTITY", text[:1_000_000]):
        raise UnsupportedFile("The XML declares entities, which are not expanded here.", hint="Save it without a DTD.")
    text = _NAMED.sub(_entity, re.sub(r"\A\s*<\?xml[^>]*\?>", "", text))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise DamagedFile(f"The XML is damaged ({broken}).", hint="Download it again.") from broken
    out = BlockWriter()
    _walk(root, out)
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang") or _akn_language(root)
    return out.finish(), language


def _entity(found: re.Match[str]) -> str:
    name = found[1]
    if name in ("amp", "lt", "gt", "quot", "apos"):
        return found[0]
    return html.entities.html5.get(name + ";", found[0].replace("&", "&amp;"))


def _akn_language(root: etree._Element) -> str | None:
    found = root.find(".//{*}FRBRExpression/{*}FRBRlanguage")
    return found.get("language") if found is not None else None


def _local(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _walk(root: etree._Element, out: BlockWriter) -> None:
    styles = [Style()]
    unread = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = _local(node)
        if event == "start":
            unread += _is_unread(node, tag)
            styles.append(_style(node, tag, styles[-1]))
            if tag not in _INLINE and not _continues(node):
                out.start_block(gap=tag not in ("heading", "content", "tr", "td"))
            if tag in ("br", "eol"):
                out.end_line()
            _text(node.text, styles[-1], out, unread)
            continue
        style = styles.pop()
        if tag in _LABELS and not _ends_heading(node):
            out.add(" ", style)
        elif tag not in _INLINE or _ends_heading(node):
            out.end_line()
        unread -= _is_unread(node, tag)
        _text(node.tail, styles[-1], out, unread)


def _is_unread(node: etree._Element, tag: str) -> bool:
    if tag in _MACHINE:
        parent = node.getparent()
        return parent is not None and any(_local(other) == "kuvatavNr" for other in parent)
    return tag in _UNREAD


def _text(text: str | None, style: Style, out: BlockWriter, unread: int) -> None:
    if text and not unread:
        out.add(raised(text) if style.raised else text, style)


def _continues(node: etree._Element) -> bool:
    """True for what is printed on the line of the number before it: a heading, or the first text of a paragraph."""
    while node is not None:
        before = node.getprevious()
        while before is not None and _local(before) in _MACHINE:
            before = before.getprevious()
        if before is not None:
            return _local(before) in _LABELS
        parent = node.getparent()
        if parent is None or _local(parent) in _SECTIONS or (parent.text or "").strip():
            return False
        node = parent
    return False


def _ends_heading(node: etree._Element) -> bool:
    """True for the number of a division or section that has no heading: it stands on a line of its own."""
    parent, after = node.getparent(), node.getnext()
    if parent is None or _local(node) not in _LABELS:
        return False
    whole = _local(parent) in _SECTIONS or _local(parent) in _DIVISIONS
    return whole and (after is None or _local(after) not in _TITLES)


def _style(node: etree._Element, tag: str, outer: Style) -> Style:
    parent = node.getparent()
    owner = _local(parent) if parent is not None else ""
    level = outer.level
    if tag in _HEADS:
        level = _DEPTH.get(owner, 6 if owner in _SECTIONS else None)
    if tag == "MarginalNote":
        level = 6  # printed above the number of its section
    aside = (outer.aside or tag in _ASIDE) and tag not in _SHOWN
    bold = outer.bold or tag in ("b", "bold", "strong", "Strong", "heading", "MarginalNote")
    italic = outer.italic or tag in ("i", "ital", "italic", "em", "Emphasis")
    return Style(bold, italic, tag in ("sup", "Superior") or outer.raised, aside, tag == "del" or outer.struck, level)
