"""A benchmark of one's own from end to end: chosen in the settings, matched, studied and printed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from workspaces import STATUTE, Clock, match_words, parts, settings, write_statute

import benchmarks
from analyser.cli.benchmarks import benchmarks_app
from analyser.errors import InvalidDefinition, UnknownName
from analyser.factory import open_workspace
from analyser.matching.candidate import Candidate
from benchmarks.instruments import TEXTS
from benchmarks.own import compose, own_folder

SET = 'benchmark: ministry\nversion: "1"\ntitle: Our decree\nelements: [decree.1, lanzarote.20.1.b.offering]\n'
INSTRUMENT = (
    "instrument: decree\nshort: Decree\ntitle: Decree of Nowhere\ncitation: Gazette 7\nelements:\n"
    "  - id: decree.1\n    concept: csam.produce\n    article: Article 1\n    not_enough: Nothing.\n"
    "    reservations: None.\n    partial_when: {GENDERED: One sex only}\n"
    + "".join(f"    {name}: Producing child pornography.\n" for name in TEXTS)
)
RESERVATIONS = (
    "reservations:\n  - {jurisdiction: xa, elements: [decree.1], effect: whole, words: Left out., source: Gazette 8}\n"
    "parties: []\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    own = tmp_path / "own"
    for name, text in (("sets/ministry", SET), ("instruments/decree", INSTRUMENT), ("reservations", RESERVATIONS)):
        path = own / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    yield own
    benchmarks.use_folder(None)


def test_a_chosen_folder_stands_beside_the_package(folder: Path) -> None:
    with pytest.raises(UnknownName):
        benchmarks.load_benchmark("ministry")
    before = benchmarks.load_benchmark("lanzarote").fingerprint
    benchmarks.use_folder(folder)
    assert own_folder() == folder
    assert benchmarks.load_benchmark("ministry").elements[0].id == "decree.1"
    assert {"ministry", "lanzarote"} <= set(benchmarks.list_benchmarks())
    assert benchmarks.load_benchmark("lanzarote").fingerprint == before
    assert benchmarks.required_of("decree.1", "xa", date(2026, 1, 1)).status == "not_required"
    assert compose(benchmarks.load_benchmark("ministry"), "fr").titles["decree"] == "Decree of Nowhere"
    benchmarks.use_folder(None)
    assert "ministry" not in benchmarks.list_benchmarks()


def test_a_folder_with_a_mistake_stops_the_start_and_names_its_line(folder: Path) -> None:
    (folder / "sets" / "ministry.yaml").write_text(SET.replace("decree.1", "decree.2"), encoding="utf-8")
    with pytest.raises(InvalidDefinition, match=r"sets/ministry.yaml:4: decree.2: unknown element") as caught:
        benchmarks.use_folder(folder)
    assert "validate --folder" in caught.value.hint
    assert own_folder() is None


def test_a_workspace_matches_and_studies_the_own_benchmark(folder: Path, tmp_path: Path) -> None:
    wanted = settings(tmp_path).model_copy(update={"benchmarks_dir": folder})
    workspace = open_workspace(wanted, clock=Clock(), parts=parts())
    me = workspace.local_user()
    workspace.ingest(write_statute(tmp_path, text=STATUTE), "xa", by=me, title="Act", country_name="Arcadia")
    workspace.analyse("xa", "ministry", by=me)
    found = workspace.candidates("xa", "decree.1", benchmark="ministry", top=3).items
    study = workspace.study("ministry", viewer=me)
    workspace.close()
    assert "2" in {one.section.label for one in found}
    assert "not_required=('xa',)" in repr(study)


def test_the_commands_take_the_folder_from_the_environment(folder: Path) -> None:
    answer = CliRunner().invoke(
        benchmarks_app, ["show", "decree.1"], env={"ANALYSER_BENCHMARKS_DIR": str(folder)}, catch_exceptions=False
    )
    assert "Producing child pornography." in answer.stdout


SENTENCE = "Whoever draws a likeness of an infant for the forbidden gallery commits an offence and is punished."


def test_own_sentences_are_matched_with_beside_the_packaged_ones(folder: Path, tmp_path: Path) -> None:
    packaged = benchmarks.load_language("en").formulations["csam.produce"]
    (folder / "formulations").mkdir()
    own = f"language: en\nname: English\nformulations:\n  csam.produce:\n    - {packaged[0]}\n    - {SENTENCE}\n"
    (folder / "formulations" / "en.yaml").write_text(own + "lexicon:\n  child:\n    - infant\n", encoding="utf-8")
    assert benchmarks.load_languages()["en"].formulations["csam.produce"] == packaged  # not before it is chosen

    asked: list[tuple[str, ...]] = []

    def match(*given: Any, **options: Any) -> list[Candidate]:
        asked.append(given[2]["en"].formulations["csam.produce"])
        return match_words(*given, **options)

    wanted = settings(tmp_path).model_copy(update={"benchmarks_dir": folder})
    workspace = open_workspace(wanted, clock=Clock(), parts=parts(match))
    me = workspace.local_user()
    workspace.ingest(write_statute(tmp_path, text=STATUTE), "xa", by=me, title="Act", country_name="Arcadia")
    first = workspace.analyse("xa", "ministry", by=me)
    assert asked == [(*packaged, SENTENCE)]
    assert benchmarks.load_language("en").lexicon["child"][-1] == "infant"
    benchmarks.use_folder(None)
    second = workspace.analyse("xa", "lanzarote", by=me)
    workspace.close()
    assert asked[1] == packaged
    assert first.fingerprint != second.fingerprint


def test_a_language_that_the_package_lacks_must_phrase_every_core_concept(folder: Path) -> None:
    (folder / "formulations").mkdir()
    text = (
        "language: eu\nname: Basque\nformulations: {csam.produce: [Haurren pornografia ekoizten duena zigortuko da.]}\n"
    )
    (folder / "formulations" / "eu.yaml").write_text(f"{text}lexicon: {{child: [haur]}}\n", encoding="utf-8")
    with pytest.raises(InvalidDefinition, match="eu.yaml: def.child: the concept has no sentence"):
        benchmarks.use_folder(folder)
    with pytest.raises(UnknownName):
        benchmarks.load_language("eu")
