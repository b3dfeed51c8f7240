"""Names, paths and headers that mean harm: they stay data, and no answer carries them where they would act."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from api_service import BENCHMARK, Service, running
from starlette.testclient import TestClient
from workspaces import STATUTE

import api
from analyser.settings import Settings
from api.headers import CONTENT_POLICY


def a_program(service: Service) -> TestClient:
    me = service.workspace.local_user()
    token = service.workspace.issue_api_token(me, "t", by=me)
    return service.client(headers={"Authorization": f"Bearer {token}"})


NAMES = [
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/absolute/act.txt",
    'act".txt; filename="evil.html',
    "act\r\nSet-Cookie: a=b.txt",
    "act\nX-Evil: 1.txt",
    "\u202etxt.exe",
    "<script>alert(1)</script>.txt",
    "loi №1 — 刑法.txt",
    "a" * 300 + ".txt",
    ".",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_is_words_and_never_a_place(service: Service, program: TestClient, name: str) -> None:
    folder = service.workspace._settings.data_dir
    text = STATUTE.replace("five", "nine").encode()
    boundary = b"b0undary"
    head = b'Content-Disposition: form-data; name="file"; filename="' + _escaped(name) + b'"\r\n\r\n'
    country = b'Content-Disposition: form-data; name="country"\r\n\r\nxb'
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in (head + text, country))
    kind = f"multipart/form-data; boundary={boundary.decode()}"
    sent = program.post("/api/v1/laws", content=body + b"--" + boundary + b"--\r\n", headers={"Content-Type": kind})
    assert sent.status_code == 202, sent.text
    service.workspace.run_queued()
    job = program.get(sent.headers["location"]).json()
    assert job["state"] == "done", job
    law = job["result"]["law_version_id"]
    answer = program.get(f"/api/v1/laws/{law}/file")
    assert answer.content == text
    said = answer.headers["content-disposition"]
    assert said.startswith("attachment")
    assert not re.search(r"[\r\n\u202e]", said)
    assert {"x-evil", "set-cookie"}.isdisjoint(answer.headers)
    kept = [file.relative_to(folder).parts for file in folder.rglob("*") if file.is_file()]
    assert all(parts[0] == "files" or parts[0].startswith("analyser.sqlite3") for parts in kept), kept
    assert "<script>alert" not in program.get(f"/laws/{law}").text


def _escaped(name: str) -> bytes:
    """As browsers escape a name, which is all that a form allows."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A").encode()


PATHS = [
    "../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "....//etc/passwd",
    "tokens.css%00.js",
]


@pytest.mark.parametrize("path", PATHS)
def test_static_files_and_laws_are_the_only_files(reader: TestClient, path: str) -> None:
    for start in ("/static/", "/api/v1/laws/", "/codebook/file/"):
        answer = reader.get(start + path)
        assert answer.status_code in (400, 404, 422), (start, answer.status_code)
        assert "root:" not in answer.text


EDITIONS = ['x"; filename="evil.html', "x\r\nSet-Cookie: a=b", "../../x", "\u202efdp", "刑法", "x/../y"]


@pytest.mark.parametrize("name", EDITIONS)
def test_an_editions_name_never_acts_in_a_header(program: TestClient, name: str) -> None:
    body = {"benchmark": BENCHMARK, "name": name}
    frozen = program.post("/api/v1/editions", json=body)
    assert frozen.status_code in (201, 422), frozen.text
    if frozen.status_code == 201:
        answer = program.get(f"/api/v1/editions/{quote(name, safe='')}/export", params={"format": "csv"})
        assert answer.status_code in (200, 404)
        said = answer.headers.get("content-disposition", "attachment")
        assert re.fullmatch(r'attachment(; filename="[^"\r\n/\\]+")?', said), said
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override"])
def test_headers_that_other_servers_obey_change_nothing(reader: TestClient, header: str) -> None:
    plain = reader.get("/api/v1/me")
    again = reader.get("/api/v1/me", headers={header: "evil.example/admin"})
    assert (again.status_code, again.json()) == (plain.status_code, plain.json())


# ---- what every answer says to a browser


