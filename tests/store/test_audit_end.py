"""A log cut off at its end is noticed by what points beyond it."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from workspaces import PRODUCE, write_statute

from analyser.errors import StorageError
from analyser.review.judgement import Judgement
from analyser.review.records import RatingDraft
from analyser.workspace import Workspace


def cut(workspace: Workspace, after: int) -> None:
    with workspace._store._engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(sa.text("DELETE FROM audit_log WHERE seq > :after"), {"after": after})


def test_an_answer_whose_entry_was_cut_off_is_missed(sqlite_workspace: Workspace) -> None:
    user = sqlite_workspace.local_user()
    sqlite_workspace.rate(RatingDraft("xa", PRODUCE, Judgement.UNCLEAR), by=user)
    whole = sqlite_workspace.verify_audit()
    cut(sqlite_workspace, whole - 1)
    with pytest.raises(StorageError, match=f"cut off after entry {whole - 1}"):
        sqlite_workspace.verify_audit()


def test_an_edition_remembers_the_head(sqlite_workspace: Workspace, tmp_path: Path) -> None:
    user = sqlite_workspace.local_user()
    sqlite_workspace.ingest(write_statute(tmp_path), "xa", by=user)
    sqlite_workspace.freeze("csea-2012", "2026-01", by=user)
    whole = sqlite_workspace.verify_audit()
    cut(sqlite_workspace, whole - 2)
    with pytest.raises(StorageError, match="cut off"):
        sqlite_workspace.verify_audit()


def test_a_head_noted_elsewhere_is_looked_for(sqlite_workspace: Workspace) -> None:
    sqlite_workspace.local_user()
    sqlite_workspace.issue_login(sqlite_workspace.local_user())
    head = sqlite_workspace.tag()
    whole = sqlite_workspace.verify_audit(head)
    cut(sqlite_workspace, whole - 1)
    assert sqlite_workspace.verify_audit() == whole - 1
    with pytest.raises(StorageError, match="cut off"):
        sqlite_workspace.verify_audit(head)
