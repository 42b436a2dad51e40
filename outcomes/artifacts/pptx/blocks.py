"""Shapes become blocks: text, tables, charts, diagrams, pictures, media, objects and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import Block
from outcomes.artifacts.ooxml.charts import read_chart
from outcomes.artifacts.ooxml.diagrams import read_diagram
from outcomes.artifacts.ooxml.markup import DGM, A, R, alt_text_blocks, alternative_text
from outcomes.artifacts.pptx.links import Links
from outcomes.artifacts.pptx.markup import CONNECTOR, FRAME, GROUP, P14, PICTURE, P
from outcomes.artifacts.pptx.names import Names
from outcomes.artifacts.pptx.tables import read_cells
from outcomes.artifacts.pptx.text import TextReader, joined
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from outcomes.artifact import BlockKind, Visibility
    from outcomes.artifacts.pptx.reading import Reading
    from outcomes.artifacts.pptx.scene import Scene
    from outcomes.artifacts.pptx.shapes import Shape
    from outcomes.artifacts.pptx.text import Paragraph

_TABLE, _OBJECT, _DIAGRAM = f"{A}tbl", f"{P}oleObj", f"{DGM}relIds"
_BODY, _IMAGE = f"{P}txBody", f"{P}blipFill/{A}blip"
_MEDIA = {
    f"{A}videoFile": "video", f"{A}quickTimeFile": "video", f"{A}audioFile": "audio",
    f"{A}wavAudioFile": "audio", f"{A}audioCd": "audio", f"{P14}media": "media",
}  # fmt: skip


class _Content(NamedTuple):
    """What a shape holds, apart from what every shape has."""

    kind: BlockKind
    text: str = ""
    visibility: Visibility = "visible"
    reason: str | None = None
    level: int | None = None
    label: str | None = None
    style: str | None = None
    target: str | None = None
    children: tuple[Block, ...] = ()


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
        self._texts = TextReader(scene.sheet.palette, self._links, reading.take)

    def write(self, shapes: Sequence[Shape], parent: str) -> tuple[Block, ...]:
        """One block for each shape, with everything that is inside it."""
        return tuple(self._block(shape, self._names.locator(parent, shape)) for shape in shapes)

    def _block(self, shape: Shape, locator: str) -> Block:
        content = self._content(shape, locator)
        alt = alternative_text(shape.drawing)
        target = self._links.target(shape.drawing)
        block = Block(
            content.kind,
            locator,
            content.text,
            content.visibility,
            content.reason,
            content.level,
            content.label,
            name=shape.name or None,
            style=content.style,
            placeholder=shape.placeholder.kind if shape.placeholder is not None else None,
            alt=alt,
            target=target if target is not None else content.target,
            box=shape.place.reach if shape.place is not None else None,
            children=(*content.children, *alt_text_blocks(locator, alt)),
        )
        reason = self._scene.reason(shape)
        return conceal(block, reason) if reason is not None else block

    def _content(self, shape: Shape, locator: str) -> _Content:
        tag = shape.node.tag
        if shape.too_deep:
            limit = self._reading.limits.depth
            return self._damage(locator, "too-deep", f"groups nested deeper than {limit} were not read.")
        if tag == GROUP:
            return _Content("group", children=self.write(shape.children, locator))
        if tag == FRAME:
            return self._frame(shape, locator)
        if tag == PICTURE:
            return self._picture(shape, locator)
        return _Content("shape", style="connector") if tag == CONNECTOR else self._text(shape, locator)

    def _text(self, shape: Shape, locator: str) -> _Content:
        paragraphs = self._texts.paragraphs(shape.parts.get(_BODY), lambda: self._scene.behind_text(shape))
        title = joined(paragraphs) if shape.placeholder is not None and shape.placeholder.is_title else None
        if title is not None:
            own = self._texts.words(title, locator)
            return _Content("heading", own.text, own.visibility, own.reason, 1, None, None, own.target, own.children)
        kind: BlockKind = "text_box" if shape.is_text_box else "shape"
        if len(paragraphs) == 1 and not paragraphs[0].is_formula:
            only = paragraphs[0]
            own = self._texts.words(only, locator)
            return _Content(
                kind, own.text, own.visibility, own.reason, only.level, only.label, None, own.target, own.children
            )
        return _Content(kind, children=self._paragraphs(paragraphs, locator))

    def _paragraphs(self, paragraphs: Sequence[Paragraph], locator: str) -> tuple[Block, ...]:
        blocks = []
        for paragraph in paragraphs:
            if not self._reading.take():
                break
            kind: BlockKind = "equation" if paragraph.is_formula else "paragraph"
            blocks.append(self._texts.block(kind, f"{locator} / \u00b6{paragraph.number}", paragraph))
        return tuple(blocks)

    def _frame(self, shape: Shape, locator: str) -> _Content:
        data = shape.node.find(f"{A}graphic/{A}graphicData")
        for node in data.iter() if data is not None else ():
            if node.tag == _TABLE:
                cells = read_cells(node, locator, self._reading, self._texts, self._sheet.palette)
                return _Content("table", children=tuple(cells))
            if node.tag == _OBJECT:
                return _Content("object", style=node.get("progId"), target=self._outside(node))
            if node.tag == _DIAGRAM:
                return self._drawn(locator, node.get(f"{R}dm"), is_chart=False)
            if node.tag.endswith("}chart"):
                return self._drawn(locator, node.get(f"{R}id"), is_chart=True)
        uri = data.get("uri") or "" if data is not None else ""
        return _Content("object", style=uri.rpartition("/")[2] or None)

    def _drawn(self, locator: str, ref: str | None, *, is_chart: bool) -> _Content:
        """A chart or diagram, which has a part of its own."""
        link = self._rels.get(ref or "")
        if link is None:
            return self._damage(
                locator, "corrupt-part", f"the relationship {ref!r} of {self._sheet.part!r} is missing."
            )
        try:
            root = self._reading.part(link.target)
        except ArtifactError as error:
            return self._damage(locator, error.code, error.message)
        block = read_chart(root, locator) if is_chart else read_diagram(root, locator)
        self._reading.take(len(block.children))
        return _Content(block.kind, block.text, style=block.style, children=block.children)

    def _picture(self, shape: Shape, locator: str) -> _Content:
        for node in shape.marks.iter(*_MEDIA) if shape.marks is not None else ():
            return _Content("object", style=_MEDIA[str(node.tag)], target=self._outside(node))
        image = shape.node.find(_IMAGE)
        link = self._rels.get(image.get(f"{R}embed") or image.get(f"{R}link") or "") if image is not None else None
        if link is None or not (link.external or self._reading.package.has(link.target)):
            self._reading.note(locator, ArtifactError("corrupt-part", "the image of this picture is missing."))
        return _Content("picture")

    def _outside(self, node: etree._Element) -> str | None:
        """The address of an object or a recording that is kept outside the file."""
        link = self._rels.get(node.get(f"{R}link") or node.get(f"{R}id") or "")
        return link.target if link is not None and link.external else None

    def _damage(self, locator: str, code: str, message: str) -> _Content:
        return _Content("unreadable", self._reading.damage(locator, ArtifactError(code, message)).text)


def conceal(block: Block, reason: str) -> Block:
    """The same block, and all that is visible inside it, hidden."""
    children = tuple(conceal(child, reason) for child in block.children)
    if block.visible:
        return block._replace(visibility="hidden", reason=reason, children=children)
    return block._replace(children=children)
