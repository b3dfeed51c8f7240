"""Earlier versions of a benchmark can be loaded, compared, and are what they were released as."""

import json

import pytest
from typer.testing import CliRunner

import benchmarks
from analyser.cli.benchmarks import benchmarks_app
from analyser.errors import InvalidDefinition, UnknownName
from benchmarks.diff import diff
from benchmarks.earlier import load_earlier, rebuild
from benchmarks.fingerprint import released

EVERY = [(id, version) for id, versions in released().items() for version in versions]


@pytest.mark.parametrize(("id", "version"), EVERY)
def test_every_released_version_can_be_loaded_with_its_fingerprint(id: str, version: str) -> None:
    benchmark = benchmarks.load_benchmark(f"{id}@{version}")
    assert (benchmark.version, benchmark.fingerprint) == (version, released()[id][version])


def test_the_difference_between_two_versions_names_what_changed() -> None:
    result = diff(benchmarks.load_benchmark("lanzarote@1"), benchmarks.load_benchmark("lanzarote"))
    assert set(result.changed) == {"lanzarote.18.1.b.trust", "lanzarote.18.1.b.vulnerable"}
    assert set(result.changed.values()) == {("reservations",)}
    assert (result.removed, result.added, result.rows_changed) == ((), (), False)


def test_the_command_compares_versions() -> None:
    arguments = ["diff", "csea-full@1", "csea-full", "--format", "json"]
    answer = CliRunner().invoke(benchmarks_app, arguments, catch_exceptions=False)
    assert json.loads(answer.stdout)["changed"]["unc.16.1"] == ["reservations"]


def test_every_change_says_why() -> None:
    assert all(entry.why for entry in load_earlier())


def test_an_unknown_version_lists_the_known_ones() -> None:
    with pytest.raises(UnknownName) as caught:
        benchmarks.load_benchmark("lanzarote@7")
    assert caught.value.hint == "Known versions: 1.1, 1."


def test_a_version_whose_words_were_lost_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    today = benchmarks.load_benchmark("lanzarote")
    monkeypatch.setitem(released()["lanzarote"], "1", "0" * 64)
    with pytest.raises(InvalidDefinition, match="cannot be rebuilt"):
        rebuild(today, "1")
