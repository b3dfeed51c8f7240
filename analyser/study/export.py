"""A study as JSON and CSV: the same bytes for the same study, on any day and any machine.

JSON is the complete form, and what an edition freezes. Judgements are written in the words of the codebook.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from analyser.study.records import Study, TableRow

TABLE_HEADER = (
    "Conduct",
    "Articles",
    "Covered",
    "Partially",
    "Not or unclear",
    "of these not",
    "of these unclear",
    "Not assessed",
    "Countries",
)


def row_values(row: TableRow) -> tuple[str | int, ...]:
    """The cells of a table line, under TABLE_HEADER."""
    counts = (row.covered, row.partial, row.not_or_unclear, row.not_covered, row.unclear, row.not_assessed, row.total)
    return row.label, "; ".join(row.articles), *counts


def to_data(study: Study) -> dict[str, Any]:
    """The whole study as plain JSON values."""
    data: dict[str, Any] = json.loads(json.dumps(asdict(study), ensure_ascii=False))
    for line, row in zip(data["table"], study.table, strict=True):
        line |= {"not_or_unclear": row.not_or_unclear, "total": row.total}
    return data


def to_json(study: Study) -> str:
    return json.dumps(to_data(study), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def to_csv(study: Study) -> str:
    """The table, one line per row, as RFC 4180."""
    return _csv([TABLE_HEADER, *map(row_values, study.table)])


def answers_csv(study: Study) -> str:
    """Country x row: every country's answer, so that the counts can be checked."""
    return _csv(answers(study))


def _csv(rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def answers(study: Study) -> list[Sequence[object]]:
    """Every country's answer to every row, under a header."""
    lines: list[Sequence[object]] = [("Country", "Name", *(row.label for row in study.table))]
    for country in study.countries:
        given = (row.answers[country.code] for row in study.table)
        lines.append((country.code, country.name, *(answer.value if answer else "not assessed" for answer in given)))
    return lines
