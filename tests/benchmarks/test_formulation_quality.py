"""Checks of formulations by program: length, doubles between concepts, copies between languages."""

import shutil
from pathlib import Path

import pytest

from analyser.errors import InvalidDefinition
from benchmarks.languages import load_languages
from benchmarks.model import Language
from benchmarks.quality import check_between, check_language
from benchmarks.validate import validate
from benchmarks.vocabulary import package

GOOD = "Whoever keeps pictures that show the abuse of a child shall be punished."
OTHER = "Any person who opens a shop without leave of the mayor pays a fine."
CASES = [
    ("en", {"csam.possess": [GOOD], "csam.access": [OTHER]}, []),
    ("en", {"csam.possess": ["Keeping is punished."]}, [("csam.possess", "short")]),
    ("en", {"csam.possess": [GOOD * 8]}, [("csam.possess", "long")]),
    ("en", {"csam.possess": [GOOD], "csam.access": [GOOD.replace("keeps", "kept")]}, [("csam.access", "double")]),
    ("en", {"csam.possess": [GOOD, GOOD.replace("keeps", "kept")]}, []),
    ("ja", {"csam.possess": ["児童ポルノを所持した者は、拘禁刑に処する。"]}, []),
    ("ja", {"csam.possess": ["所持は罰する。"]}, [("csam.possess", "short")]),
]


@pytest.mark.parametrize(("code", "sentences", "found"), CASES)
def test_sentences_are_checked(code: str, sentences: dict[str, list[str]], found: list[tuple[str, str]]) -> None:
    language = Language(code, {concept: tuple(texts) for concept, texts in sentences.items()})
    assert [(one.concept, one.kind) for one in check_language(language)] == found


def test_a_sentence_of_another_language_is_a_copy() -> None:
    first = Language("no", {"csam.possess": ("Den som besitter slike bilder av barn straffes med bot eller fengsel.",)})
    second = Language("da", {"csam.access": ("Den som besitter slike bilder av barn, straffes med bot eller fengsel",)})
    (found,) = check_between({"no": first, "da": second})
    assert (found.language, found.concept, found.kind) == ("da", "csam.access", "copy")
    assert "`no` (csam.possess)" in found.told


def test_two_standards_of_one_language_may_share_a_sentence() -> None:
    same = {"csam.possess": ("Tko posjeduje dječju pornografiju kaznit će se zatvorom.",)}
    assert check_between({"hr": Language("hr", same), "sr-Latn": Language("sr-Latn", same)}) == []


def test_the_packaged_sentences_have_no_finding() -> None:
    languages = load_languages()
    assert check_between(languages) == []
    assert [one for code in ("en", "is", "ja", "tr") for one in check_language(languages[code])] == []


def test_validate_names_the_line_of_a_finding(tmp_path: Path) -> None:
    (tmp_path / "formulations").mkdir()
    text = (package() / "formulations" / "en.yaml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, said in enumerate(text) if said.startswith("  csam.possess:")) + 1
    text[line] = '    - "Keeping is punished."'
    (tmp_path / "formulations" / "en.yaml").write_text("\n".join(text) + "\n", encoding="utf-8")
    (problem,) = validate(tmp_path)
    assert problem.startswith(f"formulations/en.yaml:{line + 1}: csam.possess: `Keeping is punished.` has 3 words. ")


def test_a_wrong_script_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "formulations").mkdir()
    shutil.copy(str(package() / "formulations" / "ka.yaml"), tmp_path / "formulations" / "ka.yaml")
    path = tmp_path / "formulations" / "ka.yaml"
    text = path.read_text(encoding="utf-8").splitlines()
    line = next(number for number, said in enumerate(text) if said.startswith("  csam.offer:")) + 1
    text[line] = '    - "Bavshvta pornograpiis shetavazeba isjeba tavisuplebis agkvetit."'
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    problems = validate(tmp_path)
    assert any(
        one.startswith(f"formulations/ka.yaml:{line + 1}: csam.offer: ") and "Latin letters" in one for one in problems
    )
    with pytest.raises(InvalidDefinition):
        load_languages(tmp_path / "formulations")
