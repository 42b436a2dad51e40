"""A financial model of five years, and the draft that came before it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import xlsxwriter  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

YEARS: Final = (2027, 2028, 2029, 2030, 2031)
FIRST_ROW: Final = 5


class Input(NamedTuple):
    """A row of the sheet Inputs."""

    label: str
    unit: str
    values: tuple[float, ...]
    source: str


class Line(NamedTuple):
    """A calculated row: the formula of a year, in which `{c}` is its column and `{p}` the one before."""

    label: str
    unit: str
    formula: str
    values: Sequence[float]
    first: str = ""
    """The formula of the first year, where there is no year before."""


_INPUTS: Final = (
    Input("Roasted coffee sold", "tonnes", (120, 150, 180, 200, 210), "Sales plan, 3 March 2026"),
    Input("Price", "EUR per kg", (14.2, 14.5, 14.8, 15.1, 15.4), "Assumption: 2 % a year on the price list of 2026"),
    Input("Green coffee", "EUR per kg", (6.4, 6.5, 6.6, 6.7, 6.8), "Offer of the importer, 12 February 2026"),
    Input("Staff", "thousand EUR", (520, 600, 655, 700, 720), "Plan of positions, version 7"),
    Input("Rent and energy", "thousand EUR", (140, 160, 165, 170, 175), "Lease of 2025; energy is an assumption"),
    Input("Investment", "thousand EUR", (500, 100, 50, 50, 50), "Offer for roaster no. 2, 20 January 2026"),
    Input("Time of depreciation", "years", (10, 10, 10, 10, 10), "Tax table for plant and machinery"),
    Input("Tax rate", "share of profit", (0.25, 0.25, 0.25, 0.25, 0.25), "Assumption: as in 2026"),
    Input("Cash at the beginning", "thousand EUR", (650,), "Balance sheet, 31 December 2026"),
)


def _lines() -> tuple[Line, ...]:
    """The rows of the sheet Calculations, with what Excel would calculate for them."""
    tonnes, price, green, staff, rent, invest, years, rate = (row.values for row in _INPUTS[:8])
    span = range(len(YEARS))
    revenue = [tonnes[t] * price[t] for t in span]
    coffee = [-tonnes[t] * green[t] for t in span]
    ebitda = [revenue[t] + coffee[t] - staff[t] - rent[t] for t in span]
    depreciation = [-sum(invest[: t + 1]) / years[t] for t in span]
    before_tax = [ebitda[t] + depreciation[t] for t in span]
    tax = [-max(0, before_tax[t]) * rate[t] for t in span]
    profit = [before_tax[t] + tax[t] for t in span]
    flow = [profit[t] - depreciation[t] - invest[t] for t in span]
    closing = [_INPUTS[8].values[0] + sum(flow[: t + 1]) for t in span]
    opening = [_INPUTS[8].values[0], *closing[:-1]]
    assets = [sum(invest[: t + 1]) + sum(depreciation[: t + 1]) for t in span]
    equity = [_INPUTS[8].values[0] + sum(profit[: t + 1]) for t in span]
    money = "thousand EUR"
    return (
        Line("Revenue", money, "Inputs!{c}5*Inputs!{c}6", revenue),
        Line("Green coffee", money, "-Inputs!{c}5*Inputs!{c}7", coffee),
        Line("Staff", money, "-Inputs!{c}8", [-value for value in staff]),
        Line("Rent and energy", money, "-Inputs!{c}9", [-value for value in rent]),
        Line("Operating profit before depreciation", money, "SUM({c}5:{c}8)", ebitda),
        Line("Depreciation", money, "-SUM(Inputs!$C10:{c}10)/Inputs!{c}11", depreciation),
        Line("Profit before tax", money, "{c}9+{c}10", before_tax),
        Line("Tax", money, "-MAX(0,{c}11)*Inputs!{c}12", tax),
        Line("Profit", money, "{c}11+{c}12", profit),
        Line("Cash flow", money, "{c}13-{c}10-Inputs!{c}10", flow),
        Line("Cash at the beginning", money, "{p}16", opening, "Inputs!C13"),
        Line("Cash at the end", money, "{c}15+{c}14", closing),
        Line("Plant and machinery", money, "{p}17+Inputs!{c}10+{c}10", assets, "Inputs!C10+C10"),
        Line("Equity", money, "{p}18+{c}13", equity, "Inputs!C13+C13"),
        Line("Check: assets less equity", money, "ROUND({c}16+{c}17-{c}18,6)", [0.0 for _ in span]),
    )


def model(*, draft: bool = False) -> bytes:
    """A model of a coffee roastery; the draft grew on the evening before the meeting with the bank."""
    return _grown() if draft else _built()


def _built() -> bytes:
    lines = _lines()
    shown = [("Revenue", 0), ("Profit", 8), ("Cash at the end", 11), ("Check: assets less equity", 14)]

    def write(book: Any) -> None:
        formats = _formats(book)
        _inputs(book.add_worksheet("Inputs"), formats)
        _calculated(book.add_worksheet("Calculations"), "Calculations", lines, formats)
        outputs = [
            Line(label, "thousand EUR", f"Calculations!{{c}}{FIRST_ROW + at}", lines[at].values) for label, at in shown
        ]
        _calculated(book.add_worksheet("Outputs"), "Outputs", outputs, formats)

    return _workbook(write)


def _inputs(sheet: Any, formats: dict[str, Any]) -> None:
    _head(sheet, "Roastery expansion: inputs", formats)
    sheet.write(3, 7, "Source", formats["bold"])
    for row, (label, unit, values, source) in enumerate(_INPUTS, FIRST_ROW - 1):
        sheet.write_row(row, 0, [label, unit])
        sheet.write_row(row, 2, values, formats["input"])
        sheet.write(row, 7, source)
    sheet.set_column(7, 7, 50)


def _calculated(sheet: Any, title: str, lines: Sequence[Line], formats: dict[str, Any]) -> None:
    _head(sheet, f"Roastery expansion: {title.lower()}", formats)
    for row, line in enumerate(lines, FIRST_ROW - 1):
        sheet.write_row(row, 0, [line.label, line.unit])
        for at, value in enumerate(line.values):
            formula = line.first if line.first and at == 0 else line.formula
            place = formula.format(c="CDEFG"[at], p="BCDEF"[at])
            sheet.write_formula(row, 2 + at, f"={place}", formats["number"], value)


def _head(sheet: Any, title: str, formats: dict[str, Any]) -> None:
    sheet.write(0, 0, title, formats["title"])
    sheet.write(1, 0, "Amounts in thousand euros; income is positive, cost negative. Inputs are blue on yellow.")
    sheet.write_row(3, 0, ["Item", "Unit", *YEARS], formats["bold"])
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 6, 14)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _grown() -> bytes:
    def write(book: Any) -> None:
        sheet = book.add_worksheet("Outputs")
        sheet.write_row(3, 0, ["Item", "", *YEARS])
        sheet.write_row(4, 0, ["Revenue", "", 1704, 2175, 2664, 3020, 3234])
        sheet.write_row(5, 0, ["Cost"])
        for at, column in enumerate("CDEFG"):
            typed = (("=-Costs!{c}5*1.02", 908), ("=-Costs!{c}5*1.02-35", 1020))[column == "F"]
            sheet.write_formula(5, 2 + at, typed[0].format(c=column), None, typed[1])
        sheet.write_row(6, 0, ["Margin"])
        sheet.write_formula(6, 2, "=C6/C99", None, "#DIV/0!")
        sheet.write_formula(6, 3, "=D6/D5", None, "")
        costs = book.add_worksheet("Costs")
        costs.write_row(4, 0, ["Coffee", "", 768, 975, 1188, 1340, 1428])
        costs.write_row(5, 0, ["Staff", "", "TBD", 600, 655, 700, 720])
        costs.write_formula(6, 2, "='[1]2026'!B4", None, 6.4)
        costs.set_column(8, 8, None, None, {"hidden": True})
        costs.write(4, 8, "do not show the bank")

    return _linked(_workbook(write), "prices.xlsx")


def _formats(book: Any) -> dict[str, Any]:
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "bold": book.add_format({"bold": True}),
        "input": book.add_format({"font_color": "#0000FF", "bg_color": "#FFF2CC", "num_format": "#,##0.0##"}),
        "number": book.add_format({"num_format": "#,##0.0;[Red]-#,##0.0"}),
    }


def _workbook(write: Callable[[Any], None]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    write(book)
    book.close()
    return stream.getvalue()


def _linked(data: bytes, other: str) -> bytes:
    """The workbook with a link to another one, as Excel keeps it: `[1]` in a formula is the first of them."""
    part = "externalLinks/externalLink1.xml"
    added = {
        f"xl/{part}": f'<externalLink xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><externalBook r:id="rId1"><sheetNames>'
        '<sheetName val="2026"/></sheetNames></externalBook></externalLink>',
        "xl/externalLinks/_rels/externalLink1.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/externalLinkPath" Target="{other}" TargetMode="External"/></Relationships>',
    }
    changed = {
        "[Content_Types].xml": ("</Types>", f'<Override PartName="/xl/{part}" ContentType="{_LINK_TYPE}"/></Types>'),
        "xl/_rels/workbook.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rIdLink" Type="{_OFFICE}/externalLink" Target="{part}"/></Relationships>',
        ),
        "xl/workbook.xml": (
            "</sheets>",
            '</sheets><externalReferences><externalReference r:id="rIdLink"/></externalReferences>',
        ),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(stream, "w") as linked:
        for entry in whole.infolist():
            old, new = changed.get(entry.filename, ("", ""))
            linked.writestr(entry, whole.read(entry).decode().replace(old, new) if old else whole.read(entry))
        for name, content in added.items():
            linked.writestr(name, content)
    return stream.getvalue()


_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_LINK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
