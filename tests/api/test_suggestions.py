"""Suggested answers and new orders by HTTP: shown with their grounds, never before a blind answer, never stored."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from api_service import BENCHMARK
from starlette.testclient import TestClient
from workspaces import OFFER, PRODUCE, make_workspace, match_words, parts, settings, write_statute

from analyser.matching.candidate import Candidate
from analyser.review.plan import Conduct
from analyser.review.records import Role
from analyser.workspace import Workspace
from api import create_app

FOUND = {
    "rating": "partial",
    "probability": 0.61,
    "probabilities": {"covered": 0.3, "partial": 0.61, "not_covered": 0.09},
    "reasons": [{"code": "AGE_BELOW_18", "probability": 0.5}],
    "grounds": ["chance of section 1: lower than usual"],
}


def match_and_suggest(*given: Any) -> list[Candidate]:
    """The words matcher, with a suggestion at every first candidate."""
    more = {"suggestion": FOUND, "parts": {"act": ["produces"], "age": []}, "unsaid": ["no age found, only “child”"]}
    return [replace(one, signals={**one.signals, **more}) if one.rank == 1 else one for one in match_words(*given)]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = make_workspace(tmp_path, parts_given=parts(match_and_suggest))
    made.ingest(write_statute(tmp_path), "xa", by=made.local_user(), title="Protection of Children Act")
    made.analyse("xa", BENCHMARK, by=made.local_user())
    yield made
    made.close()


def client(workspace: Workspace, folder: Path, name: str, role: Role = Role.REVIEWER) -> TestClient:
    me = workspace.local_user()
    token = workspace.issue_api_token(workspace.add_user(name, role, by=me), "t", by=me)
    headers = {"Authorization": f"Bearer {token}"}
    return TestClient(create_app(workspace, settings(folder)), base_url="http://127.0.0.1:8321", headers=headers)


WHERE = {"country": "xa", "benchmark": BENCHMARK}


def answer(judgement: str, element: str = PRODUCE, **more: Any) -> dict[str, Any]:
    return {"country": "xa", "element": element, "judgement": judgement, **more}


def test_a_suggestion_comes_with_its_grounds_and_is_no_rating(workspace: Workspace, tmp_path: Path) -> None:
    ana = client(workspace, tmp_path, "Ana")
    found = ana.get("/api/v1/suggestion", params={**WHERE, "element": PRODUCE}).json()
    assert (found["hidden"], found["suggested"]["rating"], found["suggested"]["band"]) == (
        False,
        "partial",
        "about even",
    )
    (reason,) = found["suggested"]["reasons"]
    assert (reason["code"], reason["here"]) == ("AGE_BELOW_18", 0)
    assert "eighteen" in reason["meaning"]
    assert found["suggested"]["missing"] == ["no age found, only “child”"]
    assert found["suggested"]["parts"]["act"] == ["produces"]
    assert found["suggested"]["label"] == "2"
    assert ana.get("/api/v1/ratings").json()["items"] == []
    assert ana.get("/api/v1/suggestion", params={**WHERE, "element": "none"}).json()["code"] == "unknown_name"


def test_a_blind_study_shows_neither_before_the_own_answer(workspace: Workspace, tmp_path: Path) -> None:
    workspace.set_conduct(Conduct(BENCHMARK, blind_suggestions=True), by=workspace.local_user())
    ana = client(workspace, tmp_path, "Ana")
    hidden = ana.get("/api/v1/suggestion", params={**WHERE, "element": PRODUCE}).json()
    assert (hidden["hidden"], hidden["suggested"]) == (True, None)
    assert ana.get("/api/v1/reranked", params=WHERE).json()["items"] == []
    assert ana.post("/api/v1/reranked", json={**WHERE, "element": PRODUCE, "marked": []}).json()["items"] == []
    ana.post("/api/v1/ratings", json=answer("unclear"))
    shown = ana.get("/api/v1/suggestion", params={**WHERE, "element": PRODUCE}).json()
    assert shown["suggested"]["rating"] == "partial"
    assert {one["element"] for one in ana.get("/api/v1/reranked", params=WHERE).json()["items"]} == {PRODUCE}


def test_answers_on_the_family_move_the_suggestion(workspace: Workspace, tmp_path: Path) -> None:
    ana, where = client(workspace, tmp_path, "Ana"), {**WHERE, "element": PRODUCE}
    before = ana.get("/api/v1/suggestion", params=where).json()["suggested"]
    ana.post("/api/v1/ratings", json=answer("not_covered", OFFER, read=1))
    after = ana.get("/api/v1/suggestion", params=where).json()["suggested"]
    assert after["probabilities"]["not_covered"] > before["probabilities"]["not_covered"]
    assert after["grounds"][0] == "elements of this family here were rated: 1 not covered"
    ben = client(workspace, tmp_path, "Ben").get("/api/v1/suggestion", params=where).json()["suggested"]
    assert ben["probabilities"] == before["probabilities"]


def places(items: list[dict[str, Any]]) -> list[int]:
    return [one["section_id"] for one in items]


def test_what_is_marked_moves_the_rest_at_once_and_is_forgotten(workspace: Workspace, tmp_path: Path) -> None:
    ana = client(workspace, tmp_path, "Ana")
    before = ana.get("/api/v1/reranked", params={**WHERE, "element": OFFER}).json()["items"]
    assert [one["rank"] for one in before] == [one["before"] for one in before] == [1, 2, 3, 4]
    first, second = places(before)[:2]
    own = [{"element": OFFER, "section_id": first, "confirmed": False}]
    sibling = [{"element": PRODUCE, "section_id": second, "confirmed": True}]
    sent = {**WHERE, "element": OFFER, "marked": own + sibling}
    after = ana.post("/api/v1/reranked", json=sent).json()["items"]
    assert places(after)[-1] == first
    assert after[-1]["decided"] is False
    assert after[0]["section_id"] == second
    assert after[0]["probability"] > before[1]["probability"] > 0
    assert sorted(places(after)) == sorted(places(before))
    assert places(ana.get("/api/v1/reranked", params={**WHERE, "element": OFFER}).json()["items"])[:2] == [
        first,
        second,
    ]


def test_answers_move_the_rest_for_those_who_may_see_them(workspace: Workspace, tmp_path: Path) -> None:
    ana, ben = client(workspace, tmp_path, "Ana"), client(workspace, tmp_path, "Ben")
    listed = ana.get("/api/v1/reranked", params={**WHERE, "element": PRODUCE}).json()["items"]
    assert ana.post("/api/v1/ratings", json=answer("not_covered", read=1)).status_code == 201
    moved = ana.get("/api/v1/reranked", params={**WHERE, "element": PRODUCE}).json()["items"]
    assert places(moved)[-1] == listed[0]["section_id"]
    assert ben.get("/api/v1/reranked", params={**WHERE, "element": PRODUCE}).json()["items"] == listed


def match_with_figures(*given: Any) -> list[Candidate]:
    """The words matcher with two candidates of four sections, and what is missed after each."""
    stops = [
        {"own": 0.6, "below": 0.3, "sections": 4, "chance": 0.2, "upper": 0.3},
        {"own": 0.2, "below": 0.1, "sections": 4, "chance": 0.05, "upper": 0.1},
    ]
    found = match_words(*given[:-1], 2) if len(given) == 6 else match_words(*given)
    return [replace(one, signals={**one.signals, "absence": stops[one.rank - 1]}) for one in found]


@pytest.fixture
def measured(tmp_path: Path) -> Iterator[Workspace]:
    made = make_workspace(tmp_path, parts_given=parts(match_with_figures))
    made.ingest(write_statute(tmp_path), "xa", by=made.local_user(), title="Protection of Children Act")
    made.analyse("xa", BENCHMARK, by=made.local_user(), top=2)
    yield made
    made.close()


def test_a_not_covered_says_what_was_really_read(measured: Workspace, tmp_path: Path) -> None:
    ana, place = client(measured, tmp_path, "Ana"), {"country": "xa", "element": PRODUCE}
    said = ana.get("/api/v1/absence", params=place).json()
    assert [stop["read"] for stop in said["stops"]] == [0, 1, 2]
    assert [stop["chance"] for stop in said["stops"]] == [1.0, 0.2, 0.05]
    assert ana.get("/api/v1/absence", params={**place, "read": 1}).json()["sentence"].startswith("1 read of 4; chance")
    silent = ana.post("/api/v1/ratings", json=answer("not_covered")).json()["absence"]
    assert (silent["read"], silent.get("chance")) == (None, None)
    assert silent["sentence"].startswith("not said how many of the 2 proposed were read, of 4")
    told = ana.post("/api/v1/ratings", json=answer("not_covered", rationale="Read one.", read=1)).json()["absence"]
    assert (told["read"], told["chance"], told["expected"]) == (1, 0.2, 0.3)


def test_a_blind_not_covered_stands_on_no_ranking(measured: Workspace, tmp_path: Path) -> None:
    measured.set_conduct(Conduct(BENCHMARK, blind_suggestions=True), by=measured.local_user())
    ana = client(measured, tmp_path, "Ana")
    said = ana.get("/api/v1/absence", params={"country": "xa", "element": PRODUCE}).json()
    assert (said["sentence"], len(said["stops"])) == (None, 1)
    stored = ana.post("/api/v1/ratings", json=answer("not_covered", read=2)).json()["absence"]
    assert (stored["read"], stored["sentence"]) == (0, None)
