"""No address tells anybody another reviewer's blind answer: every route, as every role, while an answer is hidden."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from api_routes import every_route
from api_service import BENCHMARK, HOST, Service, running
from starlette.testclient import TestClient

from analyser.review.judgement import Judgement
from analyser.review.plan import Conduct
from analyser.review.records import CitationDraft, RatingDraft, Role, User
from analyser.workspace import Workspace

ELEMENT = "lanzarote.20.1.a"
SECRET = "Zanzibar-reading-of-the-provision"
QUOTE = "produces child pornography for any purpose"


class Cast:
    """A service, and a person of every role; Ana's answer is hidden until Ben's is there."""

    def __init__(self, service: Service) -> None:
        self.service, workspace = service, service.workspace
        self.admin = workspace.local_user()
        roles = {"Ana": Role.REVIEWER, "Ben": Role.REVIEWER, "Cem": Role.REVIEWER, "Vic": Role.VIEWER}
        roles |= {"Jo": Role.ADJUDICATOR, "Ada": Role.ADMIN}
        self.people = {name: workspace.add_user(name, role, by=self.admin) for name, role in roles.items()}
        workspace.assign(BENCHMARK, ["xa"], ["Ana", "Ben"], by=self.admin, each=2)
        proof = (CitationDraft(service.sections["2"].id, QUOTE),)
        draft = RatingDraft("xa", ELEMENT, Judgement.PARTIAL, SECRET, ("GENDERED",), proof)
        self.hidden = workspace.rate(draft, by=self.people["Ana"])

    def client(self, name: str) -> TestClient:
        token = self.service.workspace.issue_api_token(self.people[name], "t", by=self.admin)
        return self.service.client(headers={"Authorization": f"Bearer {token}", "Origin": HOST})


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    with running(tmp_path_factory.mktemp("leaks")) as service:
        yield Cast(service)


def addresses(cast: Cast) -> list[str]:
    """Every readable route with values that exist."""
    law, section = cast.service.law.id, str(cast.service.sections["2"].id)
    values = {
        "country": "xa",
        "element_id": ELEMENT,
        "law_id": law,
        "section_id": section,
        "benchmark_id": BENCHMARK,
        "name": "none",
        "job_id": "none",
    }
    found = []
    for method, path in sorted(every_route(cast.service.app)):
        if method == "GET" and path not in ("/login", "/api/v1/openapi.json"):
            for name, value in values.items():
                path = path.replace("{" + name + "}", value)
            query = f"?benchmark={BENCHMARK}&country=xa&element={ELEMENT}&history=true&limit=200"
            found += [path + query, path + f"?benchmark={BENCHMARK}"]
    return found


OTHERS = ["Ben", "Cem", "Vic", "Jo", "Ada"]


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_reads_a_blind_answer_anywhere(cast: Cast, name: str) -> None:
    client = cast.client(name)
    answered = 0
    for address in addresses(cast):
        answer = client.get(address)
        assert answer.status_code < 500, address
        answered += answer.status_code == 200
        assert SECRET not in answer.text, (name, address)
        assert (
            "GENDERED" not in answer.text
            or "partial_when" in answer.text
            or "checkbox" in answer.text
            or ("codebook" in address or "vocabulary" in answer.text)
        ), (name, address)
        if "/ratings" in address or "/audit" in address:
            assert '"partial"' not in answer.text, (name, address)
    assert answered > 30


def test_the_author_reads_it(cast: Cast) -> None:
    assert SECRET in cast.client("Ana").get("/api/v1/ratings").text


@pytest.mark.parametrize("name", OTHERS)
def test_the_matrix_counts_nothing_hidden(cast: Cast, name: str) -> None:
    cells = cast.client(name).get("/api/v1/matrix", params={"benchmark": BENCHMARK}).json()["cells"]
    cell = next(entry["cell"] for entry in cells if entry["cell"]["element"] == ELEMENT)
    assert (cell["state"], cell["judgement"], cell["reasons"], cell["ratings"]) == ("not_assessed", None, [], [])
    assert cell["hidden"] == 1


@pytest.mark.parametrize("name", ["Jo", "Ada"])
def test_what_is_hidden_cannot_be_settled(cast: Cast, name: str) -> None:
    draft = {"country": "xa", "element": ELEMENT, "judgement": "unclear", "rationale": "no"}
    assert cast.client(name).post("/api/v1/adjudications", json=draft).status_code == 409


# ---- a story of its own


def person(workspace: Workspace, name: str, role: Role = Role.REVIEWER) -> User:
    return workspace.add_user(name, role, by=workspace.local_user())


def test_all_see_all_once_everybody_has_answered(service: Service, tmp_path: Path) -> None:
    cast = Cast(service)
    assert cast.client("Ben").post("/api/v1/ratings", json=answer("unclear")).status_code == 201
    for name in ("Ana", "Ben", "Jo", "Vic"):
        assert SECRET in cast.client(name).get("/api/v1/ratings").text, name
    assert SECRET not in cast.client("Cem").get("/api/v1/ratings").text  # a reviewer without an answer of their own
    page = cast.client("Jo").get(f"/work?benchmark={BENCHMARK}").text
    assert "Disagreements <span" in page
    assert "Ana" in page


def answer(judgement: str, **more: object) -> dict[str, object]:
    return {"country": "xa", "element": ELEMENT, "judgement": judgement, "rationale": "so"} | more


def test_a_reopened_cell_starts_anew_and_refuses_the_old_round(service: Service) -> None:
    cast = Cast(service)
    ben, jo = cast.client("Ben"), cast.client("Jo")
    ben.post("/api/v1/ratings", json=answer("unclear"))
    body = {"country": "xa", "element": ELEMENT, "reason": "A judgment of May"}
    assert ben.post("/api/v1/reopenings", json=body).status_code == 403
    assert jo.post("/api/v1/reopenings", json=body | {"reason": " "}).status_code == 422
    assert jo.post("/api/v1/reopenings", json=body).json()["round"] == 2
    stale = ben.post("/api/v1/ratings", json=answer("unclear"))
    assert (stale.status_code, stale.json()["round"]) == (409, 2)
    assert ben.post("/api/v1/ratings", json=answer("unclear", round=2)).status_code == 201
    cells = jo.get("/api/v1/matrix", params={"benchmark": BENCHMARK}).json()["cells"]
    cell = next(entry["cell"] for entry in cells if entry["cell"]["element"] == ELEMENT)
    assert (cell["state"], cell["round"]) == ("not_assessed", 2)  # Ana is assigned again and has not answered
    assert "A judgment of May" in jo.get(f"/review/xa/{ELEMENT}").text
    assert len(jo.get("/api/v1/ratings", params={"history": True}).json()["items"]) == 2


def test_a_blind_study_shows_no_suggestion_before_the_own_answer(service: Service) -> None:
    workspace = service.workspace
    workspace.set_conduct(Conduct(BENCHMARK, blind_suggestions=True), by=workspace.local_user())
    reviewer = person(workspace, "Ana")
    token = workspace.issue_api_token(reviewer, "t", by=workspace.local_user())
    client = service.client(headers={"Authorization": f"Bearer {token}"})
    where = {"country": "xa", "benchmark": BENCHMARK}
    assert client.get("/api/v1/candidates", params=where).json()["items"] == []
    assert 'class="candidate provision' not in client.get(f"/review/xa/{ELEMENT}").text
    cells = client.get("/api/v1/matrix", params={"benchmark": BENCHMARK}).json()["cells"]
    assert {entry["suggestion"] is None for entry in cells} == {True}
    client.post("/api/v1/ratings", json=answer("unclear"))
    shown = client.get("/api/v1/candidates", params=where).json()["items"]
    assert {candidate["element"] for candidate in shown} == {ELEMENT}
    assert 'class="candidate provision' in client.get(f"/review/xa/{ELEMENT}").text


def test_a_closed_study_and_a_token_of_another_one(service: Service) -> None:
    workspace = service.workspace
    me = workspace.local_user()
    workspace.set_conduct(Conduct(BENCHMARK, members_only=True), by=me)
    clients = {}
    for name in ("Ana", "Ben"):
        user = person(workspace, name)
        token = workspace.issue_api_token(user, "t", by=me)
        clients[name] = service.client(headers={"Authorization": f"Bearer {token}"})
    workspace.set_member(BENCHMARK, "Ana", True, by=me)
    for address in ("/api/v1/matrix", "/api/v1/study", "/api/v1/agreement", "/api/v1/sheets/xa"):
        assert clients["Ana"].get(address, params={"benchmark": BENCHMARK}).status_code == 200, address
        assert clients["Ben"].get(address, params={"benchmark": BENCHMARK}).status_code == 403, address
    assert clients["Ben"].post("/api/v1/ratings", json=answer("unclear")).status_code == 403
    assert clients["Ana"].post("/api/v1/ratings", json=answer("unclear")).status_code == 201
    assert clients["Ben"].get("/api/v1/ratings").json()["items"] == []
    assert clients["Ben"].get("/api/v1/candidates", params={"country": "xa"}).json()["items"] == []
    elsewhere = workspace.issue_api_token(workspace.user("Ana"), "b", by=me, study="budapest")
    other = service.client(headers={"Authorization": f"Bearer {elsewhere}"})
    assert other.get("/api/v1/matrix", params={"benchmark": BENCHMARK}).status_code == 403
    assert other.post("/api/v1/ratings", json=answer("unclear")).status_code == 403


def test_not_covered_needs_the_drawn_sample_read(service: Service) -> None:
    workspace = service.workspace
    me = workspace.local_user()
    workspace.analyse("xa", BENCHMARK, by=me, top=1)
    workspace.set_conduct(Conduct(BENCHMARK, sample=2), by=me)
    token = workspace.issue_api_token(me, "t", by=me)
    client = service.client(headers={"Authorization": f"Bearer {token}"})
    drawn = client.get("/api/v1/absence", params={"country": "xa", "element": ELEMENT}).json()
    assert len(drawn["sample"]) == 2
    refused = client.post("/api/v1/ratings", json=answer("not_covered", sample=drawn["sample"][:1]))
    assert refused.status_code == 422
    assert refused.json()["sample"] == drawn["sample"][1:]
    given = client.post("/api/v1/ratings", json=answer("not_covered", sample=drawn["sample"]))
    assert given.status_code == 201
    assert given.json()["absence"]["sample"] == drawn["sample"]
    assert given.json()["absence"]["sections"] == 4
