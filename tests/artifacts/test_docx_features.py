"""Everything that a Word file can hold and others lose: one token for each, and where it must come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes.appearance import ChartData, ChartSeries, Font, Image, ShapeFormat, TextFrame
from outcomes.artifact import Flag
from outcomes.artifacts.docx.quick import cell_block, text_block
from outcomes.artifacts.docx.reader import read_docx
from outcomes.testing import Docx
from outcomes.testing._ooxml import png
from tests.artifacts.docx_building import cell, lines, listed, para, read, row, run, styled, table
from tests.artifacts.ooxml_files import docx, part
from tests.artifacts.test_docx_drawings import box, drawn

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Block

TWIP = 635
CUSTOM = ' w:customMarkFollows="1"'


def token(artifact: Artifact, text: str) -> Block:
    """The one block that holds a token, in whatever way a reader of the artifact would meet it."""
    found = [block for block in artifact.walk() if text in block.text]
    assert len(found) == 1, f"{text} stands in {[block.locator for block in found]}"
    return found[0]


def field(code: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    instruction = f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
    return mark.format("begin") + instruction + mark.format("separate") + result + mark.format("end")


# -- nothing is lost ----------------------------------------------------------------------------------------------

CHOICE = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
NESTED = table(row(cell(table(row(cell("nestTOKEN"))) + para(""))))
DELETED = para("<w:del><w:r><w:delText>delTOKEN</w:delText></w:r></w:del>")
WHITE = '<w:color w:val="FFFFFF"/>'
PICTURED = drawn("<pic:pic/>", about='descr="altTOKEN"')
FORMULA = (
    "<m:oMath><m:f><m:num><m:r><m:t>numTOKEN</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (styled("H2", "headTOKEN"), ("heading", "¶1", "visible", None, None)),
        (listed(1, 0, "listTOKEN"), ("list_item", "¶1", "visible", "1.", None)),
        (NESTED, ("cell", "Table 1 R1C1 / Table 1 R1C1", "visible", None, None)),
        (para(f"<w:ins w:author='Ann'>{run('insTOKEN')}</w:ins>"), ("paragraph", "¶1", "visible", None, "inserted")),
        (DELETED, ("paragraph", "¶1", "markup", None, "deleted")),
        (CHOICE.format(para("sdtTOKEN")), ("paragraph", "¶1", "visible", None, None)),
        (para(CHOICE.format(run("inlineTOKEN"))), ("paragraph", "¶1", "visible", None, None)),
        (para(drawn(box(para("boxTOKEN")))), ("text_box", "textbox / ¶1", "visible", None, None)),
        (para(FORMULA), ("equation", "¶1", "visible", None, None)),
        (para(run("seen") + run("vanishTOKEN", "<w:vanish/>")), ("span", "¶1 / hidden 1", "hidden", None, None)),
        (para(run("seen") + run("whiteTOKEN", WHITE)), ("span", "¶1 / hidden 1", "hidden", None, None)),
        (para(PICTURED), ("alt_text", "¶1 / picture 1 / alt text", "hidden", None, None)),
        (para(field("PAGEREF x", run("fieldTOKEN"))), ("paragraph", "¶1", "visible", None, None)),
        (para("<w:smartTag>" + run("smartTOKEN") + "</w:smartTag>"), ("paragraph", "¶1", "visible", None, None)),
    ],
)  # fmt: skip
def test_each_feature_comes_out_once_and_in_its_place(body: str, expected: tuple[str | None, ...]) -> None:
    word = next(part for part in body.replace("<", " ").replace(">", " ").replace('"', " ").split() if "TOKEN" in part)
    block = token(read(body), word)

    assert (block.kind, block.locator, block.visibility, block.label, block.change) == expected


def test_links_lead_to_addresses_and_to_bookmarks_and_bookmarks_have_a_place() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="{}"/><w:bookmarkEnd w:id="1"/>'
    body = (
        para(f'<w:hyperlink w:anchor="Here">{run("jump")}</w:hyperlink>')
        + para(mark.format("Here") + run("target"))
        + mark.format("Between")
        + para("after")
        + table(row(cell(para(mark.format("Cell") + run("in a cell")))))
        + f"<w:tbl><w:tr>{mark.format('Row')}{cell('x')}</w:tr></w:tbl>"
    )
    artifact = read(body)

    assert artifact.units[0].blocks[0].target == "#Here"
    assert artifact.bookmarks == {"Here": "¶2", "Between": "¶3", "Cell": "Table 1 R1C1", "Row": ""}


def test_a_reply_and_a_resolved_comment_say_so() -> None:
    w14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="{}"'
    comments = "".join(
        f'<w:comment w:id="{at}" w:author="Ann"><w:p {w14.format(key)}>{run(text)}</w:p></w:comment>'
        for at, (key, text) in enumerate((("0A", "Why?"), ("0B", "Because."), ("0C", "Fine")))
    )
    said = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="0A" w15:done="0"/>'
        '<w15:commentEx w15:paraId="0B" w15:paraIdParent="0A" w15:done="1"/>'
        "</w15:commentsEx>"
    )
    artifact = read(
        para("x"),
        rels=(("rId8", "comments", "comments.xml"), ("rId9", "commentsExtended", "commentsExtended.xml")),
        parts={"word/comments.xml": part("w:comments", comments), "word/commentsExtended.xml": said},
    )

    assert [(block.text, block.label) for block in artifact.of_kind("comment")] == [
        ("Why?", None),
        ("Because.", "reply to comment 0, resolved"),
        ("Fine", None),
    ]


@pytest.mark.parametrize(
    ("kind", "settings", "section", "expected"),
    [
        ("footnote", "", "", ["1", None, "2"]),
        ("endnote", "", "", ["i", None, "ii"]),
        ("endnote", '<w:endnotePr><w:numFmt w:val="upperLetter"/></w:endnotePr>', "", ["A", None, "B"]),
        ("footnote", "", '<w:footnotePr><w:numFmt w:val="chicago"/></w:footnotePr>', ["*", None, "\u2020"]),
        ("footnote", "", '<w:footnotePr><w:numStart w:val="5"/></w:footnotePr>', ["5", None, "6"]),
        (
            "footnote",
            "",
            '<w:footnotePr><w:numFmt w:val="chicago"/><w:numStart w:val="120"/></w:footnotePr>',
            ["\u00a7" * 30, None, "121"],
        ),
        ("footnote", "", '<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>', [None, None, None]),
    ],
)
def test_notes_carry_the_number_that_is_printed(
    kind: str, settings: str, section: str, expected: list[str | None]
) -> None:
    marks = "".join(
        f'<w:r><w:{kind}Reference w:id="{at}"{CUSTOM if at == 2 else ""}/></w:r>' for at in (1, 2, 3)
    )  # fmt: skip
    notes = "".join(f'<w:{kind} w:id="{at}">{para(f"note {at}")}</w:{kind}>' for at in (1, 2, 3))
    artifact = read(
        para(run("x") + marks) + f"<w:sectPr>{section}</w:sectPr>",
        rels=(("rId8", f"{kind}s", "notes.xml"), ("rId9", "settings", "settings.xml")),
        parts={"word/notes.xml": part(f"w:{kind}s", notes), "word/settings.xml": part("w:settings", settings)},
    )

    assert [(block.locator, block.name) for block in artifact.walk() if block.kind == kind] == [
        (f"{kind} {at}", name) for at, name in enumerate(expected, 1)
    ]


# -- imported content ---------------------------------------------------------------------------------------------


def imported(name: str, content: str | bytes) -> Artifact:
    return read(
        para("before") + '<w:altChunk r:id="rId9"/>' + para("after"),
        rels=(("rId9", "aFChunk", name),),
        parts={f"word/{name}": content},
    )


def test_imported_pages_text_and_documents_are_read_in_their_place() -> None:
    inner = docx(
        styled("Heading1", "Inner") + para("nested") + '<w:altChunk r:id="rId1"/>', rels=(("rId1", "aFChunk", "x.txt"),)
    )

    assert lines(imported("x.html", "<h2>Head</h2><p>page <b>text</b></p>"))[1:3] == [
        "heading imported content 1 / h2 1 [level=2]: Head",
        "paragraph imported content 1 / p 1: page text",
    ]
    assert lines(imported("x.txt", "plain\n\nwords"))[1:3] == [
        "paragraph imported content 1:L1: plain",
        "paragraph imported content 1:L3: words",
    ]
    assert lines(imported("x.docx", inner))[1:3] == [
        "heading imported content 1 / ¶1 [level=1]: Inner",
        "paragraph imported content 1 / ¶2: nested",
    ]


def test_imported_content_is_flagged_as_what_it_was_read_as() -> None:
    flags = imported("x.html", "<p>seen</p>").flags

    assert flags == (
        Flag(
            "altchunk",
            "imports the content of word/x.html, which was read as an HTML page",
            "word/document.xml",
            "info",
        ),
    )


@pytest.mark.parametrize(
    ("name", "content"), [("x.rtf", b"{\\rtf1 x}"), ("x.mht", b"MIME-Version: 1.0\n\n"), ("x.docx", b"PK\x03\x04")]
)
def test_imported_content_that_cannot_be_read_is_marked_in_its_place(name: str, content: bytes) -> None:
    artifact = imported(name, content)

    assert [(block.kind, block.locator) for block in artifact.walk()] == [
        ("paragraph", "¶1"),
        ("unreadable", "imported content"),
        ("paragraph", "¶2"),
    ]
    assert {flag.code for flag in artifact.flags} == {"altchunk", "unreadable"}


def test_many_imports_of_one_part_are_read_a_few_times_only() -> None:
    artifact = read(
        '<w:altChunk r:id="rId9"/>' * 30, rels=(("rId9", "aFChunk", "x.txt"),), parts={"word/x.txt": "again"}
    )

    assert [block.text for block in artifact.walk()][:11] == ["again"] * 10 + [
        "[unreadable: the content of word/x.txt is imported here.]"
    ]


def test_a_document_that_imports_itself_is_read_once() -> None:
    shell = docx('<w:altChunk r:id="rId9"/>', rels=(("rId9", "aFChunk", "self.docx"),), parts={"word/self.docx": b"x"})
    artifact = imported("self.docx", shell)

    assert [block.kind for block in artifact.walk()] == ["paragraph", "unreadable", "paragraph"]


# -- tables of contents -------------------------------------------------------------------------------------------


def contents(*entries: str, code: str = 'TOC \\o "1-3" \\h') -> str:
    first, *rest = [styled("TOC1", run(entry)) for entry in entries] or [para("")]
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin = mark.format("begin") + f"<w:r><w:instrText>{code}</w:instrText></w:r>" + mark.format("separate")
    end = f"<w:p>{mark.format('end')}</w:p>"
    return first.replace("</w:pPr>", f"</w:pPr>{begin}", 1) + "".join(rest) + end


HEADINGS = styled("Heading1", "Aims") + para("text") + styled("Heading2", "First aim") + styled("Heading1", "Costs")


def toc(artifact: Artifact) -> list[tuple[str, str, str]]:
    return [(flag.code, flag.detail, flag.locator) for flag in artifact.flags if flag.code.startswith("toc")]


def test_a_table_of_contents_that_agrees_with_the_headings_is_not_stale() -> None:
    artifact = read(contents("Aims\t1", "1.1\tFirst  AIM\t12", "Costs .......... iv") + HEADINGS)

    assert toc(artifact) == [("toc", "table of contents with 3 entries", "¶1")]
    assert artifact.facts["toc_entries"] == 3


def test_a_stale_table_of_contents_says_what_is_missing_and_what_is_wrong() -> None:
    stale = toc(read(contents("Aims\t1", "Old part\t2") + HEADINGS))
    order = toc(read(contents("Costs\t1", "Aims\t2", "First aim\t2") + HEADINGS))
    empty = toc(read(contents() + HEADINGS))

    assert stale[1][1] == (
        "the table of contents is stale: 2 headings not listed ('First aim', 'Costs'); "
        "1 entry without a heading ('Old part')"
    )
    assert order[1][1] == "the table of contents is stale: the headings stand in another order"
    assert [code for code, _, _ in empty] == ["toc", "toc-stale"]


def test_only_the_levels_that_a_table_of_contents_names_are_missed() -> None:
    artifact = read(contents("Aims\t1", "Costs\t2", code='TOC \\o "1-1"') + HEADINGS)

    assert [code for code, _, _ in toc(artifact)] == ["toc"]


def test_a_table_of_contents_of_other_styles_misses_no_built_in_headings() -> None:
    artifact = read(contents("Aims\t1", code='TOC \\t "Chapter,1"') + HEADINGS)

    assert [code for code, _, _ in toc(artifact)] == ["toc"]


def test_a_list_of_figures_lists_no_headings() -> None:
    artifact = read(contents("Figure 1\t1", code='TOC \\h \\z \\c "Figure"') + HEADINGS)

    assert [code for code, _, _ in toc(artifact)] == ["toc"]


def test_a_table_of_contents_without_a_field_is_known_by_its_gallery() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    inside = para("Contents") + styled("TOC1", "Aims\t1")
    artifact = read(f"<w:sdt>{gallery}<w:sdtContent>{inside}</w:sdtContent></w:sdt>" + HEADINGS)

    assert toc(artifact)[0] == ("toc", "table of contents with 1 entry", "¶2")
    assert "2 headings not listed" in toc(artifact)[1][1]


# -- facts and flags ----------------------------------------------------------------------------------------------


def test_pages_are_measured_by_the_smallest_of_all_sections() -> None:
    def section(size: str, margins: str) -> str:
        return f"<w:sectPr><w:pgSz {size}/><w:pgMar {margins}/></w:sectPr>"

    wide = section('w:w="16838" w:h="11906"', 'w:left="720" w:right="1440" w:top="-1000" w:bottom="1in"')
    tall = section('w:w="11906" w:h="16838"', 'w:left="1440" w:right="1440" w:top="1440" w:bottom="1440"')
    old = "<w:sectPr><w:sectPrChange><w:sectPr><w:pgMar w:left='1'/></w:sectPr></w:sectPrChange></w:sectPr>"
    facts = read(para("x", wide) + para("y", old) + tall).facts

    assert {name: value for name, value in facts.items() if name.endswith("_emu")} == {
        "page_width_emu": 11906 * TWIP, "page_height_emu": 11906 * TWIP, "margin_left_emu": 720 * TWIP,
        "margin_right_emu": 1440 * TWIP, "margin_top_emu": 1000 * TWIP, "margin_bottom_emu": 914_400,
    }  # fmt: skip


def test_three_empty_paragraphs_in_a_row_are_spacing_and_a_page_break_is_not() -> None:
    page_break = para('<w:r><w:br w:type="page"/></w:r>')
    body = para("a") + para("") * 4 + para("b") + para("") * 2 + page_break + para("") * 2 + para("c") + para("") * 3
    artifact = read(body)

    assert [flag for flag in artifact.flags if flag.code == "empty-paragraphs"] == [
        Flag("empty-paragraphs", "4 empty paragraphs in a row", "¶2", "info"),
        Flag("empty-paragraphs", "3 empty paragraphs in a row", "¶13", "info"),
    ]
    assert artifact.facts["empty_paragraphs"] == 11


def test_the_language_is_that_of_most_of_the_text() -> None:
    body = para(run("kurz", '<w:lang w:val="en-US"/>')) + para(run("viel laenger", '<w:lang w:val="de-DE"/>'))

    assert [read(text).facts.get("language") for text in (body, para("x"))] == ["de-DE", None]
    assert read_docx(Docx().paragraph("Built").to_bytes(), "a.docx").facts["language"] == "en-GB"


def test_custom_xml_with_text_is_flagged() -> None:
    parts: dict[str, str | bytes] = {
        "customXml/item1.xml": "<a><b>xmlTOKEN</b></a>",
        "customXml/item2.xml": "<a b='c'/>",
    }

    assert read(para("x"), parts=parts).flags == (
        Flag("custom-xml", "holds data that no page shows as it is (customXml/item1.xml)", severity="info"),
    )


# -- pictures, shapes, charts -------------------------------------------------------------------------------------

PICTURE = (
    '<pic:pic><pic:blipFill><a:blip r:embed="rId9"/><a:srcRect l="25000"/></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:ext cx="100" cy="50"/></a:xfrm><a:prstGeom prst="ellipse"/></pic:spPr></pic:pic>'
)


def pictured(content: str) -> list[Block]:
    artifact = read(para(content), rels=(("rId9", "image", "media/a.png"),), parts={"word/media/a.png": png()})
    return artifact.of_kind("picture", "shape", "text_box")


def test_a_picture_knows_its_pixels_its_drawn_size_and_its_crop() -> None:
    group = (
        '<wpg:wgp><wpg:grpSpPr><a:xfrm><a:ext cx="400" cy="400"/><a:chExt cx="200" cy="100"/></a:xfrm></wpg:grpSpPr>'
        f"{PICTURE}</wpg:wgp>"
    )
    shape = '<v:shape style="width:72pt;height:36pt"><v:imagedata r:id="rId9" cropleft="16384f"/></v:shape>'
    old = f"<w:r><w:pict>{shape}</w:pict></w:r>"
    images = [pictured(content)[0].image for content in (drawn(PICTURE), drawn(group), old)]

    assert images == [
        Image("png", 96, 64, 9, 9, (0.25, 0.0, 0.0, 0.0), "word/media/a.png"),
        Image("png", 96, 64, 200, 200, (0.25, 0.0, 0.0, 0.0), "word/media/a.png"),
        Image("png", 96, 64, 914_400, 457_200, (0.25, 0.0, 0.0, 0.0), "word/media/a.png"),
    ]


def test_a_shape_says_what_it_paints_and_how_its_text_is_fitted() -> None:
    shape = (
        '<wps:wsp><wps:spPr><a:xfrm rot="5400000"/><a:prstGeom prst="roundRect"/>'
        '<a:solidFill><a:srgbClr val="ffcc00"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{para('x')}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" anchor="ctr" vert="vert270" numCol="2"><a:spAutoFit/></wps:bodyPr></wps:wsp>'
    )

    assert pictured(drawn(shape))[0].shape == ShapeFormat(
        rotation=90.0, geometry="roundRect", fill="FFCC00", outline="none",
        frame=TextFrame(0, 45_720, 91_440, 45_720, True, "resize", "middle", True, 2),  # noqa: FBT003
    )  # fmt: skip


def test_a_chart_keeps_its_numbers_their_places_and_its_workbook() -> None:
    def cached(role: str, formula: str, kind: str, *values: str) -> str:
        inner = "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values) if value)
        count = f'<c:ptCount val="{len(values)}"/>'
        cache = f"<c:f>{formula}</c:f><c:{kind}Cache>{count}{inner}</c:{kind}Cache>"
        return f"<c:{role}><c:{kind}Ref>{cache}</c:{kind}Ref></c:{role}>"

    series = (
        cached("tx", "Sheet1!$B$1", "str", "Revenue")
        + cached("cat", "Sheet1!$A$2:$A$4", "str", "Q1", "Q2", "Q3")
        + cached("val", "Sheet1!$B$2:$B$4", "num", "4.25", "", "5")
    )
    chart = part(
        "c:chartSpace",
        f"<c:chart><c:plotArea><c:barChart><c:ser>{series}</c:ser></c:barChart></c:plotArea></c:chart>"
        '<c:externalData r:id="rId1"/>',
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/package" Target="../embeddings/data.xlsx"/></Relationships>'
    )
    artifact = read(
        para(drawn('<c:chart r:id="rId9"/>')),
        rels=(("rId9", "chart", "charts/chart1.xml"),),
        parts={
            "word/charts/chart1.xml": chart, "word/charts/_rels/chart1.xml.rels": rels,
            "word/embeddings/data.xlsx": b"PK",
        },
    )  # fmt: skip

    assert artifact.of_kind("chart")[0].chart == ChartData(
        "bar",
        (
            ChartSeries(
                "Revenue", ("Q1", "Q2", "Q3"), (4.25, None, 5.0), "Sheet1!$B$2:$B$4", "Sheet1!$A$2:$A$4", "Sheet1!$B$1"
            ),
        ),
        "word/embeddings/data.xlsx",
    )


# -- blocks made quickly are blocks -----------------------------------------------------------------------------------


def test_blocks_made_quickly_are_the_same_as_blocks_made_by_name() -> None:
    from outcomes.appearance import UNKNOWN_FONT, ParagraphFormat, TextRun
    from outcomes.artifact import Block

    runs, child, setting = (TextRun(0, 1, UNKNOWN_FONT),), (Block("span", "s"),), ParagraphFormat("left")

    assert text_block("heading", "l", "t", "hidden", "vanish", 2, "1.", "S", child, runs, setting) == Block(
        "heading", "l", "t", "hidden", "vanish", level=2, label="1.", style="S", children=child, runs=runs,
        paragraph=setting,
    )  # fmt: skip
    assert cell_block("l", "t", "markup", "deleted", 2, 3, 4, True, child, runs, setting) == Block(  # noqa: FBT003
        "cell", "l", "t", "markup", "deleted", change="deleted", row=2, column=3, column_span=4, header=True,
        children=child, runs=runs, paragraph=setting,
    )  # fmt: skip


# -- what the builder writes is what the reader finds ---------------------------------------------------------------


def test_a_built_document_reads_back_with_its_looks_contents_gaps_and_bookmarks() -> None:
    built = (
        Docx(title="Report")
        .contents(("Summary", 1), ("Left out", 2))
        .heading("Summary")
        .bookmark("summary")
        .empty(3)
        .paragraph("Loud", bold=True, font="Georgia", size_pt=14.5, colour="AA0000", background="FFFFCC")
        .paragraph("See ")
        .link("above", "#summary")
    )
    artifact = read_docx(built.to_bytes(), "report.docx")
    loud = token(artifact, "Loud")

    assert loud.fonts == (Font("Georgia", 14.5, bold=True, italic=False, colour="AA0000", background="FFFFCC"),)
    assert artifact.bookmarks == {"summary": "¶3"}
    assert [block.target for block in artifact.walk() if block.target] == ["#summary"]
    assert [(flag.code, flag.locator) for flag in artifact.flags] == [
        ("empty-paragraphs", "¶4"),
        ("toc", "¶1"),
        ("toc-stale", "¶1"),
    ]
