"""Workbooks as another library writes them."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl  # type: ignore[import-untyped]
from openpyxl.comments import Comment  # type: ignore[import-untyped]
from openpyxl.styles import Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.workbook.defined_name import DefinedName  # type: ignore[import-untyped]
from openpyxl.worksheet.table import Table  # type: ignore[import-untyped]


def styled_workbook() -> bytes:
    """A workbook with one of everything, as a library writes it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Region", "Q1", "When", "Share"])
    sheet.append(["North", 12.5, date(2026, 3, 31), 0.25])
    sheet.append(["South", "=B2*2", True, None])
    sheet["B2"].number_format, sheet["D2"].number_format = "#,##0.00;[Red](#,##0.00)", "0.0%"
    sheet["A1"].font, sheet["A1"].fill = Font(bold=True, color="FF0000"), PatternFill("solid", fgColor="FFFF00")
    sheet["A2"].comment, sheet["A3"].hyperlink = Comment("Why?", "Ada"), "#Sheet!A1"
    sheet.merge_cells("A5:B6")
    sheet.column_dimensions["D"].hidden = True
    sheet.add_table(Table(displayName="Sales", ref="A1:D3"))
    book.create_sheet("Hidden").sheet_state = "hidden"
    book.defined_names["Total"] = DefinedName("Total", attr_text="Sheet!$B$3")
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
