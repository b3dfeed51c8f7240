"""What a reviewer marks puts the other candidates in a new order at once; a picture of the print frames the words."""

import io
from pathlib import Path

import pytest
from e2e_site import Site
from PIL import Image
from playwright.sync_api import Page, expect
from workspaces import PRODUCE

from corpora.demo.pdf import write
from corpora.demo.statutes import COUNTRIES

pytestmark = pytest.mark.browser
BENCHMARK = "csea-2012"
REVIEW = f"/review/xa/{PRODUCE}?benchmark={BENCHMARK}"


@pytest.fixture
def reviewing(page: Page, site: Site, tmp_path: Path) -> Page:
    """The first element of the first demo country, a real PDF, on its review page."""
    me = site.workspace.local_user()
    site.workspace.ingest(write(COUNTRIES[0], tmp_path), "xa", by=me, title="Code", country_name="Aldmere")
    site.workspace.analyse("xa", BENCHMARK, by=me)
    page.goto(REVIEW)
    expect(page.locator("button[value=next]")).to_be_enabled()
    return page


def ranks(page: Page) -> list[str]:
    """The analysis's ranks of the candidates, in the order shown."""
    return [str(rank) for rank in page.locator(".candidate").evaluate_all("all => all.map((one) => one.dataset.rank)")]


def test_marks_reorder_without_a_reload_and_survive_one(reviewing: Page) -> None:
    page, keys = reviewing, reviewing.keyboard
    assert ranks(page) == [str(rank) for rank in range(1, 21)]
    second = page.locator("[data-rank='2']")
    with page.expect_response("**/api/v1/reranked") as asked:
        keys.press("x")
    order = [item["candidate_id"] for item in sorted(asked.value.json()["items"], key=lambda item: item["rank"])]
    expect(page.locator("[data-rank='1'] [data-refuse]")).to_have_attribute("aria-pressed", "true")
    expect(second).to_have_class("candidate provision current")
    with page.expect_response("**/api/v1/reranked"):
        keys.press("c")
    expect(page.locator("#citations li")).to_have_count(1)
    shown = page.locator(".candidate").evaluate_all("all => all.map((one) => Number(one.dataset.candidate))")
    assert set(shown) <= set(order)
    with page.expect_response("**/api/v1/reranked"):
        page.reload()
    expect(page.locator("[data-rank='1'] [data-refuse]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#citations li")).to_have_count(1)


def test_the_order_shown_is_the_order_answered(reviewing: Page) -> None:
    """The server's order is turned round on its way: the page follows it, and says what was where."""
    page = reviewing

    def turned(route) -> None:  # type: ignore[no-untyped-def]
        answer = route.fetch()
        items = answer.json()["items"]
        for item in items:
            item["rank"] = len(items) + 1 - item["rank"]
        route.fulfill(response=answer, json={"items": items, "next_cursor": None})

    page.route("**/api/v1/reranked", turned)
    top = page.locator("[data-rank='1']")
    page.keyboard.press("c")
    expect(page.locator("#moved")).to_have_text("Put in a new order by what you marked.")
    assert ranks(page)[-1] == "1"
    expect(top.locator(".was")).to_have_text("was 1")
    expect(top).to_be_in_viewport()  # what was looked at did not run away


def test_a_not_covered_says_how_many_were_read(reviewing: Page, site: Site) -> None:
    page, keys = reviewing, reviewing.keyboard
    keys.press("3")
    expect(page.locator("#read")).to_have_value("0")
    for _ in range(3):
        keys.press("j")
    expect(page.locator("#read")).to_have_value("4")
    page.locator("#rationale").fill("Nothing in the code reaches it.")
    page.locator("#rationale").blur()
    keys.press("Control+Enter")
    page.wait_for_url("**/lanzarote.20.1.b.offering?**")
    (rating,) = site.workspace.ratings("xa", PRODUCE, viewer=site.workspace.local_user())
    assert rating.absence is not None
    assert (rating.absence["read"], rating.absence["proposed"]) == (4, 20)


def test_the_page_of_the_print_frames_the_section(reviewing: Page) -> None:
    picture = reviewing.locator(".candidate .picture").first
    with reviewing.expect_response("**/pages/*.png*") as asked:
        picture.locator("summary").click()
    assert asked.value.status == 200
    address = asked.value.url
    assert "section=" in address
    assert "start=" in address
    framed = Image.open(io.BytesIO(asked.value.body())).convert("RGB")
    plain = reviewing.request.get(address.partition("?")[0])
    assert framed.tobytes() != Image.open(io.BytesIO(plain.body())).convert("RGB").tobytes()
    expect(picture.locator("img").first).to_be_visible()
