"""Takes the words of one PDF page out of PDFium: text, place, size, weight.

Decides what a word is (characters between spaces that share one text object, hence one font and baseline) and asks
PDFium for geometry only at the ends of words, which makes it three times faster than asking per character. Refuses to
order anything: words come in the order of the content stream.
"""

import ctypes
import math
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as raw

_BLANKS = " \t\r\n\x00\xa0"
_PRINTED = re.compile(f"[^{_BLANKS}]+")
_BACKWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi|[-,]bd\b|[-,]b$", re.IGNORECASE)
_ITALIC_NAME = re.compile(r"italic|oblique|[-,]it?$", re.IGNORECASE)
_FAR = 1e5  # points: 35 metres
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6
# PDFium marks a hyphen it takes for a line-end one with U+0002 or U+FFFE.
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f]")
_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-", "\u00ad": "-"})


def _bare(function: Any, result: Any, *arguments: Any) -> Any:
    """The same C function with plain addresses instead of typed pointers: half the cost of a call."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_P, _I = ctypes.c_void_p, ctypes.c_int
_text_object = _bare(raw.FPDFText_GetTextObject, _P, _P, _I)
_loose_box = _bare(raw.FPDFText_GetLooseCharBox, _I, _P, _I, _P)
_matrix = _bare(raw.FPDFText_GetMatrix, _I, _P, _I, _P)
_font_size = _bare(raw.FPDFText_GetFontSize, ctypes.c_double, _P, _I)
_font_of = _bare(raw.FPDFTextObj_GetFont, _P, _P)
_mode_of = _bare(raw.FPDFTextObj_GetTextRenderMode, _I, _P)
_origin = _bare(raw.FPDFText_GetCharOrigin, _I, _P, _I, _P, _P)


@dataclass(slots=True)
class Word:
    """Characters set together. Points; x to the right, y downwards from the page's top left corner as shown."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    italic: bool
    spaced: bool  # the stream has a space or a line break before it
    turned: bool  # not set in the page's main direction
    hidden: bool  # invisible text, as recognition software lays under a scan
    order: int = 0  # position in the stream


def fuse(words: list[Word]) -> list[Word]:
    """Words cut by their generator into single glyphs made whole again; twice-printed words (false bold) once."""
    fused: list[Word] = []
    printed: dict[tuple[str, int], float] = {}
    for word in words:
        spot = (word.text, round(word.base))
        if abs(printed.get(spot, -1e9) - word.x0) < 0.12 * word.size:
            if fused and fused[-1].text == word.text:
                fused[-1].bold = True
            continue
        printed[spot] = word.x0
        last = fused[-1] if fused else None
        if last and not word.spaced and last.size == word.size and abs(last.base - word.base) < 0.5 and not word.turned:
            near = 0.2 * word.size
            if -near < word.x0 - last.x1 < near or -near < last.x0 - word.x1 < near:
                last.text += word.text
                last.x0, last.x1 = min(last.x0, word.x0), max(last.x1, word.x1)
                last.bold, last.italic = last.bold and word.bold, last.italic and word.italic
                continue
        word.order = len(fused)
        fused.append(word)
    return fused


class _Setting(NamedTuple):
    """How the characters of a text object are set."""

    size: float
    angle: int
    bold: bool
    italic: bool
    hidden: bool


_Look = tuple[float, float, float, float, float, int | None]
"""The matrix without its place, size and font: what makes characters look alike."""


class _Place(NamedTuple):
    """Where the baseline of a text object starts in PDF space, and how its characters are set."""

    look: _Look
    setting: _Setting
    x: float
    y: float


_Found = tuple[str, bool, _Setting, float, float, float, float, float, float]
"""A word in PDF space: text, spaced, setting, x and y of its text object's baseline, left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of one page, its size as read, and how many of its characters no font gives a meaning for."""

    words: list[Word]
    width: float
    height: float
    characters: int
    unmapped: int
    turn: int  # degrees between the page's own upright and the direction its text is read in


