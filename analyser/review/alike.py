"""Whether a text says the same words as a quote, nearly: the share of the quote's letters in rows of five it repeats.

It compares print, not meaning, and works the same in scripts with and without spaces.
"""

from collections.abc import Iterable, Mapping

NEAR = 0.9  # share of a quote from which a text counts as saying the same words
LEAST = 40  # characters of a quote that say enough to be recognised elsewhere
_ROW = 5
_PROBE = 8  # rows looked up first: most pairs have nothing in common


def alike(quotes: Iterable[str], texts: Mapping[int, str]) -> dict[int, frozenset[str]]:
    """Text -> those of the quotes it repeats; quotes too short to tell are left out, and so are texts with none."""
    rows = {quote: _rows(quote) for quote in quotes if len(quote) > LEAST}
    found = {}
    for number, text in texts.items():
        known = frozenset(_rows(text))
        same = frozenset(quote for quote, own in rows.items() if _share(own, known) >= NEAR)
        if same:
            found[number] = same
    return found


def _share(rows: list[str], known: frozenset[str]) -> float:
    """0..1: how many of the rows are known."""
    probe = rows[:: max(1, len(rows) // _PROBE)]
    if sum(row in known for row in probe) * 2 < len(probe):
        return 0.0
    return sum(row in known for row in rows) / len(rows)


def _rows(text: str) -> list[str]:
    letters = "".join(text.split()).casefold()
    return [letters[at : at + _ROW] for at in range(max(1, len(letters) - _ROW + 1))]
