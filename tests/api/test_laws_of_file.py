"""Several laws in one file, or one law in two languages: each is a law version, and the analyst is told."""

from pathlib import Path

from api_service import Service
from starlette.testclient import TestClient
from workspaces import STATUTE, write_gazette

ACTS = "\n\n".join(
    name + STATUTE.partition("Protection of Children Act")[2]
    for name in ("FIREARMS ACT 2001", "PROTECTION OF CHILDREN ACT 2002")
)


def test_taking_a_piece_leaves_the_whole_file_current(service: Service, program: TestClient) -> None:
    whole = program.post("/api/v1/laws", files={"file": ("gazette.txt", ACTS)}, data={"country": "xb"})
    service.workspace.run_queued()
    law = program.get(whole.headers["location"]).json()["result"]["law_version_id"]
    assert len(service.workspace.law(law).certificate["pieces"]) == 2
    taken = program.post(f"/api/v1/laws/{law}/pieces/2")
    service.workspace.run_queued()
    assert program.get(taken.headers["location"]).json()["state"] == "done"
    current = {one.id: one.sections for one in service.workspace.laws("xb").items}
    assert current.pop(law) == 8
    assert list(current.values()) == [4]
    assert program.post(f"/api/v1/laws/{law}/pieces/3").status_code == 422


def test_an_upload_in_two_languages_is_two_versions(
    service: Service, program: TestClient, browser: TestClient, tmp_path: Path
) -> None:
    data = write_gazette(tmp_path).read_bytes()
    sent = program.post("/api/v1/laws", files={"file": ("gazette.txt", data)}, data={"country": "xb"})
    service.workspace.run_queued()
    job = program.get(sent.headers["location"]).json()
    laws = {law["language"]: law for law in program.get("/api/v1/laws?country=xb").json()["items"]}
    assert {code: law["sections"] for code, law in laws.items()} == {"en": 12, "fr": 12}
    assert job["result"]["law_version_id"] == laws["en"]["id"]
    card = browser.get(f"/jobs/{job['id']}/card").text
    assert "printed in two languages (en, fr)" in card
    assert f"/laws/{laws['fr']['id']}" in card
    page = browser.get(f"/laws/{laws['fr']['id']}").text
    assert "Languages of this file" in page
    assert f"/laws/{laws['en']['id']}" in page
