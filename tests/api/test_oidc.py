"""Signing in through a real provider on this machine; whatever does not hold is refused in one way."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from api_provider import CLIENT, SECRET, RunningProvider, Signer, provider_running
from api_service import HOST
from joserfc import jwt
from joserfc.jwk import OctKey
from starlette.testclient import TestClient
from workspaces import make_workspace, settings

from analyser.errors import UsageError
from analyser.review.records import Role
from analyser.settings import Settings
from analyser.workspace import Workspace
from api import create_app


@pytest.fixture(scope="module")
def running() -> Iterator[RunningProvider]:
    with provider_running() as provider:
        yield provider


@pytest.fixture
def provider(running: RunningProvider) -> RunningProvider:
    running.reset()
    return running


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workspace]:
    workspace = make_workspace(tmp_path)
    yield workspace
    workspace.close()


def set_up(folder: Path, issuer: str, **more: Any) -> Settings:
    given = {"oidc_issuer": issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET, "oidc_role_claim": "role"}
    return Settings.model_validate(settings(folder).model_dump() | given | more)


def browser(workspace: Workspace, given: Settings) -> TestClient:
    return TestClient(create_app(workspace, given), base_url=HOST, follow_redirects=False)


@pytest.fixture
def client(place: Workspace, tmp_path: Path, provider: RunningProvider) -> TestClient:
    return browser(place, set_up(tmp_path, provider.issuer))


def go(client: TestClient, wanted: str = "/") -> str:
    """To the provider; the address it sends the browser back to."""
    begun = client.get("/oidc/start", params={"next": wanted})
    assert begun.status_code == 303
    return httpx.get(begun.headers["location"]).headers["location"]


def sign_in(client: TestClient, wanted: str = "/") -> Any:
    return client.get(go(client, wanted))


def who(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/me").json()
    return found


def test_a_newcomer_becomes_a_viewer_and_is_known_again(client: TestClient, place: Workspace) -> None:
    assert "Sign in with 127.0.0.1" in client.get("/login").text
    first = sign_in(client, "/study")
    assert first.status_code == 200
    assert 'content="0; url=/study"' in first.text
    assert (who(client)["name"], who(client)["role"]) == ("Ana", "viewer")
    place.set_role("Ana", Role.REVIEWER, by=place.local_user())
    client.cookies.clear()
    assert sign_in(client).status_code == 200
    assert (who(client)["name"], who(client)["role"]) == ("Ana", "reviewer")  # what an admin said stays
    assert [user.name for user in place.users()] == ["Ana", "local"]
    assert place.verify_audit() > 3


def test_the_cookies_are_kept_from_scripts_and_the_one_of_the_way_is_gone(client: TestClient) -> None:
    begun = client.get("/oidc/start").headers["set-cookie"]
    assert "HttpOnly" in begun
    assert "samesite=lax" in begun.lower()
    assert "Path=/oidc" in begun
    done = sign_in(client).headers.get_list("set-cookie")
    assert any("analyser_session" in one and "samesite=strict" in one.lower() for one in done)
    assert "analyser_oidc" not in client.cookies


def test_a_name_takes_over_no_account(client: TestClient, place: Workspace, provider: RunningProvider) -> None:
    for name in ("Ana", "Ana (2)"):
        place.add_user(name, Role.ADMIN, by=place.local_user())
    sign_in(client)
    assert (who(client)["name"], who(client)["role"]) == ("Ana (3)", "viewer")
    provider.who = {"sub": "4712", "preferred_username": "Ana"}
    client.cookies.clear()
    sign_in(client)
    assert who(client)["name"] == "Ana (4)"


NAMES = [
    ({"preferred_username": " \u202e ", "name": "Cem\x00 Öz"}, "Cem Öz"),
    ({"email": "b@example.org"}, "b@example.org"),
    ({}, "s-1"),
]


@pytest.mark.parametrize(("said", "name"), NAMES)
def test_a_name_can_be_shown(client: TestClient, provider: RunningProvider, said: dict[str, str], name: str) -> None:
    provider.who = {"sub": "s-1"} | said
    sign_in(client)
    assert who(client)["name"] == name


ROLES = [
    ("reviewer", "reviewer"),
    (["adjudicator", "reviewer"], "adjudicator"),
    ("admin", "viewer"),
    (["admin", "reviewer"], "reviewer"),
    ("king", "viewer"),
    ({"role": "admin"}, "viewer"),
]


@pytest.mark.parametrize(("said", "role"), ROLES)
def test_the_claim_gives_a_role_below_admin(
    client: TestClient, provider: RunningProvider, said: object, role: str
) -> None:
    provider.who["role"] = said
    assert sign_in(client).status_code == 200
    assert who(client)["role"] == role


def test_without_the_setting_no_claim_gives_a_role(place: Workspace, tmp_path: Path, provider: RunningProvider) -> None:
    client = browser(place, set_up(tmp_path, provider.issuer, oidc_role_claim=None))
    provider.who["role"] = "adjudicator"
    sign_in(client)
    assert who(client)["role"] == "viewer"


def test_a_disabled_person_stays_out(client: TestClient, place: Workspace) -> None:
    sign_in(client)
    place.disable("Ana", by=place.local_user())
    assert sign_in(client).status_code == 401
    assert client.get("/api/v1/me").status_code == 401


# ---- what does not hold


def unsigned(provider: RunningProvider, claims: dict[str, Any]) -> str:
    _, body, _ = jwt.encode({"alg": "RS256"}, claims, provider.key).split(".")
    return f"eyJhbGciOiJub25lIn0.{body}."


def shared_secret(_: RunningProvider, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))


def another_key(provider: RunningProvider, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, provider.stranger)


def changed_after_signing(provider: RunningProvider, claims: dict[str, Any]) -> str:
    head, _, mark = jwt.encode({"alg": "RS256"}, claims, provider.key).split(".")
    body = jwt.encode({"alg": "RS256"}, claims | {"sub": "1"}, provider.key).split(".")[1]
    return f"{head}.{body}.{mark}"


WRONG: dict[str, dict[str, Any]] = {
    "nonce of another sign-in": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "another"},
    "two audiences without a party": {"aud": [CLIENT, "another"]},
    "another party": {"azp": "another"},
    "another issuer": {"iss": "https://elsewhere.example"},
    "expired": {"exp": 1_000_000_000},
    "no end": {"exp": None},
    "nobody": {"sub": None},
    "an empty subject": {"sub": ""},
    "not yet": {"nbf": 9_000_000_000},
}
BADLY_SIGNED: dict[str, Signer] = {
    "unsigned": unsigned,
    "signed with the shared secret": shared_secret,
    "signed by a stranger": another_key,
    "changed after signing": changed_after_signing,
    "no token": lambda _provider, _claims: "",
    "nonsense": lambda _provider, _claims: "a.b.c",
}


def check_refused(client: TestClient, workspace: Workspace, answer: Any) -> None:
    assert answer.status_code == 401
    assert "The sign-in was refused" in answer.text
    assert "analyser_session" not in " ".join(answer.headers.get_list("set-cookie"))
    assert client.get("/api/v1/me").status_code == 401
    assert workspace.users() == ()


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG)
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    client: TestClient, place: Workspace, provider: RunningProvider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    check_refused(client, place, sign_in(client))


@pytest.mark.parametrize("signer", BADLY_SIGNED.values(), ids=BADLY_SIGNED)
def test_a_token_that_the_provider_did_not_sign_is_refused(
    client: TestClient, place: Workspace, provider: RunningProvider, signer: Signer
) -> None:
    provider.signer = signer
    check_refused(client, place, sign_in(client))


def test_a_state_of_another_sign_in_is_refused(client: TestClient, place: Workspace) -> None:
    other = go(client)
    go(client)
    check_refused(client, place, client.get(other))


def test_a_way_back_without_or_with_a_changed_cookie_is_refused(client: TestClient, place: Workspace) -> None:
    back = go(client)
    sealed = client.cookies["analyser_oidc"]
    client.cookies.clear()
    check_refused(client, place, client.get(back))
    client.cookies.set("analyser_oidc", sealed[:-2] + ("AA" if sealed[-2:] != "AA" else "BB"))
    check_refused(client, place, client.get(back))


def test_a_code_is_good_once_and_never_without_its_verifier(
    client: TestClient, place: Workspace, provider: RunningProvider
) -> None:
    back = go(client)
    provider.begun[httpx.URL(back).params["code"]]["code_challenge"] = "another"
    check_refused(client, place, client.get(back))


def test_what_the_provider_or_another_one_denies_is_refused(client: TestClient, place: Workspace) -> None:
    state = httpx.URL(go(client)).params["state"]
    denied = client.get("/oidc/callback", params={"state": state, "error": "access_denied"})
    check_refused(client, place, denied)
    back = httpx.URL(go(client)).copy_set_param("iss", "https://elsewhere.example")
    check_refused(client, place, client.get(str(back)))


def test_the_way_leads_to_no_other_site(client: TestClient) -> None:
    assert "elsewhere" not in sign_in(client, "//elsewhere.example/").text


def test_a_provider_that_is_silent_or_another_says_so(
    place: Workspace, tmp_path: Path, provider: RunningProvider
) -> None:
    for issuer in (provider.issuer + "/tenant", provider.issuer.replace("127.0.0.1", "localhost")):
        answer = browser(place, set_up(tmp_path, issuer)).get("/oidc/start")
        assert answer.status_code == 502
        assert "The sign-in provider does not answer" in answer.text


# ---- settings


def test_without_a_provider_there_is_no_such_way(place: Workspace, tmp_path: Path) -> None:
    client = browser(place, settings(tmp_path))
    assert "/oidc/start" not in client.get("/login").text
    for address in ("/oidc/start", "/oidc/callback"):
        assert client.get(address).status_code == 404


HALF = [
    {"oidc_client_secret": None},
    {"oidc_client_id": None},
    {"oidc_issuer": "http://login.example.org"},
    {"oidc_client_secret_file": Path("/no/such/file")},
]


@pytest.mark.parametrize("changed", HALF)
def test_a_provider_that_is_half_set_stops_the_start(
    place: Workspace, tmp_path: Path, changed: dict[str, object]
) -> None:
    with pytest.raises(UsageError, match="secret|https"):
        create_app(place, set_up(tmp_path, "https://login.example.org", **changed))


def test_the_secret_may_be_in_a_file_and_is_never_shown(
    place: Workspace, tmp_path: Path, provider: RunningProvider
) -> None:
    kept = tmp_path / "secret"
    kept.write_text(SECRET + "\n", "utf-8")
    given = set_up(tmp_path, provider.issuer, oidc_client_secret=None, oidc_client_secret_file=kept)
    assert sign_in(browser(place, given)).status_code == 200
    assert SECRET not in repr(set_up(tmp_path, provider.issuer))
