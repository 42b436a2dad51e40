"""Presentations for tests: shapes as strings, slides as lists of them, and what was read as short lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from outcomes.artifacts.pptx.reader import read_pptx
from tests.artifacts.block_lines import block_lines
from tests.artifacts.ooxml_files import content_types, part, relationships, zipped

if TYPE_CHECKING:
    from outcomes.artifact import Artifact

Rels = tuple[tuple[str, str, str], ...]
Parts = dict[str, str | bytes]

MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
INCH = 914_400
_TOLD = ("level", "label", "style", "ph", "alt", "author", "target", "spans", "header")
THEME = part(
    "a:theme",
    '<a:themeElements><a:clrScheme name="Plain"><a:dk1><a:srgbClr val="000000"/></a:dk1>'
    '<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:accent1><a:srgbClr val="1F4E79"/></a:accent1>'
    "</a:clrScheme><a:fmtScheme><a:bgFillStyleLst>"
    '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:bgFillStyleLst></a:fmtScheme></a:themeElements>',
)
RED_PIXEL = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde"
    b"\0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\0\3\1\1\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82"
)


@dataclass(frozen=True)
class Slide:
    """The shapes of a slide, what it points to, and attributes of its root (`show="0"`)."""

    shapes: str = ""
    rels: Rels = ()
    attributes: str = ""
    before: str = ""
    """Inside `p:cSld`, before the shapes: a background."""
    after: str = ""
    """After `p:cSld`: timing, colour mapping."""
    layout: str = "slideLayout1.xml"


@dataclass(frozen=True)
class Template:
    """The shapes of the only layout and the only master."""

    layout: str = ""
    master: str = ""
    layout_attributes: str = ""
    background: str = '<p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'
    styles: str = ""
    """Inside the master's `p:txStyles`."""
    default: str = ""
    """Inside the presentation's `p:defaultTextStyle`."""
    parts: Parts = field(default_factory=dict)


