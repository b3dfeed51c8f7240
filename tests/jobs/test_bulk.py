"""Bulk runs: resumed after kill -9 without loss or repetition, faults apart from rejections, several processes."""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import workspaces
from workspaces import STATUTE, make_workspace, settings, write_statute

from analyser.errors import InvalidDefinition
from analyser.factory import open_workspace
from analyser.jobs.pool import Dask
from analyser.reading.document import Document
from analyser.store.records import JobState, Standing
from analyser.workspace import Workspace
from corpora import manifest

CHILD = Path(__file__).with_name("bulk_child.py")
LAWS = 24
KILLS = 4


def write_manifest(folder: Path, laws: int = LAWS, bad: bool = False) -> Path:
    """A CSV manifest of invented laws of three countries; `bad` adds an empty text and a missing file."""
    rows = []
    for number in range(laws):
        text = STATUTE.replace("five", f"{number + 6}")
        write_statute(folder, f"law{number}.txt", text)
        country = f"x{'abc'[number % 3]}"
        rows.append(
            {"jurisdiction": country, "title": f"Act {number}", "files": f"law{number}.txt", "as_of": "2020-01-01"}
        )
    if bad:
        write_statute(folder, "poem.txt", "The sea was calm.\nThe night was long.\n")
        rows += [{"jurisdiction": "xa", "files": "poem.txt"}, {"jurisdiction": "xb", "files": "absent.txt"}]
    path = folder / "manifest.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, ["jurisdiction", "title", "files", "as_of"])
        writer.writeheader()
        writer.writerows(rows)
    return path


def picture(workspace: Workspace) -> list[object]:
    """Everything a bulk run stored, without ids and times."""
    laws = workspace.laws(limit=1000).items
    texts = [
        (law.jurisdiction, law.title, law.sha256, [one.text for one in workspace.sections(law.id).items])
        for law in laws
    ]
    shown = [
        (one.jurisdiction, one.element, one.rank, one.probability, one.section.law_title, one.section.key)
        for country in ("xa", "xb", "xc")
        for one in workspace.candidates(country, limit=1000).items
    ]
    return [texts, shown]


