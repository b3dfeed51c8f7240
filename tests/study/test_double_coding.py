"""Two people code, disagree, and are settled: the whole story on a real database."""

from pathlib import Path

import pytest
from workspaces import OFFER, PRODUCE, STATUTE, write_statute

from analyser.errors import Conflict, RatingRefused, UnknownName
from analyser.review.judgement import Judgement
from analyser.review.records import CellState, CitationDraft, RatingDraft, Role
from analyser.workspace import Workspace

SECOND = "lanzarote.20.1.d.self"


def test_the_whole_story(workspace: Workspace, tmp_path: Path) -> None:
    admin = workspace.local_user()
    ann, bob = workspace.local_user("ann"), workspace.local_user("bob")
    judge = workspace.add_user("jo", Role.ADJUDICATOR, by=admin)
    law = workspace.ingest(write_statute(tmp_path), "xa", by=admin, country_name="Arcadia")
    workspace.analyse("xa", "csea-2012", by=admin)
    proof = (CitationDraft(workspace.sections(law.id).items[1].id, "produces child pornography"),)
    covered = RatingDraft("xa", PRODUCE, Judgement.COVERED, "plain words", (), proof)
    partial = RatingDraft("xa", PRODUCE, Judgement.PARTIAL, "child undefined", ("UNDEFINED_TERM",), proof)

    matrix = workspace.matrix("csea-2012", viewer=ann)
    assert matrix.runs == {"xa": "fresh"}
    assert matrix.cells["xa", PRODUCE].cell.state is CellState.NOT_ASSESSED
    suggestion = matrix.cells["xa", PRODUCE].suggestion
    assert suggestion is not None
    assert suggestion.label == "2"

    assert workspace.rate(covered, by=ann).blind
    assert workspace.ratings("xa", viewer=bob) == ()
    hidden = workspace.matrix("csea-2012", viewer=bob).cells["xa", PRODUCE].cell
    assert (hidden.state, hidden.hidden, hidden.ratings) == (CellState.NOT_ASSESSED, 1, ())
    assert workspace.study("csea-2012", viewer=bob).hidden == 1
    with pytest.raises(Conflict, match="no disagreement"):
        workspace.adjudicate(covered, by=judge)

    assert workspace.rate(partial, by=bob).blind
    assert {one.reviewer for one in workspace.ratings("xa", viewer=ann)} == {"ann", "bob"}
    assert workspace.cell("xa", PRODUCE, viewer=ann).state is CellState.DISAGREEMENT
    table = workspace.study("csea-2012", viewer=admin).table
    assert (table[0].not_assessed, table[0].disagreement) == (1, 1)

    with pytest.raises(RatingRefused):
        workspace.adjudicate(RatingDraft("xa", PRODUCE, Judgement.UNCLEAR), by=judge)
    settled = workspace.adjudicate(partial, by=judge)
    assert len(settled.settles) == 2
    cell = workspace.cell("xa", PRODUCE, viewer=ann)
    assert (cell.state, cell.judgement, len(cell.ratings)) == (CellState.ADJUDICATED, Judgement.PARTIAL, 3)

    for reviewer in (ann, bob):
        workspace.rate(RatingDraft("xa", SECOND, Judgement.COVERED, "same words", (), proof), by=reviewer)
    row = workspace.study("csea-2012", viewer=admin).table[0]
    assert (row.partial, row.not_assessed) == (1, 0)
    agreement = workspace.agreement("csea-2012", viewer=admin)
    assert (agreement.items, agreement.percent) == (2, 0.5)
    sheet = workspace.sheet("xa", "csea-2012", viewer=admin)
    assert sheet.laws[0].verdict == law.verdict
    assert next(one for one in sheet.entries if one.element == PRODUCE).reasons[0][0] == "UNDEFINED_TERM"
    assert workspace.verify_audit() > 10


