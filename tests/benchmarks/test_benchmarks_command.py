"""`analyser benchmarks`: the codebook on the command line, and its two formats."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analyser.cli.benchmarks import benchmarks_app
from analyser.errors import InvalidDefinition, UnknownName

runner = CliRunner()


def answer(*arguments: str) -> str:
    result = runner.invoke(benchmarks_app, [*arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_list_counts_elements_rows_and_languages() -> None:
    listed = json.loads(answer("list", "--format", "json"))
    study = next(entry for entry in listed["benchmarks"] if entry["id"] == "csea-2012")
    assert (study["elements"], study["rows"]) == (11, 10)
    assert sum(entry["elements"] for entry in listed["instruments"]) == 251
    assert next(entry for entry in listed["languages"] if entry["id"] == "en")["missing"] == 0
    assert "csea-2012" in answer("list")


def test_show_prints_a_benchmark_an_instrument_and_an_element() -> None:
    assert len(json.loads(answer("show", "csea-2012", "--format", "json"))["rows"]) == 10
    assert len(json.loads(answer("show", "budapest", "--format", "json"))["elements"]) == 50
    element = json.loads(answer("show", "lanzarote.20.1.f", "--format", "json"))
    assert element["article"] == "Article 20(1)(f)"
    assert "eu2011.5.3" in element["same_concept"]
    for name in ("csea-2012", "opsc", "lanzarote.20.1.f"):
        assert name.split(".")[0] in answer("show", name)


def test_an_unknown_name_lists_close_ones() -> None:
    with pytest.raises(UnknownName) as caught:
        answer("show", "lanzarote.20.1.ff")
    assert "lanzarote.20.1.f" in caught.value.hint


def test_diff_prints_ids_with_their_sign() -> None:
    lines = answer("diff", "csea-2012", "lanzarote").splitlines()
    assert "+ lanzarote.22" in lines
    assert json.loads(answer("diff", "csea-2012", "lanzarote", "--format", "json"))["removed"] == []
    assert answer("diff", "csea-2012", "csea-2012") == "No difference.\n"


def test_validate_prints_each_problem_and_fails(tmp_path: Path) -> None:
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets" / "mine.yaml").write_text('benchmark: mine\nversion: "1"\ntitle: M\nelements: [opsc.99]\n')
    result = runner.invoke(benchmarks_app, ["validate", "--folder", str(tmp_path)])
    assert "sets/mine.yaml:4: opsc.99: unknown element" in result.stdout
    assert isinstance(result.exception, InvalidDefinition)
    (tmp_path / "sets" / "mine.yaml").write_text('benchmark: mine\nversion: "1"\ntitle: M\nelements: [opsc.7]\n')
    assert "valid" in answer("validate", "--folder", str(tmp_path))
