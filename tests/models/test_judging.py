"""Judging from file to ranks on an invented country."""

import json
from pathlib import Path

import pytest

from analyser.errors import InvalidDefinition
from analyser.settings import Settings
from benchmarks import load_benchmark, load_languages
from models.judging import Means, Report, examples_of, judge
from models.ranker import load_ranker
from tests.matching.invented import CODE, TrigramEncoder


@pytest.fixture
def material(tmp_path: Path) -> Path:
    """A gold folder and the law it speaks of, printed as text."""
    law = tmp_path / "corpora" / "aa" / "code"
    law.mkdir(parents=True)
    chapters = [
        f"Section {label}. {heading or 'Repealed'}\n\n{text or '(repealed)'}\n" for label, heading, _, text in CODE
    ]
    (law / "law.txt").write_text("PENAL CODE OF ZEMLAND\n\n" + "\n".join(chapters))
    rows = [
        {"label": label, "heading": heading or "Repealed", "path": [], "text": text, "repealed": not text}
        for label, heading, _, text in CODE
    ]
    (law / "sections.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    gold = tmp_path / "gold"
    gold.mkdir()
    _gold(gold, "aa", "corpora/aa/code")
    return gold


def _gold(folder: Path, name: str, law: str) -> None:
    answers = {"lanzarote.20.1.e": "20", "lanzarote.3.a": "2", "lanzarote.24.2": "77", "lanzarote.26.1": None}
    lines = [
        {
            "jurisdiction": name,
            "element": element,
            "rating": "covered" if key else "none",
            "provisions": [{"law": law, "key": key, "grade": 2}] if key else [],
        }
        for element, key in answers.items()
    ]
    (folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def means() -> Means:
    return Means(Settings(), load_benchmark("csea-full"), load_languages(), TrigramEncoder(), load_ranker())


def test_reads_splits_ranks_and_counts_what_was_lost(material: Path) -> None:
    report, used = Report(), means()
    judge(examples_of(material, used, report), used.ranker, report)
    measured = report.as_dict()
    assert measured["cases"] == 3
    assert measured["elements"]["lanzarote.20.1.e"]["hit@5"] == 1
    assert measured["elements"]["lanzarote.24.2"]["R@20"] == 0  # no section 77: lost, not passed over
    assert measured["split F1"]["corpora/aa/code"] > 0.8
    assert measured["failures"] == {}
    assert measured["seconds"]["aa"] >= 0


def test_a_law_that_cannot_be_read_counts_as_missed(material: Path) -> None:
    (material.parent / "corpora" / "aa" / "code" / "law.txt").unlink()
    report, used = Report(), means()
    assert examples_of(material, used, report) == []
    assert [case.measures()["hit@10"] for case in report.cases] == [0, 0, 0]
    assert report.failures == {"corpora/aa/code": "no file"}


def test_a_jurisdiction_without_gold_is_an_error(material: Path) -> None:
    with pytest.raises(InvalidDefinition, match="no gold"):
        examples_of(material, means(), Report(), only=["zz"])


def test_nothing_measured_is_an_error() -> None:
    with pytest.raises(InvalidDefinition, match="nothing was measured"):
        Report().as_dict()
