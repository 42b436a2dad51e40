"""The XML of what stands in a Word document's body: runs, paragraphs, tables, drawings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from outcomes.testing._ooxml import attribute, emu, picture_properties, rectangular, text_of, xmlns

_TABLE_WIDTH: Final = 9026
"""The text width of an A4 page with margins of an inch, in twentieths of a point."""
_BREAKS: Final = re.compile("([\n\t])")
_PICTURE_URI: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_SHAPE_URI: Final = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


_FIELD_MARK: Final = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
FIELD_BEGINS: Final = (
    _FIELD_MARK.format("begin")
    + '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\z \\u </w:instrText></w:r>'
    + _FIELD_MARK.format("separate")
)
"""A table of contents over three heading levels, up to its first entry."""
FIELD_ENDS: Final = _FIELD_MARK.format("end")


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look. `before` and `after` wrap it; `raw` stands for anything that is not text."""

    text: str = ""
    look: str = ""
    before: str = ""
    after: str = ""
    tag: str = "t"
    raw: str = ""

    def xml(self) -> str:
        """The run and its wrapping."""
        if self.raw:
            return self.raw
        look = f"<w:rPr>{self.look}</w:rPr>" if self.look else ""
        return f"{self.before}<w:r>{look}{characters(self.text, self.tag)}</w:r>{self.after}"


@dataclass(slots=True)
class Paragraph:
    """Paragraph properties and runs, kept apart so that comments can still be put around some words."""

    properties: str = ""
    runs: list[Run] = field(default_factory=list)

    def xml(self) -> str:
        """The whole paragraph."""
        properties = f"<w:pPr>{self.properties}</w:pPr>" if self.properties else ""
        return f"<w:p>{properties}{''.join(run.xml() for run in self.runs)}</w:p>"


def look(*, bold: bool, font: str | None, size_pt: float | None, colour: str | None, background: str | None) -> str:
    """The properties of a run, in the order that the schema asks for."""
    pieces = (
        "" if font is None else f"<w:rFonts{attribute('w:ascii', font)}{attribute('w:hAnsi', font)}/>",
        "<w:b/>" if bold else "",
        "" if colour is None else f"<w:color{attribute('w:val', colour)}/>",
        "" if size_pt is None else f'<w:sz w:val="{round(2 * size_pt)}"/>',
        "" if background is None else f'<w:shd w:val="clear" w:color="auto"{attribute("w:fill", background)}/>',
    )
    return "".join(pieces)


def characters(text: str, tag: str = "t") -> str:
    """The text of a run; line feeds become breaks and tabs become tabs."""
    marks = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        marks.get(piece) or f'<w:{tag} xml:space="preserve">{text_of(piece)}</w:{tag}>'
        for piece in _BREAKS.split(text)
        if piece
    )


def table(rows: list[list[str]], *, header: bool) -> str:
    """A table with borders; `header` marks its first row."""
    columns = rectangular(rows)
    width = _TABLE_WIDTH // columns
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    body = "".join(_row(row, width, header=header and at == 0) for at, row in enumerate(rows))
    first = int(header)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/>'
        f'<w:tblLook w:val="{0x0400 | first << 5:04X}" w:firstRow="{first}" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


def picture(relationship: str, name: str, width: float, height: float) -> str:
    """The `a:graphic` element that shows the image part behind a relationship; sizes in inches."""
    return (
        f'<a:graphic {xmlns("a")}><a:graphicData uri="{_PICTURE_URI}"><pic:pic {xmlns("pic")}>'
        f'<pic:nvPicPr><pic:cNvPr id="0"{attribute("name", name)}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr>{_frame(width, height)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic>"
    )


def inline(number: int, name: str, alt: str | None, graphic: str, *, width: float, height: float) -> Run:
    """A drawing that stands in the line like a large letter."""
    return Run(
        raw='<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{emu(width)}" cy="{emu(height)}"/>'
        f"<wp:docPr{picture_properties(number, name, alt)}</wp:docPr><wp:cNvGraphicFramePr/>"
        f"{graphic}</wp:inline></w:drawing></w:r>"
    )


def text_box(number: int, text: str) -> Run:
    """A floating text box, kept twice as Word does: as a shape, and as VML for versions that know no shapes."""
    content = f"<w:txbxContent><w:p><w:r>{characters(text)}</w:r></w:p></w:txbxContent>"
    graphic = (
        f'<a:graphic {xmlns("a")}><a:graphicData uri="{_SHAPE_URI}"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr>{_frame(3, 1)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    )
    anchor = (
        '<wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="1" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{emu(3)}" cy="{emu(1)}"/><wp:wrapTopAndBottom/>'
        f'<wp:docPr id="{number}" name="Text Box {number}"/><wp:cNvGraphicFramePr/>{graphic}</wp:anchor>'
    )
    old = f'<w:pict><v:rect style="width:216pt;height:72pt"><v:textbox>{content}</v:textbox></v:rect></w:pict>'
    return Run(
        raw=f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{anchor}</w:drawing></mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def _row(cells: list[str], width: int, *, header: bool) -> str:
    look = "<w:b/>" if header else ""
    marks = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
    body = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{Paragraph("", [Run(cell, look)]).xml()}</w:tc>'
        for cell in cells
    )
    return f"<w:tr>{marks}{body}</w:tr>"


def _frame(width: float, height: float) -> str:
    return f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{emu(width)}" cy="{emu(height)}"/></a:xfrm>'
