"""Checks of structure: for each one work that meets it and one that does not."""

from __future__ import annotations

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.chart import BarChart, PieChart, Reference  # type: ignore[import-untyped]

from outcomes.artifact import Block, Flag
from outcomes.testing.documents import Docx, Pptx
from tests.checks.example import Example
from tests.checks.support import artifact


def _link(locator: str, target: str) -> Block:
    return Block("span", locator, target=target)


def _charts(axis: str | None) -> Workbook:
    """A workbook with a chart whose upright axis has this title, and a pie, which has none to name."""
    book = Workbook()
    for row in (["Region", "Net", "Gross"], ["North", 12, 14], ["South", 7, 8]):
        book.active.append(row)
    for chart, last, at in ((BarChart(), 3, "F2"), (PieChart(), 2, "F20")):
        chart.title = "Revenue"
        chart.add_data(Reference(book.active, min_col=2, max_col=last, min_row=1, max_row=3), titles_from_data=True)
        book.active.add_chart(chart, at)
    book.active._charts[0].y_axis.title = axis
    return book


EXAMPLES = (
    Example(
        "chart_titles",
        Docx().chart("Revenue", ["Q1"], {"North": [1], "South": [2]}),
        Docx().chart("", ["Q1"], {"North": [1], "South": [2]}),
        {"¶1 / chart 1": "no title"},
    ),
    Example(
        "chart_titles",
        Pptx().slide("A").chart("Revenue", ["Q1"], {"North": [1], "South": [2]}),
        Pptx().slide("A").chart("", ["Q1"], {"North": [1], "South": [2]}),
        {'slide 1 / shape "Chart 2"': "no title"},
    ),
    Example(
        "chart_titles",
        _charts("EUR million"),
        _charts(None),
        {"Sheet / chart 1": "no title on its axes, at least 1 asked for"},
        {"axis_titles": 1},
    ),
    Example(
        "heading_order",
        Docx().paragraph("A title", style="Title").heading("A").heading("B", level=2).heading("C"),
        Docx().heading("A").heading("B", level=3),
        {"¶2": '"B" is of level 3 after level 1'},
    ),
    Example(
        "heading_order",
        "# A\n\n## B\n\n# C\n",
        "## A\n\n#### B\n",
        {
            "work.md:L1": '"A" is of level 2 as the first heading; the first is of level 1',
            "work.md:L3": '"B" is of level 4 after level 2',
        },
    ),
    Example(
        "heading_order",
        "<h1>A</h1><h2>B</h2>",
        "<h1>A</h1><h3>B</h3>",
        {"work.html / h3 1": '"B" is of level 3 after level 1'},
    ),
    Example(
        "sections",
        Docx().heading("1. Summary").paragraph("x").heading("2. Risks").paragraph("y"),
        Docx().heading("Risks").heading("Summary"),
        {"¶1": '"Risks" stands before "Summary"'},
        {"names": ["Summary", "Risks"]},
    ),
    Example(
        "sections",
        Pptx().slide("Summary").slide("Risks"),
        Pptx().slide("Summary").slide("Costs"),
        {"": 'no heading "Risks"'},
        {"names": ["Summary", "Risks"]},
    ),
    Example(
        "sections",
        "# Report\n\n## Summary\n\nText.\n\n## Risks\n",
        "# Report\n\n**Summary**\n\n## Risks\n",
        {"": 'no heading "Summary"'},
        {"names": ["Summary", "Risks"]},
    ),
    Example(
        "sections",
        "# Tool\n\n## Installation\n\n## 2. Licence:\n",
        "# Tool\n\n## Set-up\n\n## License\n",
        {"": 'no heading "Install" or "Installation"'},
        {"names": ["Install | Installation", "License|Licence"]},
    ),
    Example(
        "sections",
        "<h1>Summary</h1><h1>Risks</h1>",
        "<h1>Summary</h1><p>Risks</p>",
        {"": 'no heading "Risks"'},
        {"names": ["Summary", "Risks"]},
    ),
    Example(
        "section_words",
        Docx().heading("1 Summary").paragraph("In short.").heading("Why", level=2).paragraph("Because."),
        Docx().heading("1 Summary").heading("Rest").paragraph("In short."),
        {"¶1": '"1 Summary" has 0 words, asked for at least 3'},
        {"names": ["Summary"], "min": 3},
    ),
    Example(
        "section_words",
        "<h1>A</h1><p>One two</p><h1>B</h1><ul><li>three</li></ul>",
        "<h1>A</h1><p>One two</p><h1>B</h1><ul><li>three four five</li></ul>",
        {"work.html / h1 2": '"B" has 3 words, asked for at most 2'},
        {"max": 2},
        unclear="<p>One</p>",
        why="there are no headings, so there are no sections",
    ),
    Example(
        "section_words",
        "# Abstract\n\nIn short.\n",
        "# Report\n\nIn short.\n",
        {"": 'no section "Summary" or "Abstract"'},
        {"names": ["Summary | Abstract"], "max": 3},
    ),
    Example(
        "section_words",
        "# Summary\n\nIn short.\n",
        "# Report\n\nIn short.\n",
        {"": 'no section "Summary"'},
        {"names": ["Summary"], "max": 3},
    ),
    Example(
        "captions",
        Docx()
        .picture(alt="A bridge")
        .paragraph("Figure 1: The bridge", style="Caption")
        .paragraph("Table 1. Costs", style="Caption")
        .table([["a", "b"], ["1", "2"]])
        .picture(alt=""),
        Docx()
        .picture(alt="A bridge")
        .paragraph("Figure 1: The bridge", style="Caption")
        .paragraph("As we saw.")
        .picture(alt="A road")
        .paragraph("Figure 3: The road", style="Caption")
        .paragraph("It is long.")
        .table([["a", "b"], ["1", "2"]]),
        {"Table 1": "a table without a caption", "¶5": "figure 3 where 2 is due"},
    ),
    Example(
        "captions",
        "<figure><img src=a.png alt=A><figcaption>Figure 1: A</figcaption></figure>",
        "<p>See:</p><p><img src=a.png alt=A></p><p>Well.</p>",
        {"work.html / img 1": "a figure without a caption"},
        {"of": "figures"},
    ),
    Example(
        "captions",
        "![A](a.png)\n\n*Figure 1: A*\n\nText.\n\nTable 1: B\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        "![A](a.png)\n\n*Figure 1: A*\n\nText.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        {"work.md:L7": "a table without a caption"},
    ),
    Example(
        "references_resolve",
        Docx()
        .heading("1 Costs")
        .paragraph("They fell (see Figure 1 and Section 2.1), as section 9 of the Act asks.")
        .heading("2 Risks")
        .heading("2.1 Money", level=2)
        .picture(alt="A")
        .paragraph("Figure 1: Costs", style="Caption"),
        Docx()
        .heading("1 Costs")
        .paragraph("They fell (see Figures 1 and 2 and Section 2.2).")
        .heading("2 Risks")
        .heading("2.1 Money", level=2)
        .paragraph("Figure 1: Costs", style="Caption")
        .paragraph("Table 1: Risks", style="Caption"),
        {"¶2": '"Section 2.2" is referred to, but is not there', "¶6": "table 1 is never referred to"},
    ),
    Example(
        "references_resolve",
        "<table><caption>Table 1: A</caption><tr><td>a<td>b</table><p>See Table 1.</p>",
        "<table><caption>Table 1: A</caption><tr><td>a<td>b</table><p>See Table 2.</p>",
        {
            "work.html / p 1": '"Table 2" is referred to, but is not there',
            "work.html / caption 1": "table 1 is never referred to",
        },
    ),
    Example(
        "references_resolve",
        "Figure 1: A\n\nFigure 1 shows it.\n",
        "Figure 1: A\n\nIt is shown.\n",
        {"work.md:L1": "figure 1 is never referred to"},
    ),
    Example(
        "toc",
        artifact("docx", flags=[Flag("toc", "a table of contents", "¶2", "info")], facts={"toc_entries": 4}),
        artifact(
            "docx",
            flags=[
                Flag("toc", "a table of contents", "¶2", "info"),
                Flag("toc-stale", 'the table of contents lacks "Risks"', "¶2"),
            ],
        ),
        {"¶2": 'the table of contents lacks "Risks"'},
    ),
    Example(
        "links",
        artifact("docx", _link("¶1", "#costs"), _link("¶2", "https://a.org/x"), bookmarks={"costs": "¶9"}),
        artifact("docx", _link("¶1", "#cost"), _link("¶2", "https:///x"), bookmarks={"costs": "¶9"}),
        {"¶1": '"#cost" leads to no place in the file', "¶2": '"https:///x" is no address'},
    ),
    Example(
        "links",
        artifact("pptx", _link("a", "slide 1"), _link("b", "mailto:a@b.org?subject=x"), unit="slide"),
        artifact("pptx", _link("a", "slide 4"), _link("b", "mailto:a"), _link("c", "file:///C:/x.xlsx"), unit="slide"),
        {
            "a": '"slide 4" is no slide of this deck',
            "b": '"mailto:a" is no mail address',
            "c": '"file:///C:/x.xlsx" leads to a file on somebody\'s own computer',
        },
    ),
    Example(
        "links",
        artifact("xlsx", _link("A1", "#'sheet 1'!B2"), _link("A2", "other.xlsx"), unit="sheet"),
        artifact("xlsx", _link("A1", "#Data!B2"), unit="sheet"),
        {"A1": '"#Data!B2" leads to a sheet that is not there'},
    ),
    Example(
        "links",
        artifact("html", _link("a", "#b"), _link("c", "page.html"), _link("d", "#top"), bookmarks={"b": "p 1"}),
        artifact("html", _link("a", "#c"), _link("d", "http://a b.org"), bookmarks={"b": "p 1"}),
        {"a": '"#c" leads to no place in the file', "d": '"http://a b.org" is no address'},
        unclear=artifact("html", _link("a", "#b")),
        why="1 link; where links inside the file may lead to is not known",
    ),
    Example(
        "links",
        "See [this](https://en.wikipedia.org/wiki/Tea) and [that](other.md).\n",
        "See [this](https://example.com/page).\n",
        {"work.md:L1 / link 1": '"https://example.com/page" is a sample address'},
    ),
)
