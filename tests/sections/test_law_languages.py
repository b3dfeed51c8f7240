"""Invented laws in forty languages and layouts split as printed, with blank lines or with bold headings alone."""

import pytest
from invented import Law, document, laws

from analyser.sections import split

LAWS = laws()


def found(law: Law, **how: bool) -> list[tuple[str, str | None, str]]:
    """(key, title, body) of every section."""
    return [
        (s.key if ":" in law.sections[0].key else s.label, s.heading, s.text)
        for s in split(document(law, **how)).sections
    ]


def wanted(law: Law) -> list[tuple[str, str | None, str]]:
    """(key, title, body) as the data says; raised digits in keys are written plainly there."""
    return [(e.key, e.title, "\n".join(e.body)) for e in law.sections]


def plain(rows: list[tuple[str, str | None, str]]) -> list[tuple[str, str | None, str]]:
    raised = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
    return [(key.translate(raised), title, body) for key, title, body in rows]


@pytest.mark.parametrize("law", LAWS, ids=[law.name for law in LAWS])
def test_blank_lines_between_sections(law: Law) -> None:
    assert plain(found(law)) == plain(wanted(law))


@pytest.mark.parametrize("law", LAWS, ids=[law.name for law in LAWS])
def test_bold_headings_and_no_blank_lines(law: Law) -> None:
    assert plain(found(law, every_gap=True, bold=True)) == plain(wanted(law))
