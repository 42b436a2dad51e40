"""How text in a Word document looks in the end: each case is a few lines of markup and the font that must come out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import docx as python_docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Pt, RGBColor
from hypothesis import given
from hypothesis import strategies as st

from outcomes.appearance import Font, ParagraphFormat
from outcomes.artifacts.docx.cascade import automatic_colour
from outcomes.artifacts.docx.reader import read_docx
from outcomes.testing._theme import theme
from tests.artifacts.docx_building import cell, para, row, run, styled, table
from tests.artifacts.ooxml_files import docx, part

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Block

DEFAULTS = (
    "<w:docDefaults><w:rPrDefault><w:rPr>{}</w:rPr></w:rPrDefault>"
    "<w:pPrDefault><w:pPr>{}</w:pPr></w:pPrDefault></w:docDefaults>"
)
PLAIN = Font(None, 10.0, bold=False, italic=False, colour="000000", background="FFFFFF")
THEME = theme()


def style(key: str, properties: str = "", *, based: str = "", kind: str = "paragraph", default: bool = False) -> str:
    """A style of run properties (`<w:rPr>` is added), or of whatever begins with another element."""
    inner = (
        properties if properties.startswith(("<w:pPr", "<w:rPr", "<w:tbl", "<w:tc")) else f"<w:rPr>{properties}</w:rPr>"
    )
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    first = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}" w:styleId="{key}"{first}><w:name w:val="{key}"/>{base}{inner}</w:style>'


def defaults(run_properties: str = "", paragraph_properties: str = "") -> str:
    return DEFAULTS.format(run_properties, paragraph_properties)


def conditional(kind: str, properties: str) -> str:
    return f'<w:tblStylePr w:type="{kind}">{properties}</w:tblStylePr>'


def read(
    body: str, styles: str = "", *, settings: str = "", numbering: str = "", themed: str | None = THEME
) -> Artifact:
    """Read a document with exactly these styles."""
    parts: dict[str, str | bytes] = {
        "word/styles.xml": part("w:styles", styles),
        "word/settings.xml": part("w:settings", settings),
        "word/numbering.xml": part("w:numbering", numbering),
    }
    rels = [(f"rId{kind}", kind, f"{kind}.xml") for kind in ("styles", "settings", "numbering")]
    if themed is not None:
        parts["word/theme/theme1.xml"] = themed
        rels.append(("rIdTheme", "theme", "theme/theme1.xml"))
    return read_docx(docx(body, parts=parts, rels=rels), "report.docx")


def texts(artifact: Artifact) -> list[Block]:
    return [block for block in artifact.walk() if block.text]


def looks(artifact: Artifact) -> list[tuple[str, Font]]:
    """Every stretch of text with its font."""
    return [(block.text[one.start : one.end], one.font) for block in texts(artifact) for one in block.runs]


class Case(NamedTuple):
    """What a document says, and what must come out for its first stretch of text."""

    name: str
    body: str
    font: Font
    styles: str = ""
    settings: str = ""
    themed: str | None = THEME


BOLD, ITALIC = "<w:b/>", "<w:i/>"
OFF = '<w:b w:val="0"/>'
NORMAL = style("Normal", default=True)
MINOR = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/>'


def made(family: str | None, size: float, style: str, colour: str | None, background: str | None) -> Font:
    """A font; `style` is made of `b` and `i`, and `?` where bold is not known."""
    return Font(family, size, None if "?" in style else "b" in style, "i" in style, colour, background)


def sized(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/>'


def coloured(attributes: str) -> str:
    return f"<w:color {attributes}/>"


def shaded(attributes: str) -> str:
    return f"<w:shd {attributes}/>"


def fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


WHITE, RED = coloured('w:val="FFFFFF"'), coloured('w:val="FF0000"')
GREY = shaded('w:val="clear" w:fill="D9D9D9"')
DARK = shaded('w:val="clear" w:fill="1F3864"')
BOLD_FIRST_ROW = style(
    "T", "<w:tblPr/>" + conditional("firstRow", f"<w:rPr>{BOLD}{WHITE}</w:rPr><w:tcPr>{DARK}</w:tcPr>"),
    kind="table",
)  # fmt: skip
LOOK = (
    '<w:tblStyle w:val="T"/><w:tblLook w:firstRow="{}" w:lastRow="0" w:firstColumn="{}" w:lastColumn="0" '
    'w:noHBand="{}" w:noVBand="1"/>'
)
FILL_2010 = (
    '<w14:textFill xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w14:solidFill>'
    '<w14:srgbClr w14:val="00FF00"/></w14:solidFill></w14:textFill>'
)


def tabled(content: str, *, first_row: int = 0, first_column: int = 0, no_bands: int = 1) -> str:
    return table(row(cell(content)), properties=LOOK.format(first_row, first_column, no_bands))


def table_style(properties: str, *parts: str) -> str:
    return style("T", f"<w:rPr>{properties}</w:rPr>{''.join(parts)}", kind="table")


CASES = [
    # nothing said, and one level alone
    Case("nothing is said", para("x"), PLAIN),
    Case(
        "document defaults",
        para("x"),
        PLAIN._replace(family="Arial", size_pt=11.0),
        defaults(fonts("Arial") + sized(22)),
    ),
    Case("the default style", para("x"), PLAIN._replace(size_pt=12.0), style("N", sized(24), default=True)),
    Case(
        "an unknown style is the default one",
        styled("Gone", "x"),
        PLAIN._replace(size_pt=12.0),
        style("N", sized(24), default=True),
    ),
    Case("a paragraph style", styled("S", "x"), PLAIN._replace(italic=True), style("S", ITALIC)),
    Case(
        "a character style",
        para(run("x", '<w:rStyle w:val="C"/>')),
        PLAIN._replace(bold=True),
        style("C", BOLD, kind="character"),
    ),
    Case(
        "direct properties",
        para(run("x", fonts("Arial") + BOLD + ITALIC + sized(33))),
        made("Arial", 16.5, "bi", "000000", "FFFFFF"),
    ),
    # one over another
    Case(
        "style over defaults",
        styled("S", "x"),
        PLAIN._replace(size_pt=12.0),
        defaults(sized(20)) + style("S", sized(24)),
    ),
    Case(
        "based on",
        styled("S", "x"),
        PLAIN._replace(size_pt=12.0, italic=True),
        style("A", sized(24)) + style("S", ITALIC, based="A"),
    ),
    Case(
        "nearer than its base",
        styled("S", "x"),
        PLAIN._replace(size_pt=9.0),
        style("A", sized(24)) + style("S", sized(18), based="A"),
    ),
    Case(
        "a loop of styles",
        styled("A", "x"),
        PLAIN._replace(size_pt=9.0),
        style("A", sized(18), based="S") + style("S", ITALIC, based="A"),
    )._replace(font=PLAIN._replace(size_pt=9.0, italic=True)),
    Case(
        "character over paragraph style",
        styled("S", run("x", '<w:rStyle w:val="C"/>')),
        PLAIN._replace(size_pt=8.0),
        style("S", sized(24)) + style("C", sized(16), kind="character"),
    ),
    Case(
        "direct over character style",
        para(run("x", f'<w:rStyle w:val="C"/>{sized(40)}')),
        PLAIN._replace(size_pt=20.0),
        style("C", sized(16), kind="character"),
    ),
    Case(
        "each slot of a font on its own",
        styled("S", run("x", '<w:rFonts w:hAnsi="Arial"/>')),
        PLAIN._replace(family="Georgia"),
        style("S", fonts("Georgia")),
    ),
    # on/off properties, 17.7.3
    Case(
        "two kinds of style cancel out",
        styled("S", run("x", '<w:rStyle w:val="C"/>')),
        PLAIN,
        style("S", BOLD) + style("C", BOLD, kind="character"),
    ),
    Case(
        "italic too",
        styled("S", run("x", '<w:rStyle w:val="C"/>')),
        PLAIN,
        style("S", ITALIC) + style("C", ITALIC, kind="character"),
    ),
    Case(
        "one chain does not cancel itself",
        styled("S", "x"),
        PLAIN._replace(bold=True),
        style("A", BOLD) + style("S", BOLD, based="A"),
    ),
    Case("off in the nearer style of a chain", styled("S", "x"), PLAIN, style("A", BOLD) + style("S", OFF, based="A")),
    Case(
        "off in a character style changes nothing",
        styled("S", run("x", '<w:rStyle w:val="C"/>')),
        PLAIN._replace(bold=True),
        style("S", BOLD) + style("C", OFF, kind="character"),
    ),
    Case("direct on is on", styled("S", run("x", BOLD)), PLAIN._replace(bold=True), style("S", BOLD)),
    Case("direct off is off", styled("S", run("x", OFF)), PLAIN, style("S", BOLD)),
    Case("on in the defaults stays on", styled("S", "x"), PLAIN._replace(bold=True), defaults(BOLD) + style("S", BOLD)),
    Case(
        "three kinds of style",
        tabled(styled("S", run("x", '<w:rStyle w:val="C"/>'))),
        PLAIN._replace(bold=True),
        table_style(BOLD) + style("S", BOLD) + style("C", BOLD, kind="character"),
    ),
    # themes
    Case("a theme font", para(run("x", MINOR)), PLAIN._replace(family="Calibri")),
    Case(
        "a theme font wins over a plain one",
        para(run("x", '<w:rFonts w:ascii="Arial" w:asciiTheme="majorHAnsi"/>')),
        PLAIN._replace(family="Calibri Light"),
    ),
    Case("a theme font without a theme", para(run("x", MINOR)), PLAIN, themed=None),
    Case(
        "a theme colour",
        para(run("x", coloured('w:val="000000" w:themeColor="accent1"'))),
        PLAIN._replace(colour="2F5496"),
    ),
    Case(
        "darkened",
        para(run("x", coloured('w:val="FFFFFF" w:themeColor="accent1" w:themeShade="80"'))),
        PLAIN._replace(colour="172A4B"),
    ),
    Case(
        "as Word rounded it",
        para(run("x", coloured('w:val="182A4C" w:themeColor="accent1" w:themeShade="80"'))),
        PLAIN._replace(colour="182A4C"),
    ),
    Case(
        "lightened", para(run("x", coloured('w:themeColor="text1" w:themeTint="80"'))), PLAIN._replace(colour="7F7F7F")
    ),
    Case(
        "no theme, no theme colour",
        para(run("x", coloured('w:val="123456" w:themeColor="accent1"'))),
        PLAIN._replace(colour=None),
        themed=None,
    ),
    Case(
        "another mapping of the scheme",
        para(run("x", coloured('w:themeColor="text1"'))),
        PLAIN._replace(colour="44546A"),
        settings='<w:clrSchemeMapping w:t1="dark2"/>',
    ),
    Case(
        "dark1 is not mapped",
        para(run("x", coloured('w:themeColor="dark1"'))),
        PLAIN,
        settings='<w:clrSchemeMapping w:t1="dark2"/>',
    ),
    Case(
        "letters painted by Word 2010",
        para(run("x", coloured('w:val="FF0000"') + FILL_2010)),
        PLAIN._replace(colour="00FF00"),
    ),
    # backgrounds and automatic colours
    Case("highlighted", para(run("x", '<w:highlight w:val="yellow"/>')), PLAIN._replace(background="FFFF00")),
    Case(
        "highlight covers shading",
        para(run("x", '<w:highlight w:val="yellow"/>' + DARK)),
        PLAIN._replace(background="FFFF00"),
    ),
    Case(
        "no highlight uncovers it",
        para(run("x", '<w:highlight w:val="none"/>' + DARK)),
        PLAIN._replace(background="1F3864", colour=None),
    ),
    Case(
        "automatic on black is white",
        para(run("x", shaded('w:val="clear" w:fill="000000"'))),
        PLAIN._replace(background="000000", colour="FFFFFF"),
    ),
    Case(
        "automatic on mid blue is black",
        para(run("x", shaded('w:val="clear" w:fill="4472C4"'))),
        PLAIN._replace(background="4472C4"),
    ),
    Case(
        "a pattern is unknown, and the letters on it",
        para(run("x", shaded('w:val="pct50" w:fill="FFFFFF"'))),
        PLAIN._replace(background=None, colour=None),
    ),
    Case("a shaded paragraph", para("x", shaded('w:val="clear" w:fill="D9D9D9"')), PLAIN._replace(background="D9D9D9")),
    Case(
        "shaded by its style",
        styled("S", "x"),
        PLAIN._replace(background="D9D9D9"),
        style("S", f"<w:pPr>{GREY}</w:pPr>"),
    ),
    Case(
        "shaded in a theme colour",
        para("x", shaded('w:val="clear" w:fill="auto" w:themeFill="accent4"')),
        PLAIN._replace(background="BF9000"),
    ),
    Case(
        "a shaded cell",
        table(row(cell(para("x"), shaded('w:val="clear" w:fill="D9D9D9"')))),
        PLAIN._replace(background="D9D9D9"),
    ),
    # table styles
    Case(
        "a table style over the defaults",
        tabled(para("x")),
        PLAIN._replace(size_pt=8.0),
        defaults(sized(20)) + NORMAL + table_style(sized(16)),
    ),
    Case(
        "a paragraph style over a table style",
        tabled(styled("S", "x")),
        PLAIN._replace(size_pt=14.0),
        style("S", sized(28)) + table_style(sized(16)),
    ),
    Case(
        "the default style against a table style is not settled",
        tabled(para("x")),
        PLAIN._replace(size_pt=None),
        style("N", sized(24), default=True) + table_style(sized(16)),
    ),
    Case(
        "the first row where it is asked for",
        tabled(para("x"), first_row=1),
        made(None, 10.0, "b", "FFFFFF", "1F3864"),
        BOLD_FIRST_ROW,
    ),
    Case("the first row where it is not", tabled(para("x")), PLAIN, BOLD_FIRST_ROW),
    Case(
        "the first row where nothing says",
        table(row(cell(para("x"))), properties='<w:tblStyle w:val="T"/>'),
        made(None, 10.0, "?", None, None),
        BOLD_FIRST_ROW,
    ),
    Case(
        "rows over columns",
        tabled(para("x"), first_row=1, first_column=1),
        PLAIN._replace(size_pt=8.0),
        table_style(
            "",
            conditional("firstRow", f"<w:rPr>{sized(16)}</w:rPr>"),
            conditional("firstCol", f"<w:rPr>{sized(18)}</w:rPr>"),
        ),
    ),
    Case(
        "corners over both",
        tabled(para("x"), first_row=1, first_column=1),
        PLAIN._replace(size_pt=7.0),
        table_style(
            "",
            conditional("nwCell", f"<w:rPr>{sized(14)}</w:rPr>"),
            conditional("firstRow", f"<w:rPr>{sized(16)}</w:rPr>"),
        ),
    ),
    Case(
        "bands of rows",
        tabled(para("x"), no_bands=0),
        PLAIN._replace(italic=True),
        table_style("", conditional("band1Horz", f"<w:rPr>{ITALIC}</w:rPr>")),
    ),
    Case(
        "a cell's own shading over its style's",
        table(row(cell(para("x"), shaded('w:val="clear" w:fill="auto"'))), properties=LOOK.format(1, 0, 1)),
        made(None, 10.0, "b", "FFFFFF", "FFFFFF"),
        BOLD_FIRST_ROW,
    ),
    # sizes
    Case("a strict size", para(run("x", '<w:sz w:val="10.5pt"/>')), PLAIN._replace(size_pt=10.5)),
    Case("a size that is none", para(run("x", '<w:sz w:val="tall"/>')), PLAIN),
    Case(
        "right to left takes the complex size",
        para(run("x", f'<w:rtl/>{sized(24)}<w:szCs w:val="40"/><w:bCs/><w:rFonts w:ascii="A" w:cs="B"/>')),
        PLAIN._replace(family="B", size_pt=20.0, bold=True),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_text_looks_as_the_levels_that_have_a_say_in_it_make_it(case: Case) -> None:
    found = looks(read(case.body, case.styles, settings=case.settings, themed=case.themed))

    assert found[0] == ("x", case.font)


@pytest.mark.parametrize(
    ("text", "properties", "families"),
    [
        ("ab", "", ["A"]),
        ("a\u00e9", "", ["A", "H"]),
        ("a\u4e2d\u6587b", "", ["A", "E", "A"]),
        ("\u05d0\u0628", "", ["A"]),
        ("\u0e01", "", ["H"]),
        ("\u2019\u4e2d", '<w:rFonts w:hint="eastAsia"/>', ["E"]),
        ("\u2019\u4e2d", "", ["H", "E"]),
        ("\u00e0", '<w:rFonts w:hint="eastAsia"/>', ["H"]),
        ("\u00e0", '<w:rFonts w:hint="eastAsia"/><w:lang w:eastAsia="zh-CN"/>', ["E"]),
        ("a\u4e2d", "<w:rtl/>", ["C"]),
        ("a\U0001f600", "", ["A", "E"]),
    ],
)
def test_each_character_takes_the_typeface_of_its_script(text: str, properties: str, families: list[str]) -> None:
    """[MS-OI29500] 2.1.88."""
    four = '<w:rFonts w:ascii="A" w:hAnsi="H" w:eastAsia="E" w:cs="C"/>'
    found = looks(read(styled("S", run(text, properties)), style("S", four)))

    assert [font.family for _, font in found] == families
    assert "".join(piece for piece, _ in found) == text


def test_times_new_roman_is_no_east_asian_typeface_where_the_latin_ones_agree() -> None:
    four = '<w:rFonts w:ascii="A" w:hAnsi="A" w:eastAsia="Times New Roman"/>'

    assert looks(read(para(run("a\u4e2d", four)))) == [("a\u4e2d", PLAIN._replace(family="A"))]


def test_a_theme_names_east_asian_typefaces_by_the_language_of_the_document() -> None:
    japanese = THEME.replace('<a:cs typeface=""/>', '<a:cs typeface=""/><a:font script="Jpan" typeface="Yu Mincho"/>')
    body = para(run("\u4e2d", MINOR))
    settings = '<w:themeFontLang w:val="en-US" w:eastAsia="ja-JP"/>'

    assert [looks(read(body, settings=said, themed=japanese))[0][1].family for said in (settings, "")] == [
        "Yu Mincho",
        None,
    ]


def test_a_damaged_theme_is_reported_and_leaves_its_fonts_unknown() -> None:
    artifact = read(para(run("x", MINOR)) + para(run("y", fonts("Arial"))), themed="<broken")

    assert [font.family for _, font in looks(artifact)[:2]] == [None, "Arial"]
    assert [flag.code for flag in artifact.flags] == ["unreadable"]


def test_hidden_deleted_and_inserted_words_have_their_looks_too() -> None:
    body = para(
        run("seen ")
        + run("gone", "<w:vanish/>" + BOLD)
        + f"<w:del w:author='A'><w:r><w:rPr>{ITALIC}</w:rPr><w:delText>cut</w:delText></w:r></w:del>"
        + f"<w:ins w:author='A'>{run('new', sized(24))}</w:ins>"
    )

    assert looks(read(body)) == [
        ("seen ", PLAIN),
        ("new", PLAIN._replace(size_pt=12.0)),
        ("gone", PLAIN._replace(bold=True)),
        ("cut", PLAIN._replace(italic=True)),
    ]


def test_runs_begin_and_end_with_the_text_and_not_with_the_white_space_around_it() -> None:
    block = texts(read(para(run("  ") + run(" a", BOLD) + run("b ", ITALIC) + run("  "))))[0]

    assert (block.text, [(one.start, one.end, one.font.bold) for one in block.runs]) == (
        "ab",
        [(0, 1, True), (1, 2, False)],
    )


def test_the_paragraphs_of_a_cell_are_joined_with_their_looks() -> None:
    block = texts(read(table(row(cell(para(run("one", BOLD)) + para("two") + para("three"))))))[0]

    assert block.text == "one\ntwo\nthree"
    assert [(one.start, one.end, one.font.bold) for one in block.runs] == [(0, 4, True), (4, 13, False)]


def test_symbols_have_the_typeface_that_they_name() -> None:
    body = para('<w:r><w:t>a</w:t><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>')

    assert [font.family for _, font in looks(read(body))] == [None, "Wingdings"]


def test_a_shape_s_style_colours_letters_that_have_no_colour_of_their_own() -> None:
    shape = (
        '<wps:wsp><wps:spPr><a:solidFill><a:srgbClr val="4472C4"/></a:solidFill></wps:spPr><wps:style><a:fontRef '
        'idx="minor"><a:schemeClr val="lt1"/></a:fontRef></wps:style><wps:txbx><w:txbxContent>'
        f"{para(run('x') + run('y', RED))}</w:txbxContent></wps:txbx></wps:wsp>"
    )
    graphic = f"<a:graphic><a:graphicData>{shape}</a:graphicData></a:graphic>"
    drawing = f"<w:r><w:drawing><wp:inline>{graphic}</wp:inline></w:drawing></w:r>"

    assert [font.colour for _, font in looks(read(para(drawing)))] == ["FFFFFF", "FF0000"]


def test_automatic_text_turns_white_on_shading_of_eighty_percent_black() -> None:
    assert [automatic_colour(grey) for grey in ("000000", "333333", "404040", "4D4D4D", "FFFFFF")] == [
        "FFFFFF", "FFFFFF", None, "000000", "000000",
    ]  # fmt: skip


# -- the setting of lines ------------------------------------------------------------------------------------------

SET = ParagraphFormat("left", 1.0, None, 0.0, 0.0, 0.0, 0.0, 0.0)
NUMBERED = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
    '<w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
IN_LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def set_as(properties: str) -> str:
    return f"<w:pPr>{properties}</w:pPr>"


@pytest.mark.parametrize(
    ("properties", "styles", "expected"),
    [
        ("", "", SET),
        ('<w:jc w:val="both"/>', "", SET._replace(alignment="justify")),
        ('<w:jc w:val="end"/>', "", SET._replace(alignment="right")),
        ('<w:jc w:val="left"/><w:bidi/>', "", SET._replace(alignment="right")),
        ('<w:spacing w:before="120" w:after="240"/>', "", SET._replace(before_pt=6.0, after_pt=12.0)),
        ('<w:spacing w:line="360"/>', "", SET._replace(line_spacing=1.5)),
        ('<w:spacing w:line="280" w:lineRule="exact"/>', "", SET._replace(line_spacing=None, line_pt=14.0)),
        ('<w:spacing w:line="280" w:lineRule="atLeast"/>', "", SET._replace(line_spacing=None, line_pt=14.0)),
        ('<w:spacing w:before="120" w:beforeAutospacing="1"/>', "", SET._replace(before_pt=None)),
        ('<w:spacing w:afterLines="50" w:after="120"/>', "", SET._replace(after_pt=None)),
        (
            '<w:ind w:left="720" w:hanging="360" w:right="20"/>',
            "",
            SET._replace(left_pt=36.0, first_pt=-18.0, right_pt=1.0),
        ),
        ('<w:ind w:start="1in" w:firstLine="200"/>', "", SET._replace(left_pt=72.0, first_pt=10.0)),
        ('<w:ind w:leftChars="200"/>', "", SET._replace(left_pt=None)),
        ('<w:ind w:left="wide"/>', "", SET._replace(left_pt=None)),
        (
            '<w:spacing w:after="0"/>',
            defaults("", '<w:spacing w:after="160" w:line="259" w:lineRule="auto"/>'),
            SET._replace(line_spacing=1.0792),
        ),
        (
            '<w:pStyle w:val="S"/><w:ind w:firstLine="200"/>',
            style("S", set_as('<w:ind w:hanging="360" w:left="720"/>')),
            SET._replace(left_pt=36.0, first_pt=10.0),
        ),
        (
            '<w:pStyle w:val="S"/>',
            style("A", set_as('<w:jc w:val="center"/>')) + style("S", set_as('<w:spacing w:after="20"/>'), based="A"),
            SET._replace(alignment="center", after_pt=1.0),
        ),
        (IN_LIST, "", SET._replace(left_pt=36.0, first_pt=-18.0)),
        (
            '<w:pStyle w:val="S"/>' + IN_LIST,
            style("S", set_as('<w:ind w:left="1440"/>')),
            SET._replace(left_pt=36.0, first_pt=-18.0),
        ),
        (IN_LIST + '<w:ind w:left="1440"/>', "", SET._replace(left_pt=72.0, first_pt=-18.0)),
        (
            '<w:pStyle w:val="S"/>',
            style("S", set_as(IN_LIST + '<w:ind w:left="1440"/>')),
            SET._replace(left_pt=72.0, first_pt=-18.0),
        ),
    ],
)
def test_lines_are_set_as_the_levels_that_have_a_say_in_it_make_them(
    properties: str, styles: str, expected: ParagraphFormat
) -> None:
    artifact = read(para("x", properties), styles, numbering=NUMBERED)

    assert texts(artifact)[0].paragraph == expected


def test_contextual_spacing_is_none_between_paragraphs_of_one_style() -> None:
    spaced = style("S", set_as('<w:spacing w:before="200" w:after="100"/><w:contextualSpacing/>'))
    artifact = read(styled("S", "a") + styled("S", "b") + para("c") + styled("S", "d"), spaced)

    found = [block.paragraph for block in texts(artifact)]
    assert [(one.before_pt, one.after_pt) for one in found if one is not None] == [
        (10.0, 0.0),
        (0.0, 5.0),
        (0.0, 0.0),
        (10.0, 5.0),
    ]


def test_a_table_style_sets_lines_over_the_defaults() -> None:
    styles = defaults("", '<w:spacing w:after="160"/>') + style("T", set_as('<w:spacing w:after="0"/>'), kind="table")
    block = texts(read(tabled(para("x")), styles))[0]

    assert block.paragraph == SET


# -- against an independent oracle, and laws -------------------------------------------------------------------------


def test_explicit_values_are_those_that_python_docx_wrote() -> None:
    document = python_docx.Document()
    paragraph = document.add_paragraph()
    for size, name, bold, italic, colour in (
        (8, "Arial", True, False, "112233"),
        (21.5, "Georgia", False, True, "FF8800"),
    ):
        one = paragraph.add_run(f"{name} ")
        one.font.size, one.font.name, one.font.bold, one.font.italic = Pt(size), name, bold, italic
        one.font.color.rgb = RGBColor.from_string(colour)
        one.font.highlight_color = WD_COLOR_INDEX.YELLOW
    artifact = read_docx(_saved(document), "a.docx")

    assert [font for _, font in looks(artifact)[:2]] == [
        made("Arial", 8.0, "b", "112233", "FFFF00"),
        made("Georgia", 21.5, "i", "FF8800", "FFFF00"),
    ]


def test_the_built_in_styles_of_python_docx_look_as_its_template_says() -> None:
    """By hand, from the template's styles.xml and theme1.xml: Cambria and Calibri, 11 points, headings in accent 1."""
    document = python_docx.Document()
    document.add_heading("Top", 1)
    document.add_paragraph("Body")
    document.add_paragraph("Quote", style="Intense Quote")
    found = looks(read_docx(_saved(document), "a.docx"))[:3]

    assert found == [
        ("Top", made("Calibri", 14.0, "b", "365F91", "FFFFFF")),
        ("Body", made("Cambria", 11.0, "", "000000", "FFFFFF")),
        ("Quote", made("Cambria", 11.0, "bi", "4F81BD", "FFFFFF")),
    ]


