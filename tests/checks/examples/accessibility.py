"""Checks of accessibility: for each one work that meets it and one that does not."""

from __future__ import annotations

from outcomes.testing.documents import Docx, Pptx
from tests.artifacts.ooxml_files import docx
from tests.checks.example import Example, File
from tests.checks.office import linked_deck, merged_deck, merged_word

EXAMPLES = (
    Example(
        "alt_text",
        Docx().picture(alt="A bridge at night").picture(alt="").chart("T", ["a"], {"s": [1]}, alt="Bar: 1"),
        Docx().picture().picture(alt="image1.png").chart("T", ["a"], {"s": [1]}),
        {
            "¶1 / picture 1": "no alternative text",
            "¶2 / picture 1": 'a file name for alternative text: "image1.png"',
            "¶3 / chart 1": "no alternative text",
        },
    ),
    Example(
        "alt_text",
        Pptx().slide("A").picture(alt="A bridge").chart("T", ["a"], {"s": [1]}, alt="Bar: 1"),
        Pptx().slide("A").picture().chart("T", ["a"], {"s": [1]}, alt="Chart 3"),
        {
            'slide 1 / shape "Picture 2"': "no alternative text",
            'slide 1 / shape "Chart 3"': 'alternative text that says nothing: "Chart 3"',
        },
    ),
    Example(
        "alt_text",
        "![A bridge](bridge.png)\n",
        "![bridge.png](bridge.png)\n",
        {"work.md:L1 / img 1": 'a file name for alternative text: "bridge.png"'},
    ),
    Example(
        "table_headers",
        Docx().table([["a", "b"], ["1", "2"]]).table([["one row"]], header=False),
        Docx().table([["a", "b"], ["1", "2"]], header=False),
        {"Table 1": "no row is marked as a header"},
    ),
    Example(
        "table_headers",
        Pptx().slide("A").table([["a"], ["1"]]),
        Pptx().slide("A").table([["a"], ["1"]], header=False),
        {'slide 1 / shape "Table 2"': "no row is marked as a header"},
    ),
    Example(
        "alt_text",
        '<p><img src="bridge.png" alt="A bridge"></p>',
        '<p><img src="bridge.png"></p>',
        {"work.html / img 1": "no alternative text"},
    ),
    Example(
        "table_headers",
        "<table><tr><th>a</th></tr><tr><td>1</td></tr></table>",
        "<table><tr><td>a</td></tr><tr><td>1</td></tr></table>",
        {"work.html / table 1": "no row is marked as a header"},
    ),
    Example(
        "table_headers",
        "| a |\n|---|\n| 1 |\n",
        "Costs:\n\n<table>\n<tr><td>a</td></tr>\n<tr><td>1</td></tr>\n</table>\n",
        {"work.md:L3": "no row is marked as a header"},
    ),
    Example(
        "no_merged_cells",
        Docx().table([["a", "b"], ["1", "2"]]),
        merged_word(),
        {"Table 1 R1C1": "spans 1 row and 2 columns"},
    ),
    Example(
        "no_merged_cells",
        Pptx().slide("A").table([["a", "b"], ["1", "2"]]),
        merged_deck(),
        {'slide 1 / shape "Table 1" / R1C1': "spans 1 row and 2 columns"},
    ),
    Example(
        "no_merged_cells",
        "<table><tr><th>a</th></tr><tr><td>1</td></tr></table>",
        "<table><tr><th colspan=2>a</th></tr><tr><td>1</td><td>2</td></tr></table>",
        {"work.html / table 1 R1C1": "spans 1 row and 2 columns"},
    ),
    Example(
        "language_set",
        Docx().paragraph("Text"),
        File("work.docx", docx("<w:p><w:r><w:t>Text</w:t></w:r></w:p>")),
        {"": "no language is stated"},
    ),
    Example(
        "language_set",
        Pptx().slide("Text"),
        linked_deck("Text", "https://example.org", language=None),
        {"": "no language is stated"},
    ),
    Example(
        "language_set",
        '<html lang="de-AT"><p>Text</p></html>',
        '<html lang="en"><p>Text</p></html>',
        {"": 'the language is "en", asked for "de"'},
        {"language": "de"},
    ),
)
