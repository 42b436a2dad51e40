"""What a cell shows: its stored value through its number format, as a spreadsheet program prints it."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from outcomes.artifacts.xlsx.format_code import read_format
from outcomes.artifacts.xlsx.serial_dates import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifacts.xlsx.format_code import FormatCode, Section, Token
    from outcomes.artifacts.xlsx.serial_dates import Moment

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_LONG = Context(prec=2_000, rounding=ROUND_HALF_UP)
"""Room for all digits of the largest number, a hundred times as large for each of as many percent signs as fit."""
_EXACT = 1e11
_TIE = 1e-4
_WIDTH = 11
"""Characters of a number in the format General, its minus sign not counted."""


def displayed(value: float, code: str, *, epoch_1904: bool = False) -> str | None:
    """A number as it is shown; `None` when the format is not understood. Spaces at the ends are left out."""
    if not math.isfinite(value):
        return None
    formats = read_format(code)
    section, number = _chosen(formats, value)
    if section is None:
        return None
    if section.decimals is not None:
        simple = _simple(number, code, section.decimals)
        if simple is not None:
            return simple
    if section.is_date:
        shown = _date(section, number if number != -value or value == 0 else value, epoch_1904=epoch_1904)
    else:
        shown = _number(section, number)
    return None if shown is None else shown.strip()


def displayed_text(value: str, code: str) -> str:
    """A text as it is shown: only the fourth section of a format, or one with `@`, changes it."""
    sections = read_format(code).sections
    section = sections[3] if len(sections) > 3 else sections[0] if len(sections) == 1 else None
    if section is None or ("text" not in section.kinds and len(sections) < 4):
        return value
    return "".join(value if token.kind == "text" else token.text for token in section.tokens)


def _simple(value: float, code: str, decimals: int) -> str | None:
    """The formats that most cells have; `None` near a tie, which spreadsheets round by its decimal digits."""
    percent = code[-1] == "%"
    scaled = abs(value) * 10.0 ** (decimals + 2 * percent)
    if scaled > _EXACT or abs(scaled % 1 - 0.5) < _TIE or (scaled < 1 and value < 0):
        return None
    grouped = "," if code[0] == "#" else ""
    return f"{value * 100 if percent else value:{grouped}.{decimals}f}" + ("%" if percent else "")


def _chosen(formats: FormatCode, value: float) -> tuple[Section | None, float]:
    """The section for a number, and the number as that section shows it: a section of its own shows no minus."""
    sections = formats.sections
    if len(sections) == 1 and sections[0] is not None and sections[0].condition is None:
        return sections[0], value
    conditions = [section.condition if section is not None else None for section in sections]
    if any(conditions):
        for i, condition in enumerate(conditions):
            if condition is not None and condition.holds(value):
                return sections[i], value
        rest = [i for i, condition in enumerate(conditions) if condition is None and i < 3]
        return (sections[rest[-1]] if rest else None), value
    if len(sections) == 1 or value > 0:
        return sections[0], value
    if value < 0:
        return sections[1], -value
    return (sections[2] if len(sections) > 2 else sections[0]), value


# -- numbers -------------------------------------------------------------------------------------------------------


def general(value: float) -> str:
    """As the format General shows it in a cell that is wide enough: at most eleven characters."""
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    if -4 <= size <= -1:
        return _trimmed(f"{value:.9f}")
    room = _WIDTH + (value < 0)
    fixed = _trimmed(f"{value:.12f}")
    if abs(size) <= 10 and len(fixed) <= room:
        return fixed
    if 0 <= size <= 10:
        return _trimmed(f"{value:.{max(0, 9 - size)}f}")
    mantissa, _, exponent = f"{value:.5E}".partition("E")
    return f"{_trimmed(mantissa)}E{exponent[0]}{exponent[1:].zfill(2)}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(section: Section, value: float) -> str | None:
    tokens = section.tokens
    if "general" in section.kinds:
        return "".join(general(value) if token.kind == "general" else token.text for token in tokens)
    if "text" in section.kinds:
        return "".join(general(value) if token.kind == "text" else token.text for token in tokens)
    if "exponent" in section.kinds:
        return _scientific(tokens, value)
    if "slash" in section.kinds and "digit" in section.kinds:
        return _fraction(tokens, value)
    return _decimal(tokens, _exact(value))


def _exact(value: float) -> Decimal:
    """Spreadsheets compute with fifteen digits: what lies behind them is noise."""
    return Decimal(f"{value:.15g}")


def _decimal(tokens: Sequence[Token], value: Decimal) -> str:
    digits = [i for i, token in enumerate(tokens) if token.kind == "digit"]
    point = next((i for i, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    whole, decimals = [i for i in digits if i < point], [i for i in digits if i > point]
    scale, grouped = _commas(tokens, digits, whole)
    value = value * 100 ** sum(token.kind == "percent" for token in tokens) / Decimal(1000) ** scale
    rounded = abs(value).quantize(Decimal(1).scaleb(-len(decimals)), context=_LONG) if digits else abs(value)
    integer, _, fraction = f"{rounded:f}".partition(".")
    shown = _placed(tokens, whole, integer.lstrip("0"), grouped=grouped)
    shown |= _placed_decimals(tokens, decimals, fraction)
    out = []
    for i, token in enumerate(tokens):
        if i in shown:
            out.append(shown[i])
        elif token.kind == "point":
            out.append(("" if whole else integer.lstrip("0")) + ".")
        elif token.kind != "comma":
            out.append(token.text)
    return ("-" if value < 0 and rounded else "") + "".join(out)


def _commas(tokens: Sequence[Token], digits: Sequence[int], whole: Sequence[int]) -> tuple[int, bool]:
    """How many thousands to divide by (commas behind the last digit), and whether thousands are grouped."""
    commas = [i for i, token in enumerate(tokens) if token.kind == "comma"]
    scale = 0
    for last in {*whole[-1:], *digits[-1:]}:
        following = last + 1
        while following in commas:
            scale, following = scale + 1, following + 1
    grouped = len(whole) > 1 and any(whole[0] < i < whole[-1] for i in commas)
    return scale if digits else 0, grouped


def _placed(tokens: Sequence[Token], places: Sequence[int], digits: str, *, grouped: bool) -> dict[int, str]:
    """Digits from the right into their places; those that are left over go into the first one."""
    shown: dict[int, str] = {}
    count = 0
    for at, i in enumerate(reversed(places)):
        take = digits if at == len(places) - 1 else digits[-1:]
        digits = digits[: len(digits) - len(take)]
        text = ""
        for digit in reversed(take or _EMPTY[tokens[i].text]):
            if grouped and count and count % 3 == 0:
                text = ("," if digit != " " else " ") + text
            text = digit + text
            count += 1
        shown[i] = text
    return shown


_EMPTY = {"0": "0", "#": "", "?": " "}


def _placed_decimals(tokens: Sequence[Token], places: Sequence[int], digits: str) -> dict[int, str]:
    significant = len(digits.rstrip("0"))
    return {
        i: digits[at] if at < significant else _EMPTY[tokens[i].text]
        for at, i in enumerate(places)
    }  # fmt: skip


def _scientific(tokens: Sequence[Token], value: float) -> str | None:
    mark = next(i for i, token in enumerate(tokens) if token.kind == "exponent")
    mantissa, tail = tokens[:mark], tokens[mark + 1 :]
    point = next((i for i, token in enumerate(mantissa) if token.kind == "point"), mark)
    whole = sum(token.kind == "digit" for token in mantissa[:point])
    decimals = sum(token.kind == "digit" for token in mantissa[point:])
    exact = abs(_exact(value))
    exponent = exact.adjusted() if exact else 0
    step = max(1, whole)
    exponent -= exponent % step if step > 1 else 0
    scaled = exact.scaleb(-exponent).quantize(Decimal(1).scaleb(-decimals), context=_LONG)
    if scaled >= Decimal(10) ** step:
        exponent += step
        scaled = exact.scaleb(-exponent).quantize(Decimal(1).scaleb(-decimals), context=_LONG)
    places = sum(token.kind == "digit" for token in tail)
    if not places:
        return None
    sign = "-" if exponent < 0 else "+" if tokens[mark].text[1] == "+" else ""
    power = f"{tokens[mark].text[0]}{sign}{abs(exponent):0{places}d}"
    rest = "".join(token.text for token in tail if token.kind != "digit")
    return ("-" if value < 0 else "") + _decimal(mantissa, scaled) + power + rest


def _fraction(tokens: Sequence[Token], value: float) -> str | None:
    """`# ?/?`, `# ??/16`, `?/?`: a whole number if there is a place for it, then the nearest fraction."""
    slash = next(i for i, token in enumerate(tokens) if token.kind == "slash")
    below = tokens[slash + 1 :]
    figures = "".join(token.text for token in below if token.text.isdecimal())
    fixed = int(figures) if figures.strip("0") and len(figures) < 8 else 0
    places = sum(token.kind == "digit" for token in below)
    if any(token.kind in {"comma", "point", "percent"} for token in tokens) or not (places or fixed):
        return None
    above = [i for i, token in enumerate(tokens[:slash]) if token.kind == "digit"]
    mixed = any(tokens[i].text == " " for i in range(above[0], above[-1])) if above else False
    exact = Fraction(_exact(abs(value)))
    whole, rest = (divmod(exact, 1)) if mixed else (0, exact)
    if fixed:
        top, bottom = math.floor(rest * fixed + Fraction(1, 2)), fixed
    else:
        top, bottom = _convergent(rest, 10 ** min(places, 7) - 1)
    if mixed and top == bottom:
        whole, top = whole + 1, 0
    sign = "-" if value < 0 and (whole or top) else ""
    parts = [str(whole)] if mixed and (whole or not top) else []
    if top or not mixed:
        parts.append(f"{top}/{bottom}")
    return sign + " ".join(parts)


def _convergent(number: Fraction, most: int) -> tuple[int, int]:
    """The last fraction of a number's continued fraction whose denominator is small enough."""
    before, now = (0, 1), (1, 0)
    rest = number
    while True:
        whole = math.floor(rest)
        following = (whole * now[0] + before[0], whole * now[1] + before[1])
        if following[1] > most:
            return now
        before, now = now, following
        if rest - whole < Fraction(1, 20_000_000):
            return now
        rest = 1 / (rest - whole)


