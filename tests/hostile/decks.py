"""Hostile presentations: transforms that overflow, templates in rings, and more of everything than fits on a slide."""

# ruff: noqa: E501 - markup is read best where a tag is not broken
from __future__ import annotations

from typing import Final

from tests.artifacts.ooxml_files import part, relationships
from tests.artifacts.pptx_building import (
    Slide,
    Template,
    cell,
    frame,
    graphic,
    group,
    para,
    picture,
    scaled,
    shape,
    table,
    title,
)
from tests.fuzz.odd import NUMBERS
from tests.hostile.building import ANY, OK, Files, deck

FILES = Files()
_BOUNDED: Final = "ok|ok+flag:truncated|error:too-large|error:too-deep|error:too-many-slides"
_HUGE: Final = 9_223_372_036_854_775_807


@FILES.add(".pptx", _BOUNDED)
def groups_that_overflow_every_number() -> bytes:
    inner = shape("Inner", "text", at=(1, 1, 1, 1))
    for _ in range(40):
        inner = group("G", inner, frame=scaled((_HUGE, -_HUGE, _HUGE, _HUGE), (0, 0, 1, 1), 'rot="99999999999"'))
    return deck(Slide(title("x") + inner))


@FILES.add(".pptx", _BOUNDED)
def groups_without_extent() -> bytes:
    frames = (
        scaled((0, 0, 0, 0), (0, 0, 0, 0)),
        scaled((1, 1, 9, 9), (0, 0, 0, 0)),
        scaled((-1, -1, -9, -9), (-1, -1, -1, -1)),
        "",
    )
    return deck(
        Slide("".join(group(f"G{n}", shape("x", "text", at=(1, 1, 1, 1)), frame=made) for n, made in enumerate(frames)))
    )


@FILES.add(".pptx", OK)
def every_number_that_is_none() -> bytes:
    shapes = "".join(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{n}" name="S{at}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm rot="{n}"><a:off x="{n}" y="{n}"/>'
        f'<a:ext cx="{n}" cy="{n}"/></a:xfrm><a:solidFill><a:srgbClr val="{n}"><a:lumMod val="{n}"/><a:lumOff val="{n}"/><a:alpha val="{n}"/>'
        f'<a:tint val="{n}"/><a:shade val="{n}"/></a:srgbClr></a:solidFill><a:ln w="{n}"/></p:spPr><p:txBody><a:bodyPr lIns="{n}" rot="{n}" numCol="{n}">'
        f'<a:normAutofit fontScale="{n}" lnSpcReduction="{n}"/></a:bodyPr><a:p><a:pPr lvl="{n}" marL="{n}" indent="{n}"><a:lnSpc><a:spcPct val="{n}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{n}"/></a:spcBef><a:buAutoNum type="romanUcPeriod" startAt="{n}"/></a:pPr><a:r><a:rPr sz="{n}" b="{n}" baseline="{n}"/><a:t>x</a:t></a:r></a:p></p:txBody></p:sp>'
        for at, n in enumerate(number.replace("&", "") for number in NUMBERS)
    )
    return deck(Slide(title("x") + shapes))


@FILES.add(".pptx", OK)
def font_scales_that_are_no_numbers() -> bytes:
    bodies = "".join(
        shape(f"S{n}", "words", at=(1, 1, 3, 1)).replace(
            "<a:bodyPr/>", f'<a:bodyPr><a:normAutofit fontScale="{scale}"/></a:bodyPr>'
        )
        for n, scale in enumerate(("NaN", "inf", "-inf", "1e309", "-100000", "0", "", "100%", "9" * 400))
    )
    return deck(Slide(bodies))


@FILES.add(".pptx", ANY)
def templates_that_are_their_own_templates() -> bytes:
    loop = relationships(
        ("rId1", "slideMaster", "../slideLayouts/slideLayout1.xml"),
        ("rId2", "slideLayout", "../slideLayouts/slideLayout1.xml"),
    )
    return deck(
        Slide(title("x") + shape("B", "y", ph='type="body" idx="1"')),
        template=Template(
            layout=shape("B", ph='type="body" idx="1"'), parts={"ppt/slideLayouts/_rels/slideLayout1.xml.rels": loop}
        ),
    )


