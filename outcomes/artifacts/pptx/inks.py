"""From what is stated about letters to what they look like: typefaces by script, colours on what lies behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import Font
from outcomes.artifact import STRUCK_OUT
from outcomes.artifacts.ooxml.contrast import indistinct
from outcomes.artifacts.pptx.fills import NO_FILL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from outcomes.artifacts.pptx.colours import Palette
    from outcomes.artifacts.pptx.looks import Look

_TINY_POINTS = 1.5
_STANDARD_POINTS = 18.0  # ECMA-376 21.1.2.3.9: "If this attribute is omitted, then a value of 1800 is assumed"
_EAST_ASIAN = (
    "\u1100-\u11ff\u2e80-\u303f\u3040-\u312f\u3130-\u318f\u31a0-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_COMPLEX = "\u0590-\u08ff\u0900-\u109f\u1200-\u137f\u1780-\u17ff\u1800-\u18af\u1a00-\u1aaf\ufb1d-\ufdff\ufe70-\ufefc"
_SYMBOLS = "\uf000-\uf0ff"
_STRETCHES = re.compile(
    f"(?P<ea>[{_EAST_ASIAN}](?:[{_EAST_ASIAN}\\s]*[{_EAST_ASIAN}])?)"
    f"|(?P<cs>[{_COMPLEX}](?:[{_COMPLEX}\\s]*[{_COMPLEX}])?)|(?P<sym>[{_SYMBOLS}]+)"
)


class Context(NamedTuple):
    """What letters are written on, and how they are fitted in."""

    behind: str | None = None
    """`RRGGBB` of what lies behind them; `None` is unknown."""
    scale: float = 1.0
    """Share to which an overfull frame shrinks its letters."""
    complete: bool = True
    """Whether all that could state something was there to be read, so that what is not stated has its default."""


_MANY_INKS = 10_000
_BLOCKS_AN_INK = 3


class Fonts:
    """The fonts of one presentation, one object for each combination."""

    def __init__(self, spend: Callable[[int], object]) -> None:
        """`spend` is told what unusually many inks cost, in blocks: no honest presentation has as many."""
        self._known: dict[Font, Font] = {}
        self._spend = spend
        self._inks = 0

    def one(self, font: Font) -> Font:
        """The object that stands for this font."""
        return self._known.setdefault(font, font)

    def count(self) -> None:
        """One more ink is made, which takes time."""
        self._inks += 1
        if self._inks > _MANY_INKS:
            self._spend(_BLOCKS_AN_INK)


class Ink:
    """What letters with one set of properties look like in one place, and why they are not read if they are not."""

    __slots__ = ("_known", "_lang", "_look", "_others", "_palette", "font", "raised", "reason")

    def __init__(self, look: Look, lang: str, palette: Palette, context: Context, known: Fonts) -> None:
        """`known` are the fonts of the presentation."""
        known.count()
        paper = look.highlight.over(context.behind) if look.highlight is not None else context.behind
        size = look.size / 100 if look.size is not None else _STANDARD_POINTS if context.complete else None
        default = False if context.complete else None
        plain = Font(
            _face(look.latin, lang, palette),
            round(size * context.scale, 2) if size is not None else None,
            look.bold if look.bold is not None else default,
            look.italic if look.italic is not None else default,
            _colour(look, palette, paper),
            paper,
        )
        self.font = known.one(plain)
        self.reason = _unseen(look, plain)
        self.raised = look.raised is True
        """Whether they stand above the line."""
        self._look, self._lang, self._palette, self._known = look, lang, palette, known
        self._others: dict[str, Font] = {}

    def fonts(self, text: str) -> Iterator[tuple[str, Font]]:
        """The text in stretches of one script, each with its font."""
        at = 0
        for found in _STRETCHES.finditer(text) if not text.isascii() else ():
            if found.start() > at:
                yield text[at : found.start()], self.font
            yield found[0], self._other(found.lastgroup or "")
            at = found.end()
        if at < len(text):
            yield text[at:], self.font

    def _other(self, slot: str) -> Font:
        """The font of `ea`, `cs` or `sym` letters."""
        font = self._others.get(slot)
        if font is None:
            names = {"ea": self._look.ea, "cs": self._look.cs, "sym": self._look.sym}
            found = self.font._replace(family=_face(names[slot], self._lang, self._palette))
            font = self._others[slot] = self._known.one(found)
        return font


def _face(name: str | None, lang: str, palette: Palette) -> str | None:
    return palette.theme.typeface(name, lang) if name else None


def _colour(look: Look, palette: Palette, paper: str | None) -> str | None:
    if look.linked:
        return palette.scheme("hlink").over(paper)
    return look.fill.colour.over(paper) if look.fill is not None and look.fill.kind == "solid" else None


def _unseen(look: Look, font: Font) -> str | None:
    """`tiny`, `vanish` (painted with nothing), `white` (like what lies behind), `struck-out`; `None` when it is read.

    What cannot be seen is not seen to be struck out either.
    """
    if font.size_pt is not None and font.size_pt <= _TINY_POINTS:
        return "tiny"
    if not (look.outlined or look.effects):
        if look.fill == NO_FILL and not look.linked:
            return "vanish"
        if font.colour is not None and font.background is not None and indistinct(font.colour, font.background):
            return "white"
    return STRUCK_OUT if look.struck else None
