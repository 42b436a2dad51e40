"""Numbers as lists print them: letters and Roman numerals, in lower case."""

from __future__ import annotations

_MOST_LETTERS = 780  # thirty rounds of the alphabet
_MOST_ROMAN = 3999
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def letters(number: int) -> str:
    """`a`, `b` ... `z`, `aa`, `bb` ...; digits for what has no letters."""
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    rounds, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (rounds + 1)


def roman(number: int) -> str:
    """`i`, `ii`, `iii`, `iv` ...; digits for what has no Roman numeral."""
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    text = ""
    for worth, sign in _ROMAN:
        times, number = divmod(number, worth)
        text += sign * times
    return text
