"""What the workspace can do is done over HTTP too; lists come in pages, reads have a tag, long answers are packed."""

import ast
import gzip
import inspect
import json
from pathlib import Path

import pytest
from api_service import BENCHMARK, Service
from starlette.testclient import TestClient
from workspaces import STATUTE

import api
from analyser.workspace import Workspace

ELSEWHERE = {
    "accept": "an invitation is accepted in a browser",
    "add_member": "set_member",
    "analyse": "queued with submit_analysis",
    "authenticate": "every request does",
    "build_search_index": "queued with submit_index",
    "bulk": "a manifest that lies beside the files on the server; over HTTP they are uploaded with submit_manifest",
    "bulk_plan": "as bulk",
    "close": "the server's end",
    "deliver_due": "the server does it by itself",
    "enter": "at the sign-in provider's door",
    "every_law": "the pages of laws",
    "index_search": "queued with submit_index",
    "languages_of": "how the upload page shows a file of several languages",
    "ingest": "queued with submit_ingest",
    "invitation": "at the invitation's door",
    "issue_login": "add_person",
    "local_user": "the user of the machine itself",
    "ping": "readyz",
    "public_agreement": "part of every edition",
    "redeem_login": "at the door",
    "run_job": "the server does it by itself",
    "run_sent_job": "what a worker of a cluster does",
    "run_queued": "the server does it by itself",
    "same_words": "how the review page groups what it shows",
    "sign_in": "at the door",
    "start_worker": "the server's start",
    "translated": "beside",
    "translation": "translations",
    "translator": "how a page knows whether to offer it",
    "user": "people",
    "verification": "at the partner's door",
    "verify": "at the partner's door",
}
"""Operations without a route of their own, and why."""


