"""Search over all laws: words, vectors, how far each law can be searched; indexes of the lists."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC

revision = "0006"
down_revision = "0007"

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS vector")
        op.execute(
            'CREATE TABLE search_words (section_id BIGINT PRIMARY KEY, law_version_id TEXT COLLATE "C" NOT NULL,'
            " words TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_search_words_words ON search_words USING gin (words)")
        op.execute("CREATE INDEX ix_search_words_law_version_id ON search_words (law_version_id)")
        vector: Any = HALFVEC()
    else:
        op.execute("CREATE VIRTUAL TABLE search_words USING fts5(law, heading, body, content='', tokenize='ascii')")
        vector = sa.LargeBinary()
    op.create_table(
        "search_laws",
        sa.Column("law_version_id", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=True),
        sa.Column("encoder", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["law_version_id"], ["law_versions.id"], name="fk_search_laws_law_version_id"),
        sa.PrimaryKeyConstraint("law_version_id", name="pk_search_laws"),
    )
    op.create_index("ix_search_laws_encoder", "search_laws", ["encoder"], unique=False)
    op.create_table(
        "search_vectors",
        sa.Column("section_id", BIG, autoincrement=False, nullable=False),
        sa.Column("law_version_id", TEXT, nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("vector", vector, nullable=False),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], name="fk_search_vectors_section_id"),
        sa.ForeignKeyConstraint(["law_version_id"], ["law_versions.id"], name="fk_search_vectors_law_version_id"),
        sa.PrimaryKeyConstraint("section_id", name="pk_search_vectors"),
    )
    op.create_index("ix_search_vectors_law_version_id", "search_vectors", ["law_version_id"], unique=False)
    op.create_index("ix_runs_jurisdiction_benchmark", "runs", ["jurisdiction", "benchmark"], unique=False)
