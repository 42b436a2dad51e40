"""Checks of numbers: for each one work that meets it and one that does not."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Literal

from outcomes.appearance import ChartData, ChartSeries
from outcomes.artifact import Artifact, Block, FileEntry, Unit
from outcomes.blobs import Files
from outcomes.stores.memory import MemoryBlobs
from outcomes.testing.documents import Docx, Pptx
from outcomes.wiring import read_bytes
from tests.checks.example import Example, File, Work
from tests.checks.support import workbook

if TYPE_CHECKING:
    from collections.abc import Callable

Rows = list[list[str]]


def _markdown(rows: Rows) -> Work:
    head, *body = ("| " + " | ".join(row) + " |" for row in rows)
    return "\n".join([head, "|" + "---|" * len(rows[0]), *body]) + "\n"


def _html(rows: Rows) -> Work:
    lines = ("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{''.join(lines)}</table>"


def _csv(rows: Rows) -> Work:
    return File("work.csv", "\n".join(";".join(row) for row in rows) + "\n")


def _text(*sentences: str) -> tuple[tuple[Work, str], ...]:
    """Two paragraphs in each kind of file, and where the second stands."""
    docx, pptx = Docx(), Pptx().slide("A")
    for sentence in sentences:
        docx.paragraph(sentence)
        pptx.shape(sentence)
    return (
        (docx, "¶2"),
        (pptx, 'slide 1 / shape "TextBox 3"'),
        ("".join(f"<p>{sentence}</p>" for sentence in sentences), "work.html / p 2"),
        ("\n\n".join(sentences), "work.md:L3"),
    )


TABLES: tuple[tuple[Callable[[Rows], Work], str, str], ...] = (
    (lambda rows: Docx().table(rows), "Table 1 ", "Table 1"),
    (lambda rows: Pptx().slide("A").table(rows), 'slide 1 / shape "Table 2" / ', 'slide 1 / shape "Table 2"'),
    (_html, "work.html / table 1 ", "work.html / table 1"),
    (_markdown, "work.md:L1 / ", "work.md:L1"),
)
"""Work with one table, what its cells' places begin with, and where the table stands."""
CELLS = (*((build, cell) for build, cell, _ in TABLES), (_csv, "work.csv:"))

SALES: Rows = [
    ["Region", "Units", "Revenue", "Growth %"],
    ["North", "1,200", "3.1", "4"],
    ["South", "800", "2.2", "-2"],
]
SHARES: Rows = [["Region", "Share"], ["North", "50 %"], ["South", "33 %"]]
TWICE = (
    "Total revenue was EUR 12.4 million.",
    "In sum, total revenue was EUR 12.44 million.",
    "Costs were EUR 3 million.",
)
UNLIKE = ("Total revenue was EUR 12.4 million.", "In sum, total revenue was EUR 12.6 million.")


def _chart(kind: Literal["docx", "pptx"], last: float, *, embedded: bool = True) -> Artifact:
    """A file with a chart of two points and the workbook of its data."""
    book, package = io.BytesIO(), io.BytesIO()
    workbook([["", "Revenue"], ["Q1", 10], ["Q2", 12.5]], title="Sheet1").save(book)
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("embeddings/book.xlsx", book.getvalue())
    data = package.getvalue()
    blobs = MemoryBlobs()
    entry = FileEntry(f"work.{kind}", blobs.put(data), len(data))
    series = ChartSeries("Revenue", ("Q1", "Q2"), (10, last), "Sheet1!$B$2:$B$3", name_ref="Sheet1!$B$1")
    drawn = ChartData("bar", (series,), "embeddings/book.xlsx" if embedded else None)
    block = Block("chart", "chart 1", "Sales", chart=drawn)
    unit = Unit("section", 1, "section 1", blocks=(block,))
    return Artifact(kind, entry.path, (entry,), (unit,), contents=Files([entry], blobs, read_bytes))


def _pie(kind: Literal["docx", "pptx"], *shares: str) -> Artifact:
    text = "; ".join(f"{name} = {share}" for name, share in zip("ABC", shares, strict=True))
    series = Block("span", "chart 1 / series 1", f"Share: {text}", name="series")
    block = Block("chart", "chart 1", "Who buys", style="pie", children=(series,))
    entry = FileEntry(f"work.{kind}", "0" * 64, 1)
    return Artifact(kind, entry.path, (entry,), (Unit("section", 1, "section 1", blocks=(block,)),))


KINDS: tuple[Literal["docx", "pptx"], ...] = ("docx", "pptx")

EXAMPLES = (
    *(
        Example(
            "table_totals",
            build([*SALES, ["Total", "2,000", "5.3", "1.6"]]),
            build([*SALES, ["Total", "2,100", "5.3", "1.6"]]),
            {f"{cell}R4C2": '"2,100", but the figures add up to 2,000'},
        )
        for build, cell in CELLS
    ),
    Example(
        "table_totals",
        Docx().table([["", "Q1", "Q2", "Total"], ["Tea", "1,5", "2,5", "4,0"], ["Milk", "1,0", "1,0", "2,0"]]),
        Docx().table([["", "Q1", "Q2", "Total"], *([name, "1", "2", "3"] for name in "ABC"), ["D", "1", "2", "9"]]),
        {"Table 1 R5C4": '"9", but the figures add up to 3'},
    ),
    *(
        Example(
            "percentages_sum",
            build([*SHARES, ["East", "16 %"]]),
            build([*SHARES, ["East", "27 %"]]),
            {table: '"Share" adds up to 110 %'},
        )
        for build, _, table in TABLES
    ),
    Example(
        "percentages_sum",
        _pie("pptx", "33.3%", "33.3%", "33.3%"),
        _pie("pptx", "33%", "33%", "43%"),
        {"chart 1": '"Who buys" adds up to 109 %'},
    ),
    *(
        Example(
            "numbers_agree",
            good,
            bad,
            {place: '"total revenue" is EUR 12.6 million here, and EUR 12.4 million at ' + first},
        )
        for (good, _), (bad, place), first in zip(
            _text(*TWICE),
            _text(*UNLIKE),
            ("¶1", 'slide 1 / shape "TextBox 2"', "work.html / p 1", "work.md:L1"),
            strict=True,
        )
    ),
    Example(
        "numbers_agree",
        Docx().table(SALES).table([["", "North", "South"], ["Units", "1,200", "800"], ["Revenue", "3.1", "2.2"]]),
        Docx().table(SALES).table([["", "North", "South"], ["Units", "1,200", "900"], ["Revenue", "3.1", "2.2"]]),
        {"Table 2 R2C3": '"Units / South" is 900 here, and 800 at Table 1 R3C2'},
    ),
    *(
        Example(
            "chart_data",
            _chart(kind, 12.5),
            _chart(kind, 14),
            {"chart 1": '"Revenue", "Q2": 14 in the chart, 12.5 in its workbook (Sheet1!B3)'},
            unclear=_chart(kind, 14, embedded=False),
            why="1 chart, none with a workbook of its own to compare it with",
        )
        for kind in KINDS
    ),
)
