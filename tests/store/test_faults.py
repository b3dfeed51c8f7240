"""Full disks, simultaneous writers, a changed log: nothing half, nothing doubled, nothing unnoticed."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from workspaces import PRODUCE, STATUTE, make_workspace, settings, write_statute

from analyser.errors import AnalyserError, Conflict, DiskFull, Forbidden, NotAuthenticated, StorageError
from analyser.factory import open_workspace
from analyser.review.judgement import Judgement
from analyser.review.records import CitationDraft, RatingDraft, Role
from analyser.workspace import Workspace


def long_statute(sections: int) -> str:
    articles = (
        f"Section {number}. Duty {number}\nEvery authority shall, in matter {number}, report in writing. "
        + "Word " * 150
        for number in range(1, sections + 1)
    )
    return "Reporting Act\n\n" + "\n\n".join(articles) + "\n"


def limit_pages(connection: Any, _record: Any) -> None:
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 20}")


def test_a_full_disk_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    user = workspace.local_user()
    kept = workspace.ingest(write_statute(tmp_path), "xa", by=user)
    before = workspace.tag()
    engine = workspace._store._engine
    engine.dispose()
    event.listen(engine, "connect", limit_pages)
    with pytest.raises(DiskFull) as full:
        workspace.ingest(write_statute(tmp_path, "long.txt", long_statute(300)), "xa", by=user)
    assert "Free some space" in full.value.hint
    event.remove(engine, "connect", limit_pages)
    engine.dispose()
    assert workspace.tag() == before
    assert [law.id for law in workspace.laws(all_versions=True).items] == [kept.id]
    assert workspace.ingest(tmp_path / "long.txt", "xa", by=user).sections == 300
    workspace.close()


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run the calls at the same moment; their results or errors."""
    results: list[object] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def one(at: int, call: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[at] = call()
        except AnalyserError as error:
            results[at] = error

    threads = [threading.Thread(target=one, args=(at, call)) for at, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def cited(workspace: Workspace, tmp_path: Path) -> tuple[CitationDraft, ...]:
    law = workspace.ingest(write_statute(tmp_path), "xa", by=workspace.local_user())
    return (CitationDraft(workspace.sections(law.id).items[1].id, "produces child pornography"),)


def test_many_reviewers_rate_one_cell_at_once(workspace: Workspace, tmp_path: Path) -> None:
    proof = cited(workspace, tmp_path)
    reviewers = [workspace.local_user(f"reviewer{n}") for n in range(8)]
    answers = [Judgement.COVERED, Judgement.UNCLEAR] * 4

    def rating(at: int) -> Callable[[], object]:
        draft = RatingDraft("xa", PRODUCE, answers[at], "because", (), proof)
        return lambda: workspace.rate(draft, by=reviewers[at])

    results = at_once(*(rating(at) for at in range(8)))
    assert not [one for one in results if isinstance(one, AnalyserError)]
    live = workspace.ratings("xa", viewer=workspace.local_user())
    assert sorted((one.reviewer, one.judgement) for one in live) == sorted(
        (reviewer.name, answer) for reviewer, answer in zip(reviewers, answers, strict=True)
    )
    assert all(one.blind for one in live)
    assert workspace.verify_audit() > 8


def test_a_double_submit_is_one_answer(workspace: Workspace, tmp_path: Path) -> None:
    proof, user = cited(workspace, tmp_path), workspace.local_user()
    draft = RatingDraft("xa", PRODUCE, Judgement.COVERED, "because", (), proof)
    ids = {one.id for one in at_once(*[lambda: workspace.rate(draft, by=user)] * 6)}  # type: ignore[attr-defined]
    assert len(ids) == 1
    assert len(workspace.ratings(viewer=user, history=True)) == 1


def test_changing_ones_mind_keeps_both_answers(workspace: Workspace, tmp_path: Path) -> None:
    proof, user = cited(workspace, tmp_path), workspace.local_user()
    workspace.rate(RatingDraft("xa", PRODUCE, Judgement.COVERED, "because", (), proof), by=user)
    workspace.rate(RatingDraft("xa", PRODUCE, Judgement.UNCLEAR), by=user)
    assert [one.judgement for one in workspace.ratings(viewer=user)] == ["unclear"]
    history = workspace.ratings(viewer=user, history=True)
    assert [(one.judgement.value, one.superseded_at is None) for one in history] == [
        ("covered", False),
        ("unclear", True),
    ]


def test_the_same_file_from_several_sides_is_stored_once(workspace: Workspace, tmp_path: Path) -> None:
    file, user = write_statute(tmp_path), workspace.local_user()
    ids = {one.id for one in at_once(*[lambda: workspace.ingest(file, "xa", by=user)] * 4)}  # type: ignore[attr-defined]
    assert len(ids) == 1


def test_a_login_token_works_once(workspace: Workspace) -> None:
    user = workspace.local_user()
    token = workspace.issue_login(user)
    results = at_once(*[lambda: workspace.redeem_login(token)] * 5)
    sessions = [one for one in results if isinstance(one, tuple)]
    assert len(sessions) == 1
    assert all(isinstance(one, NotAuthenticated) for one in results if one is not sessions[0])
    holder, session = sessions[0]
    assert holder == user
    assert workspace.authenticate(session) == user
    workspace.revoke(session)
    for refused in (session, token, "made up"):
        with pytest.raises(NotAuthenticated):
            workspace.authenticate(refused)


def test_tokens_expire_and_are_kept_as_hashes(workspace: Workspace) -> None:
    user = workspace.local_user()
    for issue in (lambda: workspace.issue_login(user, minutes=0), lambda: workspace.issue_login(user, minutes=-5)):
        with pytest.raises(NotAuthenticated):
            workspace.redeem_login(issue())
    token = workspace.issue_api_token(user, "notebook", by=user)
    assert workspace.authenticate(token) == user
    with workspace._store._engine.connect() as connection:
        stored = {value for row in connection.exec_driver_sql("SELECT * FROM api_tokens") for value in row}
    assert token not in stored


TAMPERING = [
    "UPDATE audit_log SET actor = 'mallory' WHERE seq = 3",
    "DELETE FROM audit_log WHERE seq = 3",
    "UPDATE audit_log SET detail = '{}' WHERE seq = 3",
]


@pytest.mark.parametrize("statement", TAMPERING)
def test_a_changed_audit_log_is_noticed(workspace: Workspace, tmp_path: Path, statement: str) -> None:
    cited(workspace, tmp_path)
    user = workspace.local_user()
    workspace.issue_login(user)
    workspace.issue_login(user)
    entries = workspace.verify_audit()
    assert [one.seq for one in workspace.audit(by=user).items] == list(range(entries, 0, -1))
    with workspace._store._engine.connect().execution_options(writes=True) as connection, connection.begin():
        assert connection.execute(sa.text(statement)).rowcount == 1
    with pytest.raises(StorageError, match="entry 3"):
        workspace.verify_audit()


def test_roles_bound_what_one_may_do(workspace: Workspace, tmp_path: Path) -> None:
    admin = workspace.local_user()
    viewer = workspace.add_user("vera", Role.VIEWER, by=admin)
    reviewer = workspace.add_user("rhea", Role.REVIEWER, by=admin)
    file = write_statute(tmp_path)
    workspace.ingest(file, "xa", by=reviewer)
    draft = RatingDraft("xa", PRODUCE, Judgement.UNCLEAR)
    forbidden: list[Callable[[], object]] = [
        lambda: workspace.ingest(file, "xa", by=viewer),
        lambda: workspace.analyse("xa", "csea-2012", by=viewer),
        lambda: workspace.rate(draft, by=viewer),
        lambda: workspace.adjudicate(draft, by=reviewer),
        lambda: workspace.freeze("csea-2012", "one", by=reviewer),
        lambda: workspace.add_user("eve", Role.ADMIN, by=reviewer),
        lambda: workspace.audit(by=reviewer),
        lambda: workspace.issue_api_token(admin, "stolen", by=reviewer),
    ]
    for call in forbidden:
        with pytest.raises(Forbidden):
            call()
    with pytest.raises(Conflict):
        workspace.add_user("vera", Role.ADMIN, by=admin)


def test_a_workspace_reopens_where_it_was(tmp_path: Path) -> None:
    first = make_workspace(tmp_path)
    first.ingest(write_statute(tmp_path), "xa", by=first.local_user())
    tag = first.tag()
    first.close()
    again = open_workspace(settings(tmp_path))
    assert again.tag() == tag
    assert again.sections(again.laws().items[0].id).items[3].text.startswith("Fines")
    assert STATUTE.count("Section") == again.laws().items[0].sections
    again.close()
