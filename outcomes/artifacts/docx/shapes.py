"""What pictures, shapes and text boxes have in common, in the old notation and the new."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import Block
from outcomes.artifacts.docx.cascade import surrounded
from outcomes.artifacts.docx.look import PLAIN
from outcomes.artifacts.docx.markup import W
from outcomes.artifacts.docx.place import fold_in
from outcomes.artifacts.ooxml.markup import alt_text_blocks

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.appearance import Image, ShapeFormat
    from outcomes.artifact import BlockKind, Visibility
    from outcomes.artifacts.docx.inline import Inline
    from outcomes.artifacts.docx.look import Look

BOX_CONTENT = f"{W}txbxContent"
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})\b")


class Frame(NamedTuple):
    """What the frame around a drawing says about everything in it."""

    name: str | None = None
    alt: str | None = None
    visibility: Visibility = "visible"
    reason: str | None = None
    floating: bool = False
    groups: int = 0
    """How many groups it lies in."""
    size: tuple[int, int] | None = None
    """Width and height as drawn, in EMU; of what stands in it alone."""
    scale: tuple[float, float] | None = (1.0, 1.0)
    """How much wider and higher things in the group are drawn than they say; `None` when it cannot be told."""


class Inside(NamedTuple):
    """What text finds inside a shape: the colour behind it, and what the shape's style says about letters."""

    background: str
    look: Look = PLAIN


def withdrawn(block: Block, visibility: Visibility, reason: str) -> Block:
    """The same block, and all that is visible in it, out of the normal view."""
    children = tuple(withdrawn(child, visibility, reason) for child in block.children)
    if block.visible:
        return block._replace(visibility=visibility, reason=reason, children=children)
    return block._replace(children=children)


def pictorial(
    inline: Inline,
    kind: BlockKind,
    word: str,
    *,
    name: str | None,
    alt: str | None,
    target: str | None = None,
    image: Image | None = None,
    shape: ShapeFormat | None = None,
) -> Block:
    """A block of something to look at, with its alternative text as a child; `word` names it in the locator."""
    locator = inline.words.locate(word)
    children = alt_text_blocks(locator, alt)
    inline.story.reading.spend(1 + len(children))
    return Block(kind, locator, name=name, alt=alt, target=target, children=children, image=image, shape=shape)


def text_box(
    inline: Inline, content: etree._Element, frame: Frame, inside: Inside, shape: ShapeFormat | None = None
) -> Block:
    """A text box, named after the paragraph that holds it."""
    story = inline.story
    locator = story.reading.unique(f"textbox / {inline.words.locator}")
    if inline.place.depth >= story.reading.limits.depth:
        return story.too_deep(locator)
    around = surrounded(inside.background, inside.look)
    place = inline.place._replace(
        prefix=locator,
        around=around,
        known=story.reading.forms.within(around),
        depth=inline.place.depth + 1,
        folds=True,
    )
    folded = fold_in(story.blocks(content, place), place)
    return Block(
        "text_box",
        locator,
        folded.text,
        visibility=place.visibility,
        reason=place.reason,
        name=frame.name,
        alt=frame.alt,
        children=(*folded.children, *alt_text_blocks(locator, frame.alt)),
        runs=folded.runs,
        paragraph=folded.paragraph,
        shape=shape,
    )


def hex_colour(text: str | None) -> str | None:
    """The `RRGGBB` that a colour begins with, if it does."""
    match = _HEX.match(text or "")
    return match[1].upper() if match else None
