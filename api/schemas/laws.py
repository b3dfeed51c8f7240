"""Jurisdictions, laws, sections, jobs and runs as JSON."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from analyser.sections.law import Verdict
from analyser.store.records import JobState
from api.schemas.base import Request, Shape


class JurisdictionShape(Shape):
    code: str = Field(examples=["xa"], description="ISO 3166 code, lower case.")
    name: str
    laws: int
    version_set: str | None = Field(description="Fingerprint of its present law versions; null without a law.")
    verdict: Verdict | None = Field(description="The worst certificate of its present law versions.")


class LawShape(Shape):
    id: str
    law_id: str
    jurisdiction: str
    title: str
    language: str
    sha256: str = Field(description="Of the source file.")
    file_name: str
    media_type: str
    reader: str
    splitter: str
    pages: int | None
    sections: int
    characters: int
    verdict: Verdict
    certificate: dict[str, Any]
    as_of: date | None
    retrieved_at: datetime | None
    source: str | None
    licence: str | None
    added_at: datetime
    added_by: str
    current: bool
    notes: list[str]


class BoxShape(Shape):
    page: int
    box: tuple[float, float, float, float] = Field(description="x0, top, x1, bottom in points.")


class SectionShape(Shape):
    id: int
    law_version_id: str
    law_title: str
    jurisdiction: str
    position: int
    key: str
    label: str = Field(description="The number as printed.")
    heading: str | None
    path: list[str] = Field(description="Enclosing book, part, chapter, outermost first.")
    kind: str
    text: str
    pages: tuple[int, int] | None
    repealed: bool
    start: int
    end: int
    boxes: list[BoxShape]


class Withdrawal(Request):
    reason: str = Field(min_length=1, examples=["Wrong file: a commentary, not the code."])


class JobShape(Shape):
    id: str
    batch: str
    kind: str = Field(description="`ingest` or `analyse`.")
    item: str
    state: JobState = Field(description="failed: may be tried again; rejected: the file's fault; empty: found nothing.")
    attempt: int
    step: str | None = Field(description="What is being done now.")
    error_code: str | None
    message: str | None
    hint: str | None
    result: dict[str, Any] = Field(examples=[{"law_version_id": "…", "run_ids": ["…"]}])
    created_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class AnalysisRequest(Request):
    country: str = Field(examples=["xa"])
    benchmark: str = Field(default="csea-2012")
    top: int = Field(default=20, ge=1, le=200, description="Candidates kept per element.")


class RunShape(Shape):
    id: str
    jurisdiction: str
    version_set: str
    benchmark: str
    benchmark_version: str
    benchmark_fingerprint: str
    encoder: str
    ranker: str
    settings: dict[str, Any]
    fingerprint: str
    candidates: int = Field(description="0: the run proposed nothing, which is not the same as “not covered”.")
    created_at: datetime
    created_by: str
    stale: bool
    reused: bool
