"""The XML of what stands on a slide: placeholders, shapes, pictures, tables, charts; and its notes and comments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.testing._chart import chart_frame
from outcomes.testing._ooxml import MOMENT, attribute, emu, picture_properties, rectangular, text_of, xmlns
from outcomes.testing._pptx_parts import OWN_COLOURS, TABLE_STYLE, TREE_HEAD, Place, frame

if TYPE_CHECKING:
    from collections.abc import Sequence

Inches = tuple[float, float, float, float]
"""Left, top, width and height."""

_RECTANGLE: Final = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
_ROW_HEIGHT: Final = 0.4
_TABLE_URI: Final = "http://schemas.openxmlformats.org/drawingml/2006/table"


class Comment(NamedTuple):
    """A comment and its number in the deck."""

    number: int
    author: str
    text: str


@dataclass(slots=True)
class Slide:
    """A slide being put together: its shapes as XML, and what they point to."""

    layout: str
    hidden: bool = False
    shapes: list[str] = field(default_factory=list)
    notes: str | None = None
    comments: list[Comment] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    pictures: int = 0

    @property
    def next_id(self) -> int:
        """The id of the next shape; 1 is the slide's own."""
        return len(self.shapes) + 2

    def xml(self) -> str:
        """The slide part."""
        return (
            f"<p:sld {xmlns('a', 'r', 'p')}{attribute('show', '0' if self.hidden else None)}><p:cSld><p:spTree>"
            f"{TREE_HEAD}{''.join(self.shapes)}</p:spTree></p:cSld>{OWN_COLOURS}</p:sld>"
        )


def placeholder(number: int, place: Place, lines: Sequence[str | tuple[str, int]]) -> str:
    """A shape that fills a placeholder of the layout and takes place and look from there."""
    name = {"title": "Title", "ctrTitle": "Title", "subTitle": "Subtitle"}.get(place.kind or "", "Content Placeholder")
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name} {number - 1}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f"</p:cNvSpPr><p:nvPr>{place.mark}</p:nvPr></p:nvSpPr><p:spPr/>{_text(lines)}</p:sp>"
    )


def text_shape(number: int, lines: Sequence[str], box: Inches, *, name: str, look: str, fill: str, hidden: bool) -> str:
    """A text box; `look` holds attributes and content of `a:rPr`, `fill` is an element, `hidden` switches it off."""
    off = attribute("hidden", "1" if hidden else None)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}"{attribute("name", name)}{off}/><p:cNvSpPr txBox="1"/><p:nvPr/>'
        f"</p:nvSpPr><p:spPr>{frame(box)}{_RECTANGLE}{fill}</p:spPr>{_text(lines, look)}</p:sp>"
    )


def picture(number: int, name: str, alt: str | None, relationship: str, box: Inches) -> str:
    """A picture of the image part behind a relationship."""
    return (
        f"<p:pic><p:nvPicPr><p:cNvPr{picture_properties(number, name, alt)}</p:cNvPr><p:cNvPicPr/><p:nvPr/></p:nvPicPr>"
        f'<p:blipFill><a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f"<p:spPr>{frame(box)}{_RECTANGLE}</p:spPr></p:pic>"
    )


def chart(number: int, name: str, alt: str | None, relationship: str, box: Inches) -> str:
    """A frame around the chart part behind a relationship."""
    return _graphic_frame(number, name, alt, box, chart_frame(relationship))


def table(number: int, rows: list[list[str]], place: tuple[float, float, float], *, header: bool) -> str:
    """A table at left, top and of a width; its rows are 0.4 inches high."""
    columns = rectangular(rows)
    x, y, width = place
    grid = f'<a:gridCol w="{emu(width / columns)}"/>' * columns
    body = "".join(f'<a:tr h="{emu(_ROW_HEIGHT)}">{"".join(map(_cell, row))}</a:tr>' for row in rows)
    properties = f'<a:tblPr{attribute("firstRow", "1" if header else None)} bandRow="1">'
    graphic = (
        f'<a:graphic><a:graphicData uri="{_TABLE_URI}"><a:tbl>{properties}'
        f"<a:tableStyleId>{TABLE_STYLE}</a:tableStyleId></a:tblPr><a:tblGrid>{grid}</a:tblGrid>{body}</a:tbl></a:graphicData></a:graphic>"
    )
    box = (x, y, width, _ROW_HEIGHT * len(rows))
    return _graphic_frame(number, f"Table {number - 1}", None, box, graphic)


def notes_slide(text: str) -> str:
    """The notes of a slide, one paragraph a line."""
    return (
        f"<p:notes {xmlns('a', 'r', 'p')}><p:cSld><p:spTree>{TREE_HEAD}"
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
        'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/>{_text(text.splitlines())}</p:sp>'
        f"</p:spTree></p:cSld>{OWN_COLOURS}</p:notes>"
    )


def comments(found: Sequence[Comment], authors: Sequence[str]) -> str:
    """The comment part of one slide."""
    each = "".join(
        f'<p:cm authorId="{authors.index(author)}" dt="{MOMENT[:-1]}.000" idx="{number}">'
        f'<p:pos x="10" y="{10 * number}"/><p:text>{text_of(text)}</p:text></p:cm>'
        for number, author, text in found
    )
    return f"<p:cmLst {xmlns('p')}>{each}</p:cmLst>"


def comment_authors(authors: Sequence[str], last: int) -> str:
    """Who commented, in the order of their numbers; `last` is the number of the last comment."""
    each = "".join(
        f'<p:cmAuthor id="{at}"{attribute("name", author)}{attribute("initials", author[:1])} lastIdx="{last}" '
        f'clrIdx="{at}"/>'
        for at, author in enumerate(authors)
    )
    return f"<p:cmAuthorLst {xmlns('p')}>{each}</p:cmAuthorLst>"


def _graphic_frame(number: int, name: str, alt: str | None, box: Inches, graphic: str) -> str:
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr{picture_properties(number, name, alt)}</p:cNvPr>"
        f"<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>{frame(box, 'p')}{graphic}</p:graphicFrame>"
    )


def _text(lines: Sequence[str | tuple[str, int]], look: str = "/>", *, tag: str = "p") -> str:
    content = "".join(_line(line, look) for line in lines) or "<a:p/>"
    return f"<{tag}:txBody><a:bodyPr/><a:lstStyle/>{content}</{tag}:txBody>"


def _cell(text: str) -> str:
    return f"<a:tc>{_text(text.splitlines(), tag='a')}<a:tcPr/></a:tc>"


def _line(line: str | tuple[str, int], look: str) -> str:
    text, level = (line, 0) if isinstance(line, str) else line
    if not text:
        return "<a:p/>"
    place = f'<a:pPr lvl="{level}"/>' if level else ""
    runs = (f'<a:r><a:rPr lang="en-GB"{look}<a:t>{text_of(piece)}</a:t></a:r>' for piece in text.splitlines())
    return f"<a:p>{place}{'<a:br/>'.join(runs)}</a:p>"
