"""The notebooks run from the first cell to the last with the real encoder, and show what their text promises."""

import ast
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
SECONDS = 600  # for one cell: the first run embeds every formulation


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_notebooks_are_kept_without_outputs(path: Path) -> None:
    codes = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert codes
    assert [cell.id for cell in codes if cell.outputs or cell.execution_count] == []


@pytest.fixture(scope="module")
def first_analysis() -> list[nbformat.NotebookNode]:
    """The code cells of the walk-through after it ran; a cell that fails raises."""
    notebook = read(FOLDER / "first_analysis.ipynb")
    NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": str(FOLDER)}}).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def shown(cells: list[nbformat.NotebookNode], words: str) -> str:
    """What the cell whose source holds the words printed or displayed."""
    (cell,) = [cell for cell in cells if words in cell.source]
    parts = [output.get("text") or output.data.get("text/html") or output.data["text/plain"] for output in cell.outputs]
    return "\n".join(parts)


def test_the_walk_through_finds_what_it_says(first_analysis: list[nbformat.NotebookNode]) -> None:
    first = ast.literal_eval(first_analysis[-1].outputs[-1].data["text/plain"])
    assert list(first) == ["xa", "xb", "xc"]
    assert "28" in first["xa"]
    assert all(len(labels) == 3 for labels in first.values())


def test_the_walk_through_shows_sections_certificates_and_candidates(
    first_analysis: list[nbformat.NotebookNode],
) -> None:
    split = shown(first_analysis, '"last label"')
    assert [split.count(f"<td>{size}</td>") for size in ("40", "30")] == [2, 4]  # as size and as last label
    section = shown(first_analysis, "section.path")
    assert "28 Procuring child pornography" in section
    assert "is liable to imprisonment for seven years." in section
    assert shown(first_analysis, '"numbers missing"').count("<td>none</td>") == 3
    assert "<td>29</td><td>Possessing child pornography</td>" in shown(first_analysis, "words that carried it")


def test_the_walk_through_draws_every_country_and_element(first_analysis: list[nbformat.NotebookNode]) -> None:
    (chart,) = [cell for cell in first_analysis if "mark_rect" in cell.source]
    svg = chart.outputs[-1].data["image/svg+xml"]
    assert all(f">{name}</text>" in svg for name in ("Aldmere", "Valterre", "Cordalia"))
    assert svg.count('aria-roledescription="rect mark"') == 33