def pptx(
    *slides: Slide,
    template: Template | None = None,
    parts: Parts | None = None,
    rels: Rels = (),
    listed: str = "",
    after: str = "",
) -> bytes:
    """A presentation; `parts` are added or replace, `listed` goes into the slide list as it is, `after` behind it."""
    made: Parts = {**_template(template or Template())}
    entries = []
    for number, slide in enumerate(slides, 1):
        made[f"ppt/slides/slide{number}.xml"] = _sheet(
            "p:sld", slide.shapes, slide.attributes, slide.before, slide.after
        )
        made[f"ppt/slides/_rels/slide{number}.xml.rels"] = relationships(
            ("rIdLayout", "slideLayout", f"../slideLayouts/{slide.layout}"), *slide.rels
        )
        entries.append(f'<p:sldId id="{255 + number}" r:id="rId{number}"/>')
    own = tuple((f"rId{number}", "slide", f"slides/slide{number}.xml") for number in range(1, len(slides) + 1))
    default = f"<p:defaultTextStyle>{(template or Template()).default}</p:defaultTextStyle>"
    size = f'<p:sldSz cx="{10 * INCH}" cy="{5 * INCH}"/>'
    main = f"<p:sldIdLst>{''.join(entries)}{listed}</p:sldIdLst>{size}{default}{after}"
    base: Parts = {
        "[Content_Types].xml": content_types({"ppt/presentation.xml": MAIN}),
        "_rels/.rels": relationships(("rId1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": part("p:presentation", main),
        "ppt/_rels/presentation.xml.rels": relationships(*own, *rels),
        "ppt/media/red.png": RED_PIXEL,
    }
    return zipped({**base, **made, **(parts or {})})


def read(*slides: Slide, template: Template | None = None, parts: Parts | None = None, rels: Rels = ()) -> Artifact:
    """Build a presentation and read it."""
    return read_pptx(pptx(*slides, template=template, parts=parts, rels=rels), "deck.pptx")


def lines(artifact: Artifact) -> list[str]:
    """One line a block, see `block_lines`."""
    return block_lines(artifact, _TOLD)


def shape(
    name: str, text: str = "", *, at: tuple[float, ...] | None = None, fill: str = "", ph: str = "", **marks: str
) -> str:
    """A `p:sp`. `at` is x, y, width and height in inches; `ph` the attributes of its placeholder.

    `text` is plain words, or `a:p` elements. `id`, `hidden`, `box` (of its `cNvSpPr`), `rot`, `drawing` (inside its
    `cNvPr`), `styles` (of its text), `frame` (its `a:bodyPr`) and `style` are written as given.
    """
    attributes = f'id="{marks.get("id", "7")}" name="{name}" {marks.get("hidden", "")}'
    mark = f"<p:ph {ph}/>" if ph else ""
    return (
        f"<p:sp><p:nvSpPr><p:cNvPr {attributes}>{marks.get('drawing', '')}</p:cNvPr>"
        f"<p:cNvSpPr {marks.get('box', '')}/><p:nvPr>{mark}</p:nvPr></p:nvSpPr>"
        f"<p:spPr>{frame(at, marks.get('rot', ''))}{fill}</p:spPr>{marks.get('style', '')}"
        f"{body(text, marks.get('styles', ''), marks.get('frame', '<a:bodyPr/>'))}</p:sp>"
    )


def title(text: str, name: str = "Title 1") -> str:
    """A title placeholder."""
    return shape(name, text, ph='type="title"')


def picture(name: str, *, at: tuple[float, ...] = (1, 1, 1, 1), image: str = "rIdImage", **marks: str) -> str:
    """A `p:pic`; `drawing` goes inside its `cNvPr`, `alt` into its attributes, `media` inside its `nvPr`."""
    blip = f'<p:blipFill><a:blip r:embed="{image}"/></p:blipFill>' if image else ""
    alt = f'descr="{marks["alt"]}"' if "alt" in marks else ""
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="8" name="{name}" {alt}>{marks.get("drawing", "")}</p:cNvPr><p:cNvPicPr/>'
        f"<p:nvPr>{marks.get('media', '')}</p:nvPr></p:nvPicPr>{blip}"
        f"<p:spPr>{frame(at)}{marks.get('outline', '')}</p:spPr></p:pic>"
    )


IMAGE: Rels = (("rIdImage", "image", "../media/red.png"),)


def group(name: str, *shapes: str, frame: str = "", number: str = "9") -> str:
    """A `p:grpSp`; `frame` is its `a:xfrm`."""
    return (
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f"<p:grpSpPr>{frame}</p:grpSpPr>{''.join(shapes)}</p:grpSp>"
    )


def graphic(name: str, data: str, *, uri: str = "x/table", alt: str = "", ph: str = "") -> str:
    """A `p:graphicFrame` around a table, chart, diagram or object."""
    mark = f"<p:ph {ph}/>" if ph else ""
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="{name}" descr="{alt}"/><p:cNvGraphicFramePr/>'
        f'<p:nvPr>{mark}</p:nvPr></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/>'
        f'</p:xfrm><a:graphic><a:graphicData uri="{uri}">{data}</a:graphicData></a:graphic></p:graphicFrame>'
    )


def table(
    *rows: tuple[str, ...], look: str = 'firstRow="1"', style: str = "", grid: tuple[int, ...] = (), height: int = 0
) -> str:
    """An `a:tbl`; a cell is plain words or a whole `a:tc`. `grid` and `height` are in EMU."""
    cells = (
        "".join(cell if cell.startswith("<a:tc") else f"<a:tc>{_cell_body(cell)}</a:tc>" for cell in r) for r in rows
    )
    named = f"<a:tableStyleId>{style}</a:tableStyleId>" if style else ""
    columns = "".join(f'<a:gridCol w="{width}"/>' for width in grid)
    high = f' h="{height}"' if height else ""
    lines = "".join(f"<a:tr{high}>{row}</a:tr>" for row in cells)
    return f"<a:tbl><a:tblPr {look}>{named}</a:tblPr><a:tblGrid>{columns}</a:tblGrid>{lines}</a:tbl>"


