"""The review page shows the program's first guess as what it is, and never to a reviewer who is to answer blind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from api_service import BENCHMARK, HOST
from starlette.testclient import TestClient
from test_suggestions import match_and_suggest
from workspaces import PRODUCE, make_workspace, parts, settings, write_statute

from analyser.review.judgement import Judgement
from analyser.review.plan import Conduct
from analyser.review.records import RatingDraft, Role
from analyser.workspace import Workspace
from api import create_app

PAGE = f"/review/xa/{PRODUCE}?benchmark={BENCHMARK}"
GUESS, HIDDEN = "A first guess of the program", "shown after your own first answer"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = make_workspace(tmp_path, parts_given=parts(match_and_suggest))
    made.ingest(write_statute(tmp_path), "xa", by=made.local_user(), title="Act", country_name="Arcadia")
    made.analyse("xa", BENCHMARK, by=made.local_user())
    made.add_user("Ana", Role.REVIEWER, by=made.local_user())
    yield made
    made.close()


def shown(workspace: Workspace, folder: Path, name: str) -> str:
    user = next(one for one in workspace.users() if one.name == name)
    browser = TestClient(create_app(workspace, settings(folder)), base_url=HOST)
    browser.get("/login", params={"token": workspace.issue_login(user)})
    return browser.get(PAGE).text


def test_a_guess_stands_beside_the_form_with_its_grounds(workspace: Workspace, tmp_path: Path) -> None:
    html = shown(workspace, tmp_path, "Ana")
    guess = html.partition(GUESS)[2].partition("</details>")[0]
    assert "AGE_BELOW_18" in guess
    assert "chance of section 1: lower than usual" in guess
    assert "no age found" in guess
    assert "checked" not in guess
    assert "<button" not in guess


def test_a_blind_study_hides_it_until_the_own_first_answer(workspace: Workspace, tmp_path: Path) -> None:
    workspace.set_conduct(Conduct(BENCHMARK, blind_suggestions=True), by=workspace.local_user())
    before = shown(workspace, tmp_path, "Ana")
    assert HIDDEN in before
    assert GUESS not in before
    assert "AGE_BELOW_18 ·" not in before
    ana = next(one for one in workspace.users() if one.name == "Ana")
    workspace.rate(RatingDraft("xa", PRODUCE, Judgement.UNCLEAR, "to be read again"), by=ana)
    after = shown(workspace, tmp_path, "Ana")
    assert GUESS in after
    assert HIDDEN not in after


def test_who_may_not_answer_is_given_no_form(workspace: Workspace, tmp_path: Path) -> None:
    workspace.add_user("Vi", Role.VIEWER, by=workspace.local_user())
    viewer, reviewer = (shown(workspace, tmp_path, name) for name in ("Vi", "Ana"))
    for sign in ('id="rating"', "data-cite", "data-refuse", "review.js"):
        assert sign in reviewer
        assert sign not in viewer
    assert "You read here." in viewer
    assert viewer.count('class="candidate provision') == reviewer.count('class="candidate provision')


def test_the_own_answer_shows_what_a_not_covered_stands_on(workspace: Workspace, tmp_path: Path) -> None:
    ana = next(one for one in workspace.users() if one.name == "Ana")
    for read, said in ((None, "not said how many"), (2, None)):
        draft = RatingDraft("xa", PRODUCE, Judgement.NOT_COVERED, f"read {read}", read=read)
        absence = workspace.rate(draft, by=ana).absence
        assert absence is not None
        stored = absence["sentence"]
        assert said is None or said in stored
        if stored:
            assert f'lang="en">{stored}</p>' in shown(workspace, tmp_path, "Ana")
