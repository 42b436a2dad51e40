"""Shapes in VML, the notation of Word 2007 and before; word art and embedded objects still use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.appearance import EMU_PER_POINT
from outcomes.artifacts.docx.look import PAPER, UNKNOWN
from outcomes.artifacts.docx.markup import points
from outcomes.artifacts.docx.shapes import BOX_CONTENT, Frame, Inside, hex_colour, pictorial, text_box, withdrawn
from outcomes.artifacts.ooxml.markup import VML, VML_OFFICE, R

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from outcomes.appearance import Image
    from outcomes.artifact import Block
    from outcomes.artifacts.docx.inline import Inline

_NO = frozenset({"f", "false"})
_FRACTION = 65_536
_MOST_CROP = 100


def read_shapes(inline: Inline, parent: etree._Element, frame: Frame) -> Iterator[Block]:
    """The pictures, text boxes and word art of a `w:pict` or a group in one."""
    for shape in parent:
        if inline.story.reading.full:
            break
        if shape.tag == f"{VML}group":
            if frame.groups >= inline.story.reading.limits.depth:
                yield inline.story.too_deep(inline.words.locate("group"))
            else:
                yield from read_shapes(inline, shape, frame._replace(groups=frame.groups + 1))
        elif shape.tag.startswith(VML) and shape.tag != f"{VML}shapetype":
            style = (shape.get("style") or "").replace(" ", "").lower()
            hidden = "visibility:hidden" in style or "display:none" in style
            for block in _shape(inline, shape, frame):
                yield withdrawn(block, "hidden", "hidden-shape") if hidden else block


def _shape(inline: Inline, shape: etree._Element, frame: Frame) -> Iterator[Block]:
    about = frame._replace(name=shape.get("id") or None, alt=shape.get("alt") or None)
    for node in shape:
        if node.tag == f"{VML}imagedata":
            alt = about.alt if about.alt is not None else node.get(f"{VML_OFFICE}title") or None
            yield pictorial(inline, "picture", "picture", name=about.name, alt=alt, image=_image(inline, shape, node))
        elif node.tag == f"{VML}textpath" and node.get("string"):
            block = pictorial(inline, "shape", "word art", name=about.name, alt=about.alt)
            yield block._replace(text=(node.get("string") or "").strip())
        elif node.tag == f"{VML}textbox":
            for content in node.iterchildren(BOX_CONTENT):
                yield text_box(inline, content, about, Inside(_background(inline, shape, frame)))


def _image(inline: Inline, shape: etree._Element, node: etree._Element) -> Image | None:
    """The picture of a `v:imagedata`, drawn as large as the shape's style says, cropped by shares of 65,536."""
    stated = (one.partition(":") for one in (shape.get("style") or "").split(";"))
    style = {name.strip(): text.strip() for name, _, text in stated}
    wide, high = (points(style.get(side), 1) for side in ("width", "height"))
    drawn = None if wide is None or high is None else (int(wide * EMU_PER_POINT), int(high * EMU_PER_POINT))
    crop = (_share(node, "cropleft"), _share(node, "croptop"), _share(node, "cropright"), _share(node, "cropbottom"))
    return inline.story.reading.pictures.referred(inline.story.part, node.get(f"{R}id"), drawn, crop)


def _share(node: etree._Element, name: str) -> float:
    """`16384f` is a quarter; `.25` is too."""
    text = node.get(name) or "0"
    try:
        share = float(text.removesuffix("f")) / (_FRACTION if text.endswith("f") else 1)
    except ValueError:
        return 0.0
    return round(share, 4) if abs(share) < _MOST_CROP else 0.0


def _background(inline: Inline, shape: etree._Element, frame: Frame) -> str:
    if (shape.get("filled") or "").lower() in _NO:
        return UNKNOWN if frame.groups > 0 or inline.story.layered else inline.background
    colour = shape.get("fillcolor")
    if colour is None or colour.lower().startswith("white"):
        return PAPER if shape.find(f"{VML}fill") is None else UNKNOWN
    return hex_colour(colour) or UNKNOWN


def read_object(inline: Inline, node: etree._Element) -> Block:
    """An embedded file or control, with the alternative text of the picture that stands for it."""
    ole = node.find(f"{VML_OFFICE}OLEObject")
    shapes = (shape.get("alt") for shape in node if shape.tag.startswith(VML))
    name = None if ole is None else ole.get("ProgID")
    return pictorial(inline, "object", "object", name=name, alt=next((alt for alt in shapes if alt), None))
