"""National XML vocabularies and JSON lists: read and split into the sections they mark (invented laws)."""

import json

import pytest

from analyser import sections
from analyser.errors import DamagedFile, ParseLimit, UnsupportedFile
from analyser.reading import read_bytes

NUMBERS = range(1, 7)


def _gii() -> str:
    norms = "".join(
        f'<norm doknr="B{n}"><metadaten><jurabk>MusterG</jurabk><enbez>§ {n}</enbez><titel format="parat">Titel {n}'
        f"</titel></metadaten><textdaten><text><Content><P>(1) Wer die Sache Nummer {n} tut, wird bestraft.</P>"
        "<P>(2) Es gilt auch<DL><DT>1.</DT><DD><LA>der Versuch,</LA></DD></DL></P></Content></text></textdaten></norm>"
        for n in NUMBERS
    )
    part = "<gliederungsbez>Erster Abschnitt</gliederungsbez><gliederungstitel>Allgemeines</gliederungstitel>"
    return (
        '<!DOCTYPE dokumente SYSTEM "gii-norm.dtd"><dokumente><norm><metadaten><jurabk>MusterG</jurabk></metadaten>'
        f"</norm><norm><metadaten><gliederungseinheit><gliederungskennzahl>010</gliederungskennzahl>{part}"
        f"</gliederungseinheit></metadaten></norm>{norms}</dokumente>"
    )


def _justice() -> str:
    body = "".join(
        f"<Section><MarginalNote>Doing {n}</MarginalNote><Label>{n}</Label><Subsection><Label>(1)</Label>"
        f"<Text>Every person who, in any place, does thing {n} or lets it be done is guilty.</Text>"
        "<Paragraph><Label>(a)</Label><Text>an offence.</Text></Paragraph></Subsection></Section>"
        for n in NUMBERS
    )
    heading = '<Heading level="1"><Label>PART I</Label><TitleText>General</TitleText></Heading>'
    return f'<Statute xml:lang="en"><Identification/><Body>{heading}{body}</Body></Statute>'


def _riigi_teataja() -> str:
    body = "".join(
        f"<paragrahv><paragrahvNr>{n}</paragrahvNr><kuvatavNr><![CDATA[§ {n}.]]></kuvatavNr><paragrahvPealkiri>"
        f"Pealkiri {n}</paragrahvPealkiri><loige><loigeNr>1</loigeNr><kuvatavNr>(1)</kuvatavNr><sisuTekst><tavatekst>"
        f"Kes teeb teo number {n}, seda karistatakse.</tavatekst></sisuTekst></loige></paragrahv>"
        for n in NUMBERS
    )
    chapter = "<peatykkNr>1</peatykkNr><kuvatavNr>1. peatükk</kuvatavNr><peatykkPealkiri>Üldsätted</peatykkPealkiri>"
    return (
        f'<oigusakt xmlns="http://www.riigiteataja.ee/ns/"><sisu><peatykk>{chapter}{body}</peatykk></sisu></oigusakt>'
    )


def _lovdata() -> str:
    body = "".join(
        f'<article class="legalArticle"><h3><span>§ {n}</span>. <span>Tittel {n}</span></h3><article class="legalP">'
        f"Den som gjør tingen nummer {n}, straffes med bot.</article></article>"
        for n in NUMBERS
    )
    return f"<html><body><main><section><h2>Kapittel 1. Alminnelige</h2>{body}</section></main></body></html>"


def _json() -> str:
    listed = [{"label": str(n), "heading": f"Title {n}", "text": f"Whoever does {n}\n(2) is liable."} for n in NUMBERS]
    return json.dumps({"name": "An Act", "sections": listed})


def _json_lines() -> str:
    return "\n".join(
        json.dumps({"key": f"x{n}", "label": f"Article {n}", "heading": None, "text": f"Whoever does {n} is liable."})
        for n in NUMBERS
    )


LAWS = [
    (_gii, "Titel 3", "(1) Wer die Sache Nummer 3 tut, wird bestraft.\n(2) Es gilt auch\n1. der Versuch,"),
    (
        _justice,
        "Doing 3",
        "(1) Every person who, in any place, does thing 3 or lets it be done is guilty.\n(a) an offence.",
    ),
    (_riigi_teataja, "Pealkiri 3", "(1) Kes teeb teo number 3, seda karistatakse."),
    (_lovdata, "Tittel 3", "Den som gjør tingen nummer 3, straffes med bot."),
    (_json, "Title 3", "Whoever does 3\n(2) is liable."),
    (_json_lines, None, "Whoever does 3 is liable."),
]


@pytest.mark.parametrize(("law", "heading", "text"), LAWS, ids=[law.__name__ for law, _, _ in LAWS])
def test_sections_with_number_title_and_text(law: object, heading: str | None, text: str) -> None:
    source = law()  # type: ignore[operator]
    prologue = "<?xml version='1.0' encoding='UTF-8'?>" if source.startswith(("<!D", "<S", "<o")) else ""
    found = sections.split(read_bytes((prologue + source).encode(), "law")).sections
    assert [section.label for section in found] == [str(n) for n in NUMBERS]
    assert (found[2].heading, found[2].text) == (heading, text)


def test_numbers_for_machines_stay_where_no_other_is_printed() -> None:
    source = "<?xml version='1.0'?><seadus><paragrahv><paragrahvNr>7</paragrahvNr><p>Tekst.</p></paragrahv></seadus>"
    assert "7" in read_bytes(source.encode(), "x").text


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ('{"a": 1}', UnsupportedFile),
        ('[{"label": "1"}]', UnsupportedFile),
        ('[{"label": "1", "text": "x"', DamagedFile),
        ('{"items": ' * 60 + '{"text": "x"}' + "}" * 60, ParseLimit),
        ('{"items": ' * 60_000 + "1" + "}" * 60_000, ParseLimit),
    ],
)
def test_json_that_is_no_law(source: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_bytes(source.encode(), "x")


@pytest.mark.parametrize("paragraph", ["<Label>(1)</Label>", ""])
def test_words_that_lead_to_a_list_are_no_title(paragraph: str) -> None:
    source = _justice().replace("is guilty.<", "is guilty of<").replace("<Label>(1)</Label>", paragraph)
    found = sections.split(read_bytes(('<?xml version="1.0"?>' + source).encode(), "law")).sections
    assert [section.heading for section in found] == [f"Doing {n}" for n in NUMBERS]
    assert all("is guilty of\n(a) an offence." in section.text for section in found)
    assert {section.path for section in found} == {("PART I General",)}


def test_a_first_paragraph_is_no_title() -> None:
    text = "".join(f"{n}. (1) Every person who does thing {n} is guilty of\n(a) an offence.\n\n" for n in NUMBERS)
    found = sections.split(read_bytes(text.encode(), "law.txt")).sections
    assert [(section.label, section.heading) for section in found] == [(str(n), None) for n in NUMBERS]
    assert all(section.text.startswith("(1) Every person") for section in found)
