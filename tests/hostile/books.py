"""Hostile workbooks: text that is shared too often, formulas that are, and addresses beyond every sheet."""

# ruff: noqa: E501 - markup is read best where a tag is not broken
from __future__ import annotations

from typing import Final

from tests.fuzz.odd import NUMBERS
from tests.hostile.building import ANY, OK, Files, sheet_xml, workbook

FILES = Files()
_BOUNDED: Final = "ok|ok+flag:truncated|error:too-large"
_CELL: Final = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
_STRINGS: Final = (("x", "sharedStrings", "sharedStrings.xml"),)


def _rows(cells: str) -> str:
    return f"<sheetData><row>{cells}</row></sheetData>"


@FILES.add(".xlsx", "ok+flag:truncated|error:too-large", slow=True)
def a_long_text_shared_by_two_hundred_thousand_cells() -> bytes:
    """Thirty kilobytes, as a cell may hold, make six gigabytes when every cell is shown."""
    strings = sheet_xml("sst", f"<si><t>{'shared words ' * 2_500}</t></si>")
    cell = '<c t="s"><v>0</v></c>'
    sheet = "".join(f'<row r="{n}">{cell * 100}</row>' for n in range(1, 1_900))
    return workbook(f"<sheetData>{sheet}</sheetData>", parts={"xl/sharedStrings.xml": strings}, rels=_STRINGS)


@FILES.add(".xlsx", "ok+flag:truncated|error:too-large", slow=True)
def a_long_formula_shared_by_a_hundred_thousand_cells() -> bytes:
    formula = "+".join(["A1"] * 2_700)
    first = f'<c r="B1"><f t="shared" si="0" ref="A1:XFD1048576">{formula}</f><v>1</v></c>'
    rest = "".join(f'<row r="{n}"><c r="B{n}"><f t="shared" si="0"/><v>1</v></c></row>' for n in range(2, 100_000))
    return workbook(f'<sheetData><row r="1">{first}</row>{rest}</sheetData>')


@FILES.add(".xlsx", _BOUNDED, slow=True)
def a_row_of_every_column_and_a_thousand_of_them() -> bytes:
    row = "<c><v>1</v></c>" * 16_384
    columns = "".join(f'<col min="1" max="16384" width="{n}" hidden="1"/>' for n in range(2_000))
    return workbook(f"<cols>{columns}</cols><sheetData>{f'<row>{row}</row>' * 12}</sheetData>")


@FILES.add(".xlsx", OK)
def columns_hidden_to_the_end_of_all_numbers() -> bytes:
    columns = "".join(
        f'<col min="{low}" max="{high}" hidden="1"/>'
        for low, high in (("1", "2147483647"), ("-9", "9" * 30), ("5", "1"), ("x", ""), ("NaN", "1e300"))
    )
    return workbook(f"<cols>{columns}</cols>{_CELL}")


@FILES.add(".xlsx", OK)
def sheets_named_by_control_characters() -> bytes:
    names = (
        "a&#10;b",
        "a&#13;",
        "a&#9;b",
        "\u202edrow",
        "\u200b",
        "",
        "'",
        "''",
        "a!b",
        "S1",
        "S1",
        "s1",
        "x" * 20_000,
        "S1 #2",
        "...",
        "~deadbeef",
        "¶1",
        "A1",
        "R1C1",
        "[x]y",
        "é",
        "e\u0301",
    )
    return workbook(*[_CELL] * len(names), names=names)


@FILES.add(".xlsx", _BOUNDED, slow=True)
def a_thousand_sheets_of_one_name() -> bytes:
    return workbook(*[_CELL] * 1_000, names=("Same",) * 1_000)


@FILES.add(".xlsx", _BOUNDED, slow=True)
def two_thousand_sheets_that_are_one_part() -> bytes:
    listed = "".join(f'<sheet name="N{n}" sheetId="{n}" r:id="s1"/>' for n in range(2_000))
    cells = "".join(f"<row>{'<c><v>1</v></c>' * 100}</row>" for _ in range(100))
    return workbook(
        f"<sheetData>{cells}</sheetData>",
        parts={"xl/workbook.xml": sheet_xml("workbook", f"<sheets>{listed}</sheets>")},
    )