def child(folder: Path, url: str, path: Path) -> "subprocess.Popen[str]":
    environment = os.environ | {"PYTHONPATH": str(Path(workspaces.__file__).parent)}
    command = [sys.executable, str(CHILD), str(folder), url, str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def test_kill_9_loses_and_repeats_nothing(database_url: str, tmp_path: Path) -> None:
    path = write_manifest(tmp_path)
    undisturbed = make_workspace(tmp_path / "other")
    report = undisturbed.bulk(path, by=undisturbed.local_user(), benchmarks=["csea-2012"], top=3)
    assert {job.state for job in report.jobs} == {JobState.DONE}
    wanted = picture(undisturbed)
    undisturbed.close()

    chance = random.Random(20121211)
    for _ in range(KILLS):
        running = child(tmp_path, database_url, path)
        assert running.stdout is not None
        for _ in range(chance.randint(1, LAWS // KILLS)):
            running.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.03))
        running.send_signal(signal.SIGKILL)
        assert "finished" not in running.communicate()[0]
    last = child(tmp_path, database_url, path)
    assert "finished {'done'}" in last.communicate()[0]

    workspace = open_workspace(settings(tmp_path, database_url), parts=workspaces.parts())
    assert picture(workspace) == wanted
    jobs = workspace.jobs(limit=1000).items
    assert len(jobs) == LAWS + 6, "a look at each of three sources, the laws, three analyses"
    assert {job.state for job in jobs} == {JobState.DONE}
    assert sum(job.attempt for job in jobs) <= len(jobs) + KILLS
    assert workspace.verify_audit() > 0
    again = workspace.bulk(path, by=workspace.local_user(), benchmarks=["csea-2012"], top=3)
    assert again.started == 0
    workspace.close()


def test_bad_items_stay_apart_and_good_ones_are_done(workspace: Workspace, tmp_path: Path) -> None:
    path = write_manifest(tmp_path, 3, bad=True)
    report = workspace.bulk(path, by=workspace.local_user())
    assert [job.state.value for job in report.jobs] == ["done", "done", "done", "empty", "rejected"]
    assert workspace.bulk(path, by=workspace.local_user()).started == 0
    write_statute(tmp_path, "absent.txt", STATUTE.replace("five", "ninety"))
    mended = workspace.bulk(path, by=workspace.local_user())
    assert mended.started == 1
    assert mended.jobs[-1].state is JobState.DONE


def test_a_plan_says_how_items_stand_and_only_keeps_to_it(workspace: Workspace, tmp_path: Path) -> None:
    def standings() -> list[str]:
        return [one.standing.value for one in workspace.bulk_plan(path, benchmarks=["csea-2012"], top=3)]

    path = write_manifest(tmp_path, 2)
    user, before = workspace.local_user(), workspace.tag()
    assert standings() == ["new", "new"]
    assert workspace.tag() == before, "a plan records nothing"
    workspace.bulk(path, by=user, benchmarks=["csea-2012"], top=3)
    assert standings() == ["settled"] * 4
    write_statute(tmp_path, "law0.txt", STATUTE.replace("five", "thirty"))
    assert standings() == ["stale", "settled", "settled", "settled"]
    assert workspace.bulk(path, by=user, only=[Standing.FAILED, Standing.NEW]).started == 0
    assert workspace.bulk(path, by=user, only=[Standing.STALE]).started == 1
    assert standings() == ["settled", "settled", "stale", "settled"], "the new text asks for a new analysis"


def test_a_fault_is_tried_again_and_a_rejection_is_not(tmp_path: Path) -> None:
    given = workspaces.parts()
    tried: list[str] = []

    def read(file: Path, name: str) -> Document:
        tried.append(name)
        if name == "law0.txt" and tried.count(name) == 1:
            raise OSError("the disk did not answer")
        return given.read(file, name)

    workspace = make_workspace(tmp_path, parts_given=replace(given, read=read))
    path = write_manifest(tmp_path, 2, bad=True)
    report = workspace.bulk(path, by=workspace.local_user())
    assert [job.state.value for job in report.jobs] == ["done", "done", "empty", "rejected"]
    assert [job.attempt for job in report.jobs] == [2, 1, 1, 1]
    workspace.close()


def run_worker_job(given: str, job_id: str, data: bytes | None, _about: object) -> None:
    """What a Dask worker does in the test: the same as the program, with the word matcher."""
    from analyser.settings import Settings

    workspace = open_workspace(Settings.model_validate_json(given), parts=workspaces.parts())
    workspace.run_sent_job(job_id, data)
    workspace.close()


def test_two_processes_do_what_one_does(tmp_path: Path) -> None:
    path = write_manifest(tmp_path, 6)
    alone = make_workspace(tmp_path / "alone")
    alone.bulk(path, by=alone.local_user(), benchmarks=["csea-2012"], top=3)
    together = make_workspace(tmp_path / "together")
    with Dask(run_worker_job, settings(tmp_path / "together").model_dump_json(), workers=2) as pool:
        report = together.bulk(path, by=together.local_user(), benchmarks=["csea-2012"], top=3, pool=pool)
    assert {job.state for job in report.jobs} == {JobState.DONE}
    assert picture(together) == picture(alone)
    alone.close()
    together.close()


FORMS = {
    "m.csv": "jurisdiction,title,files,as_of\nXA,Act,a.txt;b.txt,2020-05-01\n",
    "m.jsonl": json.dumps({"jurisdiction": "xa", "title": "Act", "files": ["a.txt", "b.txt"], "as_of": "2020-05-01"}),
    "m.toml": '[[law]]\njurisdiction = "xa"\ntitle = "Act"\nfiles = ["a.txt", "b.txt"]\nas_of = 2020-05-01\n',
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_says_the_same(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(FORMS[name], encoding="utf-8")
    items = manifest.load(path)
    assert [(one.jurisdiction, one.title, one.path.name, str(one.as_of)) for one in items] == [
        ("xa", "Act (a)", "a.txt", "2020-05-01"),
        ("xa", "Act (b)", "b.txt", "2020-05-01"),
    ]


REFUSED = [
    ("m.csv", "jurisdiction,files\nuk,a.txt\n", "line 2.*gb"),
    ("m.csv", "jurisdiction,files\nxa,\n", "line 2: no files"),
    ("m.csv", "jurisdiction,files,colour\nxa,a.txt,blue\n", "unknown column 'colour'"),
    ("m.csv", "jurisdiction,files,as_of\nxa,a.txt,May 2020\n", "2024-05-31"),
    ("m.csv", "jurisdiction,files\n", "no rows"),
    ("m.csv", "jurisdiction,title,files\nxa,Act,a.txt\nxa,Act,b.txt\n", "stands twice"),
    ("m.jsonl", "{not json}\n", "cannot be read"),
    ("m.jsonl", "[1, 2]\n", "not a row"),
    ("m.toml", "[[law]\n", "cannot be read"),
    ("m.txt", "", "does not end"),
]


@pytest.mark.parametrize(("name", "text", "said"), REFUSED)
def test_a_wrong_manifest_is_refused_as_a_whole(tmp_path: Path, name: str, text: str, said: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidDefinition, match=said):
        manifest.load(path)


def test_an_absent_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidDefinition, match="cannot be read"):
        manifest.load(tmp_path / "none.csv")
