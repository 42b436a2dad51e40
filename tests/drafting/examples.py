"""Examples with one of everything that a draft can measure."""

from __future__ import annotations

import io

from openpyxl import Workbook  # type: ignore[import-untyped]

from outcomes.testing.documents import Docx, Pptx

PROSE = (
    "The plan for the third quarter was met in two of three regions. The north gained most, as its new depot opened in "
    "June. The south lost one large customer, and found two small ones. Nothing has changed in the west."
)


def report() -> Docx:
    """Three sections, a captioned table with a total, a described picture, a header."""
    return (
        Docx(title="Quarter", author="Ada")
        .header("Confidential")
        .heading("Summary")
        .paragraph(PROSE)
        .heading("Results")
        .paragraph("Revenue by region is shown in Table 1.")
        .paragraph("Table 1: Revenue by region", style="Caption")
        .table([["Region", "Revenue"], ["North", "12"], ["South", "7"], ["West", "5"], ["Total", "24"]])
        .paragraph("The map shows where the depots are.")
        .picture(alt="A map of the three regions with their depots")
        .heading("Risks")
        .paragraph(PROSE)
    )


def deck() -> Pptx:
    """Four slides with titles and notes, a table and a described picture."""
    return (
        Pptx(title="Quarter", author="Ada")
        .slide("The plan was met in two of three regions", bullets=["North", "South"], notes="Say who decided.")
        .slide("The north gained most", bullets=["The depot opened", "Two routes began"], notes="Show the map.")
        .slide("Revenue by region", notes="Read the total aloud.")
        .table([["Region", "Revenue"], ["North", "12"], ["South", "7"], ["Total", "19"]])
        .slide("Where the depots are", notes="Point at the north.")
        .picture(alt="A map of the three regions")
    )


def book() -> bytes:
    """A summary and a sheet of data, with formulas that were never calculated."""
    made = Workbook()
    summary = made.active
    summary.title = "Summary"
    data = made.create_sheet("Data '26")
    data.append(["Month", "Net", "Tax", "Gross"])
    for row in range(2, 14):
        data.append([f"2026-{row - 1:02}", row * 10, f"=B{row}*0.2", f"=B{row}+C{row}"])
    summary.append(["Net", "=SUM('Data ''26'!B2:B13)"])
    summary.append(["Gross", "=SUM('Data ''26'!D2:D13)"])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()