@FILES.add(".xlsx", _BOUNDED, slow=True)
def names_that_are_defined_by_each_other() -> bytes:
    names = "".join(f'<definedName name="n{n}">n{(n + 1) % 100_000}+n{n}</definedName>' for n in range(100_000))
    return workbook(_CELL, extra=f"<definedNames>{names}</definedNames>")


@FILES.add(".xlsx", _BOUNDED, slow=True)
def a_hundred_thousand_comments() -> bytes:
    comments = sheet_xml(
        "comments",
        "<authors><author>A</author></authors><commentList>"
        + "".join(f'<comment ref="A{n}" authorId="{n}"><text><t>c</t></text></comment>' for n in range(100_000))
        + "</commentList>",
    )
    return _with_sheet_part("comments", comments)


@FILES.add(".xlsx", OK)
def comments_on_cells_that_no_sheet_has() -> bytes:
    refs = ("A0", "XFE1", "AAAAAAAAAA1", "A99999999999", "", "1", "A1:XFD1048576", "$A$1", "a1", "x")
    comments = sheet_xml(
        "comments",
        "<authors/><commentList>"
        + "".join(f'<comment ref="{ref}" authorId="-1"><text><t>c</t></text></comment>' for ref in refs)
        + "</commentList>",
    )
    return _with_sheet_part("comments", comments)


def _with_sheet_part(kind: str, content: str) -> bytes:
    from tests.artifacts.ooxml_files import relationships

    rels = relationships(("r1", kind, f"../{kind}1.xml"))
    return workbook(_CELL, parts={f"xl/{kind}1.xml": content, "xl/worksheets/_rels/sheet1.xml.rels": rels})


@FILES.add(".xlsx", _BOUNDED, slow=True)
def merged_areas_that_overlap_all_over_the_sheet() -> bytes:
    merges = '<mergeCell ref="A1:XFD1048576"/>' + "".join(
        f'<mergeCell ref="A{n}:XFD{n + 5}"/>' for n in range(1, 50_000)
    )
    return workbook(f"{_CELL}<mergeCells>{merges}</mergeCells>")


@FILES.add(".xlsx", OK)
def cells_beyond_the_sheet() -> bytes:
    refs = (
        "A0",
        "XFE1",
        "AAAAAAAAAAAAAAAAAA1",
        "A99999999999999",
        "",
        "1A",
        "A",
        "1",
        "$A$1",
        "a1",
        "A1",
        "A1",
        "A1:B2",
        "\u0391\u0661",
        "A-1",
        "A1.5",
        "A" * 5_000 + "1",
    )
    cells = "".join(f'<c r="{ref}"><v>1</v></c>' for ref in refs)
    rows = "".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in ("0", "-1", "x", "9" * 30, "1048577", "1", "1", ""))
    return workbook(f"<sheetData><row>{cells}</row>{rows}</sheetData>")


@FILES.add(".xlsx", OK)
def values_that_are_no_values() -> bytes:
    odd = [number.replace("&", "") for number in NUMBERS]
    cells = "".join(
        f'<c t="{kind}" s="{n}"><v>{n}</v></c>' for n in odd for kind in ("n", "s", "b", "e", "d", "str", "x", "")
    )
    strings = sheet_xml("sst", "<si><t>a</t></si>")
    return workbook(_rows(cells), parts={"xl/sharedStrings.xml": strings}, rels=_STRINGS)


