"""`analyser study` in a terminal: parts, sheets, charts, signatures and files, of a draft and of an edition."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner
from workspaces import OFFER, PRODUCE, write_statute

from analyser.cli.main import app
from analyser.errors import AnalyserError
from analyser.study.exports import archive


def run(*arguments: str) -> str:
    """What the command printed. Raises what it would report."""
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=False, standalone_mode=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a workspace: one country, one element not covered, frozen as `one`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANALYSER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("ANALYSER_DATABASE_URL", raising=False)
    write_statute(tmp_path)
    run("ingest", "act.txt", "--country", "xa", "--country-name", "Arcadia")
    run("ratings", "add", "xa", OFFER, "not_covered")
    run("study", "freeze", "one")
    return tmp_path


def test_the_table_is_cut_and_the_groups_are_counted(here: Path) -> None:
    parts = json.loads(run("study", "--by", "instrument", "--format", "json"))
    assert {row["part"] for row in parts if row["conduct"].startswith("Knowingly")} == {
        "Council of Europe Convention on the Protection of Children against Sexual Exploitation and Sexual Abuse"
    }
    assert {row["countries"] for row in parts} == {1}
    none = list(csv.DictReader(io.StringIO(run("study", "--group", "coe", "--format", "csv"))))
    assert {row["Countries"] for row in none} == {"0"}
    (here / "data" / "groups.yaml").write_text("groups: {pilot: {name: Pilot, members: xa}}", "utf-8")
    own = list(csv.DictReader(io.StringIO(run("study", "--group", "pilot", "--format", "csv"))))
    assert {row["Countries"] for row in own} == {"1"}


def test_an_edition_is_signed_and_exported(here: Path) -> None:
    assert "local signed one" in run("study", "sign", "one", "--statement", "Checked.")
    run("study", "export", "--format", "csv", "--edition", "one", "--output", "a/one.zip")
    members = archive.unpacked((here / "a" / "one.zip").read_bytes())
    assert b"Checked." in members["about.csv"]
    run("study", "export", "--format", "site", "--edition", "one", "--output", "site")
    assert (here / "site" / "countries" / "xa.html").is_file()
    assert (here / "site" / "csv" / "table.csv").read_bytes() == members["table.csv"]
    run("study", "export", "--format", "json", "--output", "draft.zip")
    draft = json.loads(archive.unpacked((here / "draft.zip").read_bytes())["study.json"])
    assert draft["imprint"]["edition"] is None


def test_another_process_writes_the_same_bytes(here: Path) -> None:
    wanted = ["study", "export", "--format", "docx", "--edition", "one", "--output"]
    run(*wanted, "here.docx")
    program = "import sys; from analyser.cli.main import run; sys.argv[0] = 'analyser'; run()"
    command = [sys.executable, "-c", program, *wanted, "there.docx"]
    subprocess.run(command, cwd=here, env=os.environ.copy(), check=True, timeout=300)
    assert (here / "here.docx").read_bytes() == (here / "there.docx").read_bytes()


def test_sheets_questionnaires_and_charts_are_written(here: Path) -> None:
    run("study", "sheet", "xa", "--write", "questionnaire.html", "--edition", "one")
    assert "Questionnaire to the government of Arcadia" in (here / "xa-questionnaire.html").read_text("utf-8")
    run("study", "chart", "bars", "--output", "bars.svg")
    assert (here / "bars.svg").read_text("utf-8").startswith("<svg")
    assert "conducts over 1 countries" in run("study", "chart", "bars", "--edition", "one", "--output", "bars.png")
    assert len(json.loads(run("study", "progress", "--format", "json"))) == 10
    (gap,) = json.loads(run("study", "gaps", "--format", "json"))
    assert (gap["element"], gap["required"]) == (OFFER, "unknown")
    assert gap["recommendations"]


REFUSED = [
    (["study", "export", "--format", "csv", "--edition", "two", "--output", "x"], "not_found"),
    (["study", "export", "--format", "csv", "--edition", "one", "--group", "coe", "--output", "x"], "usage"),
    (["study", "export", "--format", "csv", "--output", "act.txt/x"], "disk_full"),
    (["study", "chart", "bars", "--output", "bars.gif"], "usage"),
    (["study", "chart", "agreement", "--output", "a.svg"], "not_found"),
    (["study", "chart", "map", "--row", "99", "--output", "a.svg"], "not_found"),
    (["study", "--group", "atlantis"], "unknown_name"),
    (["study", "sheet", "xz", "--edition", "one"], "not_found"),
    (["study", "sign", "one", "--statement", " "], "usage"),
]


def test_what_cannot_be_done_says_why(here: Path) -> None:
    for arguments, code in REFUSED:
        with pytest.raises(AnalyserError) as refused:
            run(*arguments)
        assert (refused.value.code, bool(refused.value.hint)) == (code, True), arguments


def test_a_country_without_answers_has_a_sheet_of_its_own(here: Path) -> None:
    assert PRODUCE in run("study", "sheet", "xb")
