"""`analyser search` as a script would use it."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner
from workspaces import make_workspace, parts, write_statute

from analyser.cli.main import app
from analyser.errors import UsageError
from tests.matching.invented import TrigramEncoder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANALYSER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ANALYSER_CACHE_DIR", str(tmp_path / "cache"))
    made = make_workspace(tmp_path, None, replace(parts(), encoder=TrigramEncoder))
    made.ingest(write_statute(tmp_path), "xa", by=made.local_user(), title="Act", country_name="Arcadia")
    made.close()
    return tmp_path


def test_sections_are_found_and_what_was_left_out_is_said(here: Path) -> None:
    found = CliRunner().invoke(app, ["search", "child pornography", "--mode", "lexical", "--format", "json"])
    assert [one["section"]["label"] for one in json.loads(found.stdout)] == ["2", "3"]
    assert found.stderr == ""
    table = CliRunner().invoke(app, ["search", "offers", "--mode", "lexical", "--country", "xa", "--format", "csv"])
    (row,) = csv.DictReader(io.StringIO(table.stdout))
    assert (row["section.label"], row["by_words"], row["by_meaning"]) == ("3", "1", "")


def test_a_search_for_nothing_is_refused(here: Path) -> None:
    refused = CliRunner().invoke(app, ["search"])
    assert isinstance(refused.exception, UsageError)
