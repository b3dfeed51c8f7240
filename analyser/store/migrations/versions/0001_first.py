"""The first schema: laws, runs, ratings, people, the ledger, the audit log and editions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _people()
    _laws()
    _law_versions()
    _sections()
    _runs()
    _ratings()
    _proof()
    _ledger()
    _editions()


def _people() -> None:
    op.create_table(
        "users",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.CheckConstraint("role IN ('viewer', 'reviewer', 'adjudicator', 'admin')", name="ck_users_role_known"),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("name", name="uq_users_name"),
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("user_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.CheckConstraint("kind IN ('login', 'session', 'api')", name="ck_api_tokens_kind_known"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_api_tokens_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("digest", name="uq_api_tokens_digest"),
    )
    op.create_index("ix_api_tokens_user_id", "api_tokens", ["user_id"], unique=False)


def _laws() -> None:
    op.create_table(
        "jurisdictions",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("version_set", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_jurisdictions"),
    )
    op.create_table(
        "laws",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("jurisdiction", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.code"], name="fk_laws_jurisdiction"),
        sa.PrimaryKeyConstraint("id", name="pk_laws"),
        sa.UniqueConstraint("jurisdiction", "title", name="uq_laws_jurisdiction_title"),
    )


def _law_versions() -> None:
    op.create_table(
        "law_versions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("law_id", TEXT, nullable=False),
        sa.Column("jurisdiction", TEXT, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("file_name", TEXT, nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("reader", TEXT, nullable=False),
        sa.Column("splitter", TEXT, nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("sections", sa.Integer(), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("certificate", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("retrieved_at", MOMENT, nullable=True),
        sa.Column("source", TEXT, nullable=True),
        sa.Column("licence", TEXT, nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", TEXT, nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_why", TEXT, nullable=True),
        sa.CheckConstraint("verdict IN ('complete', 'review', 'failed')", name="ck_law_versions_verdict_known"),
        sa.ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.code"], name="fk_law_versions_jurisdiction"),
        sa.ForeignKeyConstraint(["law_id"], ["laws.id"], name="fk_law_versions_law_id"),
        sa.PrimaryKeyConstraint("id", name="pk_law_versions"),
        sa.UniqueConstraint("jurisdiction", "fingerprint", name="uq_law_versions_jurisdiction_fingerprint"),
    )
    op.create_index("ix_law_versions_law_id", "law_versions", ["law_id"], unique=False)


def _sections() -> None:
    op.create_table(
        "sections",
        sa.Column("id", BIG, nullable=False),
        sa.Column("law_version_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("heading", TEXT, nullable=True),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("page_first", sa.Integer(), nullable=True),
        sa.Column("page_last", sa.Integer(), nullable=True),
        sa.Column("repealed", sa.Boolean(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("boxes", sa.JSON(), nullable=True),
        sa.CheckConstraint("kind IN ('section', 'provision', 'schedule')", name="ck_sections_kind_known"),
        sa.ForeignKeyConstraint(["law_version_id"], ["law_versions.id"], name="fk_sections_law_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sections"),
        sa.UniqueConstraint("law_version_id", "key", name="uq_sections_law_version_id_key"),
        sa.UniqueConstraint("law_version_id", "position", name="uq_sections_law_version_id_position"),
    )
    op.create_table(
        "version_sets",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("jurisdiction", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.code"], name="fk_version_sets_jurisdiction"),
        sa.PrimaryKeyConstraint("id", name="pk_version_sets"),
    )
    op.create_table(
        "version_set_members",
        sa.Column("version_set_id", TEXT, nullable=False),
        sa.Column("law_version_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["law_version_id"], ["law_versions.id"], name="fk_version_set_members_law_version_id"),
        sa.ForeignKeyConstraint(["version_set_id"], ["version_sets.id"], name="fk_version_set_members_version_set_id"),
        sa.PrimaryKeyConstraint("version_set_id", "law_version_id", name="pk_version_set_members"),
    )


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("jurisdiction", TEXT, nullable=False),
        sa.Column("version_set_id", TEXT, nullable=False),
        sa.Column("benchmark", TEXT, nullable=False),
        sa.Column("benchmark_version", TEXT, nullable=False),
        sa.Column("benchmark_fingerprint", TEXT, nullable=False),
        sa.Column("encoder", TEXT, nullable=False),
        sa.Column("ranker", TEXT, nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.code"], name="fk_runs_jurisdiction"),
        sa.ForeignKeyConstraint(["version_set_id"], ["version_sets.id"], name="fk_runs_version_set_id"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sa.UniqueConstraint("fingerprint", name="uq_runs_fingerprint"),
    )
    op.create_index(
        "uq_runs_newest",
        "runs",
        ["jurisdiction", "benchmark"],
        unique=True,
        sqlite_where=sa.text("newest"),
        postgresql_where=sa.text("newest"),
    )
    op.create_table(
        "candidates",
        sa.Column("id", BIG, nullable=False),
        sa.Column("run_id", TEXT, nullable=False),
        sa.Column("element", TEXT, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("section_id", BIG, nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_candidates_run_id"),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], name="fk_candidates_section_id"),
        sa.PrimaryKeyConstraint("id", name="pk_candidates"),
        sa.UniqueConstraint("run_id", "element", "rank", name="uq_candidates_run_id_element_rank"),
    )


def _ratings() -> None:
    op.create_table(
        "ratings",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("jurisdiction", TEXT, nullable=False),
        sa.Column("element", TEXT, nullable=False),
        sa.Column("version_set", TEXT, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", TEXT, nullable=False),
        sa.Column("judgement", TEXT, nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("rationale", TEXT, nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("superseded_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "judgement IN ('covered', 'partial', 'not_covered', 'unclear')", name="ck_ratings_judgement_known"
        ),
        sa.CheckConstraint("kind IN ('rating', 'adjudication')", name="ck_ratings_kind_known"),
        sa.ForeignKeyConstraint(["jurisdiction"], ["jurisdictions.code"], name="fk_ratings_jurisdiction"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["users.id"], name="fk_ratings_reviewer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ratings"),
    )
    op.create_index("ix_ratings_element", "ratings", ["element"], unique=False)
    op.create_index(
        "uq_ratings_live",
        "ratings",
        ["jurisdiction", "element", "version_set", "reviewer_id", "round", "kind"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )


def _proof() -> None:
    op.create_table(
        "rating_citations",
        sa.Column("rating_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section_id", BIG, nullable=False),
        sa.Column("quote", TEXT, nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["rating_id"], ["ratings.id"], name="fk_rating_citations_rating_id"),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], name="fk_rating_citations_section_id"),
        sa.PrimaryKeyConstraint("rating_id", "position", name="pk_rating_citations"),
    )
    op.create_table(
        "adjudications",
        sa.Column("adjudication_id", TEXT, nullable=False),
        sa.Column("rating_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["adjudication_id"], ["ratings.id"], name="fk_adjudications_adjudication_id"),
        sa.ForeignKeyConstraint(["rating_id"], ["ratings.id"], name="fk_adjudications_rating_id"),
        sa.PrimaryKeyConstraint("adjudication_id", "rating_id", name="pk_adjudications"),
    )


def _ledger() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("batch", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("item", TEXT, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("step", TEXT, nullable=True),
        sa.Column("error_code", TEXT, nullable=True),
        sa.Column("message", TEXT, nullable=True),
        sa.Column("hint", TEXT, nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("worker", TEXT, nullable=True),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed', 'rejected', 'empty')", name="ck_jobs_state_known"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("batch", "fingerprint", name="uq_jobs_batch_fingerprint"),
    )
    op.create_index("ix_jobs_created_at_id", "jobs", ["created_at", "id"], unique=False)
    op.create_index("ix_jobs_state", "jobs", ["state"], unique=False)
    op.create_table(
        "audit_log",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_log"),
        sa.UniqueConstraint("hash", name="uq_audit_log_hash"),
    )


def _editions() -> None:
    op.create_table(
        "study_editions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("benchmark", TEXT, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("frozen_at", MOMENT, nullable=False),
        sa.Column("frozen_by", TEXT, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_study_editions"),
        sa.UniqueConstraint("name", name="uq_study_editions_name"),
    )
