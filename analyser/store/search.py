"""What can be searched and how: the index of every law version, and the two rankings that a search joins.

A law version's words are indexed in the transaction that stores it. Its vectors come later, and until they are there
the law is counted as not searched by meaning; nothing is left out without being counted.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.matching.candidate import Vectors
from analyser.store import search_terms, search_vectors
from analyser.store.records import FoundSection, SearchFilter, Unsearched
from analyser.store.search_terms import Clause
from analyser.store.search_vectors import Matrix, Near, PostgresVectors, SqliteVectors, VectorStore
from analyser.store.search_words import Ranked, Scope, words_of
from analyser.store.tables import LawRow, LawVersionRow, SearchLawRow, SearchVectorRow, SectionRow


class Search:
    def __init__(self, session: Session, matrix: Matrix) -> None:
        self._session = session
        self._words = words_of(session)
        postgresql = session.get_bind().dialect.name == "postgresql"
        self._vectors: VectorStore = PostgresVectors(session) if postgresql else SqliteVectors(session, matrix)

    # ---- filling

    def index_words(self, law_version_id: str) -> None:
        """Put the law version's terms into the index, unless they are there."""
        row = self._session.get(SearchLawRow, law_version_id)
        if row is None or row.words != search_terms.NAME:
            index_words(self._session, law_version_id)

    def add_vectors(self, law_version_id: str, encoder: str, ids: Sequence[int], vectors: Vectors) -> None:
        """Keep one unit vector for each section; those of another encoder go."""
        own = SearchVectorRow.law_version_id == law_version_id
        self._session.execute(sa.delete(SearchVectorRow).where(own))
        if ids:
            self._vectors.add(law_version_id, ids, vectors)
        _state(self._session, law_version_id).encoder = encoder
        self._session.flush()

    def pending(self, encoder: str | None, country: str | None = None) -> tuple[str, ...]:
        """Law versions whose words or, for an encoder, vectors are missing; current ones first."""
        missing = [SearchLawRow.words.is_distinct_from(search_terms.NAME)]
        if encoder is not None:
            missing.append(SearchLawRow.encoder.is_distinct_from(encoder))
        query = (
            sa.select(LawVersionRow.id)
            .outerjoin(SearchLawRow, SearchLawRow.law_version_id == LawVersionRow.id)
            .where(sa.or_(*missing))
            .order_by(LawVersionRow.current.desc(), LawVersionRow.jurisdiction, LawVersionRow.id)
        )
        if country is not None:
            query = query.where(LawVersionRow.jurisdiction == country)
        return tuple(self._session.scalars(query))

    def build_index(self, encoder: str, questions: int) -> float | None:
        """Make the index of nearest sections anew; its recall, None on SQLite, where every section is compared."""
        if not isinstance(self._vectors, PostgresVectors):
            return None
        rows = self._session.execute(
            sa.select(SearchVectorRow.section_id, SearchVectorRow.vector)
            .join(SearchLawRow, SearchLawRow.law_version_id == SearchVectorRow.law_version_id)
            .where(SearchLawRow.encoder == encoder)
            .order_by(sa.func.md5(sa.cast(SearchVectorRow.section_id, sa.Text)))
            .limit(questions)
        ).all()
        asked = [row[1].astype("float32") for row in rows]
        return search_vectors.build_index(self._session, len(asked[0]), asked, encoder) if asked else None

    # ---- asking

    def scope(self, wanted: SearchFilter) -> Scope:
        """The filters as a condition; the law versions too where a filter names some of them."""
        conditions, values = [], {}
        if not wanted.all_versions and wanted.law is None:
            conditions.append("v.current")
        for name, column in (("country", "v.jurisdiction"), ("language", "v.language"), ("law", "v.id")):
            if (value := getattr(wanted, name)) is not None:
                conditions.append(f"{column} = :{name}")
                values[name] = value
        laws, sections = None, None
        if values:
            query = sa.text(
                f"SELECT v.id, v.sections FROM law_versions v WHERE {' AND '.join(conditions)} ORDER BY v.id"
            )
            rows = self._session.execute(query, values).all()
            laws, sections = tuple(row[0] for row in rows), sum(row[1] for row in rows)
        if wanted.repealed is not None:
            conditions.append("s.repealed" if wanted.repealed else "NOT s.repealed")
        return Scope(" AND ".join(conditions) or "v.id IS NOT NULL", values, laws, sections)

    def by_words(self, asked: Sequence[Clause], scope: Scope, limit: int) -> Ranked:
        return self._words.find(asked, scope, limit) if asked else Ranked(())

    def by_meaning(self, vector: Vectors, encoder: str, scope: Scope, limit: int) -> Near:
        return self._vectors.nearest(vector, encoder, scope, limit)

    def unsearched(self, encoder: str | None, wanted: SearchFilter) -> Unsearched:
        """How many law versions in the filter's reach are not searched by words, and not by meaning."""
        conditions: list[Any] = [] if wanted.all_versions or wanted.law else [LawVersionRow.current]
        for column, value in (
            (LawVersionRow.jurisdiction, wanted.country),
            (LawVersionRow.language, wanted.language),
            (LawVersionRow.id, wanted.law),
        ):
            if value is not None:
                conditions.append(column == value)
        no_words = sa.func.coalesce(SearchLawRow.words, "") != search_terms.NAME
        no_vectors = sa.func.coalesce(SearchLawRow.encoder, "") != (encoder or "")
        query = (
            sa.select(sa.func.count(), sa.func.sum(_one(no_words)), sa.func.sum(_one(no_vectors)))
            .select_from(LawVersionRow)
            .outerjoin(SearchLawRow, SearchLawRow.law_version_id == LawVersionRow.id)
            .where(*conditions)
        )
        laws, words, meaning = self._session.execute(query).one()
        return Unsearched(laws, int(words or 0), None if encoder is None else int(meaning or 0))

    def found(self, ids: Iterable[int]) -> dict[int, FoundSection]:
        """What a result shows of a section."""
        law = (LawRow.title, LawVersionRow.jurisdiction, LawVersionRow.language, LawVersionRow.as_of)
        own = (SectionRow.law_version_id, SectionRow.label, SectionRow.heading, SectionRow.path, SectionRow.text)
        query = (
            sa.select(SectionRow.id, *own, SectionRow.repealed, *law, LawVersionRow.current)
            .join(LawVersionRow, LawVersionRow.id == SectionRow.law_version_id)
            .join(LawRow, LawRow.id == LawVersionRow.law_id)
            .where(SectionRow.id.in_(list(ids)))
        )
        return {row[0]: _found(row) for row in self._session.execute(query)}


def _found(row: Any) -> FoundSection:
    number, law_version_id, label, heading, path, *rest = row
    return FoundSection(number, law_version_id, label, heading, tuple(path), *rest)


def index_words(session: Session, law_version_id: str) -> None:
    """Put a stored law version's terms into the index, in place of earlier ones."""
    words, state = words_of(session), _state(session, law_version_id)
    if state.words is not None:
        words.drop(law_version_id)
    heading = SectionRow.label + " " + sa.func.coalesce(SectionRow.heading, "")
    rows = session.execute(
        sa.select(SectionRow.id, heading, SectionRow.text)
        .where(SectionRow.law_version_id == law_version_id)
        .order_by(SectionRow.position)
    ).all()
    words.add(law_version_id, [(row[0], row[1], row[2]) for row in rows])
    state.words = search_terms.NAME
    session.flush()


def _state(session: Session, law_version_id: str) -> SearchLawRow:
    row = session.get(SearchLawRow, law_version_id)
    if row is None:
        row = SearchLawRow(law_version_id=law_version_id, words=None, encoder=None)
        session.add(row)
        session.flush()
    return row


def _one(condition: Any) -> Any:
    return sa.case((condition, 1), else_=0)
