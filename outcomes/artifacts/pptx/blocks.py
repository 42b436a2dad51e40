"""Shapes become blocks: text, tables, charts, diagrams, pictures, media, objects and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import ShapeFormat
from outcomes.artifact import Block
from outcomes.artifacts.ooxml.charts import chart_of, embedded_workbook
from outcomes.artifacts.ooxml.diagrams import read_diagram
from outcomes.artifacts.ooxml.markup import DGM, A, R, alt_text_blocks, alternative_text
from outcomes.artifacts.pptx.links import Links
from outcomes.artifacts.pptx.markup import CONNECTOR, FRAME, GROUP, P14, PICTURE, P, child_of
from outcomes.artifacts.pptx.names import Names
from outcomes.artifacts.pptx.tables import TableReader
from outcomes.artifacts.pptx.text import Setting, TextReader, Words, joined
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from outcomes.appearance import ChartData, Image, ParagraphFormat, TextFrame, TextRun
    from outcomes.artifact import BlockKind, Visibility
    from outcomes.artifacts.pptx.reading import Reading
    from outcomes.artifacts.pptx.scene import Scene
    from outcomes.artifacts.pptx.shapes import Shape
    from outcomes.artifacts.pptx.text import Paragraph

_TABLE, _OBJECT, _DIAGRAM = f"{A}tbl", f"{P}oleObj", f"{DGM}relIds"
_BODY, _BODY_PROPERTIES, _PICTURE_FILL = f"{P}txBody", f"{A}bodyPr", f"{P}blipFill"
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
    runs: tuple[TextRun, ...] = ()
    paragraph: ParagraphFormat | None = None
    frame: TextFrame | None = None
    image: Image | None = None
    chart: ChartData | None = None


class BlockWriter:
    """Writes the blocks of one sheet."""

    def __init__(self, reading: Reading, scene: Scene, number: int) -> None:
        """`number` is the slide's, for links to the next one."""
        self._reading = reading
        self._scene = scene
        self._sheet = scene.sheet
        self._names = Names(scene.shapes)
        self.locators: dict[str, str] = {}
        """Locators of the shapes written so far, by their ids; of the first one where two are alike."""
        self._rels = reading.package.rels(scene.sheet.part)
        self._links = Links(self._rels, reading.numbers, reading.shows, number, len(reading.slides))
        self._texts = TextReader(self._links, reading.take, reading.languages)

    def write(self, shapes: Sequence[Shape], parent: str) -> tuple[Block, ...]:
        """One block for each shape, with everything that is inside it."""
        return tuple(self._block(shape, self._names.locator(parent, shape)) for shape in shapes)

    def _block(self, shape: Shape, locator: str) -> Block:
        self.locators.setdefault(shape.id, locator)
        content = self._content(shape, locator)
        alt, target = self._described(shape)
        block = Block(
            content.kind,
            locator,
            content.text,
            content.visibility,
            content.reason,
            content.level,
            content.label,
            shape.name or None,
            content.style,
            shape.placeholder.kind if shape.placeholder is not None else None,
            alt,
            target=target if target is not None else content.target,
            box=shape.place.reach if shape.place is not None else None,
            children=(*content.children, *alt_text_blocks(locator, alt)) if alt else content.children,
            runs=content.runs,
            paragraph=content.paragraph,
            shape=self._format(shape, content.frame),
            image=content.image,
            chart=content.chart,
        )
        reason = self._scene.reason(shape)
        return conceal(block, reason) if reason is not None else block

    def _described(self, shape: Shape) -> tuple[str | None, str | None]:
        """Alternative text and link of the shape itself."""
        drawing = shape.drawing
        if drawing is None or not (len(drawing) or drawing.get("descr") or drawing.get("title")):
            return None, None
        return alternative_text(drawing), self._links.target(drawing)

    def _format(self, shape: Shape, frame: TextFrame | None) -> ShapeFormat:
        turn = shape.place.turn if shape.place is not None else 0.0
        if shape.node.tag == GROUP:
            return ShapeFormat(shape.order, turn)
        paint = shape.paint
        fill = "picture" if shape.node.tag == PICTURE else shape.fill.shown
        outline = paint.outline.shown if paint.outline is not None else None
        return ShapeFormat(shape.order, turn, paint.geometry, fill, outline, frame)

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
        body, slot = shape.parts.get(_BODY), shape.placeholder
        layout = self._sheet.styled_by
        fitted = self._reading.frames.shape(
            child_of(body, _BODY_PROPERTIES),
            [above.body for above in slot.inherited] if slot is not None else (),
            complete=slot is None or (layout is not None and layout.complete),
        )
        kind: BlockKind = "text_box" if shape.is_text_box else "shape"
        image = self._filled(shape)
        if body is None:
            return _Content(kind, frame=fitted.frame, image=image)
        base = self._reading.styles.placeholder(slot, layout, self._sheet.palette)
        style = self._reading.styles.referred(shape.font_reference, base)
        setting = Setting(style, self._scene.behind_text(shape), fitted.fit)
        paragraphs = self._texts.paragraphs(body, setting)
        title = joined(paragraphs) if slot is not None and slot.is_title else None
        if title is not None:
            own = self._texts.words(title, locator)
            found = self._words(own, title._replace(level=1, label=None), "heading")
            return found._replace(frame=fitted.frame, image=image)
        if len(paragraphs) == 1 and not paragraphs[0].is_formula:
            own = self._texts.words(paragraphs[0], locator)
            return self._words(own, paragraphs[0], kind)._replace(frame=fitted.frame, image=image)
        return _Content(kind, children=self._paragraphs(paragraphs, locator), frame=fitted.frame, image=image)

    def _words(self, own: Words, paragraph: Paragraph, kind: BlockKind) -> _Content:
        return _Content(
            kind, own.text, own.visibility, own.reason, paragraph.level, paragraph.label, None, own.target,
            own.children, own.runs, paragraph.format,
        )  # fmt: skip

    def _filled(self, shape: Shape) -> Image | None:
        """The picture that an ordinary shape is filled with."""
        if shape.fill.kind != "picture":
            return None
        fill = shape.inside.get(f"{A}blipFill")
        return self._reading.pictures.filled(self._sheet.part, fill, self._drawn_size(shape))

    def _drawn_size(self, shape: Shape) -> tuple[int, int] | None:
        return (shape.place.box.width, shape.place.box.height) if shape.place is not None else None

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
                reader = TableReader(node, shape, self._reading, self._scene, self._texts)
                return _Content("table", children=tuple(reader.cells(locator)))
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
            block = self._chart(link.target, locator) if is_chart else self._diagram(link.target, locator)
        except ArtifactError as error:
            return self._damage(locator, error.code, error.message)
        self._reading.take(len(block.children))
        return _Content(block.kind, block.text, style=block.style, children=block.children, chart=block.chart)

    def _chart(self, part: str, locator: str) -> Block:
        """A chart, which is read once however often it is shown."""
        known = self._reading.charts.get(part)
        if known is None:
            known = self._reading.charts[part] = chart_of(self._reading.part(part))
        return known.block(locator, workbook=embedded_workbook(self._reading.package, part))

    def _diagram(self, part: str, locator: str) -> Block:
        return read_diagram(self._reading.part(part), locator)

    def _picture(self, shape: Shape, locator: str) -> _Content:
        fill = shape.parts.get(_PICTURE_FILL)
        image = self._reading.pictures.filled(self._sheet.part, fill, self._drawn_size(shape))
        for node in shape.marks.iter(*_MEDIA) if shape.marks is not None else ():
            return _Content("object", style=_MEDIA[str(node.tag)], target=self._outside(node), image=image)
        self._check_image(fill, locator)
        return _Content("picture", image=image)

    def _check_image(self, fill: etree._Element | None, locator: str) -> None:
        """Flag an image that is missing or damaged, in the place of its picture."""
        blip = child_of(fill, f"{A}blip")
        link = self._rels.get(blip.get(f"{R}embed") or blip.get(f"{R}link") or "") if blip is not None else None
        if link is not None and link.external:
            return
        if link is None or not self._reading.package.has(link.target):
            self._reading.note(locator, ArtifactError("corrupt-part", "the image of this picture is missing."))
        elif (damage := self._reading.pictures.damage(link.target)) is not None:
            self._reading.note(locator, damage)

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
