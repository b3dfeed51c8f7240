"""A publication for programs: JSON with its schema, and CSV tables in one archive.

JSON is the complete form: an edition's fingerprint covers it. Every CSV line carries edition and date, so that a line
copied out of a table still says where it is from.
"""

import csv
import io
import json
from typing import Any

from pydantic import TypeAdapter

from analyser.study import dossier
from analyser.study.dossier import Imprint, Publication
from analyser.study.exports import archive
from analyser.study.exports.tables import all_tables, check_table, sums_said

SCHEMA_NAME = "study.schema.json"


def study_json(found: Publication) -> bytes:
    """The whole study with its imprint, sources and row-sum check."""
    check = check_table(found)
    imprint = TypeAdapter(Imprint).dump_python(found.imprint, mode="json")
    data = {
        "$schema": SCHEMA_NAME,
        "imprint": imprint | {"date": found.date},
        "sources": [
            {"country": sheet.country.code, "law": law.title, "as_of": law.as_of, "sha256": law.sha256}
            for sheet in found.dossier.sheets
            for law in sheet.laws
        ],
        "row_sums": {"checked": len(check.rows), "result": sums_said(found)},
        "dossier": dossier.to_data(found.dossier),
    }
    return _json(data)


def schema_json() -> bytes:
    """The JSON schema of `study_json`."""
    inner = dossier.schema()
    definitions = inner.pop("$defs")
    imprint = TypeAdapter(Imprint).json_schema(mode="serialization")
    definitions |= imprint.pop("$defs")
    imprint["properties"]["date"] = {"type": "string", "format": "date"}
    law = {"country": "string", "law": "string", "sha256": "string"}
    source = {name: {"type": kind} for name, kind in law.items()} | {"as_of": {"type": ["string", "null"]}}
    sums = {"checked": {"type": "integer", "minimum": 1}, "result": {"type": "string"}}
    parts = {
        "$schema": {"type": "string"},
        "imprint": imprint,
        "sources": {"type": "array", "items": {"type": "object", "properties": source, "required": list(source)}},
        "row_sums": {"type": "object", "properties": sums, "required": list(sums)},
        "dossier": inner,
    }
    return _json(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "A study of national laws against a benchmark",
            "type": "object",
            "properties": parts,
            "required": list(parts),
            "additionalProperties": False,
            "$defs": definitions,
        }
    )


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def json_archive(found: Publication) -> bytes:
    """study.json and its schema in one archive."""
    return archive.packed({"study.json": study_json(found), SCHEMA_NAME: schema_json()})


def csv_files(found: Publication) -> dict[str, bytes]:
    """File name -> RFC 4180 text in UTF-8, one per table."""
    mark = (found.imprint.edition or "draft", found.date)
    files: dict[str, bytes] = {}
    for table in all_tables(found):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow((*table.header, "Edition", "Edition date"))
        writer.writerows((*line, *mark) for line in table.rows)
        files[f"{table.tab.lower().replace(' ', '-')}.csv"] = out.getvalue().encode()
    return files


def csv_archive(found: Publication) -> bytes:
    """All CSV tables in one archive."""
    return archive.packed(csv_files(found))
