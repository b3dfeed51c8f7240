"""The words of all sections: an inverted index of each database's own kind, with the same terms in it.

SQLite keeps them in FTS5 and ranks by BM25; PostgreSQL in a tsvector with a GIN index and ranks by ts_rank. All words
asked for must be there; where too few sections have them all, those with some of the rarer ones follow. The work is
bounded: of more than MOST matches on PostgreSQL only that many are ranked, and the answer says so.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.store.copying import copy_in
from analyser.store.search_terms import Clause, found_terms

MOST = 2000  # matches ranked
_LAWS = 300  # law versions named in an index question; more are sorted out afterwards
_POSITIONS, _OF_TERM = 16_000, 60  # PostgreSQL keeps 16,383 and 255
_GAP = 10  # between heading and body, so that no phrase runs from one into the other


@dataclass(frozen=True, slots=True)
class Scope:
    """Which sections are looked at: a condition on sections and law_versions, and the law versions where few."""

    condition: str
    values: dict[str, Any]
    laws: tuple[str, ...] | None  # None: not narrowed
    sections: int | None = None  # in those laws


@dataclass(frozen=True, slots=True)
class Ranked:
    """Section ids, best first; `cut` when not all matches were looked at."""

    ids: tuple[int, ...]
    cut: bool = False


Texts = Sequence[tuple[int, str, str]]
"""Section id, heading with label, body."""


class Words(Protocol):
    def add(self, law_version_id: str, texts: Texts) -> None: ...

    def drop(self, law_version_id: str) -> None: ...

    def find(self, asked: Sequence[Clause], scope: Scope, limit: int) -> Ranked: ...


def words_of(session: Session) -> Words:
    return PostgresWords(session) if session.get_bind().dialect.name == "postgresql" else SqliteWords(session)


class SqliteWords:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, law_version_id: str, texts: Texts) -> None:
        rows = [
            {"id": number, "law": law_version_id, "heading": _joined(heading), "body": _joined(body)}
            for number, heading, body in texts
        ]
        if rows:
            statement = "INSERT INTO search_words (rowid, law, heading, body) VALUES (:id, :law, :heading, :body)"
            self._session.execute(sa.text(statement), rows)

    def drop(self, law_version_id: str) -> None:
        """Take a law's words out, as they were put in."""
        texts = self._session.execute(
            sa.text("SELECT id, label || ' ' || coalesce(heading, ''), text FROM sections WHERE law_version_id = :law"),
            {"law": law_version_id},
        ).all()
        statement = (
            "INSERT INTO search_words (search_words, rowid, law, heading, body) "
            "VALUES ('delete', :id, :law, :heading, :body)"
        )
        rows = [
            {"id": number, "law": law_version_id, "heading": _joined(heading), "body": _joined(body)}
            for number, heading, body in texts
        ]
        if rows:
            self._session.execute(sa.text(statement), rows)

    def find(self, asked: Sequence[Clause], scope: Scope, limit: int) -> Ranked:
        phrases = [_fts_phrase(one) for one in asked]
        found = self._match(" AND ".join(phrases), scope, limit)
        if len(found) < limit and len(phrases) > 1:
            more = self._match(" OR ".join(self._rare(phrases)), scope, limit)
            found = list(dict.fromkeys([*found, *more]))
        return Ranked(tuple(found[:limit]))

    def _match(self, question: str, scope: Scope, limit: int) -> list[int]:
        match = f"{{heading body}} : ({question})"
        if scope.laws is not None and len(scope.laws) <= _LAWS:
            listed = " OR ".join(f'"{law}"' for law in scope.laws)
            match = f"law : ({listed}) AND {match}" if listed else '""'
        statement = (
            "SELECT s.id FROM search_words JOIN sections s ON s.id = search_words.rowid "
            "JOIN law_versions v ON v.id = s.law_version_id "
            f"WHERE search_words MATCH :match AND {scope.condition} "
            "ORDER BY bm25(search_words, 0, 5, 1), s.id LIMIT :most"
        )
        values = {**scope.values, "match": match, "most": limit}
        return list(self._session.scalars(sa.text(statement), values))

    def _rare(self, phrases: list[str]) -> list[str]:
        """Those of the phrases that few sections have; all of them where none is rare."""
        counted = {
            phrase: self._session.scalar(
                sa.text(
                    "SELECT count(*) FROM (SELECT 1 FROM search_words WHERE search_words MATCH :match LIMIT :most)"
                ),
                {"match": f"{{heading body}} : ({phrase})", "most": MOST + 1},
            )
            for phrase in phrases
        }
        return [phrase for phrase in phrases if (counted[phrase] or 0) <= MOST] or phrases[:1]


