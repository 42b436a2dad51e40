"""The labels of bulleted and numbered paragraphs, as far as the slide itself states them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.ooxml.markup import A, integer
from outcomes.artifacts.ooxml.numerals import letters, roman

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

_BULLET = "\u2022"
_SYMBOL_FONTS = ("wingdings", "webdings", "symbol")
_LEVELS = 9
_NO_BULLET, _CHARACTER, _NUMBER = f"{A}buNone", f"{A}buChar", f"{A}buAutoNum"
_KINDS = frozenset({_NO_BULLET, _CHARACTER, _NUMBER, f"{A}buBlip"})


class Bullets:
    """Counts through the paragraphs of one text."""

    def __init__(self, styles: etree._Element | None) -> None:
        """`styles` is the text's own `a:lstStyle`."""
        self._styles = styles if styles is not None and len(styles) else None
        self._counts: list[tuple[str, int] | None] = [None] * _LEVELS

    def label(self, properties: etree._Element | None, level: int) -> str | None:
        """Count one more paragraph with text; `None` without a bullet of its own."""
        holder, mark = self._mark(properties, level)
        for deeper in range(level + 1, _LEVELS):
            self._counts[deeper] = None
        if mark is not None and mark.tag == _NUMBER:
            return self._next(mark, level)
        self._counts[level] = None
        if mark is None or holder is None or mark.tag == _NO_BULLET:
            return None
        return _character(mark, holder.find(f"{A}buFont")) if mark.tag == _CHARACTER else _BULLET

    def _mark(
        self, properties: etree._Element | None, level: int
    ) -> tuple[etree._Element | None, etree._Element | None]:
        style = self._styles.find(f"{A}lvl{level + 1}pPr") if self._styles is not None else None
        for holder in (properties, style):
            for node in holder if holder is not None else ():
                if node.tag in _KINDS:
                    return holder, node
        return None, None

    def _next(self, mark: etree._Element, level: int) -> str:
        scheme, start = mark.get("type") or "arabicPeriod", integer(mark.get("startAt"), default=1)
        series = f"{scheme} {start}"
        before = self._counts[level]
        number = before[1] + 1 if before is not None and before[0] == series else start
        self._counts[level] = (series, number)
        return _written(scheme, number)


def _character(mark: etree._Element, font: etree._Element | None) -> str:
    """Symbol fonts draw other signs than the letters that they are addressed by."""
    sign = (mark.get("char") or "").strip()[:1]
    symbolic = font is not None and (font.get("typeface") or "").lower().startswith(_SYMBOL_FONTS)
    return _BULLET if not sign or symbolic or "\ue000" <= sign <= "\uf8ff" else sign


def _written(scheme: str, number: int) -> str:
    write = next((write for prefix, write in _SCHEMES.items() if scheme.startswith(prefix)), str)
    text = write(number)
    if scheme.endswith("ParenBoth"):
        return f"({text})"
    if scheme.endswith("ParenR"):
        return f"{text})"
    return f"{text}-" if scheme.endswith("Minus") else text if scheme.endswith("Plain") else f"{text}."


_SCHEMES: dict[str, Callable[[int], str]] = {
    "alphaLc": letters,
    "alphaUc": lambda number: letters(number).upper(),
    "romanLc": roman,
    "romanUc": lambda number: roman(number).upper(),
}
