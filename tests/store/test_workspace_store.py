"""Laws, runs and ratings on both databases: what is stored, what is refused, what is never stored half."""

from datetime import date
from pathlib import Path

import pytest
from workspaces import OFFER, PRODUCE, STATUTE, make_workspace, parts, write_statute

from analyser.errors import Conflict, NoSections, NotFound, UnknownName, UsageError
from analyser.matching.candidate import Candidate
from analyser.review.records import CitationDraft, RatingDraft
from analyser.store.records import LawVersion, SectionRecord
from analyser.workspace import Workspace


def ingest(workspace: Workspace, file: Path, **more: object) -> LawVersion:
    return workspace.ingest(file, "xa", by=workspace.local_user(), **more)  # type: ignore[arg-type]


def section(workspace: Workspace, law: LawVersion, label: str) -> SectionRecord:
    return next(one for one in workspace.sections(law.id).items if one.label == label)


def test_a_law_comes_back_as_it_was_read(workspace: Workspace, tmp_path: Path) -> None:
    law = ingest(workspace, write_statute(tmp_path), as_of=date(2020, 5, 1), country_name="Arcadia")
    assert (law.jurisdiction, law.language, law.as_of, law.retrieved_at) == ("xa", "en", date(2020, 5, 1), None)
    assert law.current
    assert law.sections == 4
    found = workspace.sections(law.id).items
    assert [one.label for one in found] == ["1", "2", "3", "4"]
    assert found[1].text.startswith("Any person who produces child pornography")
    assert workspace.law_file(law.id).read_text() == STATUTE
    assert [one.name for one in workspace.jurisdictions()] == ["Arcadia"]
    assert [one.label for one in workspace.context(found[1].id, 1)] == ["1", "2", "3"]
    assert workspace.section(found[2].id) == found[2]


def test_the_same_file_is_stored_once(workspace: Workspace, tmp_path: Path) -> None:
    file = write_statute(tmp_path)
    first, second = ingest(workspace, file), ingest(workspace, file)
    assert first.id == second.id
    assert len(workspace.laws().items) == 1


def test_other_metadata_for_a_stored_text_is_a_conflict(workspace: Workspace, tmp_path: Path) -> None:
    file = write_statute(tmp_path)
    ingest(workspace, file, as_of=date(2020, 5, 1))
    with pytest.raises(Conflict, match="as_of is 2020-05-01"):
        ingest(workspace, file, as_of=date(2021, 1, 1))


VERSIONS = [
    # (dates in the order added, index of the one that is current)
    ([None, None], 1),
    (["2020-01-01", "2010-01-01"], 0),
    (["2010-01-01", "2020-01-01"], 1),
    (["2020-01-01", None], 1),
]


@pytest.mark.parametrize(("dates", "current"), VERSIONS)
def test_which_version_is_current(workspace: Workspace, tmp_path: Path, dates: list[str | None], current: int) -> None:
    added = []
    for number, day in enumerate(dates):
        file = write_statute(tmp_path, f"{number}.txt", STATUTE.replace("five", f"{number + 6}"))
        added.append(ingest(workspace, file, title="The Act", as_of=date.fromisoformat(day) if day else None).id)
    assert [one.id for one in workspace.laws("xa").items] == [added[current]]
    assert len(workspace.laws("xa", all_versions=True).items) == 2


def test_a_title_from_the_text_never_replaces_another_law(workspace: Workspace, tmp_path: Path) -> None:
    ingest(workspace, write_statute(tmp_path, "part1.txt"))
    ingest(workspace, write_statute(tmp_path, "part2.txt", STATUTE.replace("five", "six")))
    titles = [law.title for law in workspace.laws("xa").items]
    assert len(set(titles)) == 2


def test_a_withdrawn_law_leaves_the_set_and_comes_back(workspace: Workspace, tmp_path: Path) -> None:
    file = write_statute(tmp_path)
    law = ingest(workspace, file)
    before = workspace.jurisdictions()[0].version_set
    workspace.withdraw(law.id, "wrong country", by=workspace.local_user())
    assert workspace.laws().items == ()
    assert workspace.jurisdictions()[0].version_set is None
    assert ingest(workspace, file).id == law.id
    assert workspace.jurisdictions()[0].version_set == before


REFUSED = [
    ("xa", {"language": "english"}, UnknownName),
    ("xa", {"title": "  "}, UsageError),
    ("yy", {}, UnknownName),
]


