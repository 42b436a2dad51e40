"""Checks of spreadsheets: for each one work that meets it and one that does not."""

from __future__ import annotations

from openpyxl import Workbook  # type: ignore[import-untyped]

from outcomes.appearance import CellValue
from outcomes.artifact import Artifact, Block
from tests.checks.example import Example
from tests.checks.support import artifact, workbook


def _sheets(*names: str, hidden: str = "") -> Workbook:
    """A workbook with a cell in each sheet."""
    book = Workbook()
    book.remove(book.active)
    for name in names:
        sheet = book.create_sheet(name)
        sheet["A1"] = name
        if name == hidden:
            sheet.sheet_state = "hidden"
    return book


def _cell(at: str, row: int, text: str, value: CellValue) -> Block:
    return Block("cell", f"sheet 1!{at}", text, row=row, column=1, cell=value)


def _calculated(text: str, value: float | None) -> Artifact:
    """A sheet with a formula, and its result."""
    result = CellValue("number" if value is not None else None, value, "A2*2", "0.0")
    return artifact("xlsx", _cell("A1", 1, text, result), unit="sheet")


EXAMPLES = (
    Example(
        "xlsx.no_errors",
        workbook([["Sum", 1], ["#hashtag", "#N/A"]]),
        workbook([["Sum", "#REF!"], ["x", "#N/A"]]),
        {"Data!B1": "shows #REF!"},
        {"allow": ["#N/A"]},
    ),
    Example(
        "xlsx.no_errors",
        artifact("xlsx", _cell("A1", 1, "#REF!", CellValue("text", "#REF!")), unit="sheet"),
        artifact("xlsx", _cell("A1", 1, "#REF!", CellValue("error", "#REF!", "B2")), unit="sheet"),
        {"sheet 1!A1": "shows #REF!"},
    ),
    Example(
        "xlsx.formulas",
        workbook([["a", 1], ["b", 2], ["Sum", "=SUM(B1:B2)"]]),
        workbook([["a", 1], ["b", 2], ["Sum", 3]]),
        {"Data!B3": '"3" is no formula'},
        {"ranges": ["Data!B3"]},
    ),
    Example(
        "xlsx.formulas",
        workbook([["a", "=1+1"]]),
        workbook([["a", "=2"]]),
        {"Data!B1": '"=2" is no formula'},
        {"ranges": ["Data!B1:D1"]},
    ),
    Example(
        "xlsx.sheets",
        _sheets("Summary", "Notes", "Data"),
        _sheets("Data", "Summary", hidden="Data"),
        {"": 'no sheet "Data"'},
        {"names": ["summary", "Data"]},
    ),
    Example(
        "xlsx.sheets",
        _sheets("Summary", "Data"),
        _sheets("Data", "Summary", "More data"),
        {
            "": "the sheets stand in another order: Data, Summary and More data",
            "'More data'": "a sheet that was not asked for",
        },
        {"names": ["Summary", "Data"], "only": True},
    ),
    Example(
        "xlsx.cell",
        workbook([["Revenue", 1250.4]]),
        workbook([["Revenue", 1251]]),
        {"Data!B1": 'Data!B1 holds "1251", not 1250'},
        {"at": "Data!B1", "equals": 1250, "tolerance": 0.5},
        unclear=workbook([["Revenue", "=1000+250"]]),
        why="Data!B1 is a formula that was never calculated",
    ),
    Example(
        "xlsx.cell",
        workbook([["INV-0007"]]),
        workbook([["INV-7"]]),
        {"Data!A1": 'Data!A1 holds "INV-7", not something that "INV-[0-9]{4}" matches'},
        {"at": "Data!A1", "pattern": "INV-[0-9]{4}"},
    ),
    Example(
        "xlsx.cell",
        _calculated("12.0", 12.0),
        _calculated("12.0", 12.04),
        {"sheet 1!A1": "'sheet 1'!A1 holds \"12.04\", not 12"},
        {"at": "'sheet 1'!A1", "equals": 12},
        unclear=_calculated("", None),
        why="'sheet 1'!A1 is a formula that was never calculated",
    ),
    Example(
        "xlsx.no_hidden",
        _sheets("Summary", "Lists", hidden="Lists"),
        workbook([["a"], ["b", "c"]], hidden_rows=[2]),
        {"Data!A2": "in a hidden row"},
        {"allow": ["Lists"]},
    ),
    Example(
        "xlsx.no_hidden",
        _sheets("Summary"),
        _sheets("Summary", "Lists", hidden="Lists"),
        {"Lists": "the sheet is hidden"},
    ),
    Example(
        "xlsx.calculated",
        _calculated("12.0", 12.0),
        workbook([["a", "=1+1"]]),
        {"Data!B1": '"=1+1" has no result'},
    ),
    Example(
        "xlsx.no_constants",
        workbook(
            [
                ["Price", 20, "=ROUND(B1*C3,2)", "=IF(B1>0,1,0)", '=B1&" in Q4 2026"'],
                ["Rate", 0.19, "=VLOOKUP(B1,A1:B9,2,0)", "=DATE(2026,3,31)", "=SUM($B$1:$B$12)+'Plan 2026'!B7"],
                [
                    "Sum",
                    "=B1*(1+B2)",
                    "=LOG10(B1)+Prices[Net 2026]",
                    "=INDEX(B1:B9,-2)",
                    "=_xlfn.XLOOKUP(B1,B:B,C:C,,-1,2)/12",
                ],
            ]
        ),
        workbook(
            [
                ["Price", 20, "=ROUND(B1*1.19,2)", "=SUM(2:2,500)"],
                ["Rate", "=B1*19%", "=1200+350", "=ROUND(2.5,1)"],
            ]
        ),
        {
            "Data!C1": '"=ROUND(B1*1.19,2)" has 1.19 typed into it',
            "Data!D1": '"=SUM(2:2,500)" has 500 typed into it',
            "Data!B2": '"=B1*19%" has 19% typed into it',
            "Data!C2": '"=1200+350" has 1200 and 350 typed into it',
            "Data!D2": '"=ROUND(2.5,1)" has 2.5 typed into it',
        },
        {"allow": [0, 1, 12]},
    ),
    Example(
        "xlsx.consistent_rows",
        workbook(
            [
                ["Opening", 100, "=B3", "=C3", "=D3"],
                ["Paid", 5, 6, "=SUM(B2:C2)", "=E1*Rates!$B$1"],
                ["Closing", "=B1-B2", "=C1-C2", "=D1-D2", "=E1-E2"],
                ["Quarters", "=B1*B2", "=C1*C2", "=SUM(B4:C4)", "=E1*E2"],
            ]
        ),
        workbook(
            [
                ["Growth", "=B9*$A$1", "=C9*$A$1", "=D9*$A$2", "=E9*$A$1"],
                ["Cost", "=B9*2", 40, "=D9*2", "=E9*2"],
            ]
        ),
        {
            "Data!D1": '"=D9*$A$2" stands between two copies of one formula',
            "Data!C2": '"40" stands between two copies of one formula',
        },
    ),
)
