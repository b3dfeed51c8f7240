"""Search by HTTP and on its page: marked words, filters, pages of results, and what is said when it cannot be whole."""

from pathlib import Path

from api_service import Service
from starlette.testclient import TestClient
from workspaces import STATUTE, write_statute

HOSTILE = '"><script>alert(1)</script> {{ 7*7 }} pornography'


def test_a_search_answers_with_marked_pieces_and_what_it_left_out(reader: TestClient) -> None:
    answer = reader.get("/api/v1/search", params={"q": "produces child pornography", "mode": "lexical"}).json()
    best = answer["items"][0]
    assert (best["section"]["jurisdiction"], best["section"]["label"], best["by_words"]) == ("xa", "2", 1)
    marked = [best["snippet"][start:end] for start, end in best["marks"]]
    assert marked == ["produces", "child", "pornography"]
    assert answer["unsearched"] == {"laws": 1, "words": 0, "meaning": None}
    assert (answer["nearest"], answer["cut"], answer["found"]) == (None, False, 2)


def test_results_come_in_pages(reader: TestClient) -> None:
    first = reader.get("/api/v1/search", params={"q": "child pornography", "limit": 1, "mode": "lexical"})
    rest = first.json()["next_cursor"]
    second = reader.get(
        "/api/v1/search", params={"q": "child pornography", "limit": 1, "mode": "lexical", "cursor": rest}
    )
    labels = [answer.json()["items"][0]["section"]["label"] for answer in (first, second)]
    assert sorted(labels) == ["2", "3"]
    assert second.json()["next_cursor"] is None
    again = reader.get(first.request.url, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


REFUSED = [
    ({}, 422),
    ({"q": " "}, 422),
    ({"q": "law", "country": "yy"}, 422),
    ({"q": "law", "law": "none"}, 404),
    ({"q": "law", "cursor": "x"}, 422),
    ({"q": "law", "mode": "magic"}, 422),
]


def test_what_cannot_be_searched_is_refused(reader: TestClient) -> None:
    for params, status in REFUSED:
        answer = reader.get("/api/v1/search", params=params)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), params


def test_the_page_leads_to_the_section_in_its_law(service: Service, browser: TestClient, tmp_path: Path) -> None:
    html = browser.get(
        "/search", params={"q": "produces pornography", "repealed": "", "country": "", "language": ""}
    ).text
    assert f'href="/sections/{service.sections["2"].id}?' in html
    assert '<mark class="part-match">pornography</mark>' in html
    assert f'href="/laws/{service.law.id}?' in html
    assert "not searched by meaning yet" not in html
    write_statute(tmp_path, text=STATUTE.replace("five", "six"))
    service.workspace.ingest(tmp_path / "act.txt", "xb", by=service.workspace.local_user())
    assert "1 law is not searched by meaning yet" in browser.get("/search", params={"q": "pornography"}).text
    asked = browser.post("/search/index")
    assert asked.status_code == 303
    assert service.workspace.run_queued() == 1
    assert "not searched by meaning yet" not in browser.get("/search", params={"q": "pornography"}).text


def test_a_hostile_question_stays_text(reader: TestClient) -> None:
    html = reader.get("/search", params={"q": HOSTILE}).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "{{ 7*7 }}" in html
    assert "Nothing was found" in reader.get("/search", params={"q": "zebra", "mode": "lexical"}).text
