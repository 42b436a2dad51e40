"""What a drawn shape paints, and how text is fitted into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from outcomes.appearance import ShapeFormat, TextFrame
from outcomes.artifacts.docx.markup import WPS
from outcomes.artifacts.ooxml.markup import A, integer, local

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifacts.docx.theme import Theme

# ECMA-376 21.1.2.1.1: insets of a text body where none are stated, in EMU.
_INSETS = {"lIns": 91_440, "tIns": 45_720, "rIns": 91_440, "bIns": 45_720}
_FILLS = {"noFill": "none", "gradFill": "gradient", "blipFill": "picture", "pattFill": "pattern"}
_FITS: dict[str, Literal["none", "shrink", "resize"]] = {
    "noAutofit": "none", "normAutofit": "shrink", "spAutoFit": "resize",
}  # fmt: skip
_ANCHORS: dict[str, Literal["top", "middle", "bottom"]] = {"t": "top", "ctr": "middle", "b": "bottom"}
_FULL_TURN = 360 * 60_000


def shape_format(shape: etree._Element, properties: etree._Element | None, theme: Theme) -> ShapeFormat:
    """The look of a `wps:wsp` or a picture; `properties` is its `spPr`. In a text document nothing says what `z` is."""
    style = shape.find(f"{WPS}style")
    transform = None if properties is None else properties.find(f"{A}xfrm")
    turned = integer(None if transform is None else transform.get("rot")) % _FULL_TURN
    return ShapeFormat(
        rotation=turned / 60_000,
        geometry=_geometry(properties),
        fill=fill_of(properties, None if style is None else style.find(f"{A}fillRef"), theme),
        outline=fill_of(
            None if properties is None else properties.find(f"{A}ln"),
            None if style is None else style.find(f"{A}lnRef"),
            theme,
        ),
        frame=_frame(shape.find(f"{WPS}bodyPr")),
    )


def fill_of(properties: etree._Element | None, styled: etree._Element | None, theme: Theme) -> str | None:
    """`RRGGBB`, `none`, `gradient`, `picture` or `pattern`; `None` where it cannot be told.

    Properties that name no fill leave it to the style; without one, nothing is painted.
    """
    for node in properties if properties is not None else ():
        kind = local(node.tag)
        if kind == "solidFill":
            return theme.drawn(node)
        if kind in _FILLS:
            return _FILLS[kind]
        if kind == "grpFill":
            return None
    return "none" if styled is None or integer(styled.get("idx")) == 0 else None


def _geometry(properties: etree._Element | None) -> str | None:
    if properties is None:
        return None
    preset = properties.find(f"{A}prstGeom")
    if preset is not None:
        return preset.get("prst") or None
    return "custom" if properties.find(f"{A}custGeom") is not None else None


def _frame(body: etree._Element | None) -> TextFrame | None:
    if body is None:
        return None
    left, top, right, bottom = (integer(body.get(side), default=usual) for side, usual in _INSETS.items())
    fits = [_FITS[kind] for node in body if (kind := local(node.tag)) in _FITS]
    return TextFrame(
        left, top, right, bottom,
        wrap=(body.get("wrap") or "square") != "none",
        autofit=fits[0] if fits else "none",
        anchor=_ANCHORS.get(body.get("anchor") or "t"),
        vertical=(body.get("vert") or "horz") != "horz",
        columns=max(integer(body.get("numCol"), default=1), 1),
    )  # fmt: skip
