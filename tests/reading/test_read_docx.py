"""DOCX: headings, automatic numbers, tables, tracked changes, damage."""

import io
import zipfile

import pytest

from analyser.errors import DamagedFile, UnsupportedFile
from analyser.reading import Line, read_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}>
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="lv-LV"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Article"><w:name w:val="Article"/><w:basedOn w:val="H2"/></w:style></w:styles>"""
NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Art. %1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>
<w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num></w:numbering>"""


def docx(body: str, **parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/styles.xml", STYLES)
        archive.writestr("word/numbering.xml", NUMBERING)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def p(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def listed(text: str, level: int = 0, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def lines(body: str, **parts: str) -> tuple[Line, ...]:
    return read_bytes(docx(body, **parts), "law.docx").lines


def test_headings_by_style_and_weight_by_run() -> None:
    read = lines(
        p("Chapter I", '<w:pStyle w:val="Article"/>') + p("bold", run="<w:b/>") + p("plain", run='<w:b w:val="0"/>')
    )
    assert [(line.text, line.level, line.bold) for line in read] == [
        ("Chapter I", 2, True),
        ("bold", None, True),
        ("plain", None, False),
    ]


def test_automatic_numbers_are_written_out() -> None:
    body = listed("one") + listed("x", 1) + listed("y", 1) + listed("two") + listed("z", 1) + listed("dot", 0, 2)
    assert [line.text for line in lines(body)] == ["Art. 4. one", "a) x", "b) y", "Art. 5. two", "a) z", "dot"]


def test_raised_numbers_breaks_tables_and_notes() -> None:
    body = (
        '<w:p><w:r><w:t>178</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
        "<w:r><w:t>. pants</w:t><w:br/><w:t>body</w:t></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc>{p('(a)')}</w:tc><w:tc>{p('cell')}</w:tc></w:tr></w:tbl>"
    )
    read = lines(body, footnotes=f"<w:footnotes {W}><w:footnote>{p('a note')}</w:footnote></w:footnotes>")
    assert [(line.text, line.aside) for line in read] == [
        ("178¹. pants", False),
        ("body", False),
        ("(a) cell", False),
        ("a note", True),
    ]


def test_tracked_changes() -> None:
    body = (
        "<w:p><w:r><w:t>kept </w:t></w:r><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
    )
    document = read_bytes(docx(body), "x")
    assert document.text == "kept new"
    assert "1 deletion" in document.notes[0]
    assert document.language_hint == "lv-LV"


def test_damage_and_other_archives() -> None:
    whole = docx(p("text " * 4000))
    with pytest.raises(DamagedFile):
        read_bytes(whole[: len(whole) // 2], "law.docx")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    with pytest.raises(UnsupportedFile, match="Excel"):
        read_bytes(buffer.getvalue(), "law.docx")
