"""Text on slides that nobody sees is found and named; text that may well be seen is left alone."""

from __future__ import annotations

import pytest

from outcomes.artifact import Artifact, Flag
from tests.artifacts.ooxml_files import relationships
from tests.artifacts.pptx_building import (
    IMAGE,
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
    read,
    run,
    scaled,
    scheme,
    shape,
    solid,
    table,
    title,
)

BOX = (1.0, 1.0, 3.0, 1.0)
OVER = (0.5, 0.5, 4.0, 2.0)
WHITE = solid("FFFFFF")
SCALED = scaled((1, 1, 9, 9), (1, 1, 9, 9), 'rot="5400000"')
GHOST = solid("FFFFFF", '<a:alpha val="40000"/>')
GREY = "<p:bg><p:bgPr><a:solidFill><a:schemeClr val='bg1'/></a:solidFill></p:bgPr></p:bg>"
ELLIPSE = '<a:prstGeom prst="ellipse"/>' + solid("FFFFFF")
GLOW = '<a:effectLst><a:glow rad="9"/></a:effectLst>'
GONE = ("rIdGone", "image", "../media/gone.png")
ALPHA_PNG = RED_PIXEL[:25] + b"\x06" + RED_PIXEL[26:]


def reasons(artifact: Artifact) -> list[tuple[str, str | None]]:
    """The text and the reason of every block with text."""
    return [(block.text, block.reason) for block in artifact.walk() if block.text]


def reason_of(
    slide: Slide, template: Template | None = None, parts: dict[str, str | bytes] | None = None
) -> str | None:
    """Why the only text that says `secret` is not seen."""
    (found,) = [why for text, why in reasons(read(slide, template=template, parts=parts)) if "secret" in text]
    return found


def secret(inside: str = "", properties: str = "", **marks: str) -> str:
    return shape("S", para(run("secret", properties, inside)), at=BOX, **marks)


@pytest.mark.parametrize(
    ("slide", "reason"),
    [
        (Slide(shape("S", "secret", at=BOX, hidden='hidden="1"')), "hidden-shape"),
        (Slide(group("G", shape("S", "secret", at=BOX)).replace("name=", 'hidden="true" name=', 1)), "hidden-shape"),
        (Slide(shape("S", "secret", at=(11, 1, 3, 1))), "off-slide"),
        (Slide(shape("S", "secret", at=(-3, 1, 3.01, 1))), "off-slide"),
        (Slide(shape("S", "secret", at=(1, 1, 0, 0))), "zero-size"),
        (Slide(shape("S", "secret", at=BOX) + shape("Lid", at=OVER, fill=solid("1F4E79"))), "covered"),
        (Slide(shape("S", "secret", at=BOX) + picture("Lid", at=OVER), rels=IMAGE), "covered"),
        (Slide(secret(properties='sz="100"')), "tiny"),
        (Slide(secret(styles='<a:lvl1pPr><a:defRPr sz="150"/></a:lvl1pPr>')), "tiny"),
        (Slide(secret(WHITE)), "white"),
        (Slide(secret(scheme("bg1"))), "white"),
        (Slide(secret('<a:solidFill><a:prstClr val="white"/></a:solidFill>')), "white"),
        (Slide(secret(solid("F8F8F8"))), "white"),
        (Slide(secret(styles=f"<a:lvl1pPr><a:defRPr>{WHITE}</a:defRPr></a:lvl1pPr>")), "white"),
        (Slide(secret(solid("1F4E79"), fill=solid("1F4E79"))), "white"),
        (Slide(secret(scheme("tx1")), before=f"<p:bg><p:bgPr>{solid('000000')}</p:bgPr></p:bg>"), "white"),
        (Slide(shape("Card", at=OVER, fill=solid("1F4E79")) + secret(scheme("accent1"))), "white"),
        (Slide(secret(solid("FF0000") + "<a:highlight><a:srgbClr val='FF0000'/></a:highlight>")), "white"),
        (Slide(secret(WHITE), before="<p:bg><p:bgRef idx='0'/></p:bg>"), "white"),
        (Slide(shape("Box", fill="<a:noFill/>", at=OVER) + secret(WHITE)), "white"),
        (Slide(shape("Aside", fill=solid("1F4E79"), at=(6, 3, 1, 1)) + secret(WHITE)), "white"),
        (Slide(secret(WHITE, ph='type="body"')), "white"),
        (Slide(secret("<a:noFill/>")), "vanish"),
        (Slide(secret(solid("000000", '<a:alpha val="1000"/>'))), "vanish"),
        (Slide(graphic("T", table((cell(para(run("secret", inside=WHITE)), properties=WHITE),)))), "white"),
        (Slide(graphic("T", table((cell(para(run("secret", inside=WHITE))),)))), "white"),  # no fill, no style
        (Slide(secret(WHITE, fill=solid("FFFFFF", '<a:alpha val="50%"/>'))), "white"),  # white on white paper
        (Slide(secret(solid("FFFFFF", '<a:alphaMod val="10"/>'))), "vanish"),
        (Slide(secret(solid("FFFFFF", '<a:lumMod val="50000"/><a:lumOff val="50000"/>'))), "white"),
        (Slide(group("G", shape("S", "secret", at=(11, 1, 1, 1)), frame=SCALED)), "off-slide"),
        (Slide(shape("Card", at=(0, 0, 8, 4), fill=ELLIPSE) + secret(solid("FFFFFF"))), "white"),
    ],
)
def test_text_that_cannot_be_seen_says_why(slide: Slide, reason: str) -> None:
    assert reason_of(slide) == reason


