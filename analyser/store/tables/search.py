"""What search reads: derived from the sections, made anew at any time, in no back-up.

The words themselves stand in `search_words`, which each database keeps in its own way (see store/search_words.py).
"""

from typing import Any

import numpy as np
import sqlalchemy as sa
from pgvector import HalfVector
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column

from analyser.store.tables.base import Base
from analyser.store.types import BigId


class Half(sa.types.TypeDecorator[Any]):
    """A vector in half precision: pgvector's halfvec of any width, or its bytes."""

    impl = sa.LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(HALFVEC() if dialect.name == "postgresql" else sa.LargeBinary())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        half = np.asarray(value, np.float16)
        return HalfVector(half.tolist()) if dialect.name == "postgresql" else half.tobytes()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if isinstance(value, bytes):
            return np.frombuffer(value, np.float16)
        return value.to_numpy() if isinstance(value, HalfVector) else np.asarray(value, np.float16)


class SearchLawRow(Base):
    """How far a law version can be searched."""

    __tablename__ = "search_laws"
    __table_args__ = (sa.Index("ix_search_laws_encoder", "encoder"),)

    law_version_id: Mapped[str] = mapped_column(sa.ForeignKey("law_versions.id"), primary_key=True)
    words: Mapped[str | None]  # name of what cut its terms
    encoder: Mapped[str | None]  # name of what made its vectors


class SearchVectorRow(Base):
    """One vector for a section: the mean direction of its windows."""

    __tablename__ = "search_vectors"
    __table_args__ = (sa.Index("ix_search_vectors_law_version_id", "law_version_id"),)

    section_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("sections.id"), primary_key=True, autoincrement=False)
    law_version_id: Mapped[str] = mapped_column(sa.ForeignKey("law_versions.id"))
    width: Mapped[int]
    vector: Mapped[Any] = mapped_column(Half())
