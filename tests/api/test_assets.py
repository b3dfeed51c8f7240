"""Style sheets are kept by browsers for good, and never another content under the same address."""

import re

from starlette.testclient import TestClient

from api.assets import KEPT, asset


def test_a_page_names_style_sheets_that_may_be_kept(browser: TestClient) -> None:
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', browser.get("/codebook").text)
    assert asset("app.css") in sheets
    for address in sheets:
        answer = browser.get(address)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, KEPT), address


def test_another_address_is_asked_for_anew(browser: TestClient) -> None:
    for address in ("/static/app.css", "/static/app.css?0123456789ab", "/static/matrix.js"):
        assert "no-cache" in browser.get(address).headers["cache-control"], address
    assert browser.get("/static/nothing.css?1").status_code == 404
