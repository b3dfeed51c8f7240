"""Several people, or one person in a hurry, answer the same cell at the same moment: nothing is lost or doubled."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from workspaces import OFFER, PRODUCE, write_statute

from analyser.review.judgement import Judgement
from analyser.review.records import CellState, RatingDraft, Role, User
from analyser.workspace import Workspace

PEOPLE = 4


def together(workspace: Workspace, sent: list[tuple[RatingDraft, User]]) -> None:
    """Give every answer in a thread of its own, all released at once. Raises what any of them raised."""
    ready = Barrier(len(sent))

    def give(draft: RatingDraft, by: User) -> None:
        ready.wait()
        workspace.rate(draft, by=by)

    with ThreadPoolExecutor(len(sent)) as pool:
        for done in [pool.submit(give, draft, by) for draft, by in sent]:
            done.result()


@pytest.fixture
def people(workspace: Workspace, tmp_path: Path) -> list[User]:
    me = workspace.local_user()
    workspace.ingest(write_statute(tmp_path), "xa", by=me, title="Act", country_name="Arcadia")
    return [workspace.add_user(f"R{number}", Role.REVIEWER, by=me) for number in range(PEOPLE)]


def test_reviewers_on_one_cell_are_all_recorded_blind(workspace: Workspace, people: list[User]) -> None:
    answers = [Judgement.UNCLEAR, Judgement.NOT_COVERED] * 2
    drafts = [RatingDraft("xa", PRODUCE, one, "so I read it") for one in answers]
    together(workspace, list(zip(drafts, people, strict=True)))
    cell = workspace.cell("xa", PRODUCE, viewer=workspace.local_user())
    assert {one.reviewer for one in cell.ratings} == {one.name for one in people}
    assert all(one.blind for one in cell.ratings)
    assert cell.state is CellState.DISAGREEMENT
    workspace.verify_audit()


def test_one_answer_sent_several_times_is_recorded_once(workspace: Workspace, people: list[User]) -> None:
    draft = RatingDraft("xa", OFFER, Judgement.UNCLEAR, "the annex is missing")
    together(workspace, [(draft, people[0])] * PEOPLE)
    assert len(workspace.ratings("xa", OFFER, viewer=people[0], history=True)) == 1
