"""Numbers as people write them (`1,234.5`, `EUR 12.4 million`, `(3.2) %`): a value, a unit and its last digit."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

DIGITS: Final = r"\d{1,3}(?:[,.' ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
"""A number without its sign, in folded text."""
CODES: Final = ("USD", "EUR", "GBP", "CHF", "JPY", "CNY", "SEK", "NOK", "DKK", "PLN", "CAD", "AUD", "INR")
"""Codes of currencies (ISO 4217)."""
CURRENCIES: Final = rf"[$€£¥₹]|US\$|(?:{'|'.join(CODES)})\b"
SCALES: Final = {
    "k": 3, "thousand": 3, "tsd": 3,
    "m": 6, "mn": 6, "mm": 6, "mio": 6, "million": 6, "millions": 6, "millionen": 6,
    "bn": 9, "mrd": 9, "billion": 9, "billions": 9, "milliarden": 9,
    "trillion": 12,
}  # fmt: skip
_SYMBOLS: Final = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
_FIGURE: Final = re.compile(
    rf"(?P<open>\()?(?P<sign>[+-])? ?(?P<before>{CURRENCIES})? ?(?P<minus>-)?(?P<digits>{DIGITS})(?![\d.,]*\d)"
    rf"(?P<raised>\^\d{{1,2}}(?:, ?\d{{1,2}})?)?"
    rf"(?P<close>\))? ?(?P<after>%|{CURRENCIES}|[A-Za-z]{{1,12}}\.?)? ?(?P<last>{CURRENCIES})?(?P<end>\))?"
    r"(?:[*†]|\[\d{1,2}\]|(?<=[%)])\d{1,2})?"  # the mark of a note
)
_FIRST: Final = "^1"
_LONG: Final = re.compile(r"\d[,' .]\d{3}(?!\d)|^\d{3,}$")
_LONGEST: Final = 40
_MARK: Final = re.compile(r"[.,]")


class Figure(NamedTuple):
    """A number with what it counts."""

    value: Decimal
    """In whole units: `12.4 million` is 12,400,000; percentages stay as they are written."""
    unit: str
    """`%`, a currency code, a word such as `kg`, or empty."""
    step: Decimal
    """What one in its last digit is worth: `0.1` for `12.4`, `100000` for `12.4 million`."""


def decimal_mark(texts: Iterable[str]) -> str | None:
    """`.` or `,`: what these numbers use as their decimal mark, if one of them settles it and none denies it."""
    marks = {mark for text in texts if (mark := _sure_mark(text)) is not None}
    return marks.pop() if len(marks) == 1 else None


def read_figure(text: str, mark: str | None = None) -> Figure | None:
    """The number that a whole text is; `None` for anything else, and where it could be two numbers.

    `1,234` is taken as twelve hundred and thirty-four, unless `mark` says that the comma is the decimal mark;
    `1.234` could be either, and is only read with a `mark`. What is raised behind a number (`1,234^1` folded) is the
    mark of a note in a whole number of three digits and more, with a currency and before a unit; elsewhere it could be
    a power, and neither `10^6` nor `2.5^3` is read.
    """
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return None
    match = _FIGURE.fullmatch(fold(text))
    return _figure(match, mark) if match else None


def _may_be_power(match: re.Match[str]) -> bool:
    """Whether what is raised could be an exponent. The first power changes nothing, and nobody raises an amount."""
    if match["raised"] in {None, _FIRST}:
        return False
    return not (match["before"] or match["after"] or match["last"] or _LONG.search(match["digits"]))


def _figure(match: re.Match[str], mark: str | None) -> Figure | None:
    number = None if _may_be_power(match) else _number(match["digits"], mark)
    if number is None or bool(match["open"]) != bool(match["close"] or match["end"]):
        return None
    word = (match["after"] or "").rstrip(".")
    scale = SCALES.get(word.lower(), 0)
    currency = match["before"] or match["last"] or (word if re.fullmatch(CURRENCIES, word) else "")
    unit = _SYMBOLS.get(currency, currency) or ("" if scale else word)
    negative = (match["sign"] == "-") != bool(match["minus"]) or bool(match["open"])
    value, step = number
    power = Decimal(10) ** scale
    return Figure((-value if negative else value) * power, unit, step * power)


def _number(digits: str, mark: str | None) -> tuple[Decimal, Decimal] | None:
    """A value and what its last digit is worth."""
    own: str | None = _mark_of(digits)
    if own == "?":
        own = mark or ("." if "," in digits else None)
    if own is None:
        return None
    plain = re.sub(rf"[^\d{re.escape(own)}]", "", digits).replace(own, ".")
    value = Decimal(plain)
    _, _, decimals = plain.partition(".")
    return value, Decimal(1).scaleb(-len(decimals))


def _mark_of(digits: str) -> str:
    """The decimal mark that these digits can only have: `.` where it makes no difference, `?` where it does."""
    found = [sign for sign in digits if sign in ".,"]
    if not found:
        return "."
    if len(set(found)) == 2:
        return found[-1]
    if len(found) > 1:
        return "." if found[0] == "," else ","
    before, _, after = digits.partition(found[0])
    if len(after) != 3 or before.startswith("0") or " " in digits or "'" in digits or len(before) > 3:
        return found[0]
    return "?"


def _sure_mark(text: str) -> str | None:
    match = _FIGURE.fullmatch(fold(text)) if len(text) <= _LONGEST else None
    if match is None or not _MARK.search(match["digits"]):
        return None
    mark = _mark_of(match["digits"])
    return None if mark == "?" else mark
