"""The whole way by hand: sign in, upload a PDF, read its certificate, review by keyboard, see the study change."""

import re
from pathlib import Path

import pytest
from e2e_site import Site, element_row, upload
from playwright.sync_api import BrowserContext, Page, expect

from corpora.demo.pdf import write
from corpora.demo.statutes import COUNTRIES

pytestmark = pytest.mark.browser


@pytest.fixture
def loaded(page: Page, tmp_path: Path) -> Page:
    """The first demo country uploaded, read and matched."""
    upload(page, write(COUNTRIES[0], tmp_path), "xa", "Aldmere")
    expect(page.locator("#work [data-finished]")).to_be_visible()
    return page


def test_from_a_pdf_to_the_study_by_keyboard(page: Page, tmp_path: Path) -> None:
    expect(page.get_by_role("heading", name="No law yet")).to_be_visible()
    upload(page, write(COUNTRIES[0], tmp_path), "xa", "Aldmere")
    expect(page.locator("#work [data-state=done]")).to_be_visible()
    certificate = page.locator("#work .certificate")
    expect(certificate).to_contain_text("Completeness certificate")
    expect(certificate).to_contain_text(re.compile(r"[\d,]+ of [\d,]+ characters read are in sections"))
    expect(certificate).to_contain_text("40")

    page.goto("/study")
    expect(element_row(page, 0)).to_have_text(["0", re.compile("^0"), re.compile("^0"), re.compile("^1"), "1"])
    page.goto("/review/xa")
    assert page.url.endswith("/review/xa/lanzarote.20.1.a?benchmark=csea-2012")
    keys = page.keyboard
    keys.press("1")
    expect(page.locator("#missing")).to_contain_text("a cited section")
    keys.press("c")
    expect(page.locator("#citations li")).to_have_count(1)
    keys.press("w")
    keys.type("Any production, for any purpose, of material with any child.")
    keys.press("Control+Enter")
    page.wait_for_url("**/lanzarote.20.1.b.offering?**")
    expect(page.locator(".toast")).to_contain_text("Saved: Aldmere, Producing")
    keys.press("2")
    keys.press("r")
    keys.press("Space")
    keys.press("Escape")
    keys.press("j")
    keys.press("c")
    keys.press("w")
    keys.type("Only offers for sale.")
    keys.press("Control+Enter")
    page.wait_for_url("**/lanzarote.20.1.b.available?**")

    page.goto("/study")
    expect(element_row(page, 0)).to_have_text(["1", re.compile("^0"), re.compile("^0"), re.compile("^0"), "1"])
    expect(element_row(page, 1)).to_have_text(["0", re.compile("^1"), re.compile("^0"), re.compile("^0"), "1"])
    page.goto("/matrix")
    expect(page.locator(".matrix td").nth(0)).to_contain_text("Covered")
    expect(page.locator(".matrix td").nth(1)).to_contain_text("Partial")


def test_unsaved_work_survives_a_reload_and_can_be_discarded(loaded: Page) -> None:
    loaded.goto("/review/xa/lanzarote.20.1.e")
    loaded.keyboard.press("2")
    loaded.keyboard.press("c")
    loaded.keyboard.press("w")
    loaded.keyboard.type("Half a thought")
    loaded.reload()
    expect(loaded.locator("#draft-note")).to_be_visible()
    expect(loaded.locator("#rationale")).to_have_value("Half a thought")
    expect(loaded.get_by_role("radio", name="2 Partial")).to_be_checked()
    expect(loaded.locator("#citations li")).to_have_count(1)
    loaded.get_by_role("button", name="Discard it").click()
    expect(loaded.locator("#rationale")).to_have_value("")
    loaded.reload()
    expect(loaded.locator("#draft-note")).to_be_hidden()


def test_a_lost_connection_loses_nothing(loaded: Page, context: BrowserContext, site: Site) -> None:
    loaded.goto("/review/xa/lanzarote.20.1.e")
    loaded.keyboard.press("4")
    loaded.keyboard.press("w")
    loaded.keyboard.type("The annex is missing.")
    context.set_offline(True)
    loaded.keyboard.press("Control+Enter")
    expect(loaded.locator("#problem")).to_contain_text("The server cannot be reached.")
    expect(loaded.locator("#rationale")).to_have_value("The annex is missing.")
    context.set_offline(False)
    loaded.keyboard.press("Control+Enter")
    loaded.wait_for_url("**/lanzarote.20.1.f?**")
    site.complaints = [said for said in site.complaints if "ERR_INTERNET_DISCONNECTED" not in said]


def test_an_expired_session_keeps_the_text(loaded: Page, context: BrowserContext, site: Site) -> None:
    loaded.goto("/review/xa/lanzarote.20.1.e")
    loaded.keyboard.press("4")
    loaded.keyboard.press("w")
    loaded.keyboard.type("The annex is missing.")
    context.clear_cookies()
    loaded.keyboard.press("Control+Enter")
    expect(loaded.locator("#problem a")).to_have_text("Sign in in a new tab")
    expect(loaded.locator("#rationale")).to_have_value("The annex is missing.")
    door = context.new_page()
    door.goto(site.link())
    door.wait_for_url("**/matrix")
    loaded.keyboard.press("Control+Enter")
    loaded.wait_for_url("**/lanzarote.20.1.f?**")
    assert [one.rationale for one in site.workspace.ratings(viewer=site.workspace.local_user())] == [
        "The annex is missing."
    ]
    site.complaints = [said for said in site.complaints if "401" not in said]


