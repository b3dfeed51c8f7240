"""What those who run the program see: figures of the workspace, ids in the log, one event a line."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from starlette.testclient import TestClient
from workspaces import STATUTE, make_workspace, settings, write_statute

from analyser import logs
from analyser.workspace import Workspace
from api import create_app


@pytest.fixture
def events() -> Iterator[io.StringIO]:
    """What is logged as JSON from now on."""
    stream = io.StringIO()
    before = structlog.get_config()
    yield stream
    structlog.configure(**before)


def read(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_the_figures_of_a_workspace(workspace: Workspace, tmp_path: Path) -> None:
    me = workspace.local_user()
    workspace.ingest(write_statute(tmp_path), "xa", by=me)
    workspace.analyse("xa", "csea-2012", by=me)
    before = workspace.figures()
    assert (sum(before.laws.values()), before.pages_ocred, dict(before.results_stale)) == (1, 0, {"csea-2012": 0})
    workspace.ingest(write_statute(tmp_path, "b.txt", STATUTE.replace("five", "nine")), "xa", by=me, title="Other")
    after = workspace.figures()
    assert dict(after.results_stale) == {"csea-2012": 1}
    assert after.cells_unrated == before.cells_unrated == {"csea-2012": 11}


def test_the_figures_are_scraped_and_requests_have_an_id(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    me = workspace.local_user()
    workspace.ingest(write_statute(tmp_path), "xa", by=me)
    token = workspace.issue_api_token(me, "scrape", by=me)
    client = TestClient(create_app(workspace, settings(tmp_path)), base_url="http://127.0.0.1:8321")
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token}", "X-Request-ID": "abc-1"})
    assert answer.headers["X-Request-ID"] == "abc-1"
    assert 'analyser_laws{verdict="failed"} 0.0' in answer.text
    assert "analyser_pages_ocred 0.0" in answer.text
    assert client.get("/healthz", headers={"X-Request-ID": "a b"}).headers["X-Request-ID"] != "a b"
    workspace.close()


def test_a_bulk_run_is_followed_by_its_id(tmp_path: Path, events: io.StringIO) -> None:
    workspace = make_workspace(tmp_path)
    used = settings(tmp_path).model_copy(update={"log_level": "info", "log_format": "json"})
    logs.configure(used, events)
    write_statute(tmp_path)
    (tmp_path / "m.csv").write_text("jurisdiction,files\nxa,act.txt\n")
    workspace.bulk(tmp_path / "m.csv", by=workspace.local_user())
    told = read(events)
    assert [one["event"] for one in told] == ["bulk run started", "job started", "job ended", "bulk run ended"]
    assert len({one["run_id"] for one in told}) == 1
    assert (told[2]["item"], told[2]["state"]) == ("xa act.txt", "done")
    workspace.close()
