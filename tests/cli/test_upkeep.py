"""The doctor's findings, and the back-up commands as a user types them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner
from workspaces import make_workspace, write_statute

from analyser.cli.main import app
from analyser.errors import AnalyserError, Conflict
from analyser.health import Finding, Health, examine
from analyser.settings import Settings


@pytest.fixture
def given(tmp_path: Path) -> Settings:
    """A workspace with one law, and an encoder that is not there."""
    workspace = make_workspace(tmp_path)
    workspace.ingest(write_statute(tmp_path), "xa", by=workspace.local_user())
    workspace.close()
    return Settings(data_dir=tmp_path / "data", cache_dir=tmp_path / "cache", encoder=str(tmp_path / "absent"))


def by_subject(findings: list[Finding]) -> dict[str, Finding]:
    return {one.subject: one for one in findings}


def test_every_part_is_looked_at_and_what_is_wrong_is_named(given: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    found = by_subject(examine(given))
    assert found["database"].state is Health.WELL
    assert found["audit log"].found == "intact, 2 entries"
    assert found["source files"].found == "1 laws, all files as they were given"
    assert found["encoder"].state is Health.MISSING
    assert found["recognition of scans"].state is Health.ADVICE
    assert "apt install tesseract-ocr" in found["recognition of scans"].advice


def test_a_changed_source_file_is_a_fault(given: Settings) -> None:
    (file,) = (path for path in (given.data_dir / "files").glob("??/*"))
    file.chmod(0o600)
    file.write_text("changed")
    assert by_subject(examine(given))["source files"].state is Health.FAULT
    file.unlink()
    assert "act.txt" in by_subject(examine(given))["source files"].found


def test_the_commands(given: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYSER_ENCODER", given.encoder)
    monkeypatch.setenv("ANALYSER_CACHE_DIR", str(given.cache_dir))
    here, there, file = str(given.data_dir), str(tmp_path / "there"), str(tmp_path / "kept.zip")
    run = CliRunner().invoke
    assert "1 files" in run(app, ["backup", file, "--data-dir", here]).output
    assert isinstance(run(app, ["backup", file, "--data-dir", here]).exception, Conflict)
    assert "Restored" in run(app, ["restore", file, "--data-dir", there]).output
    listed = json.loads(run(app, ["laws", "--format", "json", "--data-dir", there]).output)
    assert [law["file_name"] for law in listed] == ["act.txt"]
    ill = run(app, ["doctor", "--data-dir", there])
    assert isinstance(ill.exception, AnalyserError)
    assert ill.exception.exit_code == 4
    assert "encoder" in ill.output
