"""Every error has one shape, says what happened and what to do, and stores nothing half."""

import html
from typing import Any

import pytest
from api_service import Service
from starlette.testclient import TestClient

SHAPE = {"type", "title", "status", "detail", "code", "hint"}
ELEMENT = "lanzarote.20.1.a"
RATE: dict[str, Any] = {"country": "xa", "element": ELEMENT, "judgement": "unclear"}
# method, path, JSON body, status, code, words of the detail
CASES: list[tuple[str, str, Any, int, str, str]] = [
    ("GET", "/api/v1/nothing", None, 404, "not_found", "/api/v1/nothing"),
    ("PUT", "/api/v1/laws", None, 405, "usage", "PUT"),
    ("GET", "/api/v1/laws/none", None, 404, "not_found", "none"),
    ("GET", "/api/v1/laws/none/sections", None, 404, "not_found", "none"),
    ("GET", "/api/v1/laws/none/file", None, 404, "not_found", "none"),
    ("GET", "/api/v1/sections/999999", None, 404, "not_found", "999999"),
    ("GET", f"/api/v1/sections/{10**30}", None, 404, "not_found", "no section"),
    ("GET", "/api/v1/sections/word", None, 422, "usage", "section_id"),
    ("GET", "/api/v1/jobs/none", None, 404, "not_found", "none"),
    ("GET", "/api/v1/jobs?state=sleeping", None, 422, "usage", "state"),
    ("GET", "/api/v1/laws?limit=0", None, 422, "usage", "limit"),
    ("GET", "/api/v1/laws?cursor=broken", None, 422, "usage", "cursor"),
    ("GET", "/api/v1/candidates?min_probability=2", None, 422, "usage", "min_probability"),
    ("GET", "/api/v1/matrix", None, 422, "usage", "benchmark"),
    ("GET", "/api/v1/matrix?benchmark=none", None, 422, "unknown_name", "none"),
    ("GET", "/api/v1/study?benchmark=none", None, 422, "unknown_name", "none"),
    ("GET", "/api/v1/benchmarks/none", None, 422, "unknown_name", "none"),
    ("GET", "/api/v1/benchmarks/csea-2012/elements/none", None, 422, "unknown_name", "none"),
    ("GET", "/api/v1/editions/none", None, 404, "not_found", "none"),
    ("GET", "/api/v1/comparisons?before=a&after=b", None, 404, "not_found", "a"),
    ("POST", "/api/v1/analyses", {"country": "12"}, 422, "unknown_name", "12"),
    ("POST", "/api/v1/analyses", {"country": "xa", "benchmark": "none"}, 422, "unknown_name", "none"),
    ("POST", "/api/v1/ratings", RATE | {"judgement": "perhaps"}, 422, "usage", "judgement"),
    ("POST", "/api/v1/ratings", RATE | {"typo": 1}, 422, "usage", "typo"),
    ("POST", "/api/v1/ratings", RATE | {"element": "none"}, 422, "unknown_name", "none"),
    ("POST", "/api/v1/ratings", RATE | {"judgement": "covered"}, 422, "rating_refused", "cited section"),
    ("POST", "/api/v1/ratings", RATE | {"judgement": "partial"}, 422, "rating_refused", "reason code"),
    ("POST", "/api/v1/adjudications", RATE | {"rationale": "Settled."}, 409, "conflict", "disagreement"),
    ("POST", "/api/v1/tokens", {"name": ""}, 422, "usage", "name"),
    ("DELETE", "/api/v1/tokens/current", None, 401, "not_authenticated", "token"),
]


