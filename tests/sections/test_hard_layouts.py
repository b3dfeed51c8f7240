"""What misleads a splitter - contents in front, citations at line starts, quoted articles - in many languages."""

import pytest
from hard_layouts import CITING, QUOTING, REPEALED, Print, prints

from analyser.reading import read_bytes
from analyser.sections import SplitLaw, split

PRINTS = prints()
IDS = [law.language for law in PRINTS]


def read(law: Print) -> SplitLaw:
    return split(read_bytes(law.text().encode(), "law.txt"), law.language)


def body(law: Print, found: SplitLaw, number: int) -> str:
    return next(one.text for one in found.sections if one.label == law.number(number))


@pytest.mark.parametrize("law", PRINTS, ids=IDS)
def test_the_sections_and_nothing_else(law: Print) -> None:
    assert [one.label for one in read(law).sections] == law.labels()


@pytest.mark.parametrize("law", PRINTS, ids=IDS)
def test_titles_chapters_and_what_is_repealed(law: Print) -> None:
    found = read(law)
    assert [one.heading or "" for one in found.sections] == [law.title(at) for at in range(len(found.sections))]
    assert [one.label for one in found.sections if one.repealed] == [law.number(REPEALED)]
    assert {one.path[0].split()[-1] for one in found.sections} == {name.split()[-1] for name in law.chapters}


@pytest.mark.parametrize("law", PRINTS, ids=IDS)
def test_citations_and_quoted_articles_stay_in_their_section(law: Print) -> None:
    found = read(law)
    assert body(law, found, CITING).endswith(law.citation.format(n=law.number(2)))
    assert body(law, found, QUOTING).startswith(law.quoting)
    assert body(law, found, QUOTING).endswith(law.rule + law.quotes[1])
