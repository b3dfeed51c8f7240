"""Search on both databases: every script is found, what is not indexed is counted, filters and pages hold."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from workspaces import PRODUCE, STATUTE, make_workspace, parts, settings, write_statute

from analyser import factory
from analyser.errors import NotFound, UnknownName, UsageError
from analyser.store.records import SearchFilter, Unsearched
from analyser.workspace import Workspace
from analyser.workspace.searching import Mode, Results, fused, snippet_of
from tests.matching.invented import TrigramEncoder

SCRIPTS = [
    # (a section's text, what is asked, what is marked in it)
    ("Quiconque détient une REPRÉSENTATION pornographique est puni.", "representation", "REPRÉSENTATION"),
    ("Όποιος παράγει υλικό παιδικής πορνογραφίας τιμωρείται.", "ΠΑΡΑΓΕΙ", "παράγει"),
    ("Кто изготовляет порнографические материалы, наказывается.", "ИЗГОТОВЛЯЕТ", "изготовляет"),
    ("児童ポルノを製造した者は、五年以下の拘禁刑に処する。", "児童ポルノ", "児童ポルノ"),
    ("制作淫秽物品的，处三年以下有期徒刑。", "淫秽物品", "淫秽物品"),
    ("제작한 자는 징역에 처한다. 아동성착취물을 포함한다.", "성착취물", "성착취물"),
    ("ผู้ใดผลิตสื่อลามกอนาจารเด็ก ต้องระวางโทษจำคุก", "สื่อลามก", "สื่อลามก"),
    ("អ្នកណាផលិតរូបភាពអាសអាភាសកុមារ ត្រូវផ្តន្ទាទោស", "រូបភាព", "រូបភាព"),
    ("ຜູ້ໃດຜະລິດສື່ລາມົກເດັກ ຈະຖືກລົງໂທດ", "ລາມົກ", "ລາມົກ"),
    ("يُعاقَب بالحبس كل من أنتج موادّ إباحية للأطفال", "يعاقب الحبس", "يُعاقَب"),
    ("המפיק פרסום תועבה ובו דמותו של קטין, דינו מאסר.", "תועבה", "תועבה"),
    ("जो कोई बाल अश्लील सामग्री का उत्पादन करता है, दंडनीय होगा।", "अश्लील", "अश्लील"),
    ("Çocuk pornografisi ÜRETEN kişi cezalandırılır. Işık.", "uretem* üreten isik", "ÜRETEN"),
]


@pytest.fixture
def searched(database_url: str, tmp_path: Path) -> Iterator[Workspace]:
    """Two countries, the second with a law in every script; nothing embedded yet."""
    made = make_workspace(tmp_path, database_url, replace(parts(), encoder=TrigramEncoder))
    me = made.local_user()
    made.ingest(write_statute(tmp_path), "xa", by=me, title="Children Act", language="en")
    articles = "\n\n".join(f"Article {n}. Rule\n{text}" for n, (text, _, _) in enumerate(SCRIPTS, 1))
    made.ingest(write_statute(tmp_path, "b.txt", f"Code\n\n{articles}\n"), "xb", by=me, title="Code", language="fr")
    yield made
    made.close()


def labels(results: Results) -> list[tuple[str, str]]:
    return [(one.section.jurisdiction, one.section.label) for one in results.items]


def test_every_script_is_found_by_its_words(searched: Workspace) -> None:
    for number, (text, asked, shown) in enumerate(SCRIPTS, 1):
        found = searched.search(asked, mode=Mode.LEXICAL)
        assert found.items, asked
        best = found.items[0]
        assert (best.section.jurisdiction, best.section.label) == ("xb", str(number)), asked
        assert best.section.text.strip() == text
        words = [best.snippet[start:end] for start, end in best.marks]
        assert shown in words, (asked, words)
        assert best.snippet == best.section.text[best.start : best.start + len(best.snippet)]


ASKED = [
    # (question, labels in xa that have it)
    ("child pornography", {"2", "3"}),
    ('"three years"', {"3"}),
    ('"years three"', set()),
    ("imprison*", {"2", "3"}),
    ("imprison", set()),
    ("Treasury offers", {"3", "4"}),  # none has both: those with one of them
    ("zebra", set()),
    ("...", set()),
]


def test_words_phrases_and_beginnings(searched: Workspace) -> None:
    for question, expected in ASKED:
        found = searched.search(question, SearchFilter(country="xa"), mode=Mode.LEXICAL)
        assert {label for _, label in labels(found)} == expected, question


def test_a_law_that_is_not_embedded_is_counted_until_it_is(searched: Workspace) -> None:
    me = searched.local_user()
    first = searched.search("produces child pornography")
    assert first.unsearched == Unsearched(laws=2, words=0, meaning=2)
    assert all(one.by_meaning is None for one in first.items)
    assert searched.search("crime", mode=Mode.SEMANTIC).items == ()
    assert searched.index_search(by=me, country="xa") == 1
    assert searched.search("crime").unsearched.meaning == 1
    job = searched.submit_index(by=me)
    assert searched.run_queued() == 1
    assert searched.job(job.id).result == {"laws": 1}
    found = searched.search("produces child pornography")
    assert (found.unsearched.meaning, found.nearest) == (0, "exact")
    assert (found.items[0].section.label, found.items[0].by_words, found.items[0].by_meaning) == ("2", 1, 1)
    assert searched.index_search(by=me) == 0


def test_an_analysed_country_is_embedded(searched: Workspace) -> None:
    searched.analyse("xa", "csea-2012", by=searched.local_user(), top=2)
    assert searched.search("crime", SearchFilter(country="xa")).unsearched == Unsearched(1, 0, 0)


def test_filters_narrow_both_rankings(searched: Workspace, tmp_path: Path) -> None:
    me = searched.local_user()
    old = searched.laws("xa").items[0].id
    new = searched.ingest(
        write_statute(tmp_path, "c.txt", STATUTE.replace("five", "nine")), "xa", by=me, title="Children Act"
    ).id
    searched.index_search(by=me)
    for mode in Mode:
        everything = searched.search("child pornography years", mode=mode)
        assert {one.section.law_version_id for one in everything.items if one.section.jurisdiction == "xa"} == {new}
        only = searched.search("child pornography years", SearchFilter(law=old), mode=mode)
        assert {one.section.law_version_id for one in only.items} == {old}
        both = searched.search("child pornography years", SearchFilter(country="xa", all_versions=True), mode=mode)
        assert {one.section.law_version_id for one in both.items} == {old, new}
        french = searched.search("pornographique", SearchFilter(language="fr", repealed=False), mode=mode)
        assert {one.section.language for one in french.items} == {"fr"}
        assert searched.search("pornographique", SearchFilter(repealed=True), mode=mode).items == ()


def test_pages_join_to_the_whole(searched: Workspace) -> None:
    searched.index_search(by=searched.local_user())
    whole = searched.search("child pornography", limit=200)
    seen: list[int] = []
    cursor: str | None = None
    while True:
        piece = searched.search("child pornography", cursor=cursor, limit=3)
        seen += [one.rank for one in piece.items]
        cursor = piece.next_cursor
        if cursor is None:
            break
    assert seen == list(range(1, whole.found + 1))
    assert whole.next_cursor is None


MANY = " ".join(f"word{number}" for number in range(40))
REFUSED = [("", {}), (" ", {}), ("a" * 401, {}), ("a b", {"limit": 0}), ("a", {"cursor": "W10"}), (MANY, {})]
HOSTILE = [
    '"', '"" OR', "NEAR(a b)", "law : x", "{heading} : y", "'; DROP TABLE sections; --", "a & b | !c", "\\", "* *", "\0"
]  # fmt: skip


def test_what_cannot_be_searched_is_refused_and_signs_are_plain_text(searched: Workspace) -> None:
    for text, more in REFUSED:
        with pytest.raises(UsageError):
            searched.search(text, mode=Mode.LEXICAL, **more)  # type: ignore[arg-type]
    with pytest.raises(UnknownName):
        searched.search("law", SearchFilter(country="yy"))
    with pytest.raises(NotFound):
        searched.search("law", SearchFilter(law="none"))
    for text in HOSTILE:
        searched.search(text, mode=Mode.LEXICAL)
    assert len(searched.sections(searched.laws("xa").items[0].id).items) == 4


def test_a_restored_workspace_is_searched_once_it_is_indexed(searched: Workspace, tmp_path: Path) -> None:
    given = searched._settings
    factory.back_up(given, tmp_path / "backup.zip")
    factory.restore(settings(tmp_path / "restored"), tmp_path / "backup.zip")
    again = make_workspace(tmp_path / "restored", None, replace(parts(), encoder=TrigramEncoder))
    assert again.search("child pornography", mode=Mode.LEXICAL).unsearched.words == 2
    assert again.index_search(by=again.local_user()) == 2
    found = again.search("child pornography")
    assert found.unsearched == Unsearched(2, 0, 0)
    assert ("xa", "2") in labels(found)
    again.close()


@pytest.mark.postgres
def test_the_index_of_nearest_sections_says_its_recall(searched: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    me = searched.local_user()
    searched.index_search(by=me)
    recall = searched.build_search_index(by=me)
    found = searched.search("produces child pornography", mode=Mode.SEMANTIC)
    if recall is None:
        assert found.nearest == "exact"
    else:
        assert recall == 1.0
        assert found.nearest is not None
        assert found.nearest.startswith("hnsw, recall@20 1.000 of")
        assert searched.search("produces", SearchFilter(country="xa"), mode=Mode.SEMANTIC).nearest == "exact"
    assert found.items[0].section.label == "2"


def test_ranks_are_joined_without_their_scores() -> None:
    assert [number for number, _ in fused([(1, 2, 3), (3, 4)])] == [3, 1, 2, 4]
    assert fused([(7,), ()]) == [(7, 1 / 61)]


def test_a_snippet_holds_most_of_what_was_asked() -> None:
    text = "word " * 200 + "alpha beta gamma " + "word " * 200 + "alpha"
    marks = [(at, at + 5) for at in range(len(text)) if text.startswith("alpha", at)] + [(1006, 1010), (1011, 1016)]
    start, end = snippet_of(text, sorted(marks))
    assert "alpha beta gamma" in text[start:end]
    assert snippet_of("short", ()) == (0, 5)


SCAN = re.compile(r"(Seq Scan on|^SCAN) (sections|candidates|search_vectors|search_words|jobs)\b")


def test_no_list_reads_a_large_table_from_end_to_end(searched: Workspace) -> None:
    """What the lists really ask is explained by the database itself; PostgreSQL may not scan where an index serves."""
    searched.analyse("xa", "csea-2012", by=searched.local_user(), top=2)
    searched.search("all", mode=Mode.SEMANTIC)  # SQLite reads its vectors once, into memory
    engine, asked = searched._store._engine, list[tuple[str, Any]]()
    event.listen(engine, "before_cursor_execute", lambda _c, _u, text, values, *_: asked.append((text, values)))
    law = searched.laws("xa").items[0].id
    searched.candidates("xa", benchmark="csea-2012")
    searched.candidates("xa", PRODUCE)
    searched.candidates(element=PRODUCE)
    searched.sections(law)
    searched.context(searched.sections(law).items[1].id)
    searched.jobs()
    for mode in (Mode.LEXICAL, Mode.SEMANTIC):
        searched.search("child pornography", SearchFilter(country="xa"), mode=mode)
    queries = [(text, values) for text, values in asked if text.startswith("SELECT") and "FROM" in text]
    assert len(queries) > 8
    postgresql = engine.dialect.name == "postgresql"
    with engine.connect() as connection:
        if postgresql:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for text, values in queries:
            explain = "EXPLAIN " if postgresql else "EXPLAIN QUERY PLAN "
            plan = [str(row[-1]) for row in connection.exec_driver_sql(explain + text, values)]
            scanned = [line for line in plan if SCAN.search(line) and "INDEX" not in line]
            assert scanned == [], (text, plan)


def test_two_writers_and_many_readers_at_once_all_get_their_answer(searched: Workspace, tmp_path: Path) -> None:
    """More threads than the pool keeps open; whoever must wait waits, and nobody is refused."""
    me = searched.local_user()
    files = [write_statute(tmp_path, f"{n}.txt", STATUTE.replace("five", f"{n + 20}")) for n in range(4)]

    def write(number: int) -> int:
        return searched.ingest(files[number], "xc", by=me, title=f"Act {number}").sections

    def read(_number: int) -> int:
        return searched.search("child pornography", SearchFilter(country="xa"), mode=Mode.LEXICAL).found

    with ThreadPoolExecutor(26) as pool:
        writers = [pool.submit(write, number) for number in range(4)]
        readers = [pool.submit(read, number) for number in range(48)]
        assert [one.result() for one in writers] == [4] * 4
        assert {one.result() for one in readers} == {2}
    assert searched.search("offers", SearchFilter(country="xc"), mode=Mode.LEXICAL).found == 4