@FILES.add(".xlsx", OK)
def dates_before_and_after_all_time() -> bytes:
    values = ("0", "60", "-1", "1e300", "NaN", "inf", "2958465", "2958466", "1e18", "0.999999999999", "-0.5", "1e-300")
    formats = (
        "yyyy-mm-dd",
        "[h]:mm:ss.000",
        "mmmmm",
        "[$-F800]dddd",
        "hh:mm AM/PM",
        ";;;",
        "0" * 50_000,
        "#,##0" * 9_000,
        '"' * 9_999,
        "[" * 9_999,
        "\\" * 9_999,
        "yyyy" * 9_999,
        "?/" * 9_999,
        "0.0" + "0" * 400 + "%%%",
        "E+E+E+",
        "General;[Red]x",
    )
    codes = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for n, code in enumerate(formats)
    )
    looks = "".join(f'<xf numFmtId="{n}"/>' for n in (*range(164, 164 + len(formats)), 14, 22, 45, 999_999_999, -1))
    styles = sheet_xml("styleSheet", f"<numFmts>{codes}</numFmts><cellXfs>{looks}</cellXfs>")
    cells = "".join(f'<c s="{style}"><v>{value}</v></c>' for style in range(len(formats) + 5) for value in values)
    return workbook(_rows(cells), parts={"xl/styles.xml": styles}, rels=(("y", "styles", "styles.xml"),))


@FILES.add(".xlsx", _BOUNDED, slow=True)
def one_cell_of_a_hundred_thousand_runs() -> bytes:
    return workbook(_rows(f'<c t="inlineStr"><is>{"<r><rPr><b/></rPr><t>x</t></r>" * 100_000}</is></c>'))


@FILES.add(".xlsx", _BOUNDED, slow=True)
def links_from_a_million_cells() -> bytes:
    links = "".join(f'<hyperlink ref="A1:XFD1048576" location="S1!A{n}" display="x"/>' for n in range(50_000))
    return workbook(f"{_CELL}<hyperlinks>{links}</hyperlinks>")


@FILES.add(".xlsx", OK)
def shared_formulas_of_nobody() -> bytes:
    cells = "".join(
        f'<c><f t="{kind}" si="{si}" ref="{ref}">{text}</f><v>1</v></c>'
        for kind in ("shared", "array", "dataTable", "x")
        for si in ("0", "-1", "x", "9" * 30, "")
        for ref in ("A1", "XFD1048576:A1", "", "x")
        for text in ("", "A1+$B$2", "A1048576+XFD1", "R[-1]C", "'", '"', "A1" * 3_000)
    )
    return workbook(_rows(cells))


@FILES.add(".xlsx", ANY, slow=True)
def ranges_of_rules_without_number() -> bytes:
    refs = " ".join(f"A{n}:XFD{n}" for n in range(1, 100_000))
    return workbook(
        f'{_CELL}<conditionalFormatting sqref="{refs}"><cfRule type="expression"><formula>1</formula></cfRule></conditionalFormatting><dataValidations><dataValidation sqref="{refs}"/></dataValidations>'
    )


@FILES.add(".xlsx", _BOUNDED, slow=True)
def styles_without_number() -> bytes:
    looks = '<xf numFmtId="14"/>' * 300_000
    return workbook(
        _rows('<c s="299999"><v>1</v></c>'),
        parts={"xl/styles.xml": sheet_xml("styleSheet", f"<cellXfs>{looks}</cellXfs>")},
        rels=(("y", "styles", "styles.xml"),),
    )


@FILES.add(".xlsx", _BOUNDED, slow=True)
def a_million_strings_that_nobody_uses() -> bytes:
    strings = sheet_xml("sst", "<si><t>x</t></si>" * 950_000)
    return workbook(_CELL, parts={"xl/sharedStrings.xml": strings}, rels=_STRINGS)


@FILES.add(".xlsx", OK)
def a_workbook_that_is_its_own_sheet_and_strings() -> bytes:
    rels = (
        ("rS", "sharedStrings", "workbook.xml"),
        ("rT", "styles", "workbook.xml"),
        ("rW", "worksheet", "workbook.xml"),
    )
    return workbook(_CELL, extra='<sheets><sheet name="W" sheetId="9" r:id="rW"/></sheets>', rels=rels)
