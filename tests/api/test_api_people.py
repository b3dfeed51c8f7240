"""Coming in: passwords, throttling, invitations, tokens that may do less, roles; and a partner's verification link."""

import re
from datetime import UTC, datetime

import pytest
from api_service import BENCHMARK, HOST, Service
from starlette.testclient import TestClient

from analyser.errors import Conflict, NotAuthenticated, TooManyAttempts, UsageError
from analyser.review.records import Role

PASSWORD = "five green turtles"


def join(service: Service, browser: TestClient, name: str, role: str = "reviewer") -> TestClient:
    """Invited by the admin's page, come in by the link."""
    page = browser.post(f"/people/invite?benchmark={BENCHMARK}", data={"role": role, "member": "true"})
    (link,) = re.findall(r"/join/[\w-]+", page.text)
    client = service.client(headers={"Origin": HOST})
    assert client.get(link).status_code == 200
    assert client.post(link, data={"name": name, "password": PASSWORD}).status_code == 200
    assert client.get(link).status_code == 401  # once
    return client


def test_an_invitation_makes_a_member_who_comes_back_by_password(service: Service, browser: TestClient) -> None:
    ana = join(service, browser, "Ana")
    me = ana.get("/api/v1/me").json()
    assert (me["name"], me["role"]) == ("Ana", "reviewer")
    assert service.workspace.members(BENCHMARK) == ("Ana",)
    assert ana.get("/people").status_code == 403
    again = service.client(headers={"Origin": HOST})
    wrong = again.post("/login", data={"name": "Ana", "password": "wrong"})
    assert wrong.status_code == 401
    assert "set-cookie" not in wrong.headers
    assert again.post("/login", data={"name": "Ana", "password": PASSWORD}).status_code == 200
    assert again.get("/api/v1/me").json()["name"] == "Ana"
    stored = service.workspace._settings.data_dir / "analyser.sqlite3"
    assert PASSWORD.encode() not in stored.read_bytes()


def test_guessing_is_slowed_down_by_name(service: Service, browser: TestClient) -> None:
    join(service, browser, "Ana")
    workspace = service.workspace
    for _ in range(5):
        with pytest.raises(NotAuthenticated):
            workspace.sign_in("Ana", "wrong", "10.0.0.1")
    with pytest.raises(TooManyAttempts):
        workspace.sign_in("Ana", PASSWORD, "10.0.0.2")
    with pytest.raises(NotAuthenticated):
        workspace.sign_in("Nobody", PASSWORD, "10.0.0.3")  # says the same of a name there is not
    answer = service.client(headers={"Origin": HOST}).post("/login", data={"name": "Ana", "password": PASSWORD})
    assert answer.status_code == 429


WEAK = ["short", "aaaaaaaaaaaaaa", "ana"]


@pytest.mark.parametrize("password", WEAK)
def test_a_weak_password_is_refused(service: Service, password: str) -> None:
    workspace = service.workspace
    with pytest.raises(UsageError):
        workspace.set_password(workspace.local_user("ana"), password, by=workspace.local_user("ana"))


def test_a_new_password_ends_every_session(service: Service, browser: TestClient) -> None:
    ana = join(service, browser, "Ana")
    form = {"current": "wrong", "password": "seven red herrings"}
    assert ana.post("/account/password", data=form).status_code == 401
    assert ana.post("/account/password", data=form | {"current": PASSWORD}).headers["location"] == "/login"
    assert ana.get("/api/v1/me").status_code == 401


def test_a_person_let_in_no_more_is_out_at_once(service: Service, browser: TestClient) -> None:
    ana = join(service, browser, "Ana")
    browser.post(f"/people/change?benchmark={BENCHMARK}", data={"name": "Ana", "role": "out"})
    assert ana.get("/api/v1/me").status_code == 401
    with pytest.raises(NotAuthenticated):
        service.workspace.sign_in("Ana", PASSWORD, "10.0.0.1")
    with pytest.raises(Conflict):
        service.workspace.disable("local", by=service.workspace.local_user())


