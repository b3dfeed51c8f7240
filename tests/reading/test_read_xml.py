"""Akoma Ntoso and other XML."""

import pytest

from analyser.errors import DamagedFile
from analyser.reading import read_bytes

AKN = """<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act>
<meta><identification><FRBRExpression><FRBRlanguage language="swa"/></FRBRExpression></identification></meta>
<body><chapter><num>Chapter I</num><heading>General</heading>
<section><num>1.</num><heading>Short title</heading>
<subsection><num>(1)</num><content><p>This is the &nbsp;<b>X</b> Act<sup>2</sup>.</p></content></subsection>
<subsection><num>(2)</num><intro><p>In this Act:</p></intro>
<paragraph><num>(a)</num><content><p>first</p>
<p>second<authorialNote><p>a note</p></authorialNote></p></content></paragraph>
</subsection></section>
<article><num>Article 5</num><content><p>Body.</p></content></article></chapter></body></act></akomaNtoso>"""


def test_akoma_ntoso_is_printed_as_its_numbers_demand() -> None:
    document = read_bytes(AKN.encode(), "act.xml")
    assert [line.text for line in document.lines] == [
        "Chapter I General",
        "1. Short title",
        "(1) This is the X Act².",
        "(2) In this Act:",
        "(a) first",
        "second",
        "a note",
        "Article 5",
        "Body.",
    ]
    assert [line.level for line in document.lines[:3]] == [3, 4, None]
    assert [line.text for line in document.lines if line.aside] == ["a note"]
    assert (document.media_type, document.language_hint) == ("application/xml", "swa")


def test_unknown_vocabularies_lose_no_text() -> None:
    norm = "<norm><enbez>§ 1</enbez><titel>Zweck</titel><P>Dieses <B>Gesetz</B> dient.</P></norm>"
    source = f"<?xml version='1.0'?><gesetz>{norm}</gesetz>"
    assert (
        "".join(line.text for line in read_bytes(source.encode(), "x").lines).replace(" ", "")
        == "§1ZweckDiesesGesetzdient."
    )


def test_declared_encoding_of_xml() -> None:
    source = "<?xml version='1.0' encoding='ISO-8859-1'?><law><p>Artículo 5</p></law>"
    assert read_bytes(source.encode("latin-1"), "x").lines[0].text == "Artículo 5"


def test_broken_xml_is_damaged() -> None:
    with pytest.raises(DamagedFile):
        read_bytes(b"<?xml version='1.0'?><law><p>text</law>", "x")
