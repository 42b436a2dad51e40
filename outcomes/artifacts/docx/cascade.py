"""The look that text has in the end, from the levels that have a say in it; each combination is worked out once.

Document defaults, table style, paragraph style, character style and direct properties apply in this order (ECMA-376
17.7.2); on/off properties of the three kinds of style cancel each other out (17.7.3).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.appearance import Font
from outcomes.artifact import STRUCK_OUT
from outcomes.artifacts.docx.look import AUTOMATIC, BLURRED, PAPER, PLAIN, TOGGLES, UNKNOWN, UNSURE, Look
from outcomes.artifacts.docx.scripts import COMPLEX, EAST, stretches
from outcomes.artifacts.ooxml.contrast import indistinct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifacts.docx.spacing import Spacing
    from outcomes.artifacts.docx.styles import ParagraphStyle, Styles

_TINY_HALF_POINTS = 3
# ECMA-376 17.3.2.38 leaves the size open where nothing states one; Word shows 10 points. Bold (17.3.2.1) and italic
# (17.3.2.16) are off where nothing states them.
_UNSTATED_HALF_POINTS = 20
# Word: automatic text turns white on shading of 80 % black or more, which has this brightness or less. Between that
# and 70 % it is not told.
_WHITE_UP_TO = 52
_BLACK_FROM = 76
_FAMILIES = ("ascii", "hansi", "east", "complex")


class Surroundings(NamedTuple):
    """What a paragraph finds where it stands: the colour behind it, and what the style of its table or box says."""

    background: str = PAPER
    look: Look = PLAIN
    spacing: tuple[tuple[str, str], ...] = ()


class Effect:
    """The look of runs of one kind: why they are not seen, if so, and their fonts by slot."""

    __slots__ = (
        "_chinese",
        "_hint",
        "east_language",
        "font",
        "fonts",
        "language",
        "raised",
        "reason",
        "seen",
        "seen_east",
        "uniform",
    )

    def __init__(self, look: Look, fonts: tuple[Font, ...], reason: str | None) -> None:
        """`fonts` are those for ASCII, high ANSI, East Asian and complex text."""
        self.fonts = fonts
        self.font = fonts[0]
        self.uniform = all(font is fonts[0] for font in fonts)
        """Whether all characters look alike."""
        self.reason = reason
        self.raised = look.height == "superscript"
        """Whether it stands above the line."""
        self.language = look.language
        self.east_language = look.east_language
        self.seen = 0
        """Characters shown with it, for telling the language of the document."""
        self.seen_east = 0
        self._hint = look.hint == "eastAsia"
        self._chinese = (look.east_language or "").lower().startswith("zh")

    def stretches(self, text: str) -> Iterator[tuple[int, int, Font]]:
        """The parts of a text that look alike: `(start, end, font)`, in order and without gaps."""
        if self.uniform or text.isascii():
            self.seen += len(text)
            yield 0, len(text), self.font
            return
        for slot, start, end in stretches(text, hint=self._hint, chinese=self._chinese):
            if slot == EAST:
                self.seen_east += end - start
            else:
                self.seen += end - start
            yield start, end, self.fonts[slot]


class Cascade:
    """Works out effects, and shares one `Font` for each combination."""

    def __init__(self, styles: Styles) -> None:
        """Looks things up in the styles of the document."""
        self.styles = styles
        self._fonts: dict[Font, Font] = {}

    def effect(self, style: ParagraphStyle, around: Surroundings, background: str, own: Look) -> Effect:
        """What a run's own properties lead to in a paragraph of a style, on a background."""
        look = self._resolve(style, around.look, own)
        behind = _behind(look, background)
        fonts = self._slots(look, _colour(look, behind), None if behind == UNKNOWN else behind)
        return Effect(look, fonts, _unseen(look, behind))

    def in_family(self, effect: Effect, family: str | None) -> Effect:
        """The same look in another typeface, as symbols and formulas have; `None` for one that is not known."""
        look = PLAIN._replace(language=effect.language, east_language=effect.east_language)
        return Effect(look, (self._shared(effect.font._replace(family=family)),) * 4, effect.reason)

    def _resolve(self, style: ParagraphStyle, table: Look, own: Look) -> Look:
        character = self.styles.character(own.style)
        defaults = self.styles.defaults
        upper = own.over(character).over(style.look)
        values = [
            _settled(index, *said)
            for index, said in enumerate(zip(upper, style.usual_look, table, defaults, strict=True))
        ]
        paragraph = style.look.over(style.usual_look)
        for at in TOGGLES:
            values[at] = (
                own[at] if own[at] is not None else _toggled(defaults[at], table[at], paragraph[at], character[at])
            )
        return Look._make(values)

    def _slots(self, look: Look, colour: str | None, background: str | None) -> tuple[Font, ...]:
        plain = [self._font(look, slot, colour, background) for slot in range(COMPLEX)]
        if look.east == "Times New Roman" and look.ascii == look.hansi:
            plain[EAST] = plain[0]  # [MS-OI29500] 2.1.88
        if not look.is_complex:
            return (*plain, plain[0])
        special = self._font(look, COMPLEX, colour, background)
        if look.is_complex == UNSURE:
            special = self._shared(_common([*plain, special]))
        return (special,) * 4

    def _font(self, look: Look, slot: int, colour: str | None, background: str | None) -> Font:
        special = slot == COMPLEX
        family = getattr(look, _FAMILIES[slot])
        size = look.complex_size if special else look.size
        size = _UNSTATED_HALF_POINTS if size is None else size
        return self._shared(
            Font(
                family=None if family == UNKNOWN else family,
                size_pt=None if size == UNSURE else size / 2,
                bold=_certain(look.complex_bold if special else look.bold),
                italic=_certain(look.complex_italic if special else look.italic),
                colour=colour,
                background=background,
            )
        )

    def _shared(self, font: Font) -> Font:
        return self._fonts.setdefault(font, font)


