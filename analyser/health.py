"""What `analyser doctor` looks at: each part of an installation, whether it is well, and what to do when it is not.

It changes nothing, except that opening a database brings its schema up to date, as every command does.
"""

import hashlib
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from analyser import __version__, factory
from analyser.errors import AnalyserError, MissingComponent
from analyser.settings import Settings
from analyser.workspace import Workspace

LOW_DISK = 2 << 30  # bytes; the unpacked encoder alone takes half a gigabyte


class Health(StrEnum):
    WELL = "well"
    ADVICE = "advice"
    MISSING = "missing"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    subject: str
    state: Health
    found: str
    advice: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Look at every part; a part that cannot be looked at is a finding too."""
    version = ".".join(map(str, sys.version_info[:3]))
    findings = [Finding("program", Health.WELL, f"version {__version__}, Python {version}")]
    for subject, look in (
        ("disk", _disk),
        ("workspace", _workspace),
        ("encoder", _encoder),
        ("recognition of scans", _recognition),
    ):
        findings += _looked(subject, look, settings)
    return findings


def _looked(subject: str, look: Callable[[Settings], Iterator[Finding]], settings: Settings) -> Iterator[Finding]:
    try:
        yield from look(settings)
    except MissingComponent as error:
        yield Finding(subject, Health.MISSING, error.message, error.hint)
    except AnalyserError as error:
        yield Finding(subject, Health.FAULT, error.message, error.hint)


def _disk(settings: Settings) -> Iterator[Finding]:
    for subject, folder in (("data folder", settings.data_dir), ("cache folder", settings.cache_dir)):
        there = next(path for path in (folder, *folder.parents) if path.exists())
        free = shutil.disk_usage(there).free
        found = f"{folder}, {free / (1 << 30):.1f} GiB free"
        low = Finding(subject, Health.ADVICE, found, "Free some space before adding laws.")
        yield low if free < LOW_DISK else Finding(subject, Health.WELL, found)


def _workspace(settings: Settings) -> Iterator[Finding]:
    workspace = factory.open_workspace(settings)
    try:
        about = workspace.ping()
        yield Finding("database", Health.WELL, f"{about['database']}, schema {about['schema']}")
        yield Finding("audit log", Health.WELL, f"intact, {workspace.verify_audit()} entries")
        yield _files(workspace)
        failed = [law for law in workspace.every_law() if law.verdict == "failed"]
        advice = "Give a better copy: `not_covered` is refused on them." if failed else ""
        state = Health.ADVICE if failed else Health.WELL
        yield Finding("texts", state, f"{len(failed)} current laws are incomplete", advice)
    finally:
        workspace.close()


def _files(workspace: Workspace) -> Finding:
    """Whether every law's source file is kept and still has its content."""
    wrong = []
    laws = list(workspace.every_law())
    for law in laws:
        try:
            with workspace.law_file(law.id).open("rb") as stream:
                same = hashlib.file_digest(stream, "sha256").hexdigest() == law.sha256
        except AnalyserError:
            same = False
        if not same:
            wrong.append(law.file_name)
    if wrong:
        advice = "Restore these files of the data folder from a back-up."
        return Finding("source files", Health.FAULT, f"gone or changed: {', '.join(wrong[:5])}", advice)
    return Finding("source files", Health.WELL, f"{len(laws)} laws, all files as they were given")


def _encoder(settings: Settings) -> Iterator[Finding]:
    parts = factory.real_parts(settings)
    encoder = parts.encoder()
    length = encoder.encode_queries(["the production of child pornography"]).shape[1]
    yield Finding("encoder", Health.WELL, f"{encoder.name}, vectors of {length} numbers")
    yield Finding("ranker", Health.WELL, parts.ranker().name)


def _recognition(settings: Settings) -> Iterator[Finding]:
    from analyser.reading import recognised_languages

    languages = recognised_languages()
    if not languages:
        advice = "Needed for scanned laws only: apt install tesseract-ocr and the languages' packages."
        yield Finding("recognition of scans", Health.ADVICE, "tesseract is not installed", advice)
    else:
        yield Finding("recognition of scans", Health.WELL, f"tesseract with {', '.join(sorted(languages))}")
