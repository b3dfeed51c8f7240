"""The guarded child: limits, crashes, errors as the parent sees them."""

import os
import pickle
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from reading_pdfs import column, pdf
from reportlab.pdfgen.canvas import Canvas

from analyser.errors import (
    AnalyserError,
    DamagedFile,
    EmptyFile,
    FileTooLarge,
    InputRejected,
    ParseLimit,
    UnsupportedFile,
)
from analyser.reading import guard, read_bytes, read_file
from analyser.settings import Settings


def settings(tmp_path: Path, **values: int) -> Settings:
    return Settings(data_dir=tmp_path, cache_dir=tmp_path, _env_file=None, **values)  # type: ignore[call-arg, arg-type]


def law(canvas: Canvas, _: int) -> None:
    column(canvas, 72, 100, ["Section 1. Anything¹ — “quoted”", "Section 2. More"])


def test_the_child_gives_the_document_the_parent_would_read(tmp_path: Path) -> None:
    path = tmp_path / "law"
    path.write_bytes(pdf(law))
    assert read_file(path, settings(tmp_path), "Law") == read_bytes(pdf(law), "Law")
    assert read_file(path, settings(tmp_path)).name == str(path)


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"", EmptyFile), (b"   ", EmptyFile), (b"\x89PNG\r\n\x1a\n", UnsupportedFile), (b"%PDF-1.4 broken", DamagedFile)],
)
def test_errors_of_the_child_reach_the_caller(tmp_path: Path, content: bytes, error: type[AnalyserError]) -> None:
    path = tmp_path / "law.pdf"
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        read_file(path, settings(tmp_path), "Law")
    assert caught.value.hint
    assert caught.value.details["file"] == "Law"
    assert pickle.loads(pickle.dumps(caught.value)).problem() == caught.value.problem()


@pytest.mark.parametrize("name", ["missing.txt", ".", "a\x00b"])
def test_a_path_that_is_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputRejected) as caught:
        read_file(tmp_path / name, settings(tmp_path))
    assert caught.value.hint


def test_size_and_page_limits(tmp_path: Path) -> None:
    path = tmp_path / "law"
    path.write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(FileTooLarge, match="at most 1"):
        read_file(path, settings(tmp_path, max_upload_mb=1))
    path.write_bytes(pdf(law, law))
    with pytest.raises(ParseLimit, match="2 pages"):
        read_file(path, settings(tmp_path, parse_pages=1))


def test_memory_limit(tmp_path: Path) -> None:
    path = tmp_path / "law.html"
    path.write_bytes(b"<p>" + b"<b>x</b>" * 6_000_000)
    with pytest.raises(ParseLimit, match="memory"):
        read_file(path, settings(tmp_path, parse_memory_mb=300))


def test_wall_limit_stops_the_child(tmp_path: Path) -> None:
    path = tmp_path / "law.html"
    path.write_bytes(b"<p>" + b"<b>x</b>" * 2_000_000)
    with pytest.raises(ParseLimit):
        read_file(path, settings(tmp_path, parse_seconds=1))


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (-signal.SIGSEGV, DamagedFile),
        (-signal.SIGABRT, DamagedFile),
        (1, DamagedFile),
        (0, DamagedFile),
        (-signal.SIGXCPU, ParseLimit),
        (-signal.SIGKILL, ParseLimit),
    ],
)
def test_what_the_end_of_a_child_means(code: int, error: type[AnalyserError]) -> None:
    with pytest.raises(error):
        guard._answer(code, b"", b"", "Law")


def test_a_crashing_child_leaves_the_parent_unharmed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crash = tmp_path / "crash"
    crash.write_text(f"#!{sys.executable}\nimport os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n")
    crash.chmod(0o755)
    path = tmp_path / "law"
    path.write_text("Section 1.")
    monkeypatch.setattr(sys, "executable", str(crash))
    with pytest.raises(DamagedFile, match="SIGSEGV"):
        read_file(path, settings(tmp_path))


def _child(script: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_pages_announced_for_recognition_give_a_child_more_time() -> None:
    late = "import sys, time; print('{\"recognise\": 92}', flush=True); time.sleep(3); print('{\"document\": 1}')"
    with _child(late) as child:
        out, err = guard._listen(child, 2, 5000)
    assert guard._answer(0, guard._ANNOUNCED.sub(b"", out), err, "Law") == {"document": 1}


@pytest.mark.parametrize("said", ["", "print('{\"recognise\": 99999999}', flush=True)", "print('92', flush=True)"])
def test_without_an_announcement_the_limit_stands(said: str) -> None:
    with _child(f"import time; {said or 'pass'}; time.sleep(60)") as child:
        with pytest.raises(subprocess.TimeoutExpired):
            guard._listen(child, 2, 5000)
        child.kill()


def test_no_more_pages_are_believed_than_may_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "RECOGNITION_SECONDS", 1)
    with _child("import time; print('{\"recognise\": 9999}', flush=True); time.sleep(60)") as child:
        with pytest.raises(subprocess.TimeoutExpired) as caught:
            guard._listen(child, 1, 1)
        child.kill()
    assert caught.value.timeout == 2


def test_an_answer_cannot_name_any_class() -> None:
    assert type(guard._error({"kind": "os", "message": "m"}, "Law")) is DamagedFile
    assert type(guard._error({"kind": "ParseLimit", "message": "m"}, "Law")) is ParseLimit


def test_the_child_starts_light() -> None:
    script = "import sys, analyser.reading.child; print({'torch', 'pydantic', 'numpy', 'lxml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.strip() == "set()"


def test_zip_bombs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "law.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 30_000_000 + b"</a>")
    with pytest.raises(ParseLimit, match="unpacks"):
        read_file(path, settings(tmp_path))


BOMB = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><law><p>&b;</p></law>'
REMOTE = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><law><p>&a;</p></law>'


@pytest.mark.parametrize("source", [BOMB, REMOTE])
def test_entities_are_refused(tmp_path: Path, source: str) -> None:
    path = tmp_path / "law.xml"
    path.write_text(source)
    with pytest.raises(UnsupportedFile, match="entities"):
        read_file(path, settings(tmp_path))
