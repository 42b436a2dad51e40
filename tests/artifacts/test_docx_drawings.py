"""Pictures, charts, SmartArt, shapes, text boxes and embedded objects in a Word document."""

from __future__ import annotations

from dataclasses import replace

from outcomes.artifacts.docx.reader import read_docx
from outcomes.reader import DEFAULT_LIMITS
from tests.artifacts.docx_building import cell, lines, listed, para, read, row, run, table
from tests.artifacts.ooxml_files import docx, part

PICTURE = '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="inner"/></pic:nvPicPr></pic:pic>'
DECORATIVE = (
    '<a:extLst><a:ext><adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" '
    'val="1"/></a:ext></a:extLst>'
)


def drawn(
    content: str, *, about: str = 'name="P"', inner: str = "", size: str = 'cx="9" cy="9"', tag: str = "inline"
) -> str:
    """A run with a drawing."""
    return (
        f"<w:r><w:drawing><wp:{tag}><wp:extent {size}/><wp:docPr id='1' {about}>{inner}</wp:docPr>"
        f"<a:graphic><a:graphicData>{content}</a:graphicData></a:graphic></wp:{tag}></w:drawing></w:r>"
    )


def box(content: str, fill: str = "") -> str:
    """A shape with text."""
    return (
        f"<wps:wsp><wps:spPr>{fill}</wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>"
    )


def test_a_picture_has_its_name_and_its_alternative_text_once_in_a_block() -> None:
    artifact = read(para(run("See ") + drawn(PICTURE, about='name="Duck" descr="A duck"') + run("it.")))

    assert lines(artifact) == [
        "paragraph ¶1: See it.",
        "  picture ¶1 / picture 1 [name=Duck alt=A duck]",
        "    alt_text ¶1 / picture 1 / alt text [alt-text]: A duck",
    ]


def test_no_alternative_text_is_told_from_a_decorative_picture() -> None:
    body = para(drawn(PICTURE)) + para(drawn(PICTURE, about='name="P" descr="x"', inner=DECORATIVE))

    assert [block.alt for block in read(body).of_kind("picture")] == [None, ""]


def test_a_text_box_is_read_once_though_it_is_written_twice() -> None:
    old = f"<w:pict><v:shape><v:textbox><w:txbxContent>{para('Boxed')}</w:txbxContent></v:textbox></v:shape></w:pict>"
    new = drawn(box(para("Boxed"))).removeprefix("<w:r>").removesuffix("</w:r>")
    both = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )

    assert lines(read(para(both))) == ["paragraph ¶1", "  text_box textbox / ¶1 [name=P]: Boxed"]
    assert lines(read(para(f"<w:r>{old}</w:r>"))) == ["paragraph ¶1", "  text_box textbox / ¶1: Boxed"]


def test_a_choice_that_nothing_here_understands_gives_way_to_the_fallback() -> None:
    odd = "<w:drawing><wp:inline><a:graphic><a:graphicData/></a:graphic></wp:inline></w:drawing>"
    plain = "<w:pict><v:shape><v:imagedata o:title='Ink'/></v:shape></w:pict>"
    both = f"<mc:AlternateContent><mc:Choice>{odd}</mc:Choice><mc:Fallback>{plain}</mc:Fallback></mc:AlternateContent>"

    assert [(block.kind, block.alt) for block in read(para(f"<w:r>{both}</w:r>")).walk()][1] == ("picture", "Ink")


def test_two_text_boxes_of_a_paragraph_have_two_locators_and_keep_their_structure() -> None:
    body = para(drawn(box(para("one"))) + drawn(box(para("two") + listed(1, 0, "item") + table(row(cell("c"))))))

    assert lines(read(body)) == [
        "paragraph ¶1",
        "  text_box textbox / ¶1 [name=P]: one",
        "  text_box textbox / ¶1 #2 [name=P]: two",
        "    list_item textbox / ¶1 #2 / ¶2 [level=0 label=1.]: item",
        "    table textbox / ¶1 #2 / Table 1",
        "      cell textbox / ¶1 #2 / Table 1 R1C1: c",
    ]


def test_white_text_is_seen_in_a_dark_box_and_not_in_an_empty_one() -> None:
    white = para(run("w", '<w:color w:val="FFFFFF"/>'))
    dark = '<a:solidFill><a:srgbClr val="112233"/></a:solidFill>'
    pale = '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
    body = "".join(para(drawn(box(white, fill))) for fill in (dark, pale, "<a:noFill/>", "<a:gradFill/>"))

    assert [block.reason for block in read(body).walk() if block.text == "w"] == [None, "white", "white", None]