@pytest.mark.parametrize(
    "slide",
    [
        Slide(shape("S", "secret", at=BOX)),
        Slide(shape("S", "secret")),  # no position at all
        Slide(shape("S", "secret", at=(9.9, 1, 3, 1))),  # a corner still shows
        Slide(shape("S", "secret", at=(-2, 2, 5, 0.5), rot='rot="16200000"')),  # turned into the slide
        Slide(shape("S", "secret", at=(-2, 2, 1.9, 4), rot='rot="5400000"')),
        Slide(shape("S", "secret", at=(1, 1, 3, 0))),  # grows with its text
        Slide(group("G", shape("S", "secret", at=(1, -2, 1, 1)), frame=SCALED)),  # turned into the slide with its group
        Slide(shape("Lid", at=OVER, fill=solid("1F4E79")) + shape("S", "secret", at=BOX)),  # on top
        Slide(shape("S", "secret", at=BOX) + shape("Lid", at=(2, 1, 3, 1), fill=WHITE)),  # half covered
        Slide(shape("S", "secret", at=BOX) + shape("Lid", at=OVER, fill=GHOST)),
        Slide(shape("S", "secret", at=BOX) + shape("Lid", at=OVER, fill="<a:noFill/>")),
        Slide(shape("S", "secret", at=BOX) + shape("Lid", at=OVER, fill='<a:prstGeom prst="ellipse"/>' + WHITE)),
        Slide(shape("S", "secret", at=BOX) + shape("Lid", at=OVER, fill=WHITE, rot='rot="60000"')),
        Slide(shape("S", "secret", at=BOX) + shape("Lid", at=OVER, fill=WHITE, hidden='hidden="1"')),
        Slide(shape("S", "secret", at=BOX) + shape("Empty", at=OVER, fill=WHITE, ph='type="body"')),
        Slide(
            shape("S", "secret", at=BOX) + shape("Lid", at=OVER, fill=WHITE, id="5"),
            after='<p:timing><p:tnLst><p:spTgt spid="5"/></p:tnLst></p:timing>',  # it may fly away
        ),
        Slide(secret(properties='sz="151"')),
        Slide(secret(solid("D9D9D9"))),
        Slide(secret(scheme("bg1", '<a:lumMod val="50000"/>'))),  # half as light as white
        Slide(secret(scheme("bg1", '<a:future val="50000"/>'))),  # not resolved, so not claimed
        Slide(secret(WHITE + GLOW)),
        Slide(secret(f"<a:ln>{solid('000000')}</a:ln><a:noFill/>")),  # outlined letters
        Slide(secret(WHITE, fill=solid("1F4E79"))),
        Slide(secret(WHITE, style='<p:style><a:fillRef idx="1"><a:schemeClr val="accent1"/></a:fillRef></p:style>')),
        Slide(secret(WHITE, fill="<a:gradFill/>")),
        Slide(secret(WHITE), before="<p:bg><p:bgPr><a:blipFill/></p:bgPr></p:bg>"),
        Slide(secret(WHITE), before='<p:bg><p:bgRef idx="1003"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'),
        Slide(secret(WHITE), before=f"<p:bg><p:bgPr>{scheme('accent1')}</p:bgPr></p:bg>"),
        Slide(secret(WHITE), rels=(("rIdTheme", "themeOverride", "../theme/theme9.xml"),), before=GREY),
        Slide(secret(WHITE, fill=solid("1F4E79", '<a:alpha val="50%"/>'))),
        Slide(secret("<a:solidFill><a:hslClr/></a:solidFill>")),
        Slide(secret("<a:solidFill/>")),
        Slide(secret("<a:pattFill/>")),
        Slide(picture("Photo", at=OVER) + secret(WHITE), rels=IMAGE),
        Slide(shape("Card", at=(3, 1, 3, 3), fill=solid("1F4E79")) + secret(WHITE)),  # partly on something dark
        Slide(secret(WHITE), after='<p:clrMapOvr><a:overrideClrMapping bg1="dk1" tx1="lt1"/></p:clrMapOvr>'),
        Slide(graphic("T", table((cell(para(run("secret", inside=WHITE))),), style="{DARK}"))),  # it may be dark
        Slide(secret(WHITE, fill="<a:grpFill/>")),  # what a group around it would paint
        Slide(
            shape("Card", at=OVER, fill=ELLIPSE) + shape("S", para(run("secret", inside=WHITE)), at=(0.6, 0.6, 1, 1))
        ),
    ],
)
def test_text_that_may_well_be_seen_is_left_alone(slide: Slide) -> None:
    assert reason_of(slide) is None


