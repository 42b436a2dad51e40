"""How paragraphs are set, how shapes are painted and framed, and where table cells lie."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.appearance import Box, Font, Image, ParagraphFormat, ShapeFormat, TextFrame
from outcomes.artifacts.pptx.styles import MOST_KEPT
from outcomes.testing import Pptx
from outcomes.wiring import read_bytes
from tests.artifacts.pptx_building import (
    IMAGE,
    INCH,
    Slide,
    Template,
    cell,
    graphic,
    group,
    para,
    picture,
    pptx,
    read,
    run,
    scaled,
    scheme,
    shape,
    solid,
    table,
    title,
)

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Block

AT = (1.0, 1.0, 3.0, 1.0)
PLAIN = ParagraphFormat("left", 1.0, None, 0.0, 0.0, 0.0, 0.0, 0.0)
FRAME = TextFrame(91_440, 45_720, 91_440, 45_720, wrap=True, autofit="none", anchor="top")
BODIES = Template(
    layout=shape("B", ph='idx="1"', styles='<a:lvl1pPr marL="342900" indent="-342900" algn="ctr"/>'),
    master=shape("B", ph='type="body" idx="1"', frame='<a:bodyPr lIns="0" anchor="ctr"><a:normAutofit/></a:bodyPr>'),
    styles='<p:bodyStyle><a:lvl1pPr marL="1"><a:lnSpc><a:spcPct val="90000"/></a:lnSpc><a:spcBef>'
    '<a:spcPts val="1000"/></a:spcBef><a:buChar char="\u2013"/></a:lvl1pPr></p:bodyStyle>',
)


def only(shapes: str, template: Template | None = None) -> Block:
    """The only block of the only slide."""
    (block,) = read(Slide(shapes, rels=IMAGE), template=template).units[0].blocks
    return block


def spacing(name: str, kind: str, value: str) -> str:
    return f'<a:{name}><a:{kind} val="{value}"/></a:{name}>'


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("", PLAIN),
        ('<a:pPr algn="ctr"/>', PLAIN._replace(alignment="center")),
        ('<a:pPr algn="justLow" marL="127000" indent="-63500" marR="12700"/>', PLAIN._replace(
            alignment="justify", left_pt=10.0, first_pt=-5.0, right_pt=1.0)),
        (f"<a:pPr>{spacing('lnSpc', 'spcPct', '150000')}</a:pPr>", PLAIN._replace(line_spacing=1.5)),
        (f"<a:pPr>{spacing('lnSpc', 'spcPct', '85%')}</a:pPr>", PLAIN._replace(line_spacing=0.85)),
        (f"<a:pPr>{spacing('lnSpc', 'spcPts', '1450')}</a:pPr>", PLAIN._replace(line_spacing=None, line_pt=14.5)),
        (f"<a:pPr>{spacing('spcBef', 'spcPts', '600')}{spacing('spcAft', 'spcPct', '50000')}</a:pPr>", PLAIN._replace(
            before_pt=6.0, after_pt=10.0)),
    ],
)  # fmt: skip
def test_a_paragraph_says_how_its_lines_are_set(properties: str, expected: ParagraphFormat) -> None:
    """A percentage of space before or after is one of the letters' size, here 20 points."""
    assert only(shape("S", para(run("x", 'sz="2000"'), properties=properties), at=AT)).paragraph == expected


def test_paragraphs_take_over_what_layout_and_master_say() -> None:
    block = only(shape("S", "x", ph='idx="1"', at=AT), BODIES)
    assert (block.label, block.paragraph) == (
        "\u2013",
        ParagraphFormat("center", 0.9, None, 10.0, 0.0, 27.0, -27.0, 0.0),
    )


def test_a_frame_that_shrinks_its_text_takes_from_the_line_spacing_too() -> None:
    frame = '<a:bodyPr><a:normAutofit fontScale="50000" lnSpcReduction="20000"/></a:bodyPr>'
    block = only(shape("S", "x", ph='idx="1"', at=AT, frame=frame), BODIES)
    assert block.paragraph is not None
    assert (block.paragraph.line_spacing, block.fonts[0].size_pt) == (0.7, 9.0)


