"""Every page can be used by everybody: no violation of WCAG 2.2 AA that axe can find, in the three languages."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from e2e_site import Site
from playwright.sync_api import Page
from workspaces import OFFER, PRODUCE, STATUTE, write_statute

from analyser.review.judgement import Judgement
from analyser.review.records import CitationDraft, RatingDraft, Role
from analyser.workspace import Workspace

pytestmark = pytest.mark.browser
RULES = {"preload": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
BENCHMARK = "csea-2012"
STATUTE_FR = """Loi sur la protection des enfants

Section 2. Production
Quiconque produit de la pornographie enfantine est puni de cinq ans de prison.

Section 3. Offre
Quiconque offre de la pornographie enfantine est puni de trois ans de prison.
"""


def fill(workspace: Workspace, folder: Path) -> dict[str, str]:
    """A country with a disagreement, a changed text, assignments, an invitation and a verification; addresses."""
    admin, ann = workspace.local_user(), workspace.local_user("ann")
    workspace.add_user("Jo", Role.ADJUDICATOR, by=admin)
    law = workspace.ingest(write_statute(folder), "xa", by=admin, title="Act", country_name="Arcadia")
    workspace.analyse("xa", BENCHMARK, by=admin)
    proof = (CitationDraft(workspace.sections(law.id).items[1].id, "produces child pornography for any purpose"),)
    workspace.rate(RatingDraft("xa", PRODUCE, Judgement.COVERED, "plain", (), proof), by=ann)
    workspace.rate(
        RatingDraft("xa", PRODUCE, Judgement.PARTIAL, "child undefined", ("UNDEFINED_TERM",), proof), by=admin
    )
    workspace.assign(BENCHMARK, ["xa"], ["ann", "local"], by=admin)
    workspace.reopen("xa", PRODUCE, "A new judgment", by=admin)
    older = law.id
    newer = write_statute(folder, "b.txt", STATUTE.replace("five", "ten"))
    law = workspace.ingest(newer, "xa", by=admin, title="Act")
    workspace.analyse("xa", BENCHMARK, by=admin)
    _, invitation = workspace.invite(Role.REVIEWER, by=admin)
    made = workspace.attach_translation(law.id, STATUTE_FR.encode(), "fr.txt", by=admin, language="fr")
    workspace.freeze(BENCHMARK, "2026-01", by=admin)
    until = law.added_at.replace(year=law.added_at.year + 1)
    _, link = workspace.open_verification(BENCHMARK, "xa", "Ministry", until, by=admin)
    return {
        "matrix": "/matrix",
        "work": "/work",
        "review": f"/review/xa/{PRODUCE}",
        "changes": "/changes/xa",
        "people": "/people",
        "account": "/account",
        "verifications": "/verifications",
        "verify": f"/verify/{link}",
        "join": f"/join/{invitation}",
        "signed out of a link": "/verify/nothing",
        "wide matrix": "/matrix?benchmark=lanzarote",
        "narrowed matrix": "/matrix?state=disagreement",
        "nothing in the matrix": "/matrix?reviewer=nobody",
        "translation": f"/translations/{made.id}",
        "compare": f"/laws/{older}/compare/{law.id}",
        "review of an open element": f"/review/xa/{OFFER}",
        "review without a law": f"/review/xb/{PRODUCE}",
        "section": f"/sections/{proof[0].section_id}",
        "charts": "/study/charts",
        "edition": "/study/editions/2026-01",
        "element": f"/codebook/{PRODUCE}",
        "laws": "/laws",
        "law": f"/laws/{law.id}",
        "upload": "/upload",
        "search": "/search?q=child+pornography",
        "study": "/study",
        "sheet": "/study/countries/xa",
        "codebook": "/codebook",
        "login": "/login",
        "error": "/nowhere",
    }


def test_axe_finds_nothing_on_any_page(page: Page, site: Site, tmp_path: Path) -> None:
    addresses = fill(site.workspace, tmp_path)
    found: dict[str, list[str]] = {}
    for number, (name, address) in enumerate(addresses.items()):
        language = ("en", "fr", "es")[number % 3]
        page.context.add_cookies([{"name": "analyser_language", "value": language, "url": site.address}])
        page.goto(address)
        page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        results = Axe().run(page, options=RULES)
        broken = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in results.response["violations"]]
        if broken:
            found[name] = broken
    axe_itself = ("404", "401", "Applying inline style")  # it styles what it measures
    site.complaints = [said for said in site.complaints if not any(sign in said for sign in axe_itself)]
    assert found == {}
