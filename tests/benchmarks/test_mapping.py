"""Moving answers to another benchmark: nothing is moved that nobody decided."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import benchmarks
from analyser.cli.benchmarks import benchmarks_app
from analyser.errors import InvalidDefinition
from benchmarks.mapping import draft, preview, read_mapping

OLD, NEW = "lanzarote@1", "lanzarote"
CHANGED = ["lanzarote.18.1.b.trust", "lanzarote.18.1.b.vulnerable"]


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    path = tmp_path / "mapping.yaml"
    path.write_text(draft(benchmarks.load_benchmark(OLD), benchmarks.load_benchmark(NEW)), encoding="utf-8")
    return path


def decide(path: Path, old: str, new: str, count: int = -1) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")
    return path


def decided(path: Path) -> Path:
    return decide(path, "decision: undecided", "decision: review")


def refused(path: Path) -> list[str]:
    with pytest.raises(InvalidDefinition) as caught:
        read_mapping(path)
    problems: list[str] = caught.value.details["problems"]
    return problems


def test_a_draft_keeps_what_is_unchanged_and_leaves_the_rest_to_people(drafted: Path) -> None:
    problems = refused(drafted)
    assert [problem.split(": ")[1] for problem in problems] == CHANGED
    assert all("nobody has decided. Write keep, review or drop" in problem for problem in problems)


def test_a_draft_names_the_neighbours_of_what_is_gone() -> None:
    text = draft(benchmarks.load_benchmark("budapest-substantive"), benchmarks.load_benchmark("csea-2012"))
    assert '  - from: budapest.9.1.e\n    decision: undecided\n    why: "Gone. Same concept: lanzarote.20.1.e"' in text
    assert '  - from: budapest.12.1\n    decision: undecided\n    why: "Gone. No element has its concept"' in text


def test_a_decided_mapping_previews_what_becomes_of_answers(drafted: Path) -> None:
    mapping = read_mapping(decided(drafted))
    seen = preview(mapping, [("de", CHANGED[0]), ("fr", "lanzarote.20.1.f"), ("fr", "opsc.2.a")])
    assert seen.counts == {"keep": 1, "review": 1, "drop": 0}
    assert seen.lines[0] == ("de", CHANGED[0], "review", CHANGED[0])
    assert seen.elsewhere == 1
    assert mapping.without_answer == ()


def test_an_element_that_is_dropped_leaves_the_new_one_without_answer(drafted: Path) -> None:
    line = f"decision: undecided\n    to: {CHANGED[0]}"
    mapping = read_mapping(decided(decide(drafted, line, "decision: drop")))
    assert mapping.without_answer == (CHANGED[0],)


KEEP_F = "  - from: lanzarote.20.1.f\n    decision: keep\n    to: lanzarote.20.1.f\n"
WRONG = [
    (KEEP_F, KEEP_F.replace("keep", "kept"), "lanzarote.20.1.f", "unknown decision `kept`"),
    (KEEP_F, KEEP_F.replace("to: lanzarote.20.1.f", "to: lanzarote.20.1.g"), "lanzarote.20.1.f", "no element of"),
    (KEEP_F, KEEP_F.replace("keep", "drop"), "lanzarote.20.1.f", "a dropped answer goes nowhere"),
    (KEEP_F, KEEP_F.replace("    to: lanzarote.20.1.f\n", ""), "lanzarote.20.1.f", "`keep` needs an element"),
    (KEEP_F, KEEP_F.replace("to: lanzarote.20.1.f", "to: lanzarote.20.1.e"), "lanzarote.20.1.f", "keeps the answers"),
    (KEEP_F, KEEP_F.replace("from: lanzarote.20.1.f", "from: lanzarote.22"), "lanzarote.20.1.f", "has no line"),
    (KEEP_F, KEEP_F.replace("from: lanzarote.20.1.f", "from: lanzarote.99"), "lanzarote.99", "is no element of"),
    ('lanzarote@1"\n  fingerprint: 0', 'lanzarote@1"\n  fingerprint: 1', "lanzarote@1", "the fingerprint of"),
]


@pytest.mark.parametrize(("old", "new", "entry", "told"), WRONG)
def test_a_wrong_mapping_is_refused_with_file_line_and_element(
    drafted: Path, old: str, new: str, entry: str, told: str
) -> None:
    problems = refused(decide(decided(drafted), old, new, 1))
    assert any(one.startswith("mapping.yaml:") and f": {entry}: " in one and told in one for one in problems), problems


def test_the_commands_draft_refuse_and_preview(tmp_path: Path) -> None:
    runner, path = CliRunner(), tmp_path / "m.yaml"
    made = runner.invoke(benchmarks_app, ["draft-mapping", OLD, NEW, "--output", str(path)], catch_exceptions=False)
    assert "67 elements, 2 to be decided" in made.stdout
    undecided = runner.invoke(benchmarks_app, ["check-mapping", str(path)])
    assert isinstance(undecided.exception, InvalidDefinition)
    answers = tmp_path / "ratings.jsonl"
    answers.write_text(json.dumps({"jurisdiction": "xa", "element": CHANGED[1]}) + "\n", encoding="utf-8")
    decided(path)
    arguments = ["check-mapping", str(path), "--ratings", str(answers)]
    seen = runner.invoke(benchmarks_app, arguments, catch_exceptions=False).stdout
    assert f"xa {CHANGED[1]}: review for {CHANGED[1]}" in seen
    assert "Answers: 0 keep, 1 review, 0 drop; 0 for other elements. Nothing was changed." in seen
    answers.write_text("{}\n", encoding="utf-8")
    broken = runner.invoke(benchmarks_app, arguments)
    assert "ratings.jsonl:1" in str(broken.exception)
