"""Translations attached to law versions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "translations",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("law_version_id", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", TEXT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.CheckConstraint("origin IN ('uploaded', 'machine')", name=op.f("ck_translations_origin_known")),
        sa.ForeignKeyConstraint(["law_version_id"], ["law_versions.id"], name="fk_translations_law_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_translations"),
    )
    op.create_index("ix_translations_law_version_id", "translations", ["law_version_id"], unique=False)
    op.create_table(
        "translated_sections",
        sa.Column("translation_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("heading", TEXT, nullable=True),
        sa.Column("text", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], name="fk_translated_sections_section_id"),
        sa.ForeignKeyConstraint(["translation_id"], ["translations.id"], name="fk_translated_sections_translation_id"),
        sa.PrimaryKeyConstraint("translation_id", "position", name="pk_translated_sections"),
    )
    op.create_index("ix_translated_sections_section_id", "translated_sections", ["section_id"], unique=False)
