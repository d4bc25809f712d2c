"""How the items of lists are counted: 3, c, C, iii or III."""

from typing import Literal

Numeral = Literal["1", "a", "A", "i", "I"]

_ROMAN = {"c": 100, "xc": 90, "l": 50, "xl": 40, "x": 10, "ix": 9, "v": 5, "iv": 4, "i": 1}


def numeral(number: int, form: Numeral = "1") -> str:
    """A number as it marks an item; in figures where letters or Roman numerals end."""
    if form in ("a", "A") and 0 < number <= 26:
        sign = chr(ord("a") + number - 1)
    elif form in ("i", "I") and 0 < number < 400:
        sign = ""
        for part, value in _ROMAN.items():
            sign += part * (number // value)
            number %= value
    else:
        return str(number)
    return sign.upper() if form.isupper() else sign