def test_a_title_of_paragraphs_that_differ_says_only_what_they_have_in_common() -> None:
    block = only(title(para("One") + para("Two", properties='<a:pPr algn="r"/>')))
    assert block.paragraph == PLAIN._replace(alignment=None)


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ("<a:bodyPr/>", FRAME),
        ('<a:bodyPr lIns="0" tIns="1" rIns="2" bIns="3"/>', FRAME._replace(left=0, top=1, right=2, bottom=3)),
        ('<a:bodyPr wrap="none" anchor="b"><a:spAutoFit/></a:bodyPr>', FRAME._replace(
            wrap=False, anchor="bottom", autofit="resize")),
        ('<a:bodyPr vert="vert270" numCol="2"/>', FRAME._replace(vertical=True, columns=2)),
        ('<a:bodyPr rot="5400000" numCol="-4"/>', FRAME._replace(vertical=True)),
        ('<a:bodyPr lIns="wide"><a:normAutofit fontScale="x"/></a:bodyPr>', FRAME._replace(left=0, autofit="shrink")),
    ],
)  # fmt: skip
def test_a_shape_says_how_text_is_fitted_into_it(frame: str, expected: TextFrame) -> None:
    block = only(shape("S", "x", at=AT, frame=frame))
    assert block.shape is not None
    assert block.shape.frame == expected


def test_a_frame_takes_over_what_layout_and_master_say_unless_they_cannot_be_read() -> None:
    block = only(shape("S", "x", ph='idx="1"'), BODIES)
    assert block.shape is not None
    assert block.shape.frame == FRAME._replace(left=0, anchor="middle", autofit="shrink")
    lost = read(Slide(shape("S", "x", ph='idx="1"'), layout="gone.xml")).units[0].blocks[0]
    assert lost.shape is not None
    assert lost.shape.frame == TextFrame()


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (shape("S", "x", at=AT), ShapeFormat(0, 0.0, None, "none", "none", FRAME)),
        (
            shape("S", "x", at=AT, fill='<a:prstGeom prst="ellipse"/>' + solid("FF0000")),
            ShapeFormat(0, 0.0, "ellipse", "FF0000", "none", FRAME),
        ),
        (
            shape("S", "x", at=AT, fill="<a:custGeom/><a:gradFill/>"),
            ShapeFormat(0, 0.0, "custom", "gradient", "none", FRAME),
        ),
        (
            shape("S", "x", at=AT, fill=f"<a:pattFill/><a:ln>{scheme('accent1')}</a:ln>"),
            ShapeFormat(0, 0.0, None, "pattern", "1F4E79", FRAME),
        ),
        (
            shape("S", "x", at=AT, rot='rot="-5400000"', fill=solid("FF0000", '<a:alpha val="50000"/>')),
            ShapeFormat(0, 270.0, None, None, "none", FRAME),
        ),
        (
            shape("S", "x", at=AT, style='<p:style><a:lnRef idx="1"/><a:fillRef idx="9"/></p:style>'),
            ShapeFormat(0, 0.0, None, None, None, FRAME),
        ),
        (
            shape("S", "x", at=AT, style='<p:style><a:lnRef idx="0"/><a:fillRef idx="0"/></p:style>'),
            ShapeFormat(0, 0.0, None, "none", "none", FRAME),
        ),
        (picture("P"), ShapeFormat(0, 0.0, None, "picture", "none")),
        (graphic("T", ""), ShapeFormat(0, 0.0, "rect", None, "none")),
    ],
)
def test_a_shape_says_what_it_paints(made: str, expected: ShapeFormat) -> None:
    assert only(made).shape == expected


def test_a_shape_in_front_has_a_higher_place_counted_through_groups() -> None:
    deck = read(Slide(shape("A") + group("G", shape("B"), shape("C")) + shape("D")))
    assert [(block.name, block.shape.z) for block in deck.walk() if block.shape is not None] == [
        ("A", 0), ("G", 1), ("B", 2), ("C", 3), ("D", 4),
    ]  # fmt: skip


def test_an_outline_comes_from_the_placeholder_of_the_layout() -> None:
    template = Template(
        layout=shape("B", ph='idx="1"', fill=f'<a:prstGeom prst="roundRect"/><a:ln>{solid("112233")}</a:ln>')
    )
    block = only(shape("S", "x", ph='idx="1"'), template)
    assert block.shape is not None
    assert (block.shape.geometry, block.shape.outline) == ("roundRect", "112233")


