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

_BLANK = re.compile("[ \t\r\n\x00\xa0]+")
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


class _Found(NamedTuple):
    """A word in PDF space; x and y are where the baseline of its text object starts."""

    text: str
    spaced: bool
    setting: _Setting
    x: float
    y: float
    left: float
    bottom: float
    right: float
    top: float


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
        self._settings: dict[tuple[float | int | None, ...], _Setting] = {}
        self._corner = raw.FS_RECTF()
        self._turn = raw.FS_MATRIX()
        self._at = ctypes.addressof(self._corner), ctypes.addressof(self._turn)

    def read(self, page: Any) -> PageWords:
        """The words of a pypdfium2 page, in stream order."""
        self._fonts.clear()  # addresses are used again once a page is closed
        self._settings.clear()
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
        found: list[_Found] = []
        at = 0
        for blank in (*_BLANK.finditer(text), None):
            end = blank.start() if blank else len(text)
            if end > at:
                self._word(handle, text, at, end, found)
            if blank:
                at = blank.end()
        return found

    def _word(self, handle: int, text: str, start: int, end: int, found: list[_Found]) -> None:
        """Cuts a word where the setting changes; equal objects at both ends stand for all of it."""
        item = _text_object(handle, start)
        if end - start == 1 or item == _text_object(handle, end - 1):
            found.append(self._piece(handle, text, start, end, True, item))
            return
        first, look, turn, at_turn = start, self._look(handle, start, item), self._turn, self._at[1]
        x, y, reach = turn.e, turn.f, 1.5 * self._size_of(look)
        if end - start > 2 and self._all_alike(handle, text, start, end, look, reach):
            found.append(self._piece(handle, text, start, end, True, item))
            return
        for index in range(start + 1, end):
            following = _text_object(handle, index)
            if following == item:
                continue
            seen = self._look(handle, index, following)
            step = abs(turn.e - x)
            if seen != look or turn.f != y or not 0.05 * reach < step < reach * (index - start):
                found.append(self._piece(handle, text, start, index, start == first, item))
                _matrix(handle, index, at_turn)
                start, look, y, reach = index, seen, turn.f, 1.5 * self._size_of(seen)
            x, item = turn.e, following
        found.append(self._piece(handle, text, start, end, start == first, item))

    def _all_alike(self, handle: int, text: str, start: int, end: int, look: tuple[Any, ...], reach: float) -> bool:
        """Whether letters drawn one by one are one word by their ends; a raised mark inside needs each looked at."""
        turn, (x, y) = self._turn, (self._turn.e, self._turn.f)
        if not text[start : end - 1].isalpha():
            return False
        seen = self._look(handle, end - 1, _text_object(handle, end - 1))
        step = abs(turn.e - x)
        alike = seen == look and turn.f == y and 0.1 * reach < step / (end - start - 1) < 0.6 * reach
        turn.e, turn.f = x, y
        return alike

    def _look(self, handle: int, index: int, item: int | None) -> tuple[float | int | None, ...]:
        """What makes characters look alike; leaves the character's matrix in `_turn`."""
        turn = self._turn
        _matrix(handle, index, self._at[1])
        return turn.a, turn.b, turn.c, turn.d, _font_size(handle, index), _font_of(item) if item else None

    def _size_of(self, look: tuple[Any, ...]) -> float:
        return float(look[4]) * math.hypot(look[2], look[3]) or 1.0

    def _piece(self, handle: int, text: str, start: int, end: int, spaced: bool, item: int | None) -> _Found:
        corner, turn, at_corner = self._corner, self._turn, self._at[0]
        key = (*self._look(handle, start, item), _mode_of(item) if item else 0)
        setting = self._settings.get(key) or self._setting(key)
        _loose_box(handle, start, at_corner)
        left, bottom, right, top = corner.left, corner.bottom, corner.right, corner.top
        if end - start > 1:
            _loose_box(handle, end - 1, at_corner)
            left, bottom = _lesser(left, corner.left), _lesser(bottom, corner.bottom)
            right, top = _greater(right, corner.right), _greater(top, corner.top)
        return _Found(text[start:end], spaced, setting, turn.e, turn.f, left, bottom, right, top)

    def _setting(self, key: tuple[Any, ...]) -> _Setting:
        a, b, c, d, size, font, mode = key
        angle = round(math.degrees(math.atan2(b, a))) % 360
        bold, italic = self._font(font) if font else (False, False)
        slanted = b == 0 and c > 0.15 * abs(d)
        setting = _Setting(size * math.hypot(c, d) or 1.0, angle, bold or mode == 2, italic or slanted, mode == 3)
        self._settings[key] = setting
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


def _lesser(one: float, other: float) -> float:
    return other if other < one else one


def _greater(one: float, other: float) -> float:
    return other if other > one else one


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turns PDF space (y upwards) into the page as read, rotated so that most text runs to the right."""

    left: float
    top: float
    width: float
    height: float
    turn: int

    def place(self, item: _Found) -> Word:
        setting, text = item.setting, item.text
        turned = setting.angle != self.turn and (setting.angle - self.turn + 10) % 360 > 20
        if self.turn == 0 and not turned:
            x0, x1, base = item.left - self.left, item.right - self.left, self.top - item.y
        else:
            x0, y0 = self._point(item.left, item.top)
            x1, y1 = self._point(item.right, item.bottom)
            base = max(y0, y1) if turned else self._point(item.x, item.y)[1]
        if not text.isascii():
            text = text.translate(_HYPHENS)
            if _SURROGATE.search(text):
                text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        elif "\x02" in text:
            text = text.translate(_HYPHENS)
        if x1 < x0:
            x0, x1 = x1, x0
        if not (abs(x0) < _FAR and abs(x1) < _FAR and abs(base) < _FAR and setting.size < _FAR):
            x0 = x1 = base = 0.0  # placed nowhere: keep the characters, apart from the page's rows
            turned, setting = True, setting._replace(size=1.0)
        size, _, bold, italic, hidden = setting
        return Word(text, x0, x1, base, size, bold, italic, item.spaced, turned, hidden)

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
        counts[item.setting.angle] = counts.get(item.setting.angle, 0) + len(item.text)
    angle = max(counts, key=lambda a: (counts[a], -a)) if counts else rotation
    nearest = round(angle / 90) * 90 % 360
    return nearest if abs(angle - nearest) <= 5 or angle > 355 else rotation
