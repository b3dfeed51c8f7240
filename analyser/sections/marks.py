"""Heading candidates: every row that begins as a section heading may begin, in any of the styles of `words.yaml`.

Decides nothing about which are real - a cross-reference at the start of a line, a numbered paragraph and an article
quoted from another law are candidates too. Each carries its readings of the number, its style and what speaks for and
against it.
"""

import re
from dataclasses import dataclass, field, replace

from analyser.sections.numbers import KANJI_NUMBER, Number, kanji, roman, scan
from analyser.sections.row import Row
from analyser.sections.tables import either, fold, words

_OPEN = r"(?:[*#•·§]{0,0}|\(?[a-z]{0,2}[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}\s?\[|[\[(*#•◆►]+\s?)"
_QUOTE = re.compile(r"[\"'“”„«»‘’‚「『]")
_BEFORE = re.compile(
    rf"{_OPEN}(?P<word>{either(set(words().before))})(?![^\W\d_])(?P<join>\s*[.:]?\s*)(?:n[.ºo°]{{1,2}}\s*(?=\d))?[\[(\"]?"
)
_SIGN = re.compile(rf"{_OPEN}(?P<word>§{{1,2}}|par\.|paragrahv|paragraf)\s*")
_DIGIT = re.compile(rf"{_OPEN}(?=\d)|(?P<prefix>[a-z]{{1,2}})(?=\d)")
_AFTER = re.compile(
    rf"\s*[.\-–]?\s*(?P<word>{either(set(words().after))})(?![^\W_])(?P<tail>(?<!§)\.?\s[a-z](?=\s*$|\.))?\.?"
)
_AFTER_PAREN = re.compile(r"\((\d{1,3})\)|\[(\d{1,3})\]")
_CJK = re.compile(
    rf"{_OPEN}第\s*(?P<n>{KANJI_NUMBER}+)(?P<in>(?:[-－–]\d+)*)\s*[条條](?P<subs>(?:\s?[のノ之]{KANJI_NUMBER}+)*)"
    rf"(?P<range>(?:から|乃至|及び|至|～)第(?P<last>{KANJI_NUMBER}+)[条條](?:[のノ之]{KANJI_NUMBER}+)*(?:まで)?)?"
)
_KO = re.compile(rf"{_OPEN}제\s*(?P<n>\d+)\s*조(?P<subs>(?:의\s?\d+)*)")
_STOP = re.compile(r"\s*[)\]]?\s*(?:[.·।۔]?\s?[-–—―ـ]+|[.:।۔]?\s?[—―]|[.:︰।۔။።]|\)|、)?\s*")
_SPECIAL = re.compile(rf"(?P<word>{either(set(words().special))})(?![^\W\d_])")
_SCHEDULE = re.compile(rf"(?:the\s)?(?P<word>{either(set(words().schedule))})(?![^\W\d_])\.?")
_LOWER_START = re.compile(r"[a-zß-öø-ÿа-яёα-ωά-ώa-ž]")
_CITING = re.compile(
    r"[,;)]|(?:Abs|Absatz|Satz|Nr|Bst|Stk|Ziff|lit)(?![^\W\d_])|(?:abs|stk|lid|ods|odst|ust|st|alin|al|para|paragraph|subsection|and|or|of|to|und|oder|bis|et|ou|du|de"
    r"|y|o|del|e|da|do|og|eller|och|i|a|и|или|та|або|ve|veya|ja|tai|sub|nr)(?![^\W\d_])"
)


@dataclass(slots=True)
class Mark:
    """A heading candidate: where it stands, how it is printed, which numbers it may mean."""

    row: int  # position in the rows given
    family: str  # before, sign, after, cjk, ko, dot, bare; special and schedule stand outside the numbering
    style: str
    label: str
    numbers: list[Number]
    end: int  # offset of the text behind the label in the row
    printed: str
    quoted: bool = False
    traits: tuple[str, ...] = ()
    score: float = 0.0
    prior: float = 0.0
    number: Number | None = field(default=None)


def find_marks(rows: list[Row]) -> list[Mark]:
    """Candidates in document order; a row may yield several of different families."""
    marks: list[Mark] = []
    for at, row in enumerate(rows):
        if row.kind is None:
            quoted = bool(_QUOTE.match(row.text))
            found = _read(row, at)
            for mark in found:
                mark.quoted = quoted
            marks += found
    return marks


def _read(row: Row, at: int) -> list[Mark]:
    text, low = row.text, row.low
    skip = 1 if _QUOTE.match(text) else 0
    found: list[Mark] = []
    if m := _CJK.match(text, skip):
        found.append(_cjk(m, at, "cjk"))
    elif m := _KO.match(text, skip):
        found.append(_cjk(m, at, "ko"))
    elif (m := _BEFORE.match(low, skip)) and (numbers := scan(text, m.end(), words_too=True)):
        if m["join"] or text[m.end() : m.end() + 1].isdecimal():
            found.append(_mark(row, at, "before", fold(m["word"]), numbers, m.end()))
    elif (m := _SIGN.match(low, skip)) and (numbers := scan(text, m.end())):
        found.append(_mark(row, at, "sign", "§", numbers, m.end()))
    elif (m := _DIGIT.match(low, skip)) and (numbers := scan(text, m.end())):
        found += _bare(row, at, numbers, m.end(), m["prefix"] or "")
    if not found:
        found += _outside(row, at)
    return found