def test_no_page_holds_script_or_style_of_its_own_or_of_others(standing: Service, reader: TestClient) -> None:
    templates = [file.read_text("utf-8") for file in (Path(api.__file__).parent / "templates").rglob("*.html")]
    assert len(templates) > 25
    for text in templates:
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text)
        assert not re.search(r"<(script|link|img|iframe|form)[^>]+(src|href|action)=[\"']?(https?:)?//", text)
    for directive in ("unsafe-inline", "unsafe-eval", "http:", "*"):
        assert directive not in CONTENT_POLICY
    for path in ("/matrix", "/api/v1/me", "/static/tokens.css", "/healthz", "/nothing"):
        headers = reader.get(path).headers
        assert headers["content-security-policy"].endswith("frame-ancestors 'none'"), path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert "strict-transport-security" not in headers


def test_over_https_browsers_are_told_to_stay_there(standing: Service) -> None:
    client = standing.client()
    client.base_url = "https://127.0.0.1:8321"  # type: ignore[assignment]
    assert client.get("/healthz").headers["strict-transport-security"] == "max-age=31536000"


# ---- limits


def test_who_asks_too_often_is_told_when_to_come_back(tmp_path: Path) -> None:
    with running(tmp_path, rate_limit="3/hour", anonymous_rate_limit="2/hour") as service:
        me = service.workspace.local_user()
        tokens = [service.workspace.issue_api_token(me, "t", by=me) for _ in range(2)]
        first, second = (service.client(headers={"Authorization": f"Bearer {token}"}) for token in tokens)
        assert [first.get("/api/v1/me").status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = first.get("/api/v1/me")
        assert refused.json()["code"] == "too_many_requests"
        assert 0 < int(refused.headers["retry-after"]) == refused.json()["retry_after"] <= 3600
        assert second.get("/api/v1/me").status_code == 200
        nobody = service.client(headers={"Authorization": "Bearer wrong"})
        assert [nobody.get("/api/v1/me").status_code for _ in range(3)] == [401, 401, 429]
        assert nobody.get("/login").status_code == 429  # the door counts the same address
        assert second.get("/api/v1/me").status_code == 200  # a valid token is not refused for its address
        assert nobody.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("limits", "status", "code"),
    [({"max_queued": 1}, 429, "too_many_requests"), ({"min_free_mb": 10**9}, 507, "disk_full")],
)
def test_an_upload_beyond_the_quota_is_refused(
    tmp_path: Path, limits: dict[str, object], status: int, code: str
) -> None:
    with running(tmp_path, **limits) as service:
        me = service.workspace.local_user()
        client = service.client(
            headers={"Authorization": f"Bearer {service.workspace.issue_api_token(me, 't', by=me)}"}
        )
        answers = [
            client.post("/api/v1/laws", files={"file": ("a.txt", f"Section {n}. x".encode())}, data={"country": "xb"})
            for n in range(2)
        ]
        assert (answers[-1].status_code, answers[-1].json()["code"]) == (status, code)


# ---- secrets


def test_secrets_may_stand_in_files_and_show_in_no_print(tmp_path: Path) -> None:
    place = tmp_path / "secret"
    place.write_text("quiet otter\n")
    files = {"database_url_file": place, "translator_key_file": place, "webhook_key_file": place}
    made = Settings(**files, data_dir=tmp_path)  # type: ignore[arg-type]
    assert (made.url, made.translator_key) == ("quiet otter", "quiet otter")
    assert made.webhook_key is not None
    assert made.webhook_key.get_secret_value() == "quiet otter"
    assert "quiet" not in str(made.webhook_key)
    with pytest.raises(ValueError, match="cannot be read"):
        Settings(webhook_key_file=tmp_path / "absent", data_dir=tmp_path)


def test_nothing_is_asked_of_the_network_unless_it_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole story - upload, analysis, rating, export - with every way out closed."""
    import socket

    def closed(*where: object) -> None:
        raise AssertionError(f"something asked for {where}")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, closed)
    monkeypatch.setattr(socket, "getaddrinfo", closed)
    with running(tmp_path) as service:
        me = service.workspace.local_user()
        client = service.client(
            headers={"Authorization": f"Bearer {service.workspace.issue_api_token(me, 't', by=me)}"}
        )
        client.post("/api/v1/laws", files={"file": ("a.txt", STATUTE.encode())}, data={"country": "xb"})
        assert service.workspace.run_queued() == 1
        assert service.workspace.deliver_due() == 0
        rating = {"country": "xa", "element": "lanzarote.20.1.a", "judgement": "unclear", "rationale": "so"}
        assert client.post("/api/v1/ratings", json=rating).status_code == 201
        assert client.get("/api/v1/study/export", params={"benchmark": BENCHMARK, "format": "xlsx"}).status_code == 200
        assert client.get("/matrix").status_code == 200