@FILES.add(".pptx", ANY)
def slides_that_are_their_own_layout_and_notes() -> bytes:
    rels = (("rN", "notesSlide", "slide1.xml"), ("rS", "slide", "slide1.xml"), ("rC", "comments", "slide1.xml"))
    made = relationships(("rIdLayout", "slideLayout", "../slides/slide1.xml"), *rels)
    return deck(Slide(title("x")), parts={"ppt/slides/_rels/slide1.xml.rels": made})


@FILES.add(".pptx", _BOUNDED, slow=True)
def two_thousand_slides_on_a_layout_of_a_thousand_places() -> bytes:
    places = "".join(
        shape(f"P{n}", "prompt", at=(1, 1, 1, 1), ph=f'type="body" idx="{n}"', id=str(n + 10)) for n in range(1_000)
    )
    slide = Slide(title("x") + "".join(shape(f"P{n}", "text", ph=f'type="body" idx="{n}"') for n in range(20)))
    return deck(*[slide] * 1_500, template=Template(layout=places))


@FILES.add(".pptx", _BOUNDED, slow=True)
def twenty_thousand_shapes_on_top_of_each_other() -> bytes:
    fill = '<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'
    return deck(
        Slide(
            "".join(shape(f"S{n}", "text", at=(1 + n % 7 / 100, 1, 2, 2), fill=fill, id=str(n)) for n in range(20_000))
        )
    )


@FILES.add(".pptx", _BOUNDED, slow=True)
def twenty_thousand_shapes_of_one_name() -> bytes:
    return deck(Slide("".join(shape("Same", "text", at=(n % 9, n % 4, 0.5, 0.5), id="7") for n in range(20_000))))


@FILES.add(".pptx", _BOUNDED, slow=True)
def one_shape_of_a_hundred_thousand_paragraphs() -> bytes:
    return deck(Slide(shape("S", para("words") * 60_000, at=(1, 1, 2, 2))))


@FILES.add(".pptx", _BOUNDED, slow=True)
def one_paragraph_of_a_hundred_thousand_runs() -> bytes:
    return deck(Slide(shape("S", para(*("x",) * 100_000), at=(1, 1, 2, 2))))


@FILES.add(".pptx", _BOUNDED)
def cells_that_span_the_world_both_ways() -> bytes:
    spans = ("2147483648", "999999999", "-7", "0", "x", "1e9")
    spanning = [cell("x", f'gridSpan="{span}" rowSpan="{span}"') for span in spans]
    rows = [(*spanning, cell("y", 'hMerge="1" vMerge="1"'))] * 40
    return deck(Slide(graphic("T", table(*rows))))


@FILES.add(".pptx", _BOUNDED, slow=True)
def a_table_of_a_hundred_thousand_cells() -> bytes:
    return deck(Slide(graphic("T", table(*(("x",) * 300,) * 300))))


@FILES.add(".pptx", _BOUNDED)
def a_chart_that_claims_ten_million_points() -> bytes:
    points = '<c:ptCount val="10000000"/><c:pt idx="9999999"><c:v>1</c:v></c:pt><c:pt idx="-1"><c:v>x</c:v></c:pt><c:pt idx="NaN"><c:v>NaN</c:v></c:pt>'
    series = f"<c:ser><c:cat><c:strRef><c:strCache>{points}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache>{points}</c:numCache></c:numRef></c:val></c:ser>"
    chart = part("c:chartSpace", f"<c:chart><c:plotArea><c:barChart>{series * 100}</c:barChart></c:plotArea></c:chart>")
    frame_ = graphic("C", '<c:chart r:id="rC"/>', uri="http://schemas.openxmlformats.org/drawingml/2006/chart")
    return deck(
        Slide(frame_ * 20, rels=(("rC", "chart", "../charts/chart1.xml"),)), parts={"ppt/charts/chart1.xml": chart}
    )


