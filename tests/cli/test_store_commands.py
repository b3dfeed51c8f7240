"""The commands on the store, as a script would use them: output forms, exit codes, and the whole way by hand."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner
from workspaces import OFFER, PRODUCE, STATUTE, make_workspace, write_gazette, write_statute

from analyser.cli.main import app
from analyser.errors import AnalyserError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANALYSER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ANALYSER_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> str:
    """What the command prints on stdout; it must succeed."""
    result = CliRunner().invoke(app, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*words: str) -> AnalyserError:
    """The error a command ends with."""
    result = CliRunner().invoke(app, list(words))
    assert isinstance(result.exception, AnalyserError), result.output
    return result.exception


def analyse(folder: Path) -> None:
    """Match with the word matcher on the database the commands use."""
    workspace = make_workspace(folder)
    workspace.analyse("xa", "csea-2012", by=workspace.local_user(), top=3)
    workspace.close()


def test_the_whole_way_by_hand(here: Path) -> None:
    write_statute(here)
    run("ingest", "act.txt", "--country", "xa", "--country-name", "Arcadia", "--as-of", "2020-05-01")
    (law,) = json.loads(run("laws", "--format", "json"))
    assert (law["jurisdiction"], law["as_of"], law["retrieved_at"], law["certificate"]["verdict"]) == (
        "xa",
        "2020-05-01",
        None,
        law["verdict"],
    )
    sections = [json.loads(line) for line in run("laws", law["id"], "--format", "jsonl").splitlines()]
    assert [one["label"] for one in sections] == ["1", "2", "3", "4"]
    analyse(here)
    best = json.loads(run("matches", "--country", "xa", "--element", PRODUCE, "--top", "1", "--format", "json"))
    assert [one["section"]["label"] for one in best] == ["2"]
    cite = f"{best[0]['section']['id']}:produces child pornography"
    run("ratings", "add", "xa", PRODUCE, "covered", "--rationale", "plain", "--cite", cite)
    run("ratings", "add", "xa", OFFER, "not_covered")
    given = list(csv.DictReader(io.StringIO(run("ratings", "--format", "csv"))))
    assert [(one["element"], one["judgement"]) for one in given] == [(PRODUCE, "covered"), (OFFER, "not_covered")]
    rows = list(csv.DictReader(io.StringIO(run("study", "--format", "csv"))))
    assert [int(row["Covered"]) for row in rows] == [1] + [0] * 9
    assert [int(row["of these not"]) for row in rows] == [0, 1] + [0] * 8
    assert {row["Countries"] for row in rows} == {"1"}
    run("study", "--format", "xlsx", "--output", "study.xlsx")
    assert (here / "study.xlsx").read_bytes().startswith(b"PK")
    (gap,) = json.loads(run("study", "gaps", "--format", "json"))
    assert gap["element"] == OFFER
    run("study", "freeze", "one")
    run("ratings", "add", "xa", OFFER, "unclear")
    run("study", "freeze", "two")
    (change,) = json.loads(run("study", "compare", "one", "two", "--format", "json"))
    assert change["because"] == "corrected"
    assert len(json.loads(run("ratings", "--history", "--format", "json"))) == 3
    assert "intact" in run("audit", "verify")
    assert "Arcadia" in run("study")
    assert OFFER in run("study", "sheet", "xa")


def test_two_reviewers_on_one_machine(here: Path) -> None:
    write_statute(here)
    run("ingest", "act.txt", "--country", "xa")
    run("ratings", "add", "xa", PRODUCE, "unclear", "--as", "ann")
    assert json.loads(run("ratings", "--as", "bob", "--format", "json")) == []
    run("ratings", "add", "xa", PRODUCE, "not_covered", "--as", "bob")
    assert len(json.loads(run("ratings", "--as", "bob", "--format", "json"))) == 2
    run("ratings", "adjudicate", "xa", PRODUCE, "unclear", "--note", "the text is silent")
    (found,) = json.loads(run("ratings", "agreement", "csea-2012", "--format", "json"))
    assert (found["items"], found["percent"]) == (1, 0.0)


REFUSED = [
    (["ingest", "act.txt", "--country", "uk"], "unknown_name", 2),
    (["ingest", "absent.txt", "--country", "xa"], None, 3),
    (["ingest", "empty.txt", "--country", "xa"], "empty_file", 3),
    (["ingest", "poem.txt", "--country", "xa"], "no_sections", 3),
    (["ingest", "act.txt", "poem.txt", "--country", "xa"], "partial_failure", 6),
    (["ingest", "act.txt", "poem.txt", "--country", "xa", "--title", "One"], "usage", 2),
    (["laws", "no-such-law"], "not_found", 5),
    (["matches", "--element", "lanzarote.99"], "unknown_name", 2),
    (["ratings", "add", "xa", PRODUCE, "covered"], "rating_refused", 2),
    (["ratings", "add", "xa", PRODUCE, "covered", "--cite", "nothing"], "usage", 2),
    (["study", "--benchmark", "csea-1812"], "unknown_name", 2),
    (["study", "--benchmark", "lanzarote", "freeze", "one"], "usage", 2),
    (["study", "--format", "xlsx"], "usage", 2),
    (["bulk", "absent.csv"], "invalid_definition", 3),
    (["bulk", "laws.csv"], "partial_failure", 6),
]


@pytest.mark.parametrize(("words", "code", "exit_code"), REFUSED)
def test_refusals_have_a_code_a_hint_and_an_exit_code(
    here: Path, words: list[str], code: str | None, exit_code: int
) -> None:
    write_statute(here)
    write_statute(here, "poem.txt", "The sea was calm.\nThe night was long.\n")
    write_statute(here, "empty.txt", "")
    (here / "laws.csv").write_text("jurisdiction,files\nxa,act.txt\nxa,poem.txt\n")
    error = refused(*words)
    assert code is None or error.code == code
    assert error.exit_code == exit_code
    assert error.message
    assert error.hint


def test_bulk_lists_what_is_not_done_and_goes_on(here: Path) -> None:
    write_statute(here)
    (here / "laws.csv").write_text("jurisdiction,files\nxa,act.txt\nxb,absent.txt\n")
    error = refused("bulk", "laws.csv")
    assert error.details["items"] == [{"item": "xb absent.txt", "state": "rejected", "code": "unsupported_file"}]
    write_statute(here, "absent.txt", STATUTE.replace("five", "ten"))
    rows = [json.loads(line) for line in run("bulk", "laws.csv", "--format", "jsonl").splitlines()]
    assert [(row["item"], row["state"]) for row in rows] == [("xa act.txt", "done"), ("xb absent.txt", "done")]
    assert len(json.loads(run("laws", "--format", "json"))) == 2


def test_another_folder_by_option(here: Path) -> None:
    write_statute(here)
    run("ingest", "act.txt", "--country", "xa", "--data-dir", "elsewhere")
    assert json.loads(run("laws", "--format", "json")) == []
    assert len(json.loads(run("laws", "--format", "json", "--data-dir", "elsewhere"))) == 1


def test_listing_laws_loads_no_model(here: Path) -> None:
    import subprocess
    import sys

    script = (
        "import sys; from analyser.cli import laws, study; sys.exit('torch' in sys.modules or 'sklearn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_withdrawing_needs_to_know_which_law(here: Path) -> None:
    write_statute(here)
    run("ingest", "act.txt", "--country", "xa")
    assert refused("laws", "--withdraw", "wrong file").exit_code == 2
    assert len(json.loads(run("laws", "--format", "json"))) == 1


def test_laws_of_one_issue_are_taken_one_by_one(here: Path) -> None:
    acts = (
        f"ACT NO. {n} OF 2021\n\n"
        + "".join(f"Section {at}. Rule {at}\nWhoever breaks rule {at} of act {n} pays.\n\n" for at in range(1, 5))
        for n in (5, 6)
    )
    (here / "gazette.txt").write_text("\n".join(acts), "utf-8")
    said = run("analyse", "gazette.txt", "--country", "xa", "--no-match", "--output", "all")
    assert "--piece 2: ACT NO. 6 OF 2021" in said
    run("analyse", "gazette.txt", "--country", "xa", "--no-match", "--piece", "2", "--output", "one")
    (law,) = json.loads((here / "one" / "certificate.json").read_text("utf-8"))["laws"]
    assert (law["law"], law["pieces"], law["remainder"]["other pieces"] > 100) == ("gazette.txt#2", [], True)
    run("ingest", "gazette.txt", "--country", "xa", "--piece", "1", "--piece", "2")
    laws = json.loads(run("laws", "--format", "json"))
    assert [(law["title"], law["sections"]) for law in laws] == [("ACT NO. 5 OF 2021", 4), ("ACT NO. 6 OF 2021", 4)]
    assert refused("ingest", "gazette.txt", "--country", "xa", "--piece", "3").code == "unknown_name"


def test_a_gazette_in_two_languages_is_a_law_in_each(here: Path) -> None:
    write_gazette(here)
    said = run("analyse", "gazette.txt", "--country", "xa", "--no-match", "--output", "both")
    assert "printed in two languages (en, fr)" in said
    laws = json.loads((here / "both" / "certificate.json").read_text("utf-8"))["laws"]
    assert [(law["law"], law["language"]) for law in laws] == [("gazette.txt", "en"), ("gazette.txt#fr", "fr")]
    assert laws[0]["characters_read"] == sum(law["remainder"]["other language"] for law in laws)
    rows = [json.loads(line) for line in (here / "both" / "sections.jsonl").read_text("utf-8").splitlines()]
    assert len({(row["law"], row["key"]) for row in rows}) == len(rows) == 24
    stored = json.loads(run("ingest", "gazette.txt", "--country", "xa", "--format", "json"))
    assert [(law["language"], law["sections"], law["current"]) for law in stored] == [
        ("en", 12, True),
        ("fr", 12, True),
    ]
    assert stored[0]["law_id"] == stored[1]["law_id"]


def test_one_language_of_a_gazette_is_taken_and_the_other_later(here: Path) -> None:
    write_gazette(here)
    (only,) = json.loads(run("ingest", "gazette.txt", "--country", "xa", "--language", "fr", "--format", "json"))
    assert (only["language"], only["sections"]) == ("fr", 12)
    both = json.loads(run("ingest", "gazette.txt", "--country", "xa", "--format", "json"))
    assert {law["language"]: law["law_id"] for law in both} == {"en": only["law_id"], "fr": only["law_id"]}