def called() -> set[str]:
    """Every attribute that a router takes of a workspace."""
    found = set()
    for file in [*Path(api.__file__).parent.glob("routers/*.py"), *Path(api.__file__).parent.glob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "workspace":
                found.add(node.attr)
    return found


def test_every_operation_is_reached_over_http_or_has_a_reason() -> None:
    there = {name for name, _ in inspect.getmembers(Workspace, inspect.isfunction) if not name.startswith("_")}
    missing = there - called() - set(ELSEWHERE)
    assert not missing, f"without a route or a reason: {sorted(missing)}"


def send(program: TestClient, rows: str, *names: str, key: str = "") -> tuple[int, dict[str, object]]:
    files = [("manifest", ("laws.csv", rows.encode()))]
    files += [("files", (name, STATUTE.replace("five", name).encode())) for name in names]
    headers = {"Idempotency-Key": key} if key else {}
    answer = program.post("/api/v1/laws/bulk", files=files, headers=headers)
    return answer.status_code, answer.json()


ROWS = "jurisdiction,files,title,as_of\nxb,one.txt,First Act,2020-01-01\nxc,sub/two.txt,Second Act,\n"


def test_several_files_come_with_their_manifest(service: Service, program: TestClient) -> None:
    status, said = send(program, ROWS, "one.txt", "sub/two.txt", key="k")
    assert status == 202
    jobs: list[dict[str, object]] = said["items"]  # type: ignore[assignment]
    assert [job["item"] for job in jobs] == ["xb one.txt", "xc sub/two.txt"]
    assert send(program, ROWS, "one.txt", "sub/two.txt", key="k")[1] == said
    assert service.workspace.run_queued() == 2
    laws = program.get("/api/v1/laws", params={"country": "xb"}).json()["items"]
    assert [(law["title"], law["as_of"]) for law in laws] == [("First Act", "2020-01-01")]


@pytest.mark.parametrize(
    ("rows", "names", "said"),
    [
        (ROWS, ("one.txt",), "sub/two.txt is named but was not sent"),
        (ROWS, ("one.txt", "sub/two.txt", "more.txt"), "more.txt was sent but is not named"),
        (ROWS.replace("xb", "??"), ("one.txt", "sub/two.txt"), "line 2"),
        (ROWS, ("one.txt", "one.txt"), "same name"),
        ("jurisdiction,files\n", ("one.txt",), "no rows"),
    ],
)
def test_a_manifest_and_files_that_differ_are_refused_whole(
    service: Service, program: TestClient, rows: str, names: tuple[str, ...], said: str
) -> None:
    status, problem = send(program, rows, *names)
    assert (status, problem["code"]) == (422, "invalid_definition")
    assert said in str(problem["detail"])
    assert service.workspace.jobs().items == ()


def test_candidates_of_one_law_or_one_run(service: Service, program: TestClient) -> None:
    run = program.get("/api/v1/runs").json()["items"][0]["id"]
    everything = program.get("/api/v1/candidates", params={"limit": 500}).json()["items"]
    for narrowed in ({"run": run}, {"law": service.law.id}):
        assert program.get("/api/v1/candidates", params=narrowed | {"limit": 500}).json()["items"] == everything
    service.workspace.analyse("xa", BENCHMARK, by=service.workspace.local_user(), top=1)
    assert len(program.get("/api/v1/candidates").json()["items"]) == 11
    assert len(program.get("/api/v1/candidates", params={"run": run}).json()["items"]) == len(everything)
    for nothing in ({"run": "none"}, {"law": "none"}):
        assert program.get("/api/v1/candidates", params=nothing).json()["items"] == []


def test_ratings_come_in_pages_that_join_to_the_whole(program: TestClient) -> None:
    elements = [one["id"] for one in program.get(f"/api/v1/benchmarks/{BENCHMARK}").json()["elements"]][:5]
    for element in elements:
        body = {"country": "xa", "element": element, "judgement": "unclear", "rationale": "so"}
        assert program.post("/api/v1/ratings", json=body).status_code == 201
    whole = program.get("/api/v1/ratings").json()
    assert whole["next_cursor"] is None
    joined, cursor = [], None
    while True:
        given = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        piece = program.get("/api/v1/ratings", params=given).json()
        joined += piece["items"]
        if (cursor := piece["next_cursor"]) is None:
            break
    assert joined == whole["items"]
    foreign = program.get("/api/v1/ratings", params={"cursor": "elsewhere"})
    assert (foreign.status_code, foreign.json()["code"]) == (422, "usage")


def test_every_json_read_carries_a_tag_that_is_good_for_a_304(service: Service, program: TestClient) -> None:
    values = {"law_id": service.law.id, "section_id": service.sections["1"].id, "country": "xa"}
    values |= {"element": "lanzarote.20.1.a", "element_id": "lanzarote.20.1.a"}
    values |= {"benchmark_id": BENCHMARK, "benchmark": BENCHMARK}
    tagged = 0
    for path, methods in program.get("/api/v1/openapi.json").json()["paths"].items():
        if "get" not in methods or not path.startswith("/api/"):
            continue
        query = {"benchmark": BENCHMARK, "country": "xa", "element": "lanzarote.20.1.a", "q": "child"}
        address = path.format_map(_Places(values))
        answer = program.get(address, params=query)
        if answer.status_code == 200 and answer.headers["content-type"].startswith("application/json"):
            tag = answer.headers["etag"]
            again = program.get(address, params=query, headers={"If-None-Match": tag})
            assert (again.status_code, again.content) == (304, b""), path
            tagged += 1
    assert tagged > 30


class _Places(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "none"


def test_long_answers_are_packed_where_that_is_wanted(reader: TestClient) -> None:
    path = f"/api/v1/benchmarks/{BENCHMARK}"
    with reader.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]
    assert int(answer.headers["content-length"]) == len(packed)
    for refused in ("identity", "gzip;q=0", ""):
        plain = reader.get(path, headers={"Accept-Encoding": refused})
        assert "content-encoding" not in plain.headers
        assert json.loads(gzip.decompress(packed)) == plain.json()
    assert "content-encoding" not in reader.get("/api/v1/me", headers={"Accept-Encoding": "gzip"}).headers


def test_people_members_and_rules_are_kept_over_http(program: TestClient) -> None:
    added = program.post("/api/v1/people", json={"name": "Ana", "role": "reviewer"}).json()
    assert added["path"].startswith("/login?token=")
    assert program.post("/api/v1/people", json={"name": "Ana"}).json()["code"] == "conflict"
    assert program.put("/api/v1/people/Ana/role", json={"role": "adjudicator"}).json()["role"] == "adjudicator"
    study = f"/api/v1/studies/{BENCHMARK}"
    assert program.put(f"{study}/members/Ana").status_code == 204
    assert program.get(f"{study}/members").json() == ["Ana"]
    assert program.delete(f"{study}/members/Ana").status_code == 204
    rules = {"blind_suggestions": True, "sample": 5, "members_only": False}
    assert program.put(f"{study}/conduct", json=rules).json() == rules | {"benchmark": BENCHMARK}
    assert program.get(f"{study}/conduct").json()["sample"] == 5
    share = {"benchmark": BENCHMARK, "countries": ["xa"], "reviewers": ["Ana"], "each": 1}
    assert program.post("/api/v1/assignments", json=share).json()["added"] == 11
    duty = program.get("/api/v1/assignments").json()["items"][0]
    back = {"country": "xa", "element": duty["element"], "round": 1, "reviewer": "Ana"}
    assert program.post("/api/v1/assignments/withdraw", json=back).status_code == 204
    assert program.post("/api/v1/assignments/withdraw", json=back).json()["code"] == "conflict"
    assert program.delete("/api/v1/people/Ana").json()["disabled_at"]
    verified = program.get("/api/v1/audit/verification").json()
    assert verified["entries"] > 5
    wrong = program.get("/api/v1/audit/verification", params={"head": "0" * 63 + "1"}).json()
    assert (verified["intact"], wrong["intact"], wrong["broken"]) == (True, False, verified["entries"] + 1)


def test_a_verification_is_opened_and_closed_over_http(service: Service, program: TestClient) -> None:
    body = {"benchmark": BENCHMARK, "country": "xa", "partner": "Ministry", "deadline": "2030-01-01T00:00:00Z"}
    made = program.post("/api/v1/verifications", json=body, headers={"Idempotency-Key": "v"}).json()
    assert program.post("/api/v1/verifications", json=body, headers={"Idempotency-Key": "v"}).json() == made
    assert service.client().get(made["path"]).status_code == 200
    number = made["verification"]["id"]
    assert program.get(f"/api/v1/verifications/{number}/comments").json()["items"] == []
    assert program.post(f"/api/v1/verifications/{number}/close").status_code == 204
    assert service.client().get(made["path"]).status_code == 401
    assert [one["partner"] for one in program.get("/api/v1/verifications").json()["items"]] == ["Ministry"]
