"""Number format codes taken apart: sections, their conditions, and what each holds (ECMA-376 18.8.31)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "m/d/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yyyy h:mm", 37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', 42: '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""Formats that a file names by number alone (18.8.30). Those that follow the reader's country are as in the US."""

Kind = Literal[
    "literal", "digit", "point", "comma", "percent", "exponent", "slash", "date", "elapsed", "text", "general"
]
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<ampm>AM/PM|A/P)|(?P<exponent>E[+-])|(?P<date>y+|m+|d+|h+|s+)(?P<fraction>\.0+)?"
    r"|(?P<digit>[0#?])|(?P<sign>[.,%/@])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SIMPLE = re.compile(r"(?:#,##)?0(?:\.(?P<decimals>0{1,9}))?%?")
_COLOURS = frozenset({"black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"})
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+(?:E[+-]?[0-9]+)?)", re.IGNORECASE)
_LITERALS = frozenset("$-+/():!^&'~{}<>= \u00a0\u20ac\u00a3\u00a5")
_MOST_CHARACTERS = 300
_MOST_SECTIONS = 4


class Token(NamedTuple):
    """A piece of a section."""

    kind: Kind
    text: str


class Condition(NamedTuple):
    """`>=100`."""

    sign: str
    value: float

    def holds(self, number: float) -> bool:
        """Whether a number meets it."""
        return {
            "<": number < self.value,
            "<=": number <= self.value,
            ">": number > self.value,
            ">=": number >= self.value,
            "=": number == self.value,
            "<>": number != self.value,
        }[self.sign]


class Section(NamedTuple):
    """What one kind of value is shown as."""

    tokens: tuple[Token, ...]
    kinds: frozenset[Kind]
    """The kinds of its tokens."""
    condition: Condition | None
    decimals: int | None
    """Where it is as simple as `0.00`, `#,##0` or `0%`, how many decimals it shows."""
    digits: int = 0
    """Decimals of the seconds that it shows."""
    half: bool = False
    """Whether hours are counted to twelve."""

    @property
    def is_date(self) -> bool:
        """Whether it shows a date or a time."""
        return "date" in self.kinds or "elapsed" in self.kinds


class FormatCode(NamedTuple):
    """A format: one to four sections; `None` where a section is not understood."""

    sections: tuple[Section | None, ...]

    @property
    def is_date(self) -> bool:
        """Whether numbers in it are dates or times."""
        first = self.sections[0]
        return first is not None and first.is_date


@lru_cache(maxsize=2048)
def read_format(code: str) -> FormatCode:
    """Take a code apart."""
    if len(code) > _MOST_CHARACTERS:
        return FormatCode((None,))
    parts = _split(code)
    return FormatCode(tuple(_section(part) for part in parts[:_MOST_SECTIONS]))


def _split(code: str) -> list[str]:
    """At each semicolon that is not quoted, escaped or in brackets."""
    parts, start = [], 0
    for found in _TOKEN.finditer(code):
        if found["other"] == ";":
            parts.append(code[start : found.start()])
            start = found.end()
    return [*parts, code[start:]]


def _section(code: str) -> Section | None:
    tokens: list[Token] = []
    condition = None
    for found in _TOKEN.finditer(code):
        if found["bracket"] is not None:
            inside = found["bracket"]
            wanted = _CONDITION.fullmatch(inside.strip())
            if wanted is not None:
                condition = _condition(wanted)
                if condition is None:
                    return None
                continue
            token = _bracketed(inside)
        else:
            token = _token(found)
        if token is None:
            return None
        if token.text or token.kind != "literal":
            tokens.append(token)
    kinds = frozenset(token.kind for token in tokens)
    dates = [token.text for token in tokens if token.kind == "date"]
    digits = max((len(text.partition(".")[2]) for text in dates), default=0)
    half = any(text[0] in "aA" for text in dates)
    return Section(tuple(_minutes(tokens)), kinds, condition, _decimals(code), digits, half)


def _decimals(code: str) -> int | None:
    found = _SIMPLE.fullmatch(code)
    return None if found is None else len(found["decimals"] or "")


def _condition(found: re.Match[str]) -> Condition | None:
    try:
        return Condition(found[1], float(found[2]))
    except ValueError:
        return None


def _bracketed(inside: str) -> Token | None:
    """Colours say nothing about the text; `[$€-407]` shows its sign; `[h]` counts hours without end."""
    lowered = inside.strip().lower()
    if lowered in _COLOURS or re.fullmatch(r"color ?\d{1,2}", lowered):
        return Token("literal", "")
    if re.fullmatch(r"h+|m+|s+", lowered):
        return Token("elapsed", lowered)
    if lowered.startswith("$"):
        sign, _, country = inside[1:].partition("-")
        return Token("literal", sign) if _is_plain(country) else None
    return None


def _is_plain(country: str) -> bool:
    """Whether a locale asks for nothing but a currency sign: other digits and calendars are not known here."""
    try:
        number = int(country or "0", 16)
    except ValueError:
        return bool(re.fullmatch(r"[a-zA-Z]{2,3}(?:-[a-zA-Z]{2})?", country))
    return number >> 16 == 0


def _token(found: re.Match[str]) -> Token | None:  # noqa: PLR0911 - one return for each kind
    if found["quoted"] is not None or found["escaped"]:
        return Token("literal", found["quoted"] or found["escaped"] or "")
    if found["space"]:
        return Token("literal", " ")
    if found["fill"]:
        return Token("literal", "")
    if found["general"]:
        return Token("general", "")
    if found["ampm"] or found["date"]:
        return Token("date", (found["ampm"] or found["date"].lower() + (found["fraction"] or "")))
    if found["exponent"]:
        return Token("exponent", found["exponent"])
    if found["digit"]:
        return Token("digit", found["digit"])
    kinds: dict[str, Kind] = {".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "text"}
    if found["sign"]:
        return Token(kinds[found["sign"]], found["sign"])
    # Letters outside quotes are eras and other calendars; signs stand for themselves.
    return Token("literal", found["other"]) if found["other"] in _LITERALS or not found["other"].isalpha() else None


def _minutes(tokens: list[Token]) -> list[Token]:
    """`m` is minutes after hours and before seconds, months elsewhere; minutes become `n`."""
    clocks = [i for i, token in enumerate(tokens) if token.kind in {"date", "elapsed"}]
    for at, i in enumerate(clocks):
        token = tokens[i]
        if token.kind == "date" and token.text in {"m", "mm"}:
            before = tokens[clocks[at - 1]].text if at else ""
            after = tokens[clocks[at + 1]].text if at + 1 < len(clocks) else ""
            if before.startswith("h") or after.startswith("s"):
                tokens[i] = Token("date", "n" * len(token.text))
    return tokens
