"""What letters on a slide look like in the end, wherever it is said: from the run to the presentation."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from outcomes.appearance import Font
from tests.artifacts.ooxml_files import part, relationships
from tests.artifacts.pptx_building import (
    IMAGE,
    Slide,
    Template,
    cell,
    graphic,
    group,
    notes,
    para,
    picture,
    read,
    run,
    scheme,
    shape,
    solid,
    table,
)


def painted(change: str = "") -> str:
    """A solid fill of a theme, in the colour of whoever refers to it."""
    return f'<a:solidFill><a:schemeClr val="phClr">{change}</a:schemeClr></a:solidFill>'


def level(properties: str = "", inside: str = "", number: int = 1) -> str:
    """One level of a list style, from the attributes and the content of its `a:defRPr`."""
    return f"<a:lvl{number}pPr><a:defRPr {properties}>{inside}</a:defRPr></a:lvl{number}pPr>"


THEME = part(
    "a:theme",
    '<a:themeElements><a:clrScheme name="Test">'
    '<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:srgbClr val="FFFFFF"/></a:lt1>'
    '<a:dk2><a:srgbClr val="44546A"/></a:dk2><a:lt2><a:srgbClr val="E7E6E6"/></a:lt2>'
    '<a:accent1><a:srgbClr val="4472C4"/></a:accent1><a:accent2><a:srgbClr val="ED7D31"/></a:accent2>'
    '<a:hlink><a:srgbClr val="0563C1"/></a:hlink></a:clrScheme>'
    '<a:fontScheme name="Test"><a:majorFont><a:latin typeface="Georgia"/><a:ea typeface=""/><a:cs typeface=""/>'
    '<a:font script="Jpan" typeface="Meiryo"/></a:majorFont>'
    '<a:minorFont><a:latin typeface="Verdana"/><a:ea typeface="SimSun"/><a:cs typeface=""/>'
    '<a:font script="Arab" typeface="Tahoma"/></a:minorFont></a:fontScheme><a:fmtScheme name="Test"><a:fillStyleLst>'
    + painted()
    + painted('<a:tint val="40000"/>')
    + "<a:gradFill/></a:fillStyleLst><a:lnStyleLst><a:ln>"
    + painted()
    + "</a:ln></a:lnStyleLst><a:bgFillStyleLst>"
    + painted()
    + painted('<a:shade val="50000"/>')
    + "<a:gradFill/></a:bgFillStyleLst></a:fmtScheme></a:themeElements>",
)
FACES = '<a:latin typeface="+{0}-lt"/><a:ea typeface="+{0}-ea"/><a:cs typeface="+{0}-cs"/>'
MINOR, MAJOR = FACES.format("mn"), FACES.format("mj")
DEFAULT = Template(
    layout=shape("Title", "Click", ph='type="title"')
    + shape("Body", "Click", ph='idx="1"', styles=level('sz="2200"'), frame='<a:bodyPr lIns="0"/>')
    + shape("Small", "Click", ph='type="body" idx="2"', styles=level('sz="1200" i="1"', scheme("accent2"))),
    master=shape("Title", "Click", ph='type="title"', styles=level('b="1"'))
    + shape("Body", "Click", ph='type="body" idx="1"', styles=level('sz="2600"', number=2)),
    styles="<p:titleStyle>"
    + level('sz="4400"', scheme("tx1") + MAJOR)
    + "</p:titleStyle><p:bodyStyle>"
    + level('sz="2800"', scheme("tx1") + MINOR)
    + level('sz="2400"', scheme("tx2") + MINOR, 2)
    + "</p:bodyStyle><p:otherStyle>"
    + level('sz="1800"', scheme("tx1") + MINOR)
    + "</p:otherStyle>",
    default=level('sz="1700"', scheme("tx2") + MAJOR) + level('sz="1600" i="1"', scheme("tx1") + MINOR, 3),
    parts={"ppt/theme/theme1.xml": THEME},
)
OTHER = Font("Verdana", 18.0, bold=False, italic=False, colour="000000", background="FFFFFF")
TITLE = Font("Georgia", 44.0, bold=True, italic=False, colour="000000", background="FFFFFF")
BODY = Font("Verdana", 22.0, bold=False, italic=False, colour="000000", background="FFFFFF")
AT = (1.0, 1.0, 3.0, 1.0)


def box(inside: str = "", properties: str = "", text: str = "x", **marks: str) -> str:
    """A shape with one run."""
    return shape("S", para(run(text, properties, inside)), at=AT, **marks)


def leveled(number: int, **marks: str) -> str:
    return shape("S", para(run("x"), properties=f'<a:pPr lvl="{number}"/>'), at=AT, **marks)


def style(font: str = "", fill: str = "", fill_index: str = "1") -> str:
    """A `p:style` with a font reference and a fill reference in a theme colour."""
    reference = f'<a:fillRef idx="{fill_index}"><a:schemeClr val="{fill}"/></a:fillRef>' if fill else ""
    return f"<p:style>{reference}{font}</p:style>"


LIGHT_REF = '<a:fontRef idx="minor"><a:schemeClr val="lt1"/></a:fontRef>'
PAPER = "<p:bg><p:bgPr>{}</p:bgPr></p:bg>"
TABLE = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"


class Case(NamedTuple):
    """A slide, and the font of its first run."""

    slide: Slide
    font: Font
    template: Template = DEFAULT


CASES = {
    # -- run
    "nothing is stated": Case(Slide(box()), OTHER),
    "size": Case(Slide(box(properties='sz="1050"')), OTHER._replace(size_pt=10.5)),
    "bold and italic": Case(Slide(box(properties='b="1" i="true"')), OTHER._replace(bold=True, italic=True)),
    "typeface": Case(Slide(box('<a:latin typeface="Arial"/>')), OTHER._replace(family="Arial")),
    "theme typeface": Case(Slide(box('<a:latin typeface="+mj-lt"/>')), OTHER._replace(family="Georgia")),
    "plain colour": Case(Slide(box(solid("c00000"))), OTHER._replace(colour="C00000")),
    "theme colour": Case(Slide(box(scheme("accent1"))), OTHER._replace(colour="4472C4")),
    "mapped colour": Case(
        Slide(box(scheme("bg1"), fill=solid("000000"))), OTHER._replace(colour="FFFFFF", background="000000")
    ),
    "unmapped colour": Case(Slide(box(scheme("dk2"))), OTHER._replace(colour="44546A")),
    "lighter 40%": Case(
        Slide(box(scheme("accent1", '<a:lumMod val="60000"/><a:lumOff val="40000"/>'))),
        OTHER._replace(colour="8FAADC"),
    ),
    "shade in percent": Case(Slide(box(solid("00FF00", '<a:shade val="50%"/>'))), OTHER._replace(colour="00BC00")),
    "translucent on white": Case(
        Slide(box(solid("FF0000", '<a:alpha val="50000"/>'))), OTHER._replace(colour="FF7F7F")
    ),
    "translucent on unknown": Case(
        Slide(box(solid("FF0000", '<a:alpha val="50000"/>'), fill="<a:gradFill/>")),
        OTHER._replace(colour=None, background=None),
    ),
    "named colour": Case(
        Slide(box('<a:solidFill><a:prstClr val="dkOrange"/></a:solidFill>')), OTHER._replace(colour="FF8C00")
    ),
    "hsl colour": Case(
        Slide(box('<a:solidFill><a:hslClr hue="14400000" sat="100000" lum="50000"/></a:solidFill>')),
        OTHER._replace(colour="0000FF"),
    ),
    "linear colour": Case(
        Slide(box('<a:solidFill><a:scrgbClr r="0" g="50000" b="100%"/></a:solidFill>')), OTHER._replace(colour="00BCFF")
    ),
    "system colour": Case(
        Slide(box('<a:solidFill><a:sysClr val="highlight" lastClr="0078D7"/></a:solidFill>')),
        OTHER._replace(colour="0078D7"),
    ),
    "system colour of another machine": Case(
        Slide(box('<a:solidFill><a:sysClr val="highlight"/></a:solidFill>')), OTHER._replace(colour=None)
    ),
    "gradient letters": Case(Slide(box("<a:gradFill/>")), OTHER._replace(colour=None)),
    "unknown theme colour": Case(Slide(box(scheme("accent9"))), OTHER._replace(colour=None)),
    "highlight": Case(
        Slide(box('<a:highlight><a:srgbClr val="FFFF00"/></a:highlight>')), OTHER._replace(background="FFFF00")
    ),
    "link": Case(
        Slide(
            box(scheme("tx2") + '<a:hlinkClick r:id="rIdWeb"/>'), rels=(("rIdWeb", "hyperlink", "https://a.example"),)
        ),
        OTHER._replace(colour="0563C1"),
    ),
    "link in its own colour": Case(
        Slide(
            box(
                scheme("tx2") + '<a:hlinkClick r:id="rIdWeb"><a:extLst><a:ext uri="{A12FA001}"><h:hlinkClr val="tx" '
                'xmlns:h="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor"/></a:ext></a:extLst>'
                "</a:hlinkClick>"
            ),
            rels=(("rIdWeb", "hyperlink", "https://a.example"),),
        ),
        OTHER._replace(colour="44546A"),
    ),
    "impossible size": Case(Slide(box(properties='sz="big"')), OTHER),
    # -- the shape
    "own list style": Case(
        Slide(box(styles=level('sz="3000"', solid("112233")))), OTHER._replace(size_pt=30.0, colour="112233")
    ),
    "run over list style": Case(
        Slide(box(properties='sz="900"', styles=level('sz="3000"'))), OTHER._replace(size_pt=9.0)
    ),
    "other level of list style": Case(Slide(box(styles=level('sz="3000"', number=2))), OTHER),
    "font reference": Case(
        Slide(box(style=style(LIGHT_REF), fill=solid("203864"))), OTHER._replace(colour="FFFFFF", background="203864")
    ),
    "font reference to headings": Case(
        Slide(box(style=style('<a:fontRef idx="major"/>'))), OTHER._replace(family="Georgia")
    ),
    "list style over font reference": Case(
        Slide(box(style=style(LIGHT_REF), styles=level("", solid("112233")), fill=solid("F2F2F2"))),
        OTHER._replace(colour="112233", background="F2F2F2"),
    ),
    "shrunk": Case(
        Slide(box(frame='<a:bodyPr><a:normAutofit fontScale="62500" lnSpcReduction="20000"/></a:bodyPr>')),
        OTHER._replace(size_pt=11.25),
    ),
    "not shrunk": Case(Slide(box(frame="<a:bodyPr><a:spAutoFit/></a:bodyPr>")), OTHER),
    # -- placeholders
    "title": Case(Slide(box(ph='type="title"')), TITLE),
    "centred title": Case(Slide(box(ph='type="ctrTitle"')), TITLE),
    "body": Case(Slide(box(ph='idx="1"')), BODY),
    "second level": Case(Slide(leveled(1, ph='idx="1"')), BODY._replace(size_pt=26.0, colour="44546A")),
    "third level, stated nowhere but by the presentation": Case(
        Slide(leveled(2, ph='idx="1"')), BODY._replace(size_pt=16.0, italic=True)
    ),
    "layout over master": Case(
        Slide(box(ph='type="body" idx="2"')), BODY._replace(size_pt=12.0, italic=True, colour="ED7D31")
    ),
    "slide over layout": Case(
        Slide(box(properties='i="0"', ph='type="body" idx="2"')), BODY._replace(size_pt=12.0, colour="ED7D31")
    ),
    "orphan": Case(Slide(box(ph='type="body" idx="77"')), BODY._replace(size_pt=28.0)),
    "footer": Case(Slide(box(ph='type="ftr" idx="11"')), OTHER),
    "shrunk by the layout": Case(
        Slide(box(ph='idx="3"')),
        BODY._replace(size_pt=14.0),
        Template(
            layout=shape("B", ph='idx="3"', frame='<a:bodyPr><a:normAutofit fontScale="50%"/></a:bodyPr>'),
            styles=DEFAULT.styles,
            parts=DEFAULT.parts,
        ),
    ),
    # -- what lies behind
    "own fill": Case(Slide(box(fill=scheme("accent2"))), OTHER._replace(background="ED7D31")),
    "own translucent fill": Case(
        Slide(box(fill=solid("FF0000", '<a:alpha val="50000"/>'))), OTHER._replace(background="FF7F7F")
    ),
    "fill reference": Case(Slide(box(style=style(fill="accent1"))), OTHER._replace(background="4472C4")),
    "tinted fill reference": Case(
        Slide(box(style=style(fill="accent1", fill_index="2"))), OTHER._replace(background="CFD5EA")
    ),
    "gradient fill reference": Case(
        Slide(box(style=style(fill="accent1", fill_index="3"))), OTHER._replace(background=None)
    ),
    "no fill over reference": Case(Slide(box(style=style(fill="accent1"), fill="<a:noFill/>")), OTHER),
    "a card below": Case(
        Slide(shape("Card", at=(0, 0, 9, 4), fill=scheme("accent1")) + box()), OTHER._replace(background="4472C4")
    ),
    "glass on a card": Case(
        Slide(
            shape("Card", at=(0, 0, 9, 4), fill=solid("000000"))
            + shape("Glass", at=(0, 0, 8, 4), fill=solid("FFFFFF", '<a:alpha val="50000"/>'))
            + box()
        ),
        OTHER._replace(background="7F7F7F"),
    ),
    "half on a card": Case(
        Slide(shape("Card", at=(0, 0, 2, 4), fill=scheme("accent1")) + box()), OTHER._replace(background=None)
    ),
    "beside a card": Case(Slide(shape("Card", at=(6, 0, 2, 4), fill=scheme("accent1")) + box()), OTHER),
    "on a turned card": Case(
        Slide(shape("Card", at=(0, 0, 9, 4), rot='rot="900000"', fill=scheme("accent1")) + box()),
        OTHER._replace(background=None),
    ),
    "on a picture": Case(Slide(picture("P", at=(0, 0, 9, 4)) + box(), rels=IMAGE), OTHER._replace(background=None)),
    "fill of the group": Case(
        Slide(group("G", box(fill="<a:grpFill/>")).replace("<p:grpSpPr>", f"<p:grpSpPr>{solid('112233')}", 1)),
        OTHER._replace(background="112233"),
    ),
    "background of the slide": Case(
        Slide(box(), before=PAPER.format(solid("F0F0F0"))), OTHER._replace(background="F0F0F0")
    ),
    "background by reference": Case(
        Slide(box(), before='<p:bg><p:bgRef idx="1002"><a:schemeClr val="accent1"/></p:bgRef></p:bg>'),
        OTHER._replace(background="2F528F"),
    ),
    "gradient background": Case(
        Slide(box(), before='<p:bg><p:bgRef idx="1003"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'),
        OTHER._replace(background=None),
    ),
    # -- colours mapped or overridden by the slide
    "colours turned round": Case(
        Slide(
            box(), after='<p:clrMapOvr><a:overrideClrMapping bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2"/></p:clrMapOvr>'
        ),
        OTHER._replace(colour="FFFFFF", background="000000"),
    ),
    "theme overridden": Case(
        Slide(box(), rels=(("rIdTheme", "themeOverride", "../theme/over.xml"),)),
        OTHER._replace(colour="101010", background="EEEEEE"),
        Template(
            styles=DEFAULT.styles,
            parts={
                **DEFAULT.parts,
                "ppt/theme/over.xml": part(
                    "a:themeOverride",
                    '<a:clrScheme name="O"><a:dk1><a:srgbClr val="101010"/></a:dk1>'
                    '<a:lt1><a:srgbClr val="EEEEEE"/></a:lt1></a:clrScheme>',
                ),
            },
        ),
    ),
    # -- tables
    "header of a known style": Case(
        Slide(graphic("T", table(("x", "y"), style=TABLE))),
        OTHER._replace(bold=True, colour="FFFFFF", background="4472C4"),
    ),
    "band of a known style": Case(
        Slide(graphic("T", table(("x", "y"), style=TABLE, look='bandRow="1"'))), OTHER._replace(background="CFD5EA")
    ),
    "plain cell of a known style": Case(
        Slide(graphic("T", table(("x", "y"), style=TABLE, look=""))), OTHER._replace(background="E9EBF5")
    ),
    "cell of an unknown style": Case(
        Slide(graphic("T", table(("x", "y"), style="{NOWHERE}"))),
        OTHER._replace(bold=None, italic=None, colour=None, background=None),
    ),
    "own look in an unknown style": Case(
        Slide(
            graphic(
                "T",
                table(
                    (cell(para(run("x", 'b="1" i="0"', solid("FF0000"))), properties=solid("FFFF00")),),
                    style="{NOWHERE}",
                ),
            )
        ),
        Font("Verdana", 18.0, bold=True, italic=False, colour="FF0000", background="FFFF00"),
    ),
    "table without a style": Case(Slide(graphic("T", table(("x",)))), OTHER),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_letters_look_as_the_whole_cascade_says(case: Case) -> None:
    deck = read(case.slide, template=case.template)
    assert next(block.runs[0].font for block in deck.walk() if block.runs) == case.font


@pytest.mark.parametrize(
    ("text", "lang", "families"),
    [
        ("plain", "en-US", [("plain", "Georgia")]),
        ("a \u65e5\u672c b", "ja-JP", [("a ", "Georgia"), ("\u65e5\u672c", "Meiryo"), (" b", "Georgia")]),
        ("\u65e5\u672c", "zh-CN", [("\u65e5\u672c", None)]),
        ("\u0645\u0631\u062d\u0628\u0627", "ar-SA", [("\u0645\u0631\u062d\u0628\u0627", None)]),
        ("\u00e9t\u00e9 \u2013 \u20ac", "fr-FR", [("\u00e9t\u00e9 \u2013 \u20ac", "Georgia")]),
        ("a\uf0e0b", "en-US", [("a", "Georgia"), ("\uf0e0", None), ("b", "Georgia")]),
    ],
)
def test_each_script_has_the_typeface_that_the_theme_gives_it(
    text: str, lang: str, families: list[tuple[str, str | None]]
) -> None:
    words = f'<a:r><a:rPr lang="{lang}"/><a:t>{text}</a:t></a:r>'
    (block,) = read(Slide(shape("T", para(words), ph='type="title"', at=AT)), template=DEFAULT).units[0].blocks
    assert [(block.text[run.start : run.end], run.font.family) for run in block.runs] == families


def test_a_table_style_of_the_file_says_how_edges_bands_and_corners_look() -> None:
    def look(name: str, text: str, fill: str = "", marks: str = "") -> str:
        inside = f"<a:fill>{solid(fill)}</a:fill>" if fill else ""
        return (
            f'<a:{name}><a:tcTxStyle {marks}><a:fontRef idx="major"/><a:srgbClr val="{text}"/></a:tcTxStyle>'
            f"<a:tcStyle>{inside}</a:tcStyle></a:{name}>"
        )

    styles = part(
        "a:tblStyleLst",
        '<a:tblStyle styleId="{own}"><a:tblBg><a:fillRef idx="1"><a:schemeClr val="lt2"/></a:fillRef></a:tblBg>'
        + look("wholeTbl", "000001")
        + look("band1H", "000002", "F2F2F2")
        + look("firstCol", "000003", "", 'b="on"')
        + look("firstRow", "FFFFFF", "101010", 'b="on" i="on"')
        + look("nwCell", "EEEEEE")
        + "</a:tblStyle>",
    )
    grid = table(("a", "b"), ("c", "d"), ("e", "f"), style="{OWN}", look='firstRow="1" firstCol="1" bandRow="1"')
    deck = read(
        Slide(graphic("T", grid)),
        template=DEFAULT,
        parts={"ppt/tableStyles.xml": styles},
        rels=(("rIdT", "tableStyles", "tableStyles.xml"),),
    )
    assert {block.text: block.runs[0].font[2:] for block in deck.walk() if block.text} == {
        "a": (True, True, "EEEEEE", "101010"),
        "b": (True, True, "FFFFFF", "101010"),
        "c": (True, False, "000003", "F2F2F2"),
        "d": (False, False, "000002", "F2F2F2"),
        "e": (True, False, "000003", "E7E6E6"),
        "f": (False, False, "000001", "E7E6E6"),
    }


def test_notes_are_written_in_the_style_of_the_notes_master() -> None:
    master = part(
        "p:notesMaster",
        f"<p:cSld>{PAPER.format(solid('FAFAFA'))}<p:spTree>"
        + shape("Notes", "Click", ph='type="body" idx="3"', styles=level('i="1"'))
        + '</p:spTree></p:cSld><p:clrMap bg1="lt1" tx1="dk1" tx2="dk2"/>'
        + "<p:notesStyle>"
        + level('sz="1200"', scheme("tx2") + MINOR)
        + "</p:notesStyle>",
    )
    deck = read(
        Slide(rels=(("rIdNotes", "notesSlide", "../notesSlides/notesSlide1.xml"),)),
        template=DEFAULT,
        parts={
            "ppt/notesSlides/notesSlide1.xml": notes(para("Say ", run("this", 'b="1"'))),
            "ppt/notesMasters/m.xml": master,
            "ppt/notesMasters/_rels/m.xml.rels": relationships(("rId1", "theme", "../theme/theme1.xml")),
        },
        rels=(("rIdM", "notesMaster", "notesMasters/m.xml"),),
    )
    (block,) = [block for block in deck.walk() if block.kind == "note"]
    plain = Font("Verdana", 12.0, bold=False, italic=True, colour="44546A", background="FAFAFA")
    assert [(block.text[run.start : run.end], run.font) for run in block.runs] == [
        ("Say ", plain),
        ("this", plain._replace(bold=True)),
    ]


@pytest.mark.parametrize(
    ("damaged", "font"),
    [
        ("ppt/slideLayouts/slideLayout1.xml", Font(None, None, background="FFFFFF")),
        ("ppt/slideMasters/slideMaster1.xml", Font(None, 22.0, background="FFFFFF")),
        ("ppt/theme/theme1.xml", Font(None, 22.0, bold=False, italic=False)),
    ],
)
def test_what_a_damaged_layout_master_or_theme_would_have_said_is_unknown(damaged: str, font: Font) -> None:
    template = Template(DEFAULT.layout, DEFAULT.master, styles=DEFAULT.styles, parts=DEFAULT.parts)
    deck = read(Slide(shape("S", "x", ph='idx="1"')), template=template, parts={damaged: "<broken"})
    (block,) = deck.units[0].blocks
    assert (block.text, block.fonts) == ("x", (font,))
    assert [(flag.code, flag.locator) for flag in deck.flags] == [("unreadable", damaged)]
