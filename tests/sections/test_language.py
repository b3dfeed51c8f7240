"""Languages of the invented laws, by their own text alone."""

import pytest
from invented import document, laws

from analyser.language import detect

CODES = {"zh": "zh-Hans", "sr": "sr-Cyrl"}
UNCERTAIN = {"ca", "kk", "mt", "sw"}  # too few words for a statistical guess
LAWS = [law for law in laws() if law.name not in UNCERTAIN]


@pytest.mark.parametrize("law", LAWS, ids=[law.name for law in LAWS])
def test_language_of_a_law(law: object) -> None:
    text = document(law).text  # type: ignore[arg-type]
    code, confidence = detect(text)
    assert code == CODES.get(law.name, law.name.split("_")[0])  # type: ignore[attr-defined]
    assert confidence > 0.4


def test_detection_is_not_random() -> None:
    text = "Artikel 1. Dit is een korte tekst. " * 3
    assert len({detect(text) for _ in range(5)}) == 1


def test_a_hint_decides_only_where_the_text_does_not() -> None:
    assert detect("123 456", "fi") == ("fi", 0.0)
    assert detect("Кто причинит вред здоровью, наказывается лишением свободы на срок до пяти лет.", "de")[0] == "ru"