def _cjk(m: re.Match[str], at: int, family: str) -> Mark:
    parts = [kanji(p) or 0 for p in re.findall(rf"{KANJI_NUMBER}+", m["subs"])]
    inner = [int(p) for p in re.findall(r"\d+", m["in"])] if family == "cjk" else []
    last = kanji(m["last"]) or 0 if family == "cjk" and m["last"] else 0
    number = Number(kanji(m["n"]) or 0, tuple(("d", p) for p in inner + parts), last=last, end=m.end())
    label = re.sub(r"^[\W_]+", "", m[0])
    stop = _STOP.match(m.string, m.end())
    return Mark(at, family, family, label, [number], stop.end() if stop else m.end(), m[0])


def _mark(row: Row, at: int, family: str, style: str, numbers: list[Number], start: int) -> Mark:
    first = numbers[0]
    stop = _STOP.match(row.text, first.end)
    end = stop.end() if stop else first.end
    shape = re.sub(r"\s+", "", row.text[first.end : end])
    return Mark(at, family, f"{style}{shape}", row.text[start : first.end].strip(), numbers, end, row.text[: first.end])


def _bare(row: Row, at: int, numbers: list[Number], start: int, prefix: str) -> list[Mark]:
    """A row that begins with a number: a word or sign behind it, a point, or nothing but a space."""
    text, low = row.text, row.low
    for number in numbers:
        at_end, paren = number.end, _AFTER_PAREN.match(text, number.end)
        if m := _AFTER.match(low, at_end):
            mark = _mark(
                row,
                at,
                "after",
                m["word"],
                [number, *(n for n in numbers if n.end == number.end and n != number)],
                start,
            )
            mark.end = m.end()
            if m["tail"]:
                letter = m["tail"][-1]
                mark.numbers = [Number(number.base, (*number.parts, ("l", ord(letter) - 96)), end=m.end()), number]
            mark.printed = text[: m.end()]
            if prefix:
                mark.numbers = [replace(n, prefix=prefix) for n in mark.numbers]
                mark.label = prefix + mark.label
            return [mark]
        if paren and (m := _AFTER.match(low, paren.end())):
            inner = Number(number.base, (*number.parts, ("s", int(paren[1] or paren[2]))), end=paren.end())
            mark = _mark(row, at, "after", m["word"], [inner], start)
            mark.end, mark.printed = m.end(), text[: m.end()]
            return [mark]
    if prefix:
        return []
    first = numbers[0]
    rest = text[first.end :]
    if re.match(r"\s*(?:[.．।۔။]|[—―–]|-\s|[.]?[—-])", rest) or not rest.strip():
        return [_mark(row, at, "dot", "dot", numbers, start)]
    if re.match(r"\s+(?:[(\[“\"«‘]|[^\W\d_a-zß-öø-ÿа-яёα-ωά-ώ])", rest):
        mark = _mark(row, at, "bare", "bare", numbers, start)
        return [mark]
    return []


def _outside(row: Row, at: int) -> list[Mark]:
    """Units outside the numbering: transitional provisions by name, schedules and forms."""
    if m := _SPECIAL.match(row.low):
        return _special(row, at, m)
    if len(row.text) < 200 and (m := _SCHEDULE.match(row.low)) and (row.text[0].isupper() or not row.text[0].isascii()):
        rest = row.text[m.end() :].strip()
        token = re.match(r"(?:no\.?\s*)?[\[(]?(?:[IVXLC]+|\d+(?:[.\-]\d+)*[A-Z]{0,2}|[A-Z])(?![^\W_])", rest)
        if (
            not rest
            or token
            or row.text.isupper()
            or rest[0] in "[(.:"
            or rest.lower().startswith(("to ", "zu ", "till ", "til "))
        ):
            named = (
                row.text
                if row.text.isupper() or rest.lower().startswith(("to ", "[to"))
                else row.text[: m.end()] + (" " + token[0] if token else "")
            )
            label = re.split(r"\s[-–—]\s|:", named)[0].strip().rstrip(".:")
            value = roman(fold(token[0])) if token else None
            number = Number(
                value or (int(re.findall(r"\d+", token[0])[0]) if token and re.search(r"\d", token[0]) else 1)
            )
            return [
                Mark(
                    at,
                    "schedule",
                    fold(m["word"]),
                    label,
                    [number],
                    len(row.text) if len(row.text) - len(label) < 3 else len(label),
                    label,
                )
            ]
    return []


def _special(row: Row, at: int, m: re.Match[str]) -> list[Mark]:
    word = _BEFORE.match(row.low, m.end() + 1)
    start = word.end() if word else m.end()
    lead = re.match(r"\s*(?:n\.?º\s*)?", row.text[start:])
    start += lead.end() if lead else 0
    numbers = scan(row.text, start, words_too=True)
    if word and not numbers:
        return []
    if not word and not numbers and len(row.text) - m.end() > 3:
        return []
    if not word and len(row.text) > 200:
        return []
    if not word and m["word"] in ("ek", "gecici", "mukerrer", "ek gecici", "transitorio"):
        return []
    end = numbers[0].end if numbers else m.end()
    stop = _STOP.match(row.text, end)
    style = m["word"] if numbers else f"{m['word']} alone"
    return [
        Mark(
            at,
            "special",
            style,
            row.text[:end].strip(" .:-–—"),
            numbers or [Number(1)],
            stop.end() if stop else end,
            row.text[:end],
        )
    ]


def is_lower(text: str) -> bool:
    """Whether a text begins as the middle of a sentence begins."""
    return bool(text) and text[0].islower()


def cites(text: str) -> bool:
    """Whether the text behind a number goes on as a citation does (`Abs. 2`, `and 5`, `, first paragraph`)."""
    return bool(_CITING.match(text))