def test_selected_words_become_the_quote(loaded: Page) -> None:
    loaded.goto("/review/xa/lanzarote.20.1.a")
    words = loaded.evaluate(
        """() => {
            const text = document.querySelector("#c1 .statute");
            const node = document.createTreeWalker(text, NodeFilter.SHOW_TEXT).nextNode();
            const range = document.createRange();
            range.setStart(node, 2);
            range.setEnd(node, Math.min(9, node.length));
            document.getSelection().removeAllRanges();
            document.getSelection().addRange(range);
            return range.toString().trim();
        }"""
    )
    loaded.keyboard.press("c")
    expect(loaded.locator("#citations blockquote")).to_have_text(words)
    loaded.keyboard.press("c")
    expect(loaded.locator("#citations li")).to_have_count(0)


def test_what_is_missing_is_told_and_nothing_is_lost(loaded: Page, site: Site) -> None:
    loaded.goto("/review/xa/lanzarote.20.1.a")
    loaded.keyboard.press("2")
    loaded.keyboard.press("Control+Enter")
    expect(loaded.locator("#problem li")).to_have_count(3)
    expect(loaded.get_by_role("radio", name="2 Partial")).to_be_checked()
    site.complaints = [said for said in site.complaints if "422" not in said]


def test_a_section_stands_in_its_chapter_and_its_neighbour_can_be_cited(loaded: Page) -> None:
    loaded.goto("/review/xa/lanzarote.20.1.a")
    loaded.locator("#c1 .where summary").click()
    around = loaded.locator("#c1 .around .provision")
    expect(around.first).to_be_visible()
    assert around.count() >= 3
    neighbour = loaded.locator("#c1 .around .provision:not(.here)").first
    label = neighbour.get_attribute("data-label")
    neighbour.get_by_role("button", name="Cite").click()
    expect(loaded.locator("#citations li")).to_contain_text(f"{label} · ")


def test_a_section_outside_the_candidates_is_cited_from_the_law(loaded: Page, context: BrowserContext) -> None:
    loaded.goto("/review/xa/lanzarote.20.1.a")
    with context.expect_page() as opened:
        loaded.locator(".candidates > p a").click()
    law = opened.value
    law.locator(".provision").nth(4).get_by_role("button", name="Cite").click()
    expect(loaded.locator("#citations li")).to_have_count(1)
    law.close()


def test_the_matrix_is_walked_with_arrows_and_filtered(loaded: Page) -> None:
    loaded.goto("/matrix")
    for key in ("ArrowRight", "ArrowRight", "End", "Home", "ArrowRight"):
        loaded.keyboard.press(key)
    focused = loaded.locator(":focus")
    assert "Offering" in (focused.get_attribute("aria-label") or "")
    loaded.get_by_role("button", name=re.compile("^Covered")).click()
    expect(loaded.locator(".matrix tbody tr")).to_be_hidden()
    loaded.get_by_role("button", name=re.compile("^Covered")).click()
    loaded.keyboard.press("/")
    loaded.keyboard.type("nowhere")
    expect(loaded.locator(".matrix tbody tr")).to_be_hidden()
    loaded.locator("#find").fill("ald")
    loaded.locator(".matrix td a").first.focus()
    loaded.keyboard.press("Enter")
    loaded.wait_for_url("**/review/xa/lanzarote.20.1.a?**")


def test_help_opens_and_closes_by_key(loaded: Page) -> None:
    loaded.goto("/review/xa/lanzarote.20.1.a")
    loaded.keyboard.press("?")
    expect(loaded.get_by_role("dialog")).to_contain_text("next and previous candidate")
    loaded.keyboard.press("3")
    loaded.keyboard.press("Escape")
    expect(loaded.get_by_role("dialog")).to_have_count(0)
    expect(loaded.get_by_role("radio", name="3 Not covered")).not_to_be_checked()
    loaded.keyboard.press("n")
    loaded.wait_for_url("**/lanzarote.20.1.b.offering?**")
    loaded.keyboard.press("p")
    loaded.wait_for_url("**/lanzarote.20.1.a?**")
    loaded.keyboard.press("s")
    loaded.wait_for_url("**/lanzarote.20.1.b.offering?**")


BAD = [
    ("broken.pdf", b"%PDF-1.7\nbroken", "xa", "damaged_file"),
    ("empty.txt", b"", "xa", "empty"),
    ("law.txt", b"1. A law.", "12", "No jurisdiction has the code"),
]


@pytest.mark.parametrize(("name", "data", "country", "words"), BAD)
def test_a_bad_file_is_explained_and_the_form_stays(
    page: Page, site: Site, tmp_path: Path, name: str, data: bytes, country: str, words: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    upload(page, file, country, "Somewhere")
    expect(page.locator("#work .notice.bad")).to_contain_text(words)
    expect(page.locator("#country")).to_have_value(country)
    expect(page.locator("#country_name")).to_have_value("Somewhere")
    assert page.locator("#files").evaluate("field => field.files.length") == 1
    site.complaints = [said for said in site.complaints if "422" not in said]


def test_an_edition_is_frozen_from_the_page(loaded: Page) -> None:
    loaded.goto("/study")
    loaded.locator("#edition").fill("Spring")
    loaded.get_by_role("button", name="Freeze").click()
    expect(loaded.locator(".editions table")).to_contain_text("Spring")


def test_a_used_link_says_so(page: Page, site: Site, context: BrowserContext) -> None:
    link = site.link()
    other = context.new_page()
    other.goto(link)
    other.wait_for_url("**/matrix")
    other.goto(link)
    expect(other.get_by_role("alert")).to_be_visible()


SIZES = [(1280, 800), (1024, 768), (820, 1180)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_page_scrolls_sideways(loaded: Page, width: int, height: int) -> None:
    loaded.set_viewport_size({"width": width, "height": height})
    for address in ("/matrix", "/review/xa/lanzarote.20.1.a", "/study", "/upload", "/laws", "/codebook"):
        loaded.goto(address)
        wider = loaded.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, (address, wider)
