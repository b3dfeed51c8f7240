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


@pytest.fixture(scope="module")
def ran(request: pytest.FixtureRequest) -> list[nbformat.NotebookNode]:
    """The code cells of the named notebook after it ran; a cell that fails raises."""
    notebook = read(FOLDER / f"{request.param}.ipynb")
    NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": str(FOLDER)}}).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def last(cell: nbformat.NotebookNode) -> object:
    """What a cell ends with, as Python."""
    return ast.literal_eval(cell.outputs[-1].data["text/plain"])


@pytest.mark.parametrize("ran", ["comparing_countries"], indirect=True)
def test_countries_are_compared_and_the_heatmap_is_drawn(ran: list[nbformat.NotebookNode]) -> None:
    (chart,) = [cell for cell in ran if "charts.heatmap" in cell.source]
    svg = chart.outputs[-1].data["image/svg+xml"]
    assert all(f">{name}</text>" in svg for name in ("Aldmere", "Valterre", "Cordalia"))
    (changes,) = [cell for cell in ran if "workspace.compare" in cell.source]
    assert last(changes) == [("xb", "lanzarote.20.1.f", "not_covered", "unclear", "corrected")]
    assert shown(ran, "study.table").count("<td>3</td>") >= 10
    assert "Aldmere" in shown(ran, "gap.elsewhere")


@pytest.mark.parametrize("ran", ["http_api"], indirect=True)
def test_the_service_answers_the_program(ran: list[nbformat.NotebookNode]) -> None:
    results = {cell.source.splitlines()[0]: last(cell) for cell in ran if cell.outputs}
    assert ("done", "en", 40, "complete") in results.values()
    assert ((422, "rating_refused"), "rating") in results.values()
    assert (1, 0, 1) in results.values()


@pytest.mark.parametrize("ran", ["own_benchmark"], indirect=True)
def test_an_own_benchmark_is_checked_and_matched(ran: list[nbformat.NotebookNode]) -> None:
    assert "lanzarote.20.1.x" in shown(ran, "error.message")
    found = last(ran[-1])
    assert isinstance(found, dict)
    assert set(found) == {"lanzarote.20.1.d.self", "lanzarote.20.1.e", "lanzarote.20.1.f"}
    assert found["lanzarote.20.1.e"][0] == "29"


@pytest.mark.parametrize("ran", ["adding_a_language"], indirect=True)
def test_a_language_is_measured_and_begun(ran: list[nbformat.NotebookNode]) -> None:
    (scores,) = [last(cell) for cell in ran if "scores" in cell.source]
    assert isinstance(scores, dict)
    assert scores["with French"][0] >= scores["English only"][0]
    assert scores["with French"][1] > 3
    written, concepts, groups = last(ran[-1])  # type: ignore[misc]  # the tuple the cell ends with
    assert (written, bool(concepts), bool(groups)) == (1, True, True)
