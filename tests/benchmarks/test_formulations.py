"""Formulations: every file in its script, English complete, wrong script named with its line."""

from pathlib import Path

import pytest

import benchmarks
from analyser.errors import InvalidDefinition, UnknownName
from benchmarks.languages import load_languages, missing
from benchmarks.scripts import wrong_script
from benchmarks.vocabulary import load_vocabulary

GREEK, CJK = frozenset({"GREEK"}), frozenset({"CJK"})
LATIN, CYRILLIC = frozenset({"LATIN"}), frozenset({"CYRILLIC"})
RIGHT = [
    ("en", LATIN, "Whoever possesses such material"),
    ("de", LATIN, "Wer § 184b Abs. 1 Nr. 1 über Beförderung"),
    ("el", GREEK, "Όποιος κατέχει υλικό μέσω IP διεύθυνσης και συστήματος πληροφοριών"),
    ("ru", CYRILLIC, "Хранение материалов"),
    ("zh-Hans", CJK, "持有儿童色情制品的"),
    ("zh-Hant", CJK, "持有兒童色情製品者"),
    ("zh-Hans", CJK, "IP地址"),
    ("ja", frozenset({"CJK", "HIRAGANA", "KATAKANA"}), "電磁的記録を提供した者は、サーバーに"),
    ("ko", frozenset({"HANGUL", "CJK"}), "아동·청소년성착취물을 소지한 자"),
]
WRONG = [
    ("en", LATIN, "Whoever pоssesses such material", "another script"),  # a Cyrillic о
    ("el", GREEK, "Whoever possesses such material", "Latin letters"),
    ("ru", CYRILLIC, "Khranenie materialov", "Latin letters"),
    ("sr-Cyrl", CYRILLIC, "Ко поседује dečju pornografiju", "Latin letters"),
    ("zh-Hant", CJK, "持有儿童色情物品", "orthography"),
    ("zh-Hans", CJK, "販賣兒童色情", "orthography"),
    ("el", GREEK, "12 %", "no letters"),
]


@pytest.mark.parametrize(("language", "scripts", "text"), RIGHT)
def test_the_right_script_passes(language: str, scripts: frozenset[str], text: str) -> None:
    assert wrong_script(text, language, scripts) is None


@pytest.mark.parametrize(("language", "scripts", "text", "said"), WRONG)
def test_the_wrong_script_is_named(language: str, scripts: frozenset[str], text: str, said: str) -> None:
    assert said in (wrong_script(text, language, scripts) or "")


def test_english_phrases_every_core_concept_in_two_sentences_and_every_lexicon_group() -> None:
    english = benchmarks.load_language("en")
    assert missing(english) == ([], [])
    assert min(len(english.formulations[concept]) for concept in load_vocabulary().core) >= 2


@pytest.mark.parametrize("code", load_languages())
def test_a_packaged_language_is_complete_and_in_its_script(code: str) -> None:
    language, scripts = load_languages()[code], load_vocabulary().scripts[code]
    assert missing(language) == ([], [])
    texts = [text for table in (language.formulations, language.lexicon) for entry in table.values() for text in entry]
    assert [text for text in texts if wrong_script(text, code, scripts)] == []


def test_two_concepts_do_not_share_a_sentence() -> None:
    """The same sentence for two concepts would rank the same section for both."""
    for language in load_languages().values():
        sentences = [sentence for entry in language.formulations.values() for sentence in entry]
        twice = {sentence for sentence in sentences if sentences.count(sentence) > 1}
        assert twice == set(), language.code


def test_an_unknown_language_names_close_ones() -> None:
    with pytest.raises(UnknownName) as caught:
        benchmarks.load_language("enn")
    assert "en" in caught.value.hint


FILES = [
    (
        "language: el\nname: Greek\nformulations:\n  csam.access:\n    - Whoever gains access\nlexicon: {}\n",
        "el.yaml:5",
        "csam.access",
        "Latin",
    ),
    (
        "language: el\nname: Greek\nformulations:\n  csam.axess:\n    - Όποιος αποκτά\nlexicon: {}\n",
        "el.yaml:4",
        "csam.axess",
        "unknown concept",
    ),
    (
        "language: el\nname: Greek\nformulations:\n  csam.access: Όποιος αποκτά\nlexicon: {}\n",
        "el.yaml:4",
        "csam.access",
        "list of texts",
    ),
    (
        "language: el\nname: Greek\nformulations: {}\nlexicon:\n  childs:\n    - παιδί\n",
        "el.yaml:5",
        "childs",
        "unknown lexicon group",
    ),
    (
        "language: el\nname: Greek\nformulations: {}\nlexicon:\n  child: [παιδί, ανήλικος, παιδί]\n",
        "el.yaml:5",
        "child",
        "twice",
    ),
    ("language: xx\nname: Nobody\nformulations: {}\nlexicon: {}\n", "el.yaml:1", "", "unknown language `xx`"),
    ("language: fr\nname: French\nformulations: {}\nlexicon: {}\n", "el.yaml:1", "", "the language is `fr`"),
]


@pytest.mark.parametrize(("content", "place", "entry", "said"), FILES)
def test_a_broken_file_is_refused_with_its_line(
    tmp_path: Path, content: str, place: str, entry: str, said: str
) -> None:
    (tmp_path / "el.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(InvalidDefinition) as caught:
        load_languages(tmp_path)
    told = "\n".join(caught.value.details["problems"])
    assert place in told
    assert entry in told
    assert said in told
    assert caught.value.hint