def test_white_text_in_a_floating_box_may_lie_on_a_picture() -> None:
    white = para(drawn(box(para(run("w", '<w:color w:val="FFFFFF"/>')), "<a:noFill/>"), tag="anchor"))
    picture = para(drawn(PICTURE, tag="anchor"))

    assert [[block.reason for block in read(body).walk() if block.text] for body in (white, picture + white)] == [
        ["white"],
        [None],
    ]


def test_groups_hold_their_pictures_boxes_and_shapes() -> None:
    line = "<wps:wsp><wps:cNvPr name='Line'/></wps:wsp>"
    group = f"<wpg:wgp>{PICTURE}<wpg:grpSp>{box(para('in'))}</wpg:grpSp>{line}</wpg:wgp>"

    assert lines(read(para(drawn(group, about='name="G" descr="All"')))) == [
        "paragraph ¶1",
        "  group ¶1 / group 1 [name=G alt=All]",
        "    picture ¶1 / picture 1 [name=inner]",
        "    group ¶1 / group 2",
        "      text_box textbox / ¶1: in",
        "    shape ¶1 / shape 1 [name=Line]",
        "    alt_text ¶1 / group 1 / alt text [alt-text]: All",
    ]


def test_groups_nested_too_deeply_are_cut_off_visibly() -> None:
    group = "<wpg:wgp>" + "<wpg:grpSp>" * 8 + PICTURE + "</wpg:grpSp>" * 8 + "</wpg:wgp>"
    artifact = read_docx(docx(para(drawn(group))), "report.docx", replace(DEFAULT_LIMITS, depth=5))

    assert [block.kind for block in artifact.walk()] == ["paragraph", *["group"] * 5, "unreadable"]


