"""Lexical matching, queries and evidence, script by script."""

import numpy as np
import pytest

from analyser.matching.evidence import PhraseFinder, aligned, best_sentence, evidence_of, unsaid
from analyser.matching.lexical import bm25, count_terms, fold
from analyser.matching.queries import queries_for, sources_of
from benchmarks import load_benchmark, load_languages
from benchmarks.model import Language

FOUND = [
    ("en", "possess", "Whoever possesses it, or is found in possession of it.", ["possesses", "possession"]),
    ("de", "besitz", "Wer es besitzt oder dessen Besitz erlangt; unbesitzbar.", ["besitzt", "Besitz"]),
    ("el", "κατοχή", "Η ΚΑΤΟΧΉ και η κατοχής του.", ["ΚΑΤΟΧΉ"]),
    ("ja", "所持", "これを所持した者は、不所持の者と同じ。", ["所持", "所持"]),
    ("hi", "कब्जा", "जो कोई इसका कब्जा रखता है, या कब्जाधारी है।", ["कब्जा", "कब्जाधारी"]),
    ("ar", "حيازة", "كل من ثبتت له الحِيازة أو قام بحيازة ذلك", ["الحِيازة", "بحيازة"]),
    ("he", "החזקה", "המחזיק, ובהחזקה של חומר", ["ובהחזקה"]),
    ("ko", "소지", "이를 소지한 자와 소지자는 처벌한다.", ["소지", "소지"]),
]


@pytest.mark.parametrize(("language", "term", "text", "words"), FOUND)
def test_phrases_have_exact_places(language: str, term: str, text: str, words: list[str]) -> None:
    spans = PhraseFinder(language, {"possession": [term]}).find(text)["possession"]
    assert [text[start:end] for start, end in spans][: len(words)] == words


def test_terms_count_where_words_begin() -> None:
    texts = [fold("Child, children; a grandchild."), fold("Nothing.")]
    assert count_terms(texts, {"child": ["child"]}, "en")["child"].tolist() == [2, 0]
    assert count_terms([fold("児童と学童児童")], {"child": ["児童"]}, "ja")["child"].tolist() == [2]


FOLDED = [
    ("İNSAN Ticareti", " insan ticareti "),
    ("बाल-अश्लीलता", " बाल अश्लीलता "),
    ("สื่อลามก", " สื่อลามก "),
    ("শিশু, কিশোর", " শিশু কিশোর "),
    ("יֶלֶד", " ילד "),
    ("الأطْفَال", " الاطفال "),
    ("e\u0301tat_civil", " état civil "),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_vowels_stay_and_pointing_goes(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_terms_count_after_what_is_written_together_with_them() -> None:
    texts = [fold("والطفل وبالطفل"), fold("يطفل")]
    assert count_terms(texts, {"child": ["طفل"]}, "ar")["child"].tolist() == [1, 0]
    assert count_terms([fold("הילד, וילד ולילדים")], {"child": ["ילד"]}, "he")["child"].tolist() == [3]


def test_bm25_prefers_the_text_that_shares_more_and_rarer_words() -> None:
    texts = [fold(text) for text in ("the fishing net", "the pornography of the sea", "the sea and the net")]
    scores = bm25(texts, [fold("pornography at sea")], "en")[:, 0]
    assert np.argsort(-scores).tolist() == [1, 2, 0]
    assert bm25([], ["x"], "en").shape == (0, 1)


LANGUAGES = {code: Language(code, {}) for code in ("en", "no", "da", "sr-Cyrl", "sr-Latn", "ru")}
SOURCES = [
    ("da", ("da",)),
    ("sr", ("sr-Cyrl", "sr-Latn")),
    ("sr-Latn", ("sr-Latn",)),
    ("is", ("da", "no")),
    ("be", ("ru",)),
    ("zu", ("en",)),
]


@pytest.mark.parametrize(("language", "sources"), SOURCES)
def test_own_language_first_then_related_then_english(language: str, sources: tuple[str, ...]) -> None:
    assert sorted(sources_of(language, LANGUAGES)) == sorted(sources)


def test_an_element_nobody_phrased_is_asked_by_its_definition() -> None:
    elements = load_benchmark("csea-full").elements
    queries = queries_for("en", elements, {})
    assert {element.concept for element in elements} <= set(queries.of)
    assert any(elements[0].definition in queries.texts[index] for index in queries.of[elements[0].concept])


def test_formulations_are_asked_in_the_laws_language() -> None:
    languages = load_languages()
    queries = queries_for("de", load_benchmark("csea-full").elements, languages)
    own = [queries.texts[index] for index in queries.of["csam.possess"]]
    assert tuple(own) == languages["de"].formulations["csam.possess"]


def test_the_best_sentence_is_where_most_groups_speak() -> None:
    text = "A fine is paid. Whoever possesses child pornography is fined. A child may play."
    spans = PhraseFinder("en", {"child": ["child"], "pornography": ["pornography"], "punish": ["fined"]}).find(text)
    wanted = ("child", "pornography", "punish")
    assert best_sentence(text, (0, len(text)), spans, wanted).text == "Whoever possesses child pornography is fined."
    evidence = evidence_of(text, (0, len(text)), spans, "csam.possess")
    assert {item.part for item in evidence} >= {"match", "age", "object", "penalty"}
    assert all(text[item.start : item.end] == item.text for item in evidence)


def test_the_sentence_with_the_act_goes_before_a_penalty_in_the_best_window() -> None:
    text = "Whoever possesses child pornography is punished:\na) in small amounts with a fine;\nb) else with prison."
    spans = PhraseFinder("en", {"child": ["child"], "possession": ["possesses"], "punish": ["fine", "prison"]}).find(
        text
    )
    window = (text.index("a)"), len(text))
    found = best_sentence(text, window, spans, ("child", "pornography", "possession", "punish"))
    assert found.text.startswith("Whoever possesses")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Whoever possesses child pornography is fined.",
            ["no age found, only “child”", "no word for a depiction found"],
        ),
        ("Whoever possesses pornography of a child under 18 is fined.", ["no word for a depiction found"]),
        ("Whoever possesses pornography of a person below majority is fined.", ["no word for a depiction found"]),
        ("Whoever possesses obscene pictures.", ["no child or minor found", "no word for pornography found"]),
    ],
)
def test_what_a_provision_does_not_say_is_said(text: str, said: list[str]) -> None:
    terms = {
        "child": ["child"],
        "under_age": ["below majority"],
        "pornography": ["pornography"],
        "depict": ["pictures"],
    }
    spans = PhraseFinder("en", terms | {"possession": ["possesses"], "punish": ["fined"]}).find(text)
    assert unsaid(text, spans, "csam.possess")[: len(said)] == said


def test_parts_say_what_was_found_and_what_is_missing() -> None:
    text = "Whoever possesses child pornography is fined."
    terms = {"child": ["child"], "pornography": ["pornography"], "possession": ["possesses"], "computer": ["internet"]}
    spans = PhraseFinder("en", terms).find(text)
    parts = aligned(text, (0, len(text)), spans, "csam.access")
    assert parts == {"age": ["child"], "object": ["pornography"], "act": [], "means": [], "penalty": []}
    assert aligned(text, (0, len(text)), spans, "csam.possess")["act"] == ["possesses"]
