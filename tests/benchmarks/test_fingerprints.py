"""A released benchmark does not change: its fingerprint is locked."""

from dataclasses import replace

import pytest

import benchmarks
from benchmarks.diff import diff
from benchmarks.fingerprint import fingerprint, released
from benchmarks.model import Benchmark
from benchmarks.validate import validate


def again(benchmark: Benchmark) -> str:
    return fingerprint(benchmark.id, benchmark.version, benchmark.title, benchmark.elements, benchmark.rows)


@pytest.mark.parametrize("id", benchmarks.list_benchmarks())
def test_a_released_version_keeps_its_content(id: str) -> None:
    benchmark = benchmarks.load_benchmark(id)
    assert released().get(id, {}).get(benchmark.version) == benchmark.fingerprint, (
        f"The content of {id} differs from what version {benchmark.version} was released with. Give it a new version "
        f"in benchmarks/sets/{id}.yaml and add {benchmark.fingerprint} for it to benchmarks/sets/fingerprints.json."
    )


def test_the_lock_names_only_benchmarks_that_exist() -> None:
    assert set(released()) == set(benchmarks.list_benchmarks())


def test_every_part_of_the_content_moves_the_fingerprint() -> None:
    benchmark = benchmarks.load_benchmark("csea-2012")
    element, row = benchmark.elements[0], benchmark.rows[0]
    other = [
        replace(benchmark, version="2"),
        replace(benchmark, title="Other"),
        replace(benchmark, elements=(replace(element, not_enough="Other."), *benchmark.elements[1:])),
        replace(benchmark, elements=(replace(element, partial_when={}), *benchmark.elements[1:])),
        replace(benchmark, elements=tuple(reversed(benchmark.elements))),
        replace(benchmark, rows=(replace(row, articles=()), *benchmark.rows[1:])),
    ]
    prints = {again(changed) for changed in other}
    assert again(benchmark) == benchmark.fingerprint
    assert len(prints) == len(other)
    assert benchmark.fingerprint not in prints


def test_the_order_of_reason_codes_does_not_move_the_fingerprint() -> None:
    benchmark = benchmarks.load_benchmark("csea-2012")
    element = benchmark.elements[0]
    turned = replace(element, partial_when=dict(reversed(element.partial_when.items())))
    assert again(replace(benchmark, elements=(turned, *benchmark.elements[1:]))) == benchmark.fingerprint


def test_a_difference_names_added_removed_and_changed_elements() -> None:
    old = benchmarks.load_benchmark("csea-2012")
    changed = replace(old.elements[0], label="Other")
    new = replace(old, elements=(changed, *old.elements[2:], benchmarks.load_elements()["budapest.9.1.b.offering"]))
    result = diff(old, new)
    assert result.removed == ("lanzarote.20.1.b.offering",)
    assert result.added == ("budapest.9.1.b.offering",)
    assert result.changed == {"lanzarote.20.1.a": ("label",)}
    assert result.neighbours == {"lanzarote.20.1.b.offering": ("budapest.9.1.b.offering",)}
    assert not result.rows_changed
    assert diff(old, old).empty


def test_the_packaged_files_have_no_fault() -> None:
    assert validate() == []
