"""A paragraph as one block: heading, list item, equation or plain, with what lies inside it as children."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.appearance import TextRun
from outcomes.artifacts.docx.inline import WHITE_SPACE, Inline, ends_page
from outcomes.artifacts.docx.markup import W
from outcomes.artifacts.docx.place import NOTHING, Folded
from outcomes.artifacts.docx.quick import text_block
from outcomes.artifacts.docx.words import dressed
from outcomes.text import raised

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifact import Block, BlockKind
    from outcomes.artifacts.docx.cascade import Effect, Surroundings
    from outcomes.artifacts.docx.forms import Form
    from outcomes.artifacts.docx.place import Place
    from outcomes.artifacts.docx.run_properties import Key
    from outcomes.artifacts.docx.story import Story

_PROPERTIES, _RUN, _RUN_PROPERTIES, _TEXT = f"{W}pPr", f"{W}r", f"{W}rPr", f"{W}t"
_PASSED_OVER = frozenset(
    f"{W}{name}" for name in ("proofErr", "bookmarkEnd", "lastRenderedPageBreak", "permStart", "permEnd")
)
_BOOKMARK = f"{W}bookmarkStart"
_MANY = 5_000
"""Pieces of a paragraph above which it is watched whether there is room for what they cost."""


def read_paragraph(story: Story, node: etree._Element, locator: str, place: Place) -> Block | None:
    """Read a paragraph; `None` when there is nothing in it, though its list number is used up."""
    nodes = list(node)
    reading = story.reading
    properties = nodes[0] if nodes and nodes[0].tag == _PROPERTIES else None
    form = reading.forms.form(place.known, place.around, properties)
    label = reading.numbering.label(form.number_list, form.level) if form.number_list is not None else ""
    reading.room -= 1
    quick = quick_content(story, nodes, form, locator, place)
    if quick is None:
        return _whole(story, node, form, label, locator, place)
    text, runs, breaks = quick
    if not text:
        story.empty(locator, place, breaks=breaks or form.breaks)
        return None
    return _block(node, form, label, locator, place, text, runs)


def quick_cell(story: Story, node: etree._Element, around: Surroundings, known: dict[Key, Form]) -> Folded | None:
    """The only paragraph of a cell, when it is plain text and folds into the cell; `None` when it needs more care."""
    nodes = list(node)
    reading = story.reading
    form = reading.forms.form(known, around, nodes[0] if nodes and nodes[0].tag == _PROPERTIES else None)
    if form.heading is not None or form.number_list is not None:
        return None
    quick = quick_content(story, nodes, form)
    if quick is None:
        return None
    reading.room -= 1
    text, runs, _ = quick
    if not text:
        return NOTHING
    return Folded(text, runs, form.format_of(node) if form.contextual else form.format, ())


def _block(
    node: etree._Element,
    form: Form,
    label: str,
    locator: str,
    place: Place,
    text: str,
    runs: tuple[TextRun, ...],
    children: tuple[Block, ...] = (),
) -> Block:
    kind: BlockKind = "paragraph"
    level = form.heading
    if level is not None:
        kind = "heading"
    elif label:
        kind, level = "list_item", form.level
    setting = form.format_of(node) if form.contextual else form.format
    return text_block(
        kind, locator, text, place.visibility, place.reason, level, label or None, form.style.name, children, runs,
        setting,
    )  # fmt: skip


def quick_content(
    story: Story, nodes: list[etree._Element], form: Form, locator: str = "", place: Place | None = None
) -> tuple[str, tuple[TextRun, ...], bool] | None:
    """Text, looks, and whether a page ends in it, of a paragraph of nothing but ordinary visible runs, as most are.

    `None` for any other paragraph, and for one with bookmarks when `locator` and `place` do not say where they stand.
    """
    if story.fields.open or story.listed or story.reading.anchors.open or len(nodes) > _MANY:
        return None
    if len(nodes) == 1 or (len(nodes) == 2 and nodes[0].tag == _PROPERTIES):
        only = _only_words(nodes[-1], form.plain)
        if only is not None:
            return only
    words: list[str] = []
    effects: list[Effect] = []
    marks: list[tuple[etree._Element, Place]] = []
    breaks = False
    for node in nodes:
        tag = node.tag
        if tag == _RUN:
            ends = _quick_run(node, form, words, effects)
            if ends is None:
                return None
            breaks = breaks or ends
        elif tag == _BOOKMARK and place is not None:
            marks.append((node, place))
        elif tag != _PROPERTIES and tag not in _PASSED_OVER:
            return None
    for mark, where in marks:
        story.bookmark(mark, locator, where)
    return *dressed(words, effects), breaks


def _only_words(node: etree._Element, effect: Effect) -> tuple[str, tuple[TextRun, ...], bool] | None:
    """The same for a paragraph of a single run without properties, the most frequent kind."""
    if node.tag != _RUN or len(node) != 1 or node[0].tag != _TEXT or effect.reason is not None or effect.raised:
        return None
    text = (node[0].text or "").strip()
    if not text:
        return "", (), False
    if not effect.uniform and not text.isascii():
        return None
    effect.seen += len(text)
    return text, (tuple.__new__(TextRun, (0, len(text), effect.font)),), False


def _quick_run(node: etree._Element, form: Form, words: list[str], effects: list[Effect]) -> bool | None:
    """Add the words of a run of visible text and say whether a page ends in it; `None` for any other run."""
    effect = form.plain
    breaks = False
    for piece in node:
        tag = piece.tag
        if tag == _TEXT:
            text = piece.text or ""
            words.append(raised(text) if effect.raised else text)
        elif tag == _RUN_PROPERTIES:
            effect = form.effect(piece)
            continue
        elif tag in WHITE_SPACE:
            breaks = breaks or ends_page(piece)
            words.append(WHITE_SPACE[tag])
        elif tag in _PASSED_OVER:
            continue
        else:
            return None
        if effect.reason is not None:
            return None
        effects.append(effect)
    return breaks


def _whole(story: Story, node: etree._Element, form: Form, label: str, locator: str, place: Place) -> Block | None:
    """Read a paragraph in which anything may stand."""
    inline = Inline(story, node, locator, form, place)
    inline.read(node)
    text, runs, children = inline.finish()
    if not text and not children:
        story.empty(locator, place, breaks=inline.breaks or form.breaks)
        return None
    block = _block(node, form, label, locator, place, text, runs, children)
    if block.kind == "paragraph" and text and inline.equations.strip() == text:
        block = block._replace(kind="equation")
    if children:
        block = _summed_up(block)
    if inline.entry:
        story.fields.add_entry(block)
    return block


def _summed_up(block: Block) -> Block:
    """Say of the paragraph itself what holds for all of it: hidden, deleted, inserted, a link."""
    spans = [child for child in block.children if child.kind == "span"]
    if not block.text and len(spans) == len(block.children) == 1:
        only = spans[0]
        return block._replace(text=only.text, visibility=only.visibility, reason=only.reason, change=only.change,
            author=only.author, children=(), runs=only.runs,
        )  # fmt: skip
    for span in spans:
        if span.name == block.text and span.change == "inserted" and block.change is None:
            block = block._replace(change=span.change, author=span.author, children=_without(block, span))
        elif span.name == block.text and span.target and block.target is None:
            block = block._replace(target=span.target, children=_without(block, span))
    return block


def _without(block: Block, span: Block) -> tuple[Block, ...]:
    return tuple(child for child in block.children if child is not span)
