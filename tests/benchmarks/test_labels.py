"""Labels of the printed codebook: French for every element, reason and heading."""

import pytest

import benchmarks
from analyser.errors import UnknownName
from benchmarks.labels import label_languages, load_labels
from benchmarks.vocabulary import load_vocabulary

ARTICLES = [
    ("lanzarote.20.1.f", "Article 20, paragraphe 1.f"),
    ("lanzarote.18.1.b.trust", "Article 18, paragraphe 1.b, deuxième tiret"),
    ("budapest.27_28", "Articles 27 et 28"),
    ("eu2011.2.c.i_ii", "Article 2, points c.i et c.ii"),
    ("icmec.4", "Critère 4"),
]


def test_french_has_a_label_and_an_article_for_every_element() -> None:
    french = load_labels("fr")
    assert set(french.labels) == set(french.articles) == set(benchmarks.load_elements())
    assert set(french.reasons) == set(load_vocabulary().reasons)
    assert set(french.titles) == set(benchmarks.list_instruments())


def test_french_labels_are_not_the_english_ones() -> None:
    french, same = load_labels("fr"), {"Extradition"}
    assert {e.label for e in benchmarks.load_elements().values() if french.label(e) == e.label} == same


def test_two_elements_of_one_article_have_different_labels() -> None:
    french = load_labels("fr")
    seen = [(e.instrument, french.article(e), french.label(e)) for e in benchmarks.load_elements().values()]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(("id", "article"), ARTICLES)
def test_articles_are_cited_as_french_lawyers_do(id: str, article: str) -> None:
    assert load_labels("fr").article(benchmarks.load_elements()[id]) == article


def test_english_comes_first_and_an_unknown_language_is_refused() -> None:
    assert label_languages() == ["en", "fr"]
    with pytest.raises(UnknownName):
        load_labels("frr")