class PostgresWords:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, law_version_id: str, texts: Texts) -> None:
        lines = "".join(f"{number}\t{law_version_id}\t{_tsvector(heading, body)}\n" for number, heading, body in texts)
        copy_in(self._session, "COPY search_words (section_id, law_version_id, words) FROM STDIN", lines.encode())

    def drop(self, law_version_id: str) -> None:
        self._session.execute(sa.text("DELETE FROM search_words WHERE law_version_id = :law"), {"law": law_version_id})

    def find(self, asked: Sequence[Clause], scope: Scope, limit: int) -> Ranked:
        every = [_ts_clause(one) for one in asked]
        found, cut = self._match(" & ".join(every), scope, limit)
        if len(found) < limit and len(every) > 1:
            if rare := self._rare(asked):
                more, also = self._match(" | ".join(_ts_clause(one) for one in rare), scope, limit)
                found, cut = list(dict.fromkeys([*found, *more])), cut or also
            cut = cut or len(rare) < len(every)
        return Ranked(tuple(found[:limit]), cut)

    def _match(self, question: str, scope: Scope, limit: int) -> tuple[list[int], bool]:
        narrowed = "" if scope.laws is None else "AND w.law_version_id = ANY(:laws)"
        inner = f"SELECT w.section_id, w.words FROM search_words w WHERE w.words @@ asked {narrowed} LIMIT :bound"
        statement = (
            f"SELECT s.id, hits.many FROM (SELECT CAST(:asked AS tsquery) AS asked) q, LATERAL "
            f"(SELECT section_id, ts_rank('{{0.1,0.1,0.1,0.5}}', words, asked, 1) AS score, count(*) OVER () AS many "
            f"FROM ({inner}) bounded) hits "
            "JOIN sections s ON s.id = hits.section_id JOIN law_versions v ON v.id = s.law_version_id "
            f"WHERE {scope.condition} ORDER BY hits.score DESC, s.id LIMIT :most"
        )
        values = {**scope.values, "asked": question, "bound": MOST + 1, "most": limit}
        if scope.laws is not None:
            values["laws"] = list(scope.laws)
        rows = self._session.execute(sa.text(statement), values).all()
        return [row[0] for row in rows], bool(rows) and rows[0][1] > MOST

    def _rare(self, asked: Sequence[Clause]) -> list[Clause]:
        """Those that together are in few enough sections to be ranked, by what ANALYZE counted."""
        terms = sorted({term for one in asked for term in one.terms})
        counted = self._session.execute(
            sa.text(
                "SELECT e.term, e.share * t.reltuples FROM pg_stats p "
                "JOIN pg_class t ON t.oid = CAST('search_words' AS regclass), LATERAL unnest("
                "CAST(CAST(p.most_common_elems AS text) AS text[]), p.most_common_elem_freqs) AS e(term, share) "
                "WHERE p.schemaname = current_schema() AND p.tablename = 'search_words' AND p.attname = 'words' "
                "AND e.term = ANY(:terms)"
            ),
            {"terms": terms},
        )
        sections = {term: float(many) for term, many in counted}
        room, kept = float(MOST), []
        for one in sorted(asked, key=lambda one: min(sections.get(term, 0.0) for term in one.terms)):
            room -= min(sections.get(term, 0.0) for term in one.terms)
            if room >= 0:
                kept.append(one)
        return kept


def _joined(text: str) -> str:
    return " ".join(found_terms(text))


def _fts_phrase(one: Clause) -> str:
    return f'"{" ".join(one.terms)}"' + ("*" if one.prefix else "")


def _ts_clause(one: Clause) -> str:
    """Terms hold no quotes: they are word characters only."""
    quoted = [f"'{term}'" for term in one.terms]
    if one.prefix:
        quoted[-1] += ":*"
    return f"({' <-> '.join(quoted)})" if len(quoted) > 1 else quoted[0]


def _tsvector(heading: str, body: str) -> str:
    """The text form of a tsvector: heading terms carry weight A."""
    places: dict[str, list[str]] = defaultdict(list)
    at = 0
    for weight, text in (("A", heading), ("", body)):
        for at, term in enumerate(found_terms(text), at + 1):  # noqa: B020 - positions go on behind the heading
            kept = places[term]
            if at < _POSITIONS and len(kept) < _OF_TERM:
                kept.append(f"{at}{weight}")
        at += _GAP
    return " ".join(f"'{term}':{','.join(kept)}" if kept else f"'{term}'" for term, kept in places.items())
