"""Turns bytes into text and says which encoding that took.

Decides in the order of evidence: byte order mark, NUL pattern of UTF-16/32, valid UTF-8, what the file declares,
statistics. Valid UTF-8 outranks a declaration: multi-byte UTF-8 does not come about by chance, wrong headers do.
Refuses to replace: bytes an encoding cannot explain make another encoding win, and a guess is written in the notes.
"""

import codecs
import re

from analyser.reading.alphabets import legacy_encoding
from analyser.reading.sniff import unsupported

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE_SPACES = {
    name: tuple(space.encode(name) for space in " \n") for name in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
}
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]+)|<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
# What browsers read under these names (WHATWG Encoding): pages say ISO-8859-1 and mean windows-1252.
_SUPERSET = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}


def decode(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Text, the encoding's Python name, notes for the analyst; raises UnsupportedFile for bytes that are no text."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, "replace"), name.removesuffix("-sig"), _losses(data, name)
    if wide := _wide(data):
        return data.decode(wide, "replace"), wide, _losses(data, wide)
    if b"\x00" in data:
        raise unsupported("binary data")
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        damaged = error
    declared = _declared(data)
    if declared and declared != "utf-8":
        try:
            return data.decode(declared), declared, ()
        except UnicodeDecodeError:
            pass  # the declaration is wrong: the statistics below decide, and the note says so
    return _guess(data, declared, damaged)


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: the NULs of its spaces and digits fall on one side."""
    head = data[:8192]
    if b"\x00" not in head:
        return None
    spaces = {
        name: sum(head[at : at + len(unit)] == unit for unit in units for at in range(0, len(head), len(unit)))
        for name, units in _WIDE_SPACES.items()
    }
    best = max(spaces, key=lambda name: spaces[name])
    width = len(_WIDE_SPACES[best][0])
    if spaces[best] * width < len(head) / 100 or len(data) % width > 1:
        return None
    return best if head.decode(best, "replace").count("\x00") == 0 else None


def _losses(data: bytes, name: str) -> tuple[str, ...]:
    try:
        data.decode(name)
    except UnicodeDecodeError as error:
        return (f"Some bytes are not valid {name} (first at byte {error.start}); they are shown as U+FFFD.",)
    return ()


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    if not found:
        return None
    try:
        name = codecs.lookup((found[1] or found[2]).decode("ascii")).name
    except LookupError:
        return None
    if name.startswith(("utf-16", "utf-32")):
        return "utf-8"  # the declaration could be read as ASCII, so it is not UTF-16
    return _SUPERSET.get(name, name)


def _guess(data: bytes, declared: str | None, damaged: UnicodeDecodeError) -> tuple[str, str, tuple[str, ...]]:
    """Legacy encodings by statistics; UTF-8 with a few broken bytes stays UTF-8."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken <= max(1, sum(c > "\x7f" for c in text[:200_000]) // 50) and len(text) > 200:
        return text, "utf-8", _losses(data, "utf-8")
    name = legacy_encoding(data)
    if name is None:
        from charset_normalizer import from_bytes

        best = from_bytes(data[:200_000]).best()
        name = best.encoding if best else None
    if name is None:
        raise unsupported("binary data") from damaged
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return data.decode(name, "replace"), name, _losses(data, name)
    why = f"declared {declared} does not fit" if declared else "none is declared"
    return text, name, (f"Encoding taken to be {name} from the letters used ({why}).",)
