"""Bad moments of reviewing: a stale page, a withdrawn law, thousands of candidates, one reading for many elements."""

from pathlib import Path
from typing import Any

from api_service import BENCHMARK, Service
from starlette.testclient import TestClient
from workspaces import STATUTE, write_statute

from analyser.review.records import Role

ELEMENT = "lanzarote.20.1.a"
TITLE = "Protection of Children Act"


def test_a_page_from_before_a_new_text_is_told_so(
    service: Service, browser: TestClient, rating: dict[str, Any], tmp_path: Path
) -> None:
    workspace, me = service.workspace, service.workspace.local_user()
    workspace.analyse("xa", BENCHMARK, by=me, top=3)  # another run on the same text: the page's sections still stand
    assert browser.post("/api/v1/ratings", json=rating).status_code == 201
    newer = write_statute(tmp_path, "new.txt", STATUTE.replace("five years", "nine years"))
    other = workspace.ingest(newer, "xa", by=me, title=TITLE)
    refused = browser.post("/api/v1/ratings", json=rating)
    assert refused.status_code == 422
    assert "not current in xa: load the page again" in refused.json()["detail"]
    address = f"/laws/{service.law.id}/compare/{other.id}?benchmark={BENCHMARK}"
    assert address.replace("&", "&amp;") in browser.get(f"/laws/{other.id}").text
    html = browser.get(address).text
    assert "<del>five </del>" in html
    assert "<ins>nine </ins>" in html
    assert html.count("<article") == 1
    assert browser.get(address + "&all=true").text.count("<article") == 4
    rows = browser.get(f"/api/v1/laws/{service.law.id}/differences", params={"to": other.id}).json()["items"]
    assert [(row["change"], row["before"]["label"]) for row in rows] == [("changed", "2")]
    assert browser.get(f"/laws/{other.id}/compare/{other.id}").status_code == 422


def test_versions_show_what_is_new_gone_and_renumbered(service: Service, browser: TestClient, tmp_path: Path) -> None:
    first, rest = STATUTE.split("Section 3.")
    offering, fines = rest.split("Section 4.")
    text = f"{first}Section 3. Possessing\nAny person who keeps such a picture is fined.\n\nSection 4.{offering}"
    newer = write_statute(tmp_path, "new.txt", text)
    other = service.workspace.ingest(newer, "xa", by=service.workspace.local_user(), title=TITLE)
    rows = browser.get(f"/api/v1/laws/{service.law.id}/differences", params={"to": other.id}).json()["items"]
    found = [(row["change"], (row["before"] or {}).get("label"), (row["after"] or {}).get("label")) for row in rows]
    assert found == [("new", None, "3"), ("renumbered", "3", "4"), ("gone", "4", None)]
    assert "Fines" in fines


def test_a_withdrawn_law_leaves_pages_that_say_so(
    service: Service, browser: TestClient, rating: dict[str, Any]
) -> None:
    assert browser.post("/api/v1/ratings", json=rating).status_code == 201
    service.workspace.withdraw(service.law.id, "wrong file", by=service.workspace.local_user())
    html = browser.get(f"/review/xa/{ELEMENT}").text
    assert "There is no law of" in html
    assert "not current" in browser.get(f"/laws/{service.law.id}").text
    for address in ("/matrix", "/study", "/study/countries/xa", "/changes/xa", f"/sections/{service.sections['2'].id}"):
        assert browser.get(address).status_code == 200, address
    refused = browser.post("/api/v1/ratings", json=rating | {"rationale": "again"})
    assert (refused.status_code, "not current in xa" in refused.json()["detail"]) == (422, True)
    nothing = browser.post("/api/v1/ratings", json=rating | {"judgement": "not_covered", "citations": []})
    assert "has no law here" in nothing.json()["detail"]
    assert len(browser.get("/api/v1/ratings", params={"history": True}).json()["items"]) == 1


def test_ten_thousand_candidates_come_in_pages(service: Service, browser: TestClient, tmp_path: Path) -> None:
    workspace, me = service.workspace, service.workspace.local_user()
    text = "Long Act\n\n" + "\n\n".join(
        f"Section {n}. Rule {n}\nAny person who keeps record number {n} shall pay a fine." for n in range(1, 961)
    )
    workspace.ingest(write_statute(tmp_path, "long.txt", text), "xb", by=me, country_name="Borduria")
    run = workspace.analyse("xb", BENCHMARK, by=me, top=960)
    assert run.candidates > 10_000
    assert browser.get(f"/review/xb/{ELEMENT}").text.count('class="candidate provision') == 20
    piece = browser.get("/api/v1/candidates", params={"country": "xb", "limit": 500}).json()
    assert (len(piece["items"]), bool(piece["next_cursor"])) == (500, True)
    assert browser.get("/matrix").status_code == 200


def test_one_reading_is_given_for_further_elements_each_on_its_own(
    service: Service, browser: TestClient, rating: dict[str, Any]
) -> None:
    made = browser.post("/api/v1/ratings", json=rating).json()
    html = browser.get(f"/review/xa/{ELEMENT}").text
    assert "Give this answer for further elements" in html
    assert 'name="element" value="lanzarote.20.1.b.offering"' in html
    form = {"rating": made["id"], "element": ["lanzarote.20.1.b.offering", "lanzarote.20.1.e"]}
    assert browser.post(f"/review/xa/{ELEMENT}/repeat", data=form).status_code == 303
    given = browser.get("/api/v1/ratings").json()["items"]
    assert sorted(one["element"] for one in given) == sorted([ELEMENT, *form["element"]])
    assert len({one["id"] for one in given}) == 3
    assert {one["rationale"] for one in given} == {rating["rationale"]}
    again = browser.post(
        "/api/v1/ratings/repeat", json={"rating": made["id"], "elements": ["lanzarote.20.1.f", ELEMENT]}
    )
    assert (again.status_code, ELEMENT in again.json()["detail"]) == (409, True)
    assert len(browser.get("/api/v1/ratings").json()["items"]) == 3, "all or none"
    html = browser.get("/review/xa/lanzarote.20.1.f").text
    assert "You rated the same words before, in 3 answers" in html


def test_only_ones_own_answer_with_proof_is_repeated(
    service: Service, browser: TestClient, rating: dict[str, Any]
) -> None:
    workspace, me = service.workspace, service.workspace.local_user()
    made = browser.post("/api/v1/ratings", json=rating).json()
    other = workspace.add_user("Ben", Role.REVIEWER, by=me)
    client = service.client(headers={"Authorization": f"Bearer {workspace.issue_api_token(other, 't', by=me)}"})
    body = {"rating": made["id"], "elements": ["lanzarote.20.1.e"]}
    assert client.post("/api/v1/ratings/repeat", json=body).status_code == 404
    assert "same words before" not in client.get("/review/xa/lanzarote.20.1.e").text
    unclear = browser.post(
        "/api/v1/ratings", json={"country": "xa", "element": "lanzarote.20.1.f", "judgement": "unclear"}
    )
    refused = browser.post("/api/v1/ratings/repeat", json=body | {"rating": unclear.json()["id"]})
    assert refused.status_code == 422
    assert browser.post(f"/review/xa/{ELEMENT}/repeat", data={"rating": made["id"]}).status_code == 422
