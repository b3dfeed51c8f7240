"""Answers taken to another benchmark by a decided mapping, on both databases."""

from pathlib import Path

import pytest
from typer.testing import CliRunner
from workspaces import OFFER, PRODUCE, settings, write_statute

import benchmarks
from analyser.cli.benchmarks import benchmarks_app
from analyser.errors import Conflict, Forbidden
from analyser.factory import open_workspace
from analyser.review.judgement import Judgement
from analyser.review.records import CellState, CitationDraft, RatingDraft, User
from analyser.workspace import Workspace
from benchmarks.mapping import Move, VersionMapping, draft

OLD, NEW = benchmarks.load_benchmark("lanzarote@1"), benchmarks.load_benchmark("lanzarote")
BUDAPEST = benchmarks.load_benchmark("budapest-substantive")
CHANGED = "lanzarote.18.1.b.trust"  # its words differ between the two versions
SAME_CONCEPT = "budapest.9.1.a"


def mapping(*moves: tuple[str, str, str | None], to: benchmarks.Benchmark = NEW) -> VersionMapping:
    return VersionMapping(OLD, to, tuple(Move(old, decision, new, "the words agree") for old, decision, new in moves))


def answer(workspace: Workspace, user: User, element: str, judgement: Judgement) -> str:
    section = workspace.sections(workspace.laws("xa").items[0].id).items[1]
    proof = (CitationDraft(section.id, "produces child pornography"),)
    cited = () if judgement is Judgement.NOT_COVERED else proof
    return workspace.rate(RatingDraft("xa", element, judgement, "because", (), cited), by=user).id


def with_law(workspace: Workspace, folder: Path) -> Workspace:
    workspace.ingest(write_statute(folder), "xa", by=workspace.local_user(), title="Protection of Children Act")
    return workspace


@pytest.fixture
def laws(workspace: Workspace, tmp_path: Path) -> Workspace:
    return with_law(workspace, tmp_path)


@pytest.fixture
def sqlite_laws(sqlite_workspace: Workspace, tmp_path: Path) -> Workspace:
    return with_law(sqlite_workspace, tmp_path)


def test_a_kept_answer_becomes_a_marked_rating_and_the_original_stays(laws: Workspace) -> None:
    admin, ann = laws.local_user(), laws.local_user("ann")
    original = answer(laws, ann, PRODUCE, Judgement.COVERED)
    moved = mapping((PRODUCE, "keep", SAME_CONCEPT), to=BUDAPEST)
    before = laws.tag()
    assert [step.action for step in laws.mapping_steps(moved, by=admin)] == ["carried"]
    assert laws.tag() == before  # a preview writes nothing

    laws.apply_mapping(moved, by=admin)
    cell = laws.cell("xa", SAME_CONCEPT, viewer=admin)
    assert (cell.state, cell.judgement, cell.carried) == (CellState.SINGLE, Judgement.COVERED, True)
    (copy,) = cell.ratings
    assert (copy.reviewer, copy.carried_from, copy.blind) == ("ann", original, False)
    assert "by mapping from lanzarote@1 to budapest-substantive@1" in copy.warnings[-1]
    assert [one.id for one in laws.ratings("xa", PRODUCE, viewer=ann)] == [original]
    assert copy.citations == laws.ratings("xa", PRODUCE, viewer=ann)[0].citations
    logged = [entry.action for entry in laws.audit(by=admin).items[:2]]
    assert logged == ["mapping.apply", "rating.carry"]

    answer(laws, ann, SAME_CONCEPT, Judgement.COVERED)
    assert not laws.cell("xa", SAME_CONCEPT, viewer=admin).carried
    with pytest.raises(Conflict, match="applied already"):
        laws.apply_mapping(moved, by=admin)
    assert laws.verify_audit() > 4