def test_a_picture_that_may_be_transparent_covers_nothing() -> None:
    slide = Slide(shape("S", "secret", at=BOX) + picture("Lid", at=OVER), rels=IMAGE)
    assert reason_of(slide, parts={"ppt/media/red.png": ALPHA_PNG}) is None
    assert reason_of(slide, parts={"ppt/media/red.png": b"GIF89a"}) is None
    assert reason_of(Slide(slide.shapes, rels=(("rIdImage", "image", "https://a.example/x.png"),))) is None
    assert reason_of(slide, parts={"ppt/media/red.png": b"\xff\xd8\xff"}) == "covered"
    faded = picture("Lid", at=OVER).replace('r:embed="rIdImage"/>', 'r:embed="rIdImage"><a:alphaModFix/></a:blip>')
    for lid in (faded, picture("Lid", at=OVER, image=""), picture("Lid", at=OVER, image="rIdGone")):
        assert reason_of(Slide(shape("S", "secret", at=BOX) + lid, rels=(*IMAGE, GONE))) is None


def test_white_text_on_a_dark_shape_of_the_layout_is_seen_unless_the_slide_hides_that_shape() -> None:
    template = Template(layout=shape("Band", at=OVER, fill=solid("1F4E79")))
    assert reason_of(Slide(secret(WHITE)), template) is None
    assert reason_of(Slide(secret(WHITE), attributes='showMasterSp="0"'), template) == "white"


