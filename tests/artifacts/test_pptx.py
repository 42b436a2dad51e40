"""A presentation, read: slides in order, shapes in z-order, every text in exactly one place."""

from __future__ import annotations

from collections import Counter
from zlib import crc32

import pytest

from outcomes.appearance import Box
from outcomes.artifact import FileEntry, Flag
from outcomes.artifacts.pptx.reader import read_pptx
from outcomes.errors import ArtifactError
from outcomes.reader import Limits
from outcomes.text import fold
from tests.artifacts.ooxml_files import PACKAGE, content_types, docx, part, relationships
from tests.artifacts.pptx_building import (
    IMAGE,
    INCH,
    MAIN,
    RED_PIXEL,
    Slide,
    Template,
    cell,
    graphic,
    group,
    lines,
    notes,
    para,
    picture,
    pptx,
    read,
    run,
    scaled,
    shape,
    solid,
    table,
    title,
)

CONTENT = Template(
    layout=shape("Title", "Click to add title", ph='type="title"')
    + shape("Content", "Click to add text", ph='idx="1"', at=(1, 2, 8, 3))
    + shape("Picture", "Click to add picture", ph='type="pic" idx="13"', at=(2, 2, 2, 2)),
    master=shape("Title", "Master title", ph='type="title"', at=(1, 0.5, 8, 1))
    + shape("Text", "Master text", ph='type="body" idx="1"', at=(1, 2, 8, 2)),
)


def numbered(scheme: str, start: str = "") -> str:
    return f'<a:pPr><a:buAutoNum type="{scheme}" {start}/></a:pPr>'


def test_slides_are_read_in_the_order_of_the_slide_list() -> None:
    listed = '<p:sldId id="900" r:id="rId1"/>'
    deck = read_pptx(pptx(Slide(title("First")), Slide(title("Second")), listed=listed), "deck.pptx")
    assert [(unit.kind, unit.number, unit.locator, unit.title) for unit in deck.units] == [
        ("slide", 1, "slide 1", "First"),
        ("slide", 2, "slide 2", "Second"),
        ("slide", 3, "slide 3", "First"),
    ]


def test_a_deck_knows_its_name_hashes_and_counts() -> None:
    data = pptx(Slide(title("One")), Slide(title("Two"), attributes='show="0"'))
    deck = read_pptx(data, "folder/deck.pptx")
    assert (deck.kind, deck.name) == ("pptx", "deck.pptx")
    assert deck.files == (FileEntry("deck.pptx", deck.sha256, len(data)),)
    assert deck.content_sha256 != deck.sha256
    assert deck.facts == {
        "slides": 2,
        "hidden_slides": 1,
        "notes": 0,
        "comments": 0,
        "charts": 0,
        "tables": 0,
        "pictures": 0,
        "objects": 0,
        "slide_width_emu": 10 * INCH,
        "slide_height_emu": 5 * INCH,
        "language": "en-US",
    }


def test_a_slide_knows_its_layout_and_size() -> None:
    (unit,) = read(Slide(title("One"))).units
    assert (unit.layout, unit.width, unit.height, unit.hidden) == ("Title and Content", 10 * INCH, 5 * INCH, False)


def test_text_of_one_paragraph_stands_in_its_shape_and_of_several_in_children() -> None:
    deck = read(
        Slide(
            title("Results")
            + shape("TextBox 2", "Alone", box='txBox="1"')
            + shape("Content 3", para("One") + "<a:p/>" + para("Two", properties='<a:pPr lvl="1"/>'), ph='idx="1"')
        ),
        template=CONTENT,
    )
    assert lines(deck) == [
        'heading slide 1 / shape "Title 1" [level=1 ph=title]: Results',
        'text_box slide 1 / shape "TextBox 2" [level=0]: Alone',
        'shape slide 1 / shape "Content 3" [ph=obj]',
        '  paragraph slide 1 / shape "Content 3" / ¶1 [level=0]: One',
        '  paragraph slide 1 / shape "Content 3" / ¶3 [level=1]: Two',
    ]


def test_an_empty_placeholder_is_a_shape_without_text_and_its_prompt_is_no_text_of_the_slide() -> None:
    deck = read(Slide(title("") + shape("Picture 2", ph='idx="13"')), template=CONTENT)
    assert lines(deck) == [
        'shape slide 1 / shape "Title 1" [ph=title]',
        'shape slide 1 / shape "Picture 2" [ph=pic]',
    ]
    assert deck.units[0].title == ""


def test_a_title_is_known_by_the_type_that_its_layout_gives_it() -> None:
    layout = Template(layout=shape("T", "Click", ph='type="ctrTitle" idx="4"'))
    (unit,) = read(Slide(shape("Big words", para("Annual", "<a:br/>", "report"), ph='idx="4"')), template=layout).units
    assert unit.title == "Annual report"
    assert (unit.blocks[0].kind, unit.blocks[0].placeholder) == ("heading", "ctrTitle")


