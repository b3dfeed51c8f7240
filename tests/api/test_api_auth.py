"""Nobody gets past the door: every route, signing in and out, and changes that another site asks for."""

import re

import pytest
from api_routes import concrete, every_route
from api_service import HOST, Service
from starlette.testclient import TestClient

from analyser.review.records import Role

OPEN = {
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/login"),
    ("POST", "/login"),
    ("POST", "/language"),
    ("GET", "/oidc/start"),
    ("GET", "/oidc/callback"),
    ("GET", "/join/{secret}"),
    ("POST", "/join/{secret}"),
    ("GET", "/verify/{secret}"),
    ("POST", "/verify/{secret}"),
}


def test_every_route_but_the_door_asks_who_is_there(service: Service, stranger: TestClient) -> None:
    routes = every_route(service.app)
    assert len(routes) > 45
    assert routes >= OPEN
    for method, path in sorted(routes - OPEN):
        answer = stranger.request(method, concrete(path), headers={"Origin": HOST})
        if path.startswith("/api/") or path == "/metrics":
            assert answer.status_code == 401, (method, path)
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.json()["code"] == "not_authenticated"
        else:
            assert answer.status_code == 303, (method, path)
            assert answer.headers["location"].startswith("/login?next=%2F")


@pytest.mark.parametrize("token", ["wrong", "", "x" * 5000, "é"])
def test_a_wrong_token_opens_nothing(standing: Service, token: str) -> None:
    client = standing.client(headers={"Authorization": f"Bearer {token}".encode()})
    assert client.get("/api/v1/laws").status_code == 401
    client = standing.client(cookies={"analyser_session_8321": token.encode().hex() or "x"})
    assert client.get("/matrix").status_code == 303


def test_the_link_works_once_and_gives_a_strict_cookie(standing: Service) -> None:
    token = standing.workspace.issue_login(standing.workspace.local_user())
    client = standing.client()
    first = client.get("/login", params={"token": token, "next": "/study"})
    assert first.status_code == 200
    assert 'content="0; url=/study"' in first.text
    cookie = first.headers["set-cookie"]
    assert cookie.startswith("analyser_session_8321=")
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert client.get("/matrix").status_code == 200
    second = standing.client().get("/login", params={"token": token})
    assert second.status_code == 401
    assert "set-cookie" not in second.headers


def test_a_login_token_or_its_link_may_be_pasted(standing: Service) -> None:
    for pasted in ("{0}", " http://127.0.0.1:8321/login?token={0} "):
        token = standing.workspace.issue_login(standing.workspace.local_user())
        client = standing.client(headers={"Origin": HOST})
        assert client.post("/login", data={"token": pasted.format(token)}).status_code == 200
        assert client.get("/matrix").status_code == 200


@pytest.mark.parametrize("wanted", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_elsewhere(standing: Service, wanted: str) -> None:
    token = standing.workspace.issue_login(standing.workspace.local_user())
    page = standing.client().get("/login", params={"token": token, "next": wanted})
    assert 'content="0; url=/"' in page.text
    assert "evil.example" not in page.text


def test_signing_out_ends_the_session_itself(service: Service, browser: TestClient) -> None:
    held = dict(browser.cookies)
    assert browser.post("/logout").headers["location"] == "/login"
    again = service.client(cookies=held)
    assert again.get("/api/v1/me").status_code == 401


FOREIGN = [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:9999"}]


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_change_asked_for_by_another_site_is_refused(
    service: Service, browser: TestClient, rating: dict[str, object], headers: dict[str, str]
) -> None:
    del browser.headers["Origin"]
    answer = browser.post("/api/v1/ratings", json=rating, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert service.workspace.ratings(viewer=service.workspace.local_user()) == ()


def test_a_program_needs_no_origin(program: TestClient, rating: dict[str, object]) -> None:
    assert program.post("/api/v1/ratings", json=rating).status_code == 201


def test_a_revoked_token_is_dead(program: TestClient) -> None:
    assert program.get("/api/v1/me").json()["role"] == "admin"
    assert program.delete("/api/v1/tokens/current").status_code == 204
    assert program.get("/api/v1/me").status_code == 401


def test_an_issued_token_is_shown_once_and_works(service: Service, browser: TestClient) -> None:
    issued = browser.post("/api/v1/tokens", json={"name": "export"}).json()
    assert service.client(headers={"Authorization": f"Bearer {issued['token']}"}).get("/api/v1/me").status_code == 200
    assert issued["token"] not in browser.get("/api/v1/tokens").text
    assert "export" in [entry["name"] for entry in browser.get("/api/v1/tokens").json()["items"]]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/v1/ratings", {"country": "xa", "element": "lanzarote.20.1.a", "judgement": "unclear"}),
        ("POST", "/api/v1/editions", {"benchmark": "csea-2012", "name": "Mine"}),
        ("POST", "/api/v1/analyses", {"country": "xa"}),
        ("GET", "/api/v1/audit", None),
    ],
)
def test_a_viewer_may_only_read(service: Service, method: str, path: str, body: object) -> None:
    me = service.workspace.local_user()
    viewer = service.workspace.add_user("Vera", Role.VIEWER, by=me)
    token = service.workspace.issue_api_token(viewer, "t", by=me)
    client = service.client(headers={"Authorization": f"Bearer {token}"})
    answer = client.request(method, path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert client.get("/api/v1/laws").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8321", "127.0.0.1.evil.example", ""])
def test_a_foreign_name_is_not_answered(standing: Service, host: str) -> None:
    answer = standing.client().get("/healthz", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize("host", ["localhost:8321", "127.0.0.1", "[::1]:8321", "LOCALHOST"])
def test_its_own_names_are_answered(standing: Service, host: str) -> None:
    assert standing.client().get("/healthz", headers={"Host": host}).status_code == 200


def test_no_token_is_ever_in_a_page(browser: TestClient) -> None:
    secret = next(iter(dict(browser.cookies).values()))
    for path in ("/matrix", "/upload", "/laws", "/study", "/api/v1/tokens"):
        assert not re.search(rf"\b{re.escape(secret)}\b", browser.get(path).text)
