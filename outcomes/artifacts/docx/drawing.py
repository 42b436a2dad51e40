"""Drawings in the text: pictures, charts, SmartArt, shapes, text boxes, groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifact import Block
from outcomes.artifacts.docx.look import PLAIN, UNKNOWN
from outcomes.artifacts.docx.markup import WP, WPC, WPG, WPS, W, alternative
from outcomes.artifacts.docx.shapeformat import fill_of, shape_format
from outcomes.artifacts.docx.shapes import BOX_CONTENT, Frame, Inside, pictorial, text_box, withdrawn
from outcomes.artifacts.docx.vml import read_object, read_shapes
from outcomes.artifacts.ooxml.charts import embedded_workbook, read_chart
from outcomes.artifacts.ooxml.contrast import is_rgb
from outcomes.artifacts.ooxml.diagrams import read_diagram
from outcomes.artifacts.ooxml.markup import (
    CX,
    DGM,
    MC,
    PIC,
    A,
    C,
    R,
    alt_text_blocks,
    alternative_text,
    drawing_text,
    integer,
    truth,
)
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from outcomes.artifact import BlockKind
    from outcomes.artifacts.docx.inline import Inline
    from outcomes.artifacts.docx.look import Look


def read_drawing(inline: Inline, node: etree._Element) -> list[Block]:
    """The blocks of a `w:drawing`, `w:pict` or `w:object`, placed in the paragraph of `inline`."""
    if node.tag == f"{W}drawing":
        return [block for frame in node for block in _framed(inline, frame)]
    if node.tag == f"{W}object":
        return [read_object(inline, node)]
    return list(read_shapes(inline, node, Frame(floating=True)))


def _framed(inline: Inline, frame: etree._Element) -> Iterator[Block]:
    properties = frame.find(f"{WP}docPr")
    content = frame.find(f"{A}graphic/{A}graphicData")
    if content is not None:
        about = _about(frame, properties, content)
        for block in _graphics(inline, content, about):
            yield block if about.reason is None else withdrawn(block, about.visibility, about.reason)


def _about(frame: etree._Element, properties: etree._Element | None, content: etree._Element) -> Frame:
    reason = None
    if properties is not None and truth(properties.get("hidden"), default=False):
        reason = "hidden-shape"
    elif _has_no_area(frame, content):
        reason = "zero-size"
    return Frame(
        name=None if properties is None else properties.get("name") or None,
        alt=alternative_text(properties),
        visibility="visible" if reason is None else "hidden",
        reason=reason,
        floating=frame.tag == f"{WP}anchor",
        size=_size(frame.find(f"{WP}extent")),
    )


def _size(extent: etree._Element | None) -> tuple[int, int] | None:
    """Width and height in EMU; `None` for what is no size."""
    if extent is None:
        return None
    wide, high = (integer(extent.get(side), default=-1) for side in ("cx", "cy"))
    return (wide, high) if wide >= 0 and high >= 0 else None


def _scaled(size: tuple[int, int] | None, frame: Frame) -> tuple[int, int] | None:
    if size is None or frame.scale is None:
        return None
    return round(size[0] * frame.scale[0]), round(size[1] * frame.scale[1])


def _scale(group: etree._Element, outer: tuple[float, float] | None) -> tuple[float, float] | None:
    """What a group makes of the sizes in it: its own size over that of the coordinates inside (ECMA-376 20.1.7.5)."""
    transform = group.find(f"{WPG}grpSpPr/{A}xfrm")
    if transform is None or outer is None:
        return outer
    own, inner = _size(transform.find(f"{A}ext")), _size(transform.find(f"{A}chExt"))
    if own is None or inner is None or 0 in inner:
        return None
    return outer[0] * own[0] / inner[0], outer[1] * own[1] / inner[1]


def _has_no_area(frame: etree._Element, content: etree._Element) -> bool:
    """Whether nothing of a drawing can be seen; a line has no height or no width, and is seen."""
    extent = frame.find(f"{WP}extent")
    if extent is None:
        return False
    sides = [integer(extent.get(side), default=1) for side in ("cx", "cy")]
    return not any(sides) or (0 in sides and next(content.iter(BOX_CONTENT, f"{PIC}pic"), None) is not None)


def _graphics(inline: Inline, parent: etree._Element, frame: Frame) -> Iterator[Block]:
    for node in parent:
        read = _GRAPHICS.get(node.tag)
        if inline.story.reading.full:
            break
        if read is not None:
            yield read(inline, node, frame)
        elif node.tag == f"{MC}AlternateContent":
            branch = alternative(node)
            if branch is not None:
                yield from _graphics(inline, branch, frame)


def _picture(inline: Inline, node: etree._Element, frame: Frame) -> Block:
    own = node.find(f"{PIC}nvPicPr/{PIC}cNvPr")
    alt = frame.alt if frame.alt is not None else alternative_text(own)
    name = frame.name or (None if own is None else own.get("name")) or None
    properties = node.find(f"{PIC}spPr")
    own_size = _size(None if properties is None else properties.find(f"{A}xfrm/{A}ext"))
    size = _scaled(own_size, frame) if frame.groups or frame.size is None else frame.size
    image = inline.story.reading.pictures.filled(inline.story.part, node.find(f"{PIC}blipFill"), size)
    shape = shape_format(node, properties, inline.story.reading.theme)
    return pictorial(
        inline, "picture", "picture", name=name, alt=alt, target=_click(inline, own), image=image, shape=shape
    )


def _click(inline: Inline, properties: etree._Element | None) -> str | None:
    link = None if properties is None else properties.find(f"{A}hlinkClick")
    rel = None if link is None else inline.story.relationship(link)
    return None if rel is None else rel.target


def _chart(inline: Inline, node: etree._Element, frame: Frame) -> Block:
    package = inline.story.reading.package

    def read(root: etree._Element, locator: str, part: str) -> Block:
        return read_chart(root, locator, name=frame.name, alt=frame.alt, workbook=embedded_workbook(package, part))

    return _from_part(inline, node.get(f"{R}id"), "chart", frame, read)


def _diagram(inline: Inline, node: etree._Element, frame: Frame) -> Block:
    def read(root: etree._Element, locator: str, _part: str) -> Block:
        return read_diagram(root, locator, name=frame.name, alt=frame.alt)

    return _from_part(inline, node.get(f"{R}dm"), "diagram", frame, read)


def _from_part(
    inline: Inline,
    ref: str | None,
    kind: BlockKind,
    frame: Frame,
    read: Callable[[etree._Element, str, str], Block],
) -> Block:
    """A chart or diagram is a part of its own; one that is shown again is read once."""
    story, locator = inline.story, inline.words.locate(kind)
    rel = story.reading.package.rels(story.part).get(ref or "")
    if rel is None:
        return story.reading.damage(locator, ArtifactError("corrupt-part", f"the {kind} at {locator} is missing."))
    if rel.target in story.reading.drawn:
        return Block(kind, locator, name=frame.name, alt=frame.alt)
    story.reading.drawn.add(rel.target)
    try:
        block = read(story.reading.package.xml(rel.target), locator, rel.target)
    except ArtifactError as error:
        return story.reading.damage(locator, error)
    story.reading.spend(len(block.children))
    return block


def _group(inline: Inline, node: etree._Element, frame: Frame) -> Block:
    locator = inline.words.locate("group")
    own = next((alternative_text(child) for child in node.iterchildren(f"{WPG}cNvPr")), None)
    alt = frame.alt if frame.alt is not None else own
    if frame.groups >= inline.story.reading.limits.depth:
        return inline.story.too_deep(locator)
    inside = Frame(floating=frame.floating, groups=frame.groups + 1, scale=_scale(node, frame.scale))
    children = _graphics(inline, node, inside)
    return Block("group", locator, name=frame.name, alt=alt, children=(*children, *alt_text_blocks(locator, alt)))


def _shape(inline: Inline, node: etree._Element, frame: Frame) -> Block:
    own = node.find(f"{WPS}cNvPr")
    alt = frame.alt if frame.alt is not None else alternative_text(own)
    name = frame.name or (None if own is None else own.get("name")) or None
    content = node.find(f"{WPS}txbx/{BOX_CONTENT}")
    shape = shape_format(node, node.find(f"{WPS}spPr"), inline.story.reading.theme)
    if content is None:
        return pictorial(inline, "shape", "shape", name=name, alt=alt, shape=shape)
    inside = Inside(_background(inline, node, frame), _letters(inline, node))
    return text_box(inline, content, frame._replace(name=name, alt=alt), inside, shape)


def _locked(inline: Inline, node: etree._Element, frame: Frame) -> Block:
    block = pictorial(inline, "shape", "shape", name=frame.name, alt=frame.alt)
    return block._replace(text=drawing_text(node))


def _letters(inline: Inline, shape: etree._Element) -> Look:
    """The colour that a shape's style gives to letters which have none of their own."""
    styled = shape.find(f"{WPS}style/{A}fontRef")
    if styled is None or len(styled) == 0:
        return PLAIN
    return PLAIN._replace(colour=inline.story.reading.theme.drawn(styled) or UNKNOWN)


def _background(inline: Inline, shape: etree._Element, frame: Frame) -> str:
    """What is behind the text of a shape, as far as it can be told."""
    styled = shape.find(f"{WPS}style/{A}fillRef")
    fill = fill_of(shape.find(f"{WPS}spPr"), styled, inline.story.reading.theme)
    if fill != "none":
        return fill if fill is not None and is_rgb(fill) else UNKNOWN
    return UNKNOWN if frame.groups > 0 or (frame.floating and inline.story.layered) else inline.background


_GRAPHICS: dict[str, Callable[[Inline, etree._Element, Frame], Block]] = {
    f"{PIC}pic": _picture,
    f"{C}chart": _chart,
    f"{CX}chart": _chart,
    f"{DGM}relIds": _diagram,
    f"{WPS}wsp": _shape,
    f"{WPG}wgp": _group,
    f"{WPG}grpSp": _group,
    f"{WPC}wpc": _group,
    "{http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas}lockedCanvas": _locked,
}
