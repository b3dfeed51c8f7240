"""Confirmed provisions as further queries: the right passage, set against its own law, and what that does."""

import numpy as np

from analyser.matching.exemplars import Confirmed, exemplars_of
from analyser.matching.nearness import exemplar_best, exemplar_rank
from analyser.matching.scene import centred, stages
from benchmarks import load_benchmark, load_languages
from models.ranker import untrained
from tests.matching.invented import CODE, TrigramEncoder, law

ELEMENTS = load_benchmark("csea-2012").elements
LANGUAGES = {"en": load_languages()["en"]}
CONFIRMED = Confirmed(law("abroad.txt"), {"csam.possess": frozenset({"20"}), "csam.access": frozenset({"20", "none"})})


def test_each_confirmed_section_gives_one_centred_vector() -> None:
    found = exemplars_of([CONFIRMED, CONFIRMED], ELEMENTS, LANGUAGES, TrigramEncoder())
    assert sorted(found) == ["csam.access", "csam.possess"]
    assert found["csam.possess"].shape == (2, 256)
    assert np.allclose(np.linalg.norm(found["csam.possess"], axis=1), 1, atol=1e-5)


def test_sections_like_a_confirmed_one_come_near() -> None:
    known = exemplars_of([CONFIRMED], ELEMENTS, LANGUAGES, TrigramEncoder())
    (stage,) = stages([law()], ELEMENTS, LANGUAGES, TrigramEncoder(), untrained(), known)
    assert stage.sections[int(np.argmax(exemplar_best(stage, "csam.possess")))].label == "20"
    assert exemplar_rank(stage, "csam.possess").max() == 1


def test_without_confirmed_provisions_nothing_is_near() -> None:
    (stage,) = stages([law()], ELEMENTS, LANGUAGES, TrigramEncoder(), untrained())
    assert not exemplar_best(stage, "csam.possess").any()
    assert not exemplar_rank(stage, "csam.possess").any()
    assert exemplars_of([], ELEMENTS, LANGUAGES, TrigramEncoder()) == {}


def test_a_law_without_the_section_gives_none() -> None:
    other = Confirmed(law("abroad.txt", rows=CODE[:2]), {"csam.possess": frozenset({"20"})})
    assert len(exemplars_of([other], ELEMENTS, LANGUAGES, TrigramEncoder())["csam.possess"]) == 0


def test_centring_takes_away_what_is_common() -> None:
    vectors = np.array([[1, 1, 0], [1, 0, 1], [1, 0, 0]], np.float32)
    assert np.allclose(centred(vectors)[:, 0], 0)
    assert centred(vectors[:0]).shape == (0, 3)