def test_a_title_of_several_paragraphs_is_one_heading() -> None:
    (block,) = read(Slide(title(para("Annual report") + para("2026")))).units[0].blocks
    assert (block.kind, block.text, block.children) == ("heading", "Annual report\n2026", ())


@pytest.mark.parametrize(
    ("marks", "box"),
    [
        ('type="title"', Box(INCH, INCH // 2, 8 * INCH, INCH)),  # from the master
        ('idx="1"', Box(INCH, 2 * INCH, 8 * INCH, 3 * INCH)),  # from the layout
        ('type="body" idx="77"', Box(INCH, 2 * INCH, 8 * INCH, 2 * INCH)),  # an orphan: from the master's text
        ('type="sldNum" idx="12"', None),
    ],
)
def test_a_placeholder_without_a_position_lies_where_its_layout_or_master_puts_it(marks: str, box: Box | None) -> None:
    (block,) = read(Slide(shape("X", "words", ph=marks)), template=CONTENT).units[0].blocks
    assert block.box == box


def test_boxes_in_groups_are_those_on_the_slide() -> None:
    outer = scaled((1000, 1000, 2000, 2000), (0, 0, 1000, 1000))
    inner = scaled((0, 0, 500, 500), (0, 0, 500, 500), 'flipH="1"')
    inside = '<a:off x="100" y="50"/><a:ext cx="100" cy="100"/>'
    leaf = shape("Leaf", "deep", fill="").replace("<p:spPr>", f"<p:spPr><a:xfrm>{inside}</a:xfrm>")
    deck = read(Slide(group("Outer", group("Inner", leaf, frame=inner, number="10"), frame=outer)))
    assert {block.locator: block.box for block in deck.walk()} == {
        'slide 1 / group "Outer"': Box(1000, 1000, 2000, 2000),
        'slide 1 / group "Outer" / group "Inner"': Box(1000, 1000, 1000, 1000),
        'slide 1 / group "Outer" / group "Inner" / shape "Leaf"': Box(1600, 1100, 200, 200),
    }


def test_the_box_of_a_turned_shape_is_what_it_covers_also_in_a_turned_group() -> None:
    turned = scaled((1000, 1000, 2000, 1000), (0, 0, 2000, 1000), 'rot="5400000"')
    label = shape("Label", "side label", at=(-1.5, 3, 4, 0.5), rot='rot="16200000"')
    deck = read(Slide(label + group("Turned", shape("In it", "x", at=(1, 1, 1, 1)), frame=turned)))
    assert [block.box for block in deck.walk()] == [
        Box(*(round(side * INCH) for side in (0.25, 1.25, 0.5, 4))),
        Box(1500, 500, 1000, 2000),
        Box(-1_826_300, 914_900, INCH, INCH),
    ]


def test_shapes_with_one_name_are_told_apart_by_id_and_then_by_order() -> None:
    deck = read(
        Slide(
            shape("Box", "a", id="2")
            + shape("Box", "b", id="3")
            + shape("Box", "c", id="3")
            + shape("", "d", id="5")
            + shape("Said &quot;so&quot;\u2013 / ¶2", "e", id="6")
        )
    )
    assert [(block.locator, block.text) for block in deck.walk()] == [
        ('slide 1 / shape "Box" #2', "a"),
        ('slide 1 / shape "Box" #3', "b"),
        ('slide 1 / shape "Box" #3 (2)', "c"),
        ("slide 1 / shape #5", "d"),
        ("slide 1 / shape \"Said 'so'- / ¶2\"", "e"),
    ]


def test_labels_of_bullets_are_those_that_the_slide_states() -> None:
    dash = '<a:pPr lvl="1"><a:buChar char="\u2013"/></a:pPr>'
    deck = read(
        Slide(
            shape(
                "List",
                para("one", properties=numbered("arabicPeriod"))
                + para("under one", properties=dash)
                + para("two", properties=numbered("arabicPeriod"))
                + para("plain", properties="<a:pPr><a:buNone/></a:pPr>")
                + para("again", properties=numbered("alphaLcParenR", 'startAt="28"'))
                + para("roman", properties=numbered("romanUcPeriod", 'startAt="4"'))
                + para("both", properties=numbered("arabicParenBoth"))
                + para("dash", properties=numbered("arabicDbPlain"))
                + para("lot", properties=numbered("alphaUcPeriod", 'startAt="9999"'))
                + para("many", properties=numbered("romanLcPeriod", 'startAt="9999"'))
                + para("blip", properties="<a:pPr><a:buBlip/></a:pPr>")
                + para("tick", properties='<a:pPr><a:buFont typeface="Wingdings"/><a:buChar char="§"/></a:pPr>')
                + para("deep", properties='<a:pPr lvl="2"/>'),
                styles='<a:lvl3pPr><a:buChar char="*"/></a:lvl3pPr>',
            )
        )
    )
    assert [(block.label, block.level, block.text) for block in deck.walk() if block.text] == [
        ("1.", 0, "one"),
        ("\u2013", 1, "under one"),
        ("2.", 0, "two"),
        (None, 0, "plain"),
        ("bb)", 0, "again"),
        ("IV.", 0, "roman"),
        ("(1)", 0, "both"),
        ("1", 0, "dash"),
        ("9999.", 0, "lot"),
        ("9999.", 0, "many"),
        ("\u2022", 0, "blip"),
        ("\u2022", 0, "tick"),
        ("*", 2, "deep"),
    ]


def test_every_cell_of_a_table_is_there_once_with_its_spans() -> None:
    rows = (
        (cell("Region", 'gridSpan="2"'), cell("", 'hMerge="1"'), "Sales"),
        (cell("North", 'rowSpan="2"'), "Oslo", para("10") + para("(est.)")),
        (cell("", 'vMerge="1"'), "Bergen", ""),
    )
    assert lines(read(Slide(graphic("Table 4", table(*rows), alt="Sales by town")))) == [
        'table slide 1 / shape "Table 4" [alt=Sales by town]',
        '  cell slide 1 / shape "Table 4" / R1C1 [spans=1x2 header=True]: Region',
        '  cell slide 1 / shape "Table 4" / R1C3 [header=True]: Sales',
        '  cell slide 1 / shape "Table 4" / R2C1 [spans=2x1]: North',
        '  cell slide 1 / shape "Table 4" / R2C2: Oslo',
        '  cell slide 1 / shape "Table 4" / R2C3: 10\n(est.)',
        '  cell slide 1 / shape "Table 4" / R3C2: Bergen',
        '  cell slide 1 / shape "Table 4" / R3C3',
        '  alt_text slide 1 / shape "Table 4" / alt text [alt-text]: Sales by town',
    ]


def test_a_chart_shows_its_title_and_series() -> None:
    points = "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate((10, 12)))
    names = '<c:pt idx="0"><c:v>Q1</c:v></c:pt><c:pt idx="1"><c:v>Q2</c:v></c:pt>'
    chart = part(
        "c:chartSpace",
        "<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Revenue</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        "<c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>EUR m</c:v></c:pt></c:strCache>"
        f"</c:strRef></c:tx><c:cat><c:strRef><c:strCache>{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:numCache>{points}</c:numCache></c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart>",
    )
    slide = Slide(
        graphic("Chart 1", '<c:chart r:id="rId9"/>', alt="Bars") + graphic("Chart 2", '<c:chart r:id="rIdNone"/>'),
        rels=(("rId9", "chart", "../charts/chart1.xml"),),
    )
    deck = read(slide, parts={"ppt/charts/chart1.xml": chart})
    missing = "the relationship 'rIdNone' of 'ppt/slides/slide1.xml' is missing."
    assert lines(deck) == [
        'chart slide 1 / shape "Chart 1" [style=bar alt=Bars]: Revenue',
        '  span slide 1 / shape "Chart 1" / series 1: EUR m: Q1 = 10; Q2 = 12',
        '  alt_text slide 1 / shape "Chart 1" / alt text [alt-text]: Bars',
        f'unreadable slide 1 / shape "Chart 2": [unreadable: {missing}]',
    ]
    assert deck.flags == (Flag("unreadable", missing, locator='slide 1 / shape "Chart 2"'),)


def test_smart_art_shows_its_items() -> None:
    point = '<dgm:pt modelId="{0}"><dgm:t><a:bodyPr/><a:p><a:r><a:t>{1}</a:t></a:r></a:p></dgm:t></dgm:pt>'
    model = f"<dgm:ptLst>{point.format(1, 'Plan')}{point.format(2, 'Do')}</dgm:ptLst>"
    slide = Slide(
        graphic("Cycle", '<dgm:relIds r:dm="rId9"/>'), rels=(("rId9", "diagramData", "../diagrams/data1.xml"),)
    )
    assert lines(read(slide, parts={"ppt/diagrams/data1.xml": part("dgm:dataModel", model)})) == [
        'diagram slide 1 / shape "Cycle"',
        '  list_item slide 1 / shape "Cycle" / item 1 [level=0]: Plan',
        '  list_item slide 1 / shape "Cycle" / item 2 [level=0]: Do',
    ]


def test_an_equation_is_read_once_from_its_alternatives() -> None:
    fraction = "<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f>"
    formula = f"<a14:m><m:oMath>{fraction}</m:oMath></a14:m>"
    choice = f'<mc:Choice Requires="a14">{shape("Eq", para(formula))}</mc:Choice>'
    inline = para(
        "where ", f"<mc:AlternateContent><mc:Choice Requires='a14'>{formula}</mc:Choice></mc:AlternateContent>"
    )
    fallback = f"<mc:Fallback>{shape('Eq', 'a picture of it')}</mc:Fallback>"
    slide = Slide(f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>{shape('Text', inline)}")
    assert lines(read(slide)) == [
        'shape slide 1 / shape "Eq"',
        '  equation slide 1 / shape "Eq" / ¶1 [level=0]: a/b',
        'shape slide 1 / shape "Text" [level=0]: where a/b',
    ]


def test_alternatives_that_hold_nothing_known_fall_back() -> None:
    ink = '<mc:Choice Requires="p14"><p:contentPart/></mc:Choice>'
    slide = Slide(
        f"<mc:AlternateContent>{ink}<mc:Fallback>{picture('Ink 1')}</mc:Fallback></mc:AlternateContent>", rels=IMAGE
    )
    assert lines(read(slide)) == ['picture slide 1 / shape "Ink 1"']


def test_shapes_that_lack_what_others_have_are_read_all_the_same() -> None:
    bare = "<p:sp/><p:pic/><p:graphicFrame/><p:grpSp/>"
    nothing_known = "<mc:AlternateContent><mc:Choice Requires='x'><p:contentPart/></mc:Choice></mc:AlternateContent>"
    assert lines(read(Slide(bare + nothing_known))) == [
        "shape slide 1 / shape #1",
        "picture slide 1 / shape #2",
        "object slide 1 / shape #3",
        "group slide 1 / group #4",
    ]


def test_pictures_media_objects_and_connectors_say_what_they_are() -> None:
    decorative = (
        '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><d:decorative val="1" '
        'xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
    )
    slide = Slide(
        picture("Photo", alt="A ship")
        + picture("Line", drawing=decorative)
        + picture("Broken", image="rIdNone")
        + picture("Film", media='<a:videoFile r:link="rIdFilm"/>')
        + graphic("Sheet", '<p:oleObj progId="Excel.Sheet.12" r:id="rIdOle"/>', uri="x/ole")
        + graphic("Model", "", uri="http://schemas.microsoft.com/office/drawing/2017/model3d")
        + '<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="3" name="Arrow"/></p:nvCxnSpPr><p:spPr/></p:cxnSp>',
        rels=(
            *IMAGE,
            ("rIdFilm", "video", "https://films.example/a.mp4"),
            ("rIdOle", "oleObject", "../embeddings/sheet.xlsx"),
        ),
    )
    deck = read(slide, parts={"ppt/embeddings/sheet.xlsx": b"PK"})
    assert lines(deck) == [
        'picture slide 1 / shape "Photo" [alt=A ship]',
        '  alt_text slide 1 / shape "Photo" / alt text [alt-text]: A ship',
        'picture slide 1 / shape "Line" [alt=]',
        'picture slide 1 / shape "Broken"',
        'object slide 1 / shape "Film" [style=video target=https://films.example/a.mp4]',
        'object slide 1 / shape "Sheet" [style=Excel.Sheet.12]',
        'object slide 1 / shape "Model" [style=model3d]',
        'shape slide 1 / shape "Arrow" [style=connector]',
    ]
    assert [flag.code for flag in deck.flags] == ["external-link", "embedded-object", "unreadable"]


def test_links_lead_to_addresses_and_slides() -> None:
    def click(ref: str, action: str = "") -> str:
        return f'<a:hlinkClick r:id="{ref}" action="{action}"/>'

    rels = (("rIdWeb", "hyperlink", "https://a.example"), ("rIdJump", "slide", "slide2.xml"))
    slide = Slide(
        shape("Whole", para(run("site", inside=click("rIdWeb"))))
        + shape(
            "Part", para("see ", run("the site", inside=click("rIdWeb")), " or ", run("it", inside=click("rIdJump")))
        )
        + shape("Button", "Go", drawing=click("rIdJump", "ppaction://hlinksldjump"))
        + shape("Next", drawing=click("", "ppaction://hlinkshowjump?jump=nextslide"))
        + shape("Film", drawing=click("", "ppaction://media"))
        + shape("Dead", drawing=click("rIdNone"))
        + shape("Macro", drawing=click("", "ppaction://macro?name=Run")),
        rels=rels,
    )
    assert lines(read(slide, Slide(title("Two")))) == [
        'shape slide 1 / shape "Whole" [level=0 target=https://a.example]: site',
        'shape slide 1 / shape "Part" [level=0]: see the site or it',
        '  span slide 1 / shape "Part" / link 1 [target=https://a.example]',
        '  span slide 1 / shape "Part" / link 2 [target=slide 2]',
        'shape slide 1 / shape "Button" [level=0 target=slide 2]: Go',
        'shape slide 1 / shape "Next" [target=slide 2]',
        'shape slide 1 / shape "Film"',
        'shape slide 1 / shape "Dead" [target=]',
        'shape slide 1 / shape "Macro" [target=ppaction://macro?name=Run]',
        'heading slide 2 / shape "Title 1" [level=1 ph=title]: Two',
    ]


def test_speaker_notes_are_a_note_without_the_furniture_of_the_notes_page() -> None:
    slide = Slide(title("Plan"), rels=(("rIdNotes", "notesSlide", "../notesSlides/notesSlide1.xml"),))
    deck = read(slide, parts={"ppt/notesSlides/notesSlide1.xml": notes(para("Say hello.") + para("Then go on."))})
    assert lines(deck)[1:] == ["note slide 1 / notes [note]: Say hello.\nThen go on."]


def test_comments_have_their_authors_and_what_they_are_about_and_threads_their_replies() -> None:
    modern = "http://schemas.microsoft.com/office/powerpoint/2018/8/main"

    def words(text: str) -> str:
        return f"<x:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></x:txBody>"

    parts: dict[str, str | bytes] = {
        "ppt/commentAuthors.xml": part("p:cmAuthorLst", '<p:cmAuthor id="0" name="Ann"/>'),
        "ppt/authors.xml": part("x:authorLst", '<x:author id="{B}" name="Bo"/>', f'xmlns:x="{modern}"'),
        "ppt/comments/old.xml": part("p:cmLst", '<p:cm authorId="0"><p:text>Too long</p:text></p:cm>'),
        "ppt/comments/new.xml": part(
            "x:cmLst",
            '<x:cm authorId="{B}" status="resolved"><x:deMkLst><x:sldMk id="1"/><x:spMk id="7"/></x:deMkLst>'
            f'<x:replyLst><x:reply authorId="{{?}}">{words("Done")}</x:reply>'
            f"</x:replyLst>{words('Check this')}</x:cm>",
            f'xmlns:x="{modern}"',
        ),
    }
    comments = (("rId8", "comments", "../comments/old.xml"), ("rId9", "comments", "../comments/new.xml"))
    slide = Slide(shape("Claim", id="7"), rels=comments)
    rels = (("rIdA", "commentAuthors", "commentAuthors.xml"), ("rIdB", "authors", "authors.xml"))
    assert lines(read(slide, parts=parts, rels=rels)) == [
        'shape slide 1 / shape "Claim"',
        "comment slide 1 / comment 1 [comment author=Ann target=slide 1]: Too long",
        'comment slide 1 / comment 2 [comment style=resolved author=Bo target=slide 1 / shape "Claim"]: Check this',
        "  comment slide 1 / comment 2 / reply 1 [comment]: Done",
    ]


def test_properties_come_last_as_hidden_metadata() -> None:
    core = '<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">Board deck</dc:title>'
    top = relationships(("rId1", "officeDocument", "ppt/presentation.xml")).replace(
        "</Relationships>",
        f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
    )
    deck = read(Slide(), parts={"docProps/core.xml": part("w:coreProperties", core), "_rels/.rels": top})
    (unit,) = deck.units[1:]
    assert (unit.kind, unit.number, unit.locator) == ("margin", 2, "properties")
    assert [(block.kind, block.name, block.text, block.visible) for block in unit.blocks] == [
        ("metadata", "title", "Board deck", False)
    ]


def test_what_a_layout_or_master_itself_shows_is_read_once() -> None:
    template = Template(
        layout=shape("Title", "Click to add title", ph='type="title"') + shape("Stamp", "Confidential"),
        master=shape("Brand", "Acme"),
    )
    deck = read(Slide(title("One")), Slide(title("Two")), template=template)
    assert [(unit.kind, unit.locator, [block.text for block in unit.walk()]) for unit in deck.units[2:]] == [
        ("margin", 'master "slideMaster1.xml"', ["Acme"]),
        ("margin", 'layout "Title and Content"', ["Confidential"]),
    ]


def test_a_layout_that_is_its_own_master_is_read() -> None:
    circle = relationships(("rId1", "slideMaster", "slideLayout1.xml"))
    template = Template(layout=shape("Stamp", "Mine"), parts={"ppt/slideLayouts/_rels/slideLayout1.xml.rels": circle})
    assert [unit.title for unit in read(Slide(title("One")), template=template).units] == ["One", ""]


def test_what_no_slide_shows_of_layouts_and_masters_is_left_out() -> None:
    template = Template(
        layout=shape("Stamp", "Confidential"), master=shape("Brand", "Acme"), layout_attributes='showMasterSp="0"'
    )
    assert [unit.kind for unit in read(Slide(), template=template).units] == ["slide", "margin"]
    assert [unit.kind for unit in read(Slide(attributes='showMasterSp="0"'), template=template).units] == ["slide"]
    assert [unit.kind for unit in read(Slide(attributes='show="0"'), template=template).units] == ["slide"]


def test_no_two_blocks_share_a_locator_and_no_text_is_repeated() -> None:
    words = "".join(para(run(f"w{n}"), run(" unseen", 'sz="100"')) for n in range(3))
    deck = read(
        Slide(group("G", shape("S", words), shape("S", "x"), number="2") + graphic("T", table(("a", "b"), ("c", "d")))),
        Slide(group("G", shape("S", words))),
    )
    assert not [name for name, times in Counter(fold(block.locator) for block in deck.walk()).items() if times > 1]
    text = " ".join(block.text for block in deck.units[0].walk())
    assert Counter(text.split()) == Counter(["w0", "w1", "w2", *["unseen"] * 3, "x", "a", "b", "c", "d"])


# Damage and limits


def test_a_damaged_slide_is_reported_in_its_place_and_the_rest_is_read() -> None:
    deck = read(Slide(title("One")), Slide(), Slide(title("Three")), parts={"ppt/slides/slide2.xml": "<p:sld"})
    assert [unit.title for unit in deck.units] == ["One", "", "Three"]
    (block,) = deck.units[1].blocks
    assert (block.kind, block.locator) == ("unreadable", "slide 2 / unreadable")
    assert "'ppt/slides/slide2.xml' of 'deck.pptx' is not well-formed XML" in block.text
    assert [(flag.code, flag.locator) for flag in deck.flags] == [("unreadable", "slide 2 / unreadable")]


def test_a_listed_slide_that_is_not_there_is_reported_in_its_place() -> None:
    deck = read_pptx(pptx(Slide(title("One")), listed='<p:sldId id="7" r:id="rIdNone"/><p:sldId/>'), "deck.pptx")
    assert [unit.blocks[0].text for unit in deck.units] == [
        "One",
        "[unreadable: slide 2 is listed as 'rIdNone', which leads nowhere.]",
        "[unreadable: slide 3 is listed as '', which leads nowhere.]",
    ]


def test_a_deck_without_any_readable_slide_is_an_error() -> None:
    with pytest.raises(ArtifactError) as caught:
        read(Slide(), parts={"ppt/slides/slide1.xml": "<p:sld"})
    assert caught.value.code == "bad-xml"


def test_a_deck_without_slides_is_no_error() -> None:
    deck = read()
    assert (deck.units, deck.facts["slides"]) == ((), 0)


def test_a_chart_that_is_shown_twice_stands_in_both_places() -> None:
    series = '<c:ser><c:val><c:numLit><c:pt idx="0"><c:v>7</c:v></c:pt></c:numLit></c:val></c:ser>'
    chart = part("c:chartSpace", f"<c:chart><c:plotArea><c:barChart>{series}</c:barChart></c:plotArea></c:chart>")
    node = '<c:chart r:id="rId9"/>'
    slide = Slide(
        graphic("One", node) + graphic("Two", node, alt="Bars"), rels=(("rId9", "chart", "../charts/chart1.xml"),)
    )
    assert lines(read(slide, parts={"ppt/charts/chart1.xml": chart})) == [
        'chart slide 1 / shape "One" [style=bar]',
        '  span slide 1 / shape "One" / series 1: 7',
        'chart slide 1 / shape "Two" [style=bar alt=Bars]',
        '  span slide 1 / shape "Two" / series 1: 7',
        '  alt_text slide 1 / shape "Two" / alt text [alt-text]: Bars',
    ]


def test_a_chart_of_few_points_that_claims_many_keeps_few_places() -> None:
    claim = '<c:ptCount val="10000000"/><c:pt idx="2"><c:v>7</c:v></c:pt><c:pt idx="9999999"><c:v>8</c:v></c:pt>'
    series = f"<c:ser><c:val><c:numLit>{claim}</c:numLit></c:val></c:ser>"
    chart = part("c:chartSpace", f"<c:chart><c:plotArea><c:barChart>{series}</c:barChart></c:plotArea></c:chart>")
    slide = Slide(graphic("One", '<c:chart r:id="rId9"/>'), rels=(("rId9", "chart", "../charts/chart1.xml"),))
    (block,) = read(slide, parts={"ppt/charts/chart1.xml": chart}).of_kind("chart")
    assert block.chart is not None
    assert block.chart.series[0].values == (None, None, 7.0, *[None] * 497)


def test_a_chart_that_cannot_be_read_says_so_in_its_place() -> None:
    slide = Slide(graphic("Chart 1", '<c:chart r:id="rId9"/>'), rels=(("rId9", "chart", "../charts/chart1.xml"),))
    deck = read(slide, parts={"ppt/charts/chart1.xml": "<c:chartSpace"})
    assert [(block.kind, block.name, block.locator) for block in deck.walk()] == [
        ("unreadable", "Chart 1", 'slide 1 / shape "Chart 1"')
    ]
    assert [flag.code for flag in deck.flags] == ["unreadable"]


def test_a_picture_whose_image_is_damaged_is_reported_in_its_place_and_the_rest_is_read() -> None:
    data = pptx(Slide(picture("Photo") + shape("S", "still here"), rels=IMAGE))
    deck = read_pptx(data.replace(crc32(RED_PIXEL).to_bytes(4, "little"), b"\0\0\0\0"), "deck.pptx")
    assert [(block.kind, block.text) for block in deck.walk()] == [("picture", ""), ("shape", "still here")]
    assert [(flag.code, flag.locator) for flag in deck.flags] == [("unreadable", 'slide 1 / shape "Photo"')]


@pytest.mark.parametrize("target", ["ppt/slides/slide1.xml", "ppt/slideLayouts/slideLayout1.xml"])
def test_a_document_type_is_refused_wherever_it_is(target: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'
    with pytest.raises(ArtifactError) as caught:
        read(Slide(), Slide(title("Two")), parts={target: bomb})
    assert caught.value.code == "dtd"


def test_damaged_or_missing_layouts_themes_notes_and_comments_are_done_without() -> None:
    rels = (("rId8", "notesSlide", "../notesSlides/gone.xml"), ("rId9", "comments", "../comments/bad.xml"))
    deck = read(
        Slide(title("One"), rels=rels),
        Slide(title("Two"), layout="gone.xml"),
        Slide(title("Three")),
        parts={
            "ppt/theme/theme1.xml": "<a:theme",
            "ppt/comments/bad.xml": "<p:cmLst",
            "ppt/authors.xml": "<x",
            "ppt/slides/_rels/slide3.xml.rels": relationships(),
        },
        rels=(("rIdA", "authors", "authors.xml"),),
    )
    assert [unit.title for unit in deck.units] == ["One", "Two", "Three"]
    assert [(flag.code, flag.locator) for flag in deck.flags] == [
        ("unreadable", "comment authors"),
        ("unreadable", "ppt/theme/theme1.xml"),
        ("unreadable", "slide 1 / notes"),
        ("unreadable", "slide 1 / comment 1"),
        ("unreadable", "ppt/slideLayouts/gone.xml"),
    ]


def test_more_slides_than_the_limit_are_refused_before_any_is_parsed() -> None:
    data = pptx(Slide("<not well formed"), listed='<p:sldId r:id="rId1"/>' * 5)
    with pytest.raises(ArtifactError) as caught:
        read_pptx(data, "deck.pptx", Limits(slides=5))
    assert caught.value.code == "too-many-slides"
    assert str(caught.value) == "'deck.pptx' lists 6 slides; the limit is 5. Deliver the slides that matter."


def test_reading_stops_at_the_limit_of_blocks_and_says_so() -> None:
    many = "".join(shape(f"S{n}", "x") for n in range(4))
    deck = read_pptx(pptx(Slide(many), Slide(many), Slide(many)), "deck.pptx", Limits(blocks=6))
    assert [[block.kind for block in unit.blocks] for unit in deck.units] == [
        ["shape"] * 4,
        ["shape", "shape", "unreadable"],
        ["unreadable"],
    ]
    detail = "only the first 6 blocks were read; the rest was left out"
    assert deck.flags == (Flag("truncated", detail, locator="slide 2"),)
    assert deck.units[2].blocks[0].text == f"[{detail}]"


def test_a_part_that_is_shown_again_and_again_counts_each_time() -> None:
    data = pptx(Slide(shape("S", "word " * 2000)), listed='<p:sldId r:id="rId1"/>' * 20)
    assert len(read_pptx(data, "deck.pptx").units) == 21
    with pytest.raises(ArtifactError) as caught:
        read_pptx(data, "deck.pptx", Limits(total_bytes=100_000))
    assert caught.value.code == "too-large"


@pytest.mark.parametrize(
    ("shapes", "blocks", "kept"),
    [
        (shape("S", para("a") + para("b") + para("c")), 3, ["a", "b"]),
        (graphic("T", table(("a", "b", "c"))), 3, ["a", "b"]),
        (shape("S", para("a", run("b", 'sz="1"'), "c", run("d", 'sz="1"'))), 2, ["ac", "b"]),
        (group("G", shape("A", "a"), shape("B", "b")), 2, ["a"]),
    ],
)
def test_the_limit_of_blocks_holds_inside_shapes(shapes: str, blocks: int, kept: list[str]) -> None:
    deck = read_pptx(pptx(Slide(shapes)), "deck.pptx", Limits(blocks=blocks))
    assert [block.text for block in deck.walk() if block.text and block.kind != "unreadable"] == kept
    assert [flag.code for flag in deck.flags if flag.code != "hidden-text"] == ["truncated"]


def test_a_limit_reached_in_what_layouts_show_is_flagged_too() -> None:
    template = Template(layout=shape("Stamp", para("a") + para("b") + para("c")))
    data = pptx(Slide(title("One")), template=template)
    assert [flag.code for flag in read_pptx(data, "deck.pptx", Limits(blocks=3)).flags] == ["truncated"]


def test_layouts_with_one_name_are_told_apart_by_their_parts() -> None:
    sheet = f'<p:cSld name="Title and Content"><p:spTree>{shape("Stamp", "Draft")}</p:spTree></p:cSld>'
    parts: dict[str, str | bytes] = {"ppt/slideLayouts/other.xml": part("p:sldLayout", sheet)}
    deck = read(
        Slide(title("One")),
        Slide(title("Two"), layout="other.xml"),
        template=Template(layout=shape("Stamp", "Final")),
        parts=parts,
    )
    assert [unit.locator for unit in deck.units[2:]] == [
        'layout "Title and Content" #slideLayout1.xml',
        'layout "Title and Content" #other.xml',
    ]


def test_comments_and_notes_count_towards_the_limit_of_blocks() -> None:
    comments = part("p:cmLst", "<p:cm><p:text>a</p:text></p:cm>" * 3)
    slide = Slide(rels=(("rId9", "comments", "../comments/c.xml"), ("rIdNotes", "notesSlide", "../notesSlides/n.xml")))
    parts: dict[str, str | bytes] = {"ppt/comments/c.xml": comments, "ppt/notesSlides/n.xml": notes("Say it")}
    deck = read_pptx(pptx(slide, parts=parts), "deck.pptx", Limits(blocks=2))
    assert [block.kind for block in deck.walk()] == ["note", "comment", "unreadable"]


def test_what_nests_too_deeply_for_the_interpreter_is_an_error_of_the_artifact() -> None:
    formula = "<m:r><m:t>x</m:t></m:r>"
    for _ in range(110):
        formula = f"<m:f><m:num>{formula}</m:num></m:f>"
    data = pptx(Slide(shape("S", para(f"<a14:m>{formula}</a14:m>"))))

    def from_far_down(frames: int) -> str:
        return from_far_down(frames - 1) if frames else read_pptx(data, "deck.pptx").units[0].title

    assert from_far_down(1) == ""
    with pytest.raises(ArtifactError) as caught:
        from_far_down(500)
    assert caught.value.code == "too-deep"


def test_groups_that_nest_too_deeply_are_left_out_and_flagged() -> None:
    nested = shape("Leaf", "deep")
    for level in range(4):
        nested = group(f"G{level}", nested)
    deck = read_pptx(pptx(Slide(nested + shape("After", "still read"))), "deck.pptx", Limits(depth=3))
    where = 'slide 1 / group "G3" / group "G2" / group "G1" / group "G0"'
    assert [(flag.code, flag.locator) for flag in deck.flags] == [("too-deep", where)]
    assert [block.text for block in deck.walk() if block.text] == [
        "[unreadable: groups nested deeper than 3 were not read.]",
        "still read",
    ]


def test_bad_numbers_are_read_as_well_as_they_can_be() -> None:
    wild = '<a:xfrm rot="east"><a:off x="1e999" y="{}"/><a:ext cx="-5" cy="0x10"/></a:xfrm>'.format("9" * 50)
    deck = read(
        Slide(
            shape(
                "S", para(run("x", 'sz="big"'), properties='<a:pPr lvl="NaN"><a:buAutoNum startAt="-"/></a:pPr>')
            ).replace("<p:spPr>", f"<p:spPr>{wild}")
            + graphic("T", table((cell("y", 'gridSpan="99999999" rowSpan="-3"'),)))
        )
    )
    text, grid = deck.units[0].blocks
    assert (text.text, text.level, text.label, text.box) == ("x", 0, "1.", Box(0, 0, 5, 0))
    assert (grid.children[0].column_span, grid.children[0].row_span) == (1000, 1)


def test_a_word_document_is_no_presentation() -> None:
    with pytest.raises(ArtifactError) as caught:
        read_pptx(docx("<w:p/>"), "deck.pptx")
    assert (caught.value.code, caught.value.message) == (
        "not-ooxml",
        "'deck.pptx' is a docx file, not a presentation.",
    )


def test_macros_are_flagged() -> None:
    kinds = {"ppt/presentation.xml": MAIN.replace("openxmlformats-officedocument.presentationml", "ms-powerpoint")}
    parts: dict[str, str | bytes] = {"[Content_Types].xml": content_types(kinds), "ppt/vbaProject.bin": b"x"}
    assert [flag.code for flag in read(Slide(title("One")), parts=parts).flags] == ["macros"]


def test_same_bytes_give_the_same_artifact() -> None:
    data = pptx(Slide(title("One") + shape("S", "x", at=(1, 1, 1, 1), fill=solid("FF0000"))))
    assert read_pptx(data, "deck.pptx") == read_pptx(data, "deck.pptx")


def test_strict_files_are_read_like_transitional_ones() -> None:
    strict = part("p:sld", f"<p:cSld><p:spTree>{title('Strict')}</p:spTree></p:cSld>").replace(
        "http://schemas.openxmlformats.org/presentationml/2006/main", "http://purl.oclc.org/ooxml/presentationml/main"
    )
    assert read(Slide(), parts={"ppt/slides/slide1.xml": strict}).units[0].title == "Strict"
