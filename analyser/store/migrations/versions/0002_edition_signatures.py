"""Signatures under frozen editions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "edition_signatures",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("edition_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("statement", TEXT, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["study_editions.id"], name="fk_edition_signatures_edition_id_study_editions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_edition_signatures"),
        sa.UniqueConstraint("edition_id", "name", name="uq_edition_signatures_edition_id_name"),
    )
