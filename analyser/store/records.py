"""What the store hands out: frozen values, without a trace of the database. Importing this loads no SQLAlchemy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, Literal, TypeVar

from analyser.matching.candidate import Evidence
from analyser.review.records import Role
from analyser.sections.law import Verdict

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A piece of a list; `next_cursor` asks for the next piece, None at the end."""

    items: tuple[T, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    code: str  # ISO 3166, lower case
    name: str
    laws: int = 0
    version_set: str | None = None  # fingerprint of its present law versions; null where there is no law
    verdict: Verdict | None = None  # the worst certificate of its present law versions


@dataclass(frozen=True, slots=True)
class LawVersion:
    """A law's text in one language as it stood on a date. Immutable; what is unknown is null."""

    id: str
    law_id: str
    jurisdiction: str
    title: str
    language: str
    sha256: str  # of the source file
    file_name: str
    media_type: str
    reader: str
    splitter: str
    pages: int | None
    sections: int
    characters: int
    verdict: Verdict
    certificate: Mapping[str, Any]  # analyser.sections.law.Certificate as a dict
    as_of: date | None
    retrieved_at: datetime | None
    source: str | None
    licence: str | None
    added_at: datetime
    added_by: str
    current: bool  # belongs to the set that analysis and ratings use
    notes: tuple[str, ...] = ()
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PageBox:
    """Where a piece of a section stands on a page: points from the page's top left corner."""

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class SectionRecord:
    id: int
    law_version_id: str
    law_title: str
    jurisdiction: str
    position: int  # from 0, in document order
    key: str
    label: str
    heading: str | None
    path: tuple[str, ...]
    kind: str
    text: str
    pages: tuple[int, int] | None
    repealed: bool
    start: int
    end: int
    boxes: tuple[PageBox, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Where a search looks; None means everywhere. `law` is a law version's id, of any age."""

    country: str | None = None
    law: str | None = None
    language: str | None = None
    repealed: bool | None = None
    all_versions: bool = False


@dataclass(frozen=True, slots=True)
class Unsearched:
    """Of the `laws` in reach, those whose words, and those whose meaning, are not in the index."""

    laws: int
    words: int
    meaning: int | None  # null where meaning was not asked for


@dataclass(frozen=True, slots=True)
class FoundSection:
    id: int
    law_version_id: str
    label: str
    heading: str | None
    path: tuple[str, ...]
    text: str
    repealed: bool
    law_title: str
    jurisdiction: str
    language: str
    as_of: date | None
    current: bool


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation beside a law version: a reader's help, never authentic, never cited."""

    id: str
    law_version_id: str
    language: str
    origin: Literal["uploaded", "machine"]
    source: str  # the file's name, or the server that made it
    sha256: str | None  # of the uploaded file
    added_at: datetime
    added_by: str
    sections: int = 0
    aligned: int = 0  # of them, those that stand for a section of the original


@dataclass(frozen=True, slots=True)
class TranslatedSection:
    translation_id: str
    position: int
    section_id: int | None  # of the original; null where no number tells which
    label: str
    heading: str | None
    text: str
    language: str
    origin: Literal["uploaded", "machine"]
    source: str


@dataclass(frozen=True, slots=True)
class Run:
    """One analysis; same fingerprint, same result."""

    id: str
    jurisdiction: str
    version_set: str
    benchmark: str
    benchmark_version: str
    benchmark_fingerprint: str
    encoder: str
    ranker: str
    settings: Mapping[str, Any]
    fingerprint: str
    candidates: int  # 0 means the run was empty, which is not the same as "not covered"
    created_at: datetime
    created_by: str
    stale: bool  # the laws or the benchmark have changed since
    reused: bool = False  # an earlier run with the same fingerprint was found; nothing was computed


@dataclass(frozen=True, slots=True)
class CandidateRecord:
    """A section proposed for an element by the newest run of its jurisdiction and benchmark."""

    id: int
    run_id: str
    jurisdiction: str
    benchmark: str
    element: str
    rank: int
    probability: float
    band: str  # the probability in words
    section: SectionRecord
    evidence: tuple[Evidence, ...]
    signals: Mapping[str, Any]
    stale: bool  # the laws or the benchmark have changed since the run


class JobState(StrEnum):
    """Where an item stands. `failed` may be tried again, `rejected` is the input's fault, `empty` found nothing."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    REJECTED = "rejected"
    EMPTY = "empty"

    @property
    def finished(self) -> bool:
        return self not in (JobState.QUEUED, JobState.RUNNING)


class Standing(StrEnum):
    """How an item of a bulk run stands before the run."""

    NEW = "new"
    STALE = "stale"  # done before, from another file, row or benchmark than now
    FAILED = "failed"
    UNFINISHED = "unfinished"  # queued, or left by a run that was killed
    SETTLED = "settled"  # done, rejected or empty: nothing would be different


@dataclass(frozen=True, slots=True)
class Job:
    """A line of the ledger."""

    id: str
    batch: str  # the manifest's fingerprint for bulk runs, else the job's own id
    kind: str  # `ingest` or `analyse`
    item: str  # what it works on, for people: a file name, or `xa csea-2012`
    fingerprint: str  # of everything that goes in
    state: JobState
    attempt: int  # from 0 while never started
    step: str | None  # what is being done now, for people
    error_code: str | None
    message: str | None
    hint: str | None
    payload: Mapping[str, Any]
    result: Mapping[str, Any]  # `law_version_id`, `run_ids`
    created_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told how jobs end."""

    id: str
    url: str
    states: tuple[JobState, ...]
    key_id: str  # tells which secret signs
    created_at: datetime
    created_by: str
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to a webhook: waiting while `next_at` is set, arrived with `delivered_at`, else given up."""

    id: str
    webhook_id: str
    job_id: str
    body: str  # JSON as it is signed and sent
    attempts: int
    next_at: datetime | None
    status: int | None  # what the receiver answered last
    error: str | None
    created_at: datetime
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Token:
    """A token as listed: the secret itself is shown once, when it is issued, and only its hash is kept."""

    id: str
    user: str
    kind: str  # `login` (one time), `session`, `api`
    name: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None
    read_only: bool = False
    study: str | None = None  # the one benchmark it opens


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that makes its first reader a user; `benchmark` is the study it makes them a member of."""

    id: str
    role: Role
    benchmark: str | None
    created_at: datetime
    created_by: str
    expires_at: datetime
    used_at: datetime | None = None
    used_by: str | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """A read-only look at one country's answers for a partner, until a deadline."""

    id: str
    benchmark: str
    jurisdiction: str
    partner: str
    created_at: datetime
    created_by: str
    deadline: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VerificationComment:
    """What the partner says of an element; recorded beside the answer, never over it."""

    id: str
    verification_id: str
    element: str
    agrees: bool | None
    comment: str
    provision: str  # words of a provision they point to; empty for none
    at: datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A line of the append-only log; `hash` covers the line and the hash before it."""

    seq: int
    at: datetime
    actor: str
    action: str  # `law.add`, `run.add`, `rating.add`, `rating.supersede`, `adjudication.add`, `edition.freeze` ...
    subject: str
    detail: Mapping[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A frozen study; `content` is the exported study as JSON data, `fingerprint` its SHA-256."""

    id: str
    name: str
    benchmark: str
    fingerprint: str
    frozen_at: datetime
    frozen_by: str
    content: Mapping[str, Any] = field(repr=False)