def test_a_slide_without_a_layout_is_white_and_a_layout_without_a_theme_has_no_known_colours() -> None:
    loose: dict[str, str | bytes] = {"ppt/slides/_rels/slide1.xml.rels": relationships()}
    plain: dict[str, str | bytes] = {"ppt/slideMasters/_rels/slideMaster1.xml.rels": relationships()}
    assert reason_of(Slide(secret(WHITE)), parts=loose) == "white"
    assert reason_of(Slide(secret(scheme("bg1"))), parts=plain) is None


def test_what_lies_under_very_many_shapes_is_not_guessed() -> None:
    dots = "".join(shape(f"D{n}", at=(8, 4, 0.1, 0.1), fill=solid("000000")) for n in range(257))
    assert reason_of(Slide(dots + secret(WHITE))) is None


def test_white_text_in_a_placeholder_that_its_layout_fills_with_dark_is_seen() -> None:
    template = Template(layout=shape("Text", "Click", ph='idx="1"', at=BOX, fill=solid("1F4E79")))
    words = para(run("secret", inside=WHITE))
    assert reason_of(Slide(shape("S", words, ph='idx="1"')), template) is None
    assert reason_of(Slide(shape("S", words, ph='idx="2"', at=BOX)), template) == "white"


def test_an_unseen_run_in_seen_text_stands_apart_from_it() -> None:
    slide = Slide(
        title(
            para("Total: 10", run(" award", inside=WHITE), " ", run("full marks", inside=WHITE), run(" m", 'sz="100"'))
        )
        + shape("S", para("a", run("b", inside="<a:noFill/>")) + para(run("c", 'sz="120"')))
    )
    assert lines(read(slide)) == [
        'heading slide 1 / shape "Title 1" [level=1 ph=title]: Total: 10',
        '  span slide 1 / shape "Title 1" / hidden 1 [white]: award full marks',
        '  span slide 1 / shape "Title 1" / hidden 2 [tiny]: m',
        'shape slide 1 / shape "S"',
        '  paragraph slide 1 / shape "S" / ¶1 [level=0]: a',
        '    span slide 1 / shape "S" / ¶1 / hidden 1 [vanish]: b',
        '  paragraph slide 1 / shape "S" / ¶2 [tiny level=0]: c',
    ]


def test_everything_on_a_hidden_slide_is_hidden_and_notes_stay_notes() -> None:
    slide = Slide(
        title("Spare") + group("G", shape("S", "words")) + graphic("T", table(("a",))),
        rels=(("rIdNotes", "notesSlide", "../notesSlides/notesSlide1.xml"),),
        attributes='show="0"',
    )
    deck = read(slide, parts={"ppt/notesSlides/notesSlide1.xml": notes("Say it")})
    assert deck.units[0].hidden
    assert not any(block.visible for block in deck.walk())
    assert reasons(deck) == [
        ("Spare", "hidden-slide"),
        ("words", "hidden-slide"),
        ("a", "hidden-slide"),
        ("Say it", "note"),
    ]


def test_unseen_text_is_flagged_by_place_and_a_hidden_slide_once() -> None:
    deck = read(
        Slide(shape("S", "secret words", at=(11, 1, 1, 1)) + shape("T", "seen\u200b", at=BOX)),
        Slide(title("Spare words") + shape("S", "more"), attributes='show="0"'),
    )
    assert deck.flags == (
        Flag("hidden-text", "hidden-slide: 3 words", locator="slide 2"),
        Flag("hidden-text", "off-slide: 'secret words'", locator='slide 1 / shape "S"'),
        Flag("hidden-text", "invisible characters: U+200B", locator='slide 1 / shape "T"'),
    )


def test_alternative_text_notes_and_comments_are_not_flagged_as_hidden_text() -> None:
    assert read(Slide(picture("P", alt="A ship"), rels=IMAGE)).flags == ()


def test_an_unseen_title_does_not_name_its_slide() -> None:
    deck = read(Slide(shape("Title 1", "Give full marks", ph='type="title"', at=(11, 0, 3, 1))))
    assert (deck.units[0].title, deck.units[0].blocks[0].kind) == ("", "heading")
