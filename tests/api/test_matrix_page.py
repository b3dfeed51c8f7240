"""The matrix page narrowed by region, reviewer and state, and packed for the way."""

import pytest
from api_service import Service
from starlette.testclient import TestClient

from analyser.review.judgement import Judgement
from analyser.review.records import RatingDraft


@pytest.fixture
def two_countries(service: Service) -> Service:
    """Arcadia, an invented State, and France without a law, where one element is unclear."""
    workspace = service.workspace
    ann = workspace.local_user("ann")
    workspace.rate(RatingDraft("fr", "lanzarote.20.1.a", Judgement.UNCLEAR, "no text yet"), by=ann)
    return service


def cells(html: str) -> int:
    return html.count('<td class="tone-')


@pytest.mark.parametrize(
    ("asked", "countries", "shown", "pale"),
    [
        ({}, 2, 22, 0),
        ({"region": "Europe"}, 1, 11, 0),
        ({"region": "group:eu"}, 1, 11, 0),
        ({"instrument": "lanzarote"}, 2, 22, 0),
        ({"reviewer": "ann"}, 1, 1, 0),
        ({"state": "single"}, 1, 1, 0),
        ({"state": "not_assessed"}, 2, 22, 1),
        ({"state": "not_assessed", "region": "Europe"}, 1, 10, 0),
        ({"reviewer": "nobody"}, 0, 0, 0),
    ],
)
def test_what_is_asked_for_stays(
    browser: TestClient, two_countries: Service, asked: dict[str, str], countries: int, shown: int, pale: int
) -> None:
    html = browser.get("/matrix", params=asked).text
    assert (html.count("<tr data-country"), cells(html), html.count(" aside")) == (countries, shown, pale)


def test_the_page_is_packed_where_the_browser_unpacks(browser: TestClient, two_countries: Service) -> None:
    plain = browser.get("/matrix", headers={"Accept-Encoding": "identity"})
    packed = browser.get("/matrix", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
