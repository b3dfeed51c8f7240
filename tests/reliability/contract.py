"""Throws generated requests at the whole HTTP interface and prints what breaks its own description.

usage: contract.py [--cases N] [--seed N]. Runs the application on a fresh SQLite workspace with one law. Every answer
must be one the OpenAPI document allows, and none may be a server error. Exit code 1 when something was found.
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode

sys.path[:0] = [str(Path(__file__).parents[1] / "api"), str(Path(__file__).parents[1])]

from api_service import HOST, running  # noqa: E402

NAMES = [schemathesis.checks.positive_data_acceptance]  # a country of the right form need not be one we know
LEAVES = (
    "/api/v1/tokens/current",
    "/api/v1/me/password",
)  # would end the token that the rest uses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5000, help="generated requests, over all operations")
    parser.add_argument("--seed", type=int, default=20121211)
    wanted = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), rate_limit="off", anonymous_rate_limit="off") as service,
    ):
        me = service.workspace.local_user()
        token = service.workspace.issue_api_token(me, "contract", by=me)
        headers = {"Authorization": f"Bearer {token}", "Host": HOST.partition("://")[2]}
        schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", service.app, headers=headers)
        operations = [one.ok() for one in schema.get_all_operations()]
        share = max(1, wanted.cases // len(operations))
        found: Counter[str] = Counter()
        cases = sum(_attack(one, share, wanted.seed, headers, found) for one in operations if one.path not in LEAVES)
    for failure, times in sorted(found.items()):
        print(f"{times:5d}  {failure}")
    print(f"{cases} requests to {len(operations)} operations, {sum(found.values())} broken answers, seed {wanted.seed}")
    sys.exit(1 if found or not cases else 0)


def _attack(operation: Any, examples: int, number: int, headers: dict[str, str], found: Counter[str]) -> int:
    """Send `examples` requests; how many were sent."""
    sent = 0

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE) | operation.as_strategy())
    def throw(case: Any) -> None:
        nonlocal sent
        sent += 1
        try:
            case.call_and_validate(headers=headers, excluded_checks=NAMES)
        except FailureGroup as group:
            failures = group.exceptions
        except Exception as error:  # a fault that the application did not turn into an answer
            failures = (error,)
        else:
            return
        for failure in failures:
            found[f"{operation.method.upper()} {operation.path}: {type(failure).__name__}: {str(failure)[:200]!r}"] += 1

    throw()
    return sent


if __name__ == "__main__":
    main()