def test_an_answer_changed_after_seeing_the_other_is_not_measured(workspace: Workspace, tmp_path: Path) -> None:
    ann, bob = workspace.local_user("ann"), workspace.local_user("bob")
    law = workspace.ingest(write_statute(tmp_path), "xa", by=ann)
    proof = (CitationDraft(workspace.sections(law.id).items[1].id, "produces"),)
    workspace.rate(RatingDraft("xa", PRODUCE, Judgement.COVERED, "yes", (), proof), by=ann)
    workspace.rate(RatingDraft("xa", PRODUCE, Judgement.NOT_COVERED), by=bob)
    again = workspace.rate(RatingDraft("xa", PRODUCE, Judgement.COVERED, "ann is right", (), proof), by=bob)
    assert not again.blind
    assert workspace.cell("xa", PRODUCE, viewer=ann).state is CellState.AGREED
    assert workspace.agreement("csea-2012", viewer=workspace.local_user()).percent == 0.0


def test_a_new_law_makes_ratings_stale_and_not_covered_unclear(workspace: Workspace, tmp_path: Path) -> None:
    user = workspace.local_user()
    workspace.ingest(write_statute(tmp_path), "xa", by=user)
    workspace.rate(RatingDraft("xa", OFFER, Judgement.NOT_COVERED), by=user)
    assert workspace.cell("xa", OFFER, viewer=user).counted is Judgement.NOT_COVERED
    workspace.ingest(write_statute(tmp_path, "b.txt", STATUTE.replace("five", "ten")), "xa", by=user, title="New")
    cell = workspace.cell("xa", OFFER, viewer=user)
    assert (cell.stale, cell.judgement, cell.counted) == (True, Judgement.NOT_COVERED, Judgement.UNCLEAR)
    workspace.rate(RatingDraft("xa", OFFER, Judgement.NOT_COVERED), by=user)
    assert not workspace.cell("xa", OFFER, viewer=user).stale


def test_a_country_without_law_can_only_be_unclear(workspace: Workspace) -> None:
    user = workspace.local_user()
    with pytest.raises(RatingRefused, match="no law"):
        workspace.rate(RatingDraft("xb", PRODUCE, Judgement.NOT_COVERED), by=user)
    assert workspace.jurisdictions() == ()
    workspace.rate(RatingDraft("xb", PRODUCE, Judgement.UNCLEAR), by=user)
    assert [one.code for one in workspace.jurisdictions()] == ["xb"]


def test_sections_of_another_country_prove_nothing(workspace: Workspace, tmp_path: Path) -> None:
    user = workspace.local_user()
    law = workspace.ingest(write_statute(tmp_path), "xa", by=user)
    proof = (CitationDraft(workspace.sections(law.id).items[1].id, "produces"),)
    with pytest.raises(RatingRefused, match="not in the current laws of xb"):
        workspace.rate(RatingDraft("xb", PRODUCE, Judgement.COVERED, "yes", (), proof), by=user)


def test_unknown_names_are_refused(workspace: Workspace) -> None:
    user = workspace.local_user()
    for draft in (RatingDraft("xa", "lanzarote.99", Judgement.UNCLEAR), RatingDraft("yy", PRODUCE, Judgement.UNCLEAR)):
        with pytest.raises(UnknownName):
            workspace.rate(draft, by=user)
    for call in (workspace.study, workspace.matrix):
        with pytest.raises(UnknownName):
            call("csea-1812", viewer=user)


def test_editions_freeze_and_compare(workspace: Workspace, tmp_path: Path) -> None:
    user = workspace.local_user()
    workspace.ingest(write_statute(tmp_path), "xa", by=user)
    workspace.rate(RatingDraft("xa", PRODUCE, Judgement.NOT_COVERED), by=user)
    first = workspace.freeze("csea-2012", "2026-01", by=user)
    with pytest.raises(Conflict, match="already"):
        workspace.freeze("csea-2012", "2026-01", by=user)
    workspace.rate(RatingDraft("xa", PRODUCE, Judgement.UNCLEAR), by=user)
    workspace.freeze("csea-2012", "2026-02", by=user)
    (change,) = workspace.compare("2026-01", "2026-02", viewer=user).changes
    assert (change.before, change.after, change.because) == ("not_covered", "unclear", "corrected")
    assert workspace.edition("2026-01", viewer=user) == first
    assert [one.name for one in workspace.editions("csea-2012", viewer=user)] == ["2026-01", "2026-02"]
