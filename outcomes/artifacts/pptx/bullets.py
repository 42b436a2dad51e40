"""The labels of bulleted and numbered paragraphs, as they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.ooxml.numerals import letters, roman

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.artifacts.pptx.looks import Bullet, Lines

_BULLET = "\u2022"
_SYMBOL_FONTS = ("wingdings", "webdings", "symbol")
_LEVELS = 9


class Bullets:
    """Counts through the paragraphs of one text."""

    def __init__(self) -> None:
        """Begin before the first paragraph."""
        self._counts: list[tuple[Bullet, int] | None] = []
        """The last number given at each level; empty as long as nothing was numbered."""

    def label(self, lines: Lines, level: int) -> str | None:
        """Count one more paragraph with text; `None` without a bullet."""
        mark = lines.bullet
        if self._counts:
            self._counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if mark is not None and mark.kind == "number":
            return self._next(mark, level)
        if self._counts:
            self._counts[level] = None
        if mark is None or mark.kind == "none":
            return None
        return _sign(mark.sign, lines.bullet_font) if mark.kind == "sign" else _BULLET

    def _next(self, mark: Bullet, level: int) -> str:
        self._counts = self._counts or [None] * _LEVELS
        before = self._counts[level]
        number = before[1] + 1 if before is not None and before[0] == mark else mark.start
        self._counts[level] = (mark, number)
        return _written(mark.sign, number)


def _sign(sign: str, font: str | None) -> str:
    """Symbol fonts draw other signs than the letters that they are addressed by."""
    symbolic = (font or "").lower().startswith(_SYMBOL_FONTS)
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
