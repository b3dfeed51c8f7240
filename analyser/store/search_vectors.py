"""Vectors of all sections and the nearest of them: exact, or by an index whose recall was measured.

SQLite: a matrix in memory, filled from the database as laws are embedded; every section is compared. PostgreSQL:
pgvector compares every section of a narrowed search; a search over everything takes the HNSW index where one was built,
and says with what recall. An index is never taken for a narrowed search of few sections.
"""

import struct
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.matching.candidate import Vectors
from analyser.store.copying import copy_in
from analyser.store.search_words import Ranked, Scope
from analyser.store.tables import SearchLawRow, SearchVectorRow

EXACT_BELOW = 60_000  # sections that are compared one by one where an index could be asked
EF_SEARCH = 200  # candidates HNSW keeps while it walks
_SPARE = 4  # times as many are fetched as asked for, because filters come afterwards
_INDEX = "ix_search_vectors_hnsw"


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest sections, and whether all were compared (`exact`) or an index was asked."""

    ranked: Ranked
    how: str


class VectorStore(Protocol):
    def add(self, law_version_id: str, ids: Sequence[int], vectors: Vectors) -> None: ...

    def nearest(self, vector: Vectors, encoder: str, scope: Scope, limit: int) -> Near: ...


class Matrix:
    """The vectors of one encoder in memory, shared by the threads of a process; laws are loaded once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._encoder = ""
        self._codes: dict[str, int] = {}
        self._blocks: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], Vectors]] = []

    def nearest(self, session: Session, vector: Vectors, encoder: str, laws: Sequence[str], most: int) -> list[int]:
        """Ids of the nearest sections of the law versions, equals by id."""
        with self._lock:
            self._load(session, encoder)
            blocks, codes = list(self._blocks), dict(self._codes)
        allowed = np.zeros(len(codes) + 1, bool)
        allowed[[codes[law] for law in laws if law in codes]] = True
        best: list[tuple[float, int]] = []
        for ids, law_of, vectors in blocks:
            scores = vectors @ vector
            scores[~allowed[law_of]] = -np.inf
            top = np.argpartition(-scores, min(most, len(scores) - 1))[:most]
            best += [(-float(scores[at]), int(ids[at])) for at in top if np.isfinite(scores[at])]
        return [number for _, number in sorted(best)[:most]]

    def _load(self, session: Session, encoder: str) -> None:
        if encoder != self._encoder:
            self._encoder, self._codes, self._blocks = encoder, {}, []
        known = session.scalars(sa.select(SearchLawRow.law_version_id).where(SearchLawRow.encoder == encoder)).all()
        fresh = [law for law in known if law not in self._codes]
        for law in fresh:
            self._codes[law] = len(self._codes)
        if fresh:
            self._blocks.append(self._block(session, fresh, whole=len(fresh) == len(known)))
        if len(self._blocks) > 32:
            ids, laws, vectors = zip(*self._blocks, strict=True)
            self._blocks = [(np.concatenate(ids), np.concatenate(laws), np.concatenate(vectors))]

    def _block(
        self, session: Session, laws: list[str], whole: bool
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], Vectors]:
        where = sa.true() if whole else SearchVectorRow.law_version_id.in_(laws)
        many = session.scalar(sa.select(sa.func.count()).select_from(SearchVectorRow).where(where)) or 0
        width = session.scalar(sa.select(SearchVectorRow.width).where(where).limit(1)) or 1
        ids, law_of = np.zeros(many, np.int64), np.zeros(many, np.int32)
        vectors = np.zeros((many, width), np.float32)
        columns = (SearchVectorRow.section_id, SearchVectorRow.law_version_id, SearchVectorRow.vector)
        none = len(self._codes)  # a code that is never allowed
        for at, row in enumerate(session.execute(sa.select(*columns).where(where).execution_options(yield_per=5000))):
            law_of[at] = self._codes.get(row[1], none) if len(row[2]) == width else none
            if len(row[2]) == width:
                ids[at], vectors[at] = row[0], row[2]
        return ids, law_of, vectors


class SqliteVectors:
    def __init__(self, session: Session, matrix: Matrix) -> None:
        self._session, self._matrix = session, matrix

    def add(self, law_version_id: str, ids: Sequence[int], vectors: Vectors) -> None:
        rows = [
            {"section_id": number, "law_version_id": law_version_id, "width": vectors.shape[1], "vector": vector}
            for number, vector in zip(ids, vectors, strict=True)
        ]
        if rows:
            self._session.execute(sa.insert(SearchVectorRow), rows)

    def nearest(self, vector: Vectors, encoder: str, scope: Scope, limit: int) -> Near:
        laws = scope.laws if scope.laws is not None else self._all(scope)
        found = self._matrix.nearest(self._session, vector, encoder, laws, limit * _SPARE)
        kept = _within(self._session, found, scope)
        return Near(Ranked(tuple(kept[:limit])), "exact")

    def _all(self, scope: Scope) -> list[str]:
        """Law versions of an unnarrowed scope: the conditions on sections are looked at afterwards."""
        return list(self._session.scalars(sa.select(SearchLawRow.law_version_id)))


