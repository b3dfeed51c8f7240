"""The table of layout traps names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "reading-traps.md").read_text(encoding="utf-8")


def test_every_trap_is_shown_by_a_test() -> None:
    rows = [row for row in TABLE.splitlines() if row.startswith("| ")][2:]
    named = [re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row) for row in rows]
    assert len(rows) > 30
    assert all(named)
    for path, test in (pair for pairs in named for pair in pairs):
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), test
