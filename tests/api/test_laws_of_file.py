"""One of several laws in a file, taken as a law of its own: the rest of the file stays read."""

from api_service import Service
from starlette.testclient import TestClient
from workspaces import STATUTE

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