def test_a_token_that_may_only_read_changes_nothing(service: Service, rating: dict[str, object]) -> None:
    me = service.workspace.local_user()
    token = service.workspace.issue_api_token(me, "export", by=me, read_only=True)
    client = service.client(headers={"Authorization": f"Bearer {token}"})
    assert client.get("/api/v1/ratings").status_code == 200
    for path, body in (("/api/v1/ratings", rating), ("/api/v1/tokens", {"name": "wider"})):
        assert client.post(path, json=body).status_code == 403, path
    (listed,) = [one for one in client.get("/api/v1/tokens").json()["items"] if one["name"] == "export"]
    assert listed["read_only"]


def test_a_token_is_ended_by_its_id_by_its_holder_or_an_admin(service: Service, browser: TestClient) -> None:
    ana, ben = join(service, browser, "Ana"), join(service, browser, "Ben")
    made = ana.post("/api/v1/tokens", json={"name": "t"}).json()["token"]
    (listed,) = [one for one in ana.get("/api/v1/tokens").json()["items"] if one["kind"] == "api"]
    assert ben.delete(f"/api/v1/tokens/{listed['id']}").status_code == 404
    assert browser.delete(f"/api/v1/tokens/{listed['id']}").status_code == 204
    program = service.client(headers={"Authorization": f"Bearer {made}"})
    assert program.get("/api/v1/me").status_code == 401


def test_the_language_is_kept_with_the_account(service: Service, browser: TestClient) -> None:
    answer = browser.post("/language", data={"language": "fr", "next": "/work?benchmark=csea-2012"})
    assert answer.headers["location"] == "/work?benchmark=csea-2012"
    assert "<h1>Travail</h1>" in browser.get("/work").text
    assert service.workspace.user("local").language == "fr"
    assert browser.post("/language", data={"language": "fr", "next": "//evil.example"}).headers["location"] == "/"


# ---- verification


def test_a_partner_comments_beside_the_answers(
    service: Service, browser: TestClient, rating: dict[str, object]
) -> None:
    browser.post("/api/v1/ratings", json=rating)
    form = {"country": "xa", "partner": "Ministry of Justice", "deadline": "2026-03-01"}
    page = browser.post(f"/verifications?benchmark={BENCHMARK}", data=form)
    (link,) = re.findall(r"/verify/[\w-]+", page.text)
    partner = service.client(headers={"Origin": HOST})
    shown = partner.get(link).text
    assert "produces child pornography for any purpose" in shown
    assert ">local<" not in shown  # no reviewer's name
    said = {"element": "lanzarote.20.1.a", "agrees": "no", "said": "See also section 9", "provision": "9. <b>Who</b>"}
    assert partner.post(link, data=said).status_code == 303
    assert partner.get("/api/v1/ratings").status_code == 401
    listed = browser.get(f"/verifications?benchmark={BENCHMARK}").text
    assert "See also section 9" in listed
    assert "&lt;b&gt;Who" in listed
    cells = browser.get("/api/v1/matrix", params={"benchmark": BENCHMARK}).json()["cells"]
    assert cells[0]["cell"]["judgement"] == "covered"  # unchanged
    assert partner.post(link, data={"element": "lanzarote.20.1.a"}).status_code == 422
    assert partner.post(link, data={"element": "none", "said": "x"}).status_code == 422
    del partner.headers["Origin"]
    assert partner.post(link, data=said).status_code == 403


def test_a_verification_ends(service: Service) -> None:
    workspace = service.workspace
    me = workspace.local_user()
    with pytest.raises(UsageError):
        workspace.open_verification(BENCHMARK, "xa", "X", datetime(2020, 1, 1, tzinfo=UTC), by=me)
    made, secret = workspace.open_verification(BENCHMARK, "xa", "X", datetime(2026, 1, 1, 1, tzinfo=UTC), by=me)
    workspace.verify(secret, "lanzarote.20.1.a", agrees=True)
    workspace.close_verification(made.id, by=me)
    with pytest.raises(NotAuthenticated):
        workspace.verification(secret)
    assert [one.agrees for one in workspace.verification_comments(made.id, viewer=me)] == [True]


def test_a_reviewer_sees_no_verification(service: Service, browser: TestClient) -> None:
    assert join(service, browser, "Ana").get("/verifications").status_code == 403
    assert (
        service.workspace.add_user("Jo", Role.ADJUDICATOR, by=service.workspace.local_user()).role is Role.ADJUDICATOR
    )
