"""One slide: its shapes, speaker notes and comments as a unit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from outcomes.artifact import Block, Unit
from outcomes.artifacts.ooxml.markup import truth
from outcomes.artifacts.pptx.blocks import BlockWriter, conceal
from outcomes.artifacts.pptx.comments import read_comments
from outcomes.artifacts.pptx.markup import SHAPE, P, skeleton
from outcomes.artifacts.pptx.pieces import set_out
from outcomes.artifacts.pptx.text import joined
from outcomes.errors import ArtifactError
from outcomes.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml import etree

    from outcomes.artifacts.pptx.reading import Reading, SlideEntry
    from outcomes.artifacts.pptx.scene import Scenes
    from outcomes.artifacts.pptx.text import Paragraph

_PLACEHOLDER, _BODY = f"{P}ph", f"{P}txBody"


def read_slide(entry: SlideEntry, reading: Reading, scenes: Scenes) -> Unit:
    """Read a slide.

    Raises:
        ArtifactError: the slide's own part cannot be read.
    """
    if not entry.part:
        raise ArtifactError("corrupt-part", f"slide {entry.number} is listed as {entry.ref!r}, which leads nowhere.")
    root = reading.part(entry.part)
    locator = f"slide {entry.number}"
    scene = scenes.of_slide(entry.part, root)
    writer = BlockWriter(reading, scene, entry.number)
    blocks = writer.write(scene.shapes, locator)
    title = _title(blocks)
    hidden = not truth(root.get("show"))
    if hidden:
        blocks = tuple(conceal(block, "hidden-slide") for block in blocks)
    return Unit(
        "slide",
        entry.number,
        locator,
        title,
        (*blocks, *_notes(entry.part, locator, reading), *_comments(entry.part, locator, reading, writer.locators)),
        hidden=hidden,
        layout=(scene.sheet.layout.name or None) if scene.sheet.layout is not None else None,
        width=reading.size.width,
        height=reading.size.height,
    )


def unread_slide(entry: SlideEntry, block: Block, reading: Reading) -> Unit:
    """The unit that stands for a slide that was not read; its only block says why."""
    size = reading.size
    return Unit("slide", entry.number, f"slide {entry.number}", "", (block,), width=size.width, height=size.height)


def damaged_slide(entry: SlideEntry, error: ArtifactError, reading: Reading) -> Unit:
    """The unit of a slide whose own part cannot be read: why, then its notes and comments, which have their own."""
    locator = f"slide {entry.number}"
    unit = unread_slide(entry, reading.damage(f"{locator} / unreadable", error), reading)
    beside = (*_notes(entry.part, locator, reading), *_comments(entry.part, locator, reading, {}))
    return replace(unit, blocks=(*unit.blocks, *beside))


def _title(blocks: Iterable[Block]) -> str:
    """The text of the first title that can be seen."""
    for block in blocks:
        if block.kind == "heading" and block.visible and block.text:
            return squash(block.text)
        if block.kind == "group" and (inner := _title(block.children)):
            return inner
    return ""


def _notes(part: str, slide: str, reading: Reading) -> list[Block]:
    locator = f"{slide} / notes"
    for name in reading.package.related(part, "notesSlide")[:1]:
        try:
            paragraph = _notes_text(reading.part(name), reading)
            reading.forget(name)
        except ArtifactError as error:
            return [reading.damage(locator, error)]
        if paragraph is not None and reading.take():
            text, runs = set_out(paragraph.pieces)
            return [Block("note", locator, text, "hidden", "note", runs=runs, paragraph=paragraph.format)]
    return []


def _notes_text(root: etree._Element, reading: Reading) -> Paragraph | None:
    """The text of the notes themselves, without slide image, header, date and number."""
    paragraphs: list[Paragraph] = []
    bones = skeleton(root)
    for node in bones.tree.iterchildren(SHAPE) if bones.tree is not None else ():
        body = next(node.iterchildren(_BODY), None)
        mark = next(node.iter(_PLACEHOLDER), None) if body is not None else None
        if mark is not None and mark.get("type", "body") == "body":
            paragraphs += reading.notes_texts.paragraphs(body, reading.notes.setting(bones))
    return joined(paragraphs)


def _comments(part: str, slide: str, reading: Reading, shapes: Mapping[str, str]) -> list[Block]:
    found: list[Block] = []
    for name in reading.package.related(part, "comments"):
        try:
            root = reading.part(name)
        except ArtifactError as error:
            found.append(reading.damage(f"{slide} / comment {len(found) + 1}", error))
            continue
        for block in read_comments(root, slide, len(found) + 1, reading.authors, shapes):
            if not reading.take(1 + len(block.children)):
                return found
            found.append(block)
    return found
