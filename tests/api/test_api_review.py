"""Ratings, matrix, study and editions by HTTP: what is recorded shows everywhere, once."""

import io
from typing import Any

import openpyxl
from api_service import BENCHMARK, Service
from starlette.testclient import TestClient

from analyser.review.records import Role

ELEMENT = "lanzarote.20.1.a"


def of_row(study: dict[str, Any], element: str) -> dict[str, Any]:
    return next(row for row in study["table"] if row["elements"] == [element])


def test_a_rating_shows_in_matrix_study_and_sheet(program: TestClient, rating: dict[str, Any]) -> None:
    before = program.get("/api/v1/study", params={"benchmark": BENCHMARK}).json()
    assert (of_row(before, ELEMENT)["covered"], of_row(before, ELEMENT)["not_assessed"]) == (0, 1)
    answer = program.post("/api/v1/ratings", json=rating)
    assert answer.status_code == 201
    assert answer.json()["citations"][0]["start"] == 15
    after = program.get("/api/v1/study", params={"benchmark": BENCHMARK}).json()
    assert (of_row(after, ELEMENT)["covered"], of_row(after, ELEMENT)["not_assessed"]) == (1, 0)
    assert all(row["total"] == len(after["countries"]) == 1 for row in after["table"])
    matrix = program.get("/api/v1/matrix", params={"benchmark": BENCHMARK}).json()
    cell = next(entry for entry in matrix["cells"] if entry["cell"]["element"] == ELEMENT)
    assert (cell["cell"]["state"], cell["cell"]["judgement"]) == ("single", "covered")
    assert cell["suggestion"]["label"] == "2"
    sheet = program.get("/api/v1/sheets/xa", params={"benchmark": BENCHMARK}).json()
    assert sheet["entries"][0]["cell"]["judgement"] == "covered"


def test_a_double_submit_is_recorded_once(service: Service, browser: TestClient, rating: dict[str, Any]) -> None:
    headers = {"Idempotency-Key": "k"}
    answers = [browser.post("/api/v1/ratings", json=rating, headers=headers).json() for _ in range(2)]
    answers += [browser.post("/api/v1/ratings", json=rating).json() for _ in range(2)]
    assert len({answer["id"] for answer in answers}) == 1
    assert len(service.workspace.ratings(viewer=service.workspace.local_user(), history=True)) == 1


def test_a_new_answer_supersedes_the_old_one(browser: TestClient, rating: dict[str, Any]) -> None:
    browser.post("/api/v1/ratings", json=rating)
    browser.post("/api/v1/ratings", json=rating | {"judgement": "partial", "reasons": ["AGE_BELOW_18"]})
    assert [found["judgement"] for found in browser.get("/api/v1/ratings").json()["items"]] == ["partial"]
    history = browser.get("/api/v1/ratings", params={"history": True}).json()["items"]
    assert [found["superseded_at"] is None for found in history] == [False, True]


def test_another_reviewer_is_blind_until_the_own_answer_and_a_third_settles(
    service: Service, rating: dict[str, Any]
) -> None:
    me = service.workspace.local_user()
    clients = {}
    for name, role in (("Ana", Role.REVIEWER), ("Ben", Role.REVIEWER), ("Cleo", Role.ADJUDICATOR)):
        user = service.workspace.add_user(name, role, by=me)
        token = service.workspace.issue_api_token(user, "t", by=me)
        clients[name] = service.client(headers={"Authorization": f"Bearer {token}"})
    ana, ben, cleo = clients["Ana"], clients["Ben"], clients["Cleo"]
    assert ana.post("/api/v1/ratings", json=rating).status_code == 201
    assert ben.get("/api/v1/ratings").json()["items"] == []
    page = ben.get(f"/review/xa/{ELEMENT}")
    assert "1 other answer" in page.text
    assert "Ana" not in page.text
    assert rating["rationale"] not in page.text
    other = rating | {"judgement": "not_covered", "citations": [], "rationale": "Read all."}
    assert ben.post("/api/v1/ratings", json=other).status_code == 201
    assert len(ben.get("/api/v1/ratings").json()["items"]) == 2
    assert 'action="/api/v1/adjudications"' in cleo.get(f"/review/xa/{ELEMENT}").text
    assert 'action="/api/v1/ratings"' in ana.get(f"/review/xa/{ELEMENT}").text
    assert cleo.post("/api/v1/adjudications", json=rating | {"rationale": "Section 2 is clear."}).status_code == 201
    cell = cleo.get("/api/v1/matrix", params={"benchmark": BENCHMARK}).json()["cells"][0]["cell"]
    assert (cell["state"], cell["judgement"]) == ("adjudicated", "covered")
    agreement = cleo.get("/api/v1/agreement", params={"benchmark": BENCHMARK}).json()
    assert (agreement["items"], agreement["percent"]) == (1, 0.0)
    assert agreement["confusion"] == [{"first": "covered", "second": "not_covered", "items": 1}]


def test_an_edition_is_frozen_named_once_and_compared(browser: TestClient, rating: dict[str, Any]) -> None:
    def freeze(name: str) -> int:
        answer = browser.post("/api/v1/editions", json={"benchmark": BENCHMARK, "name": name})
        return int(answer.status_code)

    assert freeze("First") == 201
    assert freeze("First") == 409
    browser.post("/api/v1/ratings", json=rating)
    assert freeze("Second") == 201
    found = browser.get("/api/v1/editions/First").json()
    assert of_row(found["content"]["study"], ELEMENT)["covered"] == 0
    changes = browser.get("/api/v1/comparisons", params={"before": "First", "after": "Second"}).json()["changes"]
    assert [(change["country"], change["element"], change["after"]) for change in changes] == [
        ("xa", ELEMENT, "covered")
    ]
    page = browser.get("/study/compare", params={"before": "First", "after": "Second", "benchmark": BENCHMARK})
    assert "Producing child sexual abuse material" in page.text


def test_the_study_can_be_taken_away(browser: TestClient, rating: dict[str, Any]) -> None:
    browser.post("/api/v1/ratings", json=rating)
    table = browser.get("/study/download.csv")
    assert table.headers["content-disposition"] == 'attachment; filename="csea-2012.csv"'
    assert len(table.text.splitlines()) == 11
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/study/download.xlsx").content))
    assert book["Table"]["C2"].value == 1
