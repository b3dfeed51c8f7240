"""Laws in and out by HTTP: upload, job, law, sections, certificate, source file; pages of lists; conditional reads."""

import hashlib
import json
import threading

import pytest
from api_service import BENCHMARK, Service
from starlette.testclient import TestClient
from workspaces import STATUTE

OTHER = STATUTE.replace("five years", "nine years").encode()


def test_an_upload_becomes_a_law_with_candidates(service: Service, program: TestClient) -> None:
    sent = program.post(
        "/api/v1/laws",
        files={"file": ("other.txt", OTHER, "application/pdf")},  # the type claimed does not matter
        data={"country": "XB", "title": "Other Act", "as_of": "2020-05-01", "analyse": BENCHMARK, "source": "Gazette"},
    )
    assert sent.status_code == 202
    assert sent.json()["state"] == "queued"
    assert service.workspace.run_queued() == 1
    job = program.get(sent.headers["location"]).json()
    assert job["state"] == "done", job
    law = program.get(f"/api/v1/laws/{job['result']['law_version_id']}").json()
    assert law["sha256"] == hashlib.sha256(OTHER).hexdigest()
    assert (law["jurisdiction"], law["title"], law["as_of"]) == ("xb", "Other Act", "2020-05-01")
    assert (law["source"], law["retrieved_at"], law["licence"]) == ("Gazette", None, None)
    assert program.get(f"/api/v1/laws/{law['id']}/certificate").json() == law["certificate"]
    found = program.get("/api/v1/candidates", params={"country": "xb", "element": "lanzarote.20.1.a"}).json()
    assert found["items"][0]["section"]["label"] == "2"


def test_a_job_is_followed_to_its_end_by_events(service: Service, program: TestClient) -> None:
    sent = program.post("/api/v1/laws", files={"file": ("other.txt", OTHER)}, data={"country": "xb"})
    worker = threading.Timer(0.2, service.workspace.run_queued)
    worker.start()
    told = program.get(sent.headers["location"] + "/events")
    worker.join()
    assert told.headers["content-type"].startswith("text/event-stream")
    events = [block for block in told.text.split("\n\n") if block.startswith("event: job\ndata: ")]
    states = [json.loads(block.partition("data: ")[2])["state"] for block in events]
    assert (states[0], states[-1]) == ("queued", "done")
    assert program.get("/api/v1/jobs/none/events").status_code == 404


def test_an_upload_sent_twice_with_one_key_is_one_job(service: Service, browser: TestClient) -> None:
    def send() -> str:
        answer = browser.post(
            "/api/v1/laws",
            files={"file": ("other.txt", OTHER)},
            data={"country": "xb"},
            headers={"Idempotency-Key": "same"},
        )
        return str(answer.json()["id"])

    assert send() == send()
    assert len(service.workspace.jobs().items) == 1


def test_the_source_file_comes_back_as_a_download(service: Service, browser: TestClient) -> None:
    answer = browser.get(f"/api/v1/laws/{service.law.id}/file")
    assert answer.content == STATUTE.encode()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_sections_come_in_pages_that_join_to_the_whole(service: Service, program: TestClient) -> None:
    path, labels, cursor = f"/api/v1/laws/{service.law.id}/sections", [], None
    while True:
        piece = program.get(path, params={"limit": 3} | ({"cursor": cursor} if cursor else {})).json()
        labels += [section["label"] for section in piece["items"]]
        assert len(piece["items"]) <= 3
        cursor = piece["next_cursor"]
        if cursor is None:
            break
    assert labels == ["1", "2", "3", "4"]


def test_a_section_stands_among_its_neighbours(service: Service, program: TestClient) -> None:
    section = service.sections["2"]
    found = program.get(f"/api/v1/sections/{section.id}/context", params={"around": 1}).json()["items"]
    assert [entry["label"] for entry in found] == ["1", "2", "3"]
    assert program.get(f"/api/v1/sections/{section.id}").json() == found[1]


def test_candidates_are_filtered_and_come_in_pages(program: TestClient) -> None:
    def ask(**given: object) -> list[dict[str, object]]:
        items, cursor = [], None
        while True:
            params = {"limit": 7} | given | ({"cursor": cursor} if cursor else {})
            piece = program.get("/api/v1/candidates", params=params).json()  # type: ignore[arg-type]
            items += piece["items"]
            if (cursor := piece["next_cursor"]) is None:
                return items

    everything = ask()
    assert len(everything) == 4 * 11
    assert len({entry["id"] for entry in everything}) == 44
    one = ask(country="xa", element="lanzarote.20.1.b.offering")
    assert [entry["rank"] for entry in one] == [1, 2, 3, 4]
    likely = ask(min_probability=0.4)
    assert 0 < len(likely) < 44
    assert all(entry["probability"] >= 0.4 for entry in likely)  # type: ignore[operator]
    assert {entry["rank"] for entry in ask(top=1)} == {1}
    assert ask(country="de") == []


READS = [
    "/api/v1/jurisdictions",
    "/api/v1/laws",
    "/api/v1/candidates",
    "/api/v1/ratings",
    f"/api/v1/matrix?benchmark={BENCHMARK}",
    f"/api/v1/study?benchmark={BENCHMARK}",
]


@pytest.mark.parametrize("path", READS)
def test_an_unchanged_read_is_not_sent_again(program: TestClient, rating: dict[str, object], path: str) -> None:
    first = program.get(path)
    tag = first.headers["etag"]
    again = program.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert program.post("/api/v1/ratings", json=rating).status_code == 201
    after = program.get(path, headers={"If-None-Match": tag})
    assert after.status_code == 200
    assert after.headers["etag"] != tag


def test_an_analysis_on_the_same_input_is_reused(service: Service, program: TestClient) -> None:
    sent = program.post("/api/v1/analyses", json={"country": "xa", "benchmark": BENCHMARK})
    service.workspace.run_queued()
    job = program.get(sent.headers["location"]).json()
    assert job["state"] == "done"
    runs = program.get("/api/v1/runs", params={"country": "xa"}).json()["items"]
    assert [run["id"] for run in runs] == job["result"]["run_ids"]


def test_a_withdrawn_law_leaves_the_present_set_only(service: Service, program: TestClient) -> None:
    path = f"/api/v1/laws/{service.law.id}"
    assert program.post(f"{path}/withdraw", json={"reason": "Wrong file."}).status_code == 204
    assert program.get("/api/v1/laws").json()["items"] == []
    assert [law["id"] for law in program.get("/api/v1/laws?all_versions=true").json()["items"]] == [service.law.id]
    assert program.get(path).json()["current"] is False
