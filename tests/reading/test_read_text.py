"""Plain text, Markdown and encodings."""

import codecs

import pytest

from analyser.errors import EmptyFile, UnsupportedFile
from analyser.reading import read_bytes
from analyser.reading.encoding import decode

GREEK = "Άρθρο 348Α. Όποιος με πρόθεση παράγει ή διανέμει υλικό τιμωρείται με φυλάκιση τουλάχιστον ενός έτους. "
SPEECH = {
    "cp1253": GREEK,
    "iso8859-7": GREEK,
    "cp1252": "§ 5 Wer vorsätzlich über öffentliche Straßen fährt, wird bestraft; größere Fälle gehören dazu. ",
    "latin-1": "Artículo 5. El que con intención produjere daño a un niño será castigado con prisión de seis años. ",
    "cp1250": "§ 193b Kdo úmyslně přiměje dítě, bude potrestán odnětím svobody až na pět let; příprava též. ",
    "iso8859-2": "Aki szándékosan gyermeket erőszakkal kényszerít, bűntettet követ el és büntetendő súlyosabban. ",
    "cp1254": "Madde 103- Çocuğu istismar eden kişi, üç yıldan sekiz yıla kadar hapis cezası ile cezalandırılır. ",
    "cp1257": "162. pants. Par ļaunprātīgu rīcību ar nepilngadīgo soda ar brīvības atņemšanu līdz četriem gadiem. ",
    "cp1251": "Статья 135. Совершение действий без насилия наказывается лишением свободы на срок до трёх лет. ",
    "koi8-r": "Статья 135. Совершение действий без насилия наказывается лишением свободы на срок до трёх лет. ",
    "cp1256": "المادة 12 يعاقب بالحبس كل من أنتج أو وزع مواد ممنوعة على الأطفال دون الثامنة عشرة من العمر ",
    "cp932": "第五条　この法律の規定に違反した者は、三年以下の拘禁刑又は百万円以下の罰金に処する。",
    "euc_jp": "第五条　この法律の規定に違反した者は、三年以下の拘禁刑又は百万円以下の罰金に処する。",
    "cp949": "제5조(벌칙) 이 법을 위반한 사람은 3년 이하의 징역 또는 3천만원 이하의 벌금에 처한다. ",
    "gb18030": "第五条 违反本法规定的，由公安机关处罚；构成犯罪的，依法追究刑事责任，并处罚金。",
    "utf-8": GREEK,
    "utf-8-sig": GREEK,
    "utf-16": GREEK,
    "utf-16-le": GREEK,
    "utf-16-be": GREEK,
    "utf-32": GREEK,
}


@pytest.mark.parametrize("encoding", SPEECH)
def test_encodings_are_recognised_without_a_declaration(encoding: str) -> None:
    text = SPEECH[encoding] * 12
    read, _, _ = decode(text.encode(encoding))
    assert read.removeprefix("\ufeff") == text


def test_a_guess_is_noted_and_a_certainty_is_not() -> None:
    assert "cp1253" in decode(SPEECH["cp1253"].encode("cp1253") * 9)[2][0]
    assert decode(GREEK.encode())[2] == ()


def test_utf8_with_a_broken_byte_stays_utf8() -> None:
    text, name, notes = decode((GREEK * 20).encode() + b"\xff end")
    assert name == "utf-8"
    assert "\ufffd end" in text
    assert "not valid utf-8" in notes[0]


def test_lines_gaps_and_pages_of_plain_text() -> None:
    data = "Law of X\r\n\r\n1.\u00a0First\u00ad line\n\n   second   line\n\x0c2. Next page\n".encode()
    document = read_bytes(data, "law")
    assert [(line.text, line.gap, line.page) for line in document.lines] == [
        ("Law of X", True, 1),
        ("1. First line", True, 1),
        ("second line", True, 1),
        ("2. Next page", True, 2),
    ]
    assert document.media_type == "text/plain"
    assert document.text[document.offsets[1] :].startswith("1. First")


def test_ideographic_space_and_joiners_stay() -> None:
    lines = read_bytes("第五条　この法律\nمی‌شود".encode(), "x").lines
    assert [line.text for line in lines] == ["第五条　この法律", "می‌شود"]


def test_markdown_keeps_printed_numbers_and_drops_marks() -> None:
    source = """---
title: Code
---
# Penal *Code*

**Article 5**<sup>2</sup>

1. first
5. fifth stays five
- a\\) bullet &amp; [link](http://x)
> quoted_name here

| (1) | cell |
|-----|------|
Setext
------
"""
    lines = read_bytes(source.encode(), "x").lines
    assert [line.text for line in lines] == [
        "title: Code",
        "Penal Code",
        "Article 5²",
        "1. first",
        "5. fifth stays five",
        "a) bullet & link",
        "quoted_name here",
        "(1) cell",
        "Setext",
    ]
    assert (lines[0].aside, lines[1].level, lines[2].bold, lines[8].level) == (True, 1, False, 2)


@pytest.mark.parametrize("data", [b"", b"  \n\t ", codecs.BOM_UTF8, b"\x00" * 50])
def test_nothing_is_an_error(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        read_bytes(data, "x")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "97-2003"),
        (b"{\\rtf1 law}", "RTF"),
        (b"\x7fELF\x02\x01\x01\x00", "ELF"),
        (b"\x1f\x8b\x08\x00 packed", "gzip"),
        (bytes(range(1, 256)) * 20 + b"\x00", "binary data"),
    ],
)
def test_other_formats_are_named(data: bytes, what: str) -> None:
    with pytest.raises(UnsupportedFile) as caught:
        read_bytes(data, "law.pdf")
    assert what in str(caught.value)
    assert "PDF, HTML" in caught.value.hint
