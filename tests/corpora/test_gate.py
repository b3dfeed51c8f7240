"""Five laws of a source are looked at before the rest is added; a source that is read badly is refused with reasons."""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner
from workspaces import STATUTE, make_workspace, write_statute

from analyser.cli.main import app
from analyser.errors import PartialFailure
from analyser.jobs.gate import LAWS, choose, sources
from analyser.store.records import JobState
from corpora import manifest

POEM = "The sea was calm.\nThe night was long.\n"


def write_sources(folder: Path) -> Path:
    """Seven good laws of one source, seven texts that are no laws of another, two laws of a third."""
    path = folder / "manifest.csv"
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["jurisdiction", "title", "source", "files"])
        for source, count, text in (("good", 7, STATUTE), ("bad", 7, POEM), ("few", 2, STATUTE)):
            for at in range(count):
                write_statute(
                    folder,
                    f"{source}{at}.txt",
                    text.replace("five", f"{source} {at + 6}").replace("calm", f"calm {at}"),
                )
                row = ["xa", f"{source} act {at}", f"https://{source}.example/{at}", f"{source}{at}.txt"]
                writer.writerow(row)
    return path


def test_five_of_each_source_are_chosen_and_the_same_again(tmp_path: Path) -> None:
    found = sources(manifest.load(write_sources(tmp_path)))
    assert {name: len(items) for name, items in found.items()} == {
        "xa bad.example": 7,
        "xa few.example": 2,
        "xa good.example": 7,
    }
    items = found["xa good.example"]
    assert len(choose(items, 1)) == LAWS
    assert choose(items, 1) == choose(tuple(reversed(items)), 1)
    assert choose(items, 1) != choose(items, 2)


def test_no_law_of_a_refused_source_is_added(tmp_path: Path) -> None:
    path = write_sources(tmp_path)
    workspace = make_workspace(tmp_path)
    me = workspace.local_user()
    report = workspace.bulk(path, by=me)
    refused = [job for job in report.jobs if job.state is JobState.REJECTED]
    assert [(job.item, job.error_code) for job in refused] == [("source xa bad.example", "source_refused")]
    assert "no_sections" in (refused[0].message or "")
    assert sorted({law.title.split()[0] for law in workspace.every_law()}) == ["few", "good"]
    assert workspace.bulk(path, by=me).started == 0, "a source is looked at once"
    everything = workspace.bulk(path, by=me, gate=False)
    assert len(everything.ended(JobState.EMPTY)) == 7
    workspace.close()


def test_the_command_looks_and_stores_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYSER_DATA_DIR", str(tmp_path / "data"))
    path = write_sources(tmp_path)
    result = CliRunner().invoke(app, ["corpus", "check", str(path), "--format", "jsonl"])
    assert isinstance(result.exception, PartialFailure)
    assert result.exception.details["items"] == ["xa bad.example"]
    assert result.stdout.count('"verdict"') == 12
    assert not (tmp_path / "data").exists()
