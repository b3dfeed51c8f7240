"""Assignments, rounds, study members, passwords, invitations, carried ratings, verification rounds."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _columns()
    _studies()
    _duties()
    _doors()
    _verification()


def _columns() -> None:
    for name in ("language", "password"):
        op.add_column("users", sa.Column(name, TEXT, nullable=True))
    op.add_column("api_tokens", sa.Column("read_only", sa.Boolean(), nullable=True))
    op.add_column("api_tokens", sa.Column("study", TEXT, nullable=True))
    op.add_column("ratings", sa.Column("absence", sa.JSON(), nullable=True))
    op.add_column("ratings", sa.Column("carried_from", TEXT, nullable=True))


def _studies() -> None:
    op.create_table(
        "review_conduct",
        sa.Column("benchmark", TEXT, nullable=False),
        sa.Column("blind_suggestions", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.Integer(), nullable=False),
        sa.Column("members_only", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("benchmark", name="pk_review_conduct"),
    )
    op.create_table(
        "study_members",
        sa.Column("benchmark", TEXT, nullable=False),
        sa.Column("user_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_study_members_user_id"),
        sa.PrimaryKeyConstraint("benchmark", "user_id", name="pk_study_members"),
    )


def _duties() -> None:
    op.create_table(
        "assignments",
        sa.Column("jurisdiction", TEXT, nullable=False),
        sa.Column("element", TEXT, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("user_id", TEXT, nullable=False),
        sa.Column("assigned_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_assignments_user_id"),
        sa.PrimaryKeyConstraint("jurisdiction", "element", "round", "user_id", name="pk_assignments"),
    )
    op.create_index("ix_assignments_user_id", "assignments", ["user_id"], unique=False)
    op.create_table(
        "reopenings",
        sa.Column("jurisdiction", TEXT, nullable=False),
        sa.Column("element", TEXT, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("opened_by", TEXT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("jurisdiction", "element", "round", name="pk_reopenings"),
    )


def _doors() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("benchmark", TEXT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("used_by", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("digest", name="uq_invitations_digest"),
    )
    op.create_table(
        "login_failures",
        sa.Column("id", BIG, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_login_failures"),
    )
    op.create_index("ix_login_failures_who", "login_failures", ["who"], unique=False)


def _verification() -> None:
    op.create_table(
        "verifications",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("benchmark", TEXT, nullable=False),
        sa.Column("jurisdiction", TEXT, nullable=False),
        sa.Column("partner", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("deadline", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_verifications"),
        sa.UniqueConstraint("digest", name="uq_verifications_digest"),
    )
    op.create_table(
        "verification_comments",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("verification_id", TEXT, nullable=False),
        sa.Column("element", TEXT, nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("comment", TEXT, nullable=False),
        sa.Column("provision", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["verification_id"], ["verifications.id"], name="fk_verification_comments_verification_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_verification_comments"),
    )
    op.create_index(
        "ix_verification_comments_verification_id", "verification_comments", ["verification_id"], unique=False
    )
