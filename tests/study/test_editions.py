"""What an edition freezes, what changed between two and why, and that frozen content is read back as it was."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from study_samples import COUNTRIES, COVERED, NOT, PARTIAL, UNCLEAR, cells_of, dossier, law, publication, rated
from workspaces import OFFER, PRODUCE, STATUTE, write_statute

from analyser.errors import Conflict, Forbidden, UsageError
from analyser.review.judgement import Judgement
from analyser.review.records import Cell, CitationDraft, RatingDraft, Role
from analyser.study import editions
from analyser.study.dossier import from_data, schema, sum_check, to_data
from analyser.study.records import SheetLaw
from analyser.workspace import Workspace
from benchmarks import Benchmark, load_benchmark

Cells = Mapping[tuple[str, str], Cell]


@pytest.fixture(scope="module")
def benchmark() -> Benchmark:
    return load_benchmark("csea-2012")


def frozen(
    benchmark: Benchmark, cells: Cells, laws: Mapping[str, list[SheetLaw]], only: str = "abcd"
) -> dict[str, Any]:
    shown = [country for country in COUNTRIES if country.code[1] in only]
    return editions.content(dossier(benchmark, cells, shown, laws), {}, "0" * 64)


CAUSES = [
    # law before, law after, answer before, answer after, cause
    ([law("xa")], [law("xa")], NOT, COVERED, "corrected"),
    ([law("xa")], [law("xa", sha256="b", as_of="2025-01-01")], NOT, COVERED, "law changed"),
    ([law("xa")], [law("xa", sha256="b", as_of=None)], COVERED, PARTIAL, "law changed"),
    ([law("xa")], [law("xa", sha256="b")], PARTIAL, COVERED, "corrected"),  # a better copy of the text of the same day
    ([law("xa")], [law("xa"), law("xa", "Youth Act", "c")], PARTIAL, COVERED, "corrected"),  # cites the Penal Code only
    ([law("xa")], [law("xa"), law("xa", "Youth Act", "c")], UNCLEAR, NOT, "law changed"),
    ([], [law("xa")], UNCLEAR, COVERED, "law changed"),
    ([law("xa")], [], COVERED, UNCLEAR, "law changed"),
]


@pytest.mark.parametrize(("was", "now", "before", "after", "because"), CAUSES)
def test_a_change_is_laid_to_the_law_only_where_the_law_changed(
    benchmark: Benchmark,
    was: list[SheetLaw],
    now: list[SheetLaw],
    before: Judgement,
    after: Judgement,
    because: str,
) -> None:
    old = frozen(benchmark, {("xa", PRODUCE): rated("xa", PRODUCE, before)}, {"xa": was}, "a")
    new = frozen(benchmark, {("xa", PRODUCE): rated("xa", PRODUCE, after)}, {"xa": now}, "a")
    (change,) = editions.compare(("one", old), ("two", new)).changes
    assert (change.before, change.after, change.because) == (before.value, after.value, because)
    if because == "law changed":
        assert "Penal Code" in change.detail or "Youth Act" in change.detail


def test_a_changed_benchmark_is_the_cause_before_any_other(benchmark: Benchmark) -> None:
    cells = {("xa", PRODUCE): rated("xa", PRODUCE, NOT)}
    first = replace(benchmark.elements[0], covered_when="Something else.")
    other = replace(benchmark, version="2", elements=(first, *benchmark.elements[1:]))
    old = frozen(benchmark, cells, {"xa": [law("xa")]}, "a")
    new = frozen(other, {("xa", PRODUCE): rated("xa", PRODUCE, COVERED)}, {"xa": [law("xa", sha256="b")]}, "a")
    comparison = editions.compare(("one", old), ("two", new))
    assert [one.because for one in comparison.changes] == ["benchmark changed"]
    assert dict(editions.causes(comparison))["benchmark changed"] == 1
    fewer = replace(benchmark, elements=benchmark.elements[1:], rows=benchmark.rows[1:])
    gone = frozen(fewer, cells, {"xa": [law("xa")]}, "a")
    assert [one.because for one in editions.compare(("one", old), ("two", gone)).changes] == ["benchmark changed"]


def test_countries_that_come_and_go(benchmark: Benchmark) -> None:
    cells = cells_of(benchmark) | {("xe", PRODUCE): rated("xe", PRODUCE, COVERED)}
    found = editions.compare(("one", frozen(benchmark, cells, {}, "abd")), ("two", frozen(benchmark, cells, {}, "abe")))
    assert {one.because for one in found.changes if one.country == "xd"} == {"country removed"}
    assert {one.because for one in found.changes if one.country == "xe"} == {"country added"}
    assert not [one for one in found.changes if one.country in ("xa", "xb")]


def test_editions_of_an_earlier_form_are_compared_and_not_exported(benchmark: Benchmark) -> None:
    def earlier(answer: str, laws: str) -> dict[str, Any]:
        return {"answers": {"xa": {PRODUCE: {"judgement": answer}}}, "laws": {"xa": laws}, "elements": [PRODUCE]}

    for laws, because in (("1", "corrected"), ("2", "law changed")):
        found = editions.compare(("one", earlier("partial", "1")), ("two", earlier("covered", laws)))
        assert [one.because for one in found.changes] == [because]
    with pytest.raises(Conflict, match="cannot be exported"):
        from_data(earlier("partial", "1"), "one")


def test_the_fingerprint_follows_the_content(benchmark: Benchmark) -> None:
    one = frozen(benchmark, cells_of(benchmark), {})
    assert editions.fingerprint(one) == editions.fingerprint(json.loads(json.dumps(one)))
    other = frozen(benchmark, cells_of(benchmark) | {("xa", PRODUCE): rated("xa", PRODUCE, NOT)}, {})
    assert editions.fingerprint(one) != editions.fingerprint(other)


def test_a_dossier_is_read_back_as_it_was_and_keeps_its_schema(benchmark: Benchmark) -> None:
    found = dossier(benchmark, cells_of(benchmark))
    data = json.loads(json.dumps(to_data(found)))
    assert from_data(data, "one") == found
    Draft202012Validator.check_schema(schema())
    Draft202012Validator(schema()).validate(data)
    assert data["study"]["table"][0]["total"] == 5
    assert data["study"]["slices"][0]["rows"][0]["not_or_unclear"] == found.study.table[0].not_or_unclear == 1
    assert all(check.right for check in sum_check(found.study))


def test_progress_lists_every_row_of_every_edition(benchmark: Benchmark) -> None:
    points = publication(dossier(benchmark, cells_of(benchmark))).progress
    assert [point.row for point in points] == [row.label for row in benchmark.rows]
    assert {(point.covered, point.partial, point.not_covered) for point in points} == {(1, 1, 1)}


def prepare(workspace: Workspace, folder: Any) -> None:
    user = workspace.local_user()
    law = workspace.ingest(
        write_statute(folder), "xa", by=user, title="Protection of Children Act", country_name="Arcadia"
    )
    workspace.analyse("xa", "csea-2012", by=user)
    proof = (CitationDraft(workspace.sections(law.id).items[1].id, "produces child pornography"),)
    workspace.rate(RatingDraft("xa", PRODUCE, Judgement.COVERED, "plain words", (), proof), by=user)
    workspace.rate(RatingDraft("xa", OFFER, Judgement.NOT_COVERED), by=user)


def test_an_edition_is_signed_once_by_each_and_binds_its_fingerprint(workspace: Workspace, tmp_path: Any) -> None:
    prepare(workspace, tmp_path)
    user = workspace.local_user()
    edition = workspace.freeze("csea-2012", "2026-01", by=user)
    judge = workspace.add_user("jo", Role.ADJUDICATOR, by=user)
    with pytest.raises(Forbidden):
        workspace.sign("2026-01", "ok", by=workspace.add_user("ann", Role.REVIEWER, by=user))
    with pytest.raises(UsageError):
        workspace.sign("2026-01", "  ", by=judge)
    signed = workspace.sign("2026-01", "Checked against the gazettes.", by=judge)
    assert signed.fingerprint == edition.fingerprint
    with pytest.raises(Conflict, match="already"):
        workspace.sign("2026-01", "again", by=judge)
    assert workspace.publication("2026-01", viewer=user).imprint.signatures == (signed,)
    assert workspace.signatures("2026-01", viewer=judge) == (signed,)
    assert "edition.sign" in [one.action for one in workspace.audit(by=user).items]


def test_an_edition_keeps_sheets_sources_and_methods_when_the_database_moves_on(
    workspace: Workspace, tmp_path: Any
) -> None:
    prepare(workspace, tmp_path)
    user = workspace.local_user()
    workspace.freeze("csea-2012", "2026-01", by=user)
    before = workspace.publication("2026-01", viewer=user)
    assert before.dossier.study == workspace.study("csea-2012", viewer=user)
    assert before.dossier.sheets == (workspace.sheet("xa", "csea-2012", viewer=user),)
    assert [method.ranker for method in before.dossier.methods] == ["none/1"]
    workspace.ingest(
        write_statute(tmp_path, "b.txt", STATUTE.replace("five", "ten")),
        "xa",
        by=user,
        title="Protection of Children Act",
    )
    assert workspace.publication("2026-01", viewer=user) == before
    (entry,) = [one for one in before.dossier.sheets[0].entries if one.element == OFFER]
    assert "Protection of Children Act" in entry.absence
    assert "4 sections" in entry.absence
    draft = workspace.draft("csea-2012", viewer=user)
    assert draft.imprint.edition is None
    assert [point.edition for point in draft.progress] == ["2026-01"] * 10


def test_reliability_counts_the_candidates_of_answered_elements(workspace: Workspace, tmp_path: Any) -> None:
    prepare(workspace, tmp_path)
    bins = workspace.reliability("csea-2012", viewer=workspace.local_user())
    assert (len(bins), bins[0].low, bins[-1].high) == (10, 0.0, 1.0)
    assert sum(one.candidates for one in bins) == 2 * 4  # four sections for each of the two elements
    assert sum(one.cited for one in bins) == 1
    assert [one.share for one in bins if not one.candidates] == [None] * sum(not one.candidates for one in bins)