def test_an_element_with_other_words_is_marked_or_opened_anew(laws: Workspace) -> None:
    admin, ann = laws.local_user(), laws.local_user("ann")
    original = answer(laws, ann, CHANGED, Judgement.COVERED)
    answer(laws, ann, PRODUCE, Judgement.COVERED)
    moved = mapping((CHANGED, "keep", CHANGED), (PRODUCE, "keep", PRODUCE))
    assert {step.source: step.action for step in laws.apply_mapping(moved, by=admin)} == {
        CHANGED: "carried",
        PRODUCE: "stands",
    }
    assert laws.cell("xa", CHANGED, viewer=admin).carried
    assert not laws.cell("xa", PRODUCE, viewer=admin).carried
    history = laws.ratings("xa", CHANGED, viewer=ann, history=True)
    assert {one.id for one in history if one.superseded_at is not None} == {original}

    laws.apply_mapping(mapping((CHANGED, "review", CHANGED)), by=admin)
    cell = laws.cell("xa", CHANGED, viewer=admin)
    assert (cell.state, cell.round) == (CellState.NOT_ASSESSED, 2)
    (opened,) = laws.reopenings("xa", CHANGED, viewer=admin)
    assert opened.reason.endswith("the words agree")


def test_not_covered_is_never_carried_to_other_words(sqlite_laws: Workspace) -> None:
    laws = sqlite_laws
    admin = laws.local_user()
    answer(laws, admin, PRODUCE, Judgement.NOT_COVERED)
    (step,) = laws.apply_mapping(mapping((PRODUCE, "keep", SAME_CONCEPT), to=BUDAPEST), by=admin)
    assert step.action == "reopened"
    cell = laws.cell("xa", SAME_CONCEPT, viewer=admin)
    assert (cell.judgement, cell.round) == (None, 2)
    assert laws.cell("xa", PRODUCE, viewer=admin).judgement is Judgement.NOT_COVERED


def test_a_settled_disagreement_goes_as_a_whole(sqlite_laws: Workspace) -> None:
    laws = sqlite_laws
    admin, ann, bob = laws.local_user(), laws.local_user("ann"), laws.local_user("bob")
    answer(laws, ann, PRODUCE, Judgement.COVERED)
    answer(laws, bob, PRODUCE, Judgement.UNCLEAR)
    laws.adjudicate(RatingDraft("xa", PRODUCE, Judgement.UNCLEAR, "bob is right"), by=admin)
    laws.apply_mapping(mapping((PRODUCE, "keep", SAME_CONCEPT), to=BUDAPEST), by=admin)
    cell = laws.cell("xa", SAME_CONCEPT, viewer=admin)
    assert (cell.state, cell.judgement) == (CellState.ADJUDICATED, Judgement.UNCLEAR)
    settled = next(one for one in cell.ratings if one.kind == "adjudication")
    assert set(settled.settles) == {one.id for one in cell.ratings if one.kind == "rating"}


def test_what_must_not_be_touched_is_left_alone(sqlite_laws: Workspace) -> None:
    laws = sqlite_laws
    admin, ann = laws.local_user(), laws.local_user("ann")
    laws.local_user("bob")
    laws.assign("lanzarote", ["xa"], ["ann", "bob"], by=admin, elements=[PRODUCE])
    answer(laws, ann, PRODUCE, Judgement.COVERED)
    answer(laws, ann, OFFER, Judgement.COVERED)
    answer(laws, ann, SAME_CONCEPT, Judgement.UNCLEAR)
    moves = (PRODUCE, "keep", "budapest.9.1.b"), (OFFER, "keep", SAME_CONCEPT)
    before = laws.ratings(viewer=ann)
    steps = laws.apply_mapping(mapping(*moves, to=BUDAPEST), by=admin)
    assert {step.source: step.action for step in steps} == {PRODUCE: "waiting", OFFER: "answered"}
    assert laws.ratings(viewer=ann) == before
    with pytest.raises(Forbidden):
        laws.apply_mapping(mapping(*moves), by=ann)


def test_the_command_refuses_what_is_undecided_and_previews(tmp_path: Path) -> None:
    file, data = tmp_path / "mapping.yaml", ["--data-dir", str(settings(tmp_path).data_dir)]
    file.write_text(draft(OLD, NEW), encoding="utf-8")
    refused = CliRunner().invoke(benchmarks_app, ["apply-mapping", str(file), *data])
    assert "nobody has decided" in str(refused.exception)
    file.write_text(draft(OLD, NEW).replace("undecided", "review"), encoding="utf-8")
    done = CliRunner().invoke(benchmarks_app, ["apply-mapping", str(file), "--dry-run", *data])
    assert done.exit_code == 0, done.output
    assert "Nothing was changed." in done.output
    opened = open_workspace(settings(tmp_path))
    assert "mapping.apply" not in [entry.action for entry in opened.audit(by=opened.local_user()).items]
    opened.close()