def _saved(document: object) -> bytes:
    import io

    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


PROPERTIES = st.lists(
    st.sampled_from(
        ["", BOLD, ITALIC, sized(30), DARK, "<w:rtl/>", "<w:vanish/>", fonts("Arial"), '<w:highlight w:val="red"/>']
    ),
    max_size=3,
)
WORDS = st.text(st.sampled_from(" \tab\u00e9\u4e2d\u05d0\U0001f600\u2019"), max_size=8)


@cache
def _styles() -> str:
    return defaults(sized(22) + MINOR) + style("S", BOLD + '<w:rFonts w:eastAsia="E" w:cs="C"/>')


@given(st.lists(st.tuples(WORDS, PROPERTIES), max_size=6), st.booleans())
def test_runs_cover_a_text_exactly_in_order_and_share_their_fonts(
    pieces: list[tuple[str, list[str]]],
    in_a_cell: bool,  # noqa: FBT001
) -> None:
    paragraph = styled("S", "".join(run(text, "".join(properties)) for text, properties in pieces) or "<w:r/>")
    artifact = read(table(row(cell(paragraph + paragraph))) if in_a_cell else paragraph, _styles())

    shared: dict[Font, int] = {}
    for block in texts(artifact):
        ends = [0, *(one.end for one in block.runs)]
        assert [one.start for one in block.runs] == ends[:-1]
        assert ends[-1] == len(block.text)
        assert all(one.start < one.end for one in block.runs)
        for font in block.fonts:
            assert shared.setdefault(font, id(font)) == id(font)