class Glyphs:
    """Reads pages one by one; the fonts of a page are looked up once."""

    def __init__(self) -> None:
        self._fonts: dict[int, tuple[bool, bool]] = {}
        self._settings: dict[tuple[_Look, int], _Setting] = {}
        self._places: dict[int | None, _Place] = {}
        self._corner = raw.FS_RECTF()
        self._turn = raw.FS_MATRIX()
        self._at = ctypes.addressof(self._corner), ctypes.addressof(self._turn)

    def read(self, page: Any) -> PageWords:
        """The words of a pypdfium2 page, in stream order."""
        self._fonts.clear()  # addresses are used again once a page is closed
        self._settings.clear()
        self._places.clear()
        text_page = page.get_textpage()
        try:
            text = _characters(text_page.raw)
            found = self._found(ctypes.cast(text_page.raw, _P).value or 0, text)
        finally:
            text_page.close()
        turn = _main_angle(found, page.get_rotation())
        left, bottom, right, top = page.get_cropbox()
        frame = _Frame(left, top, right - left, top - bottom, turn)
        words = fuse([frame.place(item) for item in found])
        unmapped = len(_UNMAPPED.findall(text))
        width, height = (frame.height, frame.width) if turn in (90, 270) else (frame.width, frame.height)
        return PageWords(words, width, height, len(text), unmapped, turn)

    def _found(self, handle: int, text: str) -> list[_Found]:
        """The words of a page; where an object holds two, one look at the line's end tells whether it holds all."""
        found: list[_Found] = []
        straight = not _BACKWARDS.search(text)  # elsewhere the characters of two objects may alternate
        item, known = None, 0  # the text object at hand, and the character before which all belong to it
        for printed in _PRINTED.finditer(text):
            start, end = printed.span()
            if end > known:
                before, item = item, _text_object(handle, start)
                if straight and item == before and item is not None:
                    known = self._reach(handle, text, start, end, item)
            if end <= known or end - start == 1 or item == _text_object(handle, end - 1):
                found.append(self._piece(handle, printed[0], start, end, True, item))
            else:
                self._parted(handle, text, start, end, item, found)
        return found

    def _reach(self, handle: int, text: str, start: int, end: int, item: int) -> int:
        """The end of the line when its last character belongs to the text object too; else the start."""
        line = text.find("\n", end)
        last = len(text[: line if line >= 0 else len(text)].rstrip(_BLANKS)) - 1
        return last + 1 if last >= end and _text_object(handle, last) == item else start

    def _parted(self, handle: int, text: str, start: int, end: int, item: int | None, found: list[_Found]) -> None:
        """A word of several text objects, cut where the next is set otherwise or stands apart."""
        first, place = start, self._place(handle, start, item)
        look, x, y, reach = place.look, place.x, place.y, 1.5 * place.setting.size
        if end - start > 2 and self._all_alike(handle, text, start, end, place):
            found.append(self._piece(handle, text[start:end], start, end, True, item))
            return
        for index in range(start + 1, end):
            following = _text_object(handle, index)
            if following == item:
                continue
            seen = self._place(handle, index, following)
            step = abs(seen.x - x)
            if seen.look != look or seen.y != y or not 0.05 * reach < step < reach * (index - start):
                found.append(self._piece(handle, text[start:index], start, index, start == first, item))
                start, look, y, reach = index, seen.look, seen.y, 1.5 * seen.setting.size
            x, item = seen.x, following
        found.append(self._piece(handle, text[start:end], start, end, start == first, item))

    def _all_alike(self, handle: int, text: str, start: int, end: int, place: _Place) -> bool:
        """Whether letters drawn one by one are one word by their ends; a raised mark inside needs each looked at."""
        if not text[start : end - 1].isalpha():
            return False
        seen, reach = self._place(handle, end - 1, _text_object(handle, end - 1)), 1.5 * place.setting.size
        step = abs(seen.x - place.x)
        return seen.look == place.look and seen.y == place.y and 0.1 * reach < step / (end - start - 1) < 0.6 * reach

    def _place(self, handle: int, index: int, item: int | None) -> _Place:
        """Where and how the text object of a character is set; asked once for each object."""
        known = self._places.get(item)
        if known is not None:
            return known
        turn = self._turn
        _matrix(handle, index, self._at[1])
        size, font = _font_size(handle, index), _font_of(item) if item else None
        look = (turn.a, turn.b, turn.c, turn.d, size, font)
        mode = _mode_of(item) if item else 0
        setting = self._settings.get((look, mode)) or self._setting(look, mode)
        place = _Place(look, setting, turn.e, turn.f)
        if item:
            self._places[item] = place
        return place

    def _piece(self, handle: int, text: str, start: int, end: int, spaced: bool, item: int | None) -> _Found:
        corner, at_corner = self._corner, self._at[0]
        place = self._places.get(item) or self._place(handle, start, item)
        _loose_box(handle, start, at_corner)
        left, bottom, right, top = corner.left, corner.bottom, corner.right, corner.top
        if end - start > 1:
            _loose_box(handle, end - 1, at_corner)
            other = corner.left, corner.bottom, corner.right, corner.top
            left = other[0] if other[0] < left else left
            bottom = other[1] if other[1] < bottom else bottom
            right = other[2] if other[2] > right else right
            top = other[3] if other[3] > top else top
        return text, spaced, place.setting, place.x, place.y, left, bottom, right, top

    def _setting(self, look: _Look, mode: int) -> _Setting:
        a, b, c, d, size, font = look
        angle = round(math.degrees(math.atan2(b, a))) % 360
        bold, italic = self._font(font) if font else (False, False)
        slanted = b == 0 and c > 0.15 * abs(d)
        setting = _Setting(size * math.hypot(c, d) or 1.0, angle, bold or mode == 2, italic or slanted, mode == 3)
        self._settings[look, mode] = setting
        return setting

    def _font(self, address: int) -> tuple[bool, bool]:
        if address not in self._fonts:
            font = ctypes.cast(address, raw.FPDF_FONT)
            buffer = ctypes.create_string_buffer(256)
            length = raw.FPDFFont_GetBaseFontName(font, buffer, 256)
            name = buffer.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")
            flags = raw.FPDFFont_GetFlags(font)
            bold = bool(_BOLD_NAME.search(name)) or (flags > 0 and bool(flags & _FORCE_BOLD))
            self._fonts[address] = bold, bool(_ITALIC_NAME.search(name)) or (flags > 0 and bool(flags & _ITALIC_FLAG))
        return self._fonts[address]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turns PDF space (y upwards) into the page as read, rotated so that most text runs to the right."""

    left: float
    top: float
    width: float
    height: float
    turn: int

    def place(self, item: _Found) -> Word:
        text, spaced, setting, x, y, left, bottom, right, top = item
        size, angle, bold, italic, hidden = setting
        turned = angle != self.turn and (angle - self.turn + 10) % 360 > 20
        if self.turn == 0 and not turned:
            x0, x1, base = left - self.left, right - self.left, self.top - y
        else:
            x0, y0 = self._point(left, top)
            x1, y1 = self._point(right, bottom)
            base = max(y0, y1) if turned else self._point(x, y)[1]
        if not text.isascii():
            text = text.translate(_HYPHENS)
            if _SURROGATE.search(text):
                text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        elif "\x02" in text:
            text = text.translate(_HYPHENS)
        if x1 < x0:
            x0, x1 = x1, x0
        if not (abs(x0) < _FAR and abs(x1) < _FAR and abs(base) < _FAR and size < _FAR):
            x0 = x1 = base = 0.0  # placed nowhere: keep the characters, apart from the page's rows
            turned, size = True, 1.0
        return Word(text, x0, x1, base, size, bold, italic, spaced, turned, hidden)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, self.top - y
        if self.turn == 90:
            return self.height - y, x
        if self.turn == 180:
            return self.width - x, self.height - y
        return (y, self.width - x) if self.turn == 270 else (x, y)


def _characters(handle: Any) -> str:
    """All characters of a text page, one Python character for each of PDFium's."""
    count = raw.FPDFText_CountChars(handle)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(handle, 0, count, buffer)
    if written == count + 1:
        return "".join(map(chr, buffer[:count]))
    return "".join(chr(raw.FPDFText_GetUnicode(handle, i)) for i in range(count))


def _main_angle(found: list[_Found], rotation: int) -> int:
    """The multiple of 90 degrees most characters run along; the page's own rotation when there are none."""
    counts: dict[int, int] = {}
    for item in found:
        counts[item[2].angle] = counts.get(item[2].angle, 0) + len(item[0])
    angle = max(counts, key=lambda a: (counts[a], -a)) if counts else rotation
    nearest = round(angle / 90) * 90 % 360
    return nearest if abs(angle - nearest) <= 5 or angle > 355 else rotation
