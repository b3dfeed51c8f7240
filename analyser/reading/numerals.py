"""Writes counts as the numerals lists are printed with."""

_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def roman(number: int) -> str:
    """Upper-case Roman numeral of 1 to 3999; other numbers in digits."""
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for place, letters in enumerate(("IVX", "XLC", "CDM", "M__")):
        digit = _ONES[number // 10**place % 10]
        written = digit.translate(str.maketrans("IVX", letters)) + written
    return written


def alphabetic(number: int) -> str:
    """a to z, then aa, bb as Word and browsers print on; numbers below 1 in digits."""
    if number < 1:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
