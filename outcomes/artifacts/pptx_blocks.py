"""Shapes become blocks: text, tables, charts, diagrams, pictures, media, objects and groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from outcomes.artifact import Block
from outcomes.artifacts.charts import read_chart
from outcomes.artifacts.diagrams import read_diagram
from outcomes.artifacts.ooxml import A, R, alt_text_blocks, alternative_text
from outcomes.artifacts.pptx_links import Links
from outcomes.artifacts.pptx_markup import CONNECTOR, FRAME, GROUP, P14, PICTURE, P
from outcomes.artifacts.pptx_names import Names
from outcomes.artifacts.pptx_tables import read_cells
from outcomes.artifacts.pptx_text import TextReader, joined, paragraph_block
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from outcomes.artifact import BlockKind, Visibility
    from outcomes.artifacts.pptx_reading import Reading
    from outcomes.artifacts.pptx_scene import Scene
    from outcomes.artifacts.pptx_shapes import Shape
    from outcomes.artifacts.pptx_text import Paragraph

_MEDIA = {f"{A}videoFile": "video", f"{A}quickTimeFile": "video", f"{A}audioFile": "audio",
          f"{A}wavAudioFile": "audio", f"{A}audioCd": "audio"}  # fmt: skip


class BlockWriter:
    """Writes the blocks of one sheet."""

    def __init__(self, reading: Reading, scene: Scene, number: int) -> None:
        """`number` is the slide's, for links to the next one."""
        self._reading = reading
        self._scene = scene
        self._sheet = scene.sheet
        self._names = Names(scene.shapes)
        self._rels = reading.package.rels(scene.sheet.part)
        self._links = Links(self._rels, reading.numbers, number, len(reading.slides))
        self._texts = TextReader(scene.sheet.palette, self._links)

    def write(self, shapes: Sequence[Shape], parent: str) -> tuple[Block, ...]:
        """One block for each shape, with everything that is inside it."""
        return tuple(self._block(shape, self._names.locator(parent, shape)) for shape in shapes)

    def _block(self, shape: Shape, locator: str) -> Block:
        if shape.too_deep:
            return self._too_deep(locator)
        tag = shape.node.tag
        if tag == GROUP:
            block = Block("group", locator, children=self.write(shape.children, locator))
        elif tag == FRAME:
            block = self._frame(shape, locator)
        elif tag == PICTURE:
            block = self._picture(shape, locator)
        else:
            block = self._text_shape(shape, locator)
        block = self._described(block, shape)
        reason = self._scene.reason(shape)
        return conceal(block, reason) if reason is not None else block

    def _described(self, block: Block, shape: Shape) -> Block:
        """Add what every kind of shape has: name, box, placeholder type, alternative text, its own link."""
        alt = alternative_text(shape.drawing)
        target = self._links.target(shape.drawing)
        described = block.alt is not None
        return replace(
            block,
            name=shape.name or None,
            box=shape.place.box if shape.place is not None else None,
            placeholder=shape.placeholder.kind if shape.placeholder is not None else None,
            alt=alt,
            target=target if target is not None else block.target,
            children=(
                *block.children,
                *(() if described else alt_text_blocks(block.locator, alt)),
            ),
        )

    def _too_deep(self, locator: str) -> Block:
        limit = self._reading.limits.depth
        return self._reading.damage(
            locator, ArtifactError("too-deep", f"groups nested deeper than {limit} were not read.")
        )

    def _text_shape(self, shape: Shape, locator: str) -> Block:
        if shape.node.tag == CONNECTOR:
            return Block("shape", locator, style="connector")
        paragraphs = self._texts.paragraphs(shape.parts.get(f"{P}txBody"), lambda: self._scene.behind_text(shape))
        title = joined(paragraphs) if shape.placeholder is not None and shape.placeholder.is_title else None
        if title is not None:
            return paragraph_block("heading", locator, title._replace(level=1, label=None))
        kind: BlockKind = "text_box" if _is_text_box(shape.node) else "shape"
        if len(paragraphs) == 1 and not paragraphs[0].is_formula:
            return paragraph_block(kind, locator, paragraphs[0])
        return Block(kind, locator, children=self._paragraphs(paragraphs, locator))

    def _paragraphs(self, paragraphs: Sequence[Paragraph], locator: str) -> tuple[Block, ...]:
        blocks = []
        for paragraph in paragraphs:
            if not self._reading.take():
                break
            kind: BlockKind = "equation" if paragraph.is_formula else "paragraph"
            blocks.append(paragraph_block(kind, f"{locator} / \u00b6{paragraph.number}", paragraph))
        return tuple(blocks)

    def _frame(self, shape: Shape, locator: str) -> Block:
        data = shape.node.find(f"{A}graphic/{A}graphicData")
        for node in data.iter() if data is not None else ():
            if node.tag == f"{A}tbl":
                cells = read_cells(node, locator, self._reading, self._texts, self._sheet.palette)
                return Block("table", locator, children=tuple(cells))
            if node.tag == f"{P}oleObj":
                return Block("object", locator, style=node.get("progId"), target=self._outside(node))
            ref = node.get(f"{R}dm") or (node.get(f"{R}id") if node.tag.endswith("}chart") else None)
            if ref:
                return self._drawn(shape, locator, ref, is_chart=node.get(f"{R}dm") is None)
        return Block("object", locator, style=(data.get("uri") or "").rpartition("/")[2] if data is not None else None)

    def _drawn(self, shape: Shape, locator: str, ref: str, *, is_chart: bool) -> Block:
        """A chart or diagram, which has a part of its own."""
        read = read_chart if is_chart else read_diagram
        link = self._rels.get(ref)
        if link is None:
            missing = f"the relationship {ref!r} of {self._sheet.part!r} is missing."
            return self._reading.damage(locator, ArtifactError("corrupt-part", missing))
        try:
            root = self._reading.part(link.target)
        except ArtifactError as error:
            return self._reading.damage(locator, error)
        block = read(root, locator, name=shape.name, alt=alternative_text(shape.drawing))
        self._reading.take(len(block.children))
        return block

    def _outside(self, node: etree._Element) -> str | None:
        """The address of an object or a recording that is kept outside the file."""
        link = self._rels.get(node.get(f"{R}link") or node.get(f"{R}id") or "")
        return link.target if link is not None and link.external else None

    def _picture(self, shape: Shape, locator: str) -> Block:
        for node in shape.marks.iter(*_MEDIA, f"{P14}media") if shape.marks is not None else ():
            return Block("object", locator, style=_MEDIA.get(node.tag, "media"), target=self._outside(node))
        image = shape.node.find(f"{P}blipFill/{A}blip")
        link = self._rels.get(image.get(f"{R}embed") or image.get(f"{R}link") or "") if image is not None else None
        if link is None or not (link.external or self._reading.package.has(link.target)):
            self._reading.note(locator, ArtifactError("corrupt-part", "the image of this picture is missing."))
        return Block("picture", locator)


def conceal(block: Block, reason: str) -> Block:
    """The same block and all that is visible inside it, hidden."""
    visibility: Visibility = block.visibility
    why = block.reason
    if block.visible:
        visibility, why = "hidden", reason
    children = tuple(conceal(child, reason) for child in block.children)
    return replace(block, visibility=visibility, reason=why, children=children)


def _is_text_box(node: etree._Element) -> bool:
    kind = node.find(f"{P}nvSpPr/{P}cNvSpPr")
    return kind is not None and kind.get("txBox") in {"1", "true"}
