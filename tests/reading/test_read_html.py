"""HTML: blocks, furniture, numbers, hidden and struck text."""

import pytest

from analyser.reading import Document, Line, read_bytes


def read(body: str, head: str = "") -> Document:
    return read_bytes(
        f"<!DOCTYPE html><html lang='xx'><head>{head}</head><body>{body}</body></html>".encode(), "x.html"
    )


def shown(body: str) -> list[str]:
    return [line.text for line in read(body).lines if not line.aside]


def line(body: str, text: str) -> Line:
    return next(item for item in read(body).lines if text in item.text)


LAW = "<p>" + "The provisions of this invented act are long enough. " * 20 + "</p>"

CASES = [
    ("blocks and breaks", "<p>one<br>two</p><div>three</div>", ["one", "two", "three"]),
    ("inline stays inline", "<p>A<b>rt</b>. <span>5</span></p>", ["Art. 5"]),
    ("entities", "<p>&sect;&nbsp;5 &#8222;x&#8221; &#150; &eacute;</p>", ["§ 5 „x” – é"]),
    ("raised digits", "<p>178<sup>1</sup> pants<sup>bis</sup></p>", ["178¹ pantsbis"]),
    ("script and style are no text", "<p>a</p><script>b</script><style>c{}</style>", ["a"]),
    ("label cell joins", "<table><tr><td>(a)</td><td>text</td></tr></table>", ["(a) text"]),
    ("note and label cell", "<table><tr><td><b>Title<br>1.</b></td><td>text</td></tr></table>", ["Title", "1. text"]),
    (
        "nested tables",
        "<table><tr><td><table><tr><td>in</td></tr></table></td><td>out</td></tr></table>",
        ["in", "out"],
    ),
    ("list numbers are printed", "<ol start=3><li>c<li value=7>g</ol>", ["3. c", "7. g"]),
    ("list letters", "<ol type=a><li>x<li>y</ol><ol type=I><li>z</ol>", ["a. x", "b. y", "I. z"]),
    ("own numbers stay", "<ol><li>(1) first<li>2. second</ol>", ["(1) first", "2. second"]),
    ("readings over kanji", "<p><ruby>姦<rt>かん</rt></ruby>淫</p>", ["姦淫"]),
    ("preformatted", "<pre>Art. 1\n  body\n\nArt. 2</pre>", ["Art. 1", "body", "Art. 2"]),
    ("section head is law", "<article><header><h2>Art. 9</h2></header><p>x</p></article>", ["Art. 9", "x"]),
    ("folding button is law", "<h3><button>Article 5</button></h3><p>x</p>", ["Article 5", "x"]),
    ("class name alone is no proof", "<div class='section-header'>Article 5</div><p>x</p>", ["Article 5", "x"]),
]


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_shown_lines(body: str, expected: list[str]) -> None:
    assert shown(body) == expected


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav>menu</nav>",
        "<header><a href=/>Home</a></header>",
        "<footer>menu</footer>",
        "<form><label>menu</label></form>",
        "<div class='breadcrumb'>menu</div>",
        "<div id='top-menu'><a href=/a>menu</a></div>",
        "<div role='navigation'>menu</div>",
        "<p><a href='javascript:print()'>menu</a></p>",
        "<p style='display:none'>menu</p>",
        "<p><s>menu</s></p>",
    ],
)
def test_furniture_is_kept_aside(furniture: str) -> None:
    lines = read(furniture + LAW).lines
    assert len(lines) == 2
    assert [item.aside for item in lines] == [True, False]


def test_a_form_around_the_whole_page_is_no_furniture() -> None:
    assert len(shown(f"<form>{LAW}<p>Article 5</p></form>")) == 2


def test_hidden_law_is_read_and_noted() -> None:
    document = read(f"<h2>Act</h2><div style='display: none'>{LAW}</div>")
    assert not document.lines[-1].aside
    assert "hidden" in document.notes[0]


def test_headings_weight_and_gaps() -> None:
    body = "<h4>Art. 5</h4><p><b>Bold</b> <i>not</i></p><p><strong>All bold</strong><br>next</p>"
    assert line(body, "Art. 5").level == 4
    assert (line(body, "Bold not").bold, line(body, "All bold").bold) == (False, True)
    assert (line(body, "All bold").gap, line(body, "next").gap) == (True, False)


def test_title_is_aside_and_language_declared() -> None:
    document = read("<p>x</p>", "<title>The Act</title>")
    assert [(item.text, item.aside) for item in document.lines] == [("The Act", True), ("x", False)]
    assert document.language_hint == "xx"


@pytest.mark.parametrize(
    ("charset", "encoding", "word"),
    [
        ("iso-8859-1", "cp1252", "“prisión” – año"),
        ("windows-1253", "cp1253", "Άρθρο"),
        ("utf-8", "cp1252", "prisión"),
        ("nonsense", "utf-8", "Άρθρο"),
    ],
)
def test_declared_charsets_are_read_as_browsers_do(charset: str, encoding: str, word: str) -> None:
    page = f"<html><head><meta charset='{charset}'></head><body><p>{word}</p></body></html>"
    assert read_bytes(page.encode(encoding), "x").lines[0].text == word


def test_deep_nesting_neither_crashes_nor_loses_text() -> None:
    document = read("<div>" * 1500 + "deep" + "</div>" * 1500 + "<p>after</p>")
    assert {item.text for item in document.lines} == {"deep", "after"}
