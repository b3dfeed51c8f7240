"""Translations beside the original: aligned by number, marked as not authentic, never quoted; and server faults."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from api_service import BENCHMARK, HOST, Service, running
from starlette.testclient import TestClient
from workspaces import make_workspace, parts, settings, write_statute

from analyser import factory
from analyser.errors import MissingComponent, TranslationFailed, UsageError
from analyser.review.records import Role
from analyser.review.translation import number
from analyser.workspace import Workspace
from analyser.workspace.translator import LibreTranslate
from api import create_app

ELEMENT = "lanzarote.20.1.a"
FRENCH = """Loi sur la protection des enfants

Article 1. Titre
La présente loi est la loi sur la protection des enfants et vaut dans toute la République.

Article 2. Produire
Quiconque <script>alert(1)</script> produit \u202epornographie\u202c enfantine est puni de cinq ans de prison.

Article 3. Offrir
Quiconque offre de la pornographie enfantine à autrui est puni de trois ans de prison.

Article 9. Amendes
Les amendes sont versées au Trésor dans les trente jours du jugement devenu définitif.
"""


def attach(client: TestClient, service: Service, text: str = FRENCH, **fields: str) -> Any:
    files = {"file": ("loi.txt", text.encode())}
    return client.post(f"/api/v1/laws/{service.law.id}/translations", files=files, data={"language": "fr", **fields})


SAME = [
    ("175", "第百七十五条"),
    ("175-2", "第百七十五条の二"),
    ("184b", "184 b"),
    ("217 bis", "٢١٧ مكرر"),
    ("IV", "4"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_numbers_are_one_in_two_languages(one: str, other: str) -> None:
    assert number(one) == number(other)


def test_what_only_looks_alike_is_kept_apart() -> None:
    assert len({number(label) for label in ("175", "175 bis", "175-2", "175b", "R175", "Schedule A")}) == 6


def test_a_translation_stands_beside_the_original(service: Service, browser: TestClient) -> None:
    made = attach(browser, service).json()
    assert (made["sections"], made["aligned"], made["origin"]) == (4, 3, "uploaded")
    rows = browser.get(f"/api/v1/translations/{made['id']}/sections").json()["items"]
    ids = {label: section.id for label, section in service.sections.items()}
    assert [(row["label"], row["section_id"]) for row in rows] == [
        ("1", ids["1"]),
        ("2", ids["2"]),
        ("3", ids["3"]),
        ("9", None),
    ]
    for address in (f"/review/xa/{ELEMENT}", f"/translations/{made['id']}"):
        html = browser.get(address).text
        assert "Translation, not authentic" in html, address
        assert "produces child pornography" in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert "<script>alert" not in html
        assert '<div class="translation" lang="fr" dir="ltr">' in html
    html = browser.get(f"/translations/{made['id']}").text
    assert "no section of the original has this number" in html
    assert "not translated" in html  # section 4
    assert f"/translations/{made['id']}" in browser.get(f"/laws/{service.law.id}").text
    assert service.workspace.law(service.law.id) == service.law


def test_a_rating_quotes_the_original_alone(service: Service, browser: TestClient, rating: dict[str, Any]) -> None:
    attach(browser, service)
    quote = {"section_id": service.sections["2"].id, "quote": "est puni de cinq ans de prison"}
    refused = browser.post("/api/v1/ratings", json=rating | {"citations": [quote]})
    assert (refused.status_code, refused.json()["code"]) == (422, "rating_refused")
    assert "from its translation, which is not authentic: quote the original" in refused.json()["detail"]
    assert browser.post("/api/v1/ratings", json=rating).status_code == 201


def test_a_translation_is_withdrawn_with_a_reason(service: Service, browser: TestClient) -> None:
    made = attach(browser, service).json()
    assert browser.post(f"/translations/{made['id']}/withdraw", data={"reason": " "}).status_code == 422
    gone = browser.post(f"/translations/{made['id']}/withdraw", data={"reason": "another law"})
    assert gone.headers["location"].startswith(f"/laws/{service.law.id}")
    assert "Translation, not authentic" not in browser.get(f"/review/xa/{ELEMENT}").text
    assert browser.get(f"/api/v1/translations/{made['id']}/sections").status_code == 404
    assert "translation.withdraw" in browser.get("/api/v1/audit").text


BAD: list[tuple[str, dict[str, str], int, str]] = [
    ("", {}, 422, "empty_file"),
    (FRENCH, {"language": "en"}, 422, "usage"),
    (FRENCH, {"language": "French"}, 422, "unknown_name"),
    (FRENCH.replace("Article ", "Article 70"), {}, 422, "input_rejected"),
]


@pytest.mark.parametrize(("text", "fields", "status", "code"), BAD)
def test_what_is_no_translation_is_refused(
    standing: Service, reader: TestClient, text: str, fields: dict[str, str], status: int, code: str
) -> None:
    answer = attach(reader, standing, text, **fields)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert reader.get(f"/api/v1/laws/{standing.law.id}/translations").json()["items"] == []


def test_a_viewer_attaches_nothing(service: Service) -> None:
    me = service.workspace.local_user()
    viewer = service.workspace.add_user("Vera", Role.VIEWER, by=me)
    token = service.workspace.issue_api_token(viewer, "t", by=me)
    client = service.client(headers={"Authorization": f"Bearer {token}"})
    assert attach(client, service).status_code == 403
    machine = {"language": "fr", "sections": [service.sections["2"].id]}
    assert client.post(f"/api/v1/laws/{service.law.id}/translations/machine", json=machine).status_code == 403


# ---- the server


class Server(BaseHTTPRequestHandler):
    """Speaks LibreTranslate's protocol: every text comes back in capitals, or what the test wants instead."""

    answer: tuple[int, bytes] | None = None
    asked: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).asked.append(body)
        texts = {"translatedText": [text.upper() for text in body["q"]]}
        status, data = self.answer or (200, json.dumps(texts).encode())
        if self.path != "/translate":
            status, data = 404, b"{}"
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@contextmanager
def serving(answer: tuple[int, bytes] | None = None) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Address of a translation server, and what it is asked."""
    handler = type("Answering", (Server,), {"answer": answer, "asked": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", handler.asked  # type: ignore[attr-defined]  # set just above
    server.shutdown()
    thread.join()
    server.server_close()


def test_texts_go_in_batches_and_come_back_one_for_one() -> None:
    texts = [f"text {n}" for n in range(60)] + ["", "x" * 20_000, "end"]
    with serving() as (url, asked):
        done = LibreTranslate(url + "/", "secret").translate(texts, "sr-Latn", "zh-Hans")
    assert done == [text.upper() for text in texts]
    assert [len(one["q"]) for one in asked] == [25, 25, 10, 1, 1]
    assert {(one["source"], one["target"], one["format"], one["api_key"]) for one in asked} == {
        ("sr", "zh-Hans", "text", "secret")
    }


FAULTS: list[tuple[tuple[int, bytes], str]] = [
    ((403, b'{"error": "Please contact the server operator to get an API key"}'), "403: Please contact"),
    ((500, b"<html>"), "500 without JSON"),
    ((200, b"[]"), "no translation for each text"),
    ((200, b'{"translatedText": ["one"]}'), "no translation for each text"),
    ((200, b'{"translatedText": [1, 2]}'), "no translation for each text"),
]


@pytest.mark.parametrize(("answer", "words"), FAULTS)
def test_a_failing_server_is_one_clear_error(answer: tuple[int, bytes], words: str) -> None:
    with serving(answer) as (url, _), pytest.raises(TranslationFailed, match=words) as caught:
        LibreTranslate(url).translate(["one", "two"], "en", "fr")
    assert url in caught.value.message
    assert "ANALYSER_TRANSLATOR_URL" in caught.value.hint


def test_a_server_that_is_not_there_is_the_same_error() -> None:
    with serving() as (url, _):
        pass
    for address in (url, "nowhere", "http://[broken"):
        with pytest.raises(TranslationFailed, match="cannot be reached"):
            LibreTranslate(address).translate(["one"], "en", "fr")


def with_server(folder: Path, url: str | None) -> Workspace:
    given = settings(folder).model_copy(update={"translator_url": url})
    return factory.open_workspace(given, parts=parts())


def test_a_machine_translation_grows_on_the_review_page(tmp_path: Path) -> None:
    with running(tmp_path) as service, serving() as (url, asked):
        workspace = with_server(tmp_path, url)
        client = TestClient(create_app(workspace, settings(tmp_path)), base_url=HOST, follow_redirects=False)
        token = workspace.issue_api_token(workspace.local_user(), "t", by=workspace.local_user())
        client.headers.update({"Authorization": f"Bearer {token}", "Origin": HOST, "accept-language": "fr"})
        page = f"/review/xa/{ELEMENT}"
        assert "Traduire ces articles" in client.get(page).text
        assert client.post(f"{page}/translate?benchmark={BENCHMARK}").status_code == 303
        html = client.get(page).text
        assert "ANY PERSON WHO PRODUCES CHILD PORNOGRAPHY" in html
        assert "Traduction ne faisant pas foi" in html
        assert url in html
        assert "Traduire ces articles" not in html
        sections = [service.sections["2"].id]
        again = client.post(
            f"/api/v1/laws/{service.law.id}/translations/machine", json={"language": "fr", "sections": sections}
        ).json()
        assert (again["sections"], again["aligned"], again["origin"]) == (4, 4, "machine")
        assert {(one["source"], one["target"]) for one in asked} == {("en", "fr")}
        workspace.close()


def test_nothing_is_stored_when_the_server_fails(sqlite_workspace: Workspace, tmp_path: Path) -> None:
    law = sqlite_workspace.ingest(write_statute(tmp_path), "xa", by=sqlite_workspace.local_user())
    section = sqlite_workspace.sections(law.id).items[0].id
    with serving((500, b'{"error": "out of memory"}')) as (url, _):
        workspace = with_server(tmp_path, url)
        me, head = workspace.local_user(), workspace.tag()
        with pytest.raises(TranslationFailed, match="out of memory"):
            workspace.translate(law.id, [section], "fr", by=me)
        for target, sections in (("en", [section]), ("fr", [section + 99]), ("fr", [])):
            with pytest.raises(UsageError):
                workspace.translate(law.id, sections, target, by=me)
        assert (workspace.translations(law.id), workspace.tag()) == ((), head)
        workspace.close()
    with pytest.raises(MissingComponent, match="No translation server"):
        sqlite_workspace.translate(law.id, [section], "fr", by=me)


def test_a_translation_is_kept_by_both_databases_and_a_back_up(database_url: str, tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, database_url)
    me = workspace.local_user()
    law = workspace.ingest(write_statute(tmp_path), "xa", by=me)
    made = workspace.attach_translation(law.id, FRENCH.encode(), "loi.txt", by=me, language="fr")
    shown = workspace.beside(made.id)
    workspace.close()
    factory.back_up(settings(tmp_path, database_url), tmp_path / "b.zip")
    home = settings(tmp_path / "home")
    factory.restore(home, tmp_path / "b.zip")
    again = factory.open_workspace(home, parts=parts())
    assert again.translations(law.id) == (made,)
    assert again.beside(made.id) == shown
    assert [pair.translated.text[:9] for pair in shown if pair.translated] == [
        "La présen",
        "Quiconque",
        "Quiconque",
        "Les amend",
    ]
    again.close()