def test_a_picture_says_its_pixels_its_drawn_size_and_what_is_cut_off() -> None:
    cropped = picture("P", at=(1, 1, 2, 1)).replace("</p:blipFill>", '<a:srcRect l="25000" b="-10%"/></p:blipFill>')
    assert only(cropped).image == Image("png", 1, 1, 2 * INCH, INCH, (0.25, 0.0, 0.0, -0.1), "ppt/media/red.png")
    filled = shape("S", "x", at=AT, fill='<a:blipFill><a:blip r:embed="rIdImage"/></a:blipFill>')
    assert only(filled).image == Image("png", 1, 1, 3 * INCH, INCH, source="ppt/media/red.png")


# -- tables


def cells(shapes: str) -> dict[str, Box | None]:
    deck = read(Slide(shapes))
    return {block.locator.rpartition(" ")[2]: block.box for block in deck.walk() if block.kind == "cell"}


GRID = table(
    (cell("a", 'gridSpan="2"'), cell("", 'hMerge="1"'), "b"), (cell("c", 'rowSpan="2"'), "d", "e"),
    (cell("", 'vMerge="1"'), "f", "g"), grid=(300_000, 200_000, 100_000), height=50_000,
)  # fmt: skip


def test_cells_lie_where_row_heights_and_column_widths_put_them() -> None:
    assert cells(graphic("T", GRID)) == {
        "R1C1": Box(0, 0, 500_000, 50_000),
        "R1C3": Box(500_000, 0, 100_000, 50_000),
        "R2C1": Box(0, 50_000, 300_000, 100_000),
        "R2C2": Box(300_000, 50_000, 200_000, 50_000),
        "R2C3": Box(500_000, 50_000, 100_000, 50_000),
        "R3C2": Box(300_000, 100_000, 200_000, 50_000),
        "R3C3": Box(500_000, 100_000, 100_000, 50_000),
    }


def test_cells_grow_with_the_group_around_their_table() -> None:
    twice = scaled((1000, 1000, 2000, 2000), (0, 0, 1000, 1000))
    assert cells(group("G", graphic("T", GRID), frame=twice))["R2C2"] == Box(601_000, 101_000, 400_000, 100_000)


@pytest.mark.parametrize(
    "grid", [table(("a", "b")), table(("a", "b"), grid=(1, 1)), table(("a", "b"), grid=(1, 0), height=5)]
)
def test_cells_without_widths_or_heights_have_no_place(grid: str) -> None:
    assert set(cells(graphic("T", grid)).values()) == {None}


def test_a_cell_says_how_its_text_is_fitted_in_and_what_it_is_filled_with() -> None:
    inside = '<a:tcPr marL="0" anchor="ctr" vert="vert">' + solid("EEEEEE") + "</a:tcPr>"
    made = cell("a").replace("<a:tcPr></a:tcPr>", inside)
    (found,) = [block for block in read(Slide(graphic("T", table((made,))))).walk() if block.kind == "cell"]
    frame = FRAME._replace(left=0, anchor="middle", vertical=True, autofit="resize")
    assert found.shape == ShapeFormat(0, 0.0, "rect", "EEEEEE", None, frame)


# -- runs, whatever is read


def covered(block: Block) -> bool:
    """Whether the runs of a block stand in order and cover its text exactly."""
    ends = [0, *(at for one in block.runs for at in (one.start, one.end)), len(block.text)]
    joints = list(zip(ends[::2], ends[1::2], strict=True))
    return all(one == other for one, other in joints) and all(one.start < one.end for one in block.runs)


def check_runs(artifact: Artifact) -> None:
    fonts: dict[object, int] = {}
    for block in artifact.walk():
        assert not block.runs or covered(block), block.locator
        for one, other in pairwise(block.runs):
            assert one.font != other.font, block.locator
        for one in block.runs:
            assert fonts.setdefault(one.font, id(one.font)) == id(one.font), "one object for each font"


words = st.text(st.sampled_from("ab \u65e5\u0645\u00e9\v"), max_size=6)
looks = st.sampled_from(["", 'sz="100"', 'b="1"', 'sz="2400" i="1"'])
inner = st.sampled_from(["", solid("FFFFFF"), solid("FF0000"), '<a:hlinkClick r:id="rIdWeb"/>'])
pieces = st.one_of(st.builds(run, words.map(lambda text: text.replace("\v", "_")), looks, inner), st.just("<a:br/>"))
paragraphs = st.lists(st.lists(pieces, min_size=1, max_size=4).map(lambda runs: para(*runs)), min_size=1, max_size=3)