@pytest.mark.parametrize(("method", "path", "body", "status", "code", "words"), CASES)
def test_an_error_is_a_problem_object(
    reader: TestClient, method: str, path: str, body: Any, status: int, code: str, words: str
) -> None:
    answer = reader.request(method, path, json=body)
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["status"]) == (status, code, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem.keys() >= SHAPE
    assert problem["hint"]
    assert words in problem["detail"]


# files, form fields, status, code
UPLOADS: list[tuple[tuple[str, bytes], dict[str, str], int, str]] = [
    (("a.txt", b""), {"country": "xa"}, 422, "empty_file"),
    (("a.txt", b"text"), {"country": "12"}, 422, "unknown_name"),
    (("a.txt", b"text"), {"country": "xa", "analyse": "none"}, 422, "unknown_name"),
    (("a.txt", b"text"), {"country": "xa", "as_of": "yesterday"}, 422, "usage"),
    (("a.txt", b"text"), {}, 422, "usage"),
    (("a.txt", b"x" * (2**20 + 1)), {"country": "xa"}, 413, "file_too_large"),
    (("a.txt", b"x" * (2**21)), {"country": "xa"}, 413, "file_too_large"),
]


@pytest.mark.parametrize(("file", "fields", "status", "code"), UPLOADS)
def test_a_bad_upload_is_refused_at_once(
    standing: Service, reader: TestClient, file: tuple[str, bytes], fields: dict[str, str], status: int, code: str
) -> None:
    answer = reader.post("/api/v1/laws", files={"file": file}, data=fields)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert standing.workspace.jobs().items == ()


# what a job says of a file that was taken but cannot be read
UNREADABLE = [
    (b"%PDF-1.7\nbroken", "rejected", "damaged_file"),
    (b"PK\x03\x04 nothing we read", "rejected", "damaged_file"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "rejected", "unsupported_file"),
    (b"No numbered section stands in this text. It goes on without any.\n" * 30, "empty", "no_sections"),
]


@pytest.mark.parametrize(("data", "state", "code"), UNREADABLE)
def test_a_file_that_cannot_be_read_ends_as_such_and_is_not_stored(
    service: Service, browser: TestClient, data: bytes, state: str, code: str
) -> None:
    sent = browser.post("/api/v1/laws", files={"file": ("law.pdf", data)}, data={"country": "xa"})
    assert sent.status_code == 202
    service.workspace.run_queued()
    job = browser.get(sent.headers["location"]).json()
    assert (job["state"], job["error_code"]) == (state, code)
    assert job["message"]
    assert job["hint"]
    card = browser.get(f"/jobs/{job['id']}/card")
    assert f'data-state="{state}"' in card.text
    assert job["message"] in html.unescape(card.text)
    assert [law.id for law in service.workspace.laws().items] == [service.law.id]


def test_a_body_that_lies_about_its_length_is_cut_off(service: Service, browser: TestClient) -> None:
    def endless() -> Any:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(64):
            yield b"x" * 65536

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = browser.post("/api/v1/laws", content=endless(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")
    assert service.workspace.jobs().items == ()


def test_fields_that_are_not_valid_are_all_named(reader: TestClient) -> None:
    answer = reader.post("/api/v1/ratings", json={"element": 3})
    assert {entry["field"] for entry in answer.json()["errors"]} == {"country", "element", "judgement"}


def test_what_a_rating_lacks_is_named_at_once(reader: TestClient) -> None:
    answer = reader.post("/api/v1/ratings", json=RATE | {"judgement": "partial"})
    assert len(answer.json()["missing"]) == 3


def test_a_quote_must_stand_in_the_section(service: Service, browser: TestClient, rating: dict[str, Any]) -> None:
    rating["citations"] = [{"section_id": service.sections["2"].id, "quote": "words nobody wrote"}]
    answer = browser.post("/api/v1/ratings", json=rating)
    assert (answer.status_code, answer.json()["code"]) == (422, "rating_refused")


def test_a_key_used_for_another_request_is_a_conflict(browser: TestClient, rating: dict[str, Any]) -> None:
    headers = {"Idempotency-Key": "k1"}
    assert browser.post("/api/v1/ratings", json=rating, headers=headers).status_code == 201
    other = browser.post("/api/v1/ratings", json=rating | {"rationale": "Another."}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "conflict")


def test_an_unforeseen_error_tells_nothing_of_the_inside(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise RuntimeError("secret detail")

    me = service.workspace.local_user()
    token = service.workspace.issue_api_token(me, "t", by=me)
    client = service.client(headers={"Authorization": f"Bearer {token}"}, raise_server_exceptions=False)
    monkeypatch.setattr(service.workspace, "tag", broken)
    answer = client.get("/api/v1/laws")
    assert (answer.status_code, answer.json()["code"]) == (500, "error")
    assert "secret detail" not in answer.text
    assert answer.json().keys() >= SHAPE
    assert "default-src 'none'" in answer.headers["content-security-policy"]


PAGES = [
    ("/nothing", 404, "There is nothing at /nothing."),
    ("/laws/none", 404, "none"),
    ("/matrix?benchmark=none", 422, "No benchmark"),
    ("/review/xa/none", 422, "has no element"),
    ("/review/12/lanzarote.20.1.a", 422, "12"),
    ("/study/compare?before=a&after=b", 404, "a"),
]


@pytest.mark.parametrize(("path", "status", "words"), PAGES)
def test_a_person_reads_the_error_on_a_page(reader: TestClient, path: str, status: int, words: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert words in answer.text
    assert "What to do:" in answer.text
