"""Numbers as lists print them: letters and Roman numerals, in lower case, and the signs of notes."""

from __future__ import annotations

_MOST_LETTERS = 780  # thirty rounds of the alphabet
_MOST_ROMAN = 3999
_SIGNS = "*\u2020\u2021\u00a7"
_MOST_SIGNS = 120  # thirty rounds of the signs
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


def note_signs(number: int) -> str:
    """`*`, `†`, `‡`, `§`, `**` ... as the Chicago Manual of Style marks notes; digits beyond thirty rounds."""
    if not 0 < number <= _MOST_SIGNS:
        return str(number)
    rounds, sign = divmod(number - 1, len(_SIGNS))
    return _SIGNS[sign] * (rounds + 1)
