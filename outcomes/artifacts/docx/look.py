"""What run properties say about the look of text, as one value for each level of the style hierarchy."""

from __future__ import annotations

from typing import Final, NamedTuple

PAPER: Final = "FFFFFF"
UNKNOWN: Final = "unknown"
"""A background, colour, typeface or language that cannot be told: a picture, a gradient, a damaged theme."""
UNSURE: Final = -1
"""A size or an on/off property that cannot be told."""
AUTOMATIC: Final = "auto"


class Look(NamedTuple):
    """What one level says about a run; `None` where it says nothing, `UNKNOWN` or `UNSURE` where it cannot be told."""

    ascii: str | None = None
    hansi: str | None = None
    east: str | None = None
    complex: str | None = None
    size: int | None = None
    """Half-points."""
    complex_size: int | None = None
    bold: int | None = None
    complex_bold: int | None = None
    italic: int | None = None
    complex_italic: int | None = None
    vanish: int | None = None
    colour: str | None = None
    """`RRGGBB` or `auto`, which is black or white by what lies behind."""
    highlight: str | None = None
    """`RRGGBB`, or `auto` for none."""
    shade: str | None = None
    """Background behind the text itself: `RRGGBB`, or `auto` for none."""
    hint: str | None = None
    """`eastAsia` asks for the East Asian typeface where a character could be of either kind."""
    is_complex: int | None = None
    """Whether the run is complex script (`w:cs`) or right to left (`w:rtl`), and takes those properties."""
    language: str | None = None
    east_language: str | None = None
    strike: int | None = None
    double_strike: int | None = None
    height: str | None = None
    """`superscript`, `subscript`, or `baseline` for neither."""
    style: str | None = None
    """The character style that these properties name."""

    def over(self, base: Look) -> Look:
        """These properties on top of others."""
        if self is PLAIN:
            return base
        if base is PLAIN:
            return self
        return Look._make([low if own is None else own for own, low in zip(self, base, strict=True)])


PLAIN: Final = Look()
"""Nothing said."""
BLURRED: Final = Look(
    ascii=UNKNOWN, hansi=UNKNOWN, east=UNKNOWN, complex=UNKNOWN, size=UNSURE, complex_size=UNSURE,
    bold=UNSURE, complex_bold=UNSURE, italic=UNSURE, complex_italic=UNSURE, vanish=UNSURE,
    colour=UNKNOWN, highlight=UNKNOWN, shade=UNKNOWN, is_complex=UNSURE, language=UNKNOWN, east_language=UNKNOWN,
    strike=UNSURE, double_strike=UNSURE, height=UNKNOWN,
)  # fmt: skip
"""What stands for each property where it cannot be told."""
TOGGLES: Final = tuple(
    Look._fields.index(name) for name in ("bold", "complex_bold", "italic", "complex_italic", "vanish", "strike")
)
