"""What a law's file says of itself: title, language, and the day on which its text stood so.

It reads Markdown front matter, Akoma Ntoso's FRBR block and the metadata of national XML forms (United Kingdom,
Germany, Estonia, France, Canada). A day counts only where the form defines it as the day of this text: publication,
`last_updated` and the day of a download are other days. What is not said is None; nothing is guessed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from lxml import etree

_DATED = ("as_of", "valid_from", "effective_date", "in_force_from", "date_in_force", "version_date", "date_version")
_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_FOREVER = 2100  # years from here on stand for "no end"
_ISO3 = {"eng": "en", "fra": "fr", "deu": "de", "ita": "it", "spa": "es", "por": "pt", "est": "et", "roh": "rm"}


@dataclass(frozen=True, slots=True)
class Facts:
    """None is unknown."""

    title: str | None = None
    language: str | None = None
    as_of: date | None = None
    source: str | None = None
    licence: str | None = None


def facts_of(data: bytes) -> Facts:
    """What the file says of itself; nothing where its form is not known or it is damaged."""
    text = data[:4_000_000].decode("utf-8", "replace").lstrip("\ufeff")
    if found := _FRONT.match(text):
        return _front_matter(found.group(1))
    if text.lstrip().startswith("<") and "<!ENTITY" not in text:
        return _xml(data)
    return Facts()


def body_of(data: bytes) -> str:
    """The text without its front matter, white space made even: what tells two versions apart."""
    return " ".join(_FRONT.sub("", data.decode("utf-8", "replace").lstrip("\ufeff"), count=1).split())


def _front_matter(text: str) -> Facts:
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError:
        return Facts()
    if not isinstance(values, Mapping):
        return Facts()
    said = {str(key).lower().replace("-", "_"): value for key, value in values.items()}
    day = next((found for key in _DATED if (found := _day(said.get(key)))), None)
    return Facts(
        _words(said.get("title")),
        _language(said.get("language") or said.get("lang")),
        day,
        _words(said.get("source")),
        _words(said.get("licence") or said.get("license")),
    )


def _xml(data: bytes) -> Facts:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return Facts()  # the reader says what is wrong with it
    read = _FORMS.get(etree.QName(root).localname)
    return Facts() if read is None else read(root)


def _akoma_ntoso(root: Any) -> Facts:
    expression, work = _first(root, "FRBRExpression"), _first(root, "FRBRWork")
    days = [] if expression is None else [one.get("date") for one in _all(expression, "FRBRdate")]
    language = None if expression is None else _first(expression, "FRBRlanguage")
    alias = next(
        (one.get("value") for part in (expression, work) if part is not None for one in _all(part, "FRBRalias")), None
    )
    title = _words(alias) or _text(root, "docTitle") or _text(root, "shortTitle")
    address = None if expression is None else _first(expression, "FRBRuri")
    return Facts(
        title,
        _language(None if language is None else language.get("language")),
        next((day for one in days if (day := _day(one))), None),
        None if address is None else _words(address.get("value")),
    )


def _united_kingdom(root: Any) -> Facts:
    """`RestrictStartDate` is the day of this text; `dc:modified` is the day of the publisher's work."""
    return Facts(_text(root, "title"), "en", _day(root.get("RestrictStartDate")) or _day(_text(root, "valid")))


def _germany(root: Any) -> Facts:
    return Facts(_text(root, "langue") or _text(root, "kurzue"), "de", None)


def _estonia(root: Any) -> Facts:
    return Facts(_text(root, "pealkiri") or _text(root, "aktinimi"), "et", _day(_text(root, "kehtivuseAlgus")))


def _france(root: Any) -> Facts:
    return Facts(_text(root, "TITREFULL") or _text(root, "TITRE"), "fr", _day(_text(root, "DATE_DEBUT")))


def _canada(root: Any) -> Facts:
    day = next((value for name, value in root.attrib.items() if etree.QName(name).localname == "current-date"), None)
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return Facts(_text(root, "ShortTitle") or _text(root, "LongTitle"), _language(language), _day(day))


_FORMS: Mapping[str, Callable[[Any], Facts]] = {
    "akomaNtoso": _akoma_ntoso,
    "Legislation": _united_kingdom,
    "dokumente": _germany,
    "oigusakt": _estonia,
    "TEXTE_VERSION": _france,
    "Statute": _canada,
}


def _all(root: Any, name: str) -> list[Any]:
    return list(root.iter(f"{{*}}{name}"))


def _first(root: Any, name: str) -> Any:
    return next(iter(_all(root, name)), None)


def _text(root: Any, name: str) -> str | None:
    found = _first(root, name)
    return None if found is None else _words(" ".join(found.itertext()))


def _words(value: Any) -> str | None:
    return " ".join(str(value).split()) or None if isinstance(value, str) else None


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        day = date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        return None
    return day if day.year < _FOREVER else None


def _language(value: Any) -> str | None:
    code = str(value or "").strip().lower()[:3].rstrip("-_")
    return _ISO3.get(code) or (code if len(code) == 2 and code.isalpha() else None)
