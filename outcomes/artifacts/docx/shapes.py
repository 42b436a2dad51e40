"""What pictures, shapes and text boxes have in common, in the old notation and the new."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import Block
from outcomes.artifacts.docx.markup import W
from outcomes.artifacts.docx.place import fold_in
from outcomes.artifacts.ooxml.markup import alt_text_blocks

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifact import BlockKind, Visibility
    from outcomes.artifacts.docx.inline import Inline

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


def withdrawn(block: Block, visibility: Visibility, reason: str) -> Block:
    """The same block, and all that is visible in it, out of the normal view."""
    children = tuple(withdrawn(child, visibility, reason) for child in block.children)
    if block.visible:
        return block._replace(visibility=visibility, reason=reason, children=children)
    return block._replace(children=children)


def pictorial(
    inline: Inline, kind: BlockKind, word: str, *, name: str | None, alt: str | None, target: str | None = None
) -> Block:
    """A block of something to look at, with its alternative text as a child; `word` names it in the locator."""
    locator = inline.words.locate(word)
    children = alt_text_blocks(locator, alt)
    inline.story.reading.spend(1 + len(children))
    return Block(kind, locator, name=name, alt=alt, target=target, children=children)


def text_box(inline: Inline, content: etree._Element, frame: Frame, background: str) -> Block:
    """A text box, named after the paragraph that holds it."""
    story = inline.story
    locator = story.reading.unique(f"textbox / {inline.words.locator}")
    if inline.place.depth >= story.reading.limits.depth:
        return story.too_deep(locator)
    place = inline.place._replace(prefix=locator, background=background, depth=inline.place.depth + 1)
    text, children = fold_in(story.blocks(content, place), place)
    return Block(
        "text_box",
        locator,
        text,
        visibility=place.visibility,
        reason=place.reason,
        name=frame.name,
        alt=frame.alt,
        children=(*children, *alt_text_blocks(locator, frame.alt)),
    )


def hex_colour(text: str | None) -> str | None:
    """The `RRGGBB` that a colour begins with, if it does."""
    match = _HEX.match(text or "")
    return match[1].upper() if match else None
