"""A new version of a law: what reads the same is carried and marked, the rest is queued with what changed."""

from pathlib import Path

from workspaces import OFFER, PRODUCE, STATUTE, write_statute

from analyser.review.judgement import Judgement
from analyser.review.records import CellState, CitationDraft, RatingDraft, User
from analyser.workspace import Workspace

SELF = "lanzarote.20.1.d.self"
TITLE = "Protection of Children Act"
FIRST = "Section 1. Short title"
NEW = STATUTE.replace("three years", "nine years").replace(
    FIRST,
    "Section 1. Purpose\nThis Act protects children from every form of harm and abuse.\n\nSection 1A. Short title",
)


def rate(workspace: Workspace, user: User, element: str, judgement: Judgement, words: str = "") -> None:
    proof = ()
    if words:
        law = workspace.laws("xa").items[0]
        section = next(one for one in workspace.sections(law.id).items if words in one.text)
        proof = (CitationDraft(section.id, words),)
    workspace.rate(RatingDraft("xa", element, judgement, "because", (), proof), by=user)


def test_a_new_version_carries_what_reads_the_same(sqlite_workspace: Workspace, tmp_path: Path) -> None:
    workspace = sqlite_workspace
    admin, ann = workspace.local_user(), workspace.local_user("ann")
    workspace.ingest(write_statute(tmp_path), "xa", by=admin, title=TITLE)
    rate(workspace, ann, PRODUCE, Judgement.COVERED, "produces child pornography")
    rate(workspace, ann, OFFER, Judgement.COVERED, "liable to imprisonment for three years")
    rate(workspace, ann, SELF, Judgement.NOT_COVERED)
    workspace.ingest(write_statute(tmp_path, "b.txt", NEW), "xa", by=admin, title=TITLE)

    kept = workspace.cell("xa", PRODUCE, viewer=ann)
    assert (kept.state, kept.judgement, kept.stale, kept.carried) == (CellState.SINGLE, Judgement.COVERED, False, True)
    (cited,) = kept.ratings[0].citations
    assert cited.law_version_id == workspace.laws("xa").items[0].id
    assert workspace.section(cited.section_id).text[cited.start : cited.end] == cited.quote
    assert workspace.cell("xa", OFFER, viewer=ann).stale
    assert workspace.cell("xa", SELF, viewer=ann).counted is Judgement.UNCLEAR  # never carried

    changes = {one.rating.element: one for one in workspace.changes("xa", viewer=ann)}
    assert {name: one.carried for name, one in changes.items()} == {PRODUCE: True, OFFER: False, SELF: False}
    (section,) = changes[OFFER].sections
    assert section.fate == "changed"
    assert [piece.text.strip() for piece in section.pieces if piece.change != "same"] == ["three", "nine"]
    assert changes[SELF].sections == ()

    rate(workspace, ann, PRODUCE, Judgement.COVERED, "produces child pornography")
    assert not workspace.cell("xa", PRODUCE, viewer=ann).carried
    assert PRODUCE not in {one.rating.element for one in workspace.changes("xa", viewer=ann)}
    assert workspace.verify_audit() > 5


def test_a_renumbered_section_is_followed(sqlite_workspace: Workspace, tmp_path: Path) -> None:
    workspace = sqlite_workspace
    admin = workspace.local_user()
    workspace.ingest(write_statute(tmp_path), "xa", by=admin, title=TITLE)
    rate(workspace, admin, PRODUCE, Judgement.COVERED, "produces child pornography")
    moved = STATUTE.replace("Section 4.", "Section 5.").replace("Section 3.", "Section 4.")
    moved = moved.replace("Section 2.", "Section 3.").replace(
        "Section 3. Producing",
        "Section 2. Scope\nIt applies everywhere in the Republic and its islands.\n\nSection 3. Producing",
    )
    workspace.ingest(write_statute(tmp_path, "b.txt", moved), "xa", by=admin, title=TITLE)
    (change,) = workspace.changes("xa", viewer=admin)
    assert change.carried
    assert (change.sections[0].before.label, change.rating.citations[0].label) == ("2", "3")
    assert change.sections[0].fate == "renumbered"


def test_a_withdrawn_text_gives_the_earlier_answers_back(sqlite_workspace: Workspace, tmp_path: Path) -> None:
    workspace = sqlite_workspace
    admin = workspace.local_user()
    workspace.ingest(write_statute(tmp_path), "xa", by=admin, title=TITLE)
    rate(workspace, admin, OFFER, Judgement.COVERED, "liable to imprisonment for three years")
    wrong = workspace.ingest(write_statute(tmp_path, "b.txt", NEW), "xa", by=admin, title=TITLE)
    assert workspace.cell("xa", OFFER, viewer=admin).stale
    workspace.withdraw(wrong.id, "the wrong file", by=admin)
    cell = workspace.cell("xa", OFFER, viewer=admin)
    assert (cell.stale, cell.carried, cell.judgement) == (False, False, Judgement.COVERED)


def test_what_others_answered_stays_hidden_when_it_is_carried(sqlite_workspace: Workspace, tmp_path: Path) -> None:
    workspace = sqlite_workspace
    admin, ann, bob = workspace.local_user(), workspace.local_user("ann"), workspace.local_user("bob")
    workspace.ingest(write_statute(tmp_path), "xa", by=admin, title=TITLE)
    workspace.assign("csea-2012", ["xa"], ["ann", "bob"], by=admin, elements=[PRODUCE])
    rate(workspace, ann, PRODUCE, Judgement.COVERED, "produces child pornography")
    workspace.ingest(write_statute(tmp_path, "b.txt", NEW), "xa", by=admin, title=TITLE)
    assert workspace.changes("xa", viewer=bob) == ()
    assert workspace.changes("xa", viewer=admin) == ()
    assert workspace.ratings("xa", viewer=bob, history=True) == ()
    assert len(workspace.changes("xa", viewer=ann)) == 1
