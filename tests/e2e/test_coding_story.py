"""A study from two blind answers to a carried one: three people in three languages, a partner, and a new text."""

import re
from pathlib import Path

import pytest
from e2e_site import Site, upload
from playwright.sync_api import Browser, BrowserContext, Page, expect
from workspaces import STATUTE, write_statute

from analyser.review.records import Role, User

pytestmark = pytest.mark.browser
BENCHMARK = "csea-2012"
CODED = 10  # elements that both people answer


def enter(chromium: Browser, site: Site, user: User, language: str) -> tuple[BrowserContext, Page]:
    """A browser of this person, in their language."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=site.address)
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "analyser_language", "value": language, "url": site.address}])
    page = context.new_page()
    page.on("pageerror", lambda error: site.complaints.append(str(error)))
    page.goto(f"{site.address}/login?token={site.workspace.issue_login(user)}")
    page.wait_for_url("**/matrix")
    return context, page


def answer(page: Page, key: str, words: str) -> None:
    """One element by keyboard: the answer, the first candidate cited, the rationale, save and go on."""
    expect(page.locator("button[value=next]")).to_be_enabled()  # the page's script is listening
    here = page.url
    page.keyboard.press(key)
    page.keyboard.press("c")
    page.keyboard.press("w")
    page.keyboard.insert_text(words)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda address: address != here)


def code(page: Page, keys: str) -> None:
    """Answer the elements in order, each with its key."""
    page.goto(f"/review/xa?benchmark={BENCHMARK}")
    expect(page.locator("button[value=next]")).to_be_enabled()
    for key in keys:
        answer(page, key, "The words of the section say so.")


def test_two_code_disagree_are_settled_verified_and_carried(chromium: Browser, site: Site, tmp_path: Path) -> None:
    workspace = site.workspace
    admin = workspace.local_user()
    people = {name: workspace.add_user(name, Role.REVIEWER, by=admin) for name in ("Ana", "Ben")}
    people["Jo"] = workspace.add_user("Jo", Role.ADJUDICATOR, by=admin)
    french, ana = enter(chromium, site, people["Ana"], "fr")
    spanish, ben = enter(chromium, site, people["Ben"], "es")
    english, jo = enter(chromium, site, people["Jo"], "en")

    upload(ana, write_statute(tmp_path), "xa", "Arcadia", "Act")
    expect(ana.locator("#work [data-state=done]")).to_contain_text("Certificat de complétude")
    jo.goto("/work")
    for who in ("Arcadia", "Ana", "Ben"):
        jo.get_by_role("checkbox", name=who, exact=True).check()
    jo.get_by_role("button", name="Assign").click()
    ana.goto("/work")
    expect(ana.get_by_role("heading", name=re.compile("En attente de vous"))).to_contain_text("11 ouverts, 0 faits")
    code(ana, "1" * CODED)
    jo.goto("/work")
    expect(jo.locator("main")).to_contain_text("No disagreement is open.")  # Ana's answers are hidden still
    code(ben, "4" + "1" * (CODED - 1))
    ben.goto("/work")
    expect(ben.locator("main")).to_contain_text("En 10 casillas que dos o más personas respondieron a ciegas.")
    expect(ben.locator("main")).to_contain_text("90\u00a0%")

    jo.reload()
    jo.get_by_role("link", name="Arcadia, Producing").first.click()
    expect(jo.get_by_role("heading", name="Settle the disagreement")).to_be_visible()
    expect(jo.locator(".other")).to_have_count(2)
    answer(jo, "1", "Ana is right: any production.")
    ana.goto("/matrix")
    expect(ana.locator(".matrix td").first).to_contain_text("arbitré")

    jo.goto("/verifications")
    jo.locator("#partner").fill("Ministry of Justice")
    jo.locator("#deadline").fill("2026-12-31")
    jo.get_by_role("button", name="Make a link").click()
    link = re.search(r"/verify/\S+", jo.locator(".notice code").inner_text())
    assert link is not None
    partner = chromium.new_page(base_url=site.address)
    partner.goto(link.group())
    first = partner.locator("article.element").first
    first.get_by_text("Agree or comment").click()
    first.get_by_label("not right", exact=True).check()
    first.get_by_label("Comment").fill("Section 3 should be named as well.")
    first.get_by_role("button", name="Send").click()
    expect(partner.locator(".other")).to_contain_text("Section 3 should be named as well.")
    jo.goto("/verifications")
    expect(jo.locator(".other")).to_contain_text("does not agree")

    newer = write_statute(tmp_path, "newer.txt", STATUTE.replace("within thirty days", "within sixty days"))
    upload(ben, newer, "xa", "Arcadia", "Act")
    expect(ben.locator("#work [data-state=done]")).to_contain_text("Certificado de integridad")
    ana.goto("/changes/xa")
    expect(ana.locator("main")).to_contain_text("Reprises, non revues")
    expect(ana.locator("article.change")).to_have_count(2 * CODED)
    ana.goto("/matrix")
    expect(ana.locator(".matrix td").nth(1)).to_contain_text("reprise, non revue")
    partner.close()
    for context in (french, spanish, english):
        context.close()
    assert workspace.verify_audit() > 2 * CODED
    assert site.complaints == []
