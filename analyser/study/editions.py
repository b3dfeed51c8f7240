"""Frozen studies: what goes into one, its fingerprint, and what changed between two.

An edition holds the finished tables, sheets and sources and, per country and element, the answer with what it rests on.
Two editions are compared from these alone, so that the laws and ratings may move on meanwhile. A change is laid to the
law only where a law that the answer rests on has another text of another day; a better copy of the same text, or
another reading of it, is a correction of ours.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from analyser.review.records import Cell
from analyser.study import dossier
from analyser.study.dossier import Dossier, Point
from analyser.study.records import Change, Comparison

LAW, CORRECTED, BENCHMARK = "law changed", "corrected", "benchmark changed"
CAUSES = (LAW, CORRECTED, BENCHMARK, "country added", "country removed")


def content(found: Dossier, version_sets: Mapping[str, str | None], audit_head: str) -> dict[str, Any]:
    """What an edition freezes, as JSON data: the dossier, and the answers in the form that is compared."""
    answers = {
        sheet.country.code: {entry.element: _answer(entry.cell) for entry in sheet.entries if entry.cell.ratings}
        for sheet in found.sheets
    }
    return dossier.to_data(found) | {
        "answers": answers,
        "laws": {country.code: version_sets.get(country.code) for country in found.study.countries},
        "audit_head": audit_head,
    }


def _answer(cell: Cell) -> dict[str, Any]:
    return {
        "judgement": cell.counted.value if cell.counted else None,
        "state": cell.state.value,
        "stale": cell.stale,
        "reasons": list(cell.reasons),
        "ratings": [rating.id for rating in cell.ratings],
        "version_set": cell.ratings[0].version_set,
        "cited": sorted({one.law_title for rating in cell.ratings for one in rating.citations}),
    }


fingerprint = dossier.fingerprint


def compare(before: tuple[str, Mapping[str, Any]], after: tuple[str, Mapping[str, Any]]) -> Comparison:
    """What changed from one (name, content) to another, by country and element."""
    (old_name, old), (new_name, new) = before, after
    countries = sorted(set(old["answers"]) | set(new["answers"]))
    changes = tuple(change for country in countries for change in _of_country(country, old, new))
    return Comparison(old_name, new_name, changes)


def causes(found: Comparison) -> tuple[tuple[str, int], ...]:
    """How many answers changed for each cause, every cause named."""
    counts = Counter(change.because for change in found.changes)
    return tuple((cause, counts[cause]) for cause in CAUSES)


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
            found.append(Change(country, element, *pair, *_because(country, element, old, new)))
    return found


def _because(country: str, element: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, str]:
    """(cause, detail in words)."""
    was, now = old["elements"], new["elements"]
    if (element in was) != (element in now):
        return BENCHMARK, "the element is not in both benchmarks"
    if isinstance(was, Mapping) and isinstance(now, Mapping) and was[element] != now[element]:
        return BENCHMARK, "the definition of the element was changed"
    if "sheets" not in old or "sheets" not in new:
        same = old["laws"].get(country) == new["laws"].get(country)
        return (CORRECTED, "") if same else (LAW, "")
    changed, replaced = _laws_changed(_laws(old, country), _laws(new, country))
    if not changed:
        return CORRECTED, "; ".join(replaced.values())
    cited = {title for side in (old, new) for title in side["answers"][country].get(element, {}).get("cited", ())}
    if cited and not cited & set(changed):
        return CORRECTED, "the laws it rests on did not change"
    return LAW, "; ".join(words for title, words in changed.items() if not cited or title in cited)


def _laws(content: Mapping[str, Any], country: str) -> dict[str, Mapping[str, Any]]:
    """Title -> law, of one country's sheet."""
    laws = next((sheet["laws"] for sheet in content["sheets"] if sheet["country"]["code"] == country), ())
    return {law["title"]: law for law in laws}


def _laws_changed(
    was: Mapping[str, Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, str], dict[str, str]]:
    """Title -> what happened: laws with another text, and laws of which only the copy was replaced."""
    changed, replaced = {}, {}
    for title in sorted(set(was) | set(now)):
        if title not in was or title not in now:
            changed[title] = f"{title}: {'added' if title in now else 'withdrawn'}"
        elif was[title]["sha256"] != now[title]["sha256"]:
            days = was[title]["as_of"], now[title]["as_of"]
            if days[0] is not None and days[0] == days[1]:
                replaced[title] = f"{title}: another copy of the text of {days[0]}"
            else:
                changed[title] = f"{title}: text of {days[0] or 'unknown date'} replaced by {days[1] or 'unknown date'}"
    return changed, replaced


def _judgement(answers: Mapping[str, Any] | None, element: str) -> str | None:
    found: str | None = ((answers or {}).get(element) or {}).get("judgement")
    return found


def progress(editions: Iterable[tuple[str, str, Mapping[str, Any]]]) -> tuple[Point, ...]:
    """How every row stood in each (name, ISO date, content), in the order given."""
    return tuple(
        Point(
            edition=name,
            at=day,
            row=row["label"],
            covered=row["covered"],
            partial=row["partial"],
            not_covered=row["not_covered"],
            unclear=row["unclear"],
            not_assessed=row["not_assessed"],
        )
        for name, day, content in editions
        for row in content["study"]["table"]
    )
