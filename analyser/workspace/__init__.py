"""Every operation of the product on the store; the command line and the HTTP API call nothing else.

Made by `analyser.factory.open_workspace(settings)`. All methods raise only AnalyserError. Whoever acts is given as a
`User`; methods check the user's role (Forbidden) and write the audit log in the same transaction. Safe to call from
several threads.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from analyser.analysis import Progress, silent
from analyser.review.records import Agreement, Rating, RatingDraft, Role, User
from analyser.store.records import (
    AuditEntry,
    CandidateRecord,
    Edition,
    Job,
    JobState,
    Jurisdiction,
    LawVersion,
    Page,
    Run,
    SectionRecord,
    Token,
)
from analyser.study.records import Comparison, CountrySheet, Matrix, Study


class Workspace:
    # ---- life

    def close(self) -> None:
        """Stop the job worker and let the database go."""
        raise NotImplementedError

    def ping(self) -> Mapping[str, str]:
        """`database`, `schema`: for /readyz. Raises StorageError."""
        raise NotImplementedError

    def tag(self) -> str:
        """Changes with every write: the head of the audit log, usable as an ETag of any read."""
        raise NotImplementedError

    # ---- laws

    def ingest(
        self,
        file: Path,
        jurisdiction: str,
        *,
        by: User,
        name: str | None = None,
        language: str | None = None,
        title: str | None = None,
        as_of: date | None = None,
        retrieved_at: datetime | None = None,
        source: str | None = None,
        licence: str | None = None,
        country_name: str | None = None,
        progress: Progress = silent,
    ) -> LawVersion:
        """Read, split and store one file in one transaction; the file itself is kept by its SHA-256.

        `name` is shown instead of the path (uploads). `title` names the law; a second text under the same title is a
        new version of it. The same file again returns what is there; Conflict if it comes with other metadata.
        Raises UnknownName for the jurisdiction, InputRejected, MissingComponent, StorageError.
        """
        raise NotImplementedError

    def jurisdictions(self) -> tuple[Jurisdiction, ...]:
        """Every jurisdiction with a law or a rating, by code."""
        raise NotImplementedError

    def laws(
        self, country: str | None = None, *, all_versions: bool = False, cursor: str | None = None, limit: int = 50
    ) -> Page[LawVersion]:
        """Law versions by jurisdiction, title, language; only the current ones unless `all_versions`."""
        raise NotImplementedError

    def law(self, law_version_id: str) -> LawVersion:
        """One law version. Raises NotFound."""
        raise NotImplementedError

    def law_file(self, law_version_id: str) -> Path:
        """The source file as it was given. Raises NotFound."""
        raise NotImplementedError

    def withdraw(self, law_version_id: str, reason: str, *, by: User) -> None:
        """Take a law version out of the current set (wrong file); it and its ratings stay on record."""
        raise NotImplementedError

    def sections(self, law_version_id: str, *, cursor: str | None = None, limit: int = 200) -> Page[SectionRecord]:
        """Sections in document order. Raises NotFound."""
        raise NotImplementedError

    def section(self, section_id: int) -> SectionRecord:
        raise NotImplementedError

    def context(self, section_id: int, around: int = 2) -> tuple[SectionRecord, ...]:
        """The section with up to `around` neighbours before and after it, in document order."""
        raise NotImplementedError

    # ---- analysis

    def analyse(
        self, jurisdiction: str, benchmark: str, *, by: User, top: int = 20, progress: Progress = silent
    ) -> Run:
        """Match the jurisdiction's current laws; an earlier run with the same fingerprint is reused.

        Raises UnknownName, NotFound when the jurisdiction has no law, MissingComponent, StorageError.
        """
        raise NotImplementedError

    def runs(self, country: str | None = None, benchmark: str | None = None) -> tuple[Run, ...]:
        """The newest run of every jurisdiction and benchmark."""
        raise NotImplementedError

    def candidates(
        self,
        country: str | None = None,
        element: str | None = None,
        *,
        benchmark: str | None = None,
        min_probability: float = 0.0,
        top: int | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[CandidateRecord]:
        """Candidates of the newest runs by jurisdiction, benchmark, element, rank; `top` keeps ranks up to it."""
        raise NotImplementedError

    # ---- review

    def rate(self, draft: RatingDraft, *, by: User) -> Rating:
        """Record an answer on the jurisdiction's current law versions; the reviewer's earlier one is superseded.

        The same answer twice is recorded once. Raises RatingRefused (what is missing), UnknownName, NotFound, Forbidden.
        """
        raise NotImplementedError

    def ratings(
        self, country: str | None = None, element: str | None = None, *, viewer: User, history: bool = False
    ) -> tuple[Rating, ...]:
        """Ratings and adjudications the viewer may see, by jurisdiction, element, time; `history` adds superseded ones."""
        raise NotImplementedError

    def adjudicate(self, draft: RatingDraft, *, by: User) -> Rating:
        """Settle a disagreement by a third rating whose rationale is the note.

        Raises Conflict when there is no disagreement or the adjudicator rated the cell, Forbidden, RatingRefused.
        """
        raise NotImplementedError

    def agreement(self, benchmark: str, *, viewer: User, country: str | None = None, round: int = 1) -> Agreement:
        """Agreement of blind ratings over the benchmark's elements."""
        raise NotImplementedError

    # ---- study

    def matrix(self, benchmark: str, *, viewer: User, countries: Sequence[str] | None = None) -> Matrix:
        raise NotImplementedError

    def study(self, benchmark: str, *, viewer: User, countries: Sequence[str] | None = None) -> Study:
        """The study as it stands, over all jurisdictions or those named; render with `analyser.study.export`."""
        raise NotImplementedError

    def sheet(self, country: str, benchmark: str, *, viewer: User) -> CountrySheet:
        raise NotImplementedError

    def freeze(self, benchmark: str, name: str, *, by: User) -> Edition:
        """Freeze the study under a name. Raises Conflict when the name is taken, Forbidden below adjudicator."""
        raise NotImplementedError

    def editions(self, benchmark: str | None = None) -> tuple[Edition, ...]:
        raise NotImplementedError

    def edition(self, name: str) -> Edition:
        raise NotImplementedError

    def compare(self, before: str, after: str) -> Comparison:
        """What changed between two editions, and why."""
        raise NotImplementedError

    # ---- jobs

    def submit_ingest(
        self,
        data: bytes,
        name: str,
        jurisdiction: str,
        *,
        by: User,
        language: str | None = None,
        title: str | None = None,
        as_of: date | None = None,
        source: str | None = None,
        licence: str | None = None,
        country_name: str | None = None,
        analyse: Sequence[str] = (),
        top: int = 20,
    ) -> Job:
        """Queue an upload; after reading it is matched against the benchmarks named in `analyse`.

        Raises at once for an unknown jurisdiction or benchmark, an empty or a too large file.
        """
        raise NotImplementedError

    def submit_analysis(self, jurisdiction: str, benchmark: str, *, by: User, top: int = 20) -> Job:
        raise NotImplementedError

    def job(self, job_id: str) -> Job:
        raise NotImplementedError

    def jobs(
        self, state: JobState | None = None, *, batch: str | None = None, cursor: str | None = None, limit: int = 50
    ) -> Page[Job]:
        """Jobs, newest first."""
        raise NotImplementedError

    def start_worker(self) -> None:
        """Run queued jobs in a background thread, after taking back those a killed process left running."""
        raise NotImplementedError

    def run_queued(self) -> int:
        """Run every queued job now, in this thread; how many were run. For scripts and tests."""
        raise NotImplementedError

    # ---- people

    def local_user(self, name: str | None = None) -> User:
        """The user of single-user mode (an admin, made when first asked for), or a named reviewer on this machine."""
        raise NotImplementedError

    def add_user(self, name: str, role: Role, *, by: User) -> User:
        raise NotImplementedError

    def users(self) -> tuple[User, ...]:
        raise NotImplementedError

    def issue_login(self, user: User, *, minutes: int = 60) -> str:
        """A one-time login token; only its hash is kept."""
        raise NotImplementedError

    def redeem_login(self, token: str, *, hours: int = 720) -> tuple[User, str]:
        """Trade a login token, once, for (user, session token). Raises NotAuthenticated."""
        raise NotImplementedError

    def issue_api_token(self, user: User, name: str, *, by: User, days: int | None = None) -> str:
        raise NotImplementedError

    def authenticate(self, token: str) -> User:
        """The user of a live session or API token. Raises NotAuthenticated."""
        raise NotImplementedError

    def tokens(self, user: User) -> tuple[Token, ...]:
        raise NotImplementedError

    def revoke(self, token: str) -> None:
        """End a session or API token (log out); unknown tokens are NotAuthenticated."""
        raise NotImplementedError

    # ---- audit

    def audit(self, *, by: User, cursor: str | None = None, limit: int = 50) -> Page[AuditEntry]:
        """The log, newest first; admins only."""
        raise NotImplementedError

    def verify_audit(self) -> int:
        """Check the hash chain; how many entries it has. Raises StorageError naming the first entry that does not fit."""
        raise NotImplementedError
