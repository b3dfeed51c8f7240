"""The fingerprint of a benchmark: SHA-256 of its canonical content, and the lock of the released versions.

The content is everything a rating rests on: elements with their codebook entry, in order, and the rows. Comments, line
breaks and the order of YAML keys are not part of it.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache

from benchmarks.model import Element, Row
from benchmarks.vocabulary import package

LOCK = "sets/fingerprints.json"


def fingerprint(id: str, version: str, title: str, elements: Sequence[Element], rows: Sequence[Row]) -> str:
    """64 hexadecimal digits, the same on every machine."""
    content = {
        "id": id,
        "version": version,
        "title": title,
        "elements": [asdict(element) for element in elements],
        "rows": [asdict(row) for row in rows],
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@cache
def released() -> dict[str, dict[str, str]]:
    """Fingerprints of the released versions: benchmark id -> version -> fingerprint."""
    lock: dict[str, dict[str, str]] = json.loads((package() / LOCK).read_text(encoding="utf-8"))
    return lock
