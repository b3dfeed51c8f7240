"""Fail a test run that measured nothing: too few tests, or one of the kinds that must run was skipped."""

import sys
import xml.etree.ElementTree as ET

FEWEST = 300
MUST_RUN = ("tests.e2e", "tests.store", "tests.models", "tests.notebooks", "tests.reading", "tests.sections")

cases = list(ET.parse(sys.argv[1]).getroot().iter("testcase"))
ran = [case for case in cases if case.find("skipped") is None]
missing = [room for room in MUST_RUN if not any(case.get("classname", "").startswith(room) for case in ran)]
print(f"{len(ran)} tests ran, {len(cases) - len(ran)} skipped")
if len(ran) < FEWEST or missing:
    sys.exit(f"the test run is not a gate: {len(ran)} of at least {FEWEST} tests, none from {missing or 'no room'}")