def test_a_hidden_or_empty_drawing_hides_what_is_in_it_and_a_line_does_not() -> None:
    body = (
        para(drawn(box(para("a")), about='name="P" hidden="1"'))
        + para(drawn(box(para("b")), size='cx="0" cy="9"'))
        + para(drawn("<wps:wsp/>", size='cx="0" cy="9"'))
        + para(drawn(box(para("c"))).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"))
        + para(f"<w:del>{drawn(box(para('d')))}</w:del>")
    )

    drawings = [block for block in read(body).walk() if block.kind in {"text_box", "shape"}]
    assert [(block.text, block.reason) for block in drawings] == [
        ("a", "hidden-shape"),
        ("b", "zero-size"),
        ("", None),
        ("c", "vanish"),
        ("d", "deleted"),
    ]


def test_word_art_and_old_pictures_are_read() -> None:
    art = "<v:shape alt='Watermark'><v:textpath string='DRAFT'/></v:shape>"
    old = "<v:group><v:shape id='Logo' alt='The logo' style='visibility: hidden'><v:imagedata/></v:shape></v:group>"

    assert lines(read(para(f"<w:r><w:pict>{art}{old}</w:pict></w:r>"))) == [
        "paragraph ¶1",
        "  shape ¶1 / word art 1 [alt=Watermark]: DRAFT",
        "    alt_text ¶1 / word art 1 / alt text [alt-text]: Watermark",
        "  picture ¶1 / picture 1 [hidden-shape name=Logo alt=The logo]",
        "    alt_text ¶1 / picture 1 / alt text [alt-text]: The logo",
    ]


def test_an_embedded_object_is_named() -> None:
    content = "<w:r><w:object><v:shape alt='Budget'/><o:OLEObject ProgID='Excel.Sheet.12'/></w:object></w:r>"

    assert lines(read(para(content)))[1] == "  object ¶1 / object 1 [name=Excel.Sheet.12 alt=Budget]"


def points(role: str, *values: str, number_format: str = "General") -> str:
    """A cached sequence of values."""
    inner = "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values))
    cache = f"<c:numCache><c:formatCode>{number_format}</c:formatCode>{inner}</c:numCache>"
    return f"<c:{role}><c:numRef>{cache}</c:numRef></c:{role}>"


def title(text: str) -> str:
    """A title of a chart or an axis."""
    return f"<c:title><c:tx><c:rich><a:p><a:r><a:t>{text}</a:t></a:r></a:p></c:rich></c:tx></c:title>"


def test_a_chart_gives_its_title_axes_and_series_with_values() -> None:
    series = (
        f"<c:ser>{points('tx', 'Revenue')}{points('cat', 'Q1', 'Q2')}{points('val', '4.2999999999999998', '5')}</c:ser>"
    )
    share = f"<c:ser>{points('tx', 'Share')}{points('val', '0.256', number_format='0.0%')}</c:ser>"
    dated = f"<c:ser>{points('cat', '45292', number_format='yyyy-mm-dd')}{points('val', '1')}</c:ser>"
    plot = (
        f"<c:barChart>{series}{share}</c:barChart><c:lineChart>{dated}</c:lineChart><c:valAx>{title('EUR')}</c:valAx>"
    )
    chart = part("c:chartSpace", f"<c:chart>{title('Growth')}<c:plotArea>{plot}</c:plotArea></c:chart>")
    node = '<c:chart r:id="rId9"/>'
    artifact = read(
        para(drawn(node, about='name="Chart 1" descr="Rising"')) + para(drawn(node)),
        rels=(("rId9", "chart", "charts/chart1.xml"),),
        parts={"word/charts/chart1.xml": chart},
    )

    assert lines(artifact) == [
        "paragraph ¶1",
        "  chart ¶1 / chart 1 [name=Chart 1 alt=Rising]: Growth",
        "    span ¶1 / chart 1 / axis 1 [name=axis]: EUR",
        "    span ¶1 / chart 1 / series 1 [name=series]: Revenue: Q1 = 4.3; Q2 = 5",
        "    span ¶1 / chart 1 / series 2 [name=series]: Share: 25.6%",
        "    span ¶1 / chart 1 / series 3 [name=series]: 2024-01-01 = 1",
        "    alt_text ¶1 / chart 1 / alt text [alt-text]: Rising",
        "paragraph ¶2",
        "  chart ¶2 / chart 1 [name=P]",
    ]
    assert artifact.of_kind("chart")[0].style == "bar, line"


def test_a_chart_of_a_newer_type_is_read() -> None:
    space = "http://schemas.microsoft.com/office/drawing/2014/chartex"
    chart = (
        f'<cx:chartSpace xmlns:cx="{space}"><cx:chartData><cx:data id="0">'
        '<cx:strDim type="cat"><cx:lvl><cx:pt idx="0">Start</cx:pt></cx:lvl></cx:strDim>'
        '<cx:numDim type="val"><cx:lvl formatCode="0%"><cx:pt idx="0">0.5</cx:pt></cx:lvl></cx:numDim>'
        "</cx:data></cx:chartData><cx:chart>"
        "<cx:title><cx:tx><cx:txData><cx:v>Bridge</cx:v></cx:txData></cx:tx></cx:title>"
        '<cx:plotArea><cx:plotAreaRegion><cx:series layoutId="waterfall">'
        "<cx:tx><cx:txData><cx:v>Cash</cx:v></cx:txData>"
        '</cx:tx><cx:dataId val="0"/></cx:series></cx:plotAreaRegion></cx:plotArea></cx:chart></cx:chartSpace>'
    )
    artifact = read(
        para(drawn(f'<cx:chart xmlns:cx="{space}" r:id="rId9"/>')),
        rels=(("rId9", "chartEx", "charts/chartEx1.xml"),),
        parts={"word/charts/chartEx1.xml": chart},
    )

    assert lines(artifact)[1:] == [
        "  chart ¶1 / chart 1 [name=P]: Bridge",
        "    span ¶1 / chart 1 / series 1 [name=series]: Cash: Start = 50%",
    ]


def test_a_damaged_or_missing_chart_is_reported_in_its_place() -> None:
    artifact = read(
        para(drawn('<c:chart r:id="rId9"/>')) + para(drawn('<c:chart r:id="rId404"/>')),
        rels=(("rId9", "chart", "charts/chart1.xml"),),
        parts={"word/charts/chart1.xml": "<broken"},
    )

    assert [(block.kind, block.locator) for block in artifact.walk()] == [
        ("paragraph", "¶1"),
        ("unreadable", "¶1 / chart 1"),
        ("paragraph", "¶2"),
        ("unreadable", "¶2 / chart 1"),
    ]
    assert [flag.code for flag in artifact.flags] == ["unreadable", "unreadable"]


def test_smart_art_is_an_indented_list() -> None:
    def point(key: str, text: str, kind: str = "node") -> str:
        return f'<dgm:pt modelId="{key}" type="{kind}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'

    def edge(source: str, target: str, order: int) -> str:
        return f'<dgm:cxn modelId="{source}{target}" srcId="{source}" destId="{target}" srcOrd="{order}"/>'

    diagram = part(
        "dgm:dataModel",
        point("0", "", "doc") + point("2", "Second") + point("1", "First") + point("3", "Below")
        + point("9", "x", "pres") + edge("0", "2", 1) + edge("0", "1", 0) + edge("1", "3", 0) + edge("3", "1", 0),
    )  # fmt: skip
    artifact = read(
        para(drawn('<dgm:relIds r:dm="rId9"/>')),
        rels=(("rId9", "diagramData", "diagrams/data1.xml"),),
        parts={"word/diagrams/data1.xml": diagram},
    )

    assert lines(artifact)[1:] == [
        "  diagram ¶1 / diagram 1 [name=P]",
        "    list_item ¶1 / diagram 1 / item 1 [level=0]: First",
        "    list_item ¶1 / diagram 1 / item 2 [level=1]: Below",
        "    list_item ¶1 / diagram 1 / item 3 [level=0]: Second",
    ]
