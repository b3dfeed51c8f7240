"""People, assignments and the audit log by command: the whole way of a double coding, and what is refused."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner
from workspaces import OFFER, PRODUCE, make_workspace, write_statute

from analyser.cli.main import app
from analyser.errors import AnalyserError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANALYSER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    workspace = make_workspace(tmp_path)
    workspace.ingest(write_statute(tmp_path), "xa", by=workspace.local_user())
    workspace.close()
    return tmp_path


def run(*words: str) -> str:
    """What the command prints on stdout; it must succeed."""
    result = CliRunner().invoke(app, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def listed(*words: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run(*words, "--format", "json"))
    return found


def test_people_come_in_and_go(here: Path) -> None:
    told = run("people", "add", "Ana", "--role", "adjudicator")
    invited = run("people", "invite", "--role", "reviewer", "--study", "csea-2012", "--days", "3")
    workspace = make_workspace(here)
    (token,) = re.findall(r"token=([\w-]+)", told)
    assert workspace.redeem_login(token)[0].name == "Ana"
    (secret,) = re.findall(r"/join/([\w-]+)", invited)
    workspace.accept(secret, "Ben", "a long enough phrase")
    assert workspace.members("csea-2012") == ("Ben",)
    workspace.close()
    run("people", "disable", "Ben")
    people = {one["name"]: (one["role"], one["disabled_at"] is None) for one in listed("people", "list")}
    assert people == {"Ana": ("adjudicator", True), "Ben": ("reviewer", False), "local": ("admin", True)}


def test_elements_are_given_out_answered_and_opened_anew(here: Path) -> None:
    for name in ("Ana", "Ben"):
        run("people", "add", name)
    given = ["--country", "xa", "--reviewer", "Ana", "--reviewer", "Ben", "--element", PRODUCE, "--element", OFFER]
    assert "4 assignments are new" in run("assignments", "assign", *given)
    assert "0 assignments are new" in run("assignments", "assign", *given)
    run("ratings", "add", "xa", PRODUCE, "unclear", "--as", "Ana")
    waiting = listed("assignments", "list", "--open")
    assert [(one["element"], one["reviewer"]) for one in waiting] == [(PRODUCE, "Ben"), (OFFER, "Ana"), (OFFER, "Ben")]
    assert [one["answered"] for one in listed("assignments", "list", "--reviewer", "Ana")] == [True, False]
    run("ratings", "add", "xa", PRODUCE, "not_covered", "--as", "Ben")
    assert "Round 2" in run("assignments", "reopen", "xa", PRODUCE, "--reason", "A judgment of May")
    assert {one["round"] for one in listed("assignments", "list", "--open") if one["element"] == PRODUCE} == {2}


def test_the_log_is_listed_and_checked(here: Path) -> None:
    run("people", "add", "Ana")
    newest, *rest = listed("audit", "list", "--last", "3")
    assert (newest["action"], newest["subject"]) == ("token.login", newest["subject"])
    assert len(rest) == 2
    count = len(listed("audit", "list", "--last", "1000"))
    head = str(newest["hash"])
    assert f"{count} entries; its head is {head}" in run("audit", "verify", "--head", head)


REFUSED = [
    (["audit", "verify", "--head", "0" * 63 + "1"], "storage", 5),
    (["people", "disable", "Nobody"], "not_found", 5),
    (["people", "disable", "local"], "conflict", 5),
    (["people", "add", "local"], "conflict", 5),
    (["people", "invite", "--days", "400"], "usage", 2),
    (["people", "invite", "--study", "csea-1812"], "unknown_name", 2),
    (["assignments", "assign", "--country", "xa", "--reviewer", "local", "--each", "2"], "usage", 2),
    (["assignments", "assign", "--country", "xa", "--reviewer", "Nobody", "--each", "1"], "not_found", 5),
    (["assignments", "reopen", "xa", PRODUCE, "--reason", " "], "usage", 2),
    (["assignments", "reopen", "xa", PRODUCE, "--reason", "so"], "conflict", 5),
]


@pytest.mark.parametrize(("words", "code", "exit_code"), REFUSED, ids=[" ".join(one[0][:3]) for one in REFUSED])
def test_what_cannot_be_is_refused(here: Path, words: list[str], code: str, exit_code: int) -> None:
    result = CliRunner().invoke(app, words)
    assert isinstance(result.exception, AnalyserError), result.output
    assert (result.exception.code, result.exception.exit_code) == (code, exit_code)


def test_the_log_is_checked_in_one_place(here: Path) -> None:
    assert CliRunner().invoke(app, ["ratings", "verify"]).exit_code == 2