@pytest.mark.parametrize(("country", "more", "error"), REFUSED)
def test_what_cannot_be_meant_is_refused(
    workspace: Workspace, tmp_path: Path, country: str, more: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        workspace.ingest(write_statute(tmp_path), country, by=workspace.local_user(), **more)  # type: ignore[arg-type]
    assert workspace.jurisdictions() == ()


def test_a_text_without_sections_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    file = write_statute(tmp_path, "poem.txt", "The sea was calm.\nThe night was long.\n")
    with pytest.raises(NoSections):
        ingest(workspace, file)
    assert workspace.jurisdictions() == ()
    assert not list((tmp_path / "data" / "files").rglob("*"))


def test_hostile_characters_are_kept_in_place(workspace: Workspace, tmp_path: Path) -> None:
    text = STATUTE.replace("for any purpose", "<script>alert('x')</script> \u202e for any purpose")
    law = ingest(workspace, write_statute(tmp_path, text=text))
    assert "<script>alert('x')</script>" in section(workspace, law, "2").text


def test_unknown_ids_are_not_found(workspace: Workspace) -> None:
    for call in (workspace.law, workspace.sections, workspace.law_file, workspace.job):
        with pytest.raises(NotFound):
            call("nothing")
    with pytest.raises(NotFound):
        workspace.edition("nothing", viewer=workspace.local_user())
    with pytest.raises(NotFound):
        workspace.section(7)


def test_a_run_is_reused_until_the_laws_change(workspace: Workspace, tmp_path: Path) -> None:
    user = workspace.local_user()
    ingest(workspace, write_statute(tmp_path))
    first = workspace.analyse("xa", "csea-2012", by=user)
    again = workspace.analyse("xa", "csea-2012", by=user)
    assert (again.id, again.reused, first.reused) == (first.id, True, False)
    assert workspace.analyse("xa", "csea-2012", by=user, top=2).id != first.id
    ingest(workspace, write_statute(tmp_path, "more.txt", STATUTE.replace("five", "six")), title="Another Act")
    assert [run.stale for run in workspace.runs("xa")] == [True]
    assert all(one.stale for one in workspace.candidates("xa").items)
    assert workspace.analyse("xa", "csea-2012", by=user).reused is False
    assert [run.stale for run in workspace.runs("xa")] == [False]


def test_candidates_by_filter_and_page(workspace: Workspace, tmp_path: Path) -> None:
    user = workspace.local_user()
    file = write_statute(tmp_path)
    for country in ("xa", "xb"):
        workspace.ingest(file, country, by=user)
        workspace.analyse(country, "csea-2012", by=user, top=3)
    first = workspace.candidates("xa", PRODUCE).items
    assert [one.rank for one in first] == [1, 2, 3]
    assert first[0].section.label == "2"
    assert first[0].evidence[0].text == first[0].section.text[:10]
    likely = workspace.candidates(min_probability=0.3).items
    assert likely
    assert all(one.probability >= 0.3 for one in likely)
    assert {one.rank for one in workspace.candidates("xb", top=1).items} == {1}
    seen, cursor = [], None
    while True:
        page = workspace.candidates(cursor=cursor, limit=7)
        seen += [one.id for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    every = workspace.candidates(limit=1000).items
    assert seen == [one.id for one in every]
    assert [(one.jurisdiction, one.element, one.rank) for one in every] == sorted(
        (one.jurisdiction, one.element, one.rank) for one in every
    )


@pytest.mark.parametrize("cursor", ["nonsense", "W10", "WzEsMl0"])
def test_a_foreign_cursor_is_refused(workspace: Workspace, cursor: str) -> None:
    with pytest.raises(UsageError):
        workspace.candidates(cursor=cursor)


def test_analysing_nothing_is_not_an_empty_run(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        workspace.analyse("xa", "csea-2012", by=workspace.local_user())
    with pytest.raises(UnknownName):
        workspace.analyse("xa", "csea-1812", by=workspace.local_user())


def test_an_analysis_that_breaks_stores_nothing(database_url: str, tmp_path: Path) -> None:
    def broken(*_: object) -> list[Candidate]:
        return [Candidate(PRODUCE, 1, 0.5, "no such law", "1", "1", None)]

    workspace = make_workspace(tmp_path, database_url, parts(broken))
    ingest(workspace, write_statute(tmp_path))
    tag = workspace.tag()
    with pytest.raises(KeyError):
        workspace.analyse("xa", "csea-2012", by=workspace.local_user())
    assert workspace.runs() == ()
    assert workspace.tag() == tag
    workspace.close()


def test_a_rating_keeps_the_words_of_the_statute(workspace: Workspace, tmp_path: Path) -> None:
    law = ingest(workspace, write_statute(tmp_path))
    cited = section(workspace, law, "2")
    quote = "who produces\n child   pornography"
    draft = RatingDraft("xa", PRODUCE, "covered", "plain", (), (CitationDraft(cited.id, quote),))  # type: ignore[arg-type]
    rating = workspace.rate(draft, by=workspace.local_user())
    (citation,) = rating.citations
    assert citation.quote == "who produces child pornography"
    assert cited.text[citation.start : citation.end] == citation.quote
    assert workspace.ratings("xa", viewer=workspace.local_user()) == (rating,)
    assert workspace.ratings("xa", OFFER, viewer=workspace.local_user()) == ()