# -- dates ---------------------------------------------------------------------------------------------------------


_NOT_IN_DATES = frozenset({"general", "text", "exponent", "digit"})


def _date(section: Section, value: float, *, epoch_1904: bool) -> str | None:
    when = moment(value, epoch_1904=epoch_1904, digits=min(3, section.digits))
    if when is None or section.kinds & _NOT_IN_DATES:
        return None
    out = []
    for kind, text in section.tokens:
        if kind == "date":
            out.append(_part(text, when, half=section.half))
        elif kind == "elapsed":
            out.append(_elapsed(text, value, section.digits))
        else:
            out.append(text)
    return "".join(out)


def _part(text: str, when: Moment, *, half: bool) -> str:  # noqa: PLR0911 - one return for each letter
    """One letter group of a date: `yyyy`, `mmm`, `hh`, `ss.00`, `AM/PM`."""
    letter, length = text[0], len(text)
    if letter == "y":
        return str(when.year).zfill(4) if length > 2 else f"{when.year % 100:02}"
    if letter == "m":
        return _named(_MONTHS[when.month - 1], length) if length > 2 else _padded(when.month, length)
    if letter == "d":
        return _named(_DAYS[when.weekday], length) if length > 2 else _padded(when.day, length)
    if letter == "h":
        return _padded((when.hour % 12 or 12) if half else when.hour, length)
    if letter == "n":
        return _padded(when.minute, length)
    if letter == "s":
        return _seconds(text, when)
    sign = "AM" if when.hour < 12 else "PM"
    return sign if length > 3 else sign[0]


def _named(name: str, length: int) -> str:
    """Three letters of a name, all of it, or its first one."""
    return name[:3] if length == 3 else name[:1] if length == 5 else name


def _padded(number: int, length: int) -> str:
    return str(number) if length == 1 or number > 9 else f"0{number}"


def _seconds(text: str, when: Moment) -> str:
    letters, point, decimals = text.partition(".")
    shown = _padded(when.second, len(letters))
    if not point:
        return shown
    return f"{shown}." + f"{when.microsecond:06}"[: len(decimals)].ljust(len(decimals), "0")


def _elapsed(text: str, value: float, digits: int) -> str:
    seconds = math.floor(round(value * 86_400, digits))
    number = {"h": seconds // 3600, "m": seconds // 60, "s": seconds}[text[0]]
    return f"{number:0{len(text)}}"
