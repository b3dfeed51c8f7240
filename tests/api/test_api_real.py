"""The whole way by HTTP with the real reader, encoder and ranker, on a demo country."""

from pathlib import Path

from api_service import BENCHMARK, HOST
from starlette.testclient import TestClient

from analyser.factory import open_workspace
from analyser.settings import Settings
from api import create_app
from corpora.demo.pdf import write
from corpora.demo.statutes import COUNTRIES


def test_an_uploaded_pdf_is_read_and_its_provisions_are_found(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=None)
    workspace = open_workspace(settings)
    me = workspace.local_user()
    token = workspace.issue_api_token(me, "test", by=me)
    client = TestClient(create_app(workspace, settings), base_url=HOST, headers={"Authorization": f"Bearer {token}"})
    file = write(COUNTRIES[0], tmp_path)
    sent = client.post(
        "/api/v1/laws",
        files={"file": (file.name, file.read_bytes())},
        data={"country": "xa", "country_name": "Aldmere", "analyse": BENCHMARK},
    )
    assert workspace.run_queued() == 1
    job = client.get(sent.headers["location"]).json()
    assert job["state"] == "done", job
    law = client.get(f"/api/v1/laws/{job['result']['law_version_id']}").json()
    assert (law["language"], law["sections"]) == ("en", 40)
    expected = {"lanzarote.20.1.f": "30", "lanzarote.20.1.e": "29", "lanzarote.20.1.b.offering": "27"}
    for element, label in expected.items():
        found = client.get("/api/v1/candidates", params={"country": "xa", "element": element, "top": 3}).json()["items"]
        assert label in [candidate["section"]["label"] for candidate in found], element
        assert all(candidate["evidence"] for candidate in found)
    page = client.get("/review/xa/lanzarote.20.1.f")
    assert "Terms found" in page.text
    workspace.close()
