"""The figures of the codebook, and the page that prints them."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import benchmarks
from analyser.cli.benchmarks import benchmarks_app
from benchmarks.counts import Table, tables

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"


def rows(markdown: str) -> dict[str, dict[str, list[str]]]:
    """Title -> first cell -> the other cells."""
    found: dict[str, dict[str, list[str]]] = {}
    title = ""
    for line in markdown.splitlines():
        if line.startswith("## "):
            title = line[3:]
        elif line.startswith("| `"):
            first, *others = (cell.strip() for cell in line.strip("|").split(" | "))
            found.setdefault(title, {})[first] = others
    return found


def written() -> dict[str, dict[str, list[str]]]:
    return rows(PAGE.read_text(encoding="utf-8").split("<!-- counts:")[1])


def test_the_tables_count_every_element_once() -> None:
    instruments, _, languages, phrased = tables()
    assert sum(int(row[2]) for row in instruments.rows) == 251
    assert sum(int(row[4]) for row in instruments.rows) == 3 * 251
    assert len(languages.rows) == len(phrased.rows) == len(benchmarks.load_languages())
    assert {row[2] for row in languages.rows} == {"75"}


def test_a_table_is_written_as_markdown() -> None:
    table = Table("Fruit", ("name", "count"), (("`apple`", "3"),))
    assert table.markdown() == "## Fruit\n\n| name | count |\n| --- | --- |\n| `apple` | 3 |\n"


def test_the_page_has_the_instruments_and_benchmarks_as_they_are() -> None:
    known = {title: entries for table in tables() for title, entries in rows(table.markdown()).items()}
    for title in ("Instruments", "Benchmarks"):
        assert written()[title] == known[title], "renew docs/benchmarks.md with `analyser benchmarks counts`"


@pytest.mark.parametrize("title", ["Languages", "Elements that a language phrases, by instrument"])
def test_the_page_claims_no_more_of_a_language_than_there_is(title: str) -> None:
    known = {title: entries for table in tables() for title, entries in rows(table.markdown()).items()}
    page = written()[title]
    assert set(load_required()) <= set(page) <= set(known[title])
    for language, cells in page.items():
        numbers = [(said, now) for said, now in zip(cells, known[title][language], strict=True) if said.isdigit()]
        concepts = numbers[:2] if title == "Languages" else numbers  # sentences and terms may also be taken out
        assert all(int(said) <= int(now) for said, now in concepts), language


def load_required() -> list[str]:
    return [f"`{code}`" for code in benchmarks.load_vocabulary().required_languages]


def test_the_command_prints_what_the_page_holds() -> None:
    printed = CliRunner().invoke(benchmarks_app, ["counts"], catch_exceptions=False).stdout
    assert rows(printed)["Instruments"] == written()["Instruments"]
    assert re.search(r"^\| `lanzarote` \| .* \| 67 \| 67 \| 201 \| 67 \|$", printed, re.MULTILINE)
