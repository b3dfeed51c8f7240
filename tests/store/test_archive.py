"""Back-ups: written while in use, restored whole on either database, refused when damaged or over anything."""

import zipfile
from pathlib import Path

import pytest
from workspaces import PRODUCE, STATUTE, make_workspace, parts, settings, write_statute

from analyser import factory
from analyser.errors import Conflict, DamagedFile, NewerSchema
from analyser.factory import open_workspace
from analyser.review.judgement import Judgement
from analyser.review.records import CitationDraft, RatingDraft
from analyser.workspace import Workspace


def fill(folder: Path) -> Workspace:
    """A workspace with a law, a run and a rating."""
    workspace = make_workspace(folder)
    user = workspace.local_user()
    workspace.ingest(write_statute(folder), "xa", by=user)
    workspace.analyse("xa", "csea-2012", by=user, top=3)
    best = workspace.candidates("xa", PRODUCE).items[0]
    cited = CitationDraft(best.section.id, "produces child pornography for any purpose")
    workspace.rate(RatingDraft("xa", PRODUCE, Judgement.COVERED, "Any purpose.", (), (cited,)), by=user)
    return workspace


def picture(workspace: Workspace) -> list[object]:
    """Everything people see of a workspace."""
    return [
        list(workspace.every_law()),
        [workspace.sections(law.id).items for law in workspace.every_law()],
        workspace.candidates("xa", limit=1000).items,
        workspace.ratings("xa", viewer=workspace.local_user()),
        workspace.verify_audit(),
        workspace.tag(),
        [workspace.law_file(law.id).read_bytes() for law in workspace.every_law()],
    ]


@pytest.fixture
def archive(tmp_path: Path) -> tuple[Path, list[object]]:
    """A back-up of a SQLite workspace, and what it was made of."""
    (tmp_path / "old").mkdir()
    workspace = fill(tmp_path / "old")
    target = tmp_path / "backup.zip"
    factory.back_up(settings(tmp_path / "old"), target)
    shown = picture(workspace)
    workspace.close()
    return target, shown


def test_a_restored_workspace_is_the_same(
    archive: tuple[Path, list[object]], database_url: str, tmp_path: Path
) -> None:
    source, shown = archive
    given = settings(tmp_path / "new", database_url)
    told = factory.restore(given, source)
    assert told.rows["ratings"] == 1
    workspace = open_workspace(given, parts=parts())
    assert picture(workspace) == shown
    user = workspace.local_user()
    other = write_statute(tmp_path, "other.txt", STATUTE.replace("five", "nine"))
    assert workspace.ingest(other, "xb", by=user).sections == 4, "ids go on behind the restored ones"
    workspace.close()
    if "sqlite" not in database_url:  # and back again, from PostgreSQL to SQLite
        back, home = tmp_path / "back.zip", settings(tmp_path / "home")
        factory.back_up(given, back)
        factory.restore(home, back)
        again = open_workspace(home, parts=parts())
        assert picture(again)[2] == shown[2]
        again.close()


def test_a_back_up_never_replaces_a_file(archive: tuple[Path, list[object]], tmp_path: Path) -> None:
    before = archive[0].read_bytes()
    with pytest.raises(Conflict, match="exists already"):
        factory.back_up(settings(tmp_path / "old"), archive[0])
    assert archive[0].read_bytes() == before


def test_nothing_present_is_overwritten(archive: tuple[Path, list[object]], tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="in use"):
        factory.restore(settings(tmp_path / "old"), archive[0])
    kept = open_workspace(settings(tmp_path / "old"), parts=parts())
    assert picture(kept) == archive[1]
    kept.close()


def rewritten(source: Path, target: Path, change: dict[str, bytes]) -> Path:
    """A copy of a zip file with some members replaced."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
    return target


def test_damage_is_found_before_anything_is_stored(archive: tuple[Path, list[object]], tmp_path: Path) -> None:
    with zipfile.ZipFile(archive[0]) as good:
        sections = good.read("tables/sections.jsonl")
        manifest = good.read("manifest.json")
    changed = sections.replace(b"any purpose", b"sale  alone")
    assert changed != sections
    newer = manifest.replace(b'"revision": "', b'"revision": "9')
    cases = [
        ({"tables/sections.jsonl": changed}, DamagedFile, "sections.jsonl differ"),
        ({"manifest.json": b"{}"}, NewerSchema, "form"),
        ({"manifest.json": newer}, NewerSchema, "does not know"),
    ]
    for number, (change, error, said) in enumerate(cases):
        with pytest.raises(error, match=said):
            factory.restore(settings(tmp_path / f"new{number}"), rewritten(archive[0], tmp_path / "bad.zip", change))
    cut = tmp_path / "cut.zip"
    cut.write_bytes(archive[0].read_bytes()[:-200])
    with pytest.raises(DamagedFile, match="cannot be read"):
        factory.restore(settings(tmp_path / "new"), cut)
    factory.restore(settings(tmp_path / "new"), archive[0])  # the failed tries left nothing in the way
