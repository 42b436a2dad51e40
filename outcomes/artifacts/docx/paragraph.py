"""A paragraph as one block: heading, list item, equation or plain, with what lies inside it as children."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import Block
from outcomes.artifacts.docx.inline import Inline
from outcomes.artifacts.docx.look import read_shade
from outcomes.artifacts.docx.markup import W, by_tag, said, value
from outcomes.artifacts.docx.styles import ParagraphStyle, effective_shade, heading_level
from outcomes.artifacts.ooxml.markup import integer

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifact import BlockKind
    from outcomes.artifacts.docx.place import Place
    from outcomes.artifacts.docx.story import Story

_PROPERTIES = f"{W}pPr"
_STYLE, _OUTLINE, _NUMBERING, _SHADE = f"{W}pStyle", f"{W}outlineLvl", f"{W}numPr", f"{W}shd"
_NO_LIST = "0"


class _Form(NamedTuple):
    """What a paragraph is, apart from its text."""

    style: ParagraphStyle
    heading: int | None
    label: str
    level: int
    background: str


def read_paragraph(story: Story, node: etree._Element, locator: str, place: Place) -> Block | None:
    """Read a paragraph; `None` when there is nothing in it, though its list number is used up."""
    form = _form(story, next(node.iterchildren(_PROPERTIES), None), place)
    inside = place if form.background == place.background else place._replace(background=form.background)
    inline = Inline(story, locator, form.style.look, inside)
    inline.read(node)
    text, children = inline.finish()
    story.reading.spend(1)
    if not text and not children:
        return None
    block = Block(
        _kind(form, text, inline.equations),
        locator,
        text,
        place.visibility,
        place.reason,
        form.heading or (form.level if form.label else None),
        form.label or None,
        style=form.style.name,
        children=children,
    )
    return _whole(block) if children else block


def _form(story: Story, properties: etree._Element | None, place: Place) -> _Form:
    own = by_tag(properties)
    name = said(own.get(_STYLE))
    style = story.reading.styles.paragraph(name)
    outline = said(own.get(_OUTLINE))
    label, level = _label(story, own.get(_NUMBERING), name, style)
    shade = read_shade(own.get(_SHADE))
    return _Form(
        style,
        style.heading if outline is None else heading_level(outline),
        label,
        level,
        effective_shade(style.shade if shade is None else shade, place.background),
    )


def _label(story: Story, own: etree._Element | None, style_id: str | None, style: ParagraphStyle) -> tuple[str, int]:
    """The printed list label and the list level; the paragraph's own numbering wins over its style's."""
    number_list = style.number_list if own is None else value(own, "numId") or style.number_list
    if number_list is None or number_list == _NO_LIST:
        return "", 0
    numbering = story.reading.numbering
    own_level = value(own, "ilvl")
    if own_level is not None:
        level = integer(own_level)
    elif style.number_level is not None:
        level = style.number_level
    else:
        level = numbering.level_of(number_list, style_id)
    return numbering.label(number_list, level), level


def _kind(form: _Form, text: str, equations: str) -> BlockKind:
    if form.heading is not None:
        return "heading"
    if form.label:
        return "list_item"
    return "equation" if text and equations.strip() == text else "paragraph"


def _whole(block: Block) -> Block:
    """Say of the paragraph itself what holds for all of it: hidden, deleted, inserted, a link."""
    spans = [child for child in block.children if child.kind == "span"]
    if not block.text and len(spans) == len(block.children) == 1:
        only = spans[0]
        return block._replace(text=only.text, visibility=only.visibility, reason=only.reason, change=only.change,
            author=only.author, children=(),
        )  # fmt: skip
    for span in spans:
        if span.name == block.text and span.change == "inserted" and block.change is None:
            block = block._replace(change=span.change, author=span.author, children=_without(block, span))
        elif span.name == block.text and span.target and block.target is None:
            block = block._replace(target=span.target, children=_without(block, span))
    return block


def _without(block: Block, span: Block) -> tuple[Block, ...]:
    return tuple(child for child in block.children if child is not span)
