"""How a piece of a document looks, as far as the file says: fonts, spacing, fills, places, pictures.

Everything is *effective*: what a reader sees after styles, layouts, masters, themes and automatic shrinking have had
their say. Where the file does not settle it, the value is `None`, which means unknown and never a default that was
guessed.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

EMU_PER_INCH = 914_400
EMU_PER_POINT = 12_700


class Box(NamedTuple):
    """A rectangle on a slide or page in EMU (914,400 to the inch), measured from its top left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Where it ends, in EMU from the left edge."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Where it ends, in EMU from the top edge."""
        return self.y + self.height

    @property
    def area(self) -> int:
        """Square EMU."""
        return self.width * self.height

    def overlap(self, other: Box) -> int:
        """Square EMU that both cover."""
        x, y, width, height = self  # asked of every pair on a slide, so without the detour by properties
        left, top, wide, high = other
        wide = min(x + width, left + wide) - max(x, left)
        if wide <= 0:
            return 0
        high = min(y + height, top + high) - max(y, top)
        return wide * high if high > 0 else 0


class Font(NamedTuple):
    """What the letters of a stretch of text look like in the end; `None` is unknown.

    Readers make one value for each combination that occurs and share it, so that thousands of runs cost little.
    """

    family: str | None = None
    """The typeface used for these characters, theme fonts resolved: `Calibri`."""
    size_pt: float | None = None
    """Points, after automatic shrinking."""
    bold: bool | None = None
    italic: bool | None = None
    colour: str | None = None
    """`RRGGBB` of the letters, theme colours and automatic black or white resolved."""
    background: str | None = None
    """`RRGGBB` of what lies right behind the letters; unknown over pictures, gradients and patterns."""


UNKNOWN_FONT = Font()
"""Nothing could be resolved."""


class TextRun(NamedTuple):
    """A stretch of a block's text that looks the same all through: `block.text[start:end]`."""

    start: int
    end: int
    font: Font


class ParagraphFormat(NamedTuple):
    """How the lines of a paragraph are set; lengths in points, `None` is unknown."""

    alignment: Literal["left", "center", "right", "justify"] | None = None
    line_spacing: float | None = None
    """Multiple of the font's own line height; 1.0 is single. `None` when `line_pt` says it, or unknown."""
    line_pt: float | None = None
    """Exact (or least) distance of lines."""
    before_pt: float | None = None
    after_pt: float | None = None
    left_pt: float | None = None
    """Indent of all lines from the frame's inner edge."""
    first_pt: float | None = None
    """Further indent of the first line; negative for a hanging bullet or number."""
    right_pt: float | None = None


class TextFrame(NamedTuple):
    """How text is fitted into a shape or table cell; insets in EMU, `None` is unknown."""

    left: int | None = None
    top: int | None = None
    right: int | None = None
    bottom: int | None = None
    wrap: bool | None = None
    """Whether lines break at the frame's width."""
    autofit: Literal["none", "shrink", "resize"] | None = None
    """`shrink`: letters are scaled to fit (sizes in `Font` are scaled already); `resize`: the shape grows."""
    anchor: Literal["top", "middle", "bottom"] | None = None
    vertical: bool = False
    """Turned or stacked text, whose lines do not run from left to right."""
    columns: int = 1


class ShapeFormat(NamedTuple):
    """Where a shape lies in the pile, and what it paints."""

    z: int = 0
    """Painting order on its slide, from 0 at the back, counted through groups."""
    rotation: float = 0.0
    """Degrees clockwise, groups included."""
    geometry: str | None = None
    """The preset outline: `rect`, `ellipse`, `line` ...; `custom` for a drawn one; `None` unknown."""
    fill: str | None = None
    """`RRGGBB` of a solid fill, `none`, or `picture`, `gradient`, `pattern`; `None` unknown."""
    outline: str | None = None
    """`RRGGBB` of its line or `none`; `None` unknown."""
    frame: TextFrame | None = None


class Image(NamedTuple):
    """A picture's own pixels and the size at which it is drawn."""

    format: str
    """`png`, `jpeg`, `gif`, `webp`, `bmp`, `tiff`, `svg`, `emf`, `wmf`; empty when not recognised."""
    width_px: int | None = None
    height_px: int | None = None
    """Pixels, from the file's header; `None` for vector graphics and for what cannot be read."""
    drawn_width: int | None = None
    drawn_height: int | None = None
    """EMU, before rotation."""
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Shares cut off at the left, top, right and bottom; negative where it is padded."""
    source: str = ""
    """Name of the part in the package, or address of a linked picture."""


class CellValue(NamedTuple):
    """What a spreadsheet cell stores, beside the text that it shows."""

    type: Literal["number", "text", "boolean", "error", "date"] | None = None
    """Type of the stored (or last calculated) value; `None` when a formula was never calculated."""
    value: str | float | bool | None = None
    """The stored value; dates as RFC 3339 text."""
    formula: str | None = None
    """Without the leading `=`; shared and array formulas written out where the file allows it."""
    number_format: str | None = None
    """The format code: `0.0%`, `yyyy-mm-dd`, `General`."""


class ChartSeries(NamedTuple):
    """One row of a chart, as cached in the chart."""

    name: str = ""
    categories: tuple[str, ...] = ()
    values: tuple[float | None, ...] = ()
    values_ref: str | None = None
    """Where the values come from in its workbook: `Sheet1!$B$2:$B$5`."""
    categories_ref: str | None = None
    name_ref: str | None = None


class ChartData(NamedTuple):
    """What a chart draws."""

    type: str
    """`bar`, `line`, `pie` ...; several joined by commas."""
    series: tuple[ChartSeries, ...] = ()
    workbook: str | None = None
    """Name of the part that holds its embedded workbook; `None` without one."""
