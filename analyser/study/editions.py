"""Frozen studies: what goes into one, its fingerprint, and what changed between two.

An edition holds the finished tables and, per country and element, the answer with what it rests on. Two editions are
compared from these alone, so that the laws and ratings may move on meanwhile.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from analyser.review.records import Cell
from analyser.study.export import to_data
from analyser.study.records import Change, Comparison, Study
from analyser.study.table import Cells
from benchmarks import Benchmark


def content(
    study: Study, benchmark: Benchmark, cells: Cells, version_sets: Mapping[str, str | None], audit_head: str
) -> dict[str, Any]:
    """What an edition freezes, as JSON data."""
    answers = {
        country.code: {
            element.id: _answer(cells[country.code, element.id])
            for element in benchmark.elements
            if (country.code, element.id) in cells
        }
        for country in study.countries
    }
    return {
        "study": to_data(study),
        "answers": answers,
        "laws": {country.code: version_sets.get(country.code) for country in study.countries},
        "elements": [element.id for element in benchmark.elements],
        "audit_head": audit_head,
    }


def _answer(cell: Cell) -> dict[str, Any]:
    return {
        "judgement": cell.counted.value if cell.counted else None,
        "state": cell.state.value,
        "stale": cell.stale,
        "reasons": list(cell.reasons),
        "ratings": [rating.id for rating in cell.ratings],
        "version_set": cell.ratings[0].version_set if cell.ratings else None,
    }


def fingerprint(frozen: Mapping[str, Any]) -> str:
    """SHA-256 of the content in canonical JSON."""
    data = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(data.encode()).hexdigest()


def compare(before: tuple[str, Mapping[str, Any]], after: tuple[str, Mapping[str, Any]]) -> Comparison:
    """What changed from one (name, content) to another, by country and element."""
    (old_name, old), (new_name, new) = before, after
    countries = sorted(set(old["answers"]) | set(new["answers"]))
    changes = tuple(change for country in countries for change in _of_country(country, old, new))
    return Comparison(old_name, new_name, changes)


def _of_country(country: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    was, now = old["answers"].get(country), new["answers"].get(country)
    if was is None or now is None:
        because = "country added" if was is None else "country removed"
        present = now if was is None else was
        return [
            Change(country, element, _judgement(was, element), _judgement(now, element), because)
            for element in sorted(present or {})
        ]
    found = []
    for element in sorted(set(was) | set(now)):
        pair = _judgement(was, element), _judgement(now, element)
        if pair[0] != pair[1]:
            found.append(Change(country, element, *pair, _because(country, element, old, new)))
    return found


def _because(country: str, element: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    if (element in old["elements"]) != (element in new["elements"]):
        return "benchmark changed"
    return "law changed" if old["laws"].get(country) != new["laws"].get(country) else "rating changed"


def _judgement(answers: Mapping[str, Any] | None, element: str) -> str | None:
    found: str | None = ((answers or {}).get(element) or {}).get("judgement")
    return found