@FILES.add(".pptx", _BOUNDED, slow=True)
def a_chart_of_fifty_thousand_rows_of_points() -> bytes:
    series = "".join(
        f'<c:ser><c:idx val="{n}"/><c:tx><c:v>s{n}</c:v></c:tx><c:val><c:numLit><c:ptCount val="1"/><c:pt idx="0"><c:v>{n}</c:v></c:pt></c:numLit></c:val></c:ser>'
        for n in range(50_000)
    )
    chart = part("c:chartSpace", f"<c:chart><c:plotArea><c:lineChart>{series}</c:lineChart></c:plotArea></c:chart>")
    frame_ = graphic("C", '<c:chart r:id="rC"/>', uri="http://schemas.openxmlformats.org/drawingml/2006/chart")
    return deck(Slide(frame_, rels=(("rC", "chart", "../charts/chart1.xml"),)), parts={"ppt/charts/chart1.xml": chart})


@FILES.add(".pptx", _BOUNDED, slow=True)
def one_chart_on_a_slide_five_thousand_times() -> bytes:
    points = "".join(f'<c:pt idx="{n}"><c:v>{n}</c:v></c:pt>' for n in range(5_000))
    chart = part(
        "c:chartSpace",
        f"<c:chart><c:plotArea><c:lineChart><c:ser><c:val><c:numLit>{points}</c:numLit></c:val></c:ser></c:lineChart></c:plotArea></c:chart>",
    )
    frame_ = graphic("C", '<c:chart r:id="rC"/>', uri="http://schemas.openxmlformats.org/drawingml/2006/chart")
    return deck(
        Slide(frame_ * 5_000, rels=(("rC", "chart", "../charts/chart1.xml"),)), parts={"ppt/charts/chart1.xml": chart}
    )


@FILES.add(".pptx", _BOUNDED)
def a_diagram_whose_points_are_each_others_parents() -> bytes:
    points = "".join(
        f'<dgm:pt modelId="{n}"><dgm:t><a:p><a:r><a:t>p{n}</a:t></a:r></a:p></dgm:t></dgm:pt>' for n in range(2_000)
    )
    links = "".join(
        f'<dgm:cxn modelId="c{n}" srcId="{n}" destId="{(n + 1) % 2_000}" srcOrd="{n}" destOrd="x"/>'
        for n in range(2_000)
    )
    links += '<dgm:cxn modelId="z" srcId="0" destId="0"/>'
    data = part("dgm:dataModel", f"<dgm:ptLst>{points}</dgm:ptLst><dgm:cxnLst>{links}</dgm:cxnLst>")
    frame_ = graphic("D", '<dgm:relIds r:dm="rD"/>', uri="http://schemas.openxmlformats.org/drawingml/2006/diagram")
    return deck(
        Slide(frame_, rels=(("rD", "diagramData", "../diagrams/data1.xml"),)), parts={"ppt/diagrams/data1.xml": data}
    )


@FILES.add(".pptx", OK)
def colours_that_refer_to_themselves() -> bytes:
    theme = part(
        "a:theme",
        '<a:themeElements><a:clrScheme name="x"><a:dk1><a:schemeClr val="dk1"/></a:dk1><a:lt1><a:schemeClr val="bg1"/></a:lt1><a:accent1>'
        '<a:schemeClr val="phClr"/></a:accent1></a:clrScheme><a:fmtScheme><a:bgFillStyleLst><a:solidFill><a:schemeClr val="phClr">'
        + '<a:lumMod val="99999999999"/><a:shade val="-5"/><a:tint val="NaN"/>' * 2_000
        + "</a:schemeClr></a:solidFill></a:bgFillStyleLst></a:fmtScheme></a:themeElements>",
    )
    background = '<p:bg><p:bgRef idx="99999999999"><a:schemeClr val="phClr"/></p:bgRef></p:bg>'
    colours = "".join(
        shape(
            f"S{n}",
            para(f'<a:r><a:rPr><a:solidFill><a:schemeClr val="{name}"/></a:solidFill></a:rPr><a:t>x</a:t></a:r>'),
            at=(1, 1, 1, 1),
        )
        for n, name in enumerate(("phClr", "bg1", "tx1", "accent1", "", "x", "dk1"))
    )
    return deck(
        Slide(
            colours, after='<p:clrMapOvr><a:overrideClrMapping bg1="bg1" tx1="tx1" accent1="accent1"/></p:clrMapOvr>'
        ),
        template=Template(background=background, parts={"ppt/theme/theme1.xml": theme}),
    )


