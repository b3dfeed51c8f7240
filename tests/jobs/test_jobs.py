"""Uploads as jobs, and how each fault ends: done, failed, rejected and empty are different things."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from workspaces import STATUTE, NoEncoder, make_workspace, parts

from analyser.errors import EmptyFile, FileTooLarge, MissingComponent, NotFound, UnknownName
from analyser.jobs import worker
from analyser.jobs.outcome import of_error
from analyser.matching.candidate import Candidate
from analyser.store.ledger import NewJob
from analyser.store.records import Job, JobState
from analyser.workspace import Parts, Workspace

DATA = STATUTE.encode()


def submit(workspace: Workspace, data: bytes = DATA, name: str = "act.txt", **more: Any) -> Job:
    return workspace.submit_ingest(data, name, "xa", by=workspace.local_user(), **more)


def test_an_upload_is_read_matched_and_done(workspace: Workspace) -> None:
    job = submit(workspace, analyse=["csea-2012"], source="https://law.example", title="The Act")
    assert (job.state, job.attempt) == (JobState.QUEUED, 0)
    assert workspace.run_queued() == 1
    done = workspace.job(job.id)
    assert (done.state, done.attempt, done.error_code) == (JobState.DONE, 1, None)
    law = workspace.law(done.result["law_version_id"])
    assert (law.title, law.source, law.as_of, law.file_name) == ("The Act", "https://law.example", None, "act.txt")
    assert done.result["run_ids"] == [run.id for run in workspace.runs()]
    assert [one.id for one in workspace.jobs(JobState.DONE).items] == [job.id]
    again = workspace.submit_analysis("xa", "csea-2012", by=workspace.local_user())
    workspace.run_queued()
    assert workspace.job(again.id).result["run_ids"] == done.result["run_ids"]


ENDS = [
    (b"The sea was calm.\nThe night was long.\n", JobState.EMPTY, "no_sections"),
    (b"%PDF-1.7 and then nothing of the kind", JobState.REJECTED, "damaged_file"),
    (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, JobState.REJECTED, "unsupported_file"),
    (b" \n \n", JobState.EMPTY, "empty_file"),
]


@pytest.mark.parametrize(("data", "state", "code"), ENDS)
def test_how_a_bad_upload_ends(sqlite_workspace: Workspace, data: bytes, state: JobState, code: str) -> None:
    job = submit(sqlite_workspace, data)
    good = submit(sqlite_workspace, name="good.txt")
    assert sqlite_workspace.run_queued() == 2
    ended = sqlite_workspace.job(job.id)
    assert (ended.state, ended.error_code) == (state, code)
    assert ended.message
    assert ended.hint
    assert sqlite_workspace.job(good.id).state is JobState.DONE


def test_what_is_refused_at_once(sqlite_workspace: Workspace) -> None:
    refused: list[tuple[type[Exception], dict[str, Any]]] = [
        (EmptyFile, {"data": b""}),
        (UnknownName, {"analyse": ["csea-1812"]}),
        (UnknownName, {"language": "klingon"}),
        (FileTooLarge, {"data": b" " * ((100 << 20) + 1)}),
    ]
    for error, more in refused:
        with pytest.raises(error):
            submit(sqlite_workspace, **more)
    with pytest.raises(UnknownName):
        sqlite_workspace.submit_ingest(DATA, "a.txt", "yy", by=sqlite_workspace.local_user())
    assert sqlite_workspace.jobs().items == ()


def with_encoder(encoder: Any) -> Parts:
    given = parts()
    return Parts(given.read, given.split, encoder, given.ranker, given.match, given.new_secret)


def test_a_missing_component_fails_and_may_be_tried_again(tmp_path: Path) -> None:
    missing = [True]

    def encoder() -> NoEncoder:
        if missing[0]:
            raise MissingComponent("No encoder.", hint="Install it.")
        return NoEncoder()

    workspace = make_workspace(tmp_path, parts_given=with_encoder(encoder))
    job = submit(workspace, analyse=["csea-2012"])
    workspace.run_queued()
    assert (workspace.job(job.id).state, workspace.job(job.id).error_code) == (JobState.FAILED, "missing_component")
    assert len(workspace.laws().items) == 1
    missing[0] = False
    again = submit(workspace, analyse=["csea-2012"])
    workspace.run_queued()
    assert workspace.job(again.id).state is JobState.DONE
    assert len(workspace.laws().items) == 1
    workspace.close()


def test_a_fault_of_the_program_is_recorded_not_raised(tmp_path: Path) -> None:
    def broken(*_: Any) -> list[Candidate]:
        raise ZeroDivisionError("oh")

    workspace = make_workspace(tmp_path, parts_given=parts(broken))
    job = submit(workspace, analyse=["csea-2012"])
    workspace.run_queued()
    ended = workspace.job(job.id)
    assert (ended.state, ended.message) == (JobState.FAILED, "ZeroDivisionError: oh")
    workspace.close()


def test_an_analysis_that_finds_nothing_is_empty_not_done(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, parts_given=parts(lambda *_: []))
    job = submit(workspace, analyse=["csea-2012"])
    workspace.run_queued()
    assert workspace.job(job.id).state is JobState.EMPTY
    assert workspace.matrix("csea-2012", viewer=workspace.local_user()).runs == {"xa": "empty"}
    workspace.close()


def test_the_worker_thread_takes_jobs_as_they_come(workspace: Workspace) -> None:
    workspace.start_worker()
    jobs = [submit(workspace, STATUTE.replace("five", str(number)).encode(), f"{number}.txt") for number in range(3)]
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not all(workspace.job(job.id).state.finished for job in jobs):
        time.sleep(0.05)
    assert [workspace.job(job.id).state for job in jobs] == [JobState.DONE] * 3


def test_a_job_is_claimed_once(workspace: Workspace) -> None:
    job = submit(workspace)
    claims = []
    for name in ("one", "two"):
        with workspace._store.unit() as unit:
            claims.append(unit.ledger.claim(job.id, name, unit.now))
    assert claims == [True, False]


def test_an_attempt_that_was_taken_over_stores_nothing(workspace: Workspace, tmp_path: Path) -> None:
    job = submit(workspace)

    def steal(*_: Any) -> Any:
        with workspace._store.unit() as unit:
            unit.ledger.requeue(job.id)
            assert unit.ledger.claim(job.id, "elsewhere:1:1.00", unit.now)
        return given(*_)

    given = workspace._parts.read
    workspace._parts = replace(workspace._parts, read=steal)
    workspace.run_job(job.id)
    assert (workspace.job(job.id).state, workspace.job(job.id).attempt) == (JobState.RUNNING, 2)
    assert workspace.laws().items == (), "the text would be there twice over"
    workspace._parts = replace(workspace._parts, read=given)
    workspace.run_job(job.id, take_over=True)
    assert workspace.job(job.id).state is JobState.DONE
    assert len(workspace.laws().items) == 1


def test_a_silent_worker_of_another_host_is_given_up_and_one_that_is_heard_is_not(workspace: Workspace) -> None:
    job_id = left_running(workspace, "elsewhere:1:1.00")
    assert workspace._runner.recover() == 0
    with workspace._store.unit() as unit:
        unit.ledger.seen(job_id, 1, unit.now - 2 * worker.SILENCE)
    assert workspace._runner.recover() == 1


def test_the_same_item_of_a_batch_is_queued_once(workspace: Workspace) -> None:
    new = NewJob("ingest", "xa act.txt", "f" * 64, {}, "bulk")
    with workspace._store.unit() as unit:
        first = unit.ledger.add(new, "1", unit.now, "local")
        second = unit.ledger.add(new, "2", unit.now, "local")
    assert first == second


def left_running(workspace: Workspace, holder: str) -> str:
    job = submit(workspace)
    with workspace._store.unit() as unit:
        unit.ledger.claim(job.id, holder, unit.now)
    return job.id


def test_what_a_dead_process_left_is_done_again(workspace: Workspace) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "from analyser.jobs.worker import identity; print(identity())"],
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        holder = child.communicate()[0].strip()
    assert worker.lost(holder)
    job_id = left_running(workspace, holder)
    assert workspace.run_queued() == 1
    assert (workspace.job(job_id).state, workspace.job(job_id).attempt) == (JobState.DONE, 2)


def test_a_living_process_keeps_its_job(workspace: Workspace) -> None:
    assert not worker.lost(worker.identity())
    assert not worker.lost("elsewhere:1:1.00")
    job_id = left_running(workspace, "elsewhere:1:1.00")
    assert workspace.run_queued() == 0
    assert workspace.job(job_id).state is JobState.RUNNING


def test_a_number_used_again_is_not_the_same_process() -> None:
    host, number, _ = worker.identity().rsplit(":", 2)
    assert worker.lost(f"{host}:{number}:1.00")


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (NotFound("gone"), JobState.REJECTED),
        (MissingComponent("none"), JobState.FAILED),
        (EmptyFile("empty"), JobState.EMPTY),
        (RuntimeError("bug"), JobState.FAILED),
    ],
)
def test_what_an_error_means_for_an_item(error: Exception, state: JobState) -> None:
    assert of_error(error).state is state
