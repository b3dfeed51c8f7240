"""The pages: what they show, what they refuse to run, and that a hostile statute stays text."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from api_service import BENCHMARK, Service
from starlette.testclient import TestClient

import api
from analyser.workspace import Workspace

ELEMENT = "lanzarote.20.1.a"
HOSTILE = """Act <b>on</b> Evil

Section 1. <script>alert(1)</script>
Any person who produces child pornography "'><img src=x onerror=alert(2)> shall be punished
{{ 7*7 }} \u202edeknil\u202c.

Section 2. Offering
Any person who offers child pornography </div></article></main> shall be punished with a fine of {% raw %}.
"""
HEBREW = """חוק הגנת ילדים

1. המפיק פרסום תועבה ובו דמותו של קטין, דינו מאסר חמש שנים.

2. המחזיק פרסום תועבה ובו דמותו של קטין, דינו מאסר שנה אחת.

3. הוראות חוק זה יחולו על כל אדם הנמצא בתחום המדינה.
"""


class Outline(HTMLParser):
    """Open elements, ids, labels and headings of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def addresses(service: Service) -> list[str]:
    section = service.sections["2"].id
    return [
        f"/matrix?benchmark={BENCHMARK}",
        "/upload",
        "/laws",
        f"/laws/{service.law.id}",
        f"/sections/{section}",
        f"/review/xa/{ELEMENT}",
        "/study",
        "/study/countries/xa",
        "/codebook",
        "/search?q=child+pornography",
        "/work",
        "/changes/xa",
        "/people",
        "/account",
        "/verifications",
        "/login",
    ]


def test_every_page_is_whole_labelled_and_runs_nothing_inline(browser: TestClient, addresses: list[str]) -> None:
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        page = Outline(answer.text)
        assert [main["id"] for main in page.all("main")] == ["main"]
        assert len(page.all("h1")) == 1, address
        assert page.all("html")[0]["lang"] == "en"
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(ids) == len(set(ids)), address
        named = {label.get("for") for label in page.all("label")}
        for field in page.all("input") + page.all("select") + page.all("textarea"):
            if field.get("type") not in ("hidden", "radio", "checkbox", "search"):
                assert field.get("aria-label") or field["id"] in named, (address, field)
        for tag, attributes in page.tags:
            assert "style" not in attributes, (address, tag)
            assert not [name for name in attributes if name.startswith("on")], (address, tag)
        assert all(script.get("src", "").startswith("/static/") for script in page.all("script"))
        assert not page.all("style")
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (address, levels)


def test_every_answer_carries_the_security_headers(browser: TestClient) -> None:
    for address in ("/matrix", "/api/v1/laws", "/static/app.css", "/nothing", "/healthz", "/login"):
        headers = browser.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "no-cache" in headers["cache-control"]


def test_nothing_is_fetched_from_elsewhere() -> None:
    folder = Path(api.__file__).parent
    files = [path for kind in ("templates", "static") for path in (folder / kind).rglob("*") if path.is_file()]
    assert len(files) > 20
    for path in files:
        found = re.findall(r"https?://[^\s\"')]+", path.read_text("utf-8"))
        assert not [url for url in found if not url.startswith("http://www.w3.org/2000/svg")], path


def load(workspace: Workspace, folder: Path, text: str, country: str, title: str, language: str) -> str:
    file = folder / f"{country}.txt"
    file.write_text(text, "utf-8")
    me = workspace.local_user()
    law = workspace.ingest(file, country, by=me, title=title, language=language, country_name=title)
    workspace.analyse(country, BENCHMARK, by=me)
    return law.id


def test_a_hostile_statute_stays_text(service: Service, browser: TestClient, tmp_path: Path) -> None:
    law = load(service.workspace, tmp_path, HOSTILE, "xh", "<script>alert(3)</script>", "en")
    for address in (f"/laws/{law}", f"/review/xh/{ELEMENT}", "/matrix", "/laws", "/study", "/study/countries/xh"):
        html = browser.get(address).text
        page = Outline(html)
        assert all(script.get("src", "").startswith("/static/") for script in page.all("script")), address
        assert not [image for image in page.all("img") if image.get("src") == "x"], address
        assert "49 \u202e" not in html
        assert len(page.all("main")) == 1
    html = browser.get(f"/review/xh/{ELEMENT}").text
    assert "&lt;img src=x onerror=alert(2)&gt;" in html
    assert "{{ 7*7 }}" in html
    texts = [attributes for _, attributes in Outline(html).tags if "statute" in attributes.get("class", "").split()]
    assert texts
    assert all(text["dir"] == "ltr" for text in texts)  # a block of its own: an override cannot leave it


def test_right_to_left_statutes_say_so(service: Service, browser: TestClient, tmp_path: Path) -> None:
    law = load(service.workspace, tmp_path, HEBREW, "il", "חוק הגנת ילדים", "he")
    for address in (f"/laws/{law}", f"/review/il/{ELEMENT}"):
        texts = [a for _, a in Outline(browser.get(address).text).tags if "statute" in a.get("class", "").split()]
        assert len(texts) == 3
        assert {(text["lang"], text["dir"]) for text in texts} == {("he", "rtl")}


def test_the_matrix_says_in_words_what_it_colours(browser: TestClient, rating: dict[str, object]) -> None:
    browser.post("/api/v1/ratings", json=rating)
    html = browser.get("/matrix").text
    assert re.search(r'<td class="tone-covered"><a [^>]*aria-label="Arcadia, [^"]*: covered; one reviewer"', html)
    assert len(re.findall(r'<td class="tone-open">', html)) == 10
    assert "1 of 11 answered" in html


def test_review_shows_codebook_candidates_and_the_own_answer(browser: TestClient, rating: dict[str, object]) -> None:
    browser.post("/api/v1/ratings", json=rating)
    html = browser.get(f"/review/xa/{ELEMENT}").text
    for words in ("Covered</span> when", "Not enough", "Reservations", "Why it is here", "Act", "You answered"):
        assert words in html, words
    assert html.count('class="candidate provision') == 4
    assert 'href="/review/xa/lanzarote.20.1.b.offering?benchmark=csea-2012"' in html


def test_review_starts_at_the_first_open_element(browser: TestClient, rating: dict[str, object]) -> None:
    browser.post("/api/v1/ratings", json=rating)
    answer = browser.get(f"/review/xa?benchmark={BENCHMARK}")
    assert answer.headers["location"] == f"/review/xa/lanzarote.20.1.b.offering?benchmark={BENCHMARK}"


def test_the_certificate_is_told_in_words(service: Service, browser: TestClient) -> None:
    html = browser.get(f"/laws/{service.law.id}").text
    certificate = service.law.certificate
    assert f"{certificate['characters_in_sections']:,} of {certificate['characters_read']:,} characters read" in html
    assert "Gaps in the numbering" in html
    assert service.law.sha256 in html
    assert "not known" in html
