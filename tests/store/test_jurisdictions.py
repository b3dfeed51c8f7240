"""Which codes name a jurisdiction, and what is suggested for those that do not."""

import pytest

from analyser import jurisdictions
from analyser.errors import UnknownName

GOOD = [
    ("de", "de", "Germany"),
    (" DE ", "de", "Germany"),
    ("au-wa", "au-wa", "Australia (AU-WA)"),
    ("US_TX", "us-tx", "United States of America (US-TX)"),
    ("xa", "xa", "XA"),
    ("qz", "qz", "QZ"),
    ("zz", "zz", "ZZ"),
    ("xk", "xk", "Kosovo"),
]
BAD = [
    ("uk", "Use gb"),
    ("Germany", "de (Germany)"),
    ("germny", "de (Germany)"),
    ("yy", "ISO 3166"),
    ("", "ISO 3166"),
    ("deu", "ISO 3166"),
    ("de-", "ISO 3166"),
    ("yy-ab", "ISO 3166"),
    ("de-bavaria", "ISO 3166"),
    ("../etc", "ISO 3166"),
]


@pytest.mark.parametrize(("given", "code", "name"), GOOD)
def test_known_codes(given: str, code: str, name: str) -> None:
    assert jurisdictions.check(given) == code
    assert jurisdictions.name_of(given) == name


@pytest.mark.parametrize(("given", "hint"), BAD)
def test_unknown_codes_come_with_a_hint(given: str, hint: str) -> None:
    with pytest.raises(UnknownName) as error:
        jurisdictions.check(given)
    assert hint in error.value.hint


def test_the_table_is_complete() -> None:
    names = jurisdictions.names()
    assert len(names) == 250  # 249 of ISO 3166-1 and Kosovo
    assert len(set(names.values())) == 250