def frame(at: tuple[float, ...] | None, rot: str = "") -> str:
    """An `a:xfrm` from x, y, width and height in inches."""
    if at is None:
        return ""
    x, y, width, height = (round(number * INCH) for number in at)
    return f'<a:xfrm {rot}><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def scaled(outer: tuple[int, ...], inner: tuple[int, ...], attributes: str = "") -> str:
    """A group's `a:xfrm`, in EMU: where it lies, and the coordinates inside it."""
    around = '<a:off x="{}" y="{}"/><a:ext cx="{}" cy="{}"/>'.format(*outer)
    inside = '<a:chOff x="{}" y="{}"/><a:chExt cx="{}" cy="{}"/>'.format(*inner)
    return f"<a:xfrm {attributes}>{around}{inside}</a:xfrm>"


def solid(rgb: str, change: str = "") -> str:
    """A solid fill."""
    return f'<a:solidFill><a:srgbClr val="{rgb}">{change}</a:srgbClr></a:solidFill>'


def scheme(name: str, change: str = "") -> str:
    """A solid fill in a theme colour."""
    return f'<a:solidFill><a:schemeClr val="{name}">{change}</a:schemeClr></a:solidFill>'


def para(*runs: str, properties: str = "") -> str:
    """A paragraph; plain words become a run; `properties` is an `a:pPr`."""
    return f"<a:p>{properties}{''.join(piece if piece.startswith('<') else run(piece) for piece in runs)}</a:p>"


def run(text: str, properties: str = "", inside: str = "") -> str:
    """A run of text; `properties` are attributes of its `a:rPr`, `inside` its content."""
    return f'<a:r><a:rPr lang="en-US" {properties}>{inside}</a:rPr><a:t>{text}</a:t></a:r>'


def body(text: str, styles: str = "", frame: str = "<a:bodyPr/>") -> str:
    """A `p:txBody` of plain words or `a:p` elements."""
    inner = text if text.startswith("<") else para(text) if text else "<a:p/>"
    return f"<p:txBody>{frame}<a:lstStyle>{styles}</a:lstStyle>{inner}</p:txBody>"


def notes(text: str) -> str:
    """A notes page with the shapes that office programs put on it."""
    image, words = shape("Slide Image", ph='type="sldImg"'), shape("Notes", text, ph='type="body" idx="1"')
    return _sheet("p:notes", image + words + shape("Number", "3", ph='type="sldNum" idx="5"'))


def _template(template: Template) -> Parts:
    return {
        "ppt/slideLayouts/slideLayout1.xml": _sheet(
            "p:sldLayout", template.layout, template.layout_attributes, name="Title and Content"
        ),
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relationships(
            ("rId1", "slideMaster", "../slideMasters/slideMaster1.xml")
        ),
        "ppt/slideMasters/slideMaster1.xml": _sheet(
            "p:sldMaster",
            template.master,
            before=template.background,
            after=f'<p:clrMap bg1="lt1" tx1="dk1"/><p:txStyles>{template.styles}</p:txStyles>',
        ),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relationships(("rId1", "theme", "../theme/theme1.xml")),
        "ppt/theme/theme1.xml": THEME,
        **template.parts,
    }


def _sheet(root: str, shapes: str, attributes: str = "", before: str = "", after: str = "", name: str = "") -> str:
    tree = f"<p:spTree><p:nvGrpSpPr/><p:grpSpPr/>{shapes}</p:spTree>"
    extra = 'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main"'
    return part(root, f'<p:cSld name="{name}">{before}{tree}</p:cSld>{after}', f"{extra} {attributes}")


def _cell_body(text: str) -> str:
    return body(text).replace("p:txBody", "a:txBody")


def cell(text: str, attributes: str = "", properties: str = "") -> str:
    """An `a:tc`."""
    return f"<a:tc {attributes}>{_cell_body(text)}<a:tcPr>{properties}</a:tcPr></a:tc>"
