"""The table of features: documented, of the right shape, each telling what it says it tells."""

import numpy as np
import pytest

from analyser.matching.expectations import EXPECTED, expected
from analyser.matching.features import FEATURES, Feature, feature_table, standardise
from analyser.matching.nearness import SET_BACK, family_of, trained_with_child
from analyser.matching.scene import Stage, stages
from analyser.matching.wording import child_share, expected_terms, together_terms
from benchmarks import load_benchmark, load_languages
from models.ranker import load_ranker
from tests.matching.invented import CODE, TrigramEncoder, law

LABELS = [label for label, *_ in CODE]


@pytest.fixture(scope="module")
def stage() -> Stage:
    elements = load_benchmark("csea-full").elements
    (only,) = stages([law()], elements, load_languages(), TrigramEncoder(), load_ranker())
    return only


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_a_feature_is_documented_and_gives_a_number_a_section(feature: Feature, stage: Stage) -> None:
    assert len(feature.documentation) > 20
    for concept in ("csam.possess", "def.child", "inchoate.attempt"):
        values = feature.func(stage, concept)
        assert values.shape == (len(CODE),)
        assert np.isfinite(values).all()


HIGHEST = [
    ("own_best", "csam.possess", "20"),
    ("own_mean", "csam.possess", "20"),
    ("ngrams_mean", "csam.possess", "20"),
    ("expected_terms", "csam.access", "20"),
    ("expected_rarity", "csam.distribute", "20"),
    ("expected_heading", "csam.distribute", "20"),
    ("ngrams_best", "def.child", "2"),
    ("own_mean", "inchoate.attempt", "3"),
    ("expected_terms", "inchoate.attempt", "3"),
    ("length", "def.child", "21"),
    ("repealed", "def.child", "11"),
    ("position", "def.child", "21"),
    ("defines", "def.child", "2"),
    ("together_terms", "csam.possess", "20"),
    ("together_rarity", "csam.access", "20"),
    ("together_acts", "inchoate.attempt", "3"),
    ("together_child", "csam.possess", "20"),
    ("child_share", "csam.possess", "2"),
    ("child_heading", "csam.possess", "20"),
]

APART = (
    "Whoever keeps a home for a child shall be registered with the authority.\n"
    + "The register is open to every person and is kept for ten years.\n" * 30
    + "Whoever possesses pornography in the home shall be punished with a fine."
)


def test_what_stands_pages_apart_is_not_together() -> None:
    rows = [*CODE, ("30", "Homes", ("Homes",), APART)]
    elements = load_benchmark("csea-full").elements
    (stage,) = stages([law(rows=rows)], elements, load_languages(), TrigramEncoder(), load_ranker())
    homes, material = len(rows) - 1, LABELS.index("20")
    whole, together = expected_terms(stage, "csam.possess"), together_terms(stage, "csam.possess")
    assert together[homes] < whole[homes]
    assert together[material] == whole[material]
    assert child_share(stage, "csam.possess")[homes] < child_share(stage, "csam.possess")[material]


def test_a_window_that_names_no_child_is_set_back_and_a_silent_head_stays_silent(stage: Stage) -> None:
    assert not trained_with_child(stage, "csam.possess").any()  # the head does not read this encoder
    head = stage.trained_windows.copy()
    try:
        stage.__dict__["trained_windows"] = np.ones_like(head)
        scores = trained_with_child(stage, "csam.possess")
    finally:
        stage.__dict__["trained_windows"] = head
    assert scores[LABELS.index("20")] == 1
    assert scores[LABELS.index("10")] == 1 - SET_BACK


@pytest.mark.parametrize(("name", "concept", "label"), HIGHEST)
def test_what_scores_highest(name: str, concept: str, label: str, stage: Stage) -> None:
    feature = next(feature for feature in FEATURES if feature.name == name)
    assert LABELS[int(np.argmax(feature.func(stage, concept)))] == label


def test_names_are_unique_and_the_table_follows_them(stage: Stage) -> None:
    assert len({feature.name for feature in FEATURES}) == len(FEATURES)
    table = feature_table(stage, "csam.possess")
    assert table.shape == (len(CODE), len(FEATURES))
    assert np.array_equal(feature_table(stage, "csam.possess", only=[3, 1]), table[:, [3, 1]])


def test_relative_features_are_on_one_scale(stage: Stage) -> None:
    table = feature_table(stage, "csam.possess")
    for column, feature in enumerate(FEATURES):
        if feature.relative and table[:, column].any():
            assert table[:, column].mean() == pytest.approx(0, abs=1e-9)
            assert table[:, column].std() == pytest.approx(1)
    assert standardise(np.ones(3)).tolist() == [0, 0, 0]


FAMILIES = [
    ("csam.possess", "csam"),
    ("def.csam.real", "def.csam"),
    ("def.child", "def.child"),
    ("proc.search.extend", "proc.search"),
]


@pytest.mark.parametrize(("concept", "family"), FAMILIES)
def test_families(concept: str, family: str) -> None:
    assert family_of(concept) == family


def test_expectations_name_groups_and_concepts_that_exist() -> None:
    english = load_languages()["en"]
    families = {concept.rpartition(".")[0] for concept in english.formulations} | {
        c.split(".")[0] for c in english.formulations
    }
    assert {group for groups in EXPECTED.values() for group in groups} <= set(english.lexicon)
    assert set(EXPECTED) <= set(english.formulations) | families
    assert expected("csam.procure.other") == EXPECTED["csam.procure"]
    assert expected("nobody.knows") == ("punish",)
