"""The codebook as one HTML file that prints well: no script, nothing fetched, one element a page, links inside it.

Entries are in English whatever the language of the labels; they carry `lang="en"` so that a reader's voice and a
hyphenator know it.
"""

from collections.abc import Iterable
from datetime import date
from html import escape

from benchmarks.codebook import Codebook, Page
from benchmarks.examples import Example
from benchmarks.glossary import Term
from benchmarks.reservations import Reservation

STYLE = """
:root { color-scheme: light; }
body { font: 11pt/1.45 Georgia, "Times New Roman", serif; max-width: 46em; margin: 2em auto; padding: 0 1em; }
h1, h2, h3 { font-family: "Helvetica Neue", Arial, sans-serif; line-height: 1.2; }
h1 { font-size: 22pt; } h2 { font-size: 15pt; margin-bottom: .2em; } h3 { font-size: 11pt; margin: 1.1em 0 .2em; }
.cite, .small { color: #444; font-size: 9.5pt; margin: 0; }
.hash { font-family: monospace; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: 11em 1fr; gap: .25em 1em; margin: .4em 0; }
dt { font-weight: bold; } dd { margin: 0; }
.codes dt { font-family: monospace; font-size: 9pt; overflow-wrap: anywhere; }
blockquote { margin: .3em 0; padding: .3em .9em; border-left: 3px solid #888; }
blockquote p { margin: .1em 0; }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt; }
th, td { border: 1px solid #888; padding: .25em .5em; text-align: left; vertical-align: top; }
nav ol { columns: 2; font-size: 9.5pt; }
.codes { grid-template-columns: 17em 1fr; }
@page { size: A4; margin: 14mm 15mm; }
@media print {
  body { margin: 0; padding: 0; max-width: none; font-size: 8.5pt; line-height: 1.3; }
  h1 { font-size: 18pt; } h2 { font-size: 13pt; margin-top: 0; } h3 { font-size: 9.5pt; margin: .7em 0 .1em; }
  p, ul { margin: .15em 0; } dl { gap: .1em 1em; margin: .2em 0; } .codes dt { font-size: 7.5pt; }
  blockquote { margin: .2em 0; padding: .1em .8em; } blockquote p { display: inline; }
  nav ol, table, .cite, .small { font-size: 8pt; }
  .element, .part { break-before: page; }
  h2, h3, dt { break-after: avoid; } blockquote, tr { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""


def to_html(book: Codebook) -> str:
    """The whole file. The same codebook gives the same characters."""
    words, benchmark = book.labels.words, book.benchmark
    title = f"{words['codebook']}{book.labels.colon}{benchmark.title}"
    return "".join(
        [
            f'<!DOCTYPE html>\n<html lang="{escape(book.labels.language)}">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
            _cover(book, title),
            _contents(book),
            *(_element(page, book) for page in book.pages),
            _lists(book),
            "</body>\n</html>\n",
        ]
    )


def _cover(book: Codebook, title: str) -> str:
    words, benchmark = book.labels.words, book.benchmark
    sources = "".join(
        f"<li>{escape(book.titles[name])}. <span lang='en'>{escape(book.citations[name])}</span></li>\n"
        for name in book.titles
    )
    return (
        f"<header>\n<h1>{escape(title)}</h1>\n"
        f"<p>{escape(benchmark.id)}, {escape(words['version'])} {escape(benchmark.version)}; "
        f"{len(book.pages)} {escape(words['elements'].lower())}. {escape(words['in_english'])}</p>\n"
        f'<p class="small">{escape(words["fingerprint"])} <span class="hash">{benchmark.fingerprint}</span></p>\n'
        f"<ul>\n{sources}</ul>\n</header>\n"
    )


def _contents(book: Codebook) -> str:
    entries = "".join(
        f'<li><a href="#{escape(page.element.id)}">'
        f"{escape(page.article)}{book.labels.colon}{escape(page.label)}</a></li>\n"
        for page in book.pages
    )
    heading = escape(book.labels.words["contents"])
    return f'<nav class="part" aria-label="{heading}">\n<h2>{heading}</h2>\n<ol>\n{entries}</ol>\n</nav>\n'


def _element(page: Page, book: Codebook) -> str:
    words, element = book.labels.words, page.element
    parts = [
        f'<article class="element" id="{escape(element.id)}">\n<h2>{escape(page.label)}</h2>\n',
        f'<p class="cite">{escape(page.article)} · {escape(element.id)}</p>\n',
        "" if element.verified else f'<p class="small"><em>{escape(words["unverified"])}</em></p>\n',
        _pairs(page.facts, "facts"),
        _titled(words["partial_when"], _pairs(page.partial, "codes")) if page.partial else "",
        _titled(words["not_enough"], f'<p lang="en">{escape(element.not_enough)}</p>\n'),
        _titled(words["examples"], "".join(_example(one, book) for one in page.examples)) if page.examples else "",
        _titled(words["reservations"], f'<p lang="en">{escape(element.reservations)}</p>\n'),
        _titled(words["states"], _states(page.reservations, book)),
        _titled(words["neighbours"], _neighbours(page, book)),
        _around(page, book),
        _titled(words["terms"], _terms(page.terms, book)) if page.terms else "",
        "</article>\n",
    ]
    return "".join(parts)


def _titled(heading: str, body: str) -> str:
    return f"<h3>{escape(heading)}</h3>\n{body}"


def _pairs(pairs: Iterable[tuple[str, str]], kind: str) -> str:
    inner = "".join(f'<dt>{escape(what)}</dt><dd lang="en">{escape(said)}</dd>\n' for what, said in pairs)
    return f'<dl class="{kind}">\n{inner}</dl>\n'


def _example(example: Example, book: Codebook) -> str:
    name = book.labels.words[f"example_{example.kind}"]
    reason = f" ({escape(example.reason)})" if example.reason else ""
    return (
        f'<blockquote lang="en"><p><strong lang="{escape(book.labels.language)}">{escape(name)}</strong>{reason}: '
        f"{escape(example.text)}</p> <p><em>{escape(example.why)}</em></p></blockquote>\n"
    )


def _states(reservations: tuple[Reservation, ...], book: Codebook) -> str:
    words = book.labels.words
    if not reservations:
        return f"<p>{escape(words['states_none'])}</p>\n"
    lines = "".join(
        f"<li><strong>{escape(one.jurisdiction.upper())}</strong> ({escape(words['effect_' + one.effect])}; "
        f"{escape(words['since'].lower())} {_day(one.since, book)}, {escape(words['until'].lower())} "
        f"{_day(one.until, book)}): <span lang='en'>{escape(one.words)}</span> {escape(words['source'])}: "
        f"<span lang='en'>{escape(one.source)}</span></li>\n"
        for one in reservations
    )
    return f"<ul>\n{lines}</ul>\n"


def _day(day: date | None, book: Codebook) -> str:
    return day.isoformat() if day else escape(book.labels.words["unknown"])


def _neighbours(page: Page, book: Codebook) -> str:
    words, here = book.labels.words, {one.element.id for one in book.pages}
    if not page.neighbours:
        return f"<p>{escape(words['neighbours_none'])}</p>\n"
    lines = "".join(
        f'<li><a href="#{escape(id)}">{escape(said)}</a></li>\n' if id in here else f"<li>{escape(said)}</li>\n"
        for id, said in page.neighbours
    )
    return f"<p class='small'>{escape(words['neighbours_note'])}</p>\n<ul>\n{lines}</ul>\n"


def _around(page: Page, book: Codebook) -> str:
    words = book.labels.words
    return "".join(
        _titled(words[name], f'<p lang="en">{escape("; ".join(concepts))}</p>\n')
        for name, concepts in (("wider", page.wider), ("narrower", page.narrower))
        if concepts
    )


def _terms(terms: tuple[Term, ...], book: Codebook) -> str:
    lines = "".join(
        f'<li><a href="#{anchor(term)}" lang="en">{escape(term.term)}</a>: {escape(_grade(term, book))}'
        + (
            f"; {escape(book.labels.words['prefer'])} <span lang='en'>{escape(term.prefer)}</span>"
            if term.prefer
            else ""
        )
        + "</li>\n"
        for term in terms
    )
    return f"<ul>\n{lines}</ul>\n"


def _grade(term: Term, book: Codebook) -> str:
    return book.labels.words[f"grade_{term.grade or 'unknown'}"]


def anchor(term: Term) -> str:
    """The place of a term in the file."""
    return "term-" + "-".join(term.term.split())


def _lists(book: Codebook) -> str:
    words = book.labels.words
    rows = "".join(
        f'<tr id="{anchor(term)}"><td lang="en">{escape(term.term)}</td><td>{escape(_grade(term, book))}</td>'
        f'<td lang="en">{escape(term.meaning)}</td><td lang="en">{escape(term.prefer or "")}</td></tr>\n'
        for term in book.glossary
    )
    heads = "".join(f'<th scope="col">{escape(words[name])}</th>' for name in ("term", "grade", "meaning", "prefer"))
    return (
        f'<section class="part"><h2>{escape(words["ratings"])}</h2>\n{_plain(book.labels.ratings.items())}'
        f"<h2>{escape(words['reasons'])}</h2>\n{_plain(book.labels.reasons.items())}</section>\n"
        f'<section class="part"><h2>{escape(words["glossary"])}</h2>\n'
        f"<table><thead><tr>{heads}</tr></thead><tbody>\n{rows}</tbody></table></section>\n"
    )


def _plain(pairs: Iterable[tuple[str, str]]) -> str:
    inner = "".join(f"<dt>{escape(code)}</dt><dd>{escape(said)}</dd>\n" for code, said in pairs)
    return f'<dl class="codes">\n{inner}</dl>\n'
