"""Two sets of formulations on one invented country: the same cases, and the difference where it lies."""

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analyser.cli.main import app
from analyser.errors import InvalidDefinition, UsageError
from models.comparing import BEST, MEAN, RANKER, Comparison, compare
from models.evaluation import Case
from tests.models.test_judging import material, means

__all__ = ["material"]


def test_only_the_sentences_differ(material: Path) -> None:
    used = means()
    english = used.languages["en"]
    poor = dict(english.formulations) | {"csam.possess": ("The minister reports to the assembly once a year.",)}
    same = compare(material, used, used.languages)
    assert same.before == same.after
    assert set(same.before) == {RANKER, MEAN, BEST}

    other = compare(material, used, used.languages | {"en": replace(english, formulations=poor)})
    ranks = {
        case.element: (case.ranks, new.ranks) for case, new in zip(other.before[MEAN], other.after[MEAN], strict=True)
    }
    before, after = ranks["lanzarote.20.1.e"]
    assert before > after
    assert ranks["lanzarote.3.a"][0] == ranks["lanzarote.3.a"][1]
    assert other.as_dict()[MEAN]["gains by element"]["most"][0]["element"] == "lanzarote.20.1.e"


def test_gains_and_losses_are_both_told() -> None:
    def cases(first: int, second: int) -> list[Case]:
        return [Case("aa", "xx", "a", (first,), 9), Case("bb", "yy", "b", (second,), 9)]

    found = Comparison({RANKER: cases(2, 1)}, {RANKER: cases(1, 4)}).as_dict()[RANKER]
    assert [row["gain"] for row in found["gains by language"]["most"]] == [0.5, -0.75]
    assert [row["language"] for row in found["gains by language"]["least"]] == ["yy", "xx"]
    assert found["overall"]["hit@5"] == [1.0, 1.0]


def test_nothing_compared_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidDefinition, match="nothing was measured"):
        Comparison().as_dict()
    given = ["evaluate", str(tmp_path), "--formulations", str(tmp_path), "--leave-one-out"]
    assert isinstance(CliRunner().invoke(app, given).exception, UsageError)
