"""Training on invented countries: it learns, repeats itself exactly, and what it writes is what it reads."""

from pathlib import Path

import numpy as np
import pytest

import models.head
import models.listwise
import models.training
from analyser.errors import InvalidDefinition
from analyser.matching.features import FEATURES
from analyser.matching.nearness import exemplar_best
from benchmarks import load_benchmark, load_languages
from models.dataset import Example, example, share_exemplars
from models.evaluation import NEVER, macro
from models.gold import GoldItem
from models.listwise import Rows, train_scorer
from models.ranker import load_ranker
from models.train import write
from models.training import Trained, folds_of, phrasebooks, train
from tests.matching.invented import CODE, TrigramEncoder, law

ANSWERS = {
    "lanzarote.20.1.a": "20",
    "lanzarote.20.1.e": "20",
    "lanzarote.3.a": "2",
    "lanzarote.24.2": "3",
    "lanzarote.26.1": None,
}


def country(name: str, turn: int) -> Example:
    rows = [
        (label, heading, path, f"{text} As of the year {1990 + turn}." if text else "")
        for label, heading, path, text in CODE
    ]
    rows = rows[turn:] + rows[:turn]
    items = [
        GoldItem(element, "covered", {("code.txt", label): 2} if label else {}) for element, label in ANSWERS.items()
    ]
    elements = [element for element in load_benchmark("csea-full").elements if element.id in ANSWERS]
    return example(name, [law(rows=rows)], items, elements, load_languages(), TrigramEncoder(), load_ranker())


@pytest.fixture(scope="module")
def trained() -> Trained:
    return _train()


def _train() -> Trained:
    before = models.head.EPOCHS, models.training.HEADS, models.listwise.EPOCHS
    models.head.EPOCHS, models.training.HEADS, models.listwise.EPOCHS = 4, 2, 8
    try:
        books = phrasebooks({"en": load_languages()["en"]}, TrigramEncoder().encode_queries)
        return train(
            [country(name, turn) for turn, name in enumerate(("aa", "bb", "cc", "dd"))], books, "trigrams", 7, 2
        )
    finally:
        models.head.EPOCHS, models.training.HEADS, models.listwise.EPOCHS = before


def test_left_out_countries_are_ranked_well(trained: Trained) -> None:
    assert len(trained.cases) == 4 * 4
    assert macro(trained.cases)["hit@5"] == 1
    assert [len(one.chances) for one in trained.lists] == [len(CODE)] * 4 * 5


def test_training_repeats_itself(trained: Trained, tmp_path: Path) -> None:
    write(trained, tmp_path / "one")
    write(_train(), tmp_path / "two")
    for name in ("ranker.json", "head.npz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_what_is_written_is_what_is_read(trained: Trained, tmp_path: Path) -> None:
    write(trained, tmp_path)
    read = load_ranker(tmp_path)
    features = np.random.default_rng(1).normal(size=(50, len(FEATURES)))
    assert np.allclose(read.probabilities(features), trained.ranker.probabilities(features), atol=1e-3)
    vectors = TrigramEncoder().encode_passages(["possesses child pornography", "a fishing net"])
    scores = read.trained_scores("trigrams/1", vectors, ("csam.possess", "nobody.knows"))
    assert scores[0, 0] > scores[1, 0]
    assert not scores[:, 1].any()
    assert not read.trained_scores("another", vectors, ("csam.possess",)).any()


def test_a_scorer_learns_to_put_answers_first() -> None:
    chosen = np.random.default_rng(2)
    lists = []
    for _ in range(340):
        features = chosen.normal(size=(8, len(FEATURES))).astype(np.float32)
        answers = np.zeros(8, bool)
        answers[int(np.argmax(features[:, 0] + features[:, 3]))] = True
        lists.append(Rows(features, answers))
    scorer = train_scorer(lists[:300], 3)
    right = [bool(rows.answers[int(np.argmax(scorer.raw(rows.features.astype(float))))]) for rows in lists[300:]]
    assert sum(right) >= 24  # of 40; by chance 5


def test_others_answers_are_exemplars_and_ones_own_are_not() -> None:
    two = [country("aa", 0), country("bb", 2)]
    share_exemplars(two)
    concept = two[0].concepts["lanzarote.20.1.e"]
    stage = two[0].stages[0]
    assert np.allclose(stage.exemplars[concept], two[1].confirmed(concept))
    best = int(np.argmax(exemplar_best(stage, concept)))
    assert stage.sections[best].label == "20"
    share_exemplars(two[:1])
    assert not exemplar_best(stage, concept).any()


def test_probabilities_rise_with_the_score_and_spread() -> None:
    scorer = load_ranker().scorer  # type: ignore[attr-defined]
    chances = scorer.chance_of(np.linspace(-15, 8, 400))
    assert (np.diff(chances) > 0).all()
    assert chances[0] < 0.01
    assert chances[-1] > 0.8


def test_weights_of_another_table_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ranker.json").write_text('{"name": "x", "features": ["one"], "scorer": {}, "without_head": {}}')
    with pytest.raises(InvalidDefinition, match="another feature table"):
        load_ranker(tmp_path)
    with pytest.raises(ValueError, match="features"):
        load_ranker().probabilities(np.zeros((2, 3)))


def test_a_lost_section_keeps_the_worst_rank() -> None:
    item = GoldItem("lanzarote.3.a", "covered", {("code.txt", "999"): 2})
    elements = [element for element in load_benchmark("csea-full").elements if element.id == "lanzarote.3.a"]
    one = example("aa", [law()], [item], elements, load_languages(), TrigramEncoder(), load_ranker())
    assert one.answered() == ["lanzarote.3.a"]
    assert one.case("lanzarote.3.a", np.arange(len(CODE), dtype=float)).ranks == (NEVER,)


def test_a_gold_key_that_fits_two_sections_means_the_one_that_speaks_of_the_concept() -> None:
    rows = [("2.0", "Aircraft", ("General part",), "Force may be used on board an aircraft in flight."), *CODE]
    item = GoldItem("lanzarote.20.1.e", "covered", {("code.txt", "2-0"): 2})
    elements = [element for element in load_benchmark("csea-full").elements if element.id == "lanzarote.20.1.e"]
    one = example("aa", [law(rows=rows)], [item], elements, load_languages(), TrigramEncoder(), load_ranker())
    assert [label for (label, *_), grade in zip(rows, one.grades["lanzarote.20.1.e"], strict=True) if grade] == ["20"]


def test_folds_part_the_jurisdictions() -> None:
    class Named:
        def __init__(self, jurisdiction: str) -> None:
            self.jurisdiction = jurisdiction

    folds = folds_of([Named(name) for name in "edcba"], 2)  # type: ignore[misc]
    assert [[one.jurisdiction for one in fold] for fold in folds] == [["a", "c", "e"], ["b", "d"]]