@settings(max_examples=60)
@given(paragraphs, st.sampled_from(['type="title"', 'idx="1"', ""]))
def test_runs_cover_the_text_of_every_block_exactly_and_in_order(texts: list[str], mark: str) -> None:
    body = "".join(texts)
    grid = graphic("T", table((cell(body), "x")))
    deck = read(Slide(shape("S", body, ph=mark, at=AT) + grid, rels=(("rIdWeb", "hyperlink", "https://a.example"),)))
    check_runs(deck)
    assert all(block.runs for block in deck.walk() if block.text and block.kind not in ("span", "alt_text"))
    assert all(block.runs for block in deck.walk() if block.text and block.kind == "span")


def test_runs_of_a_built_deck_cover_its_text() -> None:
    deck = (
        Pptx(title="Deck").slide("Results", bullets=["Up", ("Down", 1)], notes="Say it").table([["a", "b"], ["c", ""]])
    )
    artifact = read_bytes(deck.to_bytes(), "deck.pptx")
    check_runs(artifact)
    seen = {block.locator: block.fonts for block in artifact.walk() if block.text and block.kind != "metadata"}
    assert all(len(fonts) == 1 for fonts in seen.values())


def test_a_built_box_has_the_fill_and_the_colour_that_it_was_given() -> None:
    deck = Pptx().slide("Results").shape("x", colour="ffff00", fill="203864", size_points=10.5)
    block = read_bytes(deck.to_bytes(), "deck.pptx").units[0].blocks[1]
    assert block.fonts == (Font("Calibri", 10.5, bold=False, italic=False, colour="FFFF00", background="203864"),)


def test_looks_stay_right_when_there_are_more_of_them_than_are_kept() -> None:
    runs = "".join(
        run("x", f'sz="{100 * size + 200}"', solid(f"{size:06X}")) for size in range(MOST_KEPT // 1000 * 1100)
    )
    looks = only(shape("S", para(runs, run("y", 'sz="1200"')) + para(run("z", 'sz="200"', solid("000000"))), at=AT))
    assert [(block.fonts[0].size_pt, block.fonts[-1].size_pt) for block in looks.children] == [(2.0, 12.0), (2.0, 2.0)]


# -- the deck as a whole


def test_the_language_of_a_deck_is_the_one_of_most_of_its_letters() -> None:
    def said(text: str, lang: str) -> str:
        return f'<a:r><a:rPr lang="{lang}"/><a:t>{text}</a:t></a:r>'

    deck = read(Slide(shape("S", para(said("Guten Tag zusammen", "de-DE"), said("Hi", "en-GB"), said("Ho", "en-GB")))))
    assert deck.facts["language"] == "de-DE"
    assert "language" not in read(Slide(shape("S", "<a:p><a:r><a:t>x</a:t></a:r></a:p>"))).facts


def test_sections_and_custom_shows_are_known() -> None:
    p14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
    after = (
        '<p:custShowLst><p:custShow name="Board" id="0"><p:sldLst><p:sld r:id="rId2"/></p:sldLst></p:custShow>'
        '<p:custShow name="Empty" id="1"><p:sldLst/></p:custShow></p:custShowLst><p:extLst><p:ext uri="x">'
        f'<p14:sectionLst xmlns:p14="{p14}"><p14:section name="Intro"/><p14:section name="Rest"/></p14:sectionLst>'
        "</p:ext></p:extLst>"
    )
    link = '<a:hlinkClick r:id="" action="ppaction://customshow?id={}"/>'
    slide = Slide(shape("S", "go", drawing=link.format(0)) + shape("T", "no", drawing=link.format(7)))
    deck = read_bytes(pptx(slide, Slide(title("Two")), after=after), "deck.pptx")
    assert (deck.facts["sections"], deck.facts["section_names"]) == (2, "Intro; Rest")
    assert deck.bookmarks == {"Board": "slide 2"}
    assert [block.target for block in deck.units[0].blocks] == ["#Board", ""]
