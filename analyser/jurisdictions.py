"""Which codes name a jurisdiction: ISO 3166-1 alpha-2, 3166-2 below it, and ISO's user-assigned codes.

The user-assigned codes (`aa`, `qm`-`qz`, `xa`-`xz`, `zz`) are for invented or unlisted jurisdictions. Sub-national
codes are checked for their form and country only; a code nobody has assigned is refused, with the names nearest to it.
"""

import re
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from analyser.errors import UnknownName

_SUBNATIONAL = re.compile(r"([a-z]{2})-[a-z0-9]{1,3}")
_USER_ASSIGNED = re.compile(r"aa|q[m-z]|x[a-z]|zz")
_OTHER_CODES = {"uk": "gb", "el": "gr", "eu": "an EU Member State's own code"}


@cache
def names() -> dict[str, str]:
    """Code -> English short name, for every assigned ISO 3166-1 code."""
    lines = files("analyser").joinpath("countries.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


def check(code: str) -> str:
    """The code in lower case. Raises UnknownName with the nearest countries when nobody defines it."""
    wanted = code.strip().casefold().replace("_", "-")
    below = _SUBNATIONAL.fullmatch(wanted)
    country = below.group(1) if below else wanted
    if country in names() or _USER_ASSIGNED.fullmatch(country):
        return wanted
    raise UnknownName(f"No jurisdiction has the code {code!r}.", hint=_hint(country))


def name_of(code: str) -> str:
    """The English name; a user-assigned code is its own name, a sub-national one is shown under its country."""
    country, _, part = check(code).partition("-")
    name = names().get(country, country.upper())
    return f"{name} ({country.upper()}-{part.upper()})" if part else name


def _hint(wanted: str) -> str:
    if wanted in _OTHER_CODES:
        return f"Use {_OTHER_CODES[wanted]}."
    by_name = {name.casefold(): code for code, name in names().items()}
    near = [by_name[name] for name in get_close_matches(wanted, by_name, n=4, cutoff=0.7)]
    near += [code for name, code in by_name.items() if len(wanted) > 3 and wanted in name and code not in near]
    if not near and len(wanted) == 2:
        near = [code for code in names() if code[0] == wanted[0] and wanted[1] in names()[code].casefold()][:4]
    shown = ", ".join(f"{code} ({names()[code]})" for code in near[:4])
    form = "Give an ISO 3166 code, such as de, or au-wa where law is sub-national."
    return f"Did you mean {shown}? {form}" if shown else form