def _settled(index: int, upper: object, usual: object, table: object, default: object) -> object:
    """The nearest statement. Where the default paragraph style and a table style differ, versions of Word do too."""
    if upper is not None:
        return upper
    if usual is not None:
        return usual if table is None or table == usual else BLURRED[index]
    return default if table is None else table


def _toggled(default: object, *levels: object) -> object:
    """ECMA-376 17.7.3: true where the defaults say so, otherwise where an odd number of kinds of style do."""
    if default == 1:
        return 1
    if UNSURE in levels:
        return UNSURE
    return sum(1 for level in levels if level == 1) % 2


def _certain(switch: int | None) -> bool | None:
    return None if switch == UNSURE else bool(switch)


def _common(fonts: list[Font]) -> Font:
    """What several fonts agree on."""
    return Font._make(values[0] if len(set(values)) == 1 else None for values in zip(*fonts, strict=True))


def _behind(look: Look, background: str) -> str:
    """Highlighting covers the run's shading, which covers what the paragraph stands on."""
    for paint in (look.highlight, look.shade):
        if paint is not None and paint != AUTOMATIC:
            return paint
    return background


def _colour(look: Look, behind: str) -> str | None:
    if look.colour is not None and look.colour != AUTOMATIC:
        return None if look.colour == UNKNOWN else look.colour
    return None if behind == UNKNOWN else automatic_colour(behind)


@lru_cache(maxsize=1024)
def automatic_colour(behind: str) -> str | None:
    """Black or white, whichever Word takes for automatic text on a background; `None` where that is not known."""
    red, green, blue = (int(behind[at : at + 2], 16) for at in (0, 2, 4))
    brightness = 0.299 * red + 0.587 * green + 0.114 * blue
    return "FFFFFF" if brightness <= _WHITE_UP_TO else "000000" if brightness >= _BLACK_FROM else None


def _unseen(look: Look, behind: str) -> str | None:
    """Why text of this look on this background is not read: `vanish`, `tiny`, `white`, `struck-out`; `None` when it is.

    What cannot be seen is not seen to be struck out either.
    """
    if look.vanish == 1:
        return "vanish"
    size = look.complex_size if look.is_complex == 1 else look.size
    if size is not None and 0 <= size <= _TINY_HALF_POINTS:
        return "tiny"
    painted = look.colour not in {None, AUTOMATIC, UNKNOWN} and behind != UNKNOWN
    if painted and indistinct(str(look.colour), behind):
        return "white"
    return STRUCK_OUT if look.strike == 1 or look.double_strike == 1 else None


NOWHERE: Final = Surroundings()
"""The page itself: white paper, no table."""


def surrounded(background: str, look: Look = PLAIN, spacing: Spacing | None = None) -> Surroundings:
    """Surroundings that can be looked up."""
    return Surroundings(background, look, tuple(sorted((spacing or {}).items())))