class PostgresVectors:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, law_version_id: str, ids: Sequence[int], vectors: Vectors) -> None:
        half = np.ascontiguousarray(vectors, ">f2")
        law, width = law_version_id.encode(), half.shape[1]
        size = struct.pack(">ihh", 4 + 2 * width, width, 0)
        head = struct.pack(">i", len(law)) + law + struct.pack(">ii", 4, width) + size
        rows = b"".join(
            struct.pack(">hiq", 4, 8, number) + head + vector.tobytes()
            for number, vector in zip(ids, half, strict=True)
        )
        data = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0) + rows + struct.pack(">h", -1)
        columns = "section_id, law_version_id, width, vector"
        copy_in(self._session, f"COPY search_vectors ({columns}) FROM STDIN (FORMAT binary)", data)

    def nearest(self, vector: Vectors, encoder: str, scope: Scope, limit: int) -> Near:
        said = self._index(len(vector)) if scope.sections is None or scope.sections > EXACT_BELOW else None
        if said is None:
            return Near(self._exact(vector, encoder, scope, limit), "exact")
        return Near(self._by_index(vector, encoder, scope, limit), said)

    def _index(self, width: int) -> str | None:
        """What was measured of the index for vectors of this width; None where there is none that is valid."""
        statement = (
            "SELECT obj_description(c.oid) FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid "
            "WHERE c.relname = :name AND i.indisvalid AND pg_table_is_visible(c.oid)"
        )
        found: str | None = self._session.scalar(sa.text(statement), {"name": f"{_INDEX}_{width}"})
        return found

    def _exact(self, vector: Vectors, encoder: str, scope: Scope, limit: int) -> Ranked:
        narrowed = "" if scope.laws is None else "AND r.law_version_id = ANY(:laws)"
        inner = (
            f"SELECT r.section_id, r.vector <#> CAST(:asked AS halfvec) AS distance FROM search_vectors r "
            f"JOIN search_laws l ON l.law_version_id = r.law_version_id "
            f"WHERE l.encoder = :encoder AND r.width = :width {narrowed} ORDER BY 2, 1 LIMIT :spare"
        )
        return self._ranked(inner, vector, encoder, scope, limit)

    def _by_index(self, vector: Vectors, encoder: str, scope: Scope, limit: int) -> Ranked:
        for name, value in (("hnsw.ef_search", str(EF_SEARCH)), ("hnsw.iterative_scan", "relaxed_order")):
            self._session.execute(sa.select(sa.func.set_config(name, value, True)))
        narrowed = "" if scope.laws is None else "AND law_version_id = ANY(:laws)"
        width = len(vector)
        cast = f"(vector::halfvec({width}))"
        nearest = (
            f"SELECT section_id, law_version_id, {cast} <#> CAST(:asked AS halfvec({width})) AS distance "
            f"FROM search_vectors WHERE width = {width} {narrowed} "
            f"ORDER BY {cast} <#> CAST(:asked AS halfvec({width})) LIMIT :spare"
        )
        inner = (
            f"SELECT n.section_id, n.distance FROM ({nearest}) n JOIN search_laws l "
            "ON l.law_version_id = n.law_version_id WHERE l.encoder = :encoder AND CAST(:width AS integer) > 0"
        )
        return self._ranked(inner, vector, encoder, scope, limit)

    def _ranked(self, inner: str, vector: Vectors, encoder: str, scope: Scope, limit: int) -> Ranked:
        statement = (
            f"SELECT s.id FROM ({inner}) near JOIN sections s ON s.id = near.section_id "
            f"JOIN law_versions v ON v.id = s.law_version_id WHERE {scope.condition} "
            "ORDER BY near.distance, s.id LIMIT :most"
        )
        values = {**scope.values, "asked": written(vector), "encoder": encoder, "width": len(vector)}
        values |= {"spare": limit * _SPARE, "most": limit}
        if scope.laws is not None:
            values["laws"] = list(scope.laws)
        return Ranked(tuple(self._session.scalars(sa.text(statement), values)))


def build_index(session: Session, width: int, asked: Sequence[Vectors], encoder: str, nearest: int = 20) -> float:
    """Make the HNSW index for vectors of a width and measure its recall of the `nearest` for the vectors asked.

    The recall is kept with the index and shown with every answer that used it. PostgreSQL only.
    """
    name, everything = f"{_INDEX}_{width}", Scope("v.current", {}, None, None)
    session.execute(sa.text(f"DROP INDEX IF EXISTS {name}"))
    store = PostgresVectors(session)
    true = [store.nearest(vector, encoder, everything, nearest).ranked.ids for vector in asked]
    session.execute(
        sa.text(
            f"CREATE INDEX {name} ON search_vectors USING hnsw ((vector::halfvec({width})) halfvec_ip_ops) "
            f"WHERE width = {width}"
        )
    )
    session.execute(sa.text(f"COMMENT ON INDEX {name} IS 'hnsw'"))
    found = [store.nearest(vector, encoder, everything, nearest).ranked.ids for vector in asked]
    recall = sum(len(set(one) & set(other)) for one, other in zip(true, found, strict=True)) / max(
        1, sum(map(len, true))
    )
    said = f"hnsw, recall@{nearest} {recall:.3f} of {len(asked)} questions"
    session.execute(sa.text(f"COMMENT ON INDEX {name} IS '{said}'"))
    return recall


def written(vector: Vectors) -> str:
    """pgvector's text form."""
    return "[" + ",".join(f"{value:.5g}" for value in vector.tolist()) + "]"


def _within(session: Session, ids: Sequence[int], scope: Scope) -> list[int]:
    """Those of the sections that the scope's condition lets through, in their order."""
    if not ids:
        return []
    statement = sa.text(
        "SELECT s.id FROM sections s JOIN law_versions v ON v.id = s.law_version_id "
        f"WHERE s.id IN :ids AND {scope.condition}"
    ).bindparams(sa.bindparam("ids", expanding=True))
    kept = set(session.scalars(statement, {**scope.values, "ids": list(ids)}))
    return [number for number in ids if number in kept]