@FILES.add(".pptx", OK)
def a_slide_of_no_size() -> bytes:
    sizes = ('cx="0" cy="0"', 'cx="-9144000" cy="-1"', f'cx="{_HUGE}" cy="{_HUGE}0"', 'cx="x" cy=""')
    main = part(
        "p:presentation",
        '<p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst>' + "".join(f"<p:sldSz {size}/>" for size in sizes),
    )
    return deck(Slide(title("x") + shape("S", "y", at=(1, 1, 1, 1))), parts={"ppt/presentation.xml": main})


@FILES.add(".pptx", _BOUNDED, slow=True)
def ten_thousand_comments_by_ten_thousand_people() -> bytes:
    authors = part("p:cmAuthorLst", "".join(f'<p:cmAuthor id="{n}" name="A{n}"/>' for n in range(10_000)))
    comments = part(
        "p:cmLst",
        "".join(
            f'<p:cm authorId="{n}" idx="1"><p:pos x="{_HUGE}" y="x"/><p:text>c{n}</p:text></p:cm>'
            for n in range(10_000)
        ),
    )
    slide = Slide(title("x"), rels=(("rC", "comments", "../comments/comment1.xml"),))
    return deck(
        slide,
        parts={"ppt/comments/comment1.xml": comments, "ppt/commentAuthors.xml": authors},
        rels=(("rA", "commentAuthors", "commentAuthors.xml"),),
    )


@FILES.add(".pptx", OK)
def links_to_slides_that_are_not_there() -> bytes:
    click = '<a:hlinkClick r:id="{}" action="{}"/>'
    shapes = "".join(
        shape(f"S{n}", "x", at=(1, 1, 1, 1), drawing=click.format(ref, action))
        for n, (ref, action) in enumerate(
            (
                ("rS", "ppaction://hlinksldjump"),
                ("rX", "ppaction://hlinksldjump"),
                ("", "ppaction://hlinkshowjump?jump=lastslide"),
                ("rS", "ppaction://program"),
                ("rS", "ppaction://macro?name=x"),
            )
        )
    )
    return deck(Slide(title("x") + shapes, rels=(("rS", "slide", "slide1.xml"), ("rX", "slide", "slide99.xml"))))


@FILES.add(".pptx", _BOUNDED, slow=True)
def twenty_thousand_pictures_of_one_file() -> bytes:
    rels = (("rIdImage", "image", "../media/red.png"),)
    return deck(Slide("".join(picture(f"P{n}", alt="a") for n in range(20_000)), rels=rels))


@FILES.add(".pptx", OK)
def an_outline_of_a_hundred_thousand_points() -> bytes:
    path = (
        "<a:moveTo><a:pt x='0' y='0'/></a:moveTo>"
        + "<a:lnTo><a:pt x='99999999999999999999' y='NaN'/></a:lnTo>" * 50_000
    )
    own = f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="F"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{frame((1, 1, 1, 1))}<a:custGeom><a:pathLst><a:path>{path}</a:path></a:pathLst></a:custGeom></p:spPr></p:sp>'
    return deck(Slide(title("x") + own))


@FILES.add(".pptx", OK)
def a_notes_page_of_another_slide() -> bytes:
    words = shape("N", "notes of another", ph='type="body"')
    notes = part(
        "p:notes",
        f"<p:cSld><p:spTree>{words}</p:spTree></p:cSld>",
    )
    rels = (("rN", "notesSlide", "../notesSlides/n.xml"),)
    return deck(
        *[Slide(title(f"t{n}"), rels=rels) for n in range(300)],
        parts={
            "ppt/notesSlides/n.xml": notes,
            "ppt/notesSlides/_rels/n.xml.rels": relationships(("r", "slide", "../slides/slide1.xml")),
        },
    )


@FILES.add(".pptx", ANY)
def a_list_of_slides_that_are_pictures() -> bytes:
    return deck(
        Slide(title("x")),
        rels=(
            ("rP", "slide", "media/red.png"),
            ("rT", "slide", "theme/theme1.xml"),
            ("rE", "slide", "http://127.0.0.1:18997/s.xml"),
        ),
        listed='<p:sldId id="1" r:id="rP"/><p:sldId id="x" r:id="rT"/><p:sldId r:id="rE"/><p:sldId r:id="none"/><p:sldId/>',
    )
